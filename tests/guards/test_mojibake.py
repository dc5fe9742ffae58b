"""Wrongly decoded text, made the way it happens, and plain text that looks a little like it."""

from __future__ import annotations

import pytest

from guards.mojibake import has_escapes, is_mojibake

ZH = "已加入购物车：防水夹克两件，合计八十九元"
EN = "The “Café” mug — naïve blue — costs €14.50, it’s Ångström’s"


@pytest.mark.parametrize(
    ("encoding", "decoding"),
    [
        ("utf-8", "latin-1"),
        ("utf-8", "cp1252"),
        ("utf-8", "gbk"),
        ("utf-8", "big5"),
        ("utf-8", "mac_roman"),
        ("gbk", "latin-1"),
        ("gbk", "cp1252"),
        ("gbk", "utf-8"),
    ],
)
def test_chinese_read_by_the_wrong_table(encoding: str, decoding: str) -> None:
    assert is_mojibake(ZH.encode(encoding).decode(decoding, "replace"))


@pytest.mark.parametrize("decoding", ["latin-1", "cp1252", "mac_roman"])
def test_western_text_read_by_the_wrong_table(decoding: str) -> None:
    once = EN.encode().decode(decoding, "replace")
    assert is_mojibake(once)
    assert is_mojibake(once.encode().decode(decoding, "replace"))


@pytest.mark.parametrize(
    "text",
    [
        ZH,
        EN,
        "CAFÉ’s ÜBER-Größe: 20 °C ± 2, ½ l, Ø 30 mm",
        "À la carte « très chic » à Genève",
        "你好，有货吗?有的话要两件",
        "模板、模具和泻盐，联通卡也有",
        "Señor Muñoz: ¿qué tal? ¡Olé!",
        "Æbleskiver, smørrebrød og rødgrød",
    ],
)
def test_plain_text_is_none(text: str) -> None:
    assert not is_mojibake(text)


@pytest.mark.parametrize("text", ["Added \ufffd\ufffd to cart", "锟斤拷", "烫烫烫烫", "caf??s and na??ve", "??? found"])
def test_lost_characters(text: str) -> None:
    assert is_mojibake(text)


@pytest.mark.parametrize(
    "text", ["\\u4e2d\\u6587", "&#20013;&#25991;", "%E4%B8%AD%E6%96%87", "salt &amp; pepper", "\\xe9"]
)
def test_escapes_that_nobody_resolved(text: str) -> None:
    assert has_escapes(text)


@pytest.mark.parametrize("text", ["30% off, 100% cotton", "salt & pepper; R&D", "C:\\users", "50%E"])
def test_signs_that_are_no_escapes(text: str) -> None:
    assert not has_escapes(text)
