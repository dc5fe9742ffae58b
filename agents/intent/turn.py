"""Which of the requests of one message are carried out in this turn, and which are only said to wait."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agents.intent.requests import BROWSE, all_of, words_of
from agents.intent.single import CART
from tools.llm.contract import Intent

LAST = BROWSE | {"checkout", "return", "cancel"}  # behind these nothing more is done: the shopper answers first
_FIRST_ONLY = frozenset({"return", "cancel", "stop"})
_SETTLED = frozenset({"cancel", "stop"})  # any message puts a purchase aside that waits: done as soon as it is said

_ORDER = re.compile(r"\b(?:order|purchase)\b|订单|单子")


@dataclass(frozen=True)
class Turn:
    """`requests` in the order in which they are carried out: changes of the cart, then at most one other.

    `waiting` are the words of those that are left for another message.
    """

    requests: list[Intent]
    waiting: list[str]


def planned(message: Intent, text: str, *, pending: bool) -> Turn:
    """What one turn does of a message of several requests; `pending`: whether a purchase waited for a yes.

    Changes of the cart come first, and with them goes one thing more: a search, a question, a checkout. Behind a
    search or a checkout nothing is done, because the shopper has not seen what they would speak of; a return begins
    only where it is said first. A yes that comes with other requests agrees to nothing.
    """
    said = all_of(message)
    if len(said) == 1:
        return Turn(said, [])
    cart: list[Intent] = []
    other: Intent | None = None
    waiting: list[str] = []
    for place, each in enumerate(said):
        kind, words = each["kind"], words_of(each, text)
        placed = not pending and kind == "cancel" and _ORDER.search(words.casefold()) is not None
        settled = kind in _SETTLED and not placed and (pending or place == 0)
        if settled or (kind == "confirm" and not pending):
            continue
        closed = other is not None and other["kind"] in LAST
        if closed or kind == "confirm" or (kind in _FIRST_ONLY and (cart or other)):
            waiting.append(words)
        elif kind in CART:
            cart.append(each)
        elif other is None:
            other = each
        else:
            waiting.append(words)
    requests = [*cart, *([_within_budget(other, said)] if other else [])]
    return Turn(requests or [next((each for each in said if each["kind"] in _SETTLED), said[0])], waiting)


def _within_budget(other: Intent, said: list[Intent]) -> Intent:
    """A purchase with the budget that the message names, wherever it does: "add both, $100 in total, and check out"."""
    caps = [each["cap"] for each in said if "cap" in each]
    if other["kind"] != "checkout" or not caps:
        return other
    return {**other, "cap": min(caps, key=lambda each: each["minor"])}
