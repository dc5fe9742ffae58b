"""Verdicts on claims: what a listing says against what its picture shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from guards.attributes import SEEN_ONLY
from tests.tools.vision.drawn import encoded, thing
from tools.catalog.pictures import PictureStore
from tools.catalog.types import Product, Variant
from tools.database import open_database
from tools.errors import TruecartError
from tools.money import Money
from tools.vision.colour import measure
from tools.vision.measurements import MeasurementStore
from tools.vision.types import Evidence, Measurement, ObservedValue
from tools.vision.verifier import Verifier, listed_values

HOODIE = Product("hoodie", "Hoodie", category="hoodie", attributes={"material": ("wool", "nylon")}, brand="Acme")
GREY = (110, 112, 118)
SEEN = {name: measure(thing(name, backdrop=GREY), f"{name:0<64}") for name in ("navy", "black", "red", "white", "blue")}


class _Kept:
    """Measurements that are in memory already."""

    def get(self, hashes: object) -> Mapping[str, Measurement]:
        assert isinstance(hashes, list)
        return {each["content_hash"]: each for each in SEEN.values() if each["content_hash"] in hashes}

    def of_image(self, image: Image.Image, content_hash: str) -> Measurement:
        return measure(image, content_hash)


class _Others:
    """The catalogue's other pictures, of one opinion on every colour."""

    def __init__(self, p: float) -> None:
        self.p = p

    def belief(self, product_id: str, _image: str, attribute: str, value: str) -> tuple[float, str] | None:
        return (self.p, f"{product_id} {value}") if attribute == "color" else None


VERIFIER = Verifier(_Kept())  # type: ignore[arg-type]


def variant(listed: str | None, shown: str | None, variant_id: str = "hoodie-1") -> Variant:
    options = {"color": listed} if listed else {}
    image = SEEN[shown]["content_hash"] if shown else None
    return Variant(variant_id, "hoodie", options, Money(100, "USD"), 3, image)


@pytest.mark.parametrize(
    ("listed", "shown", "claimed", "verdict"),
    [
        ("navy", "navy", "navy", "confirmed"),
        ("navy", "navy", "blue", "confirmed"),
        ("Navy Blue", "navy", "藏青色", "confirmed"),
        ("red", "red", "red", "confirmed"),
        ("navy", "red", "navy", "contradicted"),
        ("navy", "white", "navy", "contradicted"),
        ("red", "navy", "red", "contradicted"),
        ("black", "red", "black", "contradicted"),
        ("navy", None, "navy", "unsure"),
        ("navy", "navy", "sparkly", "unsure"),
    ],
)
def test_verdicts_on_colours(listed: str, shown: str | None, claimed: str, verdict: str) -> None:
    assert VERIFIER.verify(HOODIE, variant(listed, shown), "color", claimed)["verdict"] == verdict


def test_a_black_thing_listed_as_navy_is_never_confirmed() -> None:
    found = VERIFIER.verify(HOODIE, variant("navy", "black"), "color", "navy")
    assert found["verdict"] != "confirmed"
    assert found["p"] < 0.5
    assert found["observed"][0]["value"] == "black"


def test_a_listing_cannot_outvote_its_picture() -> None:
    honest = VERIFIER.verify(HOODIE, variant("red", "navy"), "color", "navy")
    assert [each["name"] for each in honest["witnesses"]] == ["catalog", "pixels"]
    assert honest["p"] > 0.5


@pytest.mark.parametrize(
    ("attribute", "value", "verdict"),
    [
        ("material", "wool", "confirmed"),
        ("material", "Wool ", "confirmed"),
        ("material", "silk", "contradicted"),
        ("brand", "acme", "confirmed"),
        ("size", "M", "unsure"),
        ("pattern", "striped", "unsure"),
        ("category", "hoodie", "unsure"),
    ],
)
def test_verdicts_on_what_only_the_listing_knows(attribute: str, value: str, verdict: str) -> None:
    found = VERIFIER.verify(HOODIE, variant("navy", "navy"), attribute, value)
    assert found["verdict"] == verdict
    assert found["observed"] == []


def test_evidence_has_one_id_for_each_decision() -> None:
    def identity(**change: str) -> str:
        given = {"listed": "navy", "shown": "navy", "claimed": "navy", "variant_id": "a", **change}
        made = variant(given["listed"], given["shown"], given["variant_id"])
        return VERIFIER.verify(HOODIE, made, "color", given["claimed"])["id"]

    assert identity() == identity()
    assert identity(claimed="NAVY") == identity()
    changed = [
        identity(**{key: value})
        for key, value in {"claimed": "blue", "variant_id": "b", "shown": "red", "listed": "red"}.items()
    ]
    assert len({identity(), *changed}) == 5


