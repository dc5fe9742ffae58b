"""Words for what was asked beside the sale. Facts come from the skill's data, and only from there."""

from __future__ import annotations

from typing import Any

from agents.reply.chinese_words import STATUS
from agents.reply.dates import day
from agents.reply.known import Facts

SHOWN_ATTRIBUTES = ("material", "use", "feature", "pattern", "fit", "style", "panel", "diagonal")


def told(skill: dict[str, Any], asked: list[dict[str, Any]], known: Facts) -> str:
    """The skill's data as sentences; empty when it has none."""
    data = skill["data"]
    if skill["name"] == "track":
        return "\n".join(_order(order, known) for order in data.get("orders", [])) or known.say("no_orders")
    if skill["name"] == "ask":
        return "\n".join(_answer(product, asked, known) for product in data.get("products", []))
    if skill["name"] == "compare":
        return "\n".join(_facts(number, product, known) for number, product in enumerate(data.get("products", []), 1))
    return _prices(data, known) if data.get("prices") else ""


def _order(order: dict[str, Any], known: Facts) -> str:
    lines = known.listed([f"{line['quantity']} × {line['title']}" for line in order["lines"]])
    status = STATUS.get(order["status"], order["status"]) if known.language == "zh" else order["status"]
    said = known.say("order", order=order["order_id"], status=status, lines=lines, total=_money(order["total"], known))
    window = order["delivery"]
    if not window:
        return said
    days = {key: day(window[key], known.language) for key in ("earliest", "latest")}
    return known.sentences([said, known.say("arrives", **days)])


def _answer(product: dict[str, Any], asked: list[dict[str, Any]], known: Facts) -> str:
    listed = {value for values in product["attributes"].values() for value in values}
    offered = {str(value).casefold() for values in product["options"].values() for value in values}
    said: list[str] = []
    for constraint in asked:
        value = constraint["value"]
        if isinstance(value, str):
            key = "is_listed" if value.casefold() in listed or value.casefold() in offered else "not_listed"
            said.append(known.say(key, title=product["title"], value=known.word(value, constraint["attribute"])))
    return known.sentences(said) or _facts(None, product, known)


def _facts(number: int | None, product: dict[str, Any], known: Facts) -> str:
    parts = [_money(product["price"], known)] if product["price"] else []
    for name in SHOWN_ATTRIBUTES:
        if values := product["attributes"].get(name):
            parts.append(known.listed([known.word(value, name) for value in values]))
    if product["delivery_days"] is not None:
        one = "days_one" if product["delivery_days"] == 1 else "days"
        parts.append(known.say(one, days=product["delivery_days"]))
    head = product["title"] if number is None else f"{number}. {product['title']}"
    return f"{head}：{'；'.join(parts)}。" if known.language == "zh" else f"{head}: {'; '.join(parts)}."


def _prices(data: dict[str, Any], known: Facts) -> str:
    prices = data["prices"]
    last, median = _money(prices["last"], known), prices.get("median")
    if not median:
        return known.say("price_now", title=data["title"], last=last)
    return known.say("price_history", title=data["title"], last=last, median=_money(median, known), days=prices["days"])


def _money(amount: dict[str, Any], known: Facts) -> str:
    return known.money(amount["minor"], amount["currency"])
