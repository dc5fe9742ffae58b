"""What "it", "the second one" and "the navy mug" point at: places in the results or in the cart, from 0."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tools.checkout.types import Cart
from tools.llm.contract import Intent, Reference, ShownProduct

FILLER = frozenset(
    re.findall(r"\w+", "a an the and of to in it one that this please my me cart with for i want like add buy put get")
)


@dataclass(frozen=True)
class Pointed:
    """Places from 0. `outside` lists the 1-based positions that do not exist; `span` are the words that pointed."""

    where: Literal["results", "cart"]
    places: tuple[int, ...]
    outside: tuple[int, ...] = ()
    span: list[int] | None = None


def in_results(intent: Intent, shown: list[ShownProduct], last_line: str | None, last_product: str | None) -> Pointed:
    """The shown products that an "add" means. Several without a `span`, or none, mean that a question is due."""
    for reference in intent.get("references", []):
        if reference["where"] == "results":
            return _places(reference, len(shown), "results")
        if reference["where"] == "last" and (place := _shown_place(shown, last_line, last_product)) is not None:
            return Pointed("results", (place,), span=reference["span"])
    by_name = _by_words(intent, [product["title"] for product in shown])
    if by_name is not None:
        return Pointed("results", by_name)
    return Pointed("results", (0,) if len(shown) == 1 else ())


def in_cart(intent: Intent, cart: Cart, shown: list[ShownProduct], last_line: str | None) -> Pointed:
    """The cart lines that a "change" or "remove" means."""
    ids = [line["variant_id"] for line in cart["lines"]]
    for reference in intent.get("references", []):
        if reference["where"] == "cart":
            return _places(reference, len(ids), "cart")
        if reference["where"] == "results":
            pointed = _places(reference, len(shown), "results")
            products = [shown[place]["product_id"] for place in pointed.places]
            lines = [n for n, line in enumerate(cart["lines"]) if line["product_id"] in products]
            return Pointed("cart", tuple(lines), pointed.outside, reference["span"])
        if reference["where"] == "last" and last_line in ids:
            return Pointed("cart", (ids.index(last_line),), span=reference["span"])
    if len(ids) == 1:
        return Pointed("cart", (0,))
    by_name = _by_words(intent, [f"{line['title']} {' '.join(line['options'].values())}" for line in cart["lines"]])
    if by_name is not None:
        return Pointed("cart", by_name)
    return Pointed("cart", (ids.index(last_line),) if last_line in ids else ())


def _places(reference: Reference, count: int, where: Literal["results", "cart"]) -> Pointed:
    if not reference["positions"]:
        return Pointed(where, tuple(range(count)), span=reference["span"])
    from_start = [each if each > 0 else count + 1 + each for each in reference["positions"]]
    inside = dict.fromkeys(each - 1 for each in from_start if 1 <= each <= count)
    outside = tuple(
        said for said, each in zip(reference["positions"], from_start, strict=True) if not 1 <= each <= count
    )
    return Pointed(where, tuple(inside), outside, reference["span"])


def _shown_place(shown: list[ShownProduct], last_line: str | None, last_product: str | None) -> int | None:
    for place, product in enumerate(shown):
        if product["variant_id"] == last_line or product["product_id"] == last_product:
            return place
    return 0 if len(shown) == 1 else None


def _by_words(intent: Intent, titles: list[str]) -> tuple[int, ...] | None:
    """Places whose title holds most of the words that name a thing; None when the message names nothing."""
    named = [str(each["value"]) for each in intent["constraints"] if each["attribute"] in ("category", "brand")]
    words = _stems(" ".join([intent.get("query", ""), *named])) - FILLER
    if not words:
        return None
    scores = [len(words & _stems(title)) / len(words) for title in titles]
    best = max(scores, default=0.0)
    return tuple(n for n, score in enumerate(scores) if score == best and best >= 0.5)


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in re.findall(r"\w+", text.casefold()))
