"""The order in which candidates are shown, and the reasons in words: each a fact that was looked up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NotRequired, TypedDict

from agents.arrival import ORDER, Arrival, arrival, in_words, is_date, needed_by
from agents.relations import relational
from tools.catalog.facets import attribute_name, facets_of, stands_for
from tools.catalog.types import Hit, Product, Variant
from tools.llm.contract import Constraint
from tools.money import display
from tools.vision.types import NO_PICTURE, Evidence


class Ranked(TypedDict):
    """A place in the list; `why` has one short reason each, `arrival` is there when a day was named."""

    product_id: str
    variant_id: str
    score: float
    why: list[str]
    arrival: NotRequired[Arrival]


# Shares of the score that search gives to its best hit. Evidence outweighs the rest: it is what the shop vouches for.
CONFIRMED = 0.20
UNSURE = -0.10
CONTRADICTED = -1.0
SOLD_OUT = -0.60
PRICE_FIT = 0.05  # at a third or less of the limit, falling to 0 at the limit
FAST = 0.03  # for delivery within `FAST_DAYS`
SAME_PRODUCT = 1.0  # "like the second one, but in navy": that one in navy comes first
PREFERENCE = 0.10  # for each wish that is no condition but is fulfilled
FAST_DAYS = 2
LEAST_SPAN = 0.25  # of search scores: hits closer together than this are alike, and the reasons below decide
LOW_STOCK = 3


@dataclass(frozen=True)
class _Candidate:
    hit: Hit
    product: Product
    variant: Variant
    minor: int
    score: float
    why: list[str]
    arrival: Arrival | None


def rank(
    hits: Sequence[Hit],
    products: Mapping[str, Product],
    variants: Mapping[str, Variant],
    constraints: Sequence[Constraint],
    evidence: Mapping[str, Sequence[Evidence]],
    sort: str = "relevance",
    now: datetime | None = None,
) -> list[Ranked]:
    """Best first. `sort` is relevance, price_asc, price_desc or delivery; what is sold out comes last in each.

    With a day among the constraints by which the goods are needed, and with `now`, what comes too late stands behind
    what comes in time, and each says which it is. Hits whose product or variant is not given, or has no price, are
    left out.
    """
    by = needed_by(constraints) if now is not None else None
    best = max((hit.score for hit in hits), default=0.0)
    worst = min((hit.score for hit in hits), default=0.0)
    candidates = []
    for hit in hits:
        product, variant = products.get(hit.product_id), variants.get(hit.variant_id)
        if product is None or variant is None or variant.price is None:
            continue
        relevance = 1.0 - (best - hit.score) / max(best - worst, LEAST_SPAN)
        arrives = arrival(product, by, now) if by and now else None
        more, why = _reasons(product, variant, constraints, evidence.get(hit.variant_id, ()), arrives)
        candidates.append(_Candidate(hit, product, variant, variant.price.minor, relevance + more, why, arrives))
    return [_placed(each) for each in sorted(candidates, key=_order(sort))]


def _placed(each: _Candidate) -> Ranked:
    placed: Ranked = {
        "product_id": each.hit.product_id,
        "variant_id": each.hit.variant_id,
        "score": round(each.score, 6),
        "why": each.why,
    }
    if each.arrival is not None:
        placed["arrival"] = each.arrival
    return placed


def _order(sort: str) -> Callable[[_Candidate], tuple[Any, ...]]:
    def place(each: _Candidate) -> tuple[Any, ...]:
        days = each.product.delivery_days
        first: tuple[Any, ...] = {
            "price_asc": (each.minor,),
            "price_desc": (-each.minor,),
            "delivery": (days is None, days or 0),
        }.get(sort, ())
        late = ORDER.index(each.arrival["standing"]) if each.arrival else 0
        return (each.variant.stock <= 0, late, *first, -each.score, each.hit.product_id)

    return place


def _reasons(
    product: Product,
    variant: Variant,
    constraints: Sequence[Constraint],
    seen: Sequence[Evidence],
    arrives: Arrival | None,
) -> tuple[float, list[str]]:
    """What is added to the relevance, and why, in the order in which a shopper cares."""
    score = 0.0
    why: list[str] = []
    matched, preferred = _matches(product, variant, constraints)
    if matched:
        why.append(f"matches: {', '.join(matched)}")
    score += PREFERENCE * preferred
    if any(
        relational(each) and each.get("reference", {}).get("product_id") == product.product_id for each in constraints
    ):
        score += SAME_PRODUCT
        why.append("the same product")
    for each in seen:
        more, said = _by_evidence(each)
        score += more
        why.append(said)
    delivered = (0.0, [in_words(arrives)]) if arrives else _by_delivery(product)
    for parts in (_by_price(variant, constraints), _by_stock(variant), delivered):
        score += parts[0]
        why.extend(parts[1])
    return score, why if matched or seen else [_plainly(product), *why]


def _plainly(product: Product) -> str:
    """What it is, from its listing, where nothing was asked for that could be named: "hoodie in wool, by Halden"."""
    said = product.category or "product"
    if materials := product.attributes.get("material"):
        said += f" in {materials[0]}"
    return f"{said}, by {product.brand}" if product.brand else said


def _matches(product: Product, variant: Variant, constraints: Sequence[Constraint]) -> tuple[list[str], int]:
    """Fulfilled wishes in the shopper's words, and how many of them are no conditions."""
    held: dict[str, list[str]] = {}
    for attribute, value in sorted(facets_of(product, variant)):
        held.setdefault(attribute, []).append(value)
    said: list[str] = []
    preferred = 0
    for each in constraints:
        name = attribute_name(each["attribute"])
        if name == "price" or each["op"] == "is_not" or relational(each) or is_date(each):
            continue
        wished = each["value"] if isinstance(each["value"], list) else [each["value"]]
        found = [str(value) for value in wished if stands_for(name, str(value), held.get(name, ()))]
        preferred += bool(found) and each.get("known") is False
        said.extend(f"size {value}" if name == "size" else value for value in found)
    return list(dict.fromkeys(said)), preferred


