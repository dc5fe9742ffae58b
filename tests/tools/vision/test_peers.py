"""The rest of a catalogue as a witness of each of its pictures."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.tools.vision.drawn import thing
from tools.vision.colour import measure, unreadable
from tools.vision.heads import LEAST_PICTURES
from tools.vision.measurements import packed
from tools.vision.peers import LEARNED, SURE, Listing, Peers

COLOURS = ("navy", "red", "green", "white", "yellow")
GREYS = ((84, 86, 92), (110, 112, 118), (128, 126, 122))
PRODUCTS = 18
LIAR = ("p0", "p0-navy")  # labelled navy, shows red


def goods(products: int = PRODUCTS) -> list[Listing]:
    """Each product in three of the five colours, and one whose navy picture is red."""
    found = []
    for number, colours in zip(range(products), itertools.cycle(itertools.combinations(COLOURS, 3)), strict=False):
        for colour in colours:
            image = f"p{number}-{colour}"
            shown = "red" if image == LIAR[1] else colour
            if number == 0 and colour == "red":
                continue
            picture = thing(shown, backdrop=GREYS[number % 3], size=(60 + number, 80))
            found.append(Listing(f"p{number}", image, {"color": colour, "category": "tee"}, measure(picture, image)))
    return found


@pytest.fixture(scope="module")
def catalogue() -> list[Listing]:
    return goods()


@pytest.fixture(scope="module")
def peers(catalogue: list[Listing], tmp_path_factory: pytest.TempPathFactory) -> Peers:
    found = Peers(tmp_path_factory.mktemp("looks"))
    assert found.learn(catalogue, lambda *_: None)["color"] == ""
    return found


def p_of(peers: Peers, listing: Listing, value: str) -> float:
    found = peers.belief(listing.product_id, listing.image, "color", value)
    assert found is not None
    return found[0]


def test_labels_that_the_pictures_bear_out_are_believed(peers: Peers, catalogue: list[Listing]) -> None:
    honest = [each for each in catalogue if each.image != LIAR[1]]
    assert all(p_of(peers, each, each.labels["color"]) > 0.5 for each in honest)
    for each in honest:
        others = [colour for colour in COLOURS if colour != each.labels["color"]]
        assert max(p_of(peers, each, colour) for colour in others) < 0.5
        assert all(SURE <= p_of(peers, each, colour) <= 1 - SURE for colour in COLOURS)


def test_a_wrong_label_is_disbelieved_though_it_is_among_those_learned_from(peers: Peers) -> None:
    assert peers.belief(*LIAR, "color", "navy")[0] < 0.2  # type: ignore[index]
    p, saw = peers.belief(*LIAR, "color", "Red")  # type: ignore[misc]
    assert p > 0.8
    assert saw.startswith("red ")


def test_wide_words_and_synonyms(peers: Peers) -> None:
    navy = ("p1", "p1-navy")
    exact = peers.belief(*navy, "color", "navy")
    assert exact is not None
    assert peers.belief(*navy, "color", "blue") == peers.belief(*navy, "color", "藏青色") == exact


@pytest.mark.parametrize("value", ["sparkly", "", "mauve"])
def test_no_opinion_on_a_value_that_no_listing_has(peers: Peers, value: str) -> None:
    assert peers.belief("p1", "p1-navy", "color", value) is None


@pytest.mark.parametrize(
    ("product_id", "image", "attribute"),
    [("p1", "p2-navy", "color"), ("p99", "p1-navy", "color"), ("p1", "p1-navy", "pattern")],
)
def test_no_opinion_on_what_was_not_learned(peers: Peers, product_id: str, image: str, attribute: str) -> None:
    assert peers.belief(product_id, image, attribute, "navy") is None


def test_one_category_is_nothing_to_learn_from(peers: Peers, catalogue: list[Listing], tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    why = Peers(tmp_path).learn(catalogue[:6], lambda done, of, _: steps.append((done, of)))
    assert set(why) == set(LEARNED)
    assert all(why.values())
    assert steps == [(0, 2), (1, 2), (2, 2)]
    assert peers.belief("p1", "p1-navy", "category", "tee") is None


def test_too_few_pictures_say_so(tmp_path: Path) -> None:
    peers = Peers(tmp_path)
    few = goods(11)
    assert len(few) < LEAST_PICTURES
    assert str(LEAST_PICTURES) in peers.learn(few, lambda *_: None)["color"]
    assert peers.belief("p1", "p1-navy", "color", "navy") is None


def test_pictures_that_were_not_measured_are_left_out(tmp_path: Path) -> None:
    peers = Peers(tmp_path)
    assert peers.belief("p", "x", "color", "navy") is None  # nothing was ever learned
    spoilt = [Listing(f"p{number}", "x", {"color": "navy"}, unreadable("x")) for number in range(60)]
    assert set(peers.learn(spoilt, lambda *_: None).values()) == {"no picture was measured"}
    assert peers.learn([], lambda *_: None)["color"]
    assert peers.belief("p1", "x", "color", "navy") is None


def test_what_another_process_learned_is_read_again(catalogue: list[Listing], tmp_path: Path) -> None:
    reader, writer = Peers(tmp_path), Peers(tmp_path)
    writer.learn(catalogue, lambda *_: None)
    before = reader.belief(*LIAR, "color", "red")
    assert before
    writer.learn(catalogue[:10], lambda *_: None)
    assert reader.belief(*LIAR, "color", "red") is None
    writer.learn(catalogue, lambda *_: None)
    assert reader.belief(*LIAR, "color", "red") == before


def test_embeddings_help_where_all_have_one(catalogue: list[Listing], tmp_path: Path) -> None:
    """Labels that colours cannot tell apart, and embeddings can."""
    random = np.random.default_rng(0)
    told = [
        Listing(each.product_id, each.image, {"color": ("navy", "red")[row % 2]}, _seen(random, each, row % 2))
        for row, each in enumerate(catalogue)
    ]
    peers = Peers(tmp_path)
    assert peers.learn(told, lambda *_: None)["color"] == ""
    right = sum(p_of(peers, each, each.labels["color"]) > 0.5 for each in told)
    assert right >= 0.9 * len(told)


def _seen(random: np.random.Generator, listing: Listing, side: int) -> Any:
    vector = random.normal(0, 0.1, 12).astype(np.float32)
    vector[side] += 1
    return {**listing.measurement, "embedding": packed(vector / np.float32(np.linalg.norm(vector)))}
