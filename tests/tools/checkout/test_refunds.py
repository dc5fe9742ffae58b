"""Cancelling, returning and giving money back, on SQLite and on PostgreSQL where there is one."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, update

from evals.proof.gateway import Died, HookedGateway, die
from tests.builders import CATALOG, Shop, cart_line, set_variant, stock_of
from tests.tools.checkout import after_sale
from tests.tools.checkout.after_sale import agreed, ask, asked, bought, codes, delivered, refund
from tools.database import writing
from tools.errors import TruecartError
from tools.schema import orders, products, refunds, variants

HOODIES = {"a": 2, "b": 1}


def hoodies(shop: Shop, **who: str) -> Any:
    return delivered(shop, cart_line("a", 2), cart_line("b", 1, 500), **who)


def events(shop: Shop, order: Any) -> list[str]:
    return [each["event"] for each in shop.desk.why(order["order_id"])["audit"]]


def test_a_cancellation_gives_everything_back(shop: Shop) -> None:
    order = bought(shop, cart_line("a", 2), cart_line("b", 1, 500))
    quote = agreed(shop, order, "cancel", thread="another")
    assert quote["terms"]["total_minor"] == order["total_minor"] == 2 * 2_000 + 500 + 599
    assert quote["terms"]["shipping_minor"] == 599
    outcome = refund(shop, quote)
    assert (outcome["violations"], outcome["waiting_for"]) == ([], [])
    assert outcome["order"]["status"] == "cancelled"
    assert outcome["order"]["refunded_minor"] == order["total_minor"] == after_sale.given(shop)
    assert outcome["refund"]["state"] == "refunded"
    assert outcome["order"]["refunds"] == [outcome["refund"]]
    assert (stock_of(shop.engine, "a"), stock_of(shop.engine, "b")) == (10, 10)
    assert set(shop.gateway.balances().values()) == {0}
    assert refund(shop, quote) == outcome
    assert events(shop, order)[-5:] == [
        "refund_asked",
        "approval_approved",
        "refund_claimed",
        "refund_done",
        "order_cancelled",
    ]
    assert shop.desk.why(order["order_id"])["refunds"][0]["approvals"][0]["decided_by"] == "ada"
    assert shop.audit.verify()["ok"]


def test_a_return_gives_back_the_goods_but_not_the_shipping(shop: Shop) -> None:
    order = hoodies(shop)
    first = refund(shop, agreed(shop, order, lines={"a": 1}))
    assert first["order"]["status"] == "delivered"
    assert first["order"]["refunded_minor"] == 2_000
    assert ask(shop, order, lines={"a": 2}) == (None, ["refund_open"])
    rest = refund(shop, agreed(shop, order))
    assert rest["refund"]["amount_minor"] == 2_500
    assert rest["order"]["status"] == "returned"
    assert (stock_of(shop.engine, "a"), stock_of(shop.engine, "b")) == (8, 9)
    assert after_sale.given(shop) == order["total_minor"] - 599
    assert ask(shop, order)[1] == ["order_state"]
    assert shop.audit.verify()["ok"]


@pytest.mark.parametrize(
    ("why", "lines", "shopper", "code"),
    [
        ("cancel", None, "ada", "order_state"),
        ("cancel", None, "bo", "unknown_order"),
        ("return", None, "bo", "unknown_order"),
        ("return", {"a": 3}, "ada", "bad_quantity"),
        ("return", {"a": 0}, "ada", "bad_quantity"),
        ("return", {"a": -1}, "ada", "bad_quantity"),
        ("return", {"a": True}, "ada", "bad_quantity"),
        ("return", {"last": 1}, "ada", "not_in_order"),
    ],
)
def test_what_cannot_be_asked_for(shop: Shop, why: Any, lines: Any, shopper: str, code: str) -> None:
    order = hoodies(shop)
    assert ask(shop, order, why, lines, shopper=shopper) == (None, [code])
    assert shop.desk.refunds_of(order["order_id"]) == []
    assert shop.desk.pending("t-9") == []


def test_only_what_is_not_shipped_is_cancelled_and_only_what_arrived_is_returned(shop: Shop) -> None:
    order = bought(shop, cart_line("a", 2))
    assert ask(shop, order)[1] == ["order_state"]
    assert ask(shop, order, "cancel", {"a": 1})[1] == ["order_state"]
    shop.desk.ship(order["order_id"], "mara")
    assert ask(shop, order)[1] == ask(shop, order, "cancel")[1] == ["order_state"]
    shop.desk.deliver(order["order_id"], "mara")
    shop.clock.forward(days=30)
    assert ask(shop, order)[1] == []
    shop.clock.forward(seconds=1)
    assert ask(shop, order)[1] == ["return_too_late"]


def test_some_goods_do_not_come_back(shop: Shop) -> None:
    order = hoodies(shop)
    with writing(shop.engine) as connection:
        connection.execute(update(products).where(products.c.product_id == "p-a").values(restrictions=["final_sale"]))
    assert ask(shop, order)[1] == ask(shop, order, lines={"a": 1})[1] == ["not_returnable"]
    assert ask(shop, order, lines={"b": 1})[1] == []


def test_who_must_agree(shop: Shop) -> None:
    def reasons(order: Any, **more: Any) -> list[list[str]]:
        return [each["reasons"] for each in asked(shop, order, **more)["required_approvals"]]

    knife = delivered(shop, cart_line("knife"))
    assert reasons(knife) == [["consent"], ["age_restricted"]]
    dear = bought(shop, cart_line("dear", 1, 60_000))
    assert reasons(dear, why="cancel") == [["consent"], ["high_value"]]
    plain = delivered(shop, cart_line("a"))
    assert reasons(plain) == [["consent"]]
    with writing(shop.engine) as connection:
        connection.execute(delete(variants).where(variants.c.variant_id == "a"))
    assert reasons(plain) == [["consent"], ["not_in_catalog"]]
    many = delivered(shop, cart_line("b", 4, 500))
    for _ in range(3):
        assert codes(refund(shop, agreed(shop, many, lines={"b": 1}))) == []
    assert reasons(many) == [["consent"], ["many_returns"]]


def test_nothing_goes_back_before_everybody_has_agreed(shop: Shop) -> None:
    order = bought(shop, cart_line("dear", 1, 60_000))
    quote = asked(shop, order, "cancel")
    consent, review = shop.desk.approvals_of(quote["quote_id"])
    assert refund(shop, quote)["waiting_for"] == ["shopper", "reviewer"]
    shop.desk.decide(consent["id"], digest=quote["digest"], decision="approve", actor="ada", role="shopper")
    outcome = refund(shop, quote)
    assert (outcome["waiting_for"], outcome["refund"]["state"]) == (["reviewer"], "asked")
    assert after_sale.given(shop) == 0
    shop.desk.decide(review["id"], digest=quote["digest"], decision="reject", actor="rita", role="reviewer")
    assert codes(refund(shop, quote)) == ["approval_superseded", "approval_required"]
    assert shop.desk.refunds_of(order["order_id"])[0]["state"] == "dropped"
    assert after_sale.given(shop) == 0
    assert shop.desk.order(order["order_id"])["status"] == "paid"


def test_nothing_goes_back_after_its_time(shop: Shop) -> None:
    order = hoodies(shop)
    quote = agreed(shop, order)
    shop.clock.forward(minutes=15)
    assert codes(refund(shop, quote)) == ["quote_expired"]
    later = asked(shop, order)
    shop.clock.forward(minutes=15)
    assert shop.desk.sweep()["expired"] == 1
    assert [each["state"] for each in shop.desk.refunds_of(order["order_id"])] == ["dropped", "dropped"]
    assert codes(refund(shop, later)) == ["quote_expired"]
    assert after_sale.given(shop) == 0


def test_a_new_message_puts_a_refund_aside_unless_it_is_claimed(shop: Shop) -> None:
    order = hoodies(shop)
    quote = agreed(shop, order, lines={"a": 1})
    assert [each["quote_id"] for each in shop.desk.supersede("t-9", actor="ada", turn_id="")] == [quote["quote_id"]]
    assert codes(refund(shop, quote)) == ["approval_superseded"]
    quote = agreed(shop, order, lines={"a": 1})
    shop.gateway.arm("refund", "lost_reply")
    assert codes(refund(shop, quote)) == ["refund_unknown"]
    assert shop.desk.supersede("t-9", actor="ada", turn_id="") == []
    assert codes(refund(shop, quote)) == []


def test_asking_again_elsewhere_takes_the_place_of_what_was_not_answered(shop: Shop) -> None:
    order = bought(shop, cart_line("dear", 1, 60_000))
    lost, _ = ask(shop, order, "cancel", thread="t-8")
    assert lost is not None
    again, found = ask(shop, order, "cancel", thread="t-9")
    assert (again is not None, found) == (True, [])
    assert after_sale.statuses(shop, lost) == {"superseded"}
    assert again is not None
    consent = shop.desk.approvals_of(again["quote_id"])[0]
    shop.desk.decide(consent["id"], digest=again["digest"], decision="approve", actor="ada", role="shopper")
    assert ask(shop, order, "cancel", thread="t-8")[1] == ["refund_open"]  # a reviewer has it on the desk


def test_two_refunds_of_one_order_never_exceed_it(shop: Shop) -> None:
    order = hoodies(shop)
    first = agreed(shop, order, lines={"a": 2}, thread="t-8")
    assert ask(shop, order, lines={"a": 1})[1] == ["refund_open"]
    rest = agreed(shop, order)
    assert rest["terms"]["total_minor"] == 500
    assert codes(refund(shop, rest)) == codes(refund(shop, first)) == []
    assert after_sale.given(shop) == 4_500


def test_what_is_left_is_counted_again_when_it_is_claimed(shop: Shop) -> None:
    """Even terms that should never have been written give back nothing too much."""
    order = hoodies(shop)
    first = agreed(shop, order, thread="t-8")
    with writing(shop.engine) as connection:
        connection.execute(update(refunds).values(expires_at="2000-01-01T00:00:00.000Z"))
    second = agreed(shop, order)
    assert codes(refund(shop, second)) == []
    assert "order_state" in codes(refund(shop, first))
    assert after_sale.given(shop) == 4_500


def test_terms_that_were_changed(shop: Shop) -> None:
    quote = agreed(shop, hoodies(shop), lines={"a": 1})
    with writing(shop.engine) as connection:
        connection.execute(update(refunds).values(amount_minor=2_001))
    with pytest.raises(TruecartError, match="digest_mismatch"):
        refund(shop, quote)
    assert after_sale.given(shop) == 0


def test_an_order_leaves_or_is_cancelled_never_both(shop: Shop) -> None:
    order = bought(shop, cart_line("a", 2))
    quote = agreed(shop, order, "cancel")
    shop.gateway.arm("refund", "lost_request")
    assert codes(refund(shop, quote)) == ["refund_unknown"]
    with pytest.raises(TruecartError, match="order_state"):
        shop.desk.ship(order["order_id"], "mara")
    assert shop.desk.sweep()["settled"] == 1
    with pytest.raises(TruecartError, match="order_state"):
        shop.desk.ship(order["order_id"], "mara")
    assert shop.desk.order(order["order_id"])["status"] == "cancelled"

    order = bought(shop, cart_line("a", 2))
    quote = agreed(shop, order, "cancel")
    shop.desk.ship(order["order_id"], "mara")
    assert codes(refund(shop, quote)) == ["order_state"]
    assert shop.desk.refunds_of(order["order_id"])[0]["state"] == "dropped"
    assert shop.desk.approvals_of(quote["quote_id"])[0]["status"] == "superseded"


LOSSES: list[Any] = ["lost_request", "lost_reply"]


@pytest.mark.parametrize("fault", LOSSES)
@pytest.mark.parametrize("cure", ["refund", "sweep"])
def test_a_lost_answer_is_asked_for_again(shop: Shop, fault: Any, cure: str) -> None:
    order = bought(shop, cart_line("a", 2))
    quote = agreed(shop, order, "cancel")
    shop.gateway.arm("refund", fault)
    assert codes(refund(shop, quote)) == ["refund_unknown"]
    assert shop.desk.order(order["order_id"])["status"] == "paid"
    assert stock_of(shop.engine, "a") == 8
    shop.clock.forward(days=1)  # what was claimed in time is given back however late
    if cure == "sweep":
        shop.gateway.arm("lookup_refund", "lost_request")
        assert shop.desk.sweep()["unknown"] == 1
        assert shop.desk.sweep()["settled"] == 1
        assert not any(shop.desk.sweep().values())
    assert codes(refund(shop, quote)) == []
    assert after_sale.given(shop) == order["total_minor"]
    assert stock_of(shop.engine, "a") == 10
    assert shop.audit.verify()["ok"]


@pytest.mark.parametrize("point", [("before", "refund"), ("after", "refund")])
def test_a_process_that_dies_between_claim_and_settlement(engine: Engine, shop: Shop, point: tuple[str, str]) -> None:
    order = bought(shop, cart_line("a", 2))
    quote = agreed(shop, order, "cancel")
    dying = Shop.open(engine, shop.settings.home, gateway=HookedGateway(shop.gateway, {point: die}))
    with pytest.raises(Died):
        dying.desk.refund(quote["quote_id"], turn_id="", actor="ada")
    assert shop.desk.refunds_of(order["order_id"])[0]["state"] == "claimed"
    assert shop.desk.sweep()["settled"] == 1
    assert codes(refund(shop, quote)) == []
    assert after_sale.given(shop) == order["total_minor"]
    assert (shop.desk.order(order["order_id"])["status"], stock_of(shop.engine, "a")) == ("cancelled", 10)
    assert events(shop, order).count("order_cancelled") == 1


def test_one_that_settles_while_another_does(engine: Engine, shop: Shop) -> None:
    order = hoodies(shop)
    quote = agreed(shop, order)
    hooks: Any = {("before", "refund"): shop.desk.sweep, ("after", "refund"): shop.desk.sweep}
    other = Shop.open(engine, shop.settings.home, gateway=HookedGateway(shop.gateway, hooks))
    outcome = other.desk.refund(quote["quote_id"], turn_id="", actor="ada")
    assert (codes(outcome), outcome["order"]["status"]) == ([], "returned")
    assert after_sale.given(shop) == 4_500
    assert events(shop, order).count("refund_done") == 1


def test_a_gateway_that_says_no(shop: Shop) -> None:
    """Somebody has given the money back at the gateway's own desk: nothing is settled, a person has to look."""
    order = bought(shop, cart_line("a", 2))
    quote = agreed(shop, order, "cancel")
    key = shop.gateway.charges()[0].key
    shop.gateway.refund(key, 1, "by hand")
    outcome = refund(shop, quote)
    assert (codes(outcome), outcome["refund"]["state"]) == (["refund_failed"], "failed")
    assert outcome["order"]["status"] == "paid"
    assert codes(refund(shop, quote)) == ["refund_failed"]
    assert after_sale.given(shop) == 1


