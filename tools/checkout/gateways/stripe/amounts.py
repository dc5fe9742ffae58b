"""Minor units as Stripe counts them (docs.stripe.com/currencies), which is not everywhere as CLDR does."""

from __future__ import annotations

from tools.errors import TruecartError
from tools.money import exponent

NO_DECIMALS = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
THREE_DECIMALS = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))  # of which Stripe takes only whole tens
UNSURE = frozenset({"UGX"})  # Stripe lists it without decimals, and as one to be passed with two
MOST = 99_999_999  # eight digits


def to_stripe(minor: int, currency: str) -> int:
    """Our minor units in Stripe's. Raises TruecartError `bad_price` for an amount that Stripe cannot charge exactly."""
    amount, rest = _scaled(minor, _places(currency) - exponent(currency))
    if rest or (currency in THREE_DECIMALS and amount % 10):
        raise TruecartError("bad_price", f"Stripe cannot charge {minor} minor units of {currency} exactly.")
    if not 0 < amount <= MOST:
        raise TruecartError("bad_price", f"Stripe charges 1 to {MOST} of its units at once, not {amount}.")
    return amount


def from_stripe(amount: int, currency: str) -> int:
    """Stripe's units in our minor units. Raises TruecartError `bad_price` for a fraction of one."""
    minor, rest = _scaled(amount, exponent(currency) - _places(currency))
    if rest:
        raise TruecartError("bad_price", f"{amount} of Stripe's units is no whole number of {currency} minor units.")
    return minor


def _places(currency: str) -> int:
    if currency in UNSURE:
        raise TruecartError("bad_price", f"Stripe's units of {currency} are not certain.")
    return 0 if currency in NO_DECIMALS else 3 if currency in THREE_DECIMALS else 2


def _scaled(amount: int, places: int) -> tuple[int, int]:
    return (amount * 10**places, 0) if places >= 0 else divmod(amount, 10**-places)
