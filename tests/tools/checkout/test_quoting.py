from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from tests.builders import CATALOG, Shop, cart, cart_line, evidence, set_variant, stock_of
from tools.checkout.digest import canonical, digest_of
from tools.clock import stamp
from tools.database import reading, writing
from tools.errors import TruecartError
from tools.schema import addresses, approvals, audit_events, holds, quotes


def ask(shop: Shop, *lines: Any, cap_minor: int | None = None, thread: str = "t-1") -> list[tuple[str, str]]:
    """Quote, and answer the violations as (code, severity)."""
    _, found = shop.desk.quote(
        thread_id=thread, turn_id="turn-2", shopper="ada", catalog=CATALOG, cart=cart(*lines), cap_minor=cap_minor
    )
    return [(each["code"], each["severity"]) for each in found]


def rows(shop: Shop) -> list[int]:
    tables = (quotes, approvals, holds, audit_events, addresses)
    with reading(shop.engine) as connection:
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (cart_line("a", 0), "bad_quantity"),
        (cart_line("a", -1), "bad_quantity"),
        (cart_line("a", 10**9), "quantity_over_limit"),
        (cart_line("a", 11), "out_of_stock"),
        (cart_line("three", 4), "quantity_over_limit"),
        (cart_line("nobody-sells-this"), "unknown_variant"),
        (cart_line("priceless"), "unpriced"),
    ],
    ids=lambda value: value if isinstance(value, str) else "line",
)
def test_a_refusal_changes_nothing(shop: Shop, line: Any, code: str) -> None:
    standing = shop.quote(cart_line("b", 1, 500))
    before = rows(shop)
    assert (code, "error") in ask(shop, cart_line("b", 1, 500), line)
    assert rows(shop) == before
    assert [each["quote_id"] for each in shop.desk.pending("t-1")] == [standing["quote_id"]]


def test_an_empty_cart_and_an_unknown_catalogue(shop: Shop) -> None:
    assert ask(shop) == [("empty_cart", "error")]
    with pytest.raises(TruecartError) as refused:
        shop.desk.quote(thread_id="t", turn_id="", shopper="ada", catalog="nowhere", cart=cart(cart_line("a")))
    assert refused.value.code == "unknown_catalog"


def test_another_currency(shop: Shop) -> None:
    quote, found = shop.desk.quote(
        thread_id="t", turn_id="", shopper="ada", catalog=CATALOG, cart=cart(cart_line("a"), currency="EUR")
    )
    assert quote is None
    assert [each["code"] for each in found] == ["other_currency"]


def test_the_budget_is_for_the_whole_purchase(shop: Shop) -> None:
    before = rows(shop)
    assert ask(shop, cart_line("a"), cap_minor=2_598) == [("over_budget", "error")]
    assert rows(shop) == before
    assert ask(shop, cart_line("a"), cap_minor=2_599) == []


def test_the_catalogues_price_is_quoted_and_the_change_said(shop: Shop) -> None:
    quote, found = shop.desk.quote(
        thread_id="t", turn_id="", shopper="ada", catalog=CATALOG, cart=cart(cart_line("a", 1, 1))
    )
    assert quote is not None
    assert quote["terms"]["lines"][0]["unit_minor"] == 2_000
    assert [(each["code"], each["severity"]) for each in found] == [("price_changed", "warning")]


def test_facts_are_the_catalogues_and_not_the_carts(shop: Shop) -> None:
    line = cart_line("a", title="Gold bar", options={"color": "gold"}, product_id="p-else")
    terms = shop.quote(line)["terms"]
    assert (terms["lines"][0]["title"], terms["lines"][0]["options"]) == (
        "Plain hoodie",
        {"color": "navy", "size": "M"},
    )
    assert (terms["lines"][0]["product_id"], terms["lines"][0]["seller"]) == ("p-a", "Little Seller")
    assert terms["payee"] == "truecart:little"


def test_the_digest_is_of_the_stored_terms(shop: Shop) -> None:
    quote = shop.quote(cart_line("a", 2, seen=[evidence("a")]))
    stored = shop.desk.quote_by_id(quote["quote_id"])
    assert stored == quote
    assert quote["digest"] == digest_of(canonical(stored["terms"]))
    assert {each["digest"] for each in shop.desk.approvals_of(quote["quote_id"])} == {quote["digest"]}
    assert quote["terms"]["lines"][0]["evidence_ids"] == ["e-a-navy-confirmed"]
    assert shop.desk.check(quote["quote_id"]) == []


def test_edited_terms_are_refused(shop: Shop) -> None:
    quote = shop.approved(cart_line("dear", 1, 60_000))
    with writing(shop.engine) as connection:
        cheaper = canonical(quote["terms"]).replace("60000", "1")
        connection.execute(update(quotes).values(terms=cheaper))
    for attempt in (
        lambda: shop.desk.quote_by_id(quote["quote_id"]),
        lambda: shop.desk.pay(quote["quote_id"], turn_id="", actor="ada"),
    ):
        with pytest.raises(TruecartError) as refused:
            attempt()
        assert refused.value.code == "digest_mismatch"
    assert shop.gateway.charges() == []


