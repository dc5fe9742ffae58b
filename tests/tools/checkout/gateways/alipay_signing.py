"""Keys and signatures of Alipay's other side.

They are made with `cryptography`, not with the SDK that the gateway uses, so that an error in one of them does not
cancel out.
"""

from __future__ import annotations

import base64
import functools
import ipaddress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID


@functools.cache
def new_key(name: str) -> rsa.RSAPrivateKey:
    """The key pair of `name`; made once, as it takes long."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(name: str) -> str:
    kept = serialization.PrivateFormat.TraditionalOpenSSL
    return new_key(name).private_bytes(serialization.Encoding.PEM, kept, serialization.NoEncryption()).decode()


def public_pem(name: str) -> str:
    kept = serialization.PublicFormat.SubjectPublicKeyInfo
    return new_key(name).public_key().public_bytes(serialization.Encoding.PEM, kept).decode()


def certificate(file: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, new_key("tls").public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(new_key("tls"), hashes.SHA256())
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private_pem("tls").encode())
    return file


def signed(text: str, name: str = "alipay") -> str:
    return base64.b64encode(new_key(name).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def joined(fields: dict[str, str]) -> str:
    """What RSA2 signs of a form: its fields by name, without the signature."""
    return "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "sign")


def form(fields: dict[str, str], name: str = "alipay") -> bytes:
    """A notification: everything is signed but `sign` and `sign_type`."""
    sign = signed(joined({key: value for key, value in fields.items() if key != "sign_type"}), name)
    return urlencode({**fields, "sign": sign, "sign_type": "RSA2"}).encode()


def genuine(fields: dict[str, str], name: str = "app") -> bool:
    """Whether a question's signature is that of the shop's app."""
    try:
        sign = base64.b64decode(fields.get("sign", ""))
        new_key(name).public_key().verify(sign, joined(fields).encode(), padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return False
    return True
