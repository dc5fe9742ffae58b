"""What the pictures say of the candidates. The contradicted leave the list, the unsure are said to be unsure."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agents.relations import Comparison, is_same_thing, judged
from tools.catalog.types import Hit, Product, Variant
from tools.llm.contract import Constraint
from tools.vision.types import Evidence, Verdict

if TYPE_CHECKING:
    from tools.vision.measurements import MeasurementStore
    from tools.vision.verifier import Verifier

COLOUR = ("color", "colour")  # how feeds name the option
VISIBLE = frozenset({"color", "pattern", "sleeve", "neckline"})


@dataclass
class VisualOutcome:
    """`kept` in the order of the candidates; `contradicted` is what left: product, claimed, observed, which witness."""

    kept: list[Hit] = field(default_factory=list[Hit])
    evidence: dict[str, list[Evidence]] = field(default_factory=dict[str, list[Evidence]])
    contradicted: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


def verify_candidates(
    verifier: Verifier,
    measurements: MeasurementStore,
    hits: list[Hit],
    products: Mapping[str, Product],
    variants: Mapping[str, Variant],
    constraints: list[Constraint],
    siblings: Callable[[str], Iterable[Variant]] | None = None,
    compared: Sequence[Comparison] = (),
) -> VisualOutcome:
    """Every candidate's own colour claim and every visible thing the shopper asked for.

    A candidate that is contradicted may be replaced by another variant of its product with the same size that
    satisfies the colour constraints and is confirmed by its picture. `siblings` looks up all variants of a product;
    without it they are taken from `variants`. `compared` are the things that the shopper compares with: each candidate
    is judged beside them, and they are not offered again themselves.
    """
    measurements.get({each.image for each in variants.values() if each.image})  # one read for the whole page
    outcome = VisualOutcome()
    for hit in hits:
        product, variant = products.get(hit.product_id), variants.get(hit.variant_id)
        if product is None or variant is None:
            continue
        found = evidence_of(verifier, measurements, product, variant, constraints)
        beside = _beside(measurements, product, variant, compared)
        against, same_thing = _against(found) or _against(beside), is_same_thing(variant, compared)
        if against is None and not same_thing:
            outcome.kept.append(hit)
            outcome.evidence[variant.variant_id] = found + beside
            continue
        family = siblings(product.product_id) if siblings else variants.values()
        other = _replacement(verifier, measurements, product, variant, family, constraints, compared)
        if against is not None and not same_thing and not (other and against in beside):
            outcome.contradicted.append({**_left(product, variant, against), "compared": against in beside})
        if other is not None:
            chosen, seen = other
            outcome.kept.append(Hit(hit.product_id, chosen.variant_id, hit.score))
            outcome.evidence[chosen.variant_id] = seen
    return outcome


def evidence_of(
    verifier: Verifier,
    measurements: MeasurementStore,
    product: Product,
    variant: Variant,
    constraints: list[Constraint],
) -> list[Evidence]:
    """Evidence on the listed colour, and on each visible constraint; an exclusion ("not black") is evidence too.

    Of several wished colours ("navy or red") the likeliest is judged: one is enough.
    """
    measurement = measurements.get([variant.image]).get(variant.image) if variant.image else None
    listed = colour_of(variant)
    found = [verifier.verify(product, variant, "color", listed, measurement)] if listed else []
    visible = [
        each
        for each in constraints
        if each["attribute"] in VISIBLE and isinstance(each["value"], str) and each.get("known") is not False
    ]
    either = _wished_colours(visible)
    if either and not (listed and listed.casefold() in {each.casefold() for each in either}):
        seen = (verifier.verify(product, variant, "color", value, measurement) for value in either)
        found.append(max(seen, key=lambda each: each["p"]))
    for constraint in visible:
        attribute, value = constraint["attribute"], constraint["value"]
        if constraint["op"] == "is" and attribute != "color":
            found.append(verifier.verify(product, variant, attribute, value, measurement))
        elif constraint["op"] == "is_not" and attribute == "color":
            found.append(_turned(verifier.verify(product, variant, attribute, value, measurement)))
    return found


def _wished_colours(constraints: Iterable[Constraint]) -> list[str]:
    return [str(each["value"]) for each in constraints if each["attribute"] == "color" and each["op"] == "is"]


def _beside(
    measurements: MeasurementStore, product: Product, variant: Variant, compared: Sequence[Comparison]
) -> list[Evidence]:
    if not compared:
        return []
    seen = measurements.get([variant.image]).get(variant.image) if variant.image else None
    return judged(compared, product, variant, seen)


def colour_of(variant: Variant) -> str | None:
    """The colour that the listing claims for this variant."""
    return next((value for name, value in variant.options.items() if name.casefold() in COLOUR), None)


def _turned(seen: Evidence) -> Evidence:
    """Evidence that it is black, as evidence on "not black". Only a clear sight of the excluded colour contradicts."""
    opposite: dict[Verdict, Verdict] = {"confirmed": "contradicted", "contradicted": "confirmed", "unsure": "unsure"}
    return {
        **seen,
        "id": hashlib.sha256(f"not\n{seen['id']}".encode()).hexdigest()[:16],
        "claimed": f"not {seen['claimed']}",
        "verdict": opposite[seen["verdict"]],
        "p": round(1 - seen["p"], 4),
    }


def _against(found: list[Evidence]) -> Evidence | None:
    return next((each for each in found if each["verdict"] == "contradicted"), None)


def _left(product: Product, variant: Variant, against: Evidence) -> dict[str, Any]:
    return {
        "product_id": product.product_id,
        "variant_id": variant.variant_id,
        "title": product.title,
        "attribute": against["attribute"],
        "claimed": against["claimed"],
        "observed": against["observed"],
        "p": against["p"],
        "image_url": f"/images/{variant.image}" if variant.image else None,
    }


def _replacement(
    verifier: Verifier,
    measurements: MeasurementStore,
    product: Product,
    instead_of: Variant,
    variants: Iterable[Variant],
    constraints: list[Constraint],
    compared: Sequence[Comparison],
) -> tuple[Variant, list[Evidence]] | None:
    tried = {instead_of.image}
    for each in variants:
        if each.product_id != product.product_id or each.image in tried or each.price is None or each.stock <= 0:
            continue
        if not _fits(each, instead_of, constraints) or is_same_thing(each, compared):
            continue
        tried.add(each.image)
        found = evidence_of(verifier, measurements, product, each, constraints)
        found += _beside(measurements, product, each, compared)
        if found and all(evidence["verdict"] == "confirmed" for evidence in found):
            return each, found
    return None


def _fits(other: Variant, shown: Variant, constraints: list[Constraint]) -> bool:
    """The same in everything but colour, not dearer, and of a colour that was not excluded or ruled out."""
    if any(value != shown.options.get(name) for name, value in other.options.items() if name.casefold() not in COLOUR):
        return False
    if other.price is None or shown.price is None or other.price.minor > shown.price.minor:
        return False
    from tools.vision.colour_names import same

    colour = colour_of(other) or ""
    said = [each for each in constraints if each["attribute"] == "color" and isinstance(each["value"], str)]
    wished = _wished_colours(said)
    if wished and not any(same(each, colour) for each in wished):
        return False
    return not any(same(each["value"], colour) for each in said if each["op"] == "is_not")
