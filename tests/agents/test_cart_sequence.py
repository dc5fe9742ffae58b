"""Several requests about the cart in one message."""

from __future__ import annotations

from typing import Any

from agents.cart import by_request, empty_cart, update_all
from guards.violations import violation
from tests.agents.test_cart import HOODIE, MUG, SCREEN, TOTE, Shelf, at, bought, option, said
from tools.checkout.types import Cart

STEP: dict[str, Any] = {
    "shown": SCREEN,
    "shelf": Shelf(),
    "evidence": {},
    "turn_id": "t1",
    "utterance": "the words that were said",
    "constraints": [],
}


def holding(*places: int) -> Cart:
    """A cart with these things of the screen in it."""
    size = {2: [option("size", "S")]}  # the second thing on the screen is the one with sizes
    adds = [said("add", references=at("results", place), constraints=size.get(place, [])) for place in places]
    return update_all(empty_cart("USD"), adds, **STEP)["cart"]


def test_it_is_what_the_request_before_has_touched() -> None:
    requests = [said("add", references=at("results", 1)), said("change", 2, references=at("last"))]
    change = update_all(empty_cart("USD"), requests, **STEP)
    assert bought(change["cart"]) == [(MUG[0].variant_id, 2)]
    assert [each["action"] for each in change["steps"]] == ["added", "changed"]


def test_places_in_the_cart_are_of_the_cart_that_was_seen() -> None:
    cart = holding(1, 2, 3)
    requests = [said("remove", references=at("cart", 1)), said("remove", references=at("cart", 2))]
    assert bought(update_all(cart, requests, **STEP)["cart"]) == [(TOTE[1].variant_id, 1)]
    requests = [said("add", references=at("results", 3)), said("remove", references=at("cart", -1))]
    assert bought(update_all(holding(1, 2), requests, **STEP)["cart"]) == [
        (MUG[0].variant_id, 1),
        (TOTE[1].variant_id, 1),
    ]


def test_what_the_message_has_added_stands_behind_the_cart_that_was_seen() -> None:
    requests = [said("add", references=at("results", 3)), said("change", 2, references=at("cart", 2))]
    assert bought(update_all(holding(1), requests, **STEP)["cart"]) == [
        (MUG[0].variant_id, 1),
        (TOTE[1].variant_id, 2),
    ]


def test_a_line_that_is_gone_is_not_another_one() -> None:
    requests = [said("remove", references=at("cart", 1)), said("remove", references=at("cart", 1))]
    change = update_all(holding(1, 3), requests, **STEP)
    assert len(change["cart"]["lines"]) == 2
    assert change["violations"][0]["code"] == "not_in_cart"
    assert change["violations"][0]["details"]["request"] == 2


def test_all_of_them_or_none() -> None:
    cart = holding(1)
    requests = [
        said("remove", references=at("cart", 1), words="remove the mug"),
        said("add", references=at("results", 2), words="add the hoodie"),
    ]
    change = update_all(cart, requests, **STEP)
    assert change["cart"] is cart
    (asked,) = change["violations"]
    assert (asked["code"], asked["details"]["request"]) == ("ambiguous_variant", 2)
    assert asked["details"]["words"] == "add the hoodie"


def test_a_look_at_the_cart_keeps_what_was_touched() -> None:
    change = update_all(empty_cart("USD"), [said("add", references=at("results", 1)), said("view_cart")], **STEP)
    assert change["variant_id"] == MUG[0].variant_id
    change = update_all(holding(1), [said("clear_cart"), said("view_cart")], **STEP)
    assert (change["cart"]["lines"], change["variant_id"]) == ([], None)


def test_what_is_wrong_with_a_line_is_told_of_the_request_that_touched_it() -> None:
    requests = [
        said("add", references=at("results", 1)),
        said("add", references=at("results", 2), constraints=[option("size", "L")]),
    ]
    change = update_all(empty_cart("USD"), requests, **STEP)
    assert bought(change["cart"])[1] == (HOODIE[2].variant_id, 1)
    (found,) = by_request([violation("out_of_stock", "cart.lines[1].quantity")], change["steps"], change["cart"])
    assert found["details"]["request"] == 2
    (found,) = by_request([violation("over_budget", "cart")], change["steps"], change["cart"])
    assert "details" not in found