@pytest.mark.parametrize(
    ("table", "values", "reason"),
    [
        (orders, {"status": "paid"}, "edited_order"),
        (orders, {"status": "cancelled"}, "edited_order"),
        (refunds, {"amount_minor": 4_501}, "edited_refund"),
        (refunds, {"state": "claimed"}, "edited_refund"),
    ],
)
def test_what_was_edited_beside_the_chain_is_noticed(shop: Shop, table: Any, values: Any, reason: str) -> None:
    refund(shop, agreed(shop, hoodies(shop)))
    assert shop.audit.verify()["ok"]
    with writing(shop.engine) as connection:
        connection.execute(update(table).values(**values))
    found = shop.audit.verify()
    assert (found["ok"], found["reason"]) == (False, reason)
    assert found["broken_at"] is not None


def says(code: str) -> Any:
    def act() -> None:
        raise TruecartError(code)

    return act


@pytest.mark.parametrize(
    ("when", "code", "told", "state", "money"),
    [
        ("after", "bad_request", [], "refunded", 2_599),
        ("before", "refund_failed", ["refund_failed"], "failed", 0),
        ("before", "gateway_refused", ["refund_unknown"], "unknown", 0),
    ],
)
def test_what_a_gateway_says_is_read_with_care(
    engine: Engine, shop: Shop, when: str, code: str, told: list[str], state: str, money: int
) -> None:
    """ "More than is left" because another was quicker is no failure; a shop that is refused may ask again."""
    quote = agreed(shop, bought(shop, cart_line("a")), "cancel")
    hooks = {(when, "refund"): says(code)}
    other = Shop.open(engine, shop.settings.home, gateway=HookedGateway(shop.gateway, hooks))
    outcome = other.desk.refund(quote["quote_id"], turn_id="", actor="ada")
    assert (codes(outcome), outcome["refund"]["state"], after_sale.given(shop)) == (told, state, money)
    if state == "unknown":
        assert shop.desk.sweep()["settled"] == 1
        assert codes(refund(shop, quote)) == []


