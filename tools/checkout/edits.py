"""A reviewer's edit: not an approval of other terms, but a new quote that goes through the checks and the shopper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection

from guards.approval import check_decision
from guards.violations import Violation, blocking
from tools.checkout import approvals, quotes
from tools.checkout.offers import read_offers
from tools.checkout.till import Till
from tools.checkout.types import Cart, CartLine, Quote, QuoteLine, Role
from tools.errors import TruecartError


class _Line(BaseModel):
    """A line of the purchase as it should be; `instead_of` names the quoted variant that another one replaces."""

    model_config = ConfigDict(extra="forbid", strict=True)

    variant_id: str = Field(min_length=1, max_length=128)
    quantity: int
    instead_of: str | None = Field(None, max_length=128)


class _Edit(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    lines: list[_Line] = Field(min_length=1, max_length=200)


def edit(
    till: Till,
    approval_id: str,
    *,
    digest: str,
    changes: Any,
    actor: str,
    role: Role,
    note: str | None,
    turn_id: str,
) -> tuple[Quote, list[Violation]]:
    """Replace the quote of a pending approval by one with the reviewer's lines; the old approvals are superseded.

    `changes` is `{"lines": [{"variant_id", "quantity"[, "instead_of"]}, …]}`: quoted lines that it leaves out are
    removed; a variant of the same product may take a line's place, and its pictures then count as unchecked. Nobody
    has agreed to the new quote yet.

    Raises TruecartError as `approvals.decide`, `bad_request` for changes that cannot be read or that change nothing,
    and with the first violation's code when the edited purchase cannot be quoted; nothing is changed then.
    """
    wanted = _read(changes)
    with till.transaction() as connection:
        approval = approvals.load(connection, approval_id)
        problem = check_decision(approval, digest=digest, decision="edit", actor=actor, role=role, now=till.clock())
        if problem:
            raise TruecartError(problem["code"], problem["message"], **problem.get("details", {}))
        if not approval["quote_id"].startswith("q_"):
            raise TruecartError("bad_request", "A refund is approved or rejected, not edited.")
        old = quotes.load(connection, approval["quote_id"])
        cart = _edited(till, connection, old, wanted)
        terms = old["terms"]
        made, found = quotes.issue_within(
            till,
            connection,
            thread_id=terms["thread_id"],
            turn_id=turn_id,
            shopper=terms["shopper"],
            catalog=terms["catalog"],
            cart=cart,
            cap_minor=None,
            actor=actor,
        )
        if made is None:
            first = blocking(found)[0]
            raise TruecartError(first["code"], first["message"], violations=found)
        till.note(
            connection,
            "quote_edited",
            thread_id=terms["thread_id"],
            turn_id=turn_id,
            actor=actor,
            quote_id=old["quote_id"],
            digest=digest,
            new_quote_id=made["quote_id"],
            new_digest=made["digest"],
            **({"note": note} if note else {}),
        )
        return made, found


def _read(changes: Any) -> list[_Line]:
    try:
        return _Edit.model_validate(changes).lines
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "edit"
        raise TruecartError("bad_request", f"edit: {where}: {first['msg']}") from problem


def _edited(till: Till, connection: Connection, old: Quote, wanted: list[_Line]) -> Cart:
    terms = old["terms"]
    quoted = {line["variant_id"]: line for line in terms["lines"]}
    offers = read_offers(connection, terms["catalog"], {each.variant_id for each in wanted}, till.clock())
    lines: list[CartLine] = []
    for each in wanted:
        source = quoted.get(each.instead_of or each.variant_id)
        if source is None:
            raise TruecartError("not_in_cart", variant_id=each.instead_of or each.variant_id)
        offer = offers.get(each.variant_id)
        if offer is None or offer.product_id != source["product_id"]:
            raise TruecartError("unknown_variant", "A line's variant can only become another one of its product.")
        lines.append(_line(old, source, each, offer.options, offer.price_minor or 0))
    if {(line["variant_id"], line["quantity"]) for line in lines} == {
        (line["variant_id"], line["quantity"]) for line in terms["lines"]
    }:
        raise TruecartError("bad_request", "The edit changes nothing.")
    coupons = [each["coupon"] for each in terms["discounts"] if each["coupon"]]
    return {"lines": lines, "currency": terms["currency"], "goods_minor": 0, "coupons": coupons}


def _line(old: Quote, source: QuoteLine, wanted: _Line, options: Mapping[str, str], unit_minor: int) -> CartLine:
    same = wanted.variant_id == source["variant_id"]
    evidence = [each for each in old["evidence"] if each["id"] in source["evidence_ids"]]
    unchecked = [{**each, "verdict": "unsure", "variant_id": wanted.variant_id} for each in evidence]
    return cast(
        "CartLine",
        {
            "variant_id": wanted.variant_id,
            "product_id": source["product_id"],
            "title": source["title"],
            "options": dict(options),
            "quantity": wanted.quantity,
            "unit_minor": unit_minor,
            "image": None,
            "evidence": evidence if same else unchecked,
            "lineage": old["lineage"].get(source["variant_id"], []),
        },
    )
