"""From what was read to the `Intent`: pronouns resolved, leftovers to the query or to what is said to be ignored."""

from __future__ import annotations

import re

from agents.intent import references
from agents.intent.english import cues
from agents.intent.english.words import CART_WORDS
from agents.intent.judgement import Judgement, leftover
from agents.intent.reading import Reading
from tools.llm.contract import Constraint, Intent, Reference

_POINTING = frozenset({"add", "change", "remove", "compare", "ask", "try_on", "watch_price", "return"})
_TO_CART = frozenset({"change", "remove"})
_BROWSING = frozenset({"search", "refine"})
_WORDLESS = frozenset({"help", "small_talk", "stop", "human", "view_cart", "clear_cart", "confirm", "cancel"})


def finish(reading: Reading, judgement: Judgement, spoken: str) -> Intent:
    """The intent from what was read: pronouns resolved, the rest to the query or to what is said to be ignored."""
    kind, confidence = judgement.kind, judgement.confidence
    if kind in _POINTING:
        _point(reading, kind)
    if kind in _BROWSING and reading.quantity is not None:
        confidence = min(confidence, 0.85)
    if reading.fraction and kind in ("add", "change"):
        kind, confidence = "unclear", 0.4
    intent: Intent = {
        "kind": kind,
        "constraints": sorted(reading.constraints, key=lambda each: each["span"][0]),
        "quantity": reading.quantity,
        "language": "zh" if spoken == "zh" else "en",
        "confidence": confidence,
        "source": "embedded",
    }
    if kind not in _BROWSING:
        _without_browsing(reading, kind)
        intent["constraints"] = sorted(reading.constraints, key=lambda each: each["span"][0])
    words = leftover(reading)
    if kind not in _BROWSING:
        words = [word for word in words if word not in CART_WORDS]
    intent["query"] = " ".join(words)
    if kind == "refine" and not words and [each["attribute"] for each in intent["constraints"]] == ["product"]:
        intent["constraints"] = []  # "more like the second one" says nothing beside its reference
    if reading.references:
        intent["references"] = sorted(reading.references, key=lambda each: each["span"][0])
    if reading.compared and kind == "unclear":
        intent["compared"] = reading.compared
    elif reading.compared:
        reading.ignored += [each["text"] for each in reading.compared]
    ignored = reading.ignored + ([reading.fraction] if reading.fraction else []) + _second_wish(reading, kind)
    if ignored:
        intent["ignored"] = list(dict.fromkeys(ignored))
    if reading.drop:
        intent["drop"] = reading.drop
    if reading.sort and kind in _BROWSING:
        intent["sort"] = reading.sort  # type: ignore[typeddict-item]
    if reading.order_id:
        intent["order_id"] = reading.order_id
    if reading.cap is not None:
        intent["cap"] = reading.cap
    return intent


def _without_browsing(reading: Reading, kind: str) -> None:
    """Takes back what only a search has a use for: values in a greeting, and those that only told one thing from "
    "others.

    "The navy one" is a place on the screen, no wish for navy; "remove the mug" keeps the mug, which says what it is.
    """
    places = [each["span"] for each in reading.references if each["positions"]]
    kept: list[Constraint] = []
    for each in reading.constraints:
        start, end = each["span"]
        inside = any(first <= start and end <= last for first, last in places)
        if kind == "compare" and each["text"].casefold().endswith(("er", "est")) and each["attribute"] == "use":
            continue  # "which is warmer?"
        if kind in _WORDLESS or (inside and each["attribute"] not in ("category", "price", "size")):
            continue
        if each["attribute"] == "delivery":
            reading.ignored.append(each["text"])
            continue
        kept.append(each)
    reading.constraints = kept


def _point(reading: Reading, kind: str) -> None:
    """Completes the references: lines of the cart for a removal, a description or a pronoun where no place was said."""
    cart, shown = reading.context.get("cart", []), reading.context.get("shown", [])
    if kind in _TO_CART and (cart or cues.LINE.search(reading.folded)):
        for reference in reading.references:
            reference["where"] = "cart"
    if reading.references:
        return
    found: Reference | None = None
    if kind in _TO_CART:
        found = references.described(reading, cart, "cart")
    else:
        found = references.described(reading, shown, "results")
        if found is None and kind in ("return", "ask"):
            found = references.described(reading, cart, "cart")
    found = found or references.pronoun(reading)
    if found is None and kind == "change" and not any(each["attribute"] == "category" for each in reading.constraints):
        found = {"positions": [], "where": "last", "span": [0, len(reading.text)]}
    if found is None:
        return
    if found["where"] == "last" and kind == "compare" and shown:
        found["positions"], found["where"] = list(range(1, len(shown) + 1)), "results"
    reading.references.append(found)


def _second_wish(reading: Reading, kind: str) -> list[str]:
    """A second request in the same message, which is not carried out."""
    found = re.search(r"\b(?:and|then) (?:then )?(check ?out|pay|buy it)\b", reading.folded)
    return [reading.text[found.start(1) : found.end(1)]] if found and kind not in ("checkout",) else []