def _by_evidence(evidence: Evidence) -> tuple[float, str]:
    claimed = evidence["claimed"]
    saw = next(iter(evidence["observed"]), None)
    if evidence["verdict"] == "confirmed":
        return CONFIRMED, f"picture confirms {claimed}"
    if evidence["verdict"] == "contradicted":
        return CONTRADICTED, f"picture shows {saw['value']}, not {claimed}" if saw else f"picture contradicts {claimed}"
    if not saw and any(each["saw"] == NO_PICTURE for each in evidence["witnesses"]):
        return UNSURE, f"no picture to check {claimed}"
    return UNSURE, f"picture leaves {claimed} unsure"


def _by_price(variant: Variant, constraints: Sequence[Constraint]) -> tuple[float, list[str]]:
    price = variant.price
    limits = [
        each["value"]["minor_max" if each["op"] == "range" else "minor"]
        for each in constraints
        if each["attribute"] == "price" and each["op"] in ("at_most", "range") and each.get("known") is not False
    ]
    if price is None or not limits:
        return 0.0, []
    left = min(limits) - price.minor
    if left < 0:
        return 0.0, []
    fit = PRICE_FIT * min(1.0, 1.5 * left / max(1, min(limits)))
    return fit, [f"{display(left, price.currency)} under your limit" if left else "exactly at your limit"]


def _by_stock(variant: Variant) -> tuple[float, list[str]]:
    if variant.stock <= 0:
        return SOLD_OUT, ["sold out now"]
    return 0.0, [f"only {variant.stock} left"] if variant.stock <= LOW_STOCK else []


def _by_delivery(product: Product) -> tuple[float, list[str]]:
    days = product.delivery_days
    if days is None or days > FAST_DAYS:
        return 0.0, []
    return FAST, [f"arrives in {days} day{'' if days == 1 else 's'}" if days else "arrives today"]
