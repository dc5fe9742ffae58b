"""What is asked or explained, in the shopper's language, when it is not clear what shall go back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guards.violations import Violation, violation
from tools.checkout.types import Order, OrderLine
from tools.money import display

LISTED = 5  # orders or lines that a question names
STATUS = {"paid": "已付款", "shipped": "已发货", "delivered": "已送达", "cancelled": "已取消", "returned": "已退货"}
SENTENCES = {
    "en": {
        "exchange": "An exchange is a return and a new purchase: say what goes back, then look for what you want.",
        "policy": "An order can be cancelled until it is shipped, and goods sent back for {days} days after delivery. "
        "Say for example “cancel my last order” or “return”, with what goes back.",
        "no_orders": "You have no orders here yet.",
        "unknown": "You have no order {order}.",
        "which_order": "Which order: {orders}? Say it with its number.",
        "which_line": "Which of {order}: {lines}? Name it, or say “return order {order}” for all of it.",
        "nothing_like": "I find nothing like “{words}” in what you bought: {orders}. Say the order's number.",
        "whole_only": "Only the whole order can be cancelled: say “cancel order {order}”.",
    },
    "zh": {
        "exchange": "换货就是退货再重新购买：请先说要退什么，再找您想要的。",
        "policy": "发货前可以取消订单，送达后 {days} 天内可以退货。例如说“取消刚才的订单”，或“退货”加上要退的商品。",
        "no_orders": "您在这里还没有订单。",
        "unknown": "您没有订单 {order}。",
        "which_order": "是哪个订单：{orders}？请说出订单号。",
        "which_line": "{order} 中的哪一件：{lines}？请说出名称，或说“退货 {order}”退回全部。",
        "nothing_like": "您买过的商品里没有“{words}”：{orders}。请说出订单号。",
        "whole_only": "只能取消整个订单：请说“取消订单 {order}”。",
    },
}


def exchange(language: str) -> Violation:
    message = SENTENCES[language]["exchange"]
    return violation("not_available", "intent.kind", message, instead=message)


def policy(language: str, days: int) -> Violation:
    return violation("ambiguous_order", "intent", SENTENCES[language]["policy"].format(days=days), days=days)


def no_orders(language: str) -> Violation:
    return violation("unknown_order", "intent.order_id", SENTENCES[language]["no_orders"])


def unknown(language: str, order_id: str) -> Violation:
    return violation("unknown_order", "intent.order_id", SENTENCES[language]["unknown"].format(order=order_id))


def which_order(language: str, orders: Sequence[Order]) -> Violation:
    message = SENTENCES[language]["which_order"].format(orders=_orders(language, orders))
    return violation("ambiguous_order", "intent.order_id", message, orders=_facts(orders))


def which_lines(language: str, lines: Sequence[OrderLine], order: Order) -> Violation:
    shown = "; ".join(_line(line) for line in lines[:LISTED])
    message = SENTENCES[language]["which_line"].format(order=order["order_id"], lines=shown)
    ids = [line["variant_id"] for line in lines]
    return violation("ambiguous_variant", "intent.references", message, order_id=order["order_id"], variants=ids)


def nothing_like(language: str, words: frozenset[str], orders: Sequence[Order]) -> Violation:
    said = " ".join(sorted(words))
    message = SENTENCES[language]["nothing_like"].format(words=said, orders=_orders(language, orders))
    return violation("not_in_order", "intent.references", message, orders=_facts(orders))


def whole_only(language: str, order: Order) -> Violation:
    message = SENTENCES[language]["whole_only"].format(order=order["order_id"])
    return violation("order_state", "intent.references", message, status=order["status"])


def _facts(orders: Sequence[Order]) -> list[dict[str, Any]]:
    """The amounts that the message names come from here."""
    return [{key: each[key] for key in ("order_id", "status", "total_minor", "currency")} for each in orders[:LISTED]]


def _orders(language: str, orders: Sequence[Order]) -> str:
    return "; ".join(_told(language, each) for each in orders[:LISTED])


def _told(language: str, order: Order) -> str:
    goods = ", ".join(f"{line['quantity']} × {line['title']}" for line in order["lines"])
    status = STATUS[order["status"]] if language == "zh" else order["status"]
    return f"{order['order_id']} ({goods}, {display(order['total_minor'], order['currency'])}, {status})"


def _line(line: OrderLine) -> str:
    options = ", ".join(line["options"].values())
    return f"{line['quantity']} × {line['title']}{f' ({options})' if options else ''}"
