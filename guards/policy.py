"""The shop's policy: who must agree to a purchase, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tools.checkout.types import RequiredApproval
from tools.vision.types import Verdict

POLICY_VERSION = "2026-11.2"


@dataclass(frozen=True)
class LineFacts:
    """What the policy looks at in a line. `median_minor` is the 30-day median price, None when unknown."""

    variant_id: str
    quantity: int
    unit_minor: int
    pack_size: int = 1
    restrictions: tuple[str, ...] = ()
    median_minor: int | None = None
    verdicts: tuple[Verdict, ...] = ()
    bought_lately: bool = False  # by the same shopper, within the repeat window


@dataclass(frozen=True)
class PurchaseFacts:
    """A whole purchase with the limits that are in force.

    `total_minor` and `review_above_minor` are in minor units of the catalogue's currency. `new_address`: the shopper
    has bought before, and never to this address.
    """

    total_minor: int
    lines: tuple[LineFacts, ...]
    review_above_minor: int
    review_quantity: int
    new_address: bool = False


def required_approvals(facts: PurchaseFacts) -> list[RequiredApproval]:
    """The shopper's consent always; a reviewer's sign-off when there is any reason for one. Reasons are codes."""
    required: list[RequiredApproval] = [{"role": "shopper", "reasons": ["consent"]}]
    reasons = list(dict.fromkeys(_review_reasons(facts)))
    if reasons:
        required.append({"role": "reviewer", "reasons": reasons})
    return required


def _review_reasons(facts: PurchaseFacts) -> Iterator[str]:
    if facts.total_minor > facts.review_above_minor:
        yield "high_value"
    if facts.new_address:
        yield "new_address"
    for line in facts.lines:
        yield from (restriction_reason(each) for each in line.restrictions)
        if "unsure" in line.verdicts:
            yield "unsure_evidence"
        if "contradicted" in line.verdicts:
            yield "contradicted_evidence"
        if _is_outlier(line, facts.review_quantity):
            yield "quantity_outlier"
        if is_far_from_median(line.unit_minor, line.median_minor):
            yield "price_far_from_median"
        if line.bought_lately:
            yield "repeat_order"


def restriction_reason(restriction: str) -> str:
    """Every restriction sends a purchase to a reviewer, also one that this version has no word for."""
    return "age_restricted" if restriction.startswith("age") else "regulated"


def _is_outlier(line: LineFacts, review_quantity: int) -> bool:
    """Many units, or several packs that make many pieces: "ten" may have meant one pack of ten."""
    packs = line.pack_size > 1 and line.quantity > 1
    return line.quantity >= review_quantity or (packs and line.quantity * line.pack_size >= review_quantity)


def is_far_from_median(unit_minor: int, median_minor: int | None) -> bool:
    """Less than half or more than twice the median."""
    return median_minor is not None and not median_minor <= 2 * unit_minor <= 4 * median_minor
