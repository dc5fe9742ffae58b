"""One request as a turn takes it: what the parser reads, held back where the words ask for nothing to be done."""

from __future__ import annotations

from agents.intent import openings
from agents.intent.parse import parse
from agents.intent.tokens import fold
from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent, IntentContext

CART = frozenset({"add", "change", "remove", "view_cart", "clear_cart"})
_WISHES = frozenset({"search", "refine", "unclear"})
_DONE = frozenset({"add", "change", "remove", "clear_cart", "checkout"})
_POINTING = frozenset({"add", "change", "remove", "ask", "compare", "try_on"})


def read_one(words: str, vocabulary: Vocabulary, context: IntentContext) -> Intent:
    """What one request means, by the embedded parser.

    What is forbidden ("don't add it") or only supposed ("what if I add it?") is not done; a question about delivery or
    returns is one even where it would make a wish on its own; a price that tells one thing from others is no wish.
    """
    intent = _without_described_price(parse(words, vocabulary, context))
    if openings.is_negated(intent["kind"], fold(words)) and "coupon" not in intent:
        return {**intent, "kind": "cancel", "confidence": min(intent["confidence"], 0.8)}
    if intent["kind"] in _DONE and openings.is_supposed(fold(words)):
        return {**intent, "kind": "ask", "confidence": min(intent["confidence"], 0.6)}
    if intent["kind"] in _WISHES and openings.begins("ask", fold(words)) and openings.is_plain("ask", fold(words)):
        return {**intent, "kind": "ask", "confidence": max(intent["confidence"], 0.8)}
    return intent


def _without_described_price(intent: Intent) -> Intent:
    """ "Add the cheaper one" names a thing by its price and wishes for none."""
    places = [each["span"] for each in intent.get("references", []) if each["positions"]]
    if intent["kind"] not in _POINTING or not places:
        return intent
    kept = [
        each
        for each in intent["constraints"]
        if each["attribute"] != "price"
        or not any(at[0] <= each["span"][0] and each["span"][1] <= at[1] for at in places)
    ]
    return {**intent, "constraints": kept} if len(kept) < len(intent["constraints"]) else intent
