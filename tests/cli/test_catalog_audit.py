"""`truecart catalog audit`: the table, the JSON, the page; over a feed whose titles are hostile."""

from __future__ import annotations

import csv
import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.cli.command import truecart
from tests.tools.vision.drawn import encoded, thing

# a <script> would be refused at import, as words to the agent are
HOSTILE = '</h2>"><img src=x onerror=alert(2)>\u202e&amp;{{x}}'
ROWS = (  # product, title, listed, shown
    ("tee", "Plain Tee", "navy", "red"),
    ("tee", "Plain Tee", "red", "navy"),
    ("bad", HOSTILE, "green", "pink"),
    ("cap", "Honest Cap", "navy", "navy"),
    ("mug", "Unseen <b>Mug</b>", "white", None),
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audit")
    with (folder / "feed.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("id", "item_group_id", "title", "price", "availability", "color", "image_link"))
        for number, (product, title, listed, shown) in enumerate(ROWS):
            link = f"{number}.png" if shown else ""
            if shown:
                (folder / link).write_bytes(encoded(thing(shown, backdrop=(110, 112, 118)), "PNG"))
            writer.writerow((f"{product}-{listed}", product, title, "9.00 USD", "in stock", listed, link))
    done = truecart(
        "catalog",
        "import",
        str(folder / "feed.csv"),
        "--images",
        str(folder),
        "--catalog",
        "shop",
        home=folder / "home",
    )
    assert done.returncode == 0, done.stderr
    return folder / "home"


class _Seen(HTMLParser):
    """Every tag with its attributes, and the text outside scripts and styles."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] not in ("script", "style"):
            self.text += data


def read(page: Path) -> _Seen:
    seen = _Seen()
    seen.feed(page.read_text(encoding="utf-8"))
    return seen


def test_json_with_counts_and_findings(home: Path) -> None:
    done = truecart("catalog", "audit", "--catalog", "shop", "--json", home=home)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert {key: said["counts"][key] for key in ("products", "checked", "contradicted", "swaps", "no_picture")} == {
        "products": 4,
        "checked": 4,
        "contradicted": 3,
        "swaps": 1,
        "no_picture": 1,
    }
    by_listed = {(each["product_id"], each["listed"]): each for each in said["findings"]}
    assert by_listed["tee", "navy"]["sibling"]["listed"] == "red"
    assert by_listed["tee", "navy"]["sibling"]["kind"] == "swapped"
    assert by_listed["bad", "green"]["observed"][0]["value"] == "pink"
    assert [each["product_id"] for each in said["unseen"]] == ["mug"]


def test_the_table_and_its_limits(home: Path) -> None:
    done = truecart("catalog", "audit", "--catalog", "shop", home=home)
    heading, *rows = done.stdout.splitlines()
    assert heading.split("\t")[:4] == ["confidence", "product", "title", "attribute"]
    assert len(rows) == 3
    assert "\u202e" not in done.stdout
    limited = truecart("catalog", "audit", "--catalog", "shop", "--limit", "1", home=home)
    assert limited.stdout.splitlines()[1:] == rows[:1]
    none = truecart("catalog", "audit", "--catalog", "shop", "--min-confidence", "1", home=home)
    assert (none.returncode, none.stdout) == (0, "")


def test_the_page_is_one_file_and_titles_stay_text(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "audit.html"
    done = truecart("catalog", "audit", "--catalog", "shop", "--html", str(target), home=home)
    assert done.returncode == 0, done.stderr
    seen = read(target)
    names = [tag for tag, _ in seen.tags]
    assert names.count("script") == names.count("style") == 1
    assert names.count("article") == 3
    assert "alert(2)" in seen.text  # shown, as text
    assert "Unseen <b>Mug</b>" in seen.text
    for tag, attributes in seen.tags:
        assert not [each for each in attributes if each.startswith("on") or each in ("style", "href")], tag
        assert (attributes.get("src") or "data:image/jpeg;").startswith("data:image/jpeg;")
    (policy,) = [each["content"] for tag, each in seen.tags if tag == "meta" and "http-equiv" in each]
    assert policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    text = target.read_text(encoding="utf-8")
    assert "\u202e" not in text
    assert "http:" not in text
    assert "https:" not in text


@pytest.mark.parametrize(
    "options",
    [
        ("--min-confidence", "1.5"),
        ("--min-confidence", "nan"),
        ("--limit", "0"),
        ("--html", "."),
        ("--html", "no/such/folder/page.html"),
    ],
)
def test_bad_options_are_refused_in_the_usual_words(home: Path, options: tuple[str, str]) -> None:
    done = truecart("catalog", "audit", "--catalog", "shop", *options, home=home)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("truecart: ")
    assert "(bad_request)" in done.stderr


def test_a_catalogue_without_pictures(tmp_path: Path) -> None:
    feed = tmp_path / "feed.csv"
    feed.write_text("id,title,price,availability,color\nmug-1,Mug,5.00 USD,in stock,white\n")
    home, target = tmp_path / "home", tmp_path / "audit.html"
    truecart("catalog", "import", str(feed), "--catalog", "bare", home=home)
    done = truecart("catalog", "audit", "--catalog", "bare", "--json", "--html", str(target), home=home)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert (said["counts"]["checked"], said["counts"]["no_picture"], said["findings"]) == (0, 1, [])
    seen = read(target)
    assert "There was nothing to check" in seen.text
    assert "no picture" in seen.text


def test_pictures_that_are_gone_are_told_of(home: Path, tmp_path: Path) -> None:
    copied = tmp_path / "home"
    shutil.copytree(home, copied)
    for each in (copied / "images").rglob("*"):
        if each.is_file():
            each.unlink()
    target = tmp_path / "audit.html"
    done = truecart("catalog", "audit", "--catalog", "shop", "--html", str(target), home=copied)
    assert done.returncode == 0, done.stderr
    assert [tag for tag, _ in read(target).tags].count("img") == 0
    assert read(target).text.count("no picture") >= 3
