"""A shop's tariff as it is written down: one strict JSON document of promotions, shipping rows and taxes.

Amounts are integer minor units of the tariff's one currency. Rates are decimal text in percent ("8.875"), read into
whole millionths, so that no rate is ever a binary fraction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Annotated, Any, Literal

import rfc8785
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from tools.checkout.digest import digest_of
from tools.errors import TruecartError
from tools.money import MAX_MINOR, exponent

MILLION = 1_000_000
CODE = r"^[a-z0-9][a-z0-9_.-]{0,63}$"


def ppm_of(percent: Any) -> int:
    """Millionths of a rate in percent: "8.875" is 88,750. Raises ValueError for anything that is not exact."""
    if not isinstance(percent, str) or not re.fullmatch(r"\d{1,3}(?:\.\d{1,4})?", percent):
        raise ValueError('write a rate as text in percent with at most four decimals, such as "8.875"')
    try:
        ppm = Decimal(percent).scaleb(4)
    except InvalidOperation as problem:
        raise ValueError("not a rate") from problem
    if ppm > MILLION:
        raise ValueError("a rate is at most 100 percent")
    return int(ppm)


def _iso_4217(code: str) -> str:
    try:
        exponent(code)
    except TruecartError as problem:
        raise ValueError("not an ISO 4217 currency code") from problem
    return code


def coupon_key(code: str) -> str:
    """One form for a code that people type: no spaces around it, no difference between large and small letters."""
    return code.strip().casefold()


Ppm = Annotated[int, BeforeValidator(ppm_of)]
Minor = Annotated[int, Field(ge=0, le=MAX_MINOR)]
Some = Annotated[int, Field(ge=1, le=MAX_MINOR)]
Names = tuple[Annotated[str, Field(min_length=1, max_length=200)], ...]


class Strict(BaseModel):
    """Nothing is guessed: no unknown key, no number for a text, no text for a number."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Title(Strict):
    """What shoppers read, by language."""

    en: str = Field(min_length=1, max_length=120)
    zh: str = Field("", max_length=120)

    def said_in(self, language: str) -> str:
        return self.zh if language == "zh" and self.zh else self.en


class Selection(Strict):
    """A choice of goods: whatever is named in any of the lists. With no name at all it chooses nothing."""

    departments: Names = ()
    categories: Names = ()
    products: Names = ()
    variants: Names = ()
    restrictions: Names = ()

    @cached_property
    def names(self) -> dict[str, frozenset[str]]:
        return {kind: frozenset(map(str.casefold, getattr(self, kind))) for kind in Selection.model_fields}

    @property
    def empty(self) -> bool:
        return not any(self.names.values())


class Off(Strict):
    """What a promotion gives: exactly one of a percentage, an amount, free units, or free shipping.

    `buy` and `get`: of each `buy + get` units the cheapest `get` are free. `at_most_minor` caps what is taken off.
    """

    percent: Ppm | None = None
    amount_minor: Some | None = None
    buy: int | None = Field(None, ge=1, le=1000)
    get: int | None = Field(None, ge=1, le=1000)
    free_shipping: bool = False
    at_most_minor: Some | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Off:
        kinds = [self.percent is not None, self.amount_minor is not None, self.buy is not None, self.free_shipping]
        if sum(kinds) != 1 or (self.buy is None) != (self.get is None):
            raise ValueError("give exactly one of percent, amount_minor, buy with get, free_shipping")
        if self.at_most_minor is not None and self.free_shipping:
            raise ValueError("free shipping takes nothing off the goods: it has no at_most_minor")
        return self


