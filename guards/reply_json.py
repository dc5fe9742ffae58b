"""One JSON object out of a model's reply, or the reason why there is not exactly one."""

from __future__ import annotations

import json
import re
from typing import Any

from guards.corruption_signs import REFUSAL

MAX_CHARS = 40_000
_BRACKETS = re.compile(r"[\[\]{}]")
_NOTHING = frozenset({"null", "none", "nil", "undefined", "n/a", "nan", "json", "empty"})
_FENCE = re.compile(r"```[a-zA-Z0-9]*")


class _Twice(ValueError):
    """A key stands twice in one object."""


def one_object(raw: str) -> tuple[dict[str, Any], list[str]]:
    """The reply's only JSON object and no codes; or an empty one and the code of what is wrong.

    A fence or a sentence around it is let pass. A second object, a list, a key that stands twice, NaN, and an end
    before the last bracket are not, whatever stands in them. Codes: `empty`, `endless`, `html`, `refusal`,
    `no_object`, `not_alone`, `truncated`, `not_json`, `duplicate_key`.
    """
    text = raw.removeprefix("\ufeff").strip()
    if is_empty(text):
        return {}, ["empty"]
    if len(text) > MAX_CHARS:
        return {}, ["endless"]
    start = text.find("{")
    if start < 0:
        return {}, [_without_object(text)]
    before = text[:start]
    if _BRACKETS.search(before):
        return {}, ["not_alone"]
    try:
        found, length = _DECODER.raw_decode(text[start:])
    except _Twice:
        return {}, ["duplicate_key"]
    except json.JSONDecodeError as problem:
        return {}, [_broken(text[start:], problem)]
    except (ValueError, RecursionError):
        return {}, ["not_json"]
    after = text[start + length :]
    if _BRACKETS.search(after):
        return {}, ["not_alone"]
    if len(_FENCE.findall(before)) != len(_FENCE.findall(after)):
        return {}, ["truncated"]
    if REFUSAL.search(before) or REFUSAL.search(after):
        return {}, ["refusal"]
    return (found, []) if isinstance(found, dict) and found else ({}, ["empty"])


def is_empty(text: str) -> bool:
    """Whether nothing is said: signs only, or a word for nothing."""
    return not any(char.isalnum() for char in text) or text.strip("` \n\"'.").casefold() in _NOTHING


def strings(value: Any) -> list[str]:
    """Every text in a JSON value, keys left out."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for part in inside for each in strings(part)]


def _without_object(text: str) -> str:
    if text[0] == "<":
        return "html"
    return "refusal" if REFUSAL.search(text) else "no_object"


def _broken(text: str, problem: json.JSONDecodeError) -> str:
    """Whether the text ends too early or is wrong before its end."""
    cut = problem.pos >= len(text.rstrip()) or problem.msg.startswith("Unterminated string")
    return "truncated" if cut else "not_json"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Twice
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)
