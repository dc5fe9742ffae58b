"""Every way in which a value of given terms can become another one, found from the type that they are written in."""

from __future__ import annotations

import copy
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, get_args, get_origin, get_type_hints, is_typeddict

from tools.clock import moment, stamp

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Spoiling:
    """`field` names the place without indices, `lines[].unit_minor`; `how` what was done to it."""

    field: str
    how: str
    change: Callable[[dict[str, Any]], None]

    def __call__(self, terms: dict[str, Any]) -> dict[str, Any]:
        """A spoiled copy."""
        spoiled = copy.deepcopy(terms)
        self.change(spoiled)
        return spoiled


def fields(kind: Any, before: str = "") -> list[str]:
    """Every field of a TypedDict, and of those within it, in the order of writing."""
    found: list[str] = []
    for name, hint in get_type_hints(kind).items():
        found.append(f"{before}{name}")
        inner = get_args(hint)[0] if get_origin(hint) is list else None
        if inner is not None and is_typeddict(inner):
            found += fields(inner, f"{before}{name}[].")
    return found


def spoilings(kind: Any, value: dict[str, Any]) -> Iterator[Spoiling]:
    """All of them for one value of the TypedDict: numbers up and down, texts, lists and dicts in every way that fits.

    The first element of each list stands for all. A list must not be empty: its elements' fields would go untried.
    """
    yield from _within(kind, value, (), "")


def _within(kind: Any, value: dict[str, Any], path: Path, before: str) -> Iterator[Spoiling]:
    for name, hint in get_type_hints(kind).items():
        here, field = (*path, name), f"{before}{name}"
        for how, changed in _others(value[name]):
            if changed != value[name]:
                yield Spoiling(field, how, _setting(here, changed))
        yield Spoiling(field, "left out", _leaving_out(here))
        inner = get_args(hint)[0] if get_origin(hint) is list else None
        if inner is not None and is_typeddict(inner):
            assert value[name], f"{field} is empty"
            yield from _within(inner, value[name][0], (*here, 0), f"{field}[].")


def _others(value: Any) -> Iterator[tuple[str, Any]]:
    match value:
        case bool():
            yield "the opposite", not value
        case int():
            yield "up", value + 1
            yield "down", value - 1
            yield "times ten", value * 10 + 10
            yield "below zero", -value - 1
        case str() if _is_time(value):
            yield "later", stamp(moment(value) + timedelta(hours=1))
            yield "earlier", stamp(moment(value) - timedelta(hours=1))
        case str():
            yield "another", _another(value)
            yield "longer", value + "x"
            if value:
                yield "empty", ""
        case list():
            yield "emptied", []
            yield "doubled", [*copy.deepcopy(value), *copy.deepcopy(value)] or [""]
        case dict():
            yield "one more", {**value, "x": next(iter(value.values()), "x")}
            yield "emptied", {}
            for key, item in value.items():
                for how, changed in _others(item):
                    yield f"{key} {how}", {**value, key: changed}
        case types.NoneType():
            yield "given", "x"


def _is_time(value: str) -> bool:
    try:
        return value == stamp(moment(value))
    except ValueError:
        return False


def _another(value: str) -> str:
    last = value[-1:] or "x"
    return value[:-1] + ("0" if last != "0" else "1")


def _setting(path: Path, changed: Any) -> Callable[[Any], None]:
    def change(terms: Any) -> None:
        for step in path[:-1]:
            terms = terms[step]
        terms[path[-1]] = changed

    return change


def _leaving_out(path: Path) -> Callable[[Any], None]:
    def change(terms: Any) -> None:
        for step in path[:-1]:
            terms = terms[step]
        del terms[path[-1]]

    return change
