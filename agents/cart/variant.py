"""Which variant of a product is meant: the one that was shown, with the options that the message overrides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from guards.violations import Violation, violation
from tools.catalog.types import Product, Variant
from tools.llm.contract import Constraint

# Options that a picture does not show: a shopper has to name them. All others stand as they were shown.
MUST_BE_SAID = ("size", "shoe size", "length", "width", "waist", "inseam")
SAME_NAME = {"colour": "color"}
SIZE_WORDS = {"extra small": "xs", "small": "s", "medium": "m", "large": "l", "extra large": "xl"}


@dataclass(frozen=True)
class Choice:
    """Either a variant, or the violation that explains why there is none, with a question when one would help."""

    variant: Variant | None = None
    violation: Violation | None = None
    ask: str | None = None


def choose(
    product: Product,
    variants: list[Variant],
    *,
    shown: Variant | None,
    said: list[Constraint],
    earlier: list[Constraint],
    keep_all: bool = False,
    path: str = "cart",
) -> Choice:
    """The variant that fits what was said now, then what was shown, then what was said earlier.

    A size is never taken over from the search: "boots in size 10" narrows what is shown, and who adds one of them for a
    friend did not choose a ten. It is asked for, with the size of the search as the `suggested` one, so that a plain
    yes is enough. A product of one size only has nothing to ask. With `keep_all` even a size stays as the shown variant
    has it: a change of a cart line swaps only what it names.
    """
    pool = list(variants)
    names = option_names(variants)
    for constraint in said:
        name = _option(constraint["attribute"], names)
        if name is None:
            if _must_exist(constraint) and not _of_product(product, constraint):
                return _unmade(product, constraint, [], path)
            continue
        left = _narrow(pool, name, constraint)
        if not left:
            return _unmade(product, constraint, values(pool, name), path)
        pool = left
    for name in sorted(names, key=lambda each: each.casefold() in MUST_BE_SAID):
        kept = _settle(pool, name, shown, earlier, keep_all)
        if kept is None:
            return _open(product, pool, name, path, _said_earlier(pool, name, earlier))
        pool = kept
    return Choice(min(pool, key=lambda each: (each.stock <= 0, each != shown)))


def option_names(variants: Iterable[Variant]) -> list[str]:
    """Names of the product's options, in the order of the feed."""
    return list(dict.fromkeys(name for variant in variants for name in variant.options))


def values(variants: Iterable[Variant], name: str) -> list[str]:
    """Values of one option, those in stock only where any is."""
    listed = list(variants)
    in_stock = [variant for variant in listed if variant.stock > 0] or listed
    return list(dict.fromkeys(variant.options[name] for variant in in_stock if name in variant.options))


def key(attribute: str) -> str:
    """An attribute's one spelling: "Colour" and "color" are the same."""
    folded = attribute.casefold().replace("_", " ")
    return SAME_NAME.get(folded, folded)


def same(value: object, other: object) -> bool:
    """Option values by meaning: upper or lower case, and "medium" for "M"."""
    left, right = (str(each).casefold().strip() for each in (value, other))
    return SIZE_WORDS.get(left, left) == SIZE_WORDS.get(right, right)


def _option(attribute: str, names: list[str]) -> str | None:
    return next((name for name in names if key(name) == key(attribute)), None)


def _narrow(pool: list[Variant], name: str, constraint: Constraint) -> list[Variant]:
    wanted = constraint["value"]
    if constraint["op"] == "is_not":
        return [each for each in pool if not same(each.options.get(name, ""), wanted)]
    if constraint["op"] not in ("is", "exactly"):
        return pool
    exact = [each for each in pool if same(each.options.get(name, ""), wanted)]
    if exact:
        return exact
    said = set(str(wanted).casefold().split())
    return [each for each in pool if said <= set(each.options.get(name, "").casefold().replace("/", " ").split())]


def _settle(
    pool: list[Variant], name: str, shown: Variant | None, earlier: list[Constraint], keep_all: bool
) -> list[Variant] | None:
    """The pool with one value of this option, or None when only the shopper can say which."""
    if len({each.options.get(name) for each in pool}) <= 1:
        return pool
    by_shown = [each for each in pool if shown is not None and each.options.get(name) == shown.options.get(name)]
    if by_shown and (keep_all or key(name) not in MUST_BE_SAID):
        return by_shown
    searched = _said_earlier(pool, name, earlier) if key(name) not in MUST_BE_SAID else None
    return [each for each in pool if each.options.get(name) == searched] if searched is not None else None


def _said_earlier(pool: list[Variant], name: str, earlier: list[Constraint]) -> str | None:
    """The one value of the option that the search asked for."""
    for constraint in reversed(earlier):
        if key(constraint["attribute"]) == key(name) and constraint["op"] == "is":
            fitting = {each.options.get(name) for each in _narrow(pool, name, constraint)}
            if len(fitting) == 1:
                return fitting.pop()
    return None


def _must_exist(constraint: Constraint) -> bool:
    return constraint["op"] == "is" and key(constraint["attribute"]) in ("color", "size")


def _of_product(product: Product, constraint: Constraint) -> bool:
    listed = product.attributes.get(key(constraint["attribute"]), ())
    return any(same(each, constraint["value"]) for each in (*listed, *product.title.split()))


def _open(product: Product, pool: list[Variant], name: str, path: str, suggested: str | None) -> Choice:
    listed = values(pool, name)
    question = f"Which {name.lower()} of {product.title}: {', '.join(listed)}?"
    more: dict[str, Any] = {}
    if suggested in listed:
        question = f"{product.title} in {name.lower()} {suggested}? There is: {', '.join(listed)}."
        more = {"suggested": str(suggested)}
    found = violation(
        "ambiguous_variant", path, question, option=name, options=listed, product_id=product.product_id, **more
    )
    return Choice(violation=found, ask=question)


def _unmade(product: Product, constraint: Constraint, listed: list[str], path: str) -> Choice:
    wanted = f"{key(constraint['attribute'])} {constraint['value']}"
    if constraint["op"] == "is_not":
        wanted = f"any {key(constraint['attribute'])} but {constraint['value']}"
    rest = f" There is: {', '.join(listed)}." if listed else ""
    message = f"{product.title} is not made in {wanted}.{rest}"
    found = violation(
        "no_such_option",
        path,
        message,
        option=key(constraint["attribute"]),
        options=listed,
        product_id=product.product_id,
    )
    return Choice(violation=found, ask=f"{product.title} comes in {', '.join(listed)}. Which one?" if listed else None)
