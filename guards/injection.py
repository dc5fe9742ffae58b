"""Text that tries to give instructions to the agent, or asks it for another trade: rules, and a learned score.

Nothing rests on this guard alone: the agent has no tool that a text could call, and prices, quantities and approvals
never come from text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from guards.disguise import decoded, plain, readings
from guards.injection_rules import likely, other_trade, takes_over
from guards.injection_score import Margins, Weights, margins, shipped

TAKE_OVER, OFF_TOPIC = "prompt_injection", "off_topic"
ACCUSED = -0.5  # margin of `off_topic` below which the score alone calls a text a take-over: in doubt it is friendly
SHORT = 300  # characters: in a shorter text a likely rule speaks alone, in a longer one a story may hold its words
SHORTEST = 4  # characters: ":)" and "ok" are too little for the score to say anything about
AROUND = 120  # characters, at most, on both sides of what a likely rule found: the rest of its sentence
SENTENCE_END = re.compile(r"[.!?。！？\n]+")


class Evidence(NamedTuple):
    """What the rules say of a text, and what the learned score is to be asked about."""

    ruled: str | None  # the code that a rule refuses it with by itself
    around: tuple[str, ...]  # the sentences of what likely rules found
    said: tuple[str, ...]  # the text, and whatever was encoded in it


def judge(text: str, *, unseen: str = "", data: bool = False) -> str | None:
    """The code to refuse the text with, or None: `prompt_injection`, or `off_topic` for another trade's request.

    `unseen` is what the text's invisible characters spelled. `data` is text that nobody speaks to the agent: there,
    being addressed at all is enough, and whatever is refused is refused as an injection. Raises what reading the
    shipped weights raises; callers treat that as closed.
    """
    weights = shipped()
    found = evidence(text, unseen=unseen, data=data)
    if found.ruled == TAKE_OVER:
        return TAKE_OVER
    around = [margins(each, weights) for each in found.around]
    return decide(found, around, [margins(each, weights) for each in found.said], weights, data=data)


def evidence(text: str, *, unseen: str = "", data: bool = False) -> Evidence:
    """The rules' part, also behind look-alikes, s p a c e d words, codes and marks that nobody sees."""
    simple = plain(text)
    others = [*readings(simple), *([unseen] if unseen else [])]
    said = (text, *decoded(simple)) if len(text.strip()) >= SHORTEST else ()
    if any(takes_over(each, data=data) for each in (simple, *others)) or (unseen and takes_over(unseen, data=True)):
        return Evidence(TAKE_OVER, (), said)
    if len(simple) <= SHORT and any(any(likely(each)) for each in (simple, *others)):
        return Evidence(TAKE_OVER, (), said)
    around = tuple(_sentence(each, start, end) for each in (simple, *others) for start, end in likely(each))
    return Evidence(OFF_TOPIC if other_trade(simple) else None, around, said)


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence or sentences that hold what was found from `start` to `end`."""
    before = SENTENCE_END.split(text[max(0, start - AROUND) : start])[-1]
    return before + text[start:end] + SENTENCE_END.split(text[end : end + AROUND])[0]


def decide(
    found: Evidence, around: list[Margins], said: list[Margins], weights: Weights, *, data: bool = False
) -> str | None:
    """Rules and score in one: `around` and `said` are the margins of the evidence's texts, in their order."""
    code = found.ruled
    if any(each.attack >= weights.limits["likely"] for each in around):
        code = TAKE_OVER
    if code is None:
        limit = weights.limits["data" if data else "shopper"]
        refused = [each for each in said if each.attack >= limit]
        if refused:
            code = OFF_TOPIC if all(each.off_topic > ACCUSED for each in refused) else TAKE_OVER
    return TAKE_OVER if code and data else code
