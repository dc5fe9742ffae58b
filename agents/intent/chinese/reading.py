"""Chinese messages: the stages in their order, and what they leave for the search or say to be ignored."""

from __future__ import annotations

import re
from datetime import date

from agents.intent import comparisons
from agents.intent.chinese import counts as chinese_counts
from agents.intent.chinese import cues
from agents.intent.chinese import dates as chinese_dates
from agents.intent.chinese import kinds as chinese_kinds
from agents.intent.chinese import lexicon as chinese_lexicon
from agents.intent.chinese import needs as chinese_needs
from agents.intent.chinese import negation as chinese_negation
from agents.intent.chinese import prices as chinese_prices
from agents.intent.chinese import query as chinese_query
from agents.intent.chinese import references as chinese_references
from agents.intent.chinese import terms as chinese_terms
from agents.intent.chinese.lexicon import Found
from agents.intent.chinese.page import HAN, Page
from agents.intent.chinese.script import simplified
from agents.intent.completion import finish
from agents.intent.english.kinds import Judgement
from agents.intent.reading import Reading
from tools.clock import utc_now
from tools.llm.contract import Constraint, Intent, Reference

_ORDER_ID = re.compile(r"(?<![a-z0-9])(?:ord|order)[-_][a-z0-9][a-z0-9_-]*")
_SPOKEN = re.compile(
    r"我|你|您|想|要|的|吗|呢|吧|给|找|买|不|这|那|有没|有什|几|多少|怎么|什么|哪|来[一个件]|第|有|么|色|款|换|加|看|请|帮|了|只|查|退|取消"
)
_ANY_OTHER = re.compile(
    r"(?:别的|其[他它]的?|剩下的)(?:颜色|花色|款式|材质|牌子|图案)?(?:我)?(?:都|也)(?:行|可以|好|要|成|没问题|ok)"
)
_ENGLISH_NOT = re.compile(r"\b(?:not|no|without|except|never|nor|anything but|other than)(?: in| an?| the)?\s*$")
LONGEST = 400  # characters that are read of one message; nobody wishes for more
_SAID = 80  # characters of what was not read that are said to be ignored
_BROWSING = frozenset({"search", "refine"})
_POINTING = frozenset({"add", "change", "remove", "compare", "ask", "try_on", "watch_price", "return"})
_TO_CART = frozenset({"change", "remove"})
_DATED = _BROWSING | {"ask"}
_PLAIN = frozenset({"small_talk", "confirm", "cancel", "stop", "help", "human", "checkout", "view_cart", "clear_cart"})
_UNSOUGHT = frozenset({"small_talk", "confirm", "cancel", "stop", "help", "human"})


def is_spoken(folded: str) -> bool:
    """Whether a message with more English than Chinese in it is a Chinese one: "想要black的hoodie, size M"."""
    words = _ORDER_ID.sub(" ", folded)
    return HAN.search(words) is not None and _SPOKEN.search(simplified(words)) is not None


def read_words(reading: Reading) -> None:
    """The Chinese words of an English message: "I want a 黑色 hoodie"."""
    if not HAN.search(reading.folded):
        return
    page = Page(simplified(reading.folded))
    terms = chinese_terms.find(page, chinese_lexicon.compiled(reading.vocabulary, reading.lexicon))
    before = len(reading.constraints)
    chinese_terms.use(reading, page, terms)
    for each in reading.constraints[before:]:
        start, end = each["span"]
        reading.take_span(start, end, each["attribute"])
        if _ENGLISH_NOT.search(reading.folded[:start]):
            each["op"] = "is_not"


