"""Tokens and whom they stand for. Unknown means nobody: there is no anonymous shopper."""

from __future__ import annotations

import functools
import hmac
from dataclasses import dataclass
from typing import Literal

from tools.errors import TruecartError
from tools.settings import Settings, current

Role = Literal["shopper", "reviewer"]


@dataclass(frozen=True)
class Identity:
    name: str
    role: Role


DEMO = {
    "demo-ada": Identity("ada", "shopper"),
    "demo-bo": Identity("bo", "shopper"),
    "demo-rita": Identity("rita", "reviewer"),
}


@functools.cache
def known() -> dict[str, Identity]:
    return from_settings(current())


def from_settings(settings: Settings) -> dict[str, Identity]:
    """Every accepted token. Raises TruecartError `bad_setting` for a malformed `TRUECART_TOKENS`."""
    tokens = dict(DEMO) if settings.demo_tokens else {}
    for entry in filter(None, (part.strip() for part in settings.tokens.split(","))):
        token, _, rest = entry.partition("=")
        name, _, role = rest.partition(":")
        if not token or not name or role not in ("shopper", "reviewer"):
            raise TruecartError(
                "bad_setting", "TRUECART_TOKENS: each entry is token=name:shopper or token=name:reviewer."
            )
        tokens[token] = Identity(name, role)  # type: ignore[arg-type]
    return tokens


def identify(authorization: str | None) -> Identity:
    """The identity behind an `Authorization: Bearer …` header. Raises `unauthenticated`."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() == "bearer":
        for accepted, identity in known().items():
            if hmac.compare_digest(accepted.encode(), token.strip().encode()):
                return identity
    raise TruecartError("unauthenticated")