def test_two_lines_of_one_variant_become_one(shop: Shop) -> None:
    quote = shop.quote(cart_line("a", 2), cart_line("a", 3))
    assert [(line["variant_id"], line["quantity"]) for line in quote["terms"]["lines"]] == [("a", 5)]
    assert len(quote["lineage"]["a"]) == 2
    assert shop.desk.available(CATALOG, ["a"]) == {"a": 5}


def test_a_new_quote_takes_the_place_of_the_threads_last(shop: Shop) -> None:
    first = shop.quote(cart_line("last", 1))
    second = shop.quote(cart_line("last", 1))  # the first one's hold does not stand in its way
    assert [each["status"] for each in shop.desk.approvals_of(first["quote_id"])] == ["superseded"]
    assert [each["quote_id"] for each in shop.desk.pending("t-1")] == [second["quote_id"]]
    assert shop.desk.available(CATALOG, ["last"]) == {"last": 0}


def test_what_one_holds_another_cannot_have(shop: Shop) -> None:
    shop.quote(cart_line("last", 1), thread="t-1")
    _, found = shop.desk.quote(
        thread_id="t-2", turn_id="", shopper="bo", catalog=CATALOG, cart=cart(cart_line("last", 1))
    )
    assert [each["code"] for each in found] == ["out_of_stock"]
    assert found[0]["details"]["available"] == 0
    assert shop.desk.offers(CATALOG, ["last"], thread_id="t-1")["last"].stock_available == 1
    assert shop.desk.offers(CATALOG, ["last"], thread_id="t-2")["last"].stock_available == 0
    assert stock_of(shop.engine, "last") == 1
    shop.clock.forward(minutes=15)
    assert shop.desk.available(CATALOG, ["last"]) == {"last": 1}
    shop.quote(cart_line("last", 1), shopper="bo", thread="t-2")


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        (cart_line("a"), None),
        (cart_line("steady"), None),
        (cart_line("dear", 1, 60_000), ["high_value"]),
        (cart_line("knife"), ["age_restricted"]),
        (cart_line("a", seen=[evidence("a", "unsure")]), ["unsure_evidence"]),
        (cart_line("a", seen=[evidence("a", "contradicted")]), ["contradicted_evidence"]),
        (cart_line("a", 10), ["quantity_outlier"]),
        (cart_line("pack", 1), None),
        (cart_line("pack", 2), ["quantity_outlier"]),
        (cart_line("typo", 1, 20), ["price_far_from_median"]),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "line",
)
def test_who_must_agree(shop: Shop, line: Any, reasons: list[str] | None) -> None:
    quote = shop.quote(line)
    asked = {each["role"]: each["reasons"] for each in shop.desk.approvals_of(quote["quote_id"])}
    assert asked == {"shopper": ["consent"], **({"reviewer": reasons} if reasons else {})}


def test_the_same_again_within_minutes_needs_a_reviewer(shop: Shop) -> None:
    first = shop.approved(cart_line("a"))
    shop.desk.pay(first["quote_id"], turn_id="", actor="ada")
    again = shop.quote(cart_line("a"), thread="t-2")
    assert again["required_approvals"][1:] == [{"role": "reviewer", "reasons": ["repeat_order"]}]
    assert len(shop.quote(cart_line("b", 1, 500), thread="t-3")["required_approvals"]) == 1
    assert len(shop.quote(cart_line("a"), shopper="bo", thread="t-4")["required_approvals"]) == 1
    shop.clock.forward(minutes=11)
    assert len(shop.quote(cart_line("a"), thread="t-5")["required_approvals"]) == 1


def test_the_address_is_sealed_and_only_its_hash_is_quoted(shop: Shop) -> None:
    assert shop.desk.address("ada") is None
    quote, other = shop.quote(cart_line("a")), shop.quote(cart_line("a"), shopper="bo", thread="t-2")
    address = shop.desk.address("ada")
    assert address is not None
    assert address["name"] == "ada"
    assert len(quote["terms"]["ship_to"]) == 64
    assert quote["terms"]["ship_to"] != other["terms"]["ship_to"]
    assert shop.quote(cart_line("a"))["terms"]["ship_to"] == quote["terms"]["ship_to"]
    key = shop.settings.home / "keys" / "addresses.key"
    assert key.stat().st_mode & 0o777 == 0o600
    with reading(shop.engine) as connection:
        sealed = connection.execute(select(addresses.c.sealed)).scalars().all()
    assert not any(b"Springfield" in bytes(each) for each in sealed)
    assert list(key.parent.iterdir()) == [key]


def test_times_of_a_quote(shop: Shop) -> None:
    terms = shop.quote(cart_line("a"))["terms"]
    assert terms["issued_at"] == stamp(shop.clock())
    assert terms["expires_at"] == stamp(shop.clock() + timedelta(minutes=15))
    set_variant(shop.engine, "a", price_minor=2_001)
    shop.clock.forward(minutes=15)
    assert [each["code"] for each in shop.desk.check(terms["quote_id"])] == ["quote_expired", "price_changed"]
