"""Amounts of money in running text, with what is meant by them: at most, at least, about, a range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from agents.intent.money import chinese as chinese_money
from agents.intent.money import price_field
from agents.intent.money.chinese import LARGEST
from agents.intent.money.currencies import CENT, LONGEST_NAME, NAMES, NEVER_BEFORE, SIGNS, resolve
from agents.intent.money.words import AFTER, BARE_ENDS, BEFORE, LEAD_INS, NEGATORS, UNITS_OF_OTHER_THINGS, AmountOp
from agents.intent.numbers import MAGNITUDES, TENS, UNITS, digits, read_number
from agents.intent.tokens import Token, fold, is_number, tokenize
from tools.llm.contract import Amount
from tools.money import exponent

_NOTES = {("a", "tenner"): (Decimal(10), "GBP"), ("a", "fiver"): (Decimal(5), "GBP")}


@dataclass(frozen=True)
class _Sum:
    """A number with its currency ("" when none was said), over tokens [first, behind)."""

    value: Decimal
    currency: str
    first: int
    behind: int


def amounts(text: str, currency: str, *, alone: bool = True) -> list[Amount]:
    """Every amount in `text`, in order; `currency` (ISO 4217) is meant where only "$" or nothing is said.

    A number without a currency counts only where the words around it speak of a price ("under 60", "between 20 and
    30"), or, with `alone`, where there is nothing but the number. The span covers the amount and the words that bound
    it. English and the common Chinese forms.
    """
    folded = fold(text)
    found = chinese_money.amounts(folded, currency)
    taken = [(each["span"][0], each["span"][1]) for each in found]
    for each in english(tokenize(folded), currency):
        start, end = each["span"]
        if not any(start < stop and begin < end for begin, stop in taken):
            found.append(each)
    if alone and (not found or [each["op"] for each in found] == ["exactly"]):
        return _printed(text, currency) or found
    return sorted(found, key=lambda each: each["span"][0])


def _printed(text: str, currency: str) -> list[Amount]:
    """The text read as one printed price; empty when it is none."""
    printed = price_field.read(text)
    if printed is None:
        return []
    return [_amount(printed.value, printed.currency, currency, "exactly", [*printed.span])]


def english(tokens: list[Token], currency: str) -> list[Amount]:
    """As `amounts`, for tokens of English text."""
    found: list[Amount] = []
    at, floor = 0, 0
    while at < len(tokens):
        each = _range(tokens, at, floor, currency) or _single(tokens, at, floor, currency)
        if each is None:
            at += 1
            continue
        amount, at = each
        floor = at
        if amount is not None:
            found.append(amount)
    return found


def _text(tokens: list[Token], at: int) -> str:
    return tokens[at].text if 0 <= at < len(tokens) else ""


def _sign(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """A currency before its number: "$", "us $", "usd", "eur"."""
    for length in (3, 2, 1):
        key = tuple(token.text for token in tokens[at : at + length])
        if len(key) == length:
            if key in SIGNS:
                return SIGNS[key], at + length
            if length == 1 and key in NAMES and key not in NEVER_BEFORE and NAMES[key][1] == 1:
                return NAMES[key][0], at + 1
    return None


def _name(tokens: list[Token], at: int) -> tuple[str, Decimal, int] | None:
    """A currency behind its number: "dollars", "us dollars", "€", "12-cent"."""
    if _text(tokens, at) == "-" and (_text(tokens, at + 1),) in NAMES:
        at += 1
    elif _text(tokens, at) == "," and _text(tokens, at + 1) == "-":
        at += 2  # "50,- Kč"
    elif _belongs_to_next(tokens, at):
        return None
    for length in range(LONGEST_NAME, 0, -1):
        key = tuple(token.text for token in tokens[at : at + length])
        if len(key) == length and key in NAMES:
            return *NAMES[key], at + length
    signed = tokens[at].text if at < len(tokens) else ""
    if (signed,) in SIGNS and not (
        at + 1 < len(tokens) and is_number(tokens[at + 1]) and tokens[at].start > tokens[at - 1].end
    ):
        return SIGNS[(signed,)], Decimal(1), at + 1
    for length in (3, 2):
        key = tuple(token.text for token in tokens[at : at + length])
        if len(key) == length and key in SIGNS:
            return SIGNS[key], Decimal(1), at + length
    if signed == "p" and tokens[at].start == tokens[at - 1].end:
        return "GBP", CENT, at + 1
    return None


def _belongs_to_next(tokens: list[Token], at: int) -> bool:
    """ "3 USD50 cards": the currency is written together with the number behind it."""
    return (
        at + 1 < len(tokens)
        and is_number(tokens[at + 1])
        and tokens[at + 1].start == tokens[at].end
        and tokens[at].start > tokens[at - 1].end
    )


def _sum(tokens: list[Token], at: int) -> _Sum | None:
    """The sum of money that starts exactly at token `at`."""
    sign = _sign(tokens, at)
    if sign is not None and sign[1] < len(tokens):
        number = _spaced(tokens, sign[1]) or read_number(tokens, sign[1])
        if number is not None:
            value, behind = number
            named = _name(tokens, behind)  # "$50 USD"
            if named and named[1] == 1 and sign[0] == "$" and _text(tokens, behind) not in ("$",):
                return _Sum(value, named[0], at, named[2])
            return _Sum(value, sign[0], at, behind)
    note = _note(tokens, at)
    if note is not None:
        return note
    number = _hundreds(tokens, at) or _spaced(tokens, at) or read_number(tokens, at)
    if number is None:
        return None
    value, behind = number
    if _text(tokens, behind) == "-" and _text(tokens, behind + 1) == "ish":
        behind += 2  # "twenty-ish dollars"
    named = _name(tokens, behind)
    if named is None:
        return _Sum(value, "", at, behind)
    code, factor, behind = named
    return _with_cents(tokens, _Sum(value * factor, code, at, behind), factor)


def _hundreds(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    """ "one fifty", "two twenty-five": prices are spoken without their hundred."""
    hundreds = UNITS.get(_text(tokens, at), 0)
    if not 1 <= hundreds <= 9 or _text(tokens, at + 1) not in TENS:
        return None
    rest = read_number(tokens, at + 1)
    return (hundreds * 100 + rest[0], rest[1]) if rest and rest[0] < 100 else None


def _note(tokens: list[Token], at: int) -> _Sum | None:
    """ "a tenner", "a grand": money in a word of its own."""
    words = (_text(tokens, at), _text(tokens, at + 1))
    if words in _NOTES and _text(tokens, at + 2) not in ("of", "piano"):
        return _Sum(*_NOTES[words], at, at + 2)
    return None


def _with_cents(tokens: list[Token], whole: _Sum, factor: Decimal) -> _Sum:
    """ "thirteen dollars forty five (cents)", "75 usd million"."""
    if factor != 1:
        return whole
    at = whole.behind
    if _text(tokens, at) in ("million", "billion", "thousand"):
        return _Sum(whole.value * MAGNITUDES[tokens[at].text], whole.currency, whole.first, at + 1)
    joined = _text(tokens, at) == "and"
    small = read_number(tokens, at + joined) if at + joined < len(tokens) else None
    if small is None or not 0 < small[0] < 100 or small[0] != small[0].to_integral_value():
        return whole
    cents = _text(tokens, small[1]) in ("cents", "cent", "pence", "p")
    follows = _text(tokens, small[1])
    plain = follows in ("", "and") or not (follows.isalpha() or _sum_sign(tokens, small[1]))
    in_words = _text(tokens, at + joined) in UNITS and joined
    if cents or (not joined and plain and whole.value == whole.value.to_integral_value()) or (in_words and plain):
        return _Sum(whole.value + small[0] * CENT, whole.currency, whole.first, small[1] + cents)
    return whole


def _sum_sign(tokens: list[Token], at: int) -> bool:
    return (_text(tokens, at),) in SIGNS


def _spaced(tokens: list[Token], at: int) -> tuple[Decimal, int] | None:
    """ "5 290 Kč": groups of three digits parted by single spaces, only before a currency."""
    text, behind = tokens[at].text, at + 1
    if not (is_number(tokens[at]) and text.isdigit() and len(text) <= 3):
        return None
    while behind < len(tokens) and is_number(tokens[behind]) and tokens[behind].start == tokens[behind - 1].end + 1:
        if len(tokens[behind].text.split(",")[0].split(".")[0]) != 3:
            break
        text, behind = text + tokens[behind].text, behind + 1
    value = digits(text) if behind > at + 1 else None
    if value is None or (_name(tokens, behind) is None and (at == 0 or not _sum_sign(tokens, at - 1))):
        return None
    return value, behind


def _range(tokens: list[Token], at: int, floor: int, shop: str) -> tuple[Amount, int] | None:
    low = _sum(tokens, at)
    if low is None or low.behind >= len(tokens):
        return None
    lead = _text(tokens, at - 1)
    link = tokens[low.behind].text
    if not (link in ("to", "-", "through") or (link == "and" and lead == "between")):
        return None
    high = _sum(tokens, low.behind + 1) if low.behind + 1 < len(tokens) else None
    if high is None:
        return None
    code = high.currency or low.currency
    spoken = lead == "between" and link != "-" and _ends(tokens, high.behind)
    named = _text(tokens, high.behind) in ("range", "bracket")  # "in the 50-80 range"
    if (not code and not spoken and not named) or low.value > high.value:
        return None
    first = at - 1 if at > floor and lead in ("between", "from") else at
    amount = _amount(low.value, code, shop, "range", [tokens[first].start, tokens[high.behind - 1].end])
    amount["minor_max"] = _minor(high.value, amount["currency"])
    return amount, high.behind


def _single(tokens: list[Token], at: int, floor: int, shop: str) -> tuple[Amount | None, int] | None:
    read = _sum(tokens, at)
    if read is None:
        return None
    op, first = _before(tokens, at, floor)
    behind = read.behind
    after, longer = _after(tokens, behind)
    if after and (op is None or op == "exactly"):
        op, behind = after, longer
    elif op is None and any(token.text == "ish" for token in tokens[at:behind]):
        op = "about"
    if not read.currency and (op is None or not _ends(tokens, behind)):
        return None, max(read.behind, at + 1)
    op = _negated(tokens, first, op)
    span = [tokens[first].start, tokens[behind - 1].end]
    return _amount(read.value, read.currency, shop, op or "exactly", span), behind


def _before(tokens: list[Token], at: int, floor: int) -> tuple[AmountOp | None, int]:
    """The words before a number that say how it is meant, and where they start."""
    for length in (5, 4, 3, 2, 1):
        first = at - length
        if first < floor:
            continue
        words = tuple(token.text for token in tokens[first:at])
        if words in BEFORE:
            return BEFORE[words], first
    for length in (4, 3, 2, 1):
        first = at - length
        if first >= floor and tuple(token.text for token in tokens[first:at]) in LEAD_INS:
            return LEAD_INS[tuple(token.text for token in tokens[first:at])], first
    return None, at


def _after(tokens: list[Token], at: int) -> tuple[AmountOp | None, int]:
    for length in (3, 2, 1):
        words = tuple(token.text for token in tokens[at : at + length])
        if len(words) == length and words in AFTER:
            return AFTER[words], at + length
    return None, at


def _negated(tokens: list[Token], first: int, op: AmountOp | None) -> AmountOp | None:
    """ "don't want to spend more than 50" bounds from above; "not under 20" from below."""
    if op not in ("at_least", "at_most") or _text(tokens, first) in ("no", "not", "at"):
        return op
    near = [token.text for token in tokens[max(0, first - 5) : first]]
    for sign in (",", ".", ";", "but", "and"):
        if sign in near:
            near = near[len(near) - near[::-1].index(sign) :]
    verbs = {"spend", "pay", "cost", "go", "be", "costs", "want", "anything"}
    if any(word in NEGATORS for word in near) and (set(near) & verbs or (near and near[-1] in NEGATORS)):
        return "at_most" if op == "at_least" else "at_least"
    return op


def _ends(tokens: list[Token], at: int) -> bool:
    """Whether a number without currency ends its phrase, so that it can be a price and not "under 10 inches"."""
    word = _text(tokens, at)
    return word not in UNITS_OF_OTHER_THINGS and (not word or not word[0].isalnum() or word in BARE_ENDS)


def _minor(value: Decimal, code: str) -> int:
    # a price is read to the currency's precision; text with more places ("34.992001") is rounded to it
    minor = value.scaleb(exponent(code))
    return int(min(minor, Decimal(LARGEST)).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def _amount(value: Decimal, code: str, shop: str, op: AmountOp, span: list[int]) -> Amount:
    iso = resolve(code, shop) if code else shop
    return {"minor": _minor(value, iso), "currency": iso, "op": op, "span": span}
