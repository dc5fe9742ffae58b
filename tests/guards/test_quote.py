from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guards.quote import InForce, check_in_force, check_quote, check_sums
from guards.violations import blocking
from tests.guards.terms import NOW, OFFERS, offer, terms
from tools.checkout.digest import canonical, digest_of
from tools.checkout.types import QuoteTerms


def codes(quote: QuoteTerms, **offers: Any) -> list[str]:
    return [each["code"] for each in blocking(check_quote(quote, NOW, {**OFFERS, **offers}))]


def test_sound_terms_pass() -> None:
    assert check_quote(terms(), NOW, OFFERS) == []


def price_plus_one(quote: QuoteTerms) -> None:
    quote["lines"][0]["unit_minor"] += 1


def price_plus_one_summed(quote: QuoteTerms) -> None:
    """The forger has added up correctly."""
    quote["lines"][0]["unit_minor"] -= 1
    quote["lines"][0]["line_minor"] -= 2
    quote["goods_minor"] -= 2
    quote["total_minor"] -= 2


def quantity_times_ten(quote: QuoteTerms) -> None:
    quote["lines"][0]["quantity"] *= 10


def quantity_times_ten_summed(quote: QuoteTerms) -> None:
    line = quote["lines"][0]
    more = line["line_minor"] * 9
    line["quantity"], line["line_minor"] = line["quantity"] * 10, line["line_minor"] * 10
    line["tax_minor"] += 288
    quote["goods_minor"] += more
    quote["tax_minor"] += 288
    quote["total_minor"] += more + 288


def other_currency(quote: QuoteTerms) -> None:
    quote["currency"] = "EUR"


def swapped_variant(quote: QuoteTerms) -> None:
    quote["lines"][0]["variant_id"] = "b"


def unknown_variant(quote: QuoteTerms) -> None:
    quote["lines"][0]["variant_id"] = "nobody-sells-this"


def negative_discount(quote: QuoteTerms) -> None:
    quote["discounts"][0]["minor"] = -50
    quote["total_minor"] += 100


def discount_above_goods(quote: QuoteTerms) -> None:
    quote["discounts"][0]["minor"] = 6_000
    quote["total_minor"] = 295


def negative_share(quote: QuoteTerms) -> None:
    quote["discounts"][0]["lines"] = {"a": 65, "b": -15}


def share_moved(quote: QuoteTerms) -> None:
    quote["discounts"][0]["lines"] = {"a": 36, "b": 14}


def share_of_a_stranger(quote: QuoteTerms) -> None:
    quote["discounts"][0]["lines"] = {"a": 35, "b": 15, "c": 0}
    quote["discounts"].append({"code": "x", "title": "", "coupon": "", "minor": 5, "lines": {"c": 5}})
    quote["total_minor"] -= 5


def discount_moved_between_lines(quote: QuoteTerms) -> None:
    """Both sums stay, no tax rounds otherwise: only the shares tell."""
    quote["lines"][0]["discount_minor"] += 1
    quote["lines"][1]["discount_minor"] -= 1


def line_below_zero(quote: QuoteTerms) -> None:
    """A line whose price would have to be paid out, with everything else added up around it."""
    quote["lines"][1].update(discount_minor=1_651, tax_minor=0)
    quote["discounts"][0].update(minor=1_686, lines={"a": 35, "b": 1_651})
    quote.update(tax_minor=33, total_minor=5_650 - 1_686 + 599 + 33)


def discount_nobody_gets(quote: QuoteTerms) -> None:
    for line in quote["lines"]:
        line["discount_minor"] = 0


def line_tax_plus_one(quote: QuoteTerms) -> None:
    quote["lines"][0]["tax_minor"] += 1
    quote["tax_minor"] += 1
    quote["total_minor"] += 1


def rate_raised(quote: QuoteTerms) -> None:
    quote["lines"][0]["tax_ppm"] = 8_900


def shipping_tax_above_shipping(quote: QuoteTerms) -> None:
    quote["shipping_tax_minor"] += 599
    quote["tax_minor"] += 599
    quote["total_minor"] += 599


