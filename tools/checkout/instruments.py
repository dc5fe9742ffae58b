"""Means of payment: a gateway's token of each shopper's own, of which quotes carry only a hash.

A token goes to its gateway and nowhere else: not into a state, a log, the audit chain or an answer.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field

import rfc8785
from sqlalchemy import Connection, delete, insert, select

from guards.redaction import redact
from guards.violations import Violation, violation
from tools.checkout.types import QuoteTerms
from tools.errors import TruecartError
from tools.schema import instruments

ASKS_THE_PAYER = ("sandbox", "alipay")  # gateways that know the payer, or ask them, without a token
LONGEST_TOKEN, LONGEST_LABEL = 255, 60


@dataclass(frozen=True)
class Instrument:
    """What is charged. `token` is the gateway's own, empty where it asks the payer; `label` is for people."""

    token: str = field(repr=False)
    label: str


def needs_token(gateway: str) -> bool:
    """Whether this gateway charges nobody without a token."""
    return gateway not in ASKS_THE_PAYER


def of(connection: Connection, shopper: str, gateway: str) -> Instrument | None:
    """What a shopper pays with at a gateway; None when that is not known and has to be."""
    row = connection.execute(
        select(instruments.c.token, instruments.c.label).where(
            instruments.c.shopper == shopper, instruments.c.gateway == gateway
        )
    ).first()
    if row:
        return Instrument(row.token, row.label)
    return None if needs_token(gateway) else Instrument("", "")


def fingerprint(connection: Connection, shopper: str, gateway: str) -> str:
    """What terms say of the means of payment: a hash of whose, where and which. Empty when there is none."""
    found = of(connection, shopper, gateway)
    return _hash(shopper, gateway, found.token) if found else ""


def check(connection: Connection, terms: QuoteTerms, gateway: str) -> list[Violation]:
    """`no_instrument` when nothing can be charged, `instrument_changed` when it is not what these terms name."""
    present = fingerprint(connection, terms["shopper"], gateway)
    if not present:
        return [violation("no_instrument", "quote.instrument", gateway=gateway)]
    return [] if present == terms["instrument"] else [violation("instrument_changed", "quote.instrument")]


def bound(connection: Connection, terms: QuoteTerms, gateway: str) -> Instrument:
    """What these terms are charged to, and nothing else. Raises TruecartError `no_instrument`, `instrument_changed`."""
    found = of(connection, terms["shopper"], gateway)
    if found is None:
        raise TruecartError("no_instrument", gateway=gateway)
    if _hash(terms["shopper"], gateway, found.token) != terms["instrument"]:
        raise TruecartError("instrument_changed")
    return found


def set(connection: Connection, shopper: str, gateway: str, token: str, label: str, at: str) -> str:
    """What the shopper pays with at a gateway from now on; answers its fingerprint.

    Needs a writing transaction. Raises TruecartError `bad_instrument` (details `field`) for a text that is no token,
    above all the number of a card, and for a token that another shopper pays with.
    """
    _check_token(token)
    _check_label(label)
    taken = select(instruments.c.shopper).where(
        instruments.c.gateway == gateway, instruments.c.token == token, instruments.c.shopper != shopper
    )
    if connection.execute(taken).first():
        raise TruecartError("bad_instrument", "That is somebody else's means of payment.", field="token")
    connection.execute(delete(instruments).where(instruments.c.shopper == shopper, instruments.c.gateway == gateway))
    connection.execute(
        insert(instruments).values(shopper=shopper, gateway=gateway, token=token, label=label.strip(), added_at=at)
    )
    return _hash(shopper, gateway, token)


def forget(connection: Connection, shopper: str, gateway: str) -> None:
    connection.execute(delete(instruments).where(instruments.c.shopper == shopper, instruments.c.gateway == gateway))


def _hash(shopper: str, gateway: str, token: str) -> str:
    named = rfc8785.dumps({"shopper": shopper, "gateway": gateway, "token": token})
    return hashlib.sha256(b"truecart instrument\n" + named).hexdigest()


def _check_token(token: object) -> None:
    if not isinstance(token, str) or not 1 <= len(token) <= LONGEST_TOKEN or not token.isascii():
        raise TruecartError("bad_instrument", "It is no token of a gateway.", field="token")
    if not token.isprintable() or " " in token:
        raise TruecartError("bad_instrument", "It is no token of a gateway.", field="token")
    if redact(token) != token:
        raise TruecartError("bad_instrument", "A card's number is given to the gateway, never here.", field="token")


def _check_label(label: object) -> None:
    if not isinstance(label, str) or not 1 <= len(label.strip()) <= LONGEST_LABEL:
        raise TruecartError("bad_instrument", f"The name has 1 to {LONGEST_LABEL} characters.", field="label")
    if any(unicodedata.category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp") for each in label):
        raise TruecartError("bad_instrument", "The name holds an invisible character.", field="label")
    if redact(label) != label:
        raise TruecartError("bad_instrument", "The name must not hold the number itself.", field="label")
