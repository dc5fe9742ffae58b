"""`truecart agent intent`: a message, with what went before, to what is meant by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from agents.intent import parse
from tools.errors import TruecartError
from tools.llm.contract import Intent, IntentContext

if TYPE_CHECKING:
    from graph.services import Services
    from tools.catalog.types import Vocabulary

_LISTS = ("constraints", "shown", "cart")


def answerer(services: Services) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Rows `{"text", "context"?}` to an `Intent`, by the model where one is set and answers, else by the embedded
    parser (`source` says which).

    Raises TruecartError `message_not_text`, `empty_message`, `message_too_long` or `bad_row`.
    """
    longest = services.settings.max_message_chars

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        text = message(row.get("text"), longest)
        return dict(_read(services, text, services.catalog.vocabulary(), context(row.get("context"))))

    return answer


def message(text: Any, longest: int) -> str:
    """The text itself when a shop would read it."""
    if text is None:
        raise TruecartError("bad_row", "The row has no text.")
    if not isinstance(text, str):
        raise TruecartError("message_not_text", f"The text is not a string but {type(text).__name__}.")
    if not text.strip():
        raise TruecartError("empty_message")
    if len(text) > longest:
        raise TruecartError("message_too_long", f"The text has {len(text):,} characters; {longest:,} are read.")
    return text


def context(given: Any) -> IntentContext:
    """The context of a row, checked as far as the parser relies on it. Raises TruecartError `bad_row`."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise TruecartError("bad_row", "The context is not an object.")
    for key in _LISTS:
        items = given.get(key) or []
        if not isinstance(items, list) or not all(isinstance(each, dict) for each in items):
            raise TruecartError("bad_row", f"context.{key} is not a list of objects.")
        needed = ("attribute", "op", "value") if key == "constraints" else ("title",)
        if any(name not in each for each in items for name in needed):
            raise TruecartError("bad_row", f"Each of context.{key} needs {', '.join(needed)}.")
        if any(not isinstance(each.get("title", ""), str) for each in items):
            raise TruecartError("bad_row", f"context.{key}: a title is text.")
        if any(type(each["price_minor"]) is not int for each in items if "price_minor" in each):
            raise TruecartError("bad_row", f"context.{key}: price_minor is a whole number.")
    return {key: value for key, value in given.items() if key in IntentContext.__annotations__ and value is not None}


def _read(services: Services, text: str, vocabulary: Vocabulary, before: IntentContext) -> Intent:
    model = services.model
    if model is not None:
        from agents.intent.model.parser import parse_with_model

        try:
            return parse_with_model(model, text, vocabulary, before, services.settings.llm_seconds)
        except TruecartError as problem:
            if problem.code not in ("llm_unavailable", "llm_malformed"):
                raise
    return parse(text, vocabulary, before)
