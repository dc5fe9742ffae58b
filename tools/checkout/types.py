"""The transaction's words. All of it is JSON: it is stored, hashed and shown as it is."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from tools.vision.types import Evidence

Role = Literal["shopper", "reviewer"]
ApprovalStatus = Literal["pending", "approved", "rejected", "expired", "superseded"]
PaymentState = Literal["claimed", "authorized", "requires_action", "captured", "declined", "unknown", "voided"]
RefundState = Literal["asked", "claimed", "unknown", "refunded", "failed", "dropped"]
OrderStatus = Literal["paid", "shipped", "delivered", "cancelled", "returned"]
RefundKind = Literal["cancel", "return"]
Decision = Literal["approve", "reject", "edit"]


class Lineage(TypedDict):
    """Why a line is in the cart: the shopper's words and what was made of them."""

    turn_id: str
    utterance: str
    span: list[int]  # of the words that put it in the cart
    constraints: list[dict[str, Any]]
    rank: NotRequired[int]
    why: NotRequired[list[str]]


class CartLine(TypedDict):
    """Ids and evidence. Prices are shown from here but never charged from here."""

    variant_id: str
    product_id: str
    title: str
    options: dict[str, str]
    quantity: int
    unit_minor: int  # as shown when it was put in; the quote reads the catalogue again
    image: str | None
    evidence: list[Evidence]
    lineage: list[Lineage]


class Discount(TypedDict):
    """A promotion that applies; `minor` is what it takes off, `lines` how that falls on the lines, by variant_id.

    `coupon` is the code that was typed for it, empty for one that applies by itself.
    """

    code: str
    title: str
    coupon: str
    minor: int
    lines: dict[str, int]


class Cart(TypedDict):
    lines: list[CartLine]
    currency: str
    goods_minor: int
    coupons: NotRequired[list[str]]  # as typed, in the order of typing
    discounts: NotRequired[list[Discount]]  # as they were when the cart last changed, to be shown; a quote asks anew


class QuoteLine(TypedDict):
    """`line_minor` = unit × quantity; `discount_minor` is this line's share of all discounts, so that the line costs
    `line_minor - discount_minor`, and tax on that at `tax_ppm` (millionths, half up) is `tax_minor`.
    """

    variant_id: str
    product_id: str
    title: str
    options: dict[str, str]
    quantity: int
    unit_minor: int
    line_minor: int
    discount_minor: int
    tax_ppm: int
    tax_minor: int
    seller: str
    evidence_ids: list[str]


class QuoteTerms(TypedDict):
    """Everything that an approval binds: its RFC 8785 form is what the digest is of.

    goods = Σ lines; Σ discounts = Σ of the lines' shares; tax = Σ of the lines' tax + `shipping_tax_minor`;
    total = goods − discounts + shipping + tax. `included_tax_minor` is tax that the prices already contain.
    """

    version: int
    kind: Literal["purchase"]
    quote_id: str
    thread_id: str
    shopper: str
    catalog: str
    payee: str
    currency: str
    lines: list[QuoteLine]
    goods_minor: int
    discounts: list[Discount]
    shipping_minor: int
    shipping_tax_minor: int
    tax_minor: int
    included_tax_minor: int
    total_minor: int
    instrument: str  # hash of whose and which means of payment will be charged
    ship_to: str  # hash of the address, which is kept aside
    tariff: str  # version of the rules that made discounts, shipping and tax
    policy_version: str
    issued_at: str
    expires_at: str


class RefundLine(TypedDict):
    """`minor` is what is given back for these units: their price less discounts, with their tax."""

    variant_id: str
    title: str
    options: dict[str, str]
    quantity: int
    minor: int


class RefundTerms(TypedDict):
    """What an approval of a refund binds. `quote_id` is the refund's own id; total = Σ lines + shipping."""

    version: int
    kind: Literal["refund"]
    why: RefundKind
    quote_id: str
    order_id: str
    order_digest: str
    thread_id: str
    shopper: str
    catalog: str
    payee: str
    currency: str
    lines: list[RefundLine]
    shipping_minor: int
    total_minor: int
    policy_version: str
    issued_at: str
    expires_at: str


class RequiredApproval(TypedDict):
    role: Role
    reasons: list[str]  # codes: "consent", "high_value", "regulated", "age_restricted", "unsure_evidence", …


class Quote(TypedDict):
    quote_id: str
    digest: str  # SHA-256 hex of the canonical terms
    terms: QuoteTerms
    evidence: list[Evidence]
    lineage: dict[str, list[Lineage]]  # by variant_id
    required_approvals: list[RequiredApproval]


class RefundQuote(TypedDict):
    """The same shape as a quote, for money that goes back."""

    quote_id: str
    digest: str
    terms: RefundTerms
    evidence: list[Evidence]
    lineage: dict[str, list[Lineage]]
    required_approvals: list[RequiredApproval]


class Refund(TypedDict):
    """A refund as it stands; `amount_minor` of order `order_id`'s payment."""

    refund_id: str
    digest: str
    why: RefundKind
    order_id: str
    payment_id: str
    thread_id: str
    shopper: str
    currency: str
    amount_minor: int
    state: RefundState
    reference: str | None
    lines: list[RefundLine]
    issued_at: str
    settled_at: str | None


class Approval(TypedDict):
    id: str
    quote_id: str
    digest: str
    thread_id: str
    shopper: str
    role: Role
    status: ApprovalStatus
    reasons: list[str]
    created_at: str
    expires_at: str
    decided_by: str | None
    decided_at: str | None
    note: str | None


class OrderLine(TypedDict):
    variant_id: str
    title: str
    options: dict[str, str]
    quantity: int
    unit_minor: int
    line_minor: int
    discount_minor: int
    tax_minor: int
    why: list[str]  # one sentence each, in the shopper's own words


class Order(TypedDict):
    order_id: str
    quote_id: str
    digest: str
    shopper: str
    thread_id: str
    status: OrderStatus
    currency: str
    lines: list[OrderLine]
    goods_minor: int
    discounts: list[Discount]
    shipping_minor: int
    shipping_tax_minor: int
    tax_minor: int
    total_minor: int
    payment: dict[str, Any]  # {"state", "gateway", "reference", "captured_minor"}
    refunds: list[Refund]  # those that are under way or done
    refunded_minor: int  # of those that are done
    created_at: str
    delivery_days: int | None
