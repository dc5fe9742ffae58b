"""What a purchase is made of, as a question states it and an answer restates it: amounts, counts, times, days, kinds.

An answer may say any of it again with the same value ("two", "2"; "7:30 pm", "half past seven in the evening"; "$29",
"29 dollars"); whatever has another value, or was not asked at all, is a change.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from agents.intent.english.words import COLOURS, MATERIALS, PATTERNS, STOP
from agents.intent.money.running_text import amounts
from agents.intent.numbers import MAGNITUDES, TENS, UNITS, read_number
from agents.intent.sizes import LETTERS
from agents.intent.tokens import Token, is_number, is_word, listed, tokenize
from tools.money import exponent

_SHOP = "USD"  # what a bare "$" means; only sameness counts here
_HOURS = "|".join(word for word, value in UNITS.items() if 0 < value < 13)
_TIME = re.compile(
    r"\b(?:(?P<before>morning|afternoon|evening|night) (?:at )?)?(?:(?P<part>half past|quarter past|quarter to) )?"
    rf"(?P<hour>\d{{1,2}}|{_HOURS})(?:[:.](?P<minute>[0-5]\d)(?!\d))?"
    r"(?P<mark> ?[ap](?:m\b|\.m\b\.?)| ?o'?clock\b)?(?P<after>,? (?:in the |this |at |tomorrow )?"
    r"(?:morning|afternoon|evening|night)\b)?"
    r"|\b(?P<named>noon|midday|midnight)\b"
)
_ORDINALS = listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_DAY = re.compile(rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)|({'|'.join(_ORDINALS)}))\b")
_COUNTED = frozenset({*UNITS, *TENS, *MAGNITUDES, "dozen", "half", "quarter"}) - {"k", "m", "b", "mn", "bn", "mio"}
_ONE_BEHIND = frozenset(listed("just only for want need get make it buy take order book reserve single yes to"))
_SIZES = (LETTERS - {"s", "m", "l"}) | set(listed("small medium large big bigger smaller larger huge tiny"))
_PRICE_KIND = frozenset(listed("euro euros pound pounds dollars dollar bucks yuan yen rupees percent % € £ $ ¥ ₹"))
GOODS = COLOURS | MATERIALS | PATTERNS | _SIZES | set(listed("grey gray colour color size discount coupon refund"))
DATES = frozenset(
    listed(
        "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun today tomorrow "
        "overmorrow tonight "
        "yesterday weekend week month january february march april may june july august september october november "
        "december morning afternoon evening night noon midnight"
    )
)
_EXTENT = frozenset(listed("both half double triple twice single pair couple dozen third next express overnight"))
_OPPOSITE = {"from": "to", "to": "from", "with": "without", "without": "with"}
_DETERMINERS = frozenset(listed("the a an my your his her their our this that"))


class Term(NamedTuple):
    """`kind`: time, money, count, day, goods, date or extent; `words`: what it counts or describes, singular."""

    kind: str
    value: object
    words: frozenset[str] = frozenset()
    place: str = ""  # the word before it


def terms(folded: str) -> list[Term]:
    """Every term in a text, lower-case (`tokens.fold`), in no particular order."""
    found: list[Term] = []
    if any(char.isdigit() for char in folded) or _spells_number(folded):
        folded = _times(folded, found)
        folded = _days(folded, found)
        folded = _money(folded, found)
        _counts(tokenize(folded), found)
    elif "noon" in folded or "mid" in folded:
        folded = _times(folded, found)
    _kinds(tokenize(folded), found)
    return list(dict.fromkeys(found))


def changed(told: list[Term], asked: list[Term]) -> list[Term]:
    """Those of the answer's terms that the question does not state with the same value."""
    counted = any(other.kind in ("count", "money") and other.place != "a" for other in asked)
    known = [other for other in asked if not (counted and other.place == "a")]
    return [term for term in told if not _stated(term, known if counted else asked, asked) or _rebound(term, asked)]


def turned_round(told: str, asked: str) -> bool:
    """Whether something asked with one preposition is told with its opposite: from and to, with and without."""
    said = tokenize(told)
    roles: dict[str, set[str]] = {}
    for place, word in _roles(tokenize(asked)):
        roles.setdefault(word, set()).add(place)
    return any(_OPPOSITE[place] in roles.get(word, ()) and place not in roles[word] for place, word in _roles(said))


def _roles(tokens: list[Token]) -> list[tuple[str, str]]:
    found = []
    for at, token in enumerate(tokens[:-1]):
        if token.text in _OPPOSITE:
            behind = at + 1 + (tokens[at + 1].text in _DETERMINERS)
            if behind < len(tokens) and is_word(tokens[behind]):
                found.append((token.text, tokens[behind].text))
    return found


def _spells_number(folded: str) -> bool:
    return not _COUNTED.isdisjoint(re.findall(r"[a-z]+", folded)) or _DAY.search(folded) is not None


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]


def _times(folded: str, found: list[Term]) -> str:
    for match in list(_TIME.finditer(folded)):
        if match["named"]:
            found.append(Term("time", (0, "am" if match["named"] == "midnight" else "pm")))
        elif match["before"] or match["part"] or match["minute"] or match["mark"] or match["after"]:
            hour = int(match["hour"]) if match["hour"].isdigit() else UNITS[match["hour"]]
            if hour > 24 or (match["minute"] and match["hour"] + "." in match.group() and not match["mark"]):
                continue  # "29.50" is an amount
            found.append(Term("time", _minutes(hour, match)))
        else:
            continue
        folded = _blank(folded, *match.span())
    return folded


