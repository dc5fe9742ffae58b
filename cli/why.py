"""`truecart why` and `truecart audit verify`: what the record says, and whether it is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli import terminal
from tools.errors import TruecartError
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
            print(terminal.clean(line))


def verify(as_json: bool) -> None:
    """Recompute the chain and say that it holds. Raises `audit_broken` with the first event that does not."""
    found = _services().audit.verify()
    if as_json:
        terminal.as_json(found)
    elif found["ok"]:
        print(f"The audit chain is whole: {found['events']} events, head {found['head'][:16]}.")
    if not found["ok"]:
        message = f"The audit chain is broken at event {found['broken_at']}: {found.get('reason', 'unknown')}."
        raise TruecartError("audit_broken", message, broken_at=found["broken_at"])


def told(answer: dict[str, Any]) -> list[str]:
    """The answer of `Checkout.why` as lines for people."""
    currency = answer["currency"]
    lines = [f"order {answer['order_id']} of {answer['shopper']}: {answer['status']}, placed {answer['created_at']}"]
    for line in answer["lines"]:
        lines += _line(line, currency)
    quote, payment = answer["quote"], answer["payment"]
    lines.append(f"quote {quote['quote_id']}: {display(quote['total_minor'], currency)} to {quote['payee']}")
    lines.append(f"  digest {quote['digest']}, issued {quote['issued_at']}")
    for each in answer["approvals"]:
        lines.append(_approval(each))
    if payment:
        amount = display(payment["amount_minor"], payment["currency"])
        lines.append(f"payment {payment['payment_id']}: {payment['state']}, {amount} through {payment['gateway']}")
    for refund in answer["refunds"]:
        amount = display(refund["amount_minor"], refund["currency"])
        units = ", ".join(f"{line['quantity']} × {line['title']}" for line in refund["lines"])
        lines.append(f"refund {refund['refund_id']} ({refund['why']}): {refund['state']}, {amount} for {units}")
        lines += [f"  {_approval(each)}" for each in refund["approvals"]]
    lines += [f"event {each['seq']}: {each['event']} by {each['actor']} at {each['at']}" for each in answer["audit"]]
    return lines


def _approval(approval: dict[str, Any]) -> str:
    who = f" by {approval['decided_by']} at {approval['decided_at']}" if approval["decided_by"] else ""
    return f"approval of the {approval['role']}: {approval['status']}{who} ({', '.join(approval['reasons'])})"


def _line(line: dict[str, Any], currency: str) -> list[str]:
    options = ", ".join(line["options"].values())
    price = display(line["line_minor"], currency)
    lines = [f"{line['quantity']} × {line['title']}{f' ({options})' if options else ''}: {price}"]
    lines += [f"  words: {origin['utterance']}" for origin in line["lineage"]]
    return lines + [f"  why: {reason}" for reason in line["why"]]


def _services() -> Services:
    from graph.services import Services
    from tools.settings import load

    return Services(load())
