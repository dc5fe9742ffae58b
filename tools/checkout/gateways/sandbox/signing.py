"""Signatures of the sandbox: HMAC-SHA-256 over `timestamp.payload`, good for five minutes."""

from __future__ import annotations

import hashlib
import hmac
import re

from tools.errors import TruecartError

SIGNATURE_HEADER = "x-truecart-signature"
TOLERANCE_S = 300
_MARK = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def sign(secret: str, payload: bytes, at: float) -> str:
    """`t=<Unix seconds>,v1=<hex>` for the header `x-truecart-signature`."""
    return f"t={int(at)},v1={_digest(secret, int(at), payload)}"


def check(secret: str, payload: bytes, mark: str, now: float) -> None:
    """Raises TruecartError `unauthenticated` for a wrong signature, or one made more than five minutes away."""
    found = _MARK.fullmatch(mark)
    if not found or not hmac.compare_digest(_digest(secret, int(found[1]), payload), found[2]):
        raise TruecartError("unauthenticated", "The signature is wrong.")
    if abs(now - int(found[1])) > TOLERANCE_S:
        raise TruecartError("unauthenticated", "The signature is too old.")


def of_call(name: str, body: bytes) -> bytes:
    """What is signed of a call to the service: its name too, so that no body is good for another call."""
    return f"{name}\n".encode() + body


def _digest(secret: str, at: int, payload: bytes) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()
