"""The endpoints of the language model as one: what a turn asks, and what it gets when they are slow, full or away."""

from __future__ import annotations

from typing import Any

from tools.llm.client import ModelClient
from tools.llm.contract import Level, Message, Purpose
from tools.settings import Settings


class ModelPool:
    """The configured endpoints behind `tools.llm.contract.LanguageModel`."""

    def __init__(self, settings: Settings) -> None:
        self._client = ModelClient(settings)

    @property
    def name(self) -> str:
        return self._client.name

    def level(self) -> Level:
        return "full"

    def complete(
        self,
        messages: list[Message],
        *,
        schema: dict[str, Any] | None = None,
        deadline_s: float,
        purpose: Purpose = "parse",  # noqa: ARG002  part of the contract
    ) -> str:
        """See `LanguageModel.complete`."""
        return self._client.complete(messages, schema=schema, deadline_s=deadline_s)

    def close(self) -> None:
        self._client.close()
