"""The digest that an approval is bound to."""

from __future__ import annotations

import hashlib

import rfc8785

from tools.checkout.types import QuoteTerms, RefundTerms


def canonical(terms: QuoteTerms | RefundTerms) -> str:
    """The terms as RFC 8785 JSON: one text for one meaning."""
    return rfc8785.dumps(terms).decode()  # type: ignore[arg-type]


def digest_of(text: str) -> str:
    """SHA-256 hex of canonical terms."""
    return hashlib.sha256(text.encode()).hexdigest()
