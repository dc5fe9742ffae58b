"""Relations between the looks of two things: lighter, darker, more vivid, the same or another colour or pattern.

Decided from the measurements of both pictures, as any other claim: evidence with a verdict.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from tools.catalog.types import Product, Variant
from tools.llm.contract import RELATIONS, Constraint
from tools.vision.colour_names import NAMES, known, members, same
from tools.vision.types import NO_PICTURE, Evidence, Measurement, ObservedValue, Verdict, Witness

MARGIN = 0.04
"""From this difference of OKLab lightness or chroma on, one thing is lighter or more vivid than another.

CSS Color 4 (gamut mapping) takes an OKLab distance of 0.02 as just noticeable; each of the two pictures may be off by
that much.
"""
ONE_COLOUR, TWO_COLOURS = 0.04, 0.14
"""OKLab distance up to which two bodies have one colour, and from which they have two.

`python -m evals.vision_relations --fit` prints what they cost on the photographs they were chosen on.
"""
LIGHTNESS_COUNTS = 0.5  # in that distance: light and shade move lightness far more than hue
CONTRADICTED, CONFIRMED = 0.1, 0.9  # probabilities, as for other claims
LISTED = 0.95  # how far a listing's colour word is believed
BODY = 0.1  # share from which a cluster is a colour of the thing, not a detail
NEUTRAL = frozenset({"black", "grey", "white"})
OBSERVED = 5
WORDS = {
    ("color", "lighter"): "lighter than {}",
    ("color", "darker"): "darker than {}",
    ("color", "more_vivid"): "more colourful than {}",
    ("color", "less_vivid"): "less colourful than {}",
    ("color", "same_as"): "the same colour as {}",
    ("color", "other_than"): "another colour than {}",
    ("pattern", "same_as"): "the same pattern as {}",
    ("pattern", "other_than"): "another pattern than {}",
    ("product", "same_as"): "like {}",
}
_AXES = {"lighter": "lightness", "darker": "lightness", "more_vivid": "chroma", "less_vivid": "chroma"}
_AGAINST = frozenset({"darker", "less_vivid", "other_than"})  # the relations that turn their axis round
_STEEP = math.log(CONFIRMED / CONTRADICTED) * 2  # of a logistic that goes from one threshold to the other over 1


@dataclass(frozen=True)
class Side:
    """One of the two things: what its listing says and what was measured of its picture."""

    product: Product
    variant: Variant
    seen: Measurement | None

    @cached_property
    def colours(self) -> tuple[str, ...]:
        """The listed ones."""
        return _listed(self, "color")

    @cached_property
    def body(self) -> tuple[float, float, float] | None:
        return body(self.seen, self.colours) if self.seen else None


@dataclass(frozen=True)
class Comparison:
    """A relational constraint with the thing that it compares with."""

    wish: Constraint
    other: Side


def relational(constraint: Constraint) -> bool:
    """Whether the constraint compares with a thing; no catalogue can be filtered by it."""
    return constraint["op"] in RELATIONS


def comparisons(
    constraints: Sequence[Constraint],
    products: Mapping[str, Product],
    variants: Mapping[str, Variant],
    seen: Mapping[str, Measurement],
) -> list[Comparison]:
    """The relations among the constraints, with the things they name; `seen` by content hash.

    A thing that the catalogue no longer has is compared with nothing.
    """
    found: list[Comparison] = []
    for each in constraints:
        named = each.get("reference")
        if not relational(each) or named is None:
            continue
        product, variant = products.get(named["product_id"]), variants.get(named["variant_id"])
        if product is not None and variant is not None:
            found.append(Comparison(each, Side(product, variant, seen.get(variant.image or ""))))
    return found


def in_search(
    query: str, constraints: Sequence[Constraint], compared: Sequence[Comparison]
) -> tuple[str, list[Constraint]]:
    """What the catalogue can be asked for: the plain constraints, and what the relations mean in its own words.

    "Like the first one" asks for its category and prefers its title's words, but for colours. A pattern or colour that
    is to be the same is only preferred: the pictures decide.
    """
    plain = [each for each in constraints if not relational(each)]
    for each in compared:
        attribute, other = each.wish["attribute"], each.other
        if each.wish["op"] != "same_as":
            continue
        if attribute != "product":
            plain += [_hint(each.wish, attribute, value, known=False) for value in _listed(other, attribute)]
            continue
        words = [word for word in other.product.title.split() if known(word) is None]
        query = " ".join(dict.fromkeys([*query.split(), *words]))
        if other.product.category and not any(wish["attribute"] == "category" for wish in plain):
            plain.append(_hint(each.wish, "category", other.product.category, known=True))
    return query, plain


def beside(earlier: Constraint, relation: Constraint) -> list[Constraint]:
    """What is left of an earlier wish once a relation is said: itself, something wider, or nothing.

    "Lighter than the second one" after "navy" means a lighter blue; after "black" any colour; "another colour" takes
    an earlier colour back.
    """
    if earlier["attribute"] != relation["attribute"] or earlier["op"] == "is_not":
        return [earlier]
    if relational(earlier):
        alike = _AXES.get(earlier["op"]) == _AXES.get(relation["op"])
        same_thing = earlier.get("reference") == relation.get("reference")
        return [] if earlier["op"] == relation["op"] or (alike and same_thing) else [earlier]
    name = known(str(earlier["value"]))
    family = next((each.family for each in NAMES if each.name == name), "")
    if relation["op"] not in _AXES or not family or family in NEUTRAL:
        return []
    return [{**earlier, "value": family}]


def is_same_thing(variant: Variant, compared: Sequence[Comparison]) -> bool:
    """Whether this is one of the things compared with, in whatever size."""
    return any(
        variant.product_id == each.other.variant.product_id
        and (
            variant.variant_id == each.other.variant.variant_id
            or (variant.image is not None and variant.image == each.other.variant.image)
        )
        for each in compared
    )


def judged(
    compared: Sequence[Comparison], product: Product, variant: Variant, seen: Measurement | None
) -> list[Evidence]:
    """Evidence on each relation. "Like the first one" is a preference and has none."""
    side = Side(product, variant, seen)
    found: list[Evidence] = []
    for each in compared:
        if each.wish["attribute"] == "pattern":
            found.append(_by_pattern(each, side))
        elif each.wish["attribute"] == "color":
            found.append(_by_colour(each, side))
    return found


def described(constraint: Constraint) -> str:
    """ "lighter than Harbour Jacket"."""
    return WORDS.get((constraint["attribute"], constraint["op"]), "{}").format(constraint["value"])


def body(seen: Measurement, listed: Sequence[str] = ()) -> tuple[float, float, float] | None:
    """OKLab (L, a, b) of the thing itself; None when nothing was read.

    That is what is seen of the listed colour, for a model wears other clothes too; else the largest colour, with the
    other shades of its family.
    """
    names = _named(tuple(listed))
    shades = [each for each in seen["colours"] if each["name"] in names and each["share"] >= BODY]
    if not shades and seen["colours"]:
        first, *rest = seen["colours"]
        shades = [first, *(each for each in rest if each["family"] == first["family"] and each["share"] >= BODY)]
    if not shades:
        return None
    total = sum(each["share"] for each in shades)
    lightness, a, b = (sum(each["share"] * each["oklab"][axis] for each in shades) / total for axis in range(3))
    return lightness, a, b


@lru_cache(maxsize=4_096)
def _named(listed: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name for each in listed for name in members(each))


def _by_colour(compared: Comparison, side: Side) -> Evidence:
    other, op = compared.other, compared.wish["op"]
    mine, theirs = side.body, other.body
    if side.seen is None or other.seen is None or mine is None or theirs is None:
        return _evidence(compared, side, *_by_listed_colour(side, other, op), saw=NO_PICTURE, observed=[])
    if op in _AXES:
        here, there = (each[0] if _AXES[op] == "lightness" else math.hypot(*each[1:]) for each in (mine, theirs))
        more = there - here if op in _AGAINST else here - there
        p = _logistic(more / MARGIN)
        saw = f"{_AXES[op]} {here:.2f} beside {there:.2f}"
    else:
        apart = math.hypot(LIGHTNESS_COUNTS * (mine[0] - theirs[0]), mine[1] - theirs[1], mine[2] - theirs[2])
        different = _logistic((apart - ONE_COLOUR) / (TWO_COLOURS - ONE_COLOUR))
        p = different if op in _AGAINST else 1 - different
        saw = f"ΔE {apart * 100:.1f} between the two"
        p = _with_listings(p, _listed_alike(side, other), op)
    p = 0.5 + (p - 0.5) * min(side.seen["confidence"], other.seen["confidence"])
    observed: list[ObservedValue] = [{"value": each["name"], "p": each["share"]} for each in side.seen["colours"]]
    return _evidence(compared, side, p, _verdict(p), saw=saw, observed=observed[:OBSERVED])


def _by_listed_colour(side: Side, other: Side, op: str) -> tuple[float, Verdict]:
    """Without both pictures nothing can be confirmed; listings that say the opposite contradict."""
    alike = _listed_alike(side, other)
    return (0.5, "unsure") if op in _AXES or alike is None else _unseen(alike, op)


def _listed_alike(side: Side, other: Side) -> bool | None:
    """Whether both listings name one colour; None when one names none, or only the other's family ("blue", "navy")."""
    return _alike(side.colours, other.colours, side.product.product_id == other.product.product_id)


