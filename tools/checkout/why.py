"""The lineage of an order: utterance, constraints, evidence, rank, quote, approvals, payment, audit events."""

from __future__ import annotations

from typing import Any

from tools.checkout import approvals, ledger, orders, quotes, refund_ledger
from tools.checkout.receipt import said
from tools.checkout.till import Till
from tools.checkout.types import Approval, Lineage, OrderLine, Quote, Refund
from tools.vision.types import Evidence


def explain(till: Till, order_id: str) -> dict[str, Any]:
    """Why each line was bought and who agreed to it.

    Keys: the order's own (`order_id`, `shopper`, `created_at`, `status`, `currency`, `total_minor`), `lines`,
    `quote`, `approvals`, `payment`, `refunds`, `audit`. Raises TruecartError `unknown_order`, or `digest_mismatch` when
    the stored quote was changed.
    """
    with till.reading() as connection:
        order = orders.load(connection, order_id)
        quote = quotes.load(connection, order["quote_id"])
        decided = approvals.of_quote(connection, order["quote_id"])
        payment = ledger.of_quote(connection, order["quote_id"])
        given = [
            (each, approvals.of_quote(connection, each["refund_id"]))
            for each in refund_ledger.of_order(connection, order_id)
        ]
    terms = quote["terms"]
    return {
        **{key: order[key] for key in ("order_id", "shopper", "created_at", "status", "currency", "total_minor")},
        "lines": [_line(line, quote) for line in order["lines"]],
        "quote": {
            "quote_id": quote["quote_id"],
            "digest": quote["digest"],
            **{key: terms[key] for key in ("issued_at", "expires_at", "total_minor", "payee", "policy_version")},
        },
        "approvals": [_decided(each) for each in decided],
        "payment": payment
        and {
            key: payment[key]
            for key in (
                "payment_id",
                "state",
                "gateway",
                "reference",
                "amount_minor",
                "currency",
                "claimed_at",
                "settled_at",
            )
        },
        "refunds": [_refund(*each) for each in given],
        "audit": [
            {key: event[key] for key in ("seq", "at", "event", "actor", "turn_id", "hash")}
            for event in till.audit.events(order_id=order_id)
        ],
    }


def _decided(approval: Approval) -> dict[str, Any]:
    wanted = ("id", "role", "status", "reasons", "decided_by", "decided_at", "digest")
    return {key: value for key, value in approval.items() if key in wanted}


def _refund(refund: Refund, decided: list[Approval]) -> dict[str, Any]:
    return {**refund, "approvals": [_decided(each) for each in decided]}


def _line(line: OrderLine, quote: Quote) -> dict[str, Any]:
    terms_line = next(each for each in quote["terms"]["lines"] if each["variant_id"] == line["variant_id"])
    evidence = [each for each in quote["evidence"] if each["id"] in terms_line["evidence_ids"]]
    return {
        **line,
        "approved_unit_minor": terms_line["unit_minor"],
        "lineage": [_origin(each) for each in quote["lineage"].get(line["variant_id"], [])],
        "evidence": [_seen(each) for each in evidence],
    }


def _origin(entry: Lineage) -> dict[str, Any]:
    return {
        "turn_id": entry["turn_id"],
        "utterance": entry["utterance"],
        "span": entry["span"],
        "said": said(entry),
        "constraints": entry["constraints"],
        "rank": entry.get("rank"),
        "why": entry.get("why", []),
    }


def _seen(evidence: Evidence) -> dict[str, Any]:
    return {
        "id": evidence["id"],
        "attribute": evidence["attribute"],
        "claimed": evidence["claimed"],
        "observed": evidence["observed"],
        "verdict": evidence["verdict"],
        "p": evidence["p"],
    }
