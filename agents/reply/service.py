"""Words for what was asked beside the sale. Facts come from the skill's data, and only from there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tools.money import display

Say = Callable[..., str]
SHOWN_ATTRIBUTES = ("material", "use", "feature", "pattern", "fit", "style", "panel", "diagonal")


def told(skill: dict[str, Any], asked: list[dict[str, Any]], say: Say) -> str:
    """The skill's data as sentences; empty when it has none."""
    data = skill["data"]
    if skill["name"] == "track":
        return "\n".join(_order(order, say) for order in data.get("orders", [])) or say("no_orders")
    if skill["name"] == "ask":
        return "\n".join(_answer(product, asked, say) for product in data.get("products", []))
    if skill["name"] == "compare":
        return "\n".join(_facts(number, product, say) for number, product in enumerate(data.get("products", []), 1))
    return _prices(data, say) if data.get("prices") else ""


def _order(order: dict[str, Any], say: Say) -> str:
    lines = ", ".join(f"{line['quantity']} × {line['title']}" for line in order["lines"])
    window = order["delivery"]
    when = say("arrives", earliest=window["earliest"], latest=window["latest"]) if window else ""
    return (
        say("order", order=order["order_id"], status=order["status"], lines=lines, total=_money(order["total"])) + when
    )


def _answer(product: dict[str, Any], asked: list[dict[str, Any]], say: Say) -> str:
    listed = {value: name for name, values in product["attributes"].items() for value in values}
    offered = {str(value).casefold() for values in product["options"].values() for value in values}
    said: list[str] = []
    for constraint in asked:
        value = constraint["value"]
        if isinstance(value, str):
            known = value.casefold() in listed or value.casefold() in offered
            said.append(say("is_listed" if known else "not_listed", title=product["title"], value=value))
    return " ".join(said) or _facts(None, product, say)


def _facts(number: int | None, product: dict[str, Any], say: Say) -> str:
    parts = [_money(product["price"])] if product["price"] else []
    parts += [", ".join(product["attributes"][name]) for name in SHOWN_ATTRIBUTES if product["attributes"].get(name)]
    if product["delivery_days"] is not None:
        parts.append(say("days", days=product["delivery_days"]))
    head = product["title"] if number is None else f"{number}. {product['title']}"
    return f"{head}: {'; '.join(parts)}."


def _prices(data: dict[str, Any], say: Say) -> str:
    prices = data["prices"]
    median = prices.get("median")
    if not median:
        return say("price_now", title=data["title"], last=_money(prices["last"]))
    return say(
        "price_history", title=data["title"], last=_money(prices["last"]), median=_money(median), days=prices["days"]
    )


def _money(amount: dict[str, Any]) -> str:
    return display(amount["minor"], amount["currency"])
