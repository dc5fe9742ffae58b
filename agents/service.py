"""What a shopper asks beside the sale: orders, delivery, returns, prices, a product's facts, a comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypedDict

from agents import aftersale
from agents.cart.reference import in_results
from agents.cart.variant import option_names, values
from guards.violations import Violation, violation
from tools.catalog.types import PricePoint, Product, Variant
from tools.checkout.types import Order
from tools.clock import Clock, utc_now
from tools.errors import TruecartError
from tools.llm.contract import Intent, ShownProduct
from tools.services import delivery, prices
from tools.services.types import DeliveryWindow

DAYS = 30
RECENT_ORDERS = 5
INSTEAD = {
    "try_on": "Say your usual size, and ask about a product to see the sizes it is made in.",
    "human": "Nobody can be called into this chat yet. A purchase that needs a second look still goes to a reviewer.",
    "watch_price": "The price of the last 30 days is shown instead. Ask again whenever you like.",
}
WANTED = {
    "try_on": "Trying on",
    "human": "Talking to a person",
    "watch_price": "Watching a price",
}


class SkillResult(TypedDict):
    """`data` holds facts only, amounts as `{"minor", "currency"}`; `violations` what could not be done."""

    name: str
    data: dict[str, Any]
    violations: list[Violation]


class Orders(Protocol):
    """Where orders are kept; raises TruecartError `unknown_order`."""

    def order(self, order_id: str) -> Order: ...

    def orders_of(self, shopper: str) -> list[Order]: ...


class Shelf(Protocol):
    """Where products and their prices are looked up; raises `unknown_product` or `unknown_variant`."""

    def product(self, product_id: str) -> Product: ...

    def variant(self, variant_id: str) -> Variant: ...

    def variants_of(self, product_id: str) -> list[Variant]: ...

    def price_history(self, variant_id: str, days: int = DAYS) -> list[PricePoint]: ...

    def median_minor(self, variant_id: str, days: int = DAYS) -> int | None: ...


@dataclass(frozen=True)
class Question:
    """What was asked, by whom, and what is on the screen."""

    intent: Intent
    shopper: str
    checkout: Orders
    catalog: Shelf
    shown: list[ShownProduct]
    focus: str | None
    clock: Clock
    text: str = ""


def run(
    intent: Intent,
    *,
    shopper: str,
    checkout: Orders,
    catalog: Shelf,
    shown: list[ShownProduct],
    focus: str | None = None,
    clock: Clock = utc_now,
    text: str = "",
) -> SkillResult:
    """The answer to a question of the kinds track, ask, compare, watch_price, return, try_on and human.

    `focus` is the variant that was looked at last, `text` the message itself. A shopper sees their own orders only:
    another's is unknown_order.
    """
    skills: dict[str, Callable[[Question], SkillResult]] = {
        "track": _track,
        "ask": _facts,
        "compare": _compare,
        "watch_price": _prices,
        "return": _return,
    }
    question = Question(intent, shopper, checkout, catalog, shown, focus, clock, text)
    skill = skills.get(intent["kind"])
    if skill is None:
        return _result(intent["kind"], {}, _unbuilt(intent["kind"]))
    try:
        return skill(question)
    except TruecartError as problem:
        return _result(intent["kind"], {}, violation(problem.code, "intent", problem.message))


def _track(question: Question) -> SkillResult:
    wanted = question.intent.get("order_id")
    orders = question.checkout.orders_of(question.shopper)
    if wanted:
        orders = [order for order in orders if order["order_id"].casefold() == wanted.casefold()]
        if not orders:
            message = f"You have no order {wanted}."
            return _result("track", {"orders": []}, violation("unknown_order", "intent.order_id", message))
    newest = sorted(orders, key=lambda order: order["created_at"], reverse=True)[:RECENT_ORDERS]
    return _result("track", {"orders": [_tracked(order, question.clock) for order in newest]})


def _tracked(order: Order, clock: Clock) -> dict[str, Any]:
    return {
        "order_id": order["order_id"],
        "status": order["status"],
        "created_at": order["created_at"],
        "total": {"minor": order["total_minor"], "currency": order["currency"]},
        "lines": [{"title": line["title"], "quantity": line["quantity"]} for line in order["lines"]],
        "delivery": _expected(order, clock),
    }


def _expected(order: Order, clock: Clock) -> DeliveryWindow | None:
    """When it should come; nothing for what has come, or never will."""
    if order["status"] not in ("paid", "shipped"):
        return None
    return delivery.window(order["created_at"], order["delivery_days"], clock())


def _return(question: Question) -> SkillResult:
    """What would be cancelled or sent back, for the shopper to see; nothing is asked for or moved here."""
    orders = question.checkout.orders_of(question.shopper)
    meant, problem = aftersale.wanted(question.intent, question.text, orders)
    if meant is None:
        return _result("return", {}, *([problem] if problem else []))
    order = next(each for each in orders if each["order_id"] == meant["order_id"])
    return _result("return", {"orders": [_tracked(order, question.clock)], "wanted": meant})


def _facts(question: Question) -> SkillResult:
    found = _meant(question)
    if not found:
        return _result("ask", {}, _which(question))
    return _result("ask", {"products": [_described(question, *each) for each in found]})


def _compare(question: Question) -> SkillResult:
    found = _meant(question)
    if len(found) < 2:
        found = [_card(question, each) for each in question.shown]
    if len(found) < 2:
        message = "There have to be two products on the screen to compare. Say what you are looking for first."
        return _result("compare", {}, violation("unknown_product", "intent.references", message))
    return _result("compare", {"products": [_described(question, *each) for each in found]})


def _prices(question: Question) -> SkillResult:
    found = _meant(question)
    if not found:
        return _result("watch_price", {}, _which(question))
    product, variant = found[0]
    data: dict[str, Any] = {"product_id": product.product_id, "variant_id": variant.variant_id, "title": product.title}
    if variant.price is not None:
        history = question.catalog.price_history(variant.variant_id, DAYS)
        median = question.catalog.median_minor(variant.variant_id, DAYS)
        data["prices"] = prices.summary(variant.price, history, median, DAYS)
    return _result("watch_price", data, _unbuilt("watch_price"))


def _described(question: Question, product: Product, variant: Variant) -> dict[str, Any]:
    variants = question.catalog.variants_of(product.product_id)
    return {
        "product_id": product.product_id,
        "variant_id": variant.variant_id,
        "title": product.title,
        "price": variant.price.as_json() if variant.price else None,
        "seller": product.seller,
        "delivery_days": product.delivery_days,
        "in_stock": sum(each.stock for each in variants) > 0,
        "options": {name: values(variants, name) for name in option_names(variants)},
        "attributes": {name: list(listed) for name, listed in product.attributes.items()},
        "restrictions": list(product.restrictions),
    }


def _meant(question: Question) -> list[tuple[Product, Variant]]:
    """The products the words point at, else the one in focus, else the only one shown."""
    focused = next((each for each in question.shown if each["variant_id"] == question.focus), None)
    pointed = in_results(question.intent, question.shown, question.focus, focused["product_id"] if focused else None)
    if pointed.outside:
        return []
    if pointed.places:
        return [_card(question, question.shown[place]) for place in pointed.places]
    if question.focus:
        variant = question.catalog.variant(question.focus)
        return [(question.catalog.product(variant.product_id), variant)]
    return []


def _card(question: Question, shown: ShownProduct) -> tuple[Product, Variant]:
    return question.catalog.product(shown["product_id"]), question.catalog.variant(shown["variant_id"])


def _which(question: Question) -> Violation:
    count = len(question.shown)
    if not count:
        message = "Nothing is on the screen yet. Say what you are looking for first."
        return violation("unknown_product", "intent.references", message)
    return violation("ambiguous_variant", "intent.references", f"Which one: 1 to {count}?", shown=count)


def _unbuilt(kind: str) -> Violation:
    wanted = WANTED.get(kind, "That")
    instead = INSTEAD.get(kind, "Ask for “help” to see what can be done here.")
    return violation("not_available", "intent.kind", f"{wanted} is not built yet. {instead}", instead=instead)


def _result(name: str, data: dict[str, Any], *violations: Violation) -> SkillResult:
    return {"name": name, "data": data, "violations": list(violations)}
