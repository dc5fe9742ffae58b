from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.cart import CartChange, empty_cart, update
from tools.catalog.types import Product, Variant
from tools.checkout.types import Cart
from tools.errors import TruecartError
from tools.money import Money

HOODIE = [
    Variant(
        f"hoodie-{color}-{size}", "hoodie", {"color": color, "size": size}, Money(4900, "USD"), stock, f"pic-{color}"
    )
    for color in ("navy", "black")
    for size, stock in (("S", 3), ("M", 5), ("L", 0))
]
MUG = [Variant("mug-1", "mug", {"color": "white"}, Money(1250, "USD"), 9)]
TOTE = [
    Variant("tote-old", "tote", {"color": "navy"}, Money(3000, "USD"), 0),
    Variant("tote-new", "tote", {"color": "navy"}, Money(3000, "USD"), 4),
]
SHIRT = [Variant("shirt-1", "shirt", {}, None, 4)]
BOOT = [Variant(f"boot-{n}", "boot", {"Shoe Size": str(n)}, Money(9000, "EUR"), 2) for n in (41, 42)]
TITLES = {
    "hoodie": "Trail Hoodie",
    "mug": "Enamel Mug",
    "tote": "Canvas Tote",
    "shirt": "Plain Shirt",
    "boot": "Hill Boot",
}
STOCK = {"hoodie": HOODIE, "mug": MUG, "tote": TOTE, "shirt": SHIRT, "boot": BOOT}


class Shelf:
    """Five products that hold still."""

    def product(self, product_id: str) -> Product:
        if product_id not in STOCK:
            raise TruecartError("unknown_product")
        return Product(product_id, TITLES[product_id], category=product_id)

    def variants_of(self, product_id: str) -> list[Variant]:
        return list(STOCK[product_id])


class OneSize(Shelf):
    """The same, but of each product only its first variant is sold."""

    def variants_of(self, product_id: str) -> list[Variant]:
        return STOCK[product_id][:1]


def shown(*variants: Variant) -> list[Any]:
    return [
        {"product_id": each.product_id, "variant_id": each.variant_id, "title": TITLES.get(each.product_id, "?")}
        for each in variants
    ]


SCREEN = shown(MUG[0], HOODIE[0], TOTE[0])


def said(kind: str, quantity: Any = None, **more: Any) -> Any:
    base = {"kind": kind, "constraints": [], "quantity": quantity, "language": "en", "confidence": 1.0}
    return {**base, "source": "embedded", **more}


def at(where: str, *positions: int) -> list[dict[str, Any]]:
    return [{"where": where, "positions": list(positions), "span": [0, 3]}]


def option(attribute: str, value: str, op: str = "is") -> dict[str, Any]:
    return {"attribute": attribute, "op": op, "value": value, "span": [0, 3]}


def do(intent: Any, cart: Cart | None = None, screen: list[Any] = SCREEN, **more: Any) -> CartChange:
    settings: dict[str, Any] = {
        "shown": screen,
        "shelf": Shelf(),
        "evidence": {},
        "turn_id": "t1",
        "utterance": "the words that were said",
        "constraints": [],
    }
    return update(cart or empty_cart("USD"), intent, **{**settings, **more})


def code(change: CartChange) -> str:
    assert len(change["violations"]) == 1
    return change["violations"][0]["code"]


def holding(*variants: Variant, quantity: int = 1) -> Cart:
    cart = empty_cart("USD")
    for each in variants:
        options = [option(name, value) for name, value in each.options.items()]
        intent = said("add", quantity, references=at("results", 1), constraints=options)
        cart = do(intent, cart, shown(each))["cart"]
    return cart


def bought(cart: Cart) -> list[tuple[str, int]]:
    return [(line["variant_id"], line["quantity"]) for line in cart["lines"]]


def test_the_second_one_in_size_m() -> None:
    change = do(said("add", references=at("results", 2), constraints=[option("size", "m")]))
    assert change["action"] == "added"
    assert change["cart"] == {**change["cart"], "currency": "USD", "goods_minor": 4900}
    assert bought(change["cart"]) == [("hoodie-navy-M", 1)]


def test_a_size_that_was_not_said_is_asked_for_and_lists_what_is_in_stock() -> None:
    change = do(said("add", references=at("results", 2)))
    assert code(change) == "ambiguous_variant"
    assert change["violations"][0]["details"]["options"] == ["S", "M"]
    assert change["ask"]
    assert change["cart"]["lines"] == []


