"""The embedded parser: a message to an `Intent`, without a model and without the network."""

from __future__ import annotations

import re

from agents.intent import comparisons, coupons, references
from agents.intent.chinese import reading as chinese
from agents.intent.completion import finish
from agents.intent.confirm import decision as confirm
from agents.intent.english import attributes, dates, measures, needs, prices, quantities, relative_prices
from agents.intent.english.kinds import judge
from agents.intent.judgement import Judgement, leftover
from agents.intent.lexicon import compiled
from agents.intent.reading import MOST_TOKENS, Reading
from agents.intent.tokens import fold, language, tokenize
from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent, IntentContext

ASKED = "Do you agree to this purchase?"
_ORDER_ID = re.compile(
    r"\b(?:ord|order)[-_][a-z0-9][a-z0-9_-]*|(?:\border (?:number |no\.? ?|id )?#?|#)([a-z]{0,4}-?\d[a-z0-9-]{4,})\b"
)


def parse(text: str, vocabulary: Vocabulary, context: IntentContext) -> Intent:
    """What the shopper means. Every constraint's span is where its words stand in `text`.

    Never raises for any text; a message that means nothing here is of kind "unclear" with a low confidence.
    """
    folded = fold(text)
    coupon = coupons.find(text, folded)
    rest = coupons.without(folded, coupon[1]) if coupon else folded
    tokens = tokenize(rest)
    reading = Reading(text, rest, tokens[:MOST_TOKENS], vocabulary, compiled(vocabulary), context)
    if len(tokens) > MOST_TOKENS:
        reading.ignored.append(text[tokens[MOST_TOKENS].start :][:80])
    alone = coupon is not None and coupons.is_alone(rest)
    spoken = "zh" if language(_ORDER_ID.sub(" ", folded)) == "zh" or chinese.is_spoken(folded) else "en"
    _read_order_id(reading)
    judgement = _agreed(reading) or (chinese.read(reading) if spoken == "zh" else _read(reading))
    if coupon is None:
        return _finished(reading, judgement, spoken)
    intent = _finished(reading, coupons.judged(alone, judgement), spoken)
    return coupons.with_coupon(intent, coupon[0], text[slice(*coupon[1])].strip(), alone=alone)


def _agreed(reading: Reading) -> Judgement | None:
    """A plain yes to the purchase that waited; a yes with a condition, or with other terms, is read like any wish."""
    if not reading.context.get("pending_approval"):
        return None
    return Judgement("confirm", 1.0) if confirm.read(ASKED, reading.text)["decision"] == "affirm" else None


def _finished(reading: Reading, judgement: Judgement, spoken: str) -> Intent:
    return chinese.finished(reading, judgement) if spoken == "zh" else finish(reading, judgement, "en")


def _read(reading: Reading) -> Judgement:
    references.read_compared(reading)
    dates.read(reading)
    _about_place(reading)
    prices.read(reading)
    references.read(reading)
    comparisons.read(reading)
    chinese.read_words(reading)
    measures.read_inches(reading)
    attributes.read(reading)
    measures.read_sizes(reading)
    quantities.read(reading)
    relative_prices.read(reading)
    needs.read(reading)
    _settle_date(reading)
    return _lone_number(reading) or judge(reading)


_ABOUT = re.compile(
    r"\b(?:go with|go for|choose|pick|select|see|open|option|try) (?:number )?(\d{1,2})\W*(?:please|then)?\W*$|"
    r"\b(?:info|information|details?|more|tell me|know|reviews?|specs?|question)\b[^,.;$€£¥]{0,20}\babout (\d{1,2})\W*$"
)


def _about_place(reading: Reading) -> None:
    """ "More info about 2": a place on the screen, no price."""
    found = _ABOUT.search(reading.folded)
    group = 1 if found and found[1] else 2
    if found and 1 <= int(found[group]) <= len(reading.context.get("shown", [])):
        reading.references.append(
            {"positions": [int(found[group])], "where": "results", "span": list(found.span(group))}
        )
        reading.take_span(*found.span(group), "reference")


def _settle_date(reading: Reading) -> None:
    """A date says by when goods must be there; of a message that names none it says nothing that can be used."""
    context = reading.context
    running = context.get("constraints") or context.get("query") or context.get("shown")
    others = any(each["attribute"] not in ("delivery", "price") for each in reading.constraints)
    if others or leftover(reading) or (running and not _LATER.match(reading.folded)):
        return
    reading.ignored += [each["text"] for each in reading.constraints if each["attribute"] == "delivery"]
    reading.constraints = [each for each in reading.constraints if each["attribute"] != "delivery"]


_LATER = re.compile(r"\W*(?:maybe |perhaps |later |see you )?(?:next|this|following|tomorrow|tonight)\b")


def _read_order_id(reading: Reading) -> None:
    found = _ORDER_ID.search(reading.folded)
    if found:
        start, end = found.span(1) if found[1] else found.span()
        reading.order_id = reading.text[start:end]
        reading.take_span(*found.span(), "order")


def _lone_number(reading: Reading) -> Judgement | None:
    """ "2" with results on the screen and nothing in the cart picks the second one."""
    digits = re.fullmatch(r"\W*(\d{1,2})\W*(?:please)?\W*", reading.folded)
    shown = len(reading.context.get("shown", []))
    minus = "-" in reading.folded
    if not digits or minus or reading.context.get("cart") or not 1 <= int(digits[1]) <= shown:
        return None
    reading.quantity = None
    reading.references = [{"positions": [int(digits[1])], "where": "results", "span": list(digits.span(1))}]
    return Judgement("add", 0.6)
