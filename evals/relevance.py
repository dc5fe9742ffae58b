"""How well a variant answers a written wish, decided by its attributes and never by its rank."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tools.catalog.types import Product, Variant

Wish = Mapping[str, Any]  # attribute -> accepted words, or max_minor / min_minor -> cents


def grade(wants: Wish, likes: Wish, no: Wish, product: Product, variant: Variant, colour: str | None = None) -> int:
    """3 for every want and every like, 2 for every want, 1 with one want missing, 0 for anything else.

    A price beyond its bound, another category, an excluded value, or no stock is always 0. `colour` is what the
    picture shows where that is not what the listing says.
    """
    meets = _measure(product, variant, colour)
    hard = {key: wants[key] for key in ("category", "max_minor", "min_minor") if key in wants}
    soft = {key: value for key, value in wants.items() if key not in hard}
    if variant.price is None or variant.stock < 1 or not all(meets(*item) for item in hard.items()):
        return 0
    if any(meets(*item) for item in no.items()):
        return 0
    missing = sum(not meets(*item) for item in soft.items())
    if missing:
        return 1 if missing == 1 else 0
    return 3 if all(meets(*item) for item in likes.items()) else 2


def keeps(wants: Wish, no: Wish, product: Product, variant: Variant) -> bool:
    """Whether what must never be broken is kept: the price bounds and the excluded values."""
    meets = _measure(product, variant, None)
    bounds = {key: wants[key] for key in ("max_minor", "min_minor") if key in wants}
    return all(meets(*item) for item in bounds.items()) and not any(meets(*item) for item in no.items())


def _measure(product: Product, variant: Variant, colour: str | None) -> Callable[[str, Any], bool]:
    values: dict[str, tuple[str, ...]] = {key: tuple(each) for key, each in product.attributes.items()}
    values |= {key: (value.lower(),) for key, value in variant.options.items()}
    values["category"] = (product.category,)
    if colour is not None:
        values["color"] = (colour,)
    minor = variant.price.minor if variant.price else 0

    def meets(attribute: str, wished: Any) -> bool:
        if attribute == "max_minor":
            return minor <= int(wished)
        if attribute == "min_minor":
            return minor >= int(wished)
        return _any_matches(values.get(attribute, ()), wished, whole=attribute == "color")

    return meets


def _any_matches(have: Iterable[str], wished: Iterable[str], *, whole: bool) -> bool:
    """Equal, or unless `whole` with the wished words at the end: "cotton" accepts "organic cotton"."""
    words = tuple(wished)
    return any(value == word or (not whole and value.endswith(f" {word}")) for value in have for word in words)
