from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.catalog import name_of
from tests.cli.command import truecart
from tools.errors import TruecartError

FEED = """id,item_group_id,title,price,availability,color,size
mug-1,mug,Enamel Mug,12.50 USD,in stock,white,
cap-s,cap,Wool Cap,20.00 USD,in stock,navy,S
cap-m,cap,Wool Cap,20.00 USD,in stock,navy,M
bad-1,bad,No Price,free,in stock,red,
"""


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "Spring Feed.csv"
    path.write_text(FEED)
    return path


def test_rows_in_are_rows_told_of(feed: Path, tmp_path: Path) -> None:
    home, rejected = tmp_path / "home", tmp_path / "rejected.jsonl"
    done = truecart("catalog", "import", str(feed), "--json", "--rejected", str(rejected), home=home)
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["catalog"] == "spring_feed"
    assert (summary["rows"], summary["products"], summary["variants"], summary["added"]) == (4, 2, 3, 2)
    (refused,) = [json.loads(line) for line in rejected.read_text().splitlines()]
    assert (refused["code"], refused["line"]) == ("bad_price", 5)
    again = json.loads(truecart("catalog", "import", str(feed), "--json", home=home).stdout)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 2)
    assert again["version"] == summary["version"]


def test_the_summary_in_words_is_plain_when_piped(feed: Path, tmp_path: Path) -> None:
    done = truecart("catalog", "import", str(feed), "--catalog", "spring", home=tmp_path / "home")
    assert "variants\t3\n" in done.stdout
    assert "5\tbad_price\t" in done.stdout
    stats = truecart("catalog", "stats", "--catalog", "spring", home=tmp_path / "home")
    assert "prices\t$12.50 to $20.00\n" in stats.stdout
    assert (
        json.loads(truecart("catalog", "stats", "--catalog", "spring", "--json", home=tmp_path / "home").stdout)[
            "products"
        ]
        == 2
    )


def test_an_agent_over_the_imported_catalogue(feed: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    truecart("catalog", "import", str(feed), "--catalog", "spring", home=home)
    rows = '{"id": 1, "query": "wool cap"}\n{"id": 2, "query": 5}\n'
    done = truecart("agent", "search", "--catalog", "spring", home=home, given=rows)
    found, refused = [json.loads(line) for line in done.stdout.splitlines()]
    assert found["results"][0]["product_id"] == "cap"
    assert refused["id"] == 2
    assert refused["error"]["code"] == "bad_row"


def test_the_audit_finds_every_swapped_picture_it_is_sure_of(copied_home: Path) -> None:
    done = truecart("catalog", "audit", "--json", home=copied_home)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["counts"]["checked"] > 300
    assert said["findings"]


@pytest.mark.parametrize(
    ("file", "name"), [("Spring Feed.csv.gz", "spring_feed"), ("luma.jsonl", "luma"), ("a-b.c.tsv", "a_b")]
)
def test_a_catalogue_is_named_after_its_feed(file: str, name: str) -> None:
    assert name_of(Path(file)) == name


def test_a_feed_without_a_usable_name() -> None:
    with pytest.raises(TruecartError, match="bad_request"):
        name_of(Path("商品.csv"))
