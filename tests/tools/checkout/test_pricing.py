"""What approved terms are charged at."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from guards.quote import check_sums
from tests.guards.terms import terms
from tools.checkout.orders import _discounts as given_on_receipt
from tools.checkout.pricing import Charge, bounded, charge_for, tax
from tools.checkout.types import QuoteTerms
from tools.errors import TruecartError

PARTS = ("goods_minor", "discounts_minor", "shipping_minor", "shipping_tax_minor", "tax_minor", "total_minor")


@st.composite
def quoted(draw: st.DrawFn) -> QuoteTerms:
    """Sound terms: some lines, each with up to two discounts, a rate, and tax on top of the prices or inside them."""
    made: Any = terms()
    included = draw(st.booleans())
    made["lines"] = [
        _line(draw, made["lines"][0], each) for each in draw(st.sets(st.sampled_from("abcdef"), min_size=1))
    ]
    made["discounts"] = _discounts(draw, made["lines"])
    contained = 0
    for line in made["lines"]:
        net = line["line_minor"] - line["discount_minor"]
        contained += (2 * net * line["tax_ppm"] + 1_000_000 + line["tax_ppm"]) // (2 * (1_000_000 + line["tax_ppm"]))
        line["tax_minor"] = tax(net, line["tax_ppm"])
    if included := included and contained > 0:
        for line in made["lines"]:
            line["tax_minor"] = 0
    shipping = draw(st.integers(0, 10_000))
    shipping_tax = 0 if included else draw(st.integers(0, shipping))
    goods, off = (sum(line[name] for line in made["lines"]) for name in ("line_minor", "discount_minor"))
    taxed = sum(line["tax_minor"] for line in made["lines"]) + shipping_tax
    made.update(goods_minor=goods, shipping_minor=shipping, shipping_tax_minor=shipping_tax, tax_minor=taxed)
    made.update(included_tax_minor=contained if included else 0, total_minor=goods - off + shipping + taxed)
    return made  # type: ignore[no-any-return]


def _line(draw: st.DrawFn, sample: dict[str, Any], variant_id: str) -> dict[str, Any]:
    unit, quantity = draw(st.integers(1, 10**9)), draw(st.integers(1, 100))
    off = draw(st.integers(0, unit * quantity))
    rate = draw(st.integers(0, 1_000_000))
    numbers = {"unit_minor": unit, "quantity": quantity, "line_minor": unit * quantity, "tax_ppm": rate}
    return {**sample, **numbers, "variant_id": variant_id, "discount_minor": off}


def _discounts(draw: st.DrawFn, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = {line["variant_id"]: draw(st.integers(0, line["discount_minor"])) for line in lines}
    rest = {line["variant_id"]: line["discount_minor"] - first[line["variant_id"]] for line in lines}
    return [
        {"code": code, "title": code, "coupon": "", "minor": sum(shares.values()), "lines": shares}
        for code, shares in (("one", first), ("two", rest))
    ]


def units(quote: QuoteTerms) -> dict[str, int]:
    return {line["variant_id"]: line["unit_minor"] for line in quote["lines"]}


@settings(deadline=None)
@given(quote=quoted())
def test_unchanged_prices_are_charged_as_approved(quote: QuoteTerms) -> None:
    assert check_sums(quote) == []
    charge = charge_for(quote, units(quote))
    assert charge["total_minor"] == quote["total_minor"]
    for part in ("goods_minor", "shipping_minor", "shipping_tax_minor", "tax_minor"):
        assert charge[part] == quote[part]  # type: ignore[literal-required]
    for line in quote["lines"]:
        charged = charge["lines"][line["variant_id"]]
        assert charged == {name: line[name] for name in charged}  # type: ignore[literal-required]


@settings(deadline=None)
@given(quote=quoted(), data=st.data())
def test_after_a_fall_nothing_is_above_what_was_approved(quote: QuoteTerms, data: st.DataObject) -> None:
    fallen = {each: data.draw(st.integers(1, unit)) for each, unit in units(quote).items()}
    approved, charge = charge_for(quote, units(quote)), charge_for(quote, fallen)
    for part in PARTS:
        assert 0 <= charge[part] <= approved[part]  # type: ignore[literal-required]
    for variant_id, line in charge["lines"].items():
        assert line["discount_minor"] <= line["line_minor"]
        assert line["tax_minor"] <= approved["lines"][variant_id]["tax_minor"]
    assert_adds_up(charge)


@settings(deadline=None)
@given(quote=quoted(), data=st.data())
def test_a_charge_after_a_fall_is_sound_terms_again(quote: QuoteTerms, data: st.DataObject) -> None:
    """Put into terms, with the discounts that the receipt shows, it passes the very rules that quotes pass."""
    assume(not quote["included_tax_minor"])  # a receipt does not tell the tax that its prices contain
    fallen = {each: data.draw(st.integers(1, unit)) for each, unit in units(quote).items()}
    charge: Any = charge_for(quote, fallen)
    again: Any = {**quote, "discounts": given_on_receipt(quote, charge)}
    again["lines"] = [{**line, **charge["lines"][line["variant_id"]]} for line in quote["lines"]]
    again.update({part: charge[part] for part in PARTS if part != "discounts_minor"})
    assert check_sums(again) == []


def assert_adds_up(charge: Charge) -> None:
    lines = charge["lines"].values()
    assert charge["goods_minor"] == sum(line["line_minor"] for line in lines)
    assert charge["discounts_minor"] == sum(line["discount_minor"] for line in lines)
    assert charge["tax_minor"] == sum(line["tax_minor"] for line in lines) + charge["shipping_tax_minor"]
    net = charge["goods_minor"] - charge["discounts_minor"]
    assert charge["total_minor"] == net + charge["shipping_minor"] + charge["tax_minor"]


@pytest.mark.parametrize("total", [0, -1, 2_600])
def test_nothing_and_more_than_approved_are_never_charged(total: int) -> None:
    charge: Any = {"total_minor": total}
    with pytest.raises(TruecartError) as refused:
        bounded(charge, 2_599)
    assert refused.value.code == "totals_disagree"


def test_tax_rounds_half_up() -> None:
    assert [tax(minor, 82_500) for minor in (0, 6, 7, 1_000, 2_000)] == [0, 0, 1, 83, 165]  # 82.5 becomes 83