def read(reading: Reading) -> Judgement:
    """Takes what it understands out of the reading; what it does not know becomes the query or is ignored aloud."""
    original = reading.text
    page = Page(simplified(reading.folded[:LONGEST]))
    reading.text, reading.folded = simplified(original[:LONGEST]), page.text
    chinese_terms.retokenize(reading, [])
    if not reading.order_id and (said := _ORDER_ID.search(page.text)):
        reading.order_id = original[said.start() : said.end()]
    if reading.order_id:
        at = page.text.find(reading.order_id.lower())
        page.take(at, at + len(reading.order_id)) if at >= 0 else None
    chinese_references.read(reading, page)
    chinese_prices.read(reading, page)
    _compared(reading, page)
    _drops(reading, page)
    dates = _dates(reading, page)
    chinese_counts.read(reading, page)
    terms = chinese_terms.find(page, chinese_lexicon.compiled(reading.vocabulary, reading.lexicon))
    terms = chinese_references.described(reading, page, terms)
    chinese_terms.english(reading, page)
    chinese_terms.use(reading, page, terms)
    cheapest = chinese_references.priced(reading, page) if cues.ADD.search(page.text) else None
    if cheapest is not None and not reading.references:
        reading.references.append(cheapest)
    chinese_prices.relative(reading, page)
    chinese_needs.read(reading, page)
    chinese_negation.read(reading, page)
    judgement = _judged(reading, page)
    _dated(reading, dates, judgement, sought=bool(page.sought))
    _point(reading, page, terms, judgement)
    _leave(reading, page, judgement)
    if len(original) > LONGEST:
        reading.ignored = [each for each in reading.ignored if each] + [original[LONGEST:][:_SAID]]
    _restore(reading, original)
    return judgement


def _compared(reading: Reading, page: Page) -> None:
    """Comparisons of looks; "除了黑色, 别的颜色都行" compares with nothing."""
    for found in _ANY_OTHER.finditer(page.text):
        page.take(*found.span())
    reading.folded = _ANY_OTHER.sub(lambda found: " " * len(found.group()), page.text)
    for span in comparisons.read_chinese(reading):
        page.take(*span)
    reading.folded = page.text


def finished(reading: Reading, judgement: Judgement) -> Intent:
    """The intent; without spaces between words, the query is what is left of the text."""
    intent = finish(reading, judgement, "zh")
    intent["query"] = reading.rest
    for each in intent.get("references", []):
        if not each["positions"]:
            each["where"] = "last"
    return intent


def _judged(reading: Reading, page: Page) -> Judgement:
    sought = "".join(page.sought)
    left, content = ("".join(chinese_query.words(page, browsing=browsing)) + sought for browsing in (False, True))
    judgement = chinese_kinds.judge(reading, page, left, content)
    if page.article and judgement.kind not in ("add", "change"):
        reading.quantity = None
    if judgement.kind in _PLAIN:
        reading.ignored += [each["text"] for each in reading.constraints if each["attribute"] != "price"]
        reading.constraints.clear()
        reading.sort = ""
    return judgement


def _drops(reading: Reading, page: Page) -> None:
    """颜色无所谓, 什么牌子都行: earlier conditions that are taken back."""
    for found in cues.DROP.finditer(page.text):
        name = found["a"] or found["b"] or found["c"]
        if not page.free(*found.span()) or (found["b"] and cues.NOT_DROP.match(page.text, found.start())):
            continue
        if (
            found["b"]
            and not found.group().startswith("不限")
            and not found.group().endswith(("行", "可以", "好", "成", "ok", "要", "无所谓"))
        ):
            continue
        page.take(*found.span())
        if cues.DROP_NAMES[name] not in reading.drop:
            reading.drop.append(cues.DROP_NAMES[name])
    if "*" in reading.drop:
        reading.drop = ["*"]


def _dates(reading: Reading, page: Page) -> list[chinese_dates.When]:
    said = reading.context.get("today")
    try:
        today = date.fromisoformat(said) if said else utc_now().date()
    except ValueError:
        today = utc_now().date()
    found = [each for each in chinese_dates.find(page.text, today) if page.free(*each.span)]
    for each in found:
        page.take(*each.span)
        page.dated = True
    return found


def _dated(reading: Reading, dates: list[chinese_dates.When], judgement: Judgement, *, sought: bool) -> None:
    """A day by which goods must be there; a day without any wish is said to be ignored."""
    for each in dates:
        start, end = each.span
        meant = _wished(reading) or sought or re.search(r"前|要|到|用|收|拿|送", reading.folded[start:end])
        twice = any(other["attribute"] == "delivery" for other in reading.constraints)
        if judgement.kind in _DATED and meant and not twice:
            reading.constrain("delivery", "at_most", each.day.isoformat(), [start, end])
        elif judgement.kind not in _UNSOUGHT | {"unclear"}:
            reading.ignored.append(reading.text[start:end])


