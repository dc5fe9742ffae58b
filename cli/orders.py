"""`truecart orders`: the merchant's side of what was bought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from cli import terminal
from tools.checkout.types import Order, OrderStatus, Refund
from tools.errors import TruecartError
from tools.money import display

if TYPE_CHECKING:
    from graph.services import Services


def list_orders(status: str, limit: int, as_json: bool) -> None:
    """The newest orders of this status, "all" for every one. Raises `bad_request` for a status that is none."""
    known = get_args(OrderStatus)
    wanted: OrderStatus | None = next((each for each in known if each == status), None)
    if wanted is None and status != "all":
        raise TruecartError("bad_request", f"The status is one of {', '.join(known)}, all.")
    found = _services().checkout.latest_orders(wanted, limit)
    if as_json:
        terminal.as_json({"orders": found})
    elif found:
        headings = ("order", "status", "shopper", "placed", "total", "given back", "goods")
        terminal.table(headings, [_cells(each) for each in found])
    else:
        terminal.say("There are no orders.")


def show(order_id: str, as_json: bool) -> None:
    """One order with its lines and every refund that was ever asked for. Raises `unknown_order`."""
    checkout = _services().checkout
    order, refunds = checkout.order(order_id), checkout.refunds_of(order_id)
    if as_json:
        terminal.as_json({"order": order, "refunds": refunds})
        return
    currency = order["currency"]
    facts = [("status", order["status"]), ("shopper", order["shopper"]), ("placed", order["created_at"])]
    facts += [("line", _goods(order, place)) for place in range(len(order["lines"]))]
    facts += [("total", display(order["total_minor"], currency))]
    facts += [("given back", display(order["refunded_minor"], currency))] if order["refunds"] else []
    facts += [(each["why"], _refund(each)) for each in refunds]
    terminal.table(("order", order_id), facts)


def ship(order_id: str, merchant: str, as_json: bool) -> None:
    """Record that the goods have left. Raises `unknown_order` or `order_state`."""
    _moved(_services().checkout.ship(order_id, merchant), as_json)


def deliver(order_id: str, merchant: str, as_json: bool) -> None:
    """Record that the goods have arrived. Raises `unknown_order` or `order_state`."""
    _moved(_services().checkout.deliver(order_id, merchant), as_json)


def _moved(order: Order, as_json: bool) -> None:
    if as_json:
        terminal.as_json({"order": order})
    else:
        print(f"{order['order_id']} is {order['status']}.")


def _cells(order: Order) -> tuple[Any, ...]:
    goods = ", ".join(f"{line['quantity']} × {line['title']}" for line in order["lines"])
    amounts = [display(order[name], order["currency"]) for name in ("total_minor", "refunded_minor")]  # type: ignore[literal-required]
    return (order["order_id"], order["status"], order["shopper"], order["created_at"], *amounts, goods)


def _goods(order: Order, place: int) -> str:
    line = order["lines"][place]
    options = ", ".join(line["options"].values())
    paid = line["line_minor"] - line["discount_minor"] + line["tax_minor"]
    named = f"{line['title']}{f' ({options})' if options else ''}"
    return f"{line['quantity']} × {named}: {display(paid, order['currency'])}"


def _refund(refund: Refund) -> str:
    units = ", ".join(f"{line['quantity']} × {line['title']}" for line in refund["lines"])
    return (
        f"{refund['refund_id']}: {refund['state']}, {display(refund['amount_minor'], refund['currency'])} for {units}"
    )


def _services() -> Services:
    from graph.services import Services
    from tools.settings import load

    return Services(load())