def test_a_size_said_in_the_search_is_no_choice_to_buy_it_but_the_one_that_is_suggested() -> None:
    change = do(said("add", references=at("results", 2)), constraints=[option("size", "M")])
    assert bought(change["cart"]) == []
    (asked,) = change["violations"]
    assert asked["code"] == "ambiguous_variant"
    assert asked["details"]["suggested"] == "M"
    assert asked["details"]["options"] == ["S", "M"]


def test_a_size_of_the_search_that_is_sold_out_is_not_suggested() -> None:
    change = do(said("add", references=at("results", 2)), constraints=[option("size", "L")])
    assert "suggested" not in change["violations"][0]["details"]


def test_a_product_of_one_size_has_nothing_to_ask() -> None:
    screen = shown(BOOT[0])
    change = do(said("add", references=at("results", 1)), screen=screen, shelf=OneSize())
    assert bought(change["cart"]) == [(BOOT[0].variant_id, 1)]


def test_options_said_override_what_was_shown() -> None:
    change = do(
        said("add", references=at("results", 2), constraints=[option("Colour", "BLACK"), option("size", "small")])
    )
    assert bought(change["cart"]) == [("hoodie-black-S", 1)]


def test_an_excluded_colour_is_not_taken() -> None:
    change = do(
        said("add", references=at("results", 2), constraints=[option("color", "navy", "is_not"), option("size", "S")])
    )
    assert bought(change["cart"]) == [("hoodie-black-S", 1)]


@pytest.mark.parametrize("wish", [option("size", "XXL"), option("color", "pink")])
def test_what_is_not_made_is_refused_with_what_there_is(wish: dict[str, Any]) -> None:
    change = do(said("add", references=at("results", 2), constraints=[wish]))
    assert code(change) == "no_such_option"
    assert change["violations"][0]["details"]["options"]
    assert change["cart"]["lines"] == []


def test_a_size_that_exists_but_is_sold_out_is_left_to_the_stock_check() -> None:
    change = do(said("add", references=at("results", 2), constraints=[option("size", "L")]))
    assert bought(change["cart"]) == [("hoodie-navy-L", 1)]


def test_among_equals_the_one_in_stock() -> None:
    assert bought(do(said("add", references=at("results", 3)))["cart"]) == [("tote-new", 1)]


def test_the_only_variant_needs_no_choice() -> None:
    assert bought(do(said("add", references=at("results", 1)))["cart"]) == [("mug-1", 1)]


def test_a_size_by_another_name_is_asked_for_too() -> None:
    assert code(do(said("add", references=at("results", 1)), empty_cart(), shown(BOOT[0]))) == "ambiguous_variant"


def test_last_from_the_end() -> None:
    assert bought(do(said("add", references=at("results", -1)))["cart"]) == [("tote-new", 1)]


def test_several_at_once_or_none() -> None:
    change = do(said("add", 2, references=at("results", 1, 3)))
    assert bought(change["cart"]) == [("mug-1", 2), ("tote-new", 2)]
    assert code(do(said("add", references=at("results", 1, 2)))) == "ambiguous_variant"


def test_a_position_that_is_not_shown() -> None:
    assert code(do(said("add", references=at("results", 9)))) == "unknown_product"


def test_nothing_shown() -> None:
    assert code(do(said("add"), screen=[])) == "unknown_product"


def test_which_one_is_asked_when_several_are_shown() -> None:
    change = do(said("add"))
    assert code(change) == "ambiguous_variant"
    assert change["ask"]


def test_a_name_points() -> None:
    assert bought(do(said("add", query="enamel mugs"))["cart"]) == [("mug-1", 1)]


def test_a_name_that_fits_nothing_is_not_the_only_product_shown() -> None:
    assert code(do(said("add", query="unicorn saddle"), screen=shown(MUG[0]))) == "unknown_product"


def test_a_product_that_left_the_catalogue() -> None:
    gone = [{"product_id": "gone", "variant_id": "gone-1", "title": "Gone"}]
    assert code(do(said("add", references=at("results", 1)), screen=gone)) == "unknown_product"


def test_a_product_without_a_price() -> None:
    assert code(do(said("add", references=at("results", 1)), screen=shown(SHIRT[0]))) == "unpriced"


def test_two_currencies_do_not_mix() -> None:
    intent = said("add", references=at("results", 1), constraints=[option("shoe size", "41")])
    assert code(do(intent, holding(MUG[0]), shown(BOOT[0]))) == "other_currency"


