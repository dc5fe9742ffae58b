"""Money as integer minor units with an ISO 4217 code. No floats: a sum of prices is exact or an error."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypedDict

from tools.errors import TruecartError

MAX_MINOR = 10**12  # ten thousand million in a two-decimal currency: above it a price is a typing error


class MoneyJson(TypedDict):
    minor: int
    currency: str


@functools.cache
def exponent(currency: str) -> int:
    """Decimal places of the currency's minor unit (USD 2, JPY 0, KWD 3).

    Raises TruecartError `bad_price` for a code that is not ISO 4217.
    """
    from babel.core import get_global  # the CLDR table loads in 30 ms; most processes ask once

    if currency not in get_global("all_currencies"):
        raise TruecartError("bad_price", f"{currency!r} is not an ISO 4217 currency code.")
    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])


@dataclass(frozen=True, order=False)
class Money:
    """An amount in minor units. Arithmetic between two currencies raises `other_currency`."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TruecartError("bad_price", f"Minor units are whole numbers, not {self.minor!r}.")
        if abs(self.minor) > MAX_MINOR:
            raise TruecartError("bad_price", f"{self.minor} minor units is beyond any price.")

    @classmethod
    def parse(cls, amount: str | int | Decimal, currency: str) -> Money:
        """A decimal amount of major units ("19.90") without rounding.

        Raises TruecartError `bad_price` when it is no number, has more places than the currency, or is not finite.
        """
        try:
            major = Decimal(amount)
            minor = major.scaleb(exponent(currency))
            exact = minor.is_finite() and minor == minor.to_integral_value()
        except (InvalidOperation, ValueError, TypeError) as problem:
            raise TruecartError("bad_price", f"{amount!r} is not an amount of money.") from problem
        if not exact:
            raise TruecartError(
                "bad_price", f"{amount!r} is not finite or has more decimal places than {currency} has."
            )
        return cls(int(minor), currency)

    def as_json(self) -> MoneyJson:
        return {"minor": self.minor, "currency": self.currency}

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise TruecartError("other_currency", f"{self.currency} and {other.currency} do not add up.")
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return self + Money(-other.minor, other.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.minor * quantity, self.currency)

    def __str__(self) -> str:
        """How a shopper reads it: "$1,299.00", "¥1,200", "€5.00"."""
        return display(self.minor, self.currency)


@functools.lru_cache(maxsize=4096)
def display(minor: int, currency: str, locale: str = "en_US") -> str:
    """The amount in the reader's notation, by CLDR."""
    from babel.numbers import format_currency

    return format_currency(Decimal(minor).scaleb(-exponent(currency)), currency, locale=locale)


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The sum, zero for none. Raises `other_currency` if one of them has another currency."""
    result = Money(0, currency)
    for amount in amounts:
        result = result + amount
    return result
