"""`truecart agent money`: the amounts of money in a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from agents.intent.money.running_text import amounts
from cli.agent_intent import message
from tools.errors import TruecartError
from tools.money import exponent

if TYPE_CHECKING:
    from graph.services import Services

DEFAULT_CURRENCY = "USD"


def answerer(services: Services) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Rows `{"text", "currency"?}` to `{"amounts": [{"minor", "currency", "op", "span"[, "minor_max"]}]}`.

    `currency` is what "$" or a bare number means, USD by default. Raises TruecartError as `agent intent` does, and
    `bad_row` for an unknown currency.
    """
    longest = services.settings.max_message_chars

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        currency = row.get("currency") or DEFAULT_CURRENCY
        try:
            exponent(currency)
        except (TruecartError, TypeError) as problem:
            raise TruecartError("bad_row", f"{currency!r} is not an ISO 4217 currency code.") from problem
        return {"amounts": amounts(message(row.get("text"), longest), currency)}

    return answer
