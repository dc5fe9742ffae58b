"""What a feed's file may be: encodings, gzip, damage, and what is no feed at all."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.catalog.feeds import read_feed
from tools.catalog.types import ProductRecord, Rejection
from tools.errors import TruecartError

TABLE = "id,title,price\na,Café crème,5 USD\nb,Mug,6 USD\n"


def _titles(path: Path) -> list[str]:
    return [each.product.title for each in read_feed(path) if isinstance(each, ProductRecord)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "feed.csv"
    path.write_bytes(TABLE.encode(encoding))
    assert _titles(path) == ["Café crème", "Mug"]


def test_gzip_whole_and_cut(tmp_path: Path) -> None:
    path = tmp_path / "feed"
    whole = gzip.compress(TABLE.encode())
    path.write_bytes(whole)
    assert _titles(path) == ["Café crème", "Mug"]
    path.write_bytes(
        gzip.compress(("id,title,price\n" + "".join(f"{n},Mug {n},5 USD\n" for n in range(9999))).encode())[:-4000]
    )
    read = list(read_feed(path))
    assert 0 < len(read) < 9999


def test_a_damaged_line_of_a_utf8_file_is_refused_alone(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_bytes(TABLE.encode() + b"c,Broken \xff\xfe,7 USD\n")
    *_, refused = sorted(read_feed(path), key=lambda each: each.line)
    assert isinstance(refused, Rejection)
    assert (refused.code, refused.line) == ("bad_row", 4)


@pytest.mark.parametrize(
    "cut", ['c,"never closed,7 USD\nd,Bowl,8 USD\n', 'c,"a"b,7 USD\nd,Bowl,8 USD\n', "c,x,1 USD,more\nd,Bowl,8 USD\n"]
)
def test_a_row_with_bad_quotes_or_too_many_cells_costs_itself_only(tmp_path: Path, cut: str) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(TABLE + cut)
    assert _titles(path) == ["Café crème", "Mug", "Bowl"]
    assert [each.line for each in read_feed(path) if isinstance(each, Rejection)] == [4]


def test_a_quoted_cell_may_hold_lines(tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text('id,title,price,description\na,Mug,5 USD,"one\n\ntwo"\nb,Bowl,x,\n')
    record, refused = sorted(read_feed(path), key=lambda each: each.line)
    assert isinstance(record, ProductRecord)
    assert record.product.description == "one two"
    assert refused.line == 5


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"  \n\n",
        b"\x89PNG\r\n\x1a\n\0\0\0",
        b"hello",
        b"name,cost\na,1\n",
        b'{"a": 1}\n',
        b"{broken\n",
        b"\x1f\x8bjunk",
    ],
)
def test_what_is_no_feed(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "feed"
    path.write_bytes(content)
    with pytest.raises(TruecartError) as problem:
        read_feed(path)
    assert problem.value.code == "feed_unreadable"


def test_a_folder_a_missing_file_and_a_missing_folder_of_pictures(tmp_path: Path) -> None:
    (tmp_path / "feed.csv").write_text(TABLE)
    for path, images, code in [
        (tmp_path, None, "feed_unreadable"),
        (tmp_path / "none.csv", None, "not_found"),
        (tmp_path / "feed.csv", tmp_path / "none", "not_found"),
    ]:
        with pytest.raises(TruecartError) as problem:
            read_feed(path, images)
        assert problem.value.code == code


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), min_size=1), min_size=1, max_size=8))
def test_each_row_is_in_exactly_one_record_or_rejection(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str]
) -> None:
    kept = [line.replace('"', "") for line in lines if line.replace('"', "").strip()]
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text("id,title,price\n" + "\n".join(kept) + "\n", encoding="utf-8")
    assert sum(each.rows for each in read_feed(path)) == len(kept)
