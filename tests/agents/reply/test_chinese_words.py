"""Values of the vocabulary in Chinese; what is in no table stays as it is worded."""

from __future__ import annotations

import re

import pytest

from agents.reply.chinese_words import ATTRIBUTES, STATUS, attribute_in_chinese, in_chinese
from agents.reply.dates import day
from tools.vision.colour_names import NAMES


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        ("color", "navy", "藏青色"),
        ("category", "pump", "高跟鞋"),
        ("feature", "pump", "水泵"),
        ("size", "m", "M"),
        ("size", "55 inch", "55 英寸"),
        ("panel", "oled", "OLED"),
        ("brand", "Halden", "Halden"),
        ("color", "藏青", "藏青"),
        ("", "unheard of", "unheard of"),
    ],
)
def test_a_value_by_its_attribute(attribute: str, value: str, said: str) -> None:
    assert in_chinese(value, attribute) == said


@pytest.mark.parametrize("name", [each.name for each in NAMES])
def test_every_colour_that_is_seen_has_a_word(name: str) -> None:
    assert re.fullmatch("[\u3400-\u9fff]+", in_chinese(name, "color"))


def test_names_of_attributes_and_states_are_chinese() -> None:
    assert not re.search("[A-Za-z]", "".join([*ATTRIBUTES.values(), *STATUS.values()]))
    assert attribute_in_chinese("Shoe Size") == "鞋码"
    assert attribute_in_chinese("Voltage") == "Voltage"


@pytest.mark.parametrize(
    ("iso", "language", "said"),
    [
        ("2026-12-01", "en", "1 December"),
        ("2026-12-01T08:00:00Z", "zh", "12月1日"),
        ("soon", "en", "soon"),
    ],
)
def test_a_day_as_it_is_said(iso: str, language: str, said: str) -> None:
    assert day(iso, language) == said


def test_a_day_with_its_year() -> None:
    assert day("2026-01-31", "en", year=True) == "31 January 2026"
    assert day("2026-01-31", "zh", year=True) == "2026年1月31日"
