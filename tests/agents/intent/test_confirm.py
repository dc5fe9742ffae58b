"""Yes, no, and all that is neither."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agents.intent.confirm.decision import FITTED, decide, read, signs
from agents.intent.confirm.signs import WEIGHED

QUESTION = "Shall I buy two navy mugs for $29.00?"


@pytest.mark.parametrize(
    "answer",
    ["yes", "Yes, please!", "yep, go ahead", "sounds good", "Sure, thanks a lot.", "ok do it", "是的", "好的，谢谢"],
)
def test_a_plain_yes(answer: str) -> None:
    assert read(QUESTION, answer)["decision"] == "affirm"


def test_a_yes_that_restates_what_was_asked() -> None:
    assert read(QUESTION, "yes, two navy mugs for $29.00")["decision"] == "affirm"
    assert read(QUESTION, "Yes please. When will they arrive?")["decision"] == "affirm"


@pytest.mark.parametrize(
    "answer", ["no", "No thanks.", "nope", "cancel that", "don't buy it", "um, no", "不要", "算了"]
)
def test_a_no(answer: str) -> None:
    assert read(QUESTION, answer)["decision"] == "negate"


@pytest.mark.parametrize(
    "answer",
    [
        "yes, but make it three",
        "yes, three",
        "sure, in red",
        "ok but without gift wrap",
        "yes for $25",
        "make it 3 mugs",
        "I'd rather have the black ones",
        "yes if it is waterproof",
        "yes, but not today",
        "hmm",
        "what?",
    ],
)
def test_a_changed_term_is_never_a_yes(answer: str) -> None:
    assert read(QUESTION, answer)["decision"] != "affirm"


def test_the_probability_goes_with_the_decision() -> None:
    assert read(QUESTION, "yes")["p"] > 0.9
    assert read(QUESTION, "no")["p"] < 0.1


def test_real_answers_are_seldom_read_as_a_yes_against_their_will(data_folder: Path) -> None:
    lines = (data_folder / "sgd_confirm" / "confirm_dev.jsonl").read_text().split("\n")
    rows = [json.loads(line) for line in lines if line]
    refused = [row for row in rows if row["label"] == "negate"]
    agreed = [row for row in rows if row["label"] == "affirm"]
    unsafe = sum(read(row["system"], row["user"])["decision"] == "affirm" for row in refused)
    lost = sum(read(row["system"], row["user"])["decision"] != "affirm" for row in agreed)
    assert unsafe / len(refused) <= 0.01
    assert lost / len(agreed) <= 0.08


def test_what_forbids_a_yes_keeps_the_probability_below_one() -> None:
    seen = signs(QUESTION, "yes")
    assert decide(seen, FITTED)["decision"] == "affirm"
    for sign in ("no", "turn", "hedge", "changed", "acts", "only_asks", "fresh"):
        barred = decide(seen._replace(**{sign: 1.0}), FITTED)
        assert barred["decision"] != "affirm"
        assert barred["p"] < FITTED.affirm_from


def test_each_sign_has_its_weight() -> None:
    assert len(FITTED.weights) == len(WEIGHED)
    assert 0 < FITTED.negate_to < FITTED.affirm_from < 1
