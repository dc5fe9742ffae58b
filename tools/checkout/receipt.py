"""Why a line was bought, one sentence each, in the shopper's own words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tools.checkout.types import Lineage
from tools.money import display
from tools.vision.types import NO_PICTURE, Evidence

SHORT = 160  # characters of an utterance that is quoted whole
_OPS = {
    "is": "{}",
    "is_not": "not {}",
    "at_most": "at most {}",
    "at_least": "at least {}",
    "about": "about {}",
    "exactly": "exactly {}",
    "range": "{}",
    "lighter": "lighter than that of {}",
    "darker": "darker than that of {}",
    "more_vivid": "more vivid than that of {}",
    "less_vivid": "less vivid than that of {}",
    "same_as": "like {}",
    "other_than": "other than that of {}",
}


def why_line(lineage: Sequence[Lineage], evidence: Sequence[Evidence]) -> list[str]:
    """What was said, what was asked for, how it ranked and what the picture showed. No sentence twice."""
    sentences: list[str] = []
    for entry in lineage:
        words = said(entry)
        if words:
            sentences.append(f"You said “{words}”.")
        sentences += [_asked(constraint) for constraint in entry["constraints"]]
        if "rank" in entry:
            sentences.append(f"It was number {entry['rank']} of the results shown.")
        sentences += entry.get("why", [])
    sentences += [_saw(each) for each in evidence]
    return list(dict.fromkeys(sentences))


def said(entry: Lineage) -> str:
    """The words that put the line in the cart: the utterance, of a long one only the span."""
    utterance, span = entry["utterance"], entry["span"]
    if len(utterance) > SHORT and len(span) == 2 and 0 <= span[0] < span[1] <= len(utterance):
        return utterance[span[0] : span[1]].strip()
    return utterance.strip()


def _asked(constraint: dict[str, Any]) -> str:
    meaning = _OPS.get(constraint["op"], "{}").format(_value(constraint["value"]))
    words = constraint.get("text")
    return f"You asked for {constraint['attribute']} {meaning}" + (f" (“{words}”)." if words else ".")


def _value(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    low = display(value["minor"], value["currency"])
    return f"{low} to {display(value['minor_max'], value['currency'])}" if "minor_max" in value else low


def _saw(evidence: Evidence) -> str:
    claim = f"{evidence['attribute']} {evidence['claimed']}"
    percent = f"{round(evidence['p'] * 100)} %"
    if evidence["verdict"] == "confirmed":
        return f"The picture confirms {claim} ({percent})."
    if any(each["saw"] == NO_PICTURE for each in evidence["witnesses"]):
        return f"There was no picture to check {claim}."
    if evidence["verdict"] == "unsure":
        return f"The picture leaves {claim} unsure ({percent})."
    seen = ", ".join(each["value"] for each in evidence["observed"][:2])
    return f"The picture contradicts {claim} ({percent})" + (f": it shows {seen}." if seen else ".")