def tax_added_and_included(quote: QuoteTerms) -> None:
    quote["included_tax_minor"] = 45


def negative_shipping(quote: QuoteTerms) -> None:
    quote["shipping_minor"] = -599
    quote["total_minor"] -= 2 * 599


def forgotten_tax(quote: QuoteTerms) -> None:
    quote["tax_minor"] = 0


def total_plus_one(quote: QuoteTerms) -> None:
    quote["total_minor"] += 1


def goods_plus_one(quote: QuoteTerms) -> None:
    quote["goods_minor"] += 1


def float_total(quote: QuoteTerms) -> None:
    quote["total_minor"] = 6_245.0  # type: ignore[typeddict-item]


def true_quantity(quote: QuoteTerms) -> None:
    quote["lines"][0]["quantity"] = True


def zero_quantity(quote: QuoteTerms) -> None:
    quote["lines"][0].update(quantity=0, line_minor=0)
    quote["goods_minor"] -= 4_000
    quote["total_minor"] -= 4_000


def stale(quote: QuoteTerms) -> None:
    quote["expires_at"] = quote["issued_at"]


def no_lines(quote: QuoteTerms) -> None:
    quote.update(lines=[], goods_minor=0, discounts=[], total_minor=645)


MUTANTS = [
    (price_plus_one, "totals_disagree"),
    (price_plus_one_summed, "price_changed"),
    (quantity_times_ten, "totals_disagree"),
    (quantity_times_ten_summed, "out_of_stock"),
    (other_currency, "other_currency"),
    (swapped_variant, "unknown_product"),
    (unknown_variant, "unknown_variant"),
    (negative_discount, "totals_disagree"),
    (discount_above_goods, "totals_disagree"),
    (negative_share, "totals_disagree"),
    (share_moved, "totals_disagree"),
    (share_of_a_stranger, "totals_disagree"),
    (discount_moved_between_lines, "totals_disagree"),
    (line_below_zero, "totals_disagree"),
    (discount_nobody_gets, "totals_disagree"),
    (line_tax_plus_one, "totals_disagree"),
    (rate_raised, "totals_disagree"),
    (shipping_tax_above_shipping, "totals_disagree"),
    (tax_added_and_included, "totals_disagree"),
    (negative_shipping, "totals_disagree"),
    (forgotten_tax, "totals_disagree"),
    (total_plus_one, "totals_disagree"),
    (goods_plus_one, "totals_disagree"),
    (float_total, "totals_disagree"),
    (true_quantity, "totals_disagree"),
    (zero_quantity, "bad_quantity"),
    (stale, "quote_expired"),
    (no_lines, "empty_cart"),
]


@pytest.mark.parametrize(("mutate", "code"), MUTANTS, ids=lambda value: getattr(value, "__name__", value))
def test_each_mutant_is_caught_twice(mutate: Callable[[QuoteTerms], None], code: str) -> None:
    """Once by the rules and once by the digest."""
    quote = terms()
    before = digest_of(canonical(quote))
    mutate(quote)
    assert code in codes(quote)
    if mutate is not float_total:  # 6245.0 and 6245 are one number in RFC 8785
        assert digest_of(canonical(quote)) != before


def test_a_rise_is_an_error_and_a_fall_is_noted() -> None:
    assert codes(terms(), a=offer("a", price_minor=2_001)) == ["price_changed"]
    fall = check_quote(terms(), NOW, {**OFFERS, "a": offer("a", price_minor=1_999)})
    assert [(each["code"], each["severity"]) for each in fall] == [("price_changed", "warning")]
    assert fall[0]["details"] == {"variant_id": "a", "quoted_minor": 2_000, "now_minor": 1_999}


def test_a_rise_beside_a_fall_is_an_error() -> None:
    changed = {"a": offer("a", price_minor=1), "b": offer("b", price_minor=551)}
    assert codes(terms(), **changed) == ["price_changed"]


