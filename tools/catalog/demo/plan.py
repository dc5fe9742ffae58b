"""The whole demo catalogue as a plan: every product, listing, price and stock, but no picture yet.

A listing is one product in one colour: its sizes share a picture. Every choice is drawn from a generator keyed by
the seed and the product's id, so that one product does not move when another line of the tables changes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from tools.catalog.demo.apparel import APPAREL
from tools.catalog.demo.bags import BAGS
from tools.catalog.demo.electronics import ELECTRONICS
from tools.catalog.demo.home import HOME
from tools.catalog.demo.recipe import Department, Item, Line
from tools.catalog.demo.shoes import SHOES
from tools.catalog.demo.words import describe
from tools.catalog.types import Product
from tools.render import silhouettes
from tools.render.palette import distance
from tools.render.spec import Backdrop, PictureSpec

DEPARTMENTS = (APPAREL, SHOES, BAGS, HOME, ELECTRONICS)
PALE = frozenset({"white", "cream", "silver", "light blue", "beige", "grey"})


@dataclass(frozen=True)
class Sku:
    """One variant with its true offer, in cents of USD."""

    variant_id: str
    size: str  # empty: no size option
    minor: int
    stock: int


@dataclass(frozen=True)
class Listing:
    """A product in one colour."""

    colour: str
    picture: PictureSpec
    skus: tuple[Sku, ...]


@dataclass(frozen=True)
class Draft:
    product: Product
    listings: tuple[Listing, ...]


def drafts(seed: int, limit: int | None = None) -> list[Draft]:
    """All products in the catalogue's order; with `limit` an even sample over the departments, in that order."""
    every = [draft for department in DEPARTMENTS for draft in _department(seed, department)]
    if limit is None or limit >= len(every):
        return every
    return [every[index * len(every) // limit] for index in range(limit)]


def _department(seed: int, department: Department) -> Iterator[Draft]:
    taken: set[str] = set()
    for line in department.lines:
        for number in range(1, line.count + 1):
            yield _from_line(seed, department, line, number, taken)
    for item in department.items:
        yield _from_item(seed, department, item, taken)


def _from_line(seed: int, department: Department, line: Line, number: int, taken: set[str]) -> Draft:
    rng = Random(f"{seed}:{department.name}:{line.category}:{number}")
    brand = rng.choice(line.brands)
    material = rng.choice(line.materials)
    pattern = rng.choice(line.patterns)
    attributes: dict[str, tuple[str, ...]] = {"material": (material,), "pattern": (pattern,)}
    for name, choices in line.attributes.items():
        attributes[name] = tuple(rng.choice(choices).split("+"))
    if line.genders:
        attributes["gender"] = (rng.choice(line.genders),)
    colours = rng.sample(line.colours, rng.randint(*line.colours_each))
    name = f"{rng.choice(department.models)} {_noun(rng, line, material, attributes)}"
    if rng.random() < 0.08:
        colours, name = colours[:1], f"{name} in {colours[0].title()}"
    kind = line.kind or line.category
    product_id = _unique(f"{_slug(line.category)}-{_slug(brand)}", taken)
    details = tuple(word for values in attributes.values() for word in values)
    low, high = line.price
    base = _price_point(low + (high - low) * rng.betavariate(1.6, 2.4))
    sizes = _sizes(rng, line.sizes)
    product = Product(
        product_id=product_id,
        title=f"{brand} {name}",
        description=describe(rng, line.openings, attributes),
        brand=brand,
        department=department.name,
        category=line.category,
        attributes=attributes,
        seller=rng.choice(department.sellers),
        delivery_days=rng.choice((1, 2, 2, 3, 3, 4, 5, 7)),
        restrictions=line.restrictions,
    )
    shape = rng.choice(line.silhouettes) if line.silhouettes else rng.randrange(silhouettes(kind))
    look = PictureSpec(kind, colours[0], shape, pattern, material=material, details=details)
    return Draft(product, _listings(rng, product_id, colours, dict.fromkeys(sizes, base), look))


def _from_item(seed: int, department: Department, item: Item, taken: set[str]) -> Draft:
    rng = Random(f"{seed}:{department.name}:{item.category}:{item.name}")
    product_id = _unique(f"{_slug(item.category)}-{_slug(item.brand)}", taken)
    product = Product(
        product_id=product_id,
        title=f"{item.brand} {item.name}",
        description=item.description,
        brand=item.brand,
        department=department.name,
        category=item.category,
        attributes=dict(item.attributes),
        seller=rng.choice(department.sellers),
        delivery_days=rng.choice((1, 2, 3, 4, 6)) if max(item.sizes.values()) < 2000 else rng.choice((7, 9, 12)),
        restrictions=item.restrictions,
    )
    prices = {size: dollars * 100 - (1 if dollars < 1000 else 0) for size, dollars in item.sizes.items()}
    words = item.details or tuple(word for values in item.attributes.values() for word in values)
    material = item.material or item.attributes.get("material", ("",))[0]
    look = PictureSpec(item.kind or item.category, item.colours[0], item.silhouette, material=material, details=words)
    return Draft(product, _listings(rng, product_id, list(item.colours), prices, look))


def _listings(
    rng: Random, product_id: str, colours: list[str], prices: dict[str, int], look: PictureSpec
) -> tuple[Listing, ...]:
    """One per colour: same shape and pattern, its own seed, a backdrop that the colour stands out from."""
    seed = rng.getrandbits(31)
    light = rng.choice((-0.7, -0.5, 0.5, 0.7))
    taste = rng.choice((0, 0, 1, 2))
    listings: list[Listing] = []
    for colour in colours:
        spec = PictureSpec(
            kind=look.kind,
            colour=colour,
            silhouette=look.silhouette,
            pattern=look.pattern,
            second_colour=_beside(rng, colour),
            material=look.material,
            details=look.details,
            backdrop=backdrop_for(colour, taste),
            light=light,
            seed=seed + len(listings),
        )
        skus = tuple(
            Sku("-".join(filter(None, (product_id, _slug(colour), _slug(size)))), size, minor, _stock(rng))
            for size, minor in prices.items()
        )
        listings.append(Listing(colour, spec, skus))
    return tuple(listings)


def backdrop_for(colour: str, taste: int = 0) -> Backdrop:
    """Pale goods on slate, so that the eye (and a program) can tell them from the wall."""
    choices: tuple[Backdrop, ...] = ("slate",) if colour in PALE else ("studio", "warm", "cool")
    return choices[taste % len(choices)]


def _beside(rng: Random, colour: str) -> str:
    """A second colour for patterns, clearly apart from the first."""
    quiet = ("white", "cream", "navy", "black", "grey", "burgundy", "mustard", "light blue")
    return rng.choice([other for other in quiet if distance(other, colour) > 0.28])


def _noun(rng: Random, line: Line, material: str, attributes: dict[str, tuple[str, ...]]) -> str:
    """The noun, now and then with the material or the first use before it."""
    style = attributes.get("style", ("",))[0]
    nouns = [noun for noun in line.nouns if style and style.split("-")[0] in noun.lower()] or list(line.nouns)
    noun = rng.choice(nouns)
    before = rng.choice(("", material, attributes.get("use", ("",))[0]))
    told = noun.lower()
    if not before or before in told or before in ("casual", "mesh", "family") or told.startswith(("running", "hiking")):
        return noun
    return f"{before.title()} {noun}"


def _sizes(rng: Random, sizes: tuple[str, ...]) -> tuple[str, ...]:
    if not sizes:
        return ("",)
    first = rng.randrange(0, 2 if len(sizes) < 8 else 5)
    count = rng.randint(4, 6)
    return sizes[first : first + count]


def _price_point(dollars: float) -> int:
    """Cents as a shop would print them: 19.90, 24.95, 89.00."""
    whole = max(5, round(dollars))
    if whole >= 100:
        return (whole // 5) * 500 + (0 if whole % 2 else -100)
    return whole * 100 - (10 if whole % 3 else 5)


def _stock(rng: Random) -> int:
    roll = rng.random()
    if roll < 0.07:
        return 0
    return rng.randint(1, 4) if roll < 0.2 else rng.randint(5, 60)


def _unique(stem: str, taken: set[str]) -> str:
    number = 1
    while f"{stem}-{number:02}" in taken:
        number += 1
    taken.add(f"{stem}-{number:02}")
    return f"{stem}-{number:02}"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
