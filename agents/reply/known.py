"""All that a reply is made of, and the small words that every part of it needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from agents.reply.chinese_words import in_chinese
from agents.reply.phrases import PHRASES
from agents.reply.spoken import language_of
from guards.violations import Violation
from tools.money import display

LOCALES = {"en": "en_US", "zh": "zh_CN"}
Say = Callable[..., str]


@dataclass(frozen=True)
class Facts:
    """The state after the turn, all its violations, the shop's currency, and the language to answer in."""

    state: dict[str, Any]
    violations: list[Violation]
    currency: str
    language: str

    @property
    def kind(self) -> str:
        intent = self.state.get("intent")
        presented = self.state.get("presented") or self.state.get("decision")
        return "approval" if presented else intent["kind"] if intent else "unclear"

    @cached_property
    def titles(self) -> dict[str, str]:
        """The names of what is on the screen and in the cart, by product_id and by variant_id."""
        lines = (self.state.get("cart") or {}).get("lines", [])
        things = [*lines, *(self.state.get("shown") or []), *(self.state.get("results") or [])]
        return {each[key]: each["title"] for each in things for key in ("product_id", "variant_id") if key in each}

    def say(self, key: str, **values: Any) -> str:
        return PHRASES[self.language][key].format(**values)

    def money(self, minor: int, currency: str = "") -> str:
        """An amount in the reader's notation; the shop's currency unless another is given."""
        return display(minor, currency or self.currency, LOCALES[self.language])

    def word(self, value: Any, attribute: str = "") -> str:
        """A value of the vocabulary in the reply's language."""
        return in_chinese(str(value), attribute) if self.language == "zh" else str(value)

    def sentences(self, parts: Sequence[str]) -> str:
        """Sentences one behind the other; Chinese ones have no space between them."""
        return ("" if self.language == "zh" else " ").join(part.strip() for part in parts if part)

    def listed(self, words: Sequence[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(words)

    def quoted(self, words: Sequence[str]) -> str:
        return self.listed([f"“{word}”" for word in words])


def facts(state: dict[str, Any], violations: list[Violation], currency: str, earlier: Sequence[str] = ()) -> Facts:
    """`earlier` are the shopper's messages before this one, newest last: "M" is answered in their language."""
    text = (state.get("turn") or {}).get("text", "")
    unread = state.get("refused") or state.get("presented")
    parsed = None if unread and text else (state.get("intent") or {}).get("language")
    return Facts(state, violations, currency, language_of(parsed, text, earlier))