def test_another_gateway_gives_nothing_back(engine: Engine, shop: Shop) -> None:
    class Renamed(HookedGateway):
        name = "other"  # type: ignore[assignment]

    quote = agreed(shop, bought(shop, cart_line("a")), "cancel")
    other = Shop.open(engine, shop.settings.home, gateway=Renamed(shop.gateway))
    assert codes(other.desk.refund(quote["quote_id"], turn_id="", actor="ada")) == ["other_instrument"]
    assert after_sale.given(shop) == 0


def test_stock_that_was_never_there_is_not_put_back(shop: Shop) -> None:
    quote = shop.approved(cart_line("a", 2))
    shop.gateway.arm("capture", "lost_reply")
    shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    set_variant(shop.engine, "a", stock=1)
    order = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"]
    assert order is not None
    assert stock_of(shop.engine, "a") == 0
    refund(shop, agreed(shop, order, "cancel"))
    assert stock_of(shop.engine, "a") == 1


def test_taxes_go_back_with_their_goods(engine: Engine, shop: Shop) -> None:
    """Odd amounts, a fall in price after the approval: unit by unit exactly what was charged, and no cent more."""
    taxed = Shop.open(engine, shop.settings.home, tax_basis_points=825)
    quote = taxed.approved(cart_line("three", 3))
    set_variant(engine, "three", price_minor=1_111)
    order = taxed.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"]
    assert order is not None
    taxed.desk.ship(order["order_id"], "mara")
    taxed.desk.deliver(order["order_id"], "mara")
    goods = order["lines"][0]["line_minor"] + order["lines"][0]["tax_minor"]
    assert goods == 3_333 + 275
    outcomes = [refund(taxed, agreed(taxed, order, lines={"three": 1})) for _ in range(3)]
    assert [each["refund"]["amount_minor"] for each in outcomes] == [1_202, 1_203, 1_203]
    assert outcomes[-1]["order"]["refunded_minor"] == goods == after_sale.given(shop)

    quote = taxed.approved(cart_line("steady", 1))
    order = taxed.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"]
    assert order is not None
    assert refund(taxed, agreed(taxed, order, "cancel"))["refund"]["amount_minor"] == order["total_minor"]