@lru_cache(maxsize=4_096)
def _alike(words: tuple[str, ...], others: tuple[str, ...], one_product: bool) -> bool | None:
    mine, theirs = ({known(word) or word for word in each} for each in (words, others))
    if not mine or not theirs:
        return None
    if mine & theirs:
        return True
    related = any(same(each, own) or same(own, each) for each in theirs for own in mine)
    return None if related and not one_product else False


def _with_listings(p: float, alike: bool | None, op: str) -> float:
    """The pictures' probability and the listings' as log odds added up."""
    if alike is None:
        return p
    listed = LISTED if alike != (op in _AGAINST) else 1 - LISTED
    odds = p / max(1 - p, 1e-9) * listed / (1 - listed)
    return odds / (1 + odds)


def _by_pattern(compared: Comparison, side: Side) -> Evidence:
    """By what was read of both pictures, else by both listings."""
    other, op = compared.other, compared.wish["op"]
    mine, theirs = _read(side), _read(other)
    if mine and theirs:
        alike = min(1.0, sum(one["p"] * two["p"] for one in mine for two in theirs if one["value"] == two["value"]))
        p = 1 - alike if op in _AGAINST else alike
        saw = f"{mine[0]['value']} beside {theirs[0]['value']}"
        return _evidence(compared, side, p, _verdict(p), saw=saw, observed=mine[:OBSERVED], name="clip")
    own, wanted = _listed(side, "pattern"), _listed(other, "pattern")
    p, verdict = _unseen(bool(set(own) & set(wanted)), op) if own and wanted else (0.5, "unsure")
    saw = f"listed as {', '.join(own)}" if own else "not listed"
    return _evidence(compared, side, p, verdict, saw=saw, observed=[], name="catalog")