def test_no_longer_sold() -> None:
    assert codes(terms(), a=offer("a", price_minor=None)) == ["unpriced"]


@pytest.mark.parametrize(("available", "expected"), [(2, []), (1, ["out_of_stock"]), (-3, ["out_of_stock"])])
def test_stock(available: int, expected: list[str]) -> None:
    assert codes(terms(), a=offer("a", stock_available=available)) == expected


def test_a_variant_on_two_lines_needs_stock_for_both() -> None:
    quote = terms()
    quote["lines"].append({**quote["lines"][0], "discount_minor": 0, "tax_minor": 32})
    quote["goods_minor"] += 4_000
    quote["tax_minor"] += 32
    quote["total_minor"] += 4_032
    assert codes(quote, a=offer("a", stock_available=3)) == ["out_of_stock"]


def test_it_expires_at_its_expiry_and_not_before() -> None:
    quote = terms()
    last = timedelta(minutes=15) - timedelta(milliseconds=1)
    assert check_quote(quote, NOW + last, OFFERS) == []
    assert [each["code"] for each in check_quote(quote, NOW + timedelta(minutes=15), OFFERS)] == ["quote_expired"]


@pytest.mark.parametrize("changed", [{"title": "Other"}, {"options": {"size": "L"}}, {"options": {}}, {"seller": "Bo"}])
def test_goods_that_are_described_otherwise_are_other_goods(changed: dict[str, Any]) -> None:
    assert codes(terms(), a=offer("a", **changed)) == ["terms_changed"]


@pytest.mark.parametrize("name", ["version", "payee", "tariff", "policy_version"])
def test_terms_are_charged_only_under_the_rules_that_they_were_written_under(name: str) -> None:
    quote = terms()
    rules = InForce(quote["version"], quote["payee"], quote["tariff"], quote["policy_version"])
    assert check_in_force(quote, rules) == []
    found = check_in_force({**quote, name: "x"}, rules)  # type: ignore[misc]
    assert [(each["code"], each["path"]) for each in found] == [("terms_changed", f"quote.{name}")]


NUMBERS = ["goods_minor", "shipping_minor", "shipping_tax_minor", "tax_minor", "included_tax_minor", "total_minor"]
LINE_NUMBERS = ["quantity", "unit_minor", "line_minor", "discount_minor", "tax_minor"]


def included() -> QuoteTerms:
    """The same purchase in a shop whose prices contain the tax: 25 % of 3,965 and of 1,635, and 5 in the shipping."""
    quote = terms()
    for line in quote["lines"]:
        line.update(tax_ppm=250_000, tax_minor=0)
    quote.update(shipping_tax_minor=0, tax_minor=0, included_tax_minor=793 + 327 + 5, total_minor=6_199)
    return quote


def test_prices_that_contain_their_tax() -> None:
    quote = included()
    assert check_quote(quote, NOW, OFFERS) == []
    for wrong in (793 + 327 - 1, 793 + 327 + 600):
        quote["included_tax_minor"] = wrong
        assert codes(quote) == ["totals_disagree"]
    quote = included()
    quote["lines"][0]["tax_minor"] = 1
    quote.update(tax_minor=1, total_minor=6_200)
    assert "totals_disagree" in codes(quote)


@settings(deadline=None)
@given(name=st.sampled_from(LINE_NUMBERS), index=st.integers(0, 1), by=st.integers(-(10**6), 10**6).filter(bool))
def test_no_single_number_of_a_line_can_move(name: str, index: int, by: int) -> None:
    quote = terms()
    quote["lines"][index][name] += by  # type: ignore[literal-required]
    assert {"totals_disagree", "bad_quantity"} & set(codes(quote))


@settings(deadline=None)
@given(name=st.sampled_from(NUMBERS), by=st.integers(-(10**6), 10**6).filter(bool))
def test_no_single_amount_can_move(name: str, by: int) -> None:
    quote = terms()
    quote[name] += by  # type: ignore[literal-required]
    assert "totals_disagree" in codes(quote)