@pytest.mark.parametrize("kind", ["add", "change", "remove"])
@pytest.mark.parametrize(
    ("quantity", "expected"), [(0, "bad_quantity"), (-1, "bad_quantity"), (10**9, "quantity_over_limit")]
)
def test_absurd_quantities_change_nothing(kind: str, quantity: int, expected: str) -> None:
    cart = holding(MUG[0])
    before = copy.deepcopy(cart)
    where = "results" if kind == "add" else "cart"
    change = do(said(kind, quantity, references=at(where, 1)), cart)
    assert code(change) == expected
    assert change["cart"] is cart
    assert cart == before


def test_adding_twice_is_one_line_with_both_reasons() -> None:
    cart = holding(MUG[0], MUG[0])
    assert bought(cart) == [("mug-1", 2)]
    assert len(cart["lines"][0]["lineage"]) == 2
    assert cart["goods_minor"] == 2500


def test_merging_may_not_pass_the_limit() -> None:
    cart = holding(MUG[0], quantity=60)
    assert code(do(said("add", 41, references=at("results", 1)), cart)) == "quantity_over_limit"


def test_two_of_them_sets_the_quantity() -> None:
    change = do(said("change", 2, references=at("last")), holding(HOODIE[1]), last_line="hoodie-navy-M")
    assert change["action"] == "changed"
    assert bought(change["cart"]) == [("hoodie-navy-M", 2)]
    assert change["quantity"] == 2


def test_two_of_them_before_anything_was_added() -> None:
    change = do(said("change", 2, references=at("last")), screen=shown(MUG[0]))
    assert bought(change["cart"]) == [("mug-1", 2)]


def test_another_one_is_more_of_the_last_line() -> None:
    change = do(said("add", 1, references=at("last")), holding(HOODIE[1]), last_line="hoodie-navy-M")
    assert bought(change["cart"]) == [("hoodie-navy-M", 2)]


def test_it_is_the_newest_search_not_the_last_line() -> None:
    change = do(said("add", references=at("last")), holding(HOODIE[1]), shown(MUG[0]), last_line="hoodie-navy-M")
    assert bought(change["cart"]) == [("hoodie-navy-M", 1), ("mug-1", 1)]


def test_the_same_in_another_colour_is_a_second_line() -> None:
    intent = said("add", references=at("last"), constraints=[option("color", "black"), option("size", "M")])
    change = do(intent, holding(HOODIE[1]), last_line="hoodie-navy-M")
    assert bought(change["cart"]) == [("hoodie-navy-M", 1), ("hoodie-black-M", 1)]


def test_a_change_of_colour_keeps_the_size_and_the_quantity() -> None:
    change = do(
        said("change", references=at("cart", 1), constraints=[option("color", "black")]), holding(HOODIE[1], quantity=3)
    )
    assert bought(change["cart"]) == [("hoodie-black-M", 3)]


def test_a_change_into_a_line_that_is_there_merges() -> None:
    change = do(
        said("change", references=at("cart", 1), constraints=[option("size", "S")]), holding(HOODIE[1], HOODIE[0])
    )
    assert bought(change["cart"]) == [("hoodie-navy-S", 2)]


def test_change_line_1_to_3() -> None:
    change = do(said("change", 3, references=at("cart", 1)), holding(MUG[0], TOTE[1]))
    assert bought(change["cart"]) == [("mug-1", 3), ("tote-new", 1)]


def test_a_change_of_nothing_asks() -> None:
    assert do(said("change", references=at("cart", 1)), holding(MUG[0]))["ask"]


def test_naming_the_line_is_no_change_of_it() -> None:
    change = do(said("change", constraints=[option("category", "mug")], query="mug"), holding(MUG[0]))
    assert change["action"] == "none"
    assert change["ask"]


def test_remove_a_line_by_place_and_by_name() -> None:
    cart = holding(MUG[0], TOTE[1])
    assert bought(do(said("remove", references=at("cart", 1)), cart)["cart"]) == [("tote-new", 1)]
    assert bought(do(said("remove", query="canvas tote"), cart)["cart"]) == [("mug-1", 1)]


def test_remove_one_of_three() -> None:
    assert bought(do(said("remove", 1), holding(MUG[0], quantity=3))["cart"]) == [("mug-1", 2)]


@pytest.mark.parametrize("kind", ["change", "remove"])
def test_a_line_that_is_not_there(kind: str) -> None:
    assert code(do(said(kind, 2, references=at("cart", 5)), holding(MUG[0]))) == "not_in_cart"
    assert code(do(said(kind, 2, references=at("cart", 1)))) == "empty_cart"


