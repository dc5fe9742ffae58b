"""The running wish in words, and what was found for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from agents.arrival import ORDER
from agents.relations import WORDS, relational
from agents.reply.chinese_words import attribute_in_chinese
from agents.reply.dates import day
from agents.reply.known import Facts

RELATIONS = {
    "en": WORDS,
    "zh": {
        ("color", "lighter"): "比“{}”浅",
        ("color", "darker"): "比“{}”深",
        ("color", "more_vivid"): "比“{}”鲜艳",
        ("color", "less_vivid"): "比“{}”素",
        ("color", "same_as"): "与“{}”同色",
        ("color", "other_than"): "与“{}”不同色",
        ("pattern", "same_as"): "与“{}”图案相同",
        ("pattern", "other_than"): "与“{}”图案不同",
        ("product", "same_as"): "类似“{}”",
    },
}
NOT = {"en": "not {}", "zh": "不要{}"}
PRICES = {
    "en": {
        "at_most": "up to {}",
        "at_least": "from {}",
        "about": "around {}",
        "range": "{} – {}",
        "exactly": "at {}",
    },
    "zh": {
        "at_most": "不超过 {}",
        "at_least": "{} 以上",
        "about": "{} 左右",
        "range": "{} 到 {}",
        "exactly": "正好 {}",
    },
}
DELIVERY = {"en": "there by {}", "zh": "{}前送到"}
OPS = {"at most": "不超过", "at least": "至少", "about": "大约", "between": "", "exactly": "正好"}


def found(known: Facts) -> str:
    """How many were found for which wish, and all that has to be said of it."""
    results = known.state.get("results") or []
    conditions = describe(known.state.get("constraints") or [], known)
    if not results:
        head = known.say("none", conditions=conditions) if conditions else known.say("none_at_all")
    else:
        key = "found_one" if len(results) == 1 else "found"
        head = known.say(key, n=len(results), conditions=_bracketed(conditions, known))
    return known.sentences([head, *beside(known)])


def beside(known: Facts) -> list[str]:
    """What must never be left out of an answer to a search: what was let go of, left out, not certain, not known."""
    state = known.state
    results, left_out = state.get("results") or [], state.get("contradicted") or []
    lines: list[str] = []
    if state.get("relaxed"):
        lines.append(known.say("relaxed", what=known.listed([_relaxed(each, known) for each in state["relaxed"]])))
    compared = sum(bool(each.get("compared")) for each in left_out)
    unsure = sum(any(e["verdict"] == "unsure" for e in each["evidence"]) for each in results)
    for key, count in (("left_out", len(left_out) - compared), ("beside", compared), ("unsure", unsure)):
        if count:
            lines.append(known.say(f"{key}_one" if count == 1 else key, n=count))
    lines += arrivals(known)
    wanted = [each for each in state.get("constraints") or [] if each["attribute"] != "price"]
    unknown = [_said(each) for each in wanted if each.get("known") is False]
    if unknown:
        lines.append(known.say("not_listed_here", words=known.quoted(list(dict.fromkeys(unknown)))))
    return lines


def describe(constraints: list[Any], known: Facts) -> str:
    """The running wish in words: "navy, not black, up to $60.00"."""
    return known.listed([_condition(each, known) for each in constraints])


def arrivals(known: Facts) -> list[str]:
    """How many of the results are there by the day that the shopper named, as each of them says."""
    found = [each["arrival"] for each in known.state.get("results") or [] if each.get("arrival")]
    said: list[str] = []
    for standing in ORDER:
        count = sum(each["standing"] == standing for each in found)
        if count:
            key = f"arrival_{standing}_all" if count == len(found) else f"arrival_{standing}"
            said.append(known.say(key, n=count, day=_day(found[0]["by"], known)))
    return said


def _day(iso: str, known: Facts) -> str:
    """The day, with its year where that is not the turn's."""
    started = (known.state.get("turn") or {}).get("started_at") or iso
    return day(iso, known.language, year=started[:4] != iso[:4])


def is_day(value: Any) -> bool:
    """Whether the value is an ISO date."""
    try:
        return bool(date.fromisoformat(str(value)))
    except ValueError:
        return False


def _condition(each: Any, known: Facts) -> str:
    value, language = each["value"], known.language
    if isinstance(value, dict):
        bounds = [known.money(value[key], value["currency"]) for key in ("minor", "minor_max") if key in value]
        return PRICES[language]["range" if len(bounds) > 1 else each["op"]].format(*bounds)
    if relational(each):
        return RELATIONS[language][each["attribute"], each["op"]].format(value)
    if each["attribute"] == "delivery" and is_day(value):
        return DELIVERY[language].format(_day(str(value), known))
    said = _said(each) if each.get("known") is False else known.word(value, each["attribute"])
    return NOT[language].format(said) if each["op"] == "is_not" else said


def _said(each: Any) -> str:
    """A value that the catalogue has not, in the shopper's own words where they are at hand."""
    return str(each.get("text") or each["value"])


def _bracketed(conditions: str, known: Facts) -> str:
    if not conditions:
        return ""
    return f"（{conditions}）" if known.language == "zh" else f" ({conditions})"


def _relaxed(each: str, known: Facts) -> str:
    """ "material: wool" and "plain blue" as retrieval names them, in the reply's language."""
    if known.language == "en":
        return each
    name, is_named, said = each.partition(": ")
    if not is_named:
        return f"纯{known.word(each.removeprefix('plain '), 'color')}"
    op = next((op for op in OPS if said.startswith(f"{op} ")), "")
    values = said.removeprefix(op).strip().split(" or ")
    chosen = "或".join(known.word(value, name.replace(" ", "_")) for value in values)
    return f"{attribute_in_chinese(name)}（{OPS.get(op, '')}{chosen}）"
