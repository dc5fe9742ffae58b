"""A shopper's picture: what the verifier sees in it, and what of that becomes a constraint."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NotRequired, TypedDict

from tools.catalog.types import Vocabulary
from tools.llm.contract import Constraint, Intent
from tools.vision.colour_names import BY_NAME, NAMES
from tools.vision.types import Doubt, Evidence, Measurement, ObservedValue, Verdict

if TYPE_CHECKING:
    from tools.vision.verifier import Verifier

CERTAIN = 0.8  # probability from which the kind of thing is taken over


class PictureReading(TypedDict):
    """What was seen in a shopper's picture; `used` are the attributes that went into the wish."""

    color: str | None  # None: nothing that could be named
    verdict: Verdict  # of the colour, from the picture alone
    p: float
    confidence: float  # in the measurement: a stranger's snapshot is trusted less than a shop's own picture
    doubts: list[Doubt]
    used: list[str]
    missing: list[str]  # values that are certain but that the catalogue does not list
    category: NotRequired[ObservedValue]


def read_picture(verifier: Verifier, seen: Measurement) -> PictureReading:
    """The first of the likely colours, or else of their families, that the verifier confirms; else the likeliest."""
    doubts = seen.get("doubts", {})
    snapshot: Measurement = {**seen, "confidence": round(min(seen["confidence"], math.prod(doubts.values())), 3)}
    evidence = [verifier.verify_measured(snapshot, "color", each) for each in _candidates(seen)]
    sure: Evidence | None = next((each for each in evidence if each["verdict"] == "confirmed"), None)
    best = sure or (evidence[0] if evidence else None)
    reading: PictureReading = {
        "color": best["claimed"] if best else None,
        "verdict": best["verdict"] if best else "unsure",
        "p": best["p"] if best else 0.0,
        "confidence": snapshot["confidence"],
        "doubts": list(doubts),
        "used": [],
        "missing": [],
    }
    kinds: list[ObservedValue] = seen.get("read", {}).get("category", [])
    if kinds:
        reading["category"] = max(kinds, key=lambda each: each["p"])
    return reading


def with_picture(intent: Intent, reading: PictureReading, vocabulary: Vocabulary) -> tuple[Intent, PictureReading]:
    """The intent with what is certain in the picture and known to the catalogue, and the reading with what was used.

    An attribute that the words name themselves stays theirs ("this, but in navy").
    """
    kind = "search" if intent["kind"] in {"unclear", "small_talk"} else intent["kind"]
    spoken = {each["attribute"] for each in intent["constraints"]}
    certain: dict[str, str] = {}
    category = reading.get("category")
    if category and category["p"] >= CERTAIN:
        certain["category"] = category["value"]
    if reading["color"] and reading["verdict"] == "confirmed":
        certain["color"] = reading["color"]
    wanted = {attribute: value for attribute, value in certain.items() if attribute not in spoken}
    taken: list[Constraint] = [
        {"attribute": attribute, "op": "is", "value": value, "span": [0, 0], "text": "your picture"}
        for attribute, value in wanted.items()
        if value in vocabulary.values.get(attribute, ())
    ]
    used = [each["attribute"] for each in taken]
    missing = [value for attribute, value in wanted.items() if attribute not in used]
    read: Intent = {**intent, "kind": kind, "constraints": [*intent["constraints"], *taken]}
    return read, {**reading, "used": used, "missing": missing}


def _candidates(seen: Measurement) -> list[str]:
    """The main colour and the likeliest names, then the families of these: "navy" before "blue"."""
    likely = [each["name"] for each in seen["colours"][:1]] + [each["value"] for each in seen["distribution"][:2]]
    families = [NAMES[BY_NAME[each]].family for each in likely]
    return list(dict.fromkeys([*likely, *families]))
