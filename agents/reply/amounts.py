"""Every amount of money that a reply may name: those of the state, and no other."""

from __future__ import annotations

from typing import Any

KEYS = ("results", "cart", "quote", "order", "refund", "constraints", "intent", "skill", "change")


def amounts_of(state: dict[str, Any]) -> set[int]:
    """All integers under keys that name minor units, anywhere in the state's facts and violations."""
    found: set[int] = set()
    for key in (*KEYS, *(each for each in state if each.endswith("violations"))):
        _gather(state.get(key), found)
    return found


def _gather(value: Any, found: set[int]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, int) and not isinstance(inner, bool) and (key == "minor" or "minor" in str(key)):
                found.add(inner)
            else:
                _gather(inner, found)
    elif isinstance(value, list | tuple):
        for each in value:
            _gather(each, found)