def _wished(reading: Reading) -> bool:
    """Whether the message or the running wish says what goods these are."""
    wishes = (*reading.constraints, *reading.context.get("constraints", []))
    return any(each["attribute"] not in ("price", "delivery") for each in wishes)


def _point(reading: Reading, page: Page, terms: list[Found], judgement: Judgement) -> None:
    """What "it" or a description means, now that the kind is known."""
    kind = judgement.kind
    if kind not in _POINTING:
        return
    if kind == "compare" and len(reading.references) > 1:
        places = [place for each in reading.references for place in each["positions"]]
        spans = [each["span"] for each in reading.references]
        edges = [min(span[0] for span in spans), max(span[1] for span in spans)]
        reading.references[:] = [{"positions": list(dict.fromkeys(places)), "where": "results", "span": edges}]
    if reading.references:
        return
    found = None
    if kind in ("add", "watch_price", "try_on", "compare") or (kind == "ask" and not reading.context.get("focus")):
        found = chinese_references.priced(reading, page)
    goods = [each for each in terms if each.sense.goods]
    if kind in ("remove", "return", "change"):
        said = goods if kind == "change" else terms
        found = found or chinese_references.by_values(reading, page, said, "cart")
        for each in reading.constraints if kind == "remove" else ():
            each["op"] = "is" if each["op"] == "is_not" else each["op"]
    elif kind in ("add", "watch_price", "try_on"):
        found = found or chinese_references.by_values(reading, page, terms, "results")
        if found is not None:
            gone = {tuple(found["span"])} | {(each.start, each.end) for each in terms}
            reading.constraints[:] = [each for each in reading.constraints if tuple(each["span"]) not in gone]
    found = found or chinese_references.pronoun(page)
    if found is not None and found["where"] == "last":
        reading.constraints[:] = [each for each in reading.constraints if not _names(each, found)]
    shown = len(reading.context.get("shown", []))
    if kind == "compare" and shown and (found is None or found["where"] == "last"):
        span = found["span"] if found else [0, len(page.text)]
        found = {"positions": list(range(1, shown + 1)), "where": "results", "span": span}
    if found is not None:
        reading.references.append(found)


def _names(each: Constraint, pointed: Reference) -> bool:
    """Whether the goods stand right behind "这双", so that they only say what is pointed at."""
    start = pointed["span"][1]
    return each["attribute"] in ("category", "department") and each["op"] == "is" and each["span"][0] == start


def _leave(reading: Reading, page: Page, judgement: Judgement) -> None:
    """The query from what no stage has used; what cannot be searched for is said to be ignored."""
    for start, end in page.refused if judgement.kind in _DATED else ():
        if said := reading.text[start:end].strip():
            reading.ignored.append(said)
        page.take(start, end)
    if judgement.kind in _BROWSING:
        for start, end in chinese_query.odd(page):
            reading.ignored.append(reading.text[start:end])
            page.take(start, end)
    browsing = judgement.kind in _BROWSING
    words = chinese_query.words(page, browsing=browsing) if judgement.kind not in _UNSOUGHT else []
    sought = page.sought if browsing else []
    people = [each for each in words if chinese_query.is_person(each)]
    reading.ignored += people
    words = [each for each in words if each not in people]
    reading.rest = " ".join([*words, *(each for each in sought if each not in words)])


def _restore(reading: Reading, original: str) -> None:
    """The shopper's own characters where the stages worked on simplified ones."""
    plain = reading.text
    if plain == original:
        return
    for each in (*reading.constraints, *reading.compared):
        each["text"] = original[each["span"][0] : each["span"][1]]
    reading.ignored[:] = [
        original[at : at + len(words)] if (at := plain.find(words)) >= 0 else words for words in reading.ignored
    ]
    reading.text = original
