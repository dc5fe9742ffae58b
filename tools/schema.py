"""The tables. One writer each, named in the comment; money is integer minor units, time is ISO 8601 UTC text."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- catalogue: written by tools.catalog.store (stock also by tools.checkout.orders, in the order's transaction)
catalogs = Table(
    "catalogs",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("currency", String(3), nullable=False),
    Column("version", String(64), nullable=False),  # changes with every import
    Column("imported_at", String(32), nullable=False),
)
products = Table(
    "products",
    metadata,
    Column("catalog", String(64), primary_key=True),
    Column("product_id", String(128), primary_key=True),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("brand", String(128), nullable=False),
    Column("department", String(64), nullable=False),
    Column("category", String(128), nullable=False),
    Column("attributes", JSON, nullable=False),
    Column("seller", String(128), nullable=False),
    Column("delivery_days", Integer),
    Column("restrictions", JSON, nullable=False),
    Column("source_hash", String(64), nullable=False),  # of the feed's record: the same file twice changes nothing
)
variants = Table(
    "variants",
    metadata,
    Column("catalog", String(64), primary_key=True),
    Column("variant_id", String(128), primary_key=True),
    Column("product_id", String(128), nullable=False),
    Column("position", Integer, nullable=False),
    Column("options", JSON, nullable=False),
    Column("image", String(64)),
    Column("pack_size", Integer, nullable=False),
    Column("max_quantity", Integer),
    Column("price_minor", BigInteger),
    Column("stock", Integer, nullable=False),
    ForeignKeyConstraint(["catalog", "product_id"], ["products.catalog", "products.product_id"], ondelete="CASCADE"),
    CheckConstraint("stock >= 0", name="stock_not_negative"),
    CheckConstraint("price_minor IS NULL OR price_minor > 0", name="price_positive"),
    Index("ix_variants_product", "catalog", "product_id"),
)
facets = Table(  # every value a variant can be filtered by, lower case; derived, written with the product
    "facets",
    metadata,
    Column("catalog", String(64), primary_key=True),
    Column("attribute", String(64), primary_key=True),
    Column("value", String(128), primary_key=True),
    Column("variant_id", String(128), primary_key=True),
    Index("ix_facets_variant", "catalog", "variant_id"),
)
price_points = Table(
    "price_points",
    metadata,
    Column("catalog", String(64), primary_key=True),
    Column("variant_id", String(128), primary_key=True),
    Column("at", String(32), primary_key=True),
    Column("minor", BigInteger, nullable=False),
)
measurements = Table(  # tools.vision.measure: what was seen in a picture, once for each content
    "measurements",
    metadata,
    Column("content_hash", String(64), primary_key=True),
    Column("version", String(32), primary_key=True),
    Column("result", JSON, nullable=False),
)

# --- conversation: written by tools.turns
threads = Table(
    "threads",
    metadata,
    Column("thread_id", String(64), primary_key=True),
    Column("shopper", String(128), nullable=False),
    Column("catalog", String(64), nullable=False),
    Column("created_at", String(32), nullable=False),
)
turns = Table(
    "turns",
    metadata,
    Column("turn_id", String(64), primary_key=True),
    Column("thread_id", String(64), nullable=False, index=True),
    Column("shopper", String(128), nullable=False),
    Column("text", Text, nullable=False),  # redacted
    Column("started_at", String(32), nullable=False),
    Column("finished_at", String(32)),
    Column("outcome", String(32)),  # allow, block, error
)

# --- transaction: tools.checkout
addresses = Table(  # PII, encrypted: erasing the row leaves the chain whole
    "addresses",
    metadata,
    Column("shopper", String(128), primary_key=True),
    Column("address_hash", String(64), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
quotes = Table(  # tools.checkout.quotes; never updated
    "quotes",
    metadata,
    Column("quote_id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("thread_id", String(64), nullable=False, index=True),
    Column("shopper", String(128), nullable=False),
    Column("terms", Text, nullable=False),  # the canonical JSON itself
    Column("evidence", JSON, nullable=False),
    Column("lineage", JSON, nullable=False),
    Column("required", JSON, nullable=False),
    Column("issued_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
)
approvals = Table(  # tools.checkout.approvals
    "approvals",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("quote_id", String(64), nullable=False, index=True),
    Column("digest", String(64), nullable=False),
    Column("thread_id", String(64), nullable=False, index=True),
    Column("shopper", String(128), nullable=False),
    Column("role", String(16), nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("reasons", JSON, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("decided_by", String(128)),
    Column("decided_at", String(32)),
    Column("note", Text),
    UniqueConstraint("quote_id", "role", name="uq_approvals_quote_role"),
    CheckConstraint("status IN ('pending','approved','rejected','expired','superseded')", name="status_known"),
)
holds = Table(  # tools.checkout.holds: stock kept for a quote
    "holds",
    metadata,
    Column("quote_id", String(64), primary_key=True),
    Column("catalog", String(64), primary_key=True),
    Column("variant_id", String(128), primary_key=True),
    Column("quantity", Integer, nullable=False),
    Column("status", String(16), nullable=False),  # held, released, consumed
    Column("expires_at", String(32), nullable=False),
    CheckConstraint("quantity > 0", name="quantity_positive"),
    Index("ix_holds_variant", "catalog", "variant_id", "status"),
)
payments = Table(  # tools.checkout.ledger: the claim
    "payments",
    metadata,
    Column("payment_id", String(64), primary_key=True),
    Column("idempotency_key", String(128), nullable=False, unique=True),
    Column("quote_id", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("order_id", String(64), nullable=False, unique=True),
    Column("shopper", String(128), nullable=False),
    Column("payee", String(128), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("gateway", String(32), nullable=False),
    Column("reference", String(128)),
    Column("claimed_at", String(32), nullable=False),
    Column("settled_at", String(32)),
    Column("charge", JSON, nullable=False),  # what the amount is made of: tools.checkout.pricing.Charge
    Column("action", JSON),  # what the payer has yet to do, while the state is requires_action
    CheckConstraint("amount_minor > 0", name="amount_positive"),
)
orders = Table(  # tools.checkout.orders
    "orders",
    metadata,
    Column("order_id", String(64), primary_key=True),
    Column("quote_id", String(64), nullable=False, unique=True),
    Column("digest", String(64), nullable=False),
    Column("thread_id", String(64), nullable=False, index=True),
    Column("shopper", String(128), nullable=False, index=True),
    Column("status", String(16), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("receipt", JSON, nullable=False),
)

refunds = Table(  # tools.checkout.refunds: asked for, agreed to, claimed, given back
    "refunds",
    metadata,
    Column("refund_id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False, unique=True),
    Column("idempotency_key", String(128), nullable=False, unique=True),
    Column("order_id", String(64), nullable=False, index=True),
    Column("payment_id", String(64), nullable=False, index=True),
    Column("thread_id", String(64), nullable=False, index=True),
    Column("shopper", String(128), nullable=False),
    Column("why", String(16), nullable=False),  # cancel, return
    Column("terms", Text, nullable=False),  # the canonical JSON itself
    Column("required", JSON, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("reference", String(128)),
    Column("issued_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("claimed_at", String(32)),
    Column("settled_at", String(32)),
    CheckConstraint("amount_minor > 0", name="amount_positive"),
)
instruments = Table(  # tools.checkout.instruments: a gateway's token of a shopper's means of payment
    "instruments",
    metadata,
    Column("shopper", String(128), primary_key=True),
    Column("gateway", String(32), primary_key=True),
    Column("token", String(255), nullable=False),
    Column("label", String(128), nullable=False),
    Column("added_at", String(32), nullable=False),
)
webhooks = Table(  # tools.checkout.webhooks: what gateways said by themselves, once each
    "webhooks",
    metadata,
    Column("gateway", String(32), primary_key=True),
    Column("event_id", String(128), primary_key=True),
    Column("kind", String(64), nullable=False),
    Column("key", String(128), nullable=False),
    Column("received_at", String(32), nullable=False),
    Column("outcome", String(32), nullable=False),
)

# --- audit: tools.audit; append only
audit_events = Table(
    "audit_events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("thread_id", String(64), nullable=False, index=True),
    Column("turn_id", String(64), nullable=False),
    Column("actor", String(128), nullable=False),
    Column("event", String(64), nullable=False, index=True),
    Column("body", Text, nullable=False),  # canonical JSON
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)
audit_head = Table(  # one row: the anchor that a cut tail is noticed by
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
