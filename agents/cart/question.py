"""The answer to the one question that a cart can ask: "Which size?" – "M"; "In size 10?" – "yes"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, TypedDict

from agents.cart.variant import key
from guards.violations import Violation
from tools.llm.contract import Constraint, Intent

ANSWERS = frozenset({"refine", "search", "unclear", "add", "change"})


class Asked(TypedDict):
    """What was about to be done when the question came up, and the option that it was about."""

    requests: list[Intent]
    request: int  # the one with the question, from 1
    option: str
    suggested: NotRequired[str]  # the value that a plain yes agrees to


def question_of(requests: Sequence[Intent], violations: list[Violation]) -> Asked | None:
    """The question that these violations of a cart change amount to, if they do."""
    for each in violations:
        details = each.get("details", {})
        option = details.get("option")
        if each["code"] in ("ambiguous_variant", "no_such_option") and option:
            asked: Asked = {
                "requests": list(requests),
                "request": details.get("request", 1),
                "option": str(option),
            }
            if suggested := details.get("suggested"):
                asked["suggested"] = str(suggested)
            return asked
    return None


def completed(answer: Intent, asked: Asked | None, text: str) -> Intent:
    """The earlier message with the option that the answer names; the answer itself when it is about something else.

    The further requests of the earlier message wait in its `then` as they did, those that came with the answer behind
    them: "M, and check out".
    """
    if asked is None or "requests" not in asked:
        return answer
    if behind := answer.get("then"):
        alone: Intent = {**answer}
        del alone["then"]
        done = completed(alone, asked, text)
        return answer if done is alone else {**done, "then": [*done.get("then", []), *behind]}
    named = _named(answer, asked, text)
    if not named:
        return answer
    place = asked["request"] - 1
    requests = [_spanning(each, len(text)) for each in asked["requests"]]
    earlier = requests[place]
    kept = [each for each in earlier["constraints"] if key(each["attribute"]) != key(asked["option"])]
    requests[place] = {
        **earlier,
        "constraints": [*kept, *named],
        "confidence": min(answer["confidence"], earlier["confidence"]),
        "source": answer["source"],
        "language": answer["language"],
    }
    return {**requests[0], "then": requests[1:]} if len(requests) > 1 else requests[0]


def _named(answer: Intent, asked: Asked, text: str) -> list[Constraint]:
    """The option as the answer gives it; empty when the answer is no answer."""
    if answer["kind"] == "confirm" and "suggested" in asked and not answer["constraints"]:
        option: Constraint = {
            "attribute": asked["option"],
            "op": "is",
            "value": asked["suggested"],
            "span": [0, len(text)],
        }
        return [{**option, "text": text}]
    elsewhere = any(each["positions"] for each in answer.get("references", []))  # "it" is what was asked about
    if answer["kind"] not in ANSWERS or answer.get("query") or elsewhere:
        return []
    named = [each for each in answer["constraints"] if key(each["attribute"]) == key(asked["option"])]
    return named if len(named) == len(answer["constraints"]) else []


def _spanning(earlier: Intent, length: int) -> Intent:
    """The earlier request; where it pointed at something, the answer's words stand for it now."""
    pointed = [{**each, "span": [0, length]} for each in earlier.get("references", [])]
    return {**earlier, "references": pointed} if pointed else earlier  # type: ignore[typeddict-item]
