"""A language model that answers what it was told to."""

from __future__ import annotations

from typing import Any

from tools.llm.contract import Level, Message, Purpose


class Told:
    name = "told"

    def __init__(self, content: str) -> None:
        self.content = content

    def level(self) -> Level:
        return "full"

    def complete(
        self,
        messages: list[Message],
        *,
        schema: dict[str, Any] | None = None,
        deadline_s: float,
        purpose: Purpose = "parse",
    ) -> str:
        assert messages
        assert deadline_s > 0
        assert schema is not None
        assert purpose == "parse"
        return self.content