def test_from_a_picture_alone() -> None:
    found = VERIFIER.verify_picture(thing("navy"), "color", "blue")
    assert found["verdict"] == "confirmed"
    assert [each["name"] for each in found["witnesses"]] == ["pixels"]
    assert VERIFIER.verify_picture(thing("navy"), "color", "red")["verdict"] == "contradicted"
    assert VERIFIER.verify_picture(thing("navy"), "sleeve", "long")["verdict"] == "unsure"


READ: dict[str, list[ObservedValue]] = {
    "color": [{"value": "navy", "p": 0.99}],
    "category": [{"value": "hoodie", "p": 0.9}, {"value": "jacket", "p": 0.1}],
    "pattern": [{"value": "striped", "p": 0.98}, {"value": "solid", "p": 0.02}],
}


def test_an_encoder_that_has_looked_is_a_witness() -> None:
    seen: Measurement = {**SEEN["navy"], "read": READ}
    listed = variant("navy", "navy")

    def told(attribute: str, value: str) -> Evidence:
        return VERIFIER.verify(HOODIE, listed, attribute, value, {**seen, "content_hash": "e" * 64})

    found = told("color", "navy")
    assert [each["name"] for each in found["witnesses"]] == ["catalog", "pixels", "clip"]
    assert found["witnesses"][2]["saw"] == "navy 99%"
    assert found["observed"][0]["value"] == "navy"
    found = told("category", "hoodie")
    assert [each["name"] for each in found["witnesses"]] == ["catalog", "clip"]
    assert found["observed"] == READ["category"]
    assert found["p"] > 0.5 > told("category", "mug")["p"]
    found = told("pattern", "striped")
    assert [each["p"] > 0.5 for each in found["witnesses"] if each["name"] == "clip"] == [True]
    assert [each["name"] for each in told("material", "wool")["witnesses"]] == ["catalog"]


def test_the_other_pictures_of_the_catalogue_are_a_witness() -> None:
    doubting = Verifier(_Kept(), _Others(0.05))  # type: ignore[arg-type]
    alone = VERIFIER.verify(HOODIE, variant("navy", "navy"), "color", "navy")
    found = doubting.verify(HOODIE, variant("navy", "navy"), "color", "navy")
    assert found["witnesses"][-1] == {"name": "peers", "p": 0.05, "saw": "hoodie navy"}
    assert found["p"] < alone["p"]
    assert found["id"] != alone["id"]
    assert "peers" not in {
        each["name"] for each in doubting.verify_picture(thing("navy"), "color", "navy")["witnesses"]
    }
    without = doubting.verify(HOODIE, variant("navy", None), "color", "navy")
    assert [each["name"] for each in without["witnesses"]] == ["catalog", "pixels"]


def test_what_a_picture_shows_whatever_its_listing_says() -> None:
    found = VERIFIER.verify_alone("hoodie", SEEN["navy"], "color", "navy")
    assert [each["name"] for each in found["witnesses"]] == ["pixels"]
    assert found["p"] > 0.9


@pytest.mark.parametrize("attribute", sorted(SEEN_ONLY))
def test_what_only_a_picture_can_show_is_not_decided_by_the_listing(attribute: str) -> None:
    product = Product("x", "X", category="navy", attributes={attribute: ("navy",)})
    for value in ("navy", "red"):
        found = VERIFIER.verify(product, Variant("x-1", "x", {}, None, 1, None), attribute, value)
        assert found["verdict"] == "unsure"


def test_the_same_claim_again_is_answered_alike() -> None:
    first, again = (VERIFIER.verify(HOODIE, variant("navy", "navy"), "color", "teal") for _ in range(2))
    assert first == again


def test_with_the_database_and_stored_pictures(tmp_path: Path) -> None:
    pictures, engine = PictureStore(tmp_path / "images"), open_database(f"sqlite:///{tmp_path / 'shop.db'}")
    image = pictures.put(encoded(thing("red")))
    measurements = MeasurementStore(engine)
    listed = Variant("a", "hoodie", {"Colour": "Navy"}, Money(100, "USD"), 1, image)
    before = Verifier(measurements).verify(HOODIE, listed, "color", "navy")
    measurements.measure(pictures, [image])
    after = Verifier(measurements).verify(HOODIE, listed, "color", "navy")
    assert (before["verdict"], after["verdict"]) == ("unsure", "contradicted")
    assert before["id"] != after["id"]
    engine.dispose()


def test_listed_values() -> None:
    assert listed_values(HOODIE, variant("Navy", None), "color") == ("Navy",)
    assert listed_values(HOODIE, variant(None, None), "color") == ()
    assert listed_values(HOODIE, variant("Navy", None), "brand") == ("Acme",)
    assert listed_values(HOODIE, variant("Navy", None), "material") == ("wool", "nylon")


def test_the_store_names_what_it_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(TruecartError, match="not_found"):
        PictureStore(tmp_path).look(tmp_path / "nothing.jpg")
