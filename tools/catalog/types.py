"""The catalogue's words: product, variant, offer, and the vocabulary that a shopper's words are snapped to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from tools.money import Money


@dataclass(frozen=True)
class Product:
    """What variants have in common. `attributes` holds lower-case values ("material": ("wool", "leather"))."""

    product_id: str
    title: str
    description: str = ""
    brand: str = ""
    department: str = ""  # "apparel", "shoes", "bags", "home", "electronics", or what the feed says
    category: str = ""  # the leaf in the singular: "hoodie", "mug", "tv"
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    seller: str = ""
    delivery_days: int | None = None
    restrictions: tuple[str, ...] = ()  # "age_18", "regulated": each sends a purchase to a reviewer


@dataclass(frozen=True)
class Variant:
    """One SKU and its present offer. `price` None means that it cannot be sold."""

    variant_id: str
    product_id: str
    options: Mapping[str, str]  # {"color": "navy", "size": "M"} as the feed words them
    price: Money | None
    stock: int
    image: str | None = None  # content hash: SHA-256 hex of the picture's bytes
    pack_size: int = 1
    max_quantity: int | None = None


class PricePoint(TypedDict):
    """What a variant cost from this moment on, in minor units of the catalogue's currency."""

    at: str  # ISO 8601 UTC
    minor: int


@dataclass(frozen=True)
class VariantRecord:
    """A variant as a feed or the demo recipe gives it: the picture still as a file or as bytes."""

    variant: Variant
    picture: Path | bytes | None = None
    history: tuple[PricePoint, ...] = ()


@dataclass(frozen=True)
class ProductRecord:
    """One product with all its variants, ready for the store. `line` is its (first) line in the feed, from 1."""

    product: Product
    variants: tuple[VariantRecord, ...]
    line: int = 0
    rows: int = 1  # of the feed, that it was read from


@dataclass(frozen=True)
class Rejection:
    """What a feed holds and the catalogue does not take: why (a code of tools.errors) and where."""

    code: str
    line: int
    message: str
    id: str = ""
    rows: int = 1  # of the feed, that it stands for


@dataclass(frozen=True)
class Hit:
    """A found variant, the best of its product. `score` is only comparable within one answer; higher is better."""

    product_id: str
    variant_id: str
    score: float


@dataclass(frozen=True)
class Vocabulary:
    """The live catalogue's values by attribute ("color", "size", "category", "material", "brand", "use", …).

    A constraint's value is always one of these, or is reported as unknown.
    """

    catalog: str
    currency: str
    values: Mapping[str, tuple[str, ...]]  # attribute -> values, most frequent first
    version: str = ""  # changes with every import: caches key on it