@settings(deadline=None)
@given(
    key=st.sampled_from(sorted(terms())),
    value=st.one_of(st.text(max_size=5), st.integers(0, 10**9), st.none(), st.just([])),
)
def test_no_term_can_be_edited_under_a_digest(key: str, value: Any) -> None:
    quote: Any = terms()
    before = digest_of(canonical(quote))
    changed = quote[key] != value
    quote[key] = value
    assert (digest_of(canonical(quote)) != before) == changed


PLACES = [
    *((name,) for name in NUMBERS),
    *(("lines", 1, name) for name in [*LINE_NUMBERS, "tax_ppm"]),
    ("discounts", 0, "minor"),
    ("discounts", 0, "lines", "b"),
]


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("wrong", [-1, 1.0, True, "1", None])
def test_every_number_is_a_whole_number_of_zero_or_more(place: tuple[Any, ...], wrong: Any) -> None:
    quote: Any = terms()
    inside = quote
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = wrong
    path = "quote" + "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in place)
    assert path.replace(".lines.b", ".lines[b]") in [each["path"] for each in check_sums(quote)]


def test_a_forger_who_adds_up_again_meets_each_relation() -> None:
    for name in ("goods_minor", "tax_minor"):
        quote = terms()
        quote[name] += 1  # type: ignore[literal-required]
        quote["total_minor"] += 1
        assert [each["path"] for each in check_sums(quote)] == [f"quote.{name}"]


def small(**changes: Any) -> QuoteTerms:
    """One unit of 100, nothing else: what the roundings and bounds of tax are tried on."""
    line = {**terms()["lines"][0], "quantity": 1, "unit_minor": 100, "line_minor": 100, "discount_minor": 0}
    line |= {"tax_ppm": 0, "tax_minor": 0, **{key: changes.pop(key) for key in list(changes) if key in line}}
    off = line["discount_minor"]
    discounts = [{"code": "x", "title": "x", "coupon": "", "minor": off, "lines": {"a": off}}]
    made: Any = {**terms(), "lines": [line], "goods_minor": 100, "discounts": discounts, "tax_minor": line["tax_minor"]}
    made |= {"shipping_minor": 0, "shipping_tax_minor": 0, "included_tax_minor": 0, **changes}
    made["total_minor"] = 100 - off + made["shipping_minor"] + made["tax_minor"]
    return made  # type: ignore[no-any-return]


def test_tax_is_on_what_a_discount_leaves() -> None:
    assert check_sums(small()) == []
    assert check_sums(small(discount_minor=60, tax_ppm=100_000, tax_minor=4)) == []
    assert check_sums(small(discount_minor=60, tax_ppm=100_000, tax_minor=16)) != []
    assert check_sums(small(discount_minor=100, tax_ppm=600_000)) == []


def test_tax_in_prices_is_counted_from_its_first_unit_and_not_beside_them() -> None:
    assert check_sums(small(tax_ppm=10_000, included_tax_minor=1)) == []
    assert check_sums(small(tax_ppm=10_000, included_tax_minor=1, discount_minor=100, shipping_minor=1)) == []
    assert check_sums(small(tax_ppm=1_000_000, discount_minor=99, included_tax_minor=1)) == []
    beside = small(tax_ppm=10_000, included_tax_minor=1, shipping_minor=100, shipping_tax_minor=1)
    beside.update(tax_minor=1, total_minor=201)
    assert [each["path"] for each in check_sums(beside)] == ["quote.shipping_tax_minor"]


def test_nothing_is_contained_in_what_costs_nothing() -> None:
    free = small(tax_ppm=1_000_000, discount_minor=100, shipping_minor=10, included_tax_minor=10)
    assert check_sums(free) == []
    free["included_tax_minor"] = 11
    assert check_sums(free) != []


def test_oversold_stock_reads_as_none() -> None:
    (found,) = check_quote(terms(), NOW, {**OFFERS, "a": offer("a", stock_available=-3)})
    assert (found["details"]["available"], found["details"]["asked"]) == (0, 2)
    assert found["message"] == "2 were asked for, and none is left."
