"""How an endpoint is told to answer in JSON: by the schema, by `json_object`, or in words alone."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from tools.llm.contract import Message
from tools.llm.failure import CallFailed

Format = Literal["json_schema", "json_object", "none"]
ORDER: tuple[Format, ...] = ("json_schema", "json_object", "none")
Ask = Callable[[list[Message], dict[str, Any] | None], Awaitable[str]]


class Formats:
    """Remembers the best `response_format` that the endpoint did not refuse."""

    def __init__(self) -> None:
        self.known: Format = "json_schema"

    async def reply(self, ask: Ask, messages: list[Message], schema: dict[str, Any] | None) -> str:
        """One reply; with a schema it is the text of a JSON object with some of what the schema requires.

        Raises CallFailed. A 400 or 422 to one format is followed by the next; when none is taken, it was not about
        the format and nothing is remembered.
        """
        if schema is None:
            return await ask(messages, None)
        for wanted in ORDER[ORDER.index(self.known) :]:
            try:
                text = await ask(_told(messages, schema, wanted), _asked(schema, wanted))
            except CallFailed as problem:
                if problem.status not in (400, 422) or wanted == ORDER[-1]:
                    raise
                continue
            self.known = wanted
            return _object(text, schema)
        raise AssertionError("the last format answers or raises")


def _asked(schema: dict[str, Any], wanted: Format) -> dict[str, Any] | None:
    if wanted == "json_schema":
        return {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": schema}}
    return {"type": "json_object"} if wanted == "json_object" else None


def _told(messages: list[Message], schema: dict[str, Any], wanted: Format) -> list[Message]:
    """Without the schema in the request it must be in the words."""
    if wanted == "json_schema":
        return messages
    rule = "Answer with one JSON object and nothing else. Its JSON schema: " + json.dumps(schema, ensure_ascii=False)
    at = next((index for index, (role, _) in enumerate(messages) if role != "system"), 0)
    if at == 0:
        return [("system", rule), *messages]
    role, content = messages[at - 1]  # many endpoints take one system message only
    return [*messages[: at - 1], (role, f"{content}\n\n{rule}"), *messages[at:]]


def _object(text: str, schema: dict[str, Any]) -> str:
    """The reply without the fence that models like to put around it."""
    text = text.strip()
    if text.startswith("```") and "{" in text and "}" in text:
        text = text[text.index("{") : text.rindex("}") + 1]
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise CallFailed("malformed", "The reply is not JSON.") from problem
    if not isinstance(found, dict):
        raise CallFailed("malformed", "The reply is not a JSON object.")
    wanted = schema.get("required", ())
    if wanted and not any(name in found for name in wanted):  # one that is missing is for the caller to judge
        raise CallFailed("malformed", "The reply has nothing of what was asked for.")
    return text
