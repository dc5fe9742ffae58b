"""Rules after the sale: who may cancel, return, exchange or modify what, until when, and for how much money."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from guards.cart import check_quantity
from guards.policy import restriction_reason
from guards.violations import Violation, violation
from tools.checkout.types import OrderStatus, RefundKind, RequiredApproval

FINAL = frozenset({"final_sale", "regulated"})  # goods that nobody may sell again


@dataclass(frozen=True)
class SoldLine:
    """A line of an order as it stands. `paid_minor` is what all its units cost: price less discounts, with tax.

    `taken_back` units and `given_minor` of its money are under refunds that are asked for, under way or done.
    `restrictions` None: the goods have left the catalogue, so nobody knows.
    """

    variant_id: str
    quantity: int
    paid_minor: int
    taken_back: int = 0
    given_minor: int = 0
    restrictions: tuple[str, ...] | None = ()
    product_id: str = ""

    @property
    def left(self) -> int:
        return self.quantity - self.taken_back


@dataclass(frozen=True)
class Sale:
    """An order with its money. `shipping_minor` is with its tax; `given_minor` counts like that of the lines.

    `changed`: goods of it were exchanged or modified before, which is possible once.
    """

    order_id: str
    shopper: str
    status: OrderStatus
    captured_minor: int
    shipping_minor: int
    lines: tuple[SoldLine, ...]
    given_minor: int = 0
    delivered_at: datetime | None = None
    changed: bool = False

    def line(self, variant_id: str) -> SoldLine | None:
        return next((line for line in self.lines if line.variant_id == variant_id), None)


@dataclass(frozen=True)
class Part:
    """Units of a line that come back, and the money for them."""

    variant_id: str
    quantity: int
    minor: int


@dataclass(frozen=True)
class Swap:
    """Units of a sold variant that give way to another one, at the prices of both."""

    variant_id: str
    quantity: int
    new_variant_id: str
    new_product_id: str
    unit_minor: int
    new_unit_minor: int | None  # None: it cannot be sold
    new_available: int


@dataclass(frozen=True)
class RefundFacts:
    """What the policy looks at in a refund. `restrictions` as in `SoldLine`, one for each line."""

    why: RefundKind
    total_minor: int
    restrictions: tuple[tuple[str, ...] | None, ...]
    returns_lately: int
    review_above_minor: int
    review_returns: int


def required_refund_approvals(facts: RefundFacts) -> list[RequiredApproval]:
    """The shopper's consent always; a reviewer's sign-off when there is any reason for one. Reasons are codes."""
    required: list[RequiredApproval] = [{"role": "shopper", "reasons": ["consent"]}]
    reasons = list(dict.fromkeys(_review_reasons(facts)))
    if reasons:
        required.append({"role": "reviewer", "reasons": reasons})
    return required


def _review_reasons(facts: RefundFacts) -> Iterator[str]:
    if facts.total_minor > facts.review_above_minor:
        yield "high_value"
    for restrictions in facts.restrictions:
        if restrictions is None:
            yield "not_in_catalog"
        else:
            yield from (restriction_reason(each) for each in restrictions)
    if facts.why == "return" and facts.returns_lately >= facts.review_returns:
        yield "many_returns"


def share(line: SoldLine, units: int) -> int:
    """What is given back for so many more units of a line.

    The cumulative share, rounded down, less what was given for the units before: whatever the order and size of the
    parts, all of them together are exactly what was paid.
    """
    return max(line.paid_minor * (line.taken_back + units) // line.quantity - line.given_minor, 0)


def check_owner(sale: Sale, shopper: str) -> list[Violation]:
    """Another's order is an unknown one: nobody learns that it exists."""
    return [] if sale.shopper == shopper else [violation("unknown_order", "order.order_id")]


