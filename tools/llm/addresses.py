"""Where the language models are: one address for each endpoint that the settings name, in the order of preference."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import SecretStr

from tools.settings import Settings


@dataclass(frozen=True)
class Address:
    """`label` names the endpoint in logs and figures; the base URL may hold more than others should read."""

    label: Literal["first", "second"]
    base_url: str
    api_key: SecretStr
    model: str


def addresses(settings: Settings) -> list[Address]:
    """Those with a base URL."""
    first = Address("first", settings.llm_base_url, settings.llm_api_key, settings.llm_model)
    second = Address(
        "second",
        settings.llm_fallback_base_url,
        settings.llm_fallback_api_key,
        settings.llm_fallback_model or settings.llm_model,
    )
    return [each for each in (first, second) if each.base_url]
