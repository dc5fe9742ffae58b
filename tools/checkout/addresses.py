"""Where purchases are sent: sealed addresses, of which quotes carry only a keyed hash.

Erasing a row erases the person's data; digests and the audit chain stay whole because they never held it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from functools import cached_property
from pathlib import Path
from typing import TypedDict

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Connection, delete, insert, select

from tools.errors import TruecartError
from tools.schema import addresses


class Address(TypedDict):
    name: str
    street: str
    city: str
    postal_code: str
    country: str


class AddressBook:
    """The one writer of `addresses`. The key lies in `<home>/keys/addresses.key`, readable by its owner only."""

    def __init__(self, home: Path) -> None:
        self.key_file = home / "keys" / "addresses.key"

    def ship_to(self, connection: Connection, shopper: str) -> str:
        """The hash of the shopper's address; a demo address is made for a shopper without one.

        Needs a writing transaction.
        """
        row = connection.execute(select(addresses.c.address_hash).where(addresses.c.shopper == shopper)).first()
        return str(row.address_hash) if row else self._seal(connection, shopper, _demo_address(shopper))

    def address(self, connection: Connection, shopper: str) -> Address | None:
        """The shopper's address in the clear; None when there is none.

        Raises TruecartError `internal` when it was sealed with another key.
        """
        row = connection.execute(select(addresses.c.sealed).where(addresses.c.shopper == shopper)).first()
        if row is None:
            return None
        try:
            opened: Address = json.loads(self._fernet.decrypt(bytes(row.sealed)))["address"]
        except InvalidToken as problem:
            raise TruecartError("internal", "The address was sealed with another key.") from problem
        return opened

    def erase(self, connection: Connection, shopper: str) -> None:
        connection.execute(delete(addresses).where(addresses.c.shopper == shopper))

    def _seal(self, connection: Connection, shopper: str, address: Address) -> str:
        salt = secrets.token_hex(16)  # two shoppers at one address have two hashes
        body = json.dumps({"salt": salt, "address": address}, sort_keys=True).encode()
        hashed = hmac.new(self._hash_key, body, hashlib.sha256).hexdigest()
        connection.execute(
            insert(addresses).values(shopper=shopper, address_hash=hashed, sealed=self._fernet.encrypt(body))
        )
        return hashed

    @cached_property
    def _key(self) -> bytes:
        if not self.key_file.exists():
            self._make_key()
        return self.key_file.read_bytes()

    @cached_property
    def _fernet(self) -> Fernet:
        return Fernet(self._key)

    @cached_property
    def _hash_key(self) -> bytes:
        return hashlib.sha256(b"truecart address hash\n" + base64.urlsafe_b64decode(self._key)).digest()

    def _make_key(self) -> None:
        """Two processes may start at once: the key is written aside and linked, and the first link stays."""
        self.key_file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self.key_file.with_suffix(f".{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(aside, self.key_file)
        except FileExistsError:
            return  # another process was first: its key is the key
        finally:
            aside.unlink()


def _demo_address(shopper: str) -> Address:
    return {
        "name": shopper,
        "street": "1 Example Street",
        "city": "Springfield",
        "postal_code": "00001",
        "country": "US",
    }
