"""`truecart why` and `truecart audit verify`: what the record says, and whether it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli import terminal
from tools.money import display

if TYPE_CHECKING:
    from graph.services import Services


def why(order_id: str, as_json: bool) -> None:
    """The lineage of each line of the order. Raises `unknown_order`."""
    answer = _services().checkout.why(order_id)
    if as_json:
        terminal.as_json(answer)
    else:
        for line in told(answer):
            print(line)


def verify(as_json: bool) -> bool:
    """Recompute the chain and say whether it holds."""
    found = _services().audit.verify()
    if as_json:
        terminal.as_json(found)
    elif found["ok"]:
        print(f"The audit chain is whole: {found['events']} events, head {found['head'][:16]}.")
    else:
        terminal.say(
            f"The audit chain is broken at event {found['broken_at']}: {found.get('reason', '')} (audit_broken)"
        )
    return bool(found["ok"])


def told(answer: dict[str, Any]) -> list[str]:
    """The answer of `Checkout.why` as lines for people."""
    order = answer["order"]
    currency = order["currency"]
    lines = [f"order {order['order_id']}: {order['status']}, {display(order['total_minor'], currency)}"]
    for line in order["lines"]:
        options = ", ".join(line["options"].values())
        price = display(line["line_minor"], currency)
        lines.append(f"{line['quantity']} × {line['title']}{f' ({options})' if options else ''}: {price}")
        lines += [f"  {reason}" for reason in line["why"]]
    return lines


def _services() -> Services:
    from graph.services import Services
    from tools.settings import load

    return Services(load())
