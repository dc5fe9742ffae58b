"""The shape of the demo tables: a line makes many products by recipe, an item is one product written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Choices = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Line:
    """A family of products of one category. Prices are whole dollars from lowest to highest.

    `attributes` gives for each name the values to choose one from; a value may hold several words joined by "+".
    `silhouettes` limits the drawings where the words say which one it is.
    """

    category: str
    count: int
    nouns: tuple[str, ...]
    brands: tuple[str, ...]
    price: tuple[int, int]
    colours: tuple[str, ...]
    materials: tuple[str, ...]
    openings: tuple[str, ...]
    sizes: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ("solid",)
    genders: tuple[str, ...] = ()
    attributes: Choices = field(default_factory=dict[str, tuple[str, ...]])
    silhouettes: tuple[int, ...] = ()
    kind: str = ""  # the renderer's word, where it is not the category
    colours_each: tuple[int, int] = (1, 3)
    restrictions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """One product written out. `sizes` maps the size option to its price in dollars; {"": 39} has no size option."""

    category: str
    name: str  # the title without the brand
    brand: str
    description: str
    sizes: Mapping[str, int]
    colours: tuple[str, ...]
    attributes: Choices
    kind: str = ""
    silhouette: int = 0
    material: str = ""  # for the renderer, where the attribute says too little
    details: tuple[str, ...] = ()
    restrictions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Department:
    """A department's tables, with who sells it and its pool of model names."""

    name: str
    sellers: tuple[str, ...]
    models: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    items: tuple[Item, ...] = ()
