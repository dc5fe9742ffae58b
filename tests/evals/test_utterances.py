from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from evals import intent_cases, utterance_frames, utterances
from evals.utterance_notation import read
from tools.llm.contract import KINDS
from tools.money import exponent

VOCABULARY = intent_cases.vocabulary()
OPS = {"is", "is_not", "at_most", "at_least", "about", "range", "exactly", "darker", "lighter", "same_as"}
OUTSIDE = {"price", "delivery", "pack_size", "product"}  # attributes whose values no vocabulary lists

# Ids only, so that no failure prints a message of the part set aside.
PARTS = {part: {row["id"]: row for row in intent_cases.utterances(part)} for part in utterances.PARTS}
ROWS = {**PARTS[""], **PARTS["_set_aside"]}


def requests(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [row["expect"], *row["expect"]["then"]]


def off(test: Any) -> list[str]:
    return [name for name, row in ROWS.items() if not test(row)]


def test_there_are_enough_of_every_kind_in_both_languages() -> None:
    count = {lang: sum(row["lang"] == lang for row in ROWS.values()) for lang in ("en", "zh")}
    assert count["en"] >= 280
    assert count["zh"] >= 170
    assert 0.30 <= len(PARTS["_set_aside"]) / len(ROWS) <= 0.36
    for lang in ("en", "zh"):
        assert {row["expect"]["kind"] for row in ROWS.values() if row["lang"] == lang} == set(KINDS)


def test_no_row_is_in_both_parts_and_no_message_twice() -> None:
    assert not set(PARTS[""]) & set(PARTS["_set_aside"])
    said = [re.sub(r"[\W_]+", "", row["text"].casefold()) + str(row.get("context")) for row in ROWS.values()]
    assert len(said) == len(set(said))


@pytest.mark.parametrize("part", utterances.PARTS, ids=["dev", "set_aside"])
def test_the_generated_rows_are_what_the_frames_make(part: str) -> None:
    made = [row for row in intent_cases._rows(f"utterances{part}") if row["made"] == "generated"]
    assert made == utterance_frames.generated(part, VOCABULARY.currency)


def test_writing_anew_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = {}
    for part in utterances.PARTS:
        name = f"utterances{part}.jsonl"
        before[name] = (intent_cases.CASES / name).read_text()
        (tmp_path / name).write_text(before[name])
    (tmp_path / "vocabulary.json").write_text((intent_cases.CASES / "vocabulary.json").read_text())
    monkeypatch.setattr(intent_cases, "CASES", tmp_path)
    utterances.write()
    assert {name: (tmp_path / name).read_text() for name in before} == before


def test_values_are_the_vocabulary_s_or_said_to_be_unknown() -> None:
    def right(each: dict[str, Any]) -> bool:
        if each["op"] in ("darker", "lighter", "same_as") or each["attribute"] in OUTSIDE:
            return True
        return (each["value"] in VOCABULARY.values[each["attribute"]]) is each.get("known", True)

    assert not off(lambda row: all(right(each) for said in requests(row) for each in said["constraints"]))
    assert not off(lambda row: all(each["op"] in OPS for said in requests(row) for each in said["constraints"]))


def test_a_relation_names_a_thing_that_is_shown() -> None:
    def right(row: dict[str, Any]) -> bool:
        titles = {each["title"] for each in row.get("context", {}).get("shown", [])}
        relations = [each for each in row["expect"]["constraints"] if each["op"] in ("darker", "lighter", "same_as")]
        return all(each["value"] in titles for each in relations)

    assert not off(right)


def test_positions_lie_within_what_is_on_the_screen() -> None:
    def right(row: dict[str, Any]) -> bool:
        screen = {"results": row.get("context", {}).get("shown", []), "cart": row.get("context", {}).get("cart", [])}
        named = [each for said in requests(row) for each in said.get("references", []) if each["where"] != "last"]
        return all(1 <= abs(place) <= len(screen[each["where"]]) for each in named for place in each["positions"])

    assert not off(right)


def test_a_filter_that_is_taken_back_is_an_attribute() -> None:
    known = {*VOCABULARY.values, "price"}
    assert not off(lambda row: set(row["expect"]["drop"] or []) <= known)


@pytest.mark.parametrize(
    ("currency", "sign"),
    [
        ("CNY", r"元|块|yuan"),
        ("GBP", r"£|quid|pounds|英镑"),
        ("EUR", r"€|euro|欧元"),
    ],
)
def test_a_currency_is_one_that_was_said(currency: str, sign: str) -> None:
    def right(row: dict[str, Any]) -> bool:
        said = {each["value"]["currency"] for each in row["expect"]["constraints"] if each["attribute"] == "price"}
        return currency not in said or bool(re.search(sign, row["text"]))

    assert not off(right)


def test_digits_of_a_price_are_those_that_were_said() -> None:
    """A price in digits, times its minor unit, unless the amount was reckoned from what is shown."""

    def right(row: dict[str, Any]) -> bool:
        prices = [
            each["value"] for said in requests(row) for each in said["constraints"] if each["attribute"] == "price"
        ]
        digits = {float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", row["text"])}
        amounts = {
            each[key] / 10 ** exponent(each["currency"]) for each in prices for key in each if key[:5] == "minor"
        }
        worded = re.search(r"[一两三四五六七八九十百千万]|便宜|cheap|hundred|thousand|ty |fifty", row["text"])
        return amounts <= digits or bool(worded)

    assert not off(right)


def test_the_notation() -> None:
    found = read(
        "search color=light_blue color!=black price:20-30GBP use=odd? delivery<=2026-04-01 n=2 + add in_cart=-1", "USD"
    )
    assert found["constraints"] == [
        {"attribute": "color", "op": "is", "value": "light blue"},
        {"attribute": "color", "op": "is_not", "value": "black"},
        {"attribute": "price", "op": "range", "value": {"minor": 2000, "currency": "GBP", "minor_max": 3000}},
        {"attribute": "use", "op": "is", "value": "odd", "known": False},
        {"attribute": "delivery", "op": "at_most", "value": "2026-04-01"},
    ]
    assert found["quantity"] == 2
    assert found["then"] == [{"kind": "add", "constraints": [], "references": [{"where": "cart", "positions": [-1]}]}]
    assert read("search price<=5000JPY cap=1.5", "USD")["constraints"][0]["value"] == {"minor": 5000, "currency": "JPY"}
    with pytest.raises(ValueError, match="unknown"):
        read("search nonsense", "USD")


WISH = {"attribute": "category", "op": "is", "value": "mug"}
RIGHT: Any = {"kind": "search", "constraints": [WISH], "quantity": 2, "then": [{"kind": "checkout", "constraints": []}]}
RIGHT = {**RIGHT, "cap": {"minor": 5, "currency": "USD"}, "ignored": ["Sing"], "compared": [{"op": "darker"}]}
WANT: Any = {**RIGHT, "ignored": ["sing"], "compared": ["darker"]}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "refine"),
        ("constraints", []),
        ("quantity", None),
        ("then", []),
        ("then", [{"kind": "view_cart", "constraints": []}]),
        ("then", [{"kind": "checkout", "constraints": [WISH]}]),
        ("cap", None),
        ("cap", {"minor": 5, "currency": "GBP"}),
        ("ignored", []),
        ("compared", []),
    ],
    ids=lambda value: str(value)[:40],
)
def test_each_difference_is_seen(key: str, value: Any) -> None:
    assert not intent_cases.differences(WANT, RIGHT)
    wrong: Any = copy.deepcopy(RIGHT) | {key: value}
    assert intent_cases.differences(WANT, wrong)