def test_the_road_of_an_order(shop: Shop) -> None:
    order = bought(shop, cart_line("a"))
    with pytest.raises(TruecartError, match="order_state"):
        shop.desk.deliver(order["order_id"], "mara")
    with pytest.raises(TruecartError, match="unknown_order"):
        shop.desk.ship("ORD-AAAAA-AAAAA", "mara")
    assert shop.desk.ship(order["order_id"], "mara")["status"] == "shipped"
    with pytest.raises(TruecartError, match="order_state"):
        shop.desk.ship(order["order_id"], "mara")
    assert shop.desk.latest_orders("delivered") == []
    assert shop.desk.deliver(order["order_id"], "mara") == shop.desk.latest_orders()[0]
    assert events(shop, order)[-2:] == ["order_shipped", "order_delivered"]
    assert shop.audit.verify()["ok"]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3), st.booleans()), min_size=1, max_size=6))
def test_all_parts_of_a_line_are_what_it_cost(shop: Shop, steps: list[tuple[str, int, bool]]) -> None:
    """Parts that are asked for in any order, some of them put aside again: in the end exactly what was paid."""
    with writing(shop.engine) as connection:
        connection.execute(update(variants).where(variants.c.catalog == CATALOG).values(stock=10))
    order = delivered(shop, cart_line("three", 3), thread="t-1")
    before = after_sale.given(shop)
    waiting: list[Any] = []
    for thread, units, keeps in steps:
        quote, _ = ask(shop, order, lines={"three": units}, thread=f"t-{thread}")
        if quote is None:
            continue
        shop.approve(quote)
        waiting.append(quote)
        if not keeps:
            shop.desk.supersede(f"t-{thread}", actor="ada", turn_id="")
    for quote in waiting:
        refund(shop, quote)
    if shop.desk.order(order["order_id"])["status"] == "delivered":
        assert codes(refund(shop, agreed(shop, order))) == []
    assert after_sale.given(shop) - before == 6_000
    assert shop.desk.order(order["order_id"])["status"] == "returned"