def check_cancel(sale: Sale, shopper: str) -> list[Violation]:
    """Only the whole of an order that is paid and not yet shipped, and only by who bought it."""
    found = check_owner(sale, shopper)
    if found:
        return found
    if sale.status != "paid":
        return [_wrong_state(sale, "paid", "Only an order that has not been shipped can be cancelled")]
    if any(line.taken_back for line in sale.lines) or sale.given_minor:
        return [violation("refund_open", "order.refunds")]
    return []


def check_return(
    sale: Sale, shopper: str, wanted: Mapping[str, int], now: datetime, return_days: int
) -> list[Violation]:
    """Units by variant of a delivered order, in time, at most what was bought less what has come back."""
    found = check_owner(sale, shopper)
    if found:
        return found
    if sale.status != "delivered":
        return [_wrong_state(sale, "delivered", "Only an order that was delivered can be returned")]
    if sale.delivered_at is None or now > sale.delivered_at + timedelta(days=return_days):
        message = f"Goods can be returned within {return_days} days of their delivery."
        return [violation("return_too_late", "order.delivered_at", message, days=return_days)]
    if not wanted:
        return [violation("refund_open", "return.lines")]
    return [each for place, item in enumerate(wanted.items()) for each in _check_units(sale, *item, place)]


def _check_units(sale: Sale, variant_id: str, quantity: int, place: int) -> Iterator[Violation]:
    path = f"return.lines[{place}]"
    line = sale.line(variant_id)
    problem = check_quantity(quantity, f"{path}.quantity")
    if line is None:
        yield violation("not_in_order", f"{path}.variant_id", variant_id=variant_id)
    elif problem:
        yield problem
    elif quantity > line.left:
        yield _too_many(line, quantity, path)
    elif line.restrictions and FINAL & set(line.restrictions):
        yield violation("not_returnable", path, variant_id=variant_id, restrictions=list(line.restrictions))


def _too_many(line: SoldLine, quantity: int, path: str) -> Violation:
    code = "refund_open" if line.taken_back else "bad_quantity"
    message = f"{quantity} were named, and {line.left} of {line.quantity} can still be taken back."
    return violation(code, f"{path}.quantity", message, left=line.left, variant_id=line.variant_id)


def check_amounts(sale: Sale, parts: Sequence[Part], shipping_minor: int, total_minor: int) -> list[Violation]:
    """Total = Σ parts + shipping, whole numbers; no line, no shipping and no order gives back more than was paid.

    Shipping goes back only with the whole of an order that was never shipped.
    """
    numbers = [*(part.minor for part in parts), shipping_minor, total_minor]
    if any(type(each) is not int or each < 0 for each in numbers):
        return [violation("totals_disagree", "refund", "A refund is made of whole numbers of zero or more.")]
    if total_minor != sum(part.minor for part in parts) + shipping_minor:
        return [violation("totals_disagree", "refund.total_minor")]
    found = [each for part in parts for each in _check_part(sale, part)]
    if len({part.variant_id for part in parts}) != len(parts):
        found.append(violation("bad_request", "refund.lines", "A line stands in the refund twice."))
    whole = sale.status == "paid" and all(_quantity(parts, line.variant_id) == line.quantity for line in sale.lines)
    if shipping_minor > (sale.shipping_minor if whole else 0):
        found.append(violation("over_refunded", "refund.shipping_minor"))
    if not 0 < total_minor <= sale.captured_minor - sale.given_minor:
        left = sale.captured_minor - sale.given_minor
        found.append(violation("over_refunded", "refund.total_minor", left_minor=left, asked_minor=total_minor))
    return found


def check_shares(sale: Sale, parts: Sequence[Part]) -> list[Violation]:
    """Each part is exactly its share of what was paid, as things stand now."""
    return [
        violation("totals_disagree", "refund.lines", variant_id=part.variant_id)
        for part in parts
        if (line := sale.line(part.variant_id)) and part.minor != share(line, part.quantity)
    ]


