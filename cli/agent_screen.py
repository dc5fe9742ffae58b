"""`truecart agent screen`: what the input guard makes of a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from guards.message import screen
from tools.errors import TruecartError

if TYPE_CHECKING:
    from graph.services import Services

ORIGINS = ("shopper", "data")


def answerer(services: Services) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Rows `{"text", "origin"?}` to `{"outcome", "codes", "text"}`; `origin` is shopper (the default) or data.

    An empty, over-long or unreadable text is a `block`. Raises TruecartError `bad_row` for a text that is none.
    """
    longest = services.settings.max_message_chars

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        text, origin = row.get("text"), row.get("origin", "shopper")
        if not isinstance(text, str):
            raise TruecartError("bad_row", "A row has a text.")
        if origin not in ORIGINS:
            raise TruecartError("bad_row", f"origin is one of {', '.join(ORIGINS)}.")
        return {**screen(text, origin=origin, max_chars=longest)}

    return answer