class Promotion(Strict):
    """One promotion. Those of stage "price" change unit prices first and are what thresholds are measured after;
    those of stage "cart" follow in the order of (priority, code), each on what the earlier ones left of a line.

    A promotion that does not stack applies with no other of stage "cart". `at_least_minor` is measured on the goods
    that it applies to, or on the whole cart.
    """

    code: str = Field(pattern=CODE)
    title: Title
    off: Off
    coupon: str = Field("", max_length=40, pattern=r"^(?:\S(?:.*\S)?)?$")
    stage: Literal["price", "cart"] = "cart"
    priority: int = Field(0, ge=-1_000_000, le=1_000_000)
    stacks: bool = True
    valid_from: AwareDatetime | None = None
    valid_until: AwareDatetime | None = None
    uses_per_shopper: int | None = Field(None, ge=1)
    at_least_minor: Minor = 0
    at_least_of: Literal["cart", "products"] = "products"
    applies_to: Selection = Selection()
    excludes: Selection = Selection()

    @model_validator(mode="after")
    def _price_rules_are_plain(self) -> Promotion:
        plain = not (self.coupon or self.at_least_minor or self.uses_per_shopper) and self.stacks
        per_unit = (self.off.percent is not None or self.off.amount_minor is not None) and not self.off.at_most_minor
        if self.stage == "price" and not (plain and per_unit):
            raise ValueError("a price promotion is a percentage or an amount off each unit, without any condition")
        return self

    @property
    def order(self) -> tuple[bool, int, str]:
        return self.stage == "cart", self.priority, self.code


class Area(Strict):
    """Where a row holds: codes, "*" for any; a postcode may be the beginning of one ("99*")."""

    country: str = Field("*", pattern=r"^(?:\*|[A-Z]{2})$")
    region: str = Field("*", pattern=r"^(?:\*|[A-Z0-9-]{1,8})$")
    postcode: str = Field("*", pattern=r"^(?:[A-Z0-9]{1,16}\*?|\*)$")


class ShippingRow(Area):
    """Shipping costs `price_minor` there when the goods, less discounts, come to `from_goods_minor` or more."""

    from_goods_minor: Minor = 0
    price_minor: Minor


class ProductClass(Strict):
    """A tax class and the goods in it; everything else is of the class "goods"."""

    name: str = Field(pattern=CODE)
    of: Selection


class TaxRate(Area):
    """All rates that hold for a place and a class add up to one."""

    name: str = Field(min_length=1, max_length=80)
    percent: Ppm
    product_class: str = "goods"


class Tax(Strict):
    """`on_shipping` names the class whose rates shipping is taxed at; None leaves shipping untaxed. The first class
    that chooses a product is its class.
    """

    prices_include_tax: bool = False
    on_shipping: str | None = None
    classes: tuple[ProductClass, ...] = ()
    rates: tuple[TaxRate, ...] = ()

    @model_validator(mode="after")
    def _known_classes(self) -> Tax:
        known = {"goods", *(each.name for each in self.classes)}
        asked = {each.product_class for each in self.rates} | ({self.on_shipping} if self.on_shipping else set())
        if asked - known:
            raise ValueError(f"no such product class: {', '.join(sorted(asked - known))}")
        return self


class Tariff(Strict):
    """All rules of one shop. The order of promotions, rows and rates in the file means nothing."""

    currency: Annotated[str, AfterValidator(_iso_4217)]
    promotions: tuple[Promotion, ...] = ()
    shipping: tuple[ShippingRow, ...] = Field(min_length=1)
    tax: Tax = Tax()

    @model_validator(mode="after")
    def _consistent(self) -> Tariff:
        _once("promotion", (each.code for each in self.promotions))
        rows = ((each.country, each.region, each.postcode, each.from_goods_minor) for each in self.shipping)
        _once("shipping row", (" ".join(map(str, each)) for each in rows))
        return self

    @cached_property
    def in_order(self) -> tuple[Promotion, ...]:
        """The promotions as they apply one after the other."""
        return tuple(sorted(self.promotions, key=lambda each: each.order))

    @cached_property
    def version(self) -> str:
        """16 hex digits of the rules' content, whatever the order of its rows."""
        content = self.model_dump(mode="json")
        content["promotions"].sort(key=lambda each: each["code"])
        content["shipping"].sort(key=rfc8785.dumps)
        content["tax"]["rates"].sort(key=rfc8785.dumps)
        return digest_of(rfc8785.dumps(content).decode())[:16]

    def promotion(self, code: str) -> Promotion | None:
        return next((each for each in self.promotions if each.code == code), None)

    def knows(self, coupon: str) -> bool:
        return any(coupon_key(each.coupon) == coupon_key(coupon) for each in self.promotions if each.coupon)


def _once(what: str, keys: Iterable[str]) -> None:
    twice = [key for key, count in Counter(keys).items() if count > 1]
    if twice:
        raise ValueError(f"the {what} {twice[0]} stands there twice")