def _check_part(sale: Sale, part: Part) -> Iterator[Violation]:
    line = sale.line(part.variant_id)
    if line is None:
        yield violation("not_in_order", "refund.lines", variant_id=part.variant_id)
    elif check_quantity(part.quantity, "") or part.quantity > line.left:
        yield _too_many(line, part.quantity, "refund.lines")
    elif part.minor > line.paid_minor - line.given_minor:
        yield violation("over_refunded", "refund.lines", variant_id=part.variant_id)


def _quantity(parts: Sequence[Part], variant_id: str) -> int:
    return sum(part.quantity for part in parts if part.variant_id == variant_id)


def check_destination(to: str, allowed: Sequence[str]) -> list[Violation]:
    """Money goes back to what paid, or to what the shop's policy counts as good as that; no reviewer can allow more."""
    return [] if to in allowed else [violation("other_instrument", "refund.instrument")]


def check_swaps(
    sale: Sale,
    shopper: str,
    swaps: Sequence[Swap],
    *,
    when: OrderStatus,
    difference_minor: int,
    funds_minor: int | None,
) -> list[Violation]:
    """Rules of an exchange (`when` delivered) and of a modification (`when` paid), each possible once.

    Every new variant is another one of the same product, has a price and is there. `difference_minor` must be what
    the swaps cost together, below zero when money goes back; `funds_minor` is what the payer's instrument holds, None
    where that has no limit.
    """
    found = check_owner(sale, shopper)
    if found:
        return found
    if sale.status != when or sale.changed:
        return [_wrong_state(sale, when, "An order can be changed once, in the right state")]
    if not swaps:
        return [violation("bad_request", "swaps", "Nothing is to be changed.")]
    found = [each for swap in swaps for each in _check_swap(sale, swap)]
    found += _check_swapped_units(sale, swaps)
    if found:
        return found
    costs = sum(((swap.new_unit_minor or 0) - swap.unit_minor) * swap.quantity for swap in swaps)
    if type(difference_minor) is not int or difference_minor != costs:
        found.append(violation("totals_disagree", "swaps.difference_minor", expected=costs))
    if funds_minor is not None and costs > funds_minor:
        found.append(violation("payment_declined", "swaps.instrument", "It does not hold enough for the difference."))
    return found


def _check_swap(sale: Sale, swap: Swap) -> Iterator[Violation]:
    line = sale.line(swap.variant_id)
    problem = check_quantity(swap.quantity, "swaps.quantity")
    if line is None:
        yield violation("not_in_order", "swaps.variant_id", variant_id=swap.variant_id)
    elif problem:
        yield problem
    elif swap.new_product_id != line.product_id or swap.new_variant_id == swap.variant_id:
        yield violation("other_product", "swaps.new_variant_id", variant_id=swap.new_variant_id)
    elif swap.new_unit_minor is None:
        yield violation("unpriced", "swaps.new_variant_id", variant_id=swap.new_variant_id)
    elif swap.quantity > swap.new_available:
        yield violation("out_of_stock", "swaps.new_variant_id", variant_id=swap.new_variant_id)


def _check_swapped_units(sale: Sale, swaps: Sequence[Swap]) -> Iterator[Violation]:
    for line in sale.lines:
        quantity = sum(swap.quantity for swap in swaps if swap.variant_id == line.variant_id)
        if quantity > line.left:
            yield _too_many(line, quantity, "swaps")


def check_new_address(sale: Sale, shopper: str) -> list[Violation]:
    """Where an order goes can be changed by its shopper until it is shipped."""
    found = check_owner(sale, shopper)
    if found or sale.status == "paid":
        return found
    return [_wrong_state(sale, "paid", "An address can be changed before the order is shipped")]


def _wrong_state(sale: Sale, needed: OrderStatus, rule: str) -> Violation:
    message = f"{rule}; {sale.order_id} is {sale.status}."
    return violation("order_state", "order.status", message, status=sale.status, needed=needed)
