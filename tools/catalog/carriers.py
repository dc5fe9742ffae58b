"""Catalogue text as a carrier: words that talk to the shop's agent instead of describing the goods.

A sentence of a description or an attribute that does so is left out, and the import says so. A title, a brand or an
option cannot be left out: such a product is not taken. What no rule recognises still changes nothing but how its own
product is found: prices, quantities and approvals never come from text.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from guards.message import screen
from tools.catalog.types import Product, ProductRecord

CODE = "prompt_injection"
PIECE = 2_000  # characters judged at a time; pieces overlap, so that nothing hides on a border
OVERLAP = 200
_SENTENCE = re.compile(r"[^.!?。！？\n]*(?:[.!?。！？]+[\"”’)]*\s*|\n+\s*|$)")


@functools.lru_cache(maxsize=4096)  # brands, categories and options come again and again in a feed
def addresses_agent(text: str) -> bool:
    """Whether a text that nobody speaks to the agent gives it instructions; closed when the guard itself fails."""
    if not text.strip():
        return False
    for start in range(0, len(text), PIECE):
        piece = text[max(0, start - OVERLAP) : start + PIECE]
        if piece.strip():
            screened = screen(piece, origin="data", max_chars=PIECE + OVERLAP)
            if screened["outcome"] == "error" or CODE in screened["codes"]:
                return True
    return False


def refused_name(record: ProductRecord) -> str | None:
    """The first name of the product that is a carrier, such as "title" or "option color"; None when all are clean."""
    product = record.product
    names = {
        "title": product.title,
        "brand": product.brand,
        "category": product.category,
        "department": product.department,
        "seller": product.seller,
    }
    found = next((name for name, text in names.items() if addresses_agent(text)), None)
    if found is not None:
        return found
    options = (pair for each in record.variants for pair in each.variant.options.items())
    return next((f"option {name}" for name, value in options if addresses_agent(f"{name} {value}")), None)


def without_instructions(product: Product) -> tuple[Product, list[str]]:
    """The product without the sentences and attribute values that are carriers, and where those stood.

    Of a description only the offending sentences go, so that everything else is found as before; all of it goes when
    it gives instructions only as a whole.
    """
    left_out: list[str] = []
    description = product.description
    if addresses_agent(description):
        sentences = _SENTENCE.findall(description)
        description = "".join(each for each in sentences if not addresses_agent(each)).strip()
        if len(sentences) == 1 or addresses_agent(description):
            description = ""
        left_out = ["description"]
    attributes: dict[str, tuple[str, ...]] = {}
    for name, values in product.attributes.items():
        kept = tuple(value for value in values if not addresses_agent(value)) if not addresses_agent(name) else ()
        if kept:
            attributes[name] = kept
        if len(kept) < len(values):
            left_out.append(name[:40])
    if not left_out:
        return product, []
    return replace(product, description=description, attributes=attributes), left_out
