from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.agent import MAX_ROW_BYTES, NAMES, loop
from tools.errors import TruecartError


def length(row: dict[str, Any]) -> dict[str, Any]:
    """An agent that measures texts, and breaks on one of them."""
    text = row.get("text")
    if not isinstance(text, str):
        raise TruecartError("bad_row", "text is a string.")
    if text == "break":
        raise ZeroDivisionError
    return {"length": len(text), "text": text}


def answers(*rows: bytes) -> list[dict[str, Any]]:
    out = io.BytesIO()
    loop(length, io.BytesIO(b"\n".join(rows)), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def codes(found: list[dict[str, Any]]) -> list[str | None]:
    return [each.get("error", {}).get("code") for each in found]


def test_an_id_comes_back_first_and_is_not_the_agents_business() -> None:
    out = io.BytesIO()
    loop(length, io.BytesIO(b'{"text": "abc", "id": [1, "x"]}\n'), out)
    assert out.getvalue() == b'{"id": [1, "x"], "length": 3, "text": "abc"}\n'


def test_without_an_id_none_is_made_up() -> None:
    assert answers(b'{"text": ""}') == [{"length": 0, "text": ""}]


@pytest.mark.parametrize(
    "row",
    [
        b"{",
        b"[1, 2]",
        b'"text"',
        b"null",
        b'{"text": 5}',
        b"{}",
        b"\xff\xfe{}",
        b"\x00\x01",
        b"[" * 100_000,
        b'{"n": ' + b"9" * 5000 + b"}",
        b'{"text": "' + b"a" * MAX_ROW_BYTES + b'"}',
    ],
)
def test_a_bad_row_is_answered_and_the_rest_go_on(row: bytes) -> None:
    found = answers(row, b'{"text": "abc", "id": 2}')
    assert codes(found) == ["bad_row", None]
    assert found[1] == {"id": 2, "length": 3, "text": "abc"}


@pytest.mark.parametrize(
    ("row", "known"),
    [
        (b'{"id": "r-7", "text": ', "r-7"),
        (b'{"id": 12, "text": 5}', 12),
        (b'{"id": 1, "x": "' + b"a" * MAX_ROW_BYTES, 1),
    ],
)
def test_the_id_of_a_bad_row_comes_back_where_it_can_be_read(row: bytes, known: Any) -> None:
    (found,) = answers(row)
    assert found["id"] == known
    assert codes([found]) == ["bad_row"]


def test_a_fault_of_ours_costs_one_row(capsys: pytest.CaptureFixture[str]) -> None:
    found = answers(b'{"text": "break", "id": 1}', b'{"text": "ok", "id": 2}')
    assert codes(found) == ["internal", None]
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_empty_lines_and_a_byte_order_mark_are_passed_over() -> None:
    assert codes(answers(b'\xef\xbb\xbf{"text": "a"}', b"", b"  \r", b'{"text": "b"}')) == [None, None]


def test_half_a_surrogate_pair_goes_out_as_it_came_in() -> None:
    assert answers(rb'{"text": "\ud83d"}')[0]["text"] == "\ud83d"


def test_chinese_stays_readable() -> None:
    out = io.BytesIO()
    loop(length, io.BytesIO('{"text": "海军蓝"}'.encode()), out)
    assert "海军蓝".encode() in out.getvalue()


@given(st.lists(st.binary(max_size=40).map(lambda row: row.replace(b"\n", b"")).filter(bytes.strip), max_size=8))
def test_any_bytes_get_one_answer_a_line(rows: list[bytes]) -> None:
    assert len(answers(*rows)) == len([row for row in rows if row.removeprefix(b"\xef\xbb\xbf").strip()])


def test_the_contracts_names() -> None:
    assert set(NAMES) == {"intent", "money", "search", "verify", "screen", "confirm"}
