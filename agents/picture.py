"""A shopper's picture as a constraint: only what the pixels show clearly is taken over."""

from __future__ import annotations

from tools.catalog.types import Vocabulary
from tools.llm.contract import Constraint, Intent
from tools.vision.types import Measurement

CLEAR = 0.6  # below this confidence of the measurement the picture is not read, and the shopper is told


def constraint_from_picture(intent: Intent, seen: Measurement, vocabulary: Vocabulary) -> Intent:
    """The intent with the picture's main colour, unless the words name a colour themselves ("this, but in navy").

    A dark, tinted or tiny picture gives no constraint and is named in `ignored`.
    """
    kind = "search" if intent["kind"] in {"unclear", "small_talk"} else intent["kind"]
    read: Intent = {**intent, "kind": kind}
    if any(each["attribute"] == "color" for each in intent["constraints"]):
        return read
    best = seen["colours"][0]["name"] if seen["colours"] else ""
    known = best in vocabulary.values.get("color", ())
    if not known or seen["confidence"] < CLEAR:
        return {**read, "ignored": [*intent.get("ignored", []), "the picture"]}
    colour: Constraint = {"attribute": "color", "op": "is", "value": best, "span": [0, 0], "text": "your picture"}
    return {**read, "constraints": [*intent["constraints"], colour]}