@pytest.mark.parametrize("key", ["sort", "drop", "order_id", "coupon", "cap", "then"])
def test_what_an_utterance_does_not_name_must_not_be_there(key: str) -> None:
    (plain,) = [row["expect"] for row in PARTS[""].values() if row["text"] == "GREEN HOODIE XL"]
    got: Any = {"kind": "search", "constraints": plain["constraints"], "quantity": None}
    assert not intent_cases.differences(plain, got)
    extra = {"then": [got], "cap": {"minor": 1, "currency": "USD"}}
    assert intent_cases.differences(plain, got | {key: extra.get(key, ["x"])})


def test_what_describes_the_thing_pointed_at_may_be_there_or_not() -> None:
    want = read("add at=1,3 (color=navy) size=xl", "USD")
    size, navy = (
        {"attribute": name, "op": "is", "value": value} for name, value in (("size", "xl"), ("color", "navy"))
    )
    apart = [{"where": "results", "positions": [1]}, {"where": "results", "positions": [3]}]
    got: Any = {"kind": "add", "constraints": [size], "references": apart}
    assert not intent_cases.differences(want, got)
    assert not intent_cases.differences(want, got | {"constraints": [size, navy]})
    assert intent_cases.differences(want, got | {"constraints": [navy]})
    assert intent_cases.differences(want, got | {"constraints": [size, {**navy, "op": "is_not"}]})
    assert not intent_cases.differences(want, got | {"references": apart[::-1]})
    assert intent_cases.differences(want, got | {"references": apart[:1]})
    assert intent_cases.differences(want, got | {"references": [{**each, "where": "cart"} for each in apart]})


def test_the_part_set_aside_is_scored_without_its_texts(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["utterances", "--set-aside"])
    monkeypatch.setattr(intent_cases, "utterances", lambda _part: list(PARTS[""].values())[:40])
    utterances.main()
    printed = capsys.readouterr().out
    assert "intent accuracy" in printed
    assert not [row["id"] for row in list(PARTS[""].values())[:40] if row["text"] in printed and len(row["text"]) > 8]
