"""Verdicts on claims: what a listing says against what its picture shows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.tools.vision.drawn import encoded, thing
from tools.catalog.pictures import PictureStore
from tools.catalog.types import Product, Variant
from tools.database import open_database
from tools.errors import TruecartError
from tools.money import Money
from tools.vision.colour import measure
from tools.vision.measurements import MeasurementStore
from tools.vision.types import Measurement, Witness
from tools.vision.verifier import Verifier, fused, listed_values

HOODIE = Product("hoodie", "Hoodie", category="hoodie", attributes={"material": ("wool", "nylon")}, brand="Acme")
GREY = (110, 112, 118)
SEEN = {name: measure(thing(name, backdrop=GREY), f"{name:0<64}") for name in ("navy", "black", "red", "white", "blue")}


class _Kept:
    """Measurements that are in memory already."""

    def get(self, hashes: object) -> Mapping[str, Measurement]:
        assert isinstance(hashes, list)
        return {each["content_hash"]: each for each in SEEN.values() if each["content_hash"] in hashes}


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


def test_witnesses_add_their_log_odds() -> None:
    def says(name: str, p: float) -> Witness:
        return {"name": name, "p": p, "saw": ""}  # type: ignore[typeddict-item]

    assert fused([]) == 0.5
    assert fused([says("catalog", 0.95)]) == pytest.approx(0.95)
    assert fused([says("catalog", 0.95), says("pixels", 0.5)]) == pytest.approx(0.95)
    assert fused([says("catalog", 0.95), says("pixels", 0.1)]) < 0.5
    assert fused([says("catalog", 0.05), says("pixels", 0.9)]) > 0.5
    assert fused([says("pixels", 0.0)]) > 0


def test_the_store_names_what_it_does_not_have(tmp_path: Path) -> None:
    with pytest.raises(TruecartError, match="not_found"):
        PictureStore(tmp_path).look(tmp_path / "nothing.jpg")
