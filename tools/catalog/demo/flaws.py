"""Deliberate flaws in 4 % of the listings (a listing is one product in one colour), and the file that tells them.

Nothing in a record gives a flaw away: a swapped picture is a good picture, a mistyped price is a price, a stale
count is a count. Only this file knows.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Literal

from tools.catalog.demo.plan import Draft, Listing, drafts
from tools.render.palette import FAMILY, PALETTE, distance

SHARE = 0.04
WRONG_FOR_ANYBODY = 0.3  # OKLab distance: navy to black is 0.1, navy to red 0.5
FlawKind = Literal["wrong_colour", "price_typo", "stale_stock"]
KINDS: tuple[FlawKind, ...] = ("wrong_colour", "price_typo", "stale_stock")
HARD_TO_RECOLOUR = frozenset({"tv", "bottle", "whisky set", "pour over", "french press", "kitchen knife"})


@dataclass(frozen=True)
class Flaw:
    """What a listing says and what is true. Colours are words, prices minor units, stock counts units."""

    kind: FlawKind
    product_id: str
    variant_ids: tuple[str, ...]
    listed: str | int
    actual: str | int


def demo_flaws(seed: int) -> list[Flaw]:
    """The flaws of the catalogue of this seed, in the catalogue's order. Each listing has one at most."""
    return [found for _, found in planted(drafts(seed), seed)]


def planted(every: list[Draft], seed: int) -> list[tuple[int, Flaw]]:
    """Flaws with the index of their draft among `every`, which must be the whole catalogue."""
    listings = [(index, draft, listing) for index, draft in enumerate(every) for listing in draft.listings]
    rng = Random(f"{seed}:flaws")
    order = list(range(len(listings)))
    rng.shuffle(order)
    wanted = round(SHARE * len(listings))
    found: list[tuple[int, int, Flaw]] = []
    for position in order:
        if len(found) == wanted:
            break
        index, draft, listing = listings[position]
        flaw = _MAKERS[KINDS[len(found) % len(KINDS)]](rng, draft, listing)
        if flaw is not None:
            found.append((position, index, flaw))
    return [(index, flaw) for _, index, flaw in sorted(found, key=lambda entry: entry[0])]


def write_flaws(path: Path, seed: int) -> int:
    """One JSON object a line; answers how many."""
    flaws = demo_flaws(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(asdict(flaw), sort_keys=True) + "\n" for flaw in flaws), encoding="utf-8")
    return len(flaws)


def _wrong_colour(rng: Random, draft: Draft, listing: Listing) -> Flaw | None:
    if listing.picture.kind in HARD_TO_RECOLOUR:
        return None
    own = {each.colour for each in draft.listings}
    far = [
        other
        for other in PALETTE
        if distance(other, listing.colour) > WRONG_FOR_ANYBODY
        and FAMILY[other] != FAMILY[listing.colour]
        and other not in own | {"silver", "gold"}
    ]
    variants = tuple(sku.variant_id for sku in listing.skus)
    return Flaw("wrong_colour", draft.product.product_id, variants, listing.colour, rng.choice(far)) if far else None


def _price_typo(rng: Random, draft: Draft, listing: Listing) -> Flaw | None:
    actual = listing.skus[0].minor
    listed = actual * 10 if rng.random() < 0.5 else actual // 10
    variants = tuple(sku.variant_id for sku in listing.skus if sku.minor == actual)
    return Flaw("price_typo", draft.product.product_id, variants, listed, actual)


def _stale_stock(rng: Random, draft: Draft, listing: Listing) -> Flaw | None:
    """The listing claims a count; the shelf has none, or one or two."""
    stocked = [sku for sku in listing.skus if sku.stock >= 5]
    if not stocked:
        return None
    sku = rng.choice(stocked)
    return Flaw("stale_stock", draft.product.product_id, (sku.variant_id,), sku.stock, rng.choice((0, 0, 1, 2)))


_MAKERS: dict[FlawKind, Callable[[Random, Draft, Listing], Flaw | None]] = {
    "wrong_colour": _wrong_colour,
    "price_typo": _price_typo,
    "stale_stock": _stale_stock,
}
