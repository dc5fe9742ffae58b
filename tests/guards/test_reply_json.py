"""Exactly one object, or none."""

from __future__ import annotations

import json

import pytest

from guards.reply_json import one_object, strings

GOOD = '{"kind":"add","constraints":[{"value":"a {brace} and ] bracket"}]}'


@pytest.mark.parametrize(
    "raw",
    [
        GOOD,
        f"\ufeff{GOOD}\n",
        f"```json\n{GOOD}\n```",
        f"```\n{GOOD}\n```",
        f"Here is the JSON:\n{GOOD}\nLet me know!",
        f"好的，结果如下：\n```json\n{GOOD}\n```\n以上。",
        json.dumps(json.loads(GOOD), indent=2),
    ],
)
def test_one_object(raw: str) -> None:
    assert one_object(raw) == (json.loads(GOOD), [])


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("{}", "empty"),
        ("null", "empty"),
        ("```json\n```", "empty"),
        ("[]", "empty"),
        ("...", "empty"),
        ("x" * 50_000, "endless"),
        ("<html><body>502</body></html>", "html"),
        ("I'm sorry, but I can't assist with that.", "refusal"),
        ("抱歉，我无法处理。", "refusal"),
        ("Sure! Which one?", "no_object"),
        (GOOD + GOOD, "not_alone"),
        (f"[{GOOD}]", "not_alone"),
        (f"{GOOD} or {{}}", "not_alone"),
        (f"first [1] then {GOOD}", "not_alone"),
        (GOOD[:-1], "truncated"),
        (GOOD[:30], "truncated"),
        (f"```json\n{GOOD}", "truncated"),
        ('{"kind" "add"}', "not_json"),
        ('{"quantity": NaN}', "not_json"),
        ('{"quantity": 1' + "0" * 5000 + "}", "not_json"),
        ('{"a":' * 6000 + "1", "not_json"),
        ('{"query": "a\nb"}', "not_json"),
        ('{"kind":"add","kind":"checkout"}', "duplicate_key"),
        ('{"a":{"b":1,"b":2}}', "duplicate_key"),
        (f"I cannot help with that. {GOOD}", "refusal"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_what_is_not_exactly_one(raw: str, code: str) -> None:
    assert one_object(raw) == ({}, [code])


def test_every_cut_of_a_reply_is_seen() -> None:
    for at in range(1, len(GOOD)):
        assert one_object(GOOD[:at])[1] in (["truncated"], ["empty"]), GOOD[:at]


def test_texts_of_a_value() -> None:
    assert strings({"a": ["x", {"b": "y"}], "c": 1, "d": None}) == ["x", "y"]
