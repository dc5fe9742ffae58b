from __future__ import annotations

import statistics
from datetime import UTC, datetime
from typing import Any

import pytest

from agents.service import SkillResult, run
from tools.catalog.types import PricePoint, Product, Variant
from tools.errors import TruecartError
from tools.money import Money

MUG = Variant("mug-1", "mug", {"color": "white"}, Money(1250, "USD"), 9)
TV = [Variant(f"tv-{n}", "tv", {"size": f"{n}"}, Money(90_000, "USD"), stock) for n, stock in ((42, 0), (55, 2))]
PRODUCTS = {"mug": Product("mug", "Enamel Mug", seller="Kiln", delivery_days=2), "tv": Product("tv", "Bright TV")}
VARIANTS = {"mug": [MUG], "tv": TV}
SHOWN: list[Any] = [
    {"product_id": "mug", "variant_id": "mug-1", "title": "Enamel Mug"},
    {"product_id": "tv", "variant_id": "tv-42", "title": "Bright TV"},
]
PAST: dict[str, list[PricePoint]] = {
    "mug-1": [
        {"at": f"2026-11-{day:02}T00:00:00.000Z", "minor": minor} for day, minor in ((1, 900), (5, 1015), (9, 1100))
    ]
}


class Shelf:
    """A mug and a television."""

    def product(self, product_id: str) -> Product:
        return PRODUCTS[product_id]

    def variants_of(self, product_id: str) -> list[Variant]:
        return VARIANTS[product_id]

    def variant(self, variant_id: str) -> Variant:
        for each in [MUG, *TV]:
            if each.variant_id == variant_id:
                return each
        raise TruecartError("unknown_variant")

    def price_history(self, variant_id: str, days: int = 30) -> list[PricePoint]:
        return PAST[variant_id][-days:]

    def median_minor(self, variant_id: str, days: int = 30) -> int | None:
        return statistics.median_low(point["minor"] for point in PAST[variant_id][-days:])


def order(order_id: str, shopper: str, created_at: str = "2026-11-20T09:00:00.000Z") -> Any:
    lines = [{"variant_id": "mug-1", "title": "Enamel Mug", "quantity": 2, "options": {}}]
    facts = {"order_id": order_id, "shopper": shopper, "status": "paid", "created_at": created_at, "lines": lines}
    return {**facts, "refunds": [], "total_minor": 3099, "currency": "USD", "delivery_days": 2}


class Orders:
    """Two orders of ada's, one of bo's."""

    def order(self, order_id: str) -> Any:
        return next(
            each for shopper in ("ada", "bo") for each in self.orders_of(shopper) if each["order_id"] == order_id
        )

    def orders_of(self, shopper: str) -> list[Any]:
        return {
            "ada": [order("o-1", "ada", "2026-11-02T09:00:00.000Z"), order("o-2", "ada")],
            "bo": [order("o-9", "bo")],
        }.get(shopper, [])


def ask(
    kind: str, shopper: str = "ada", shown: list[Any] = SHOWN, focus: str | None = None, **intent: Any
) -> SkillResult:
    base: Any = {"kind": kind, "constraints": [], "quantity": None, "language": "en", "confidence": 1.0}
    return run(
        {**base, "source": "embedded", **intent},
        shopper=shopper,
        checkout=Orders(),
        catalog=Shelf(),
        shown=shown,
        focus=focus,
        clock=lambda: datetime(2026, 11, 22, tzinfo=UTC),
    )


def codes(result: SkillResult) -> list[str]:
    return [each["code"] for each in result["violations"]]


def at(*positions: int) -> list[dict[str, Any]]:
    return [{"where": "results", "positions": list(positions), "span": [0, 1]}]


def test_my_orders_newest_first_with_a_window() -> None:
    found = ask("track")["data"]["orders"]
    assert [each["order_id"] for each in found] == ["o-2", "o-1"]
    assert found[0]["delivery"] == {"earliest": "2026-11-24", "latest": "2026-11-26", "passed": False}
    assert found[1]["delivery"]["passed"]
    assert found[0]["total"] == {"minor": 3099, "currency": "USD"}


def test_one_order_by_its_number() -> None:
    assert [each["order_id"] for each in ask("track", order_id="O-1")["data"]["orders"]] == ["o-1"]


def test_another_shoppers_order_does_not_exist() -> None:
    another, none = ask("track", order_id="o-9"), ask("track", order_id="o-404")
    assert codes(another) == codes(none) == ["unknown_order"]
    assert another["data"] == none["data"] == {"orders": []}


def test_no_orders_yet() -> None:
    result = ask("track", shopper="eve")
    assert result["data"] == {"orders": []}
    assert not result["violations"]


def test_the_facts_of_the_product_that_was_pointed_at() -> None:
    (facts,) = ask("ask", references=at(1))["data"]["products"]
    assert facts["delivery_days"] == 2
    assert facts["seller"] == "Kiln"
    assert facts["price"] == {"minor": 1250, "currency": "USD"}


def test_the_facts_of_what_is_in_focus() -> None:
    (facts,) = ask("ask", focus="tv-55")["data"]["products"]
    assert facts["variant_id"] == "tv-55"
    assert facts["options"] == {"size": ["55"]}


def test_which_one_when_nothing_points() -> None:
    assert codes(ask("ask")) == ["ambiguous_variant"]
    assert codes(ask("ask", shown=[])) == ["unknown_product"]
    assert codes(ask("ask", references=at(7))) == ["ambiguous_variant"]


def test_a_comparison_takes_those_named_or_all() -> None:
    assert [each["product_id"] for each in ask("compare")["data"]["products"]] == ["mug", "tv"]
    assert [each["product_id"] for each in ask("compare", references=at(2, 1))["data"]["products"]] == ["tv", "mug"]
    assert codes(ask("compare", shown=SHOWN[:1])) == ["unknown_product"]


def test_watching_is_not_built_but_the_prices_are_told() -> None:
    result = ask("watch_price", references=at(1))
    assert codes(result) == ["not_available"]
    assert result["data"]["prices"]["median"] == {"minor": 1015, "currency": "USD"}
    assert result["data"]["prices"]["standing"] == "above"


def test_a_product_that_left_the_catalogue() -> None:
    assert codes(ask("ask", focus="gone-1")) == ["unknown_variant"]


@pytest.mark.parametrize("kind", ["try_on", "human"])
def test_what_is_not_built_says_so_and_what_to_do(kind: str) -> None:
    (found,) = ask(kind)["violations"]
    assert found["code"] == "not_available"
    assert found["details"]["instead"] in found["message"]


def test_a_return_is_shown_and_not_made() -> None:
    result = ask("return", order_id="o-1")
    assert result["data"]["wanted"] == {"why": "cancel", "order_id": "o-1", "lines": None}
    assert [each["order_id"] for each in result["data"]["orders"]] == ["o-1"]
    assert codes(ask("return", order_id="o-9")) == ["unknown_order"]
    assert codes(ask("return")) == ["ambiguous_order"]
