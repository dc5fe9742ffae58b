"""The running wish over turns: what the newest message keeps, replaces and takes back."""

from __future__ import annotations

from typing import Any

from agents.relations import beside, relational
from tools.llm.contract import Constraint, Intent

_MANY = frozenset({"use", "feature", "features", "climate", "occasion", "style"})  # several may be wanted at once

_GOODS = frozenset({"category", "department"})


def merge(earlier: list[Constraint], query: str, intent: Intent) -> tuple[list[Constraint], str]:
    """The constraints and the query after this turn.

    A search starts anew: constraints, words and a day by which the goods were needed are those of this message alone,
    also when it only names another category ("actually shoes"); nothing of an earlier wish is guessed to hold still. A
    refinement keeps what it does not touch: per attribute the newest wanted values replace the earlier ones (a use is
    added), an exclusion is added and takes the same value out of the wanted ones, a price bound replaces the earlier
    bound of its side, and a comparison widens or replaces what it is at odds with. What is taken back goes, with "all
    filters" everything but the goods themselves. Other kinds of turn change nothing.
    """
    new = intent["constraints"]
    words = intent.get("query", "")
    if intent["kind"] == "search":
        return _settle([], new), words
    if intent["kind"] != "refine":
        return list(earlier), query
    drop = intent.get("drop", [])
    kept = [each for each in earlier if not _dropped(each, drop)]
    known = query.split()
    taken_back = bool(drop) and not new  # "any colour is fine": its words are no wish
    added = [word for word in dict.fromkeys(words.split()) if word not in known and not taken_back]
    return _settle(kept, new), " ".join([*known, *added])


def _dropped(each: Constraint, drop: list[str]) -> bool:
    return each["attribute"] in drop or ("*" in drop and each["attribute"] not in _GOODS)


def _settle(kept: list[Constraint], new: list[Constraint]) -> list[Constraint]:
    plain = [each for each in new if not relational(each)]
    replaced = {each["attribute"] for each in plain if _wanted(each) and each["attribute"] not in _MANY | {"price"}}
    result = [each for each in kept if not (_wanted(each) and each["attribute"] in replaced)]
    for each in new:
        if relational(each):
            said = [other for other in result if other in new]
            result = [other for before in result if before not in said for other in beside(before, each)] + said
        result = [other for other in result if not _clash(other, each)]
        result.append(each)
    return result


def _wanted(each: Constraint) -> bool:
    return each["op"] != "is_not"


def _clash(older: Constraint, newer: Constraint) -> bool:
    """Whether the older one cannot stand beside the newer one, or says the same."""
    if older["attribute"] != newer["attribute"]:
        return False
    if relational(older) or relational(newer):
        return False  # `beside` has settled these
    if newer["attribute"] == "price":
        return _prices_clash(older, newer)
    return bool(older["value"] == newer["value"])


def _prices_clash(older: Constraint, newer: Constraint) -> bool:
    if older.get("known") is not False and newer.get("known") is False:
        return False  # in a currency of no use here: the bound that can be kept is kept
    if newer["op"] not in ("at_most", "at_least") or older["op"] not in ("at_most", "at_least"):
        return True
    if older["op"] == newer["op"]:
        return True
    upper, lower = (newer, older) if newer["op"] == "at_most" else (older, newer)
    return _minor(upper["value"]) < _minor(lower["value"]) or upper["value"]["currency"] != lower["value"]["currency"]


def _minor(value: dict[str, Any]) -> int:
    return int(value["minor"])
