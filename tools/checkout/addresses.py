"""Where purchases are sent: sealed addresses, of which quotes carry only a keyed hash.

Erasing a row erases the person's data; digests and the audit chain stay whole because they never held it. An address
that something was bought to is kept beside the present one, in the same seal: a paid order must still find its door.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Collection
from functools import cached_property
from pathlib import Path
from typing import Any, TypedDict

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import Connection, Row, delete, insert, select, update

from guards.address import Address as Address
from guards.address import check_address, tidy
from guards.violations import Violation, violation
from tools.checkout.types import QuoteTerms
from tools.errors import TruecartError
from tools.schema import addresses, payments, quotes

CAPTURED = ("captured",)


class Sealed(TypedDict):
    """What lies under the seal. `salt` stays with the shopper, so that going back to an address gives its old hash."""

    salt: str
    address: Address
    earlier: list[Address]


class AddressBook:
    """The one writer of `addresses`. The key lies in `<home>/keys/addresses.key`, readable by its owner only."""

    def __init__(self, home: Path) -> None:
        self.key_file = home / "keys" / "addresses.key"

    def ship_to(self, connection: Connection, shopper: str) -> str:
        """The hash of the shopper's address; a demo address is made for a shopper without one.

        Needs a writing transaction.
        """
        present = self.present(connection, shopper)
        return present or self.set(connection, shopper, demo_address(shopper))

    def present(self, connection: Connection, shopper: str) -> str | None:
        """The hash of the shopper's address as it is now; None when there is none."""
        found = connection.execute(select(addresses.c.address_hash).where(addresses.c.shopper == shopper)).scalar()
        return str(found) if found else None

    def address(self, connection: Connection, shopper: str) -> Address | None:
        """The shopper's address in the clear; None when there is none.

        Raises TruecartError `internal` when it was sealed with another key.
        """
        row = _row(connection, shopper)
        return self._open(row)["address"] if row else None

    def at(self, connection: Connection, shopper: str, ship_to: str) -> Address | None:
        """The shopper's address, present or earlier, that has this hash: where a quote or an order goes."""
        row = _row(connection, shopper)
        if row is None:
            return None
        opened = self._open(row)
        kept = [opened["address"], *opened["earlier"]]
        return next((each for each in kept if self._hash(opened["salt"], each) == ship_to), None)

    def set(self, connection: Connection, shopper: str, address: Address) -> str:
        """Where purchases go from now on; answers its hash, which the same contents keep and others change.

        Needs a writing transaction. Raises TruecartError `bad_address` (details `field`).
        """
        problems = check_address(address)
        if problems:
            raise TruecartError("bad_address", problems[0]["message"], **problems[0].get("details", {}))
        wanted = tidy(address)
        row = _row(connection, shopper)
        if row is None:
            return self._write(connection, shopper, {"salt": secrets.token_hex(16), "address": wanted, "earlier": []})
        opened = self._open(row)
        if opened["address"] == wanted:
            return str(row.address_hash)
        bought_to = sent_to(connection, shopper)
        kept = [opened["address"], *opened["earlier"]]
        earlier = [each for each in kept if self._hash(opened["salt"], each) in bought_to]
        contents: Sealed = {"salt": opened["salt"], "address": wanted, "earlier": earlier}
        return self._write(connection, shopper, contents, known=True)

    def changed(self, connection: Connection, terms: QuoteTerms) -> list[Violation]:
        """`address_changed` when the shopper's address is not, or no longer, the one that these terms name."""
        if self.present(connection, terms["shopper"]) == terms["ship_to"]:
            return []
        return [violation("address_changed", "quote.ship_to")]

    def erase(self, connection: Connection, shopper: str) -> None:
        connection.execute(delete(addresses).where(addresses.c.shopper == shopper))

    def _write(self, connection: Connection, shopper: str, contents: Sealed, *, known: bool = False) -> str:
        hashed = self._hash(contents["salt"], contents["address"])
        body = self._fernet.encrypt(json.dumps(contents, sort_keys=True).encode())
        write = (
            update(addresses).where(addresses.c.shopper == shopper).values(address_hash=hashed, sealed=body)
            if known
            else insert(addresses).values(shopper=shopper, address_hash=hashed, sealed=body)
        )
        connection.execute(write)
        return hashed

    def _hash(self, salt: str, address: Address) -> str:
        """Keyed and salted: two shoppers at one address have two hashes, and nobody can try addresses out.

        An empty region is left out: addresses that were sealed before there were regions keep their hashes.
        """
        named = {field: text for field, text in address.items() if text or field != "region"}
        body = json.dumps({"salt": salt, "address": named}, sort_keys=True).encode()
        return hmac.new(self._hash_key, body, hashlib.sha256).hexdigest()

    def _open(self, row: Row[Any]) -> Sealed:
        try:
            opened = json.loads(self._fernet.decrypt(bytes(row.sealed)))
        except InvalidToken as problem:
            raise TruecartError("internal", "The address was sealed with another key.") from problem
        return {
            "salt": opened["salt"],
            "address": _complete(opened["address"]),
            "earlier": [_complete(each) for each in opened.get("earlier", [])],
        }

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


def sent_to(connection: Connection, shopper: str, states: Collection[str] | None = None) -> set[str]:
    """The hashes of the addresses that the shopper has paid for things to be sent to, or has tried to.

    `states`: only payments in one of these; None means all.
    """
    query = (
        select(quotes.c.terms)
        .join(payments, payments.c.quote_id == quotes.c.quote_id)
        .where(payments.c.shopper == shopper)
    )
    if states is not None:
        query = query.where(payments.c.state.in_(sorted(states)))
    return {json.loads(text)["ship_to"] for text in connection.execute(query).scalars()}


def is_new(connection: Connection, terms: QuoteTerms) -> bool:
    """Whether the shopper has bought before, and never to the address that these terms name."""
    bought_to = sent_to(connection, terms["shopper"], CAPTURED)
    return bool(bought_to) and terms["ship_to"] not in bought_to


def _row(connection: Connection, shopper: str) -> Row[Any] | None:
    return connection.execute(select(addresses).where(addresses.c.shopper == shopper)).first()


def _complete(address: dict[str, str]) -> Address:
    """An address as it was sealed; those sealed before there were regions have none."""
    return {
        "name": address["name"],
        "street": address["street"],
        "city": address["city"],
        "region": address.get("region", ""),
        "postal_code": address["postal_code"],
        "country": address["country"],
    }


def demo_address(shopper: str) -> Address:
    return {
        "name": shopper,
        "street": "1 Example Street",
        "city": "Springfield",
        "region": "IL",
        "postal_code": "00001",
        "country": "US",
    }