def test_clear_and_view() -> None:
    cart = holding(MUG[0])
    assert do(said("clear_cart"), cart)["cart"] == {"lines": [], "currency": "USD", "goods_minor": 0}
    assert do(said("view_cart"), cart)["cart"] is cart


def test_other_kinds_leave_the_cart_alone() -> None:
    assert do(said("search"))["action"] == "none"


def test_a_line_knows_why() -> None:
    words = "the second one in size M"
    earlier = {**option("color", "navy"), "text": "navy", "turn": "t0"}
    size = {"attribute": "size", "op": "is", "value": "M", "span": [23, 24]}
    references = [{"where": "results", "positions": [2], "span": [0, 14]}]
    intent = said("add", references=references, constraints=[size])
    change = do(intent, utterance=words, constraints=[earlier])
    (lineage,) = change["cart"]["lines"][0]["lineage"]
    assert lineage["rank"] == 2
    assert words[slice(*lineage["span"])] == "the second one"
    assert [(each["text"], each["turn"]) for each in lineage["constraints"]] == [("navy", "t0"), ("M", "t1")]


def test_evidence_goes_with_the_same_picture_and_not_with_another_colour() -> None:
    seen: Any = {"hoodie-navy-S": [{"id": "e1", "attribute": "color", "claimed": "navy"}]}
    navy = do(said("add", references=at("results", 2), constraints=[option("size", "M")]), evidence=seen)
    assert [each["id"] for each in navy["cart"]["lines"][0]["evidence"]] == ["e1"]
    wish = [option("size", "M"), option("color", "black")]
    black = do(said("add", references=at("results", 2), constraints=wish), evidence=seen)
    assert black["cart"]["lines"][0]["evidence"] == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["add", "change", "remove", "clear_cart"]), st.integers(1, 3), st.integers(-2, 120))
    )
)
def test_goods_are_always_the_sum_and_no_line_is_out_of_bounds(steps: list[tuple[str, int, int]]) -> None:
    cart = empty_cart("USD")
    for kind, place, quantity in steps:
        where = "results" if kind == "add" else "cart"
        intent = said(kind, quantity, references=at(where, place))
        before = copy.deepcopy(cart)
        change = do(intent, cart, shown(MUG[0], TOTE[1], MUG[0]))
        assert cart == before
        cart = change["cart"]
        assert cart["goods_minor"] == sum(line["unit_minor"] * line["quantity"] for line in cart["lines"])
        assert all(1 <= line["quantity"] <= 100 for line in cart["lines"])
        assert len({line["variant_id"] for line in cart["lines"]}) == len(cart["lines"])


def coupon(op: str, code: str) -> dict[str, str]:
    return {"op": op, "code": code}


def test_a_coupon_is_kept_once_as_it_was_typed() -> None:
    cart = do(said("change", coupon=coupon("use", "H20")), holding(MUG[0]))["cart"]
    assert do(said("change", coupon=coupon("use", "h20")), cart)["cart"]["coupons"] == ["H20"]
    more = do(said("change", coupon=coupon("use", "SAVE10")), cart)
    assert (more["cart"]["coupons"], more["action"], bought(more["cart"])) == (
        ["H20", "SAVE10"],
        "coupon_used",
        [("mug-1", 1)],
    )
    assert do(said("change", coupon=coupon("remove", "h20")), more["cart"])["cart"]["coupons"] == ["SAVE10"]
    assert do(said("change", coupon=coupon("remove", "")), more["cart"])["cart"]["coupons"] == []
    assert do(said("add", references=at("results", 2)), cart)["violations"]  # a size is asked for
    added = do(said("add", references=at("results", 1), coupon=coupon("use", "X1")), cart)["cart"]
    assert (bought(added), added["coupons"]) == ([("mug-1", 2)], ["H20", "X1"])


def test_coupons_that_are_not_there_and_too_many() -> None:
    assert code(do(said("change", coupon=coupon("remove", "H20")), holding(MUG[0]))) == "unknown_coupon"
    assert code(do(said("change", coupon=coupon("remove", "")))) == "unknown_coupon"
    cart: Cart = {**holding(MUG[0]), "coupons": [f"C{number}" for number in range(5)]}
    refused = do(said("change", coupon=coupon("use", "C6")), cart)
    assert (code(refused), refused["cart"]) == ("bad_request", cart)
