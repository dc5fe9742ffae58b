"""How our words are written at Alipay: keys, amounts, times, and what a trade carries along to be recognised by."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from tools.checkout.gateways.port import ChargeRequest
from tools.clock import moment
from tools.errors import TruecartError
from tools.money import Money

CURRENCY = "CNY"
MOST_MINOR = 10_000_000_000  # 100,000,000.00 yuan
LONGEST = timedelta(days=15)  # that Alipay leaves a trade open
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991
_TIME = "%Y-%m-%d %H:%M:%S"
_LEDGER_KEY = re.compile(r"truecart-([0-9a-f]{64})")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PLAIN = re.compile(r"[A-Za-z0-9]")


def trade_number(key: str) -> str:
    """The out_trade_no of a key: at most 64 letters, digits and underscores, from which `key_of` reads the key.

    A key of the ledger gives its 64 hex digits; any other is written with `_xx` for what Alipay does not allow.
    Raises TruecartError `bad_request` for a key that does not fit.
    """
    if found := _LEDGER_KEY.fullmatch(key):
        return found[1]
    number = "".join(c if _PLAIN.fullmatch(c) else "".join(f"_{byte:02x}" for byte in c.encode()) for c in key)
    if not 0 < len(number) <= 64 or _DIGEST.fullmatch(number):
        raise TruecartError("bad_request", "Alipay cannot carry this idempotency key.")
    return number


def key_of(number: str) -> str:
    """The inverse of `trade_number`. Raises TruecartError `bad_request` for a number that it never gave."""
    if _DIGEST.fullmatch(number):
        return f"truecart-{number}"
    try:
        key = re.sub(rb"_([0-9a-f]{2})", lambda found: bytes.fromhex(found[1].decode()), number.encode()).decode()
        if trade_number(key) == number:
            return key
    except ValueError:
        pass
    raise TruecartError("bad_request", "This trade has no number of ours.")


def refund_number(refund_key: str) -> str:
    """The out_request_no of a refund: 64 hex digits."""
    return hashlib.sha256(f"truecart alipay refund\n{refund_key}".encode()).hexdigest()


def yuan(minor: int) -> str:
    """Minor units as decimal text with two places. Raises TruecartError `bad_request` outside 0.01 to 100,000,000."""
    if not 0 < minor <= MOST_MINOR:
        raise TruecartError("bad_request", "Alipay takes 0.01 to 100,000,000 yuan at a time.")
    return f"{minor // 100}.{minor % 100:02d}"


def minor_units(amount: Any) -> int:
    """The inverse of `yuan`, for any decimal text. Raises TruecartError `bad_price`."""
    return Money.parse(str(amount), CURRENCY).minor


def beijing(when: datetime) -> str:
    """An aware time as Alipay writes it, whole seconds, never later than it is."""
    return when.astimezone(BEIJING).strftime(_TIME)


def moment_of(text: str) -> datetime:
    """The inverse of `beijing`, in UTC. Raises ValueError."""
    return datetime.strptime(text, _TIME).replace(tzinfo=BEIJING).astimezone(UTC)


@dataclass(frozen=True)
class Carried:
    """What a trade carries as its passback_params: who pays whom, and what the payer's link is made of.

    Alipay gives it back with every query and notification, so the gateway keeps no memory of its own: the same link
    can be made again from the trade alone. `payer` is a hash, `signed_at` and `closes_at` are Beijing times.
    """

    payee: str
    payer: str
    signed_at: str
    closes_at: str
    return_url: str

    @classmethod
    def of(cls, request: ChargeRequest, now: datetime) -> Carried:
        closes = min(moment(request.expires_at), now + LONGEST) if request.expires_at else now + LONGEST
        return cls(request.payee, hash_of(request.payer), beijing(now), beijing(closes), request.return_url)

    def text(self) -> str:
        """URL-safe without quoting, whoever decodes it how often. Raises TruecartError `bad_request` over 512 long."""
        packed = json.dumps(list(asdict(self).values()), ensure_ascii=False, separators=(",", ":")).encode()
        text = base64.urlsafe_b64encode(packed).decode().rstrip("=")
        if len(text) > 512:
            raise TruecartError("bad_request", "The payee and the return address are too long for Alipay.")
        return text

    @classmethod
    def read(cls, text: Any) -> Carried | None:
        """None for anything that `text` did not write."""
        try:
            packed = base64.urlsafe_b64decode(f"{text}{'=' * (-len(text) % 4)}")
            fields = json.loads(packed)
            return cls(*fields) if all(isinstance(each, str) for each in fields) else None
        except (binascii.Error, ValueError, TypeError):
            return None


def hash_of(payer: str) -> str:
    """A shopper's name does not go to Alipay, but it must be the same shopper's charge."""
    return hashlib.sha256(f"truecart payer\n{payer}".encode()).hexdigest()[:32]