def _minutes(hour: int, match: re.Match[str]) -> tuple[int, str]:
    """(minutes after twelve, "am", "pm" or "" where neither is said)."""
    part = match["part"] or ""
    minute = int(match["minute"] or 0) + {"half past": 30, "quarter past": 15, "quarter to": -15}.get(part, 0)
    around = " ".join(filter(None, (match["before"], match["mark"], match["after"])))
    if "morning" in around or re.search(r"\ba\.?m", around.lstrip()):
        half = "am"
    elif hour > 12 or re.search(r"afternoon|evening|night|p\.?m", around):
        half = "pm"
    else:
        half = ""
    return (hour % 12 * 60 + minute) % 720, half


def _days(folded: str, found: list[Term]) -> str:
    for match in list(_DAY.finditer(folded)):
        found.append(Term("day", int(match[1]) if match[1] else _ORDINALS.index(match[2]) + 1))
        folded = _blank(folded, *match.span())
    return folded


def _money(folded: str, found: list[Term]) -> str:
    for amount in amounts(folded, _SHOP, alone=False):
        start, end = amount["span"]
        found.append(Term("money", (amount["minor"], amount["currency"], amount["op"], amount.get("minor_max"))))
        folded = _blank(folded, start, end)
    return folded


def _counts(tokens: list[Token], found: list[Term]) -> None:
    at = 0
    while at < len(tokens):
        token, before = tokens[at], tokens[at - 1].text if at else ""
        starts = is_number(token) or (token.text in _COUNTED and token.text not in ("half", "quarter"))
        read = read_number(tokens, at) if starts else None
        if read is None or (token.text == "one" and not _counts_one(tokens, at, before)):
            at += 1
            continue
        value, behind = read
        found.append(Term("count", value, _described(tokens, behind), before))
        at = behind


def _counts_one(tokens: list[Token], at: int, before: str) -> bool:
    follows = tokens[at + 1] if at + 1 < len(tokens) else None
    if follows and follows.text in ("more", "thing", "question", "last"):
        return False
    named = follows is not None and is_word(follows) and follows.text not in STOP
    return before in _ONE_BEHIND or (named and before not in ("the", "this", "that", "right", "which", "another"))


def _described(tokens: list[Token], at: int) -> frozenset[str]:
    """The content words right behind a number or a quality, at most three, in the singular."""
    words = []
    for token in tokens[at : at + 3]:
        if not is_word(token) or token.text in STOP:
            break
        words.append(singular(token.text))
    return frozenset(words)


def singular(word: str) -> str:
    """ "mugs" as "mug"; a rough form, good enough to tell whether two texts speak of one thing."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _kinds(tokens: list[Token], found: list[Term]) -> None:
    for at, token in enumerate(tokens):
        word = "grey" if token.text == "gray" else token.text
        if word in GOODS:
            found.append(Term("goods", word, _described(tokens, at + 1)))
        elif word in DATES and not (word == "may" and _is_verb(tokens, at)):
            found.append(Term("date", word))
        elif word in _EXTENT or word in _PRICE_KIND:
            found.append(Term("extent", word))
        elif word in ("s", "m", "l") and at and tokens[at - 1].text in ("size", "in", "a", "an"):
            found.append(Term("goods", word))
        elif word in ("a", "an") and at + 1 < len(tokens):
            found.append(Term("count", Decimal(1), _described(tokens, at + 1), "a"))


def _is_verb(tokens: list[Token], at: int) -> bool:
    return at + 1 < len(tokens) and tokens[at + 1].text in ("i", "we", "you", "be", "have")


def _stated(told: Term, asked: list[Term], also: list[Term]) -> bool:
    """`also` has the "a" of "a mug" too, which is a one only of mugs where the question counts other things."""
    if any(_same(told, other) for other in asked):
        return True
    return any(_same(told, other) and other.words & told.words for other in also)


def _same(told: Term, asked: Term) -> bool:
    if told.place == "a":
        return True  # an article states nothing
    if told.kind == "money" or asked.kind == "money":
        return _same_amount(told, asked)
    if told.kind == "time" and asked.kind == "time":
        return _same_time(told.value, asked.value)
    if told.kind == "count" and asked.kind == "time":
        return told.place == "at" and isinstance(asked.value, tuple) and asked.value[0] == told.value * 60 % 720  # type: ignore[operator]
    if told.kind == "count" and asked.kind == "day":
        return told.place in ("on", "the", *DATES) and told.value == asked.value
    if told.kind == "day" and asked.kind == "count":
        return told.value == asked.value and asked.place in DATES
    return told.kind == asked.kind and told.value == asked.value


def _same_amount(told: Term, asked: Term) -> bool:
    if told.kind == asked.kind:
        return told.value == asked.value
    if told.kind != "count" or not isinstance(asked.value, tuple):
        return False
    minor, currency, *_ = asked.value
    return bool(told.value == Decimal(minor).scaleb(-exponent(currency)))


def _same_time(told: object, asked: object) -> bool:
    assert isinstance(told, tuple)
    assert isinstance(asked, tuple)
    return bool(told[0] == asked[0] and (not told[1] or not asked[1] or told[1] == asked[1]))


def _rebound(told: Term, asked: list[Term]) -> bool:
    """The value was asked, but of something else: "3 mugs" of "2 mugs for $3", "blue mug" of "red mug, blue plate"."""
    if not told.words or told.place == "a":
        return False
    rivals = [other for other in asked if other.kind == told.kind and other.words & told.words]
    return bool(rivals) and all(other.value != told.value for other in rivals)
