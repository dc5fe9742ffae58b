"""Which values a variant can be filtered by, and which of the catalogue's values a wished value stands for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping

from tools.catalog.types import Product, Variant
from tools.catalog.words import plain, singular, stem, words

TEXT_ONLY = frozenset({"spec"})  # attributes that are searched as text but never filtered on
EXACT = frozenset({"size", "gender", "brand", "seller", "department"})
MAX_VALUE = 128  # as the column is wide; a longer value is prose, not a facet
MAX_ATTRIBUTE = 64
_PARTS = re.compile(r"\s*(?:&|/|,|;|\+|\band\b)\s*")
_ALIASES = {"colour": "color", "sizes": "size", "activity": "use"}


def attribute_name(name: str) -> str:
    """The one spelling of an attribute: "Colour" → "color", "Product Type" → "product_type"."""
    folded = re.sub(r"[^\w]+", "_", plain(name)).strip("_")[:MAX_ATTRIBUTE]
    return _ALIASES.get(folded, folded)


def facets_of(product: Product, variant: Variant) -> set[tuple[str, str]]:
    """Every (attribute, value) of the variant, lower case; compound categories and colours also by their parts."""
    found: set[tuple[str, str]] = set()
    for attribute, values in _sources(product, variant):
        name = attribute_name(attribute)
        if not name or name in TEXT_ONLY:
            continue
        for value in values:
            found.update((name, each) for each in _forms(name, value) if each and len(each) <= MAX_VALUE)
    return found


def leaf_category(leaf: str) -> str:
    """A feed's category leaf as a product carries it: lower case, and in the singular unless it is compound."""
    folded = plain(leaf)
    return folded if len(_split(folded)) > 1 else singular(folded)


def stands_for(attribute: str, wished: str, known: Iterable[str], *, wide: bool = False) -> list[str]:
    """The known values that satisfy a wished one.

    Equal by stem, or for categories with the wished words at the end ("bag" is satisfied by "laptop bag", "shirt" not
    by "t-shirt"), for other attributes anywhere ("cotton" by "organic cotton"). A colour that the catalogue has is
    only itself; with `wide`, or when it has none of that name, its shades count too ("blue", then "light blue").
    Sizes, brands, genders, sellers and departments only match whole.
    """
    name = attribute_name(attribute)
    if name in EXACT:
        whole = plain(wished)
        return [value for value in known if value == whole]
    want = _value_stems(wished)
    if not want:
        return []
    values = [value for value in known if _satisfies(name, want, _value_stems(value))]
    if name == "color" and not wide:
        return [value for value in values if _value_stems(value) == want] or values
    return values


def _satisfies(name: str, want: tuple[str, ...], have: tuple[str, ...]) -> bool:
    if name in ("category", "color"):
        return have[-len(want) :] == want or "".join(have) == "".join(want)
    width = len(want)
    return any(have[start : start + width] == want for start in range(len(have) - width + 1))


@functools.lru_cache(maxsize=20_000)
def _value_stems(value: str) -> tuple[str, ...]:
    """Stems of the words between spaces: a hyphen does not part a word, "t-shirt" is one."""
    return tuple(stem(joined) for word in plain(value).split() if (joined := "".join(words(word))))


def _sources(product: Product, variant: Variant) -> list[tuple[str, Iterable[str]]]:
    own: Mapping[str, str] = variant.options
    sources: list[tuple[str, Iterable[str]]] = [(name, (value,)) for name, value in own.items()]
    chosen = {attribute_name(name) for name in own}
    sources.extend((name, values) for name, values in product.attributes.items() if attribute_name(name) not in chosen)
    sources.append(("category", (product.category,)))
    sources.append(("brand", (product.brand,)))
    sources.append(("department", (product.department,)))
    sources.append(("seller", (product.seller,)))
    return sources


def _forms(name: str, value: str) -> set[str]:
    folded = plain(value)
    if name not in ("category", "color", "material"):
        return {folded}
    parts = _split(folded)
    if name == "category":
        return {folded if len(parts) > 1 else singular(folded), *(singular(part) for part in parts)}
    return {folded, *parts}


def _split(folded: str) -> list[str]:
    return [part for part in _PARTS.split(folded) if part]