def _unseen(alike: bool, op: str) -> tuple[float, Verdict]:
    """What two listings say of "the same" or "another"; what nobody has looked at is never confirmed."""
    holds = alike != (op in _AGAINST)
    return (CONFIRMED, "unsure") if holds else (CONTRADICTED, "contradicted")


def _read(side: Side) -> list[ObservedValue]:
    read: Any = side.seen.get("read", {}) if side.seen else {}
    return list(read.get("pattern", []))


def _listed(side: Side, attribute: str) -> tuple[str, ...]:
    names = {"color", "colour"} if attribute == "color" else {attribute}
    own = [value for name, value in side.variant.options.items() if name.casefold() in names]
    listed = own or [value for name in sorted(names) for value in side.product.attributes.get(name, ())]
    return tuple(value.casefold() for value in listed)


def _hint(wish: Constraint, attribute: str, value: str, *, known: bool) -> Constraint:
    plain: Constraint = {"attribute": attribute, "op": "is", "value": value, "span": wish["span"], "known": known}
    return plain


def _logistic(steps: float) -> float:
    """0.1 at no step, 0.9 at one whole step."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, _STEEP * (steps - 0.5)))))


def _verdict(p: float) -> Verdict:
    if round(p, 6) <= CONTRADICTED:
        return "contradicted"
    return "confirmed" if round(p, 6) >= CONFIRMED else "unsure"


def _evidence(
    compared: Comparison,
    side: Side,
    p: float,
    verdict: Verdict,
    *,
    saw: str,
    observed: list[ObservedValue],
    name: Any = "pixels",
) -> Evidence:
    claimed = described(compared.wish)
    pictures = [each.seen["content_hash"] if each.seen else "" for each in (side, compared.other)]
    decided_by = "\n".join([side.variant.variant_id, compared.other.variant.variant_id, *pictures, claimed, f"{p:.6f}"])
    witness: Witness = {"name": name, "p": round(p, 4), "saw": saw}
    return {
        "id": hashlib.sha256(decided_by.encode()).hexdigest()[:16],
        "variant_id": side.variant.variant_id,
        "attribute": compared.wish["attribute"],
        "claimed": claimed,
        "observed": observed,
        "verdict": verdict,
        "p": round(p, 4),
        "witnesses": [witness],
    }
