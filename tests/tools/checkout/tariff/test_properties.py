"""What holds for every tariff and every purchase."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guards.quote import check_sums
from tests.guards.terms import terms
from tests.tools.checkout.tariff.made import documents, oracle_of, purchases
from tools.checkout.tariff import Priced, Purchase, parse, price

thorough = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])


def as_terms(purchase: Purchase, priced: Priced) -> Any:
    """The price as the terms of a quote, for the quote's own rules to judge."""
    made: Any = terms()
    sample = made["lines"][0]
    items = {each.variant_id: each for each in purchase.items}
    made["lines"] = [
        {
            **sample,
            **asdict(line),
            "quantity": items[line.variant_id].quantity,
            "unit_minor": items[line.variant_id].unit_minor,
            "line_minor": items[line.variant_id].line_minor,
        }
        for line in priced.lines
    ]
    made["discounts"] = list(priced.discounts)
    for name in ("goods", "shipping", "shipping_tax", "tax", "included_tax", "total"):
        made[f"{name}_minor"] = getattr(priced, f"{name}_minor")
    return made


@thorough
@given(document=documents(), purchase=purchases())
def test_every_price_adds_up_by_the_rules_of_quotes(document: Any, purchase: Purchase) -> None:
    assert check_sums(as_terms(purchase, price(parse(json.dumps(document)), purchase))) == []


@thorough
@given(document=documents(), purchase=purchases())
def test_it_agrees_with_exact_fractions(document: Any, purchase: Purchase) -> None:
    priced, expected = price(parse(json.dumps(document)), purchase), oracle_of(document, purchase).total()
    lines = {each.variant_id: each.line_minor for each in purchase.items}
    assert {each.variant_id: lines[each.variant_id] - each.discount_minor for each in priced.lines} == expected["left"]
    assert priced.shipping_minor == (expected["shipping"] or 0)
    assert (priced.tax_minor, priced.included_tax_minor) == (expected["tax"], expected["included"])
    assert priced.total_minor == expected["total"]
    told = {each["code"]: each["minor"] for each in priced.discounts if each["minor"]}
    assert {code: minor for code, minor in told.items() if code in expected["discounts"]} == expected["discounts"]
    assert any(each["code"] == "no_shipping" for each in priced.problems) == (expected["shipping"] is None)


@thorough
@given(document=documents(), purchase=purchases(), data=st.data())
def test_the_order_of_rows_and_lines_means_nothing(document: Any, purchase: Purchase, data: st.DataObject) -> None:
    tax = {**document["tax"], "rates": data.draw(st.permutations(document["tax"]["rates"]))}
    shuffled = {
        **document,
        "tax": tax,
        "promotions": data.draw(st.permutations(document["promotions"])),
        "shipping": data.draw(st.permutations(document["shipping"])),
    }
    lines = data.draw(st.permutations(purchase.items))
    one, other = parse(json.dumps(document)), parse(json.dumps(shuffled))
    assert one.version == other.version
    first = price(one, purchase)
    again = price(other, Purchase(tuple(lines), purchase.place, purchase.now, purchase.coupons, purchase.used))
    by_variant = {each.variant_id: each for each in first.lines}
    assert {each.variant_id: each for each in again.lines} == by_variant
    assert {**asdict(again), "lines": None} == {**asdict(first), "lines": None}


@thorough
@given(document=documents(), purchase=purchases())
def test_discounts_keep_to_their_caps_and_exclusive_ones_stand_alone(document: Any, purchase: Purchase) -> None:
    priced = price(parse(json.dumps(document)), purchase)
    rules = {each["code"]: each for each in document["promotions"]}
    for discount in priced.discounts:
        off = rules[discount["code"]]["off"]
        assert 0 <= discount["minor"] <= off.get("at_most_minor", priced.goods_minor)
        assert type(discount["minor"]) is int
        if rules[discount["code"]].get("stage") != "price":
            assert discount["minor"] <= off.get("amount_minor", discount["minor"])
    assert sum(each["minor"] for each in priced.discounts) <= priced.goods_minor
    numbers = [value for line in priced.lines for name, value in asdict(line).items() if name != "variant_id"]
    numbers += [value for name, value in asdict(priced).items() if name.endswith("_minor")]
    assert all(type(each) is int and each >= 0 for each in numbers)
    without = price(parse(json.dumps(document)), replace(purchase, coupons=()))
    assert not without.problems or priced.problems
    assert priced.total_minor <= without.total_minor or any(each["code"] == "no_shipping" for each in without.problems)
    of_cart = [each for each in priced.applied if each.stage == "cart"]
    assert len(of_cart) <= 1 or all(each.stacks for each in of_cart)
