"""The transaction's words. All of it is JSON: it is stored, hashed and shown as it is."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from tools.vision.types import Evidence

Role = Literal["shopper", "reviewer"]
ApprovalStatus = Literal["pending", "approved", "rejected", "expired", "superseded"]
PaymentState = Literal["claimed", "authorized", "captured", "declined", "unknown", "voided", "refunded"]
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


class Cart(TypedDict):
    lines: list[CartLine]
    currency: str
    goods_minor: int


class QuoteLine(TypedDict):
    variant_id: str
    product_id: str
    title: str
    options: dict[str, str]
    quantity: int
    unit_minor: int
    line_minor: int
    seller: str
    evidence_ids: list[str]


class Discount(TypedDict):
    code: str
    minor: int


class QuoteTerms(TypedDict):
    """Everything that an approval binds: its RFC 8785 form is what the digest is of."""

    version: int
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
    tax_minor: int
    total_minor: int
    ship_to: str  # hash of the address, which is kept aside
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
    why: list[str]  # one sentence each, in the shopper's own words


class Order(TypedDict):
    order_id: str
    quote_id: str
    digest: str
    shopper: str
    thread_id: str
    status: Literal["paid", "shipped", "delivered", "cancelled", "refunded"]
    currency: str
    lines: list[OrderLine]
    goods_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    payment: dict[str, Any]  # {"state", "gateway", "reference", "captured_minor"}
    created_at: str
    delivery_days: int | None
