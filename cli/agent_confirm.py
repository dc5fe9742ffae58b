"""`truecart agent confirm`: whether an answer agrees to what was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from agents.intent.confirm.decision import read
from cli.agent_intent import message

if TYPE_CHECKING:
    from graph.services import Services


def answerer(services: Services) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Rows `{"question", "answer"}` to `{"decision": "affirm"|"negate"|"unclear", "p"}`.

    `p` is the probability that the answer agrees. Raises TruecartError as `agent intent` does.
    """
    longest = services.settings.max_message_chars

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        return dict(read(message(row.get("question"), longest), message(row.get("answer"), longest)))

    return answer
