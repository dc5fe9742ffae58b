"""A reviewer's edit is a new quote: checked, digested and asked about anew."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine, insert, select

from tests.builders import CATALOG, Shop, cart_line, evidence
from tools.checkout.types import Quote
from tools.database import writing
from tools.errors import TruecartError
from tools.schema import variants


def edit(shop: Shop, quote: Quote, lines: Any, actor: str = "rita", **changes: Any) -> Quote:
    review = shop.desk.approvals_of(quote["quote_id"])[-1]
    made, _ = shop.desk.edit(
        review["id"],
        digest=changes.pop("digest", quote["digest"]),
        changes={"lines": lines, **changes},
        actor=actor,
        role="reviewer",
    )
    return made


def test_a_smaller_quantity_is_a_new_quote_that_everybody_is_asked_about(shop: Shop) -> None:
    old = shop.quote(cart_line("pack", 5), cart_line("b", 1, 500))
    shop.desk.answer(
        "t-1", {"id": None, "digest": old["digest"], "decision": "approve", "note": None}, actor="ada", role="shopper"
    )
    new = edit(shop, old, [{"variant_id": "pack", "quantity": 1}])
    assert [(line["variant_id"], line["quantity"]) for line in new["terms"]["lines"]] == [("pack", 1)]
    assert new["digest"] != old["digest"]
    assert {each["status"] for each in shop.desk.approvals_of(old["quote_id"])} == {"superseded"}
    assert {each["status"] for each in shop.desk.approvals_of(new["quote_id"])} == {"pending"}
    assert shop.desk.pay(old["quote_id"], turn_id="", actor="ada")["violations"][0]["code"] == "approval_superseded"
    assert shop.desk.pay(new["quote_id"], turn_id="", actor="ada")["waiting_for"][0] == "shopper"
    assert shop.captured() == []
    assert shop.desk.available(CATALOG, ["pack", "b"]) == {"pack": 49, "b": 10}
    assert shop.audit.events(thread_id="t-1")[-1]["event"] == "quote_edited"


def test_another_variant_of_the_product_has_unchecked_pictures(engine: Engine, shop: Shop) -> None:
    with writing(engine) as connection:
        row = connection.execute(select(variants).where(variants.c.variant_id == "knife")).one()
        other = {"variant_id": "red", "options": {"color": "red", "size": "M"}}
        connection.execute(insert(variants).values({**row._mapping, **other}))
    old = shop.quote(cart_line("knife", seen=[evidence("knife")]))
    new = edit(shop, old, [{"variant_id": "red", "quantity": 1, "instead_of": "knife"}])
    assert new["terms"]["lines"][0]["options"] == {"color": "red", "size": "M"}
    reasons = [each["reasons"] for each in new["required_approvals"] if each["role"] == "reviewer"]
    assert "unsure_evidence" in reasons[0]


REFUSED: dict[str, tuple[Any, str]] = {
    "nothing changed": ([{"variant_id": "knife", "quantity": 1}], "bad_request"),
    "no lines": ([], "bad_request"),
    "no list": ("all", "bad_request"),
    "a quantity in words": ([{"variant_id": "knife", "quantity": "2"}], "bad_request"),
    "a price": ([{"variant_id": "knife", "quantity": 2, "unit_minor": 1}], "bad_request"),
    "a quantity of none": ([{"variant_id": "knife", "quantity": 0}], "bad_quantity"),
    "too many": ([{"variant_id": "knife", "quantity": 11}], "out_of_stock"),
    "another product": ([{"variant_id": "a", "quantity": 1, "instead_of": "knife"}], "unknown_variant"),
    "a thing that was not quoted": ([{"variant_id": "a", "quantity": 1}], "not_in_cart"),
    "an unknown thing": ([{"variant_id": "zzz", "quantity": 1, "instead_of": "knife"}], "unknown_variant"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_edit_changes_nothing(shop: Shop, case: str) -> None:
    lines, code = REFUSED[case]
    quote = shop.quote(cart_line("knife"))
    with pytest.raises(TruecartError) as problem:
        edit(shop, quote, lines)
    assert problem.value.code == code
    assert {each["status"] for each in shop.desk.approvals_of(quote["quote_id"])} == {"pending"}
    assert shop.desk.available(CATALOG, ["knife"]) == {"knife": 9}


def test_who_may_edit(shop: Shop) -> None:
    quote = shop.quote(cart_line("knife"))
    wanted = [{"variant_id": "knife", "quantity": 2}]
    for actor, digest, code in (("ada", quote["digest"], "not_your_approval"), ("rita", "0" * 64, "digest_mismatch")):
        with pytest.raises(TruecartError) as problem:
            edit(shop, quote, wanted, actor=actor, digest=digest)
        assert problem.value.code == code
    edit(shop, quote, wanted)
    with pytest.raises(TruecartError) as late:
        edit(shop, quote, wanted)
    assert late.value.code == "approval_superseded"
