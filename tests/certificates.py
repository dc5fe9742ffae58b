"""Certificates made on the spot: an authority that nobody knows, and what it signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

AUTHORITY = "Corp Proxy CA"


@dataclass(frozen=True)
class Signed:
    """Two PEM files: the authority's certificate, and a server's certificate with its key."""

    authority: Path
    server: Path


def signed(folder: Path, *, address: str = "127.0.0.1", expired: bool = False) -> Signed:
    """A server's certificate for this IP address, by an authority of its own; it ended yesterday when `expired`."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, AUTHORITY)])
    start = x509.CertificateBuilder().issuer_name(name).not_valid_before(now - timedelta(days=9))
    authority = (
        start.subject_name(name)
        .public_key(authority_key.public_key())
        .serial_number(1)
        .not_valid_after(now + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    server = (
        start.subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "endpoint")]))
        .public_key(key.public_key())
        .serial_number(2)
        .not_valid_after(now + timedelta(days=-1 if expired else 9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    made = Signed(folder / "authority.pem", folder / "server.pem")
    made.authority.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    made.server.write_bytes(private + server.public_bytes(serialization.Encoding.PEM))
    return made
