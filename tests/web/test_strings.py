"""The two tables of the pages' words say the same things."""

from __future__ import annotations

import re

from tools.errors import CODES
from tools.settings import CHECKOUT

PAIR = re.compile(r'^\s*"([\w.]+)":\s*"((?:[^"\\]|\\.)*)",?$', re.MULTILINE)


def table(language: str) -> dict[str, str]:
    text = (CHECKOUT / "web" / "static" / "js" / "strings" / f"{language}.js").read_text(encoding="utf-8")
    return dict(PAIR.findall(re.sub(r":\s*\n\s*", ": ", text)))


def test_both_languages_have_every_key_with_the_same_gaps() -> None:
    english, chinese = table("en"), table("zh")
    assert len(english) > 250
    assert not [key for key in english if key not in chinese]
    for key, words in english.items():
        assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", chinese[key])), key


def test_only_violations_are_said_in_chinese_alone() -> None:
    extra = [key for key in table("zh") if key not in table("en")]
    assert all(key.partition(".")[0] == "violation" and key.partition(".")[2] in CODES for key in extra)


def test_chinese_is_chinese() -> None:
    plain = {"restriction.age_18", "reasonShort.age_restricted", "language.other"}
    latin = [key for key, words in table("zh").items() if not re.search(r"[\u4e00-\u9fff]", words) and key not in plain]
    assert latin == []
