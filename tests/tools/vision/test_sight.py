"""A catalogue is looked at: what is measured, embedded and learned of it, by which encoder, and after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from graph.services import Services
from tests import little_shop
from tests.tools.catalog.records import record
from tests.tools.vision.clip.tiny import DIMENSION, tiny_clip
from tests.tools.vision.drawn import encoded, thing
from tools.catalog.importer import import_records
from tools.catalog.types import Product, Variant
from tools.errors import TruecartError
from tools.settings import CHECKOUT, load
from tools.vision.clip.views import embed
from tools.vision.clip.vocabulary import VALUES
from tools.vision.colour import unreadable
from tools.vision.embeddings import folder_of, heading, open_embeddings
from tools.vision.histogram import SIZE, unpacked
from tools.vision.measurements import unpacked as vector
from tools.vision.sight import Sight, listings

COLOURS = ("red", "navy", "green", "white", "yellow")
KILLED = """
import os, signal, sys
from pathlib import Path
from graph.services import Services
from tools.settings import load
from tools.vision import embeddings, measurements

def die(done, total, label):
    if (label, done) == (sys.argv[2], int(sys.argv[3])):
        os.kill(os.getpid(), signal.SIGKILL)

measurements.BATCH = embeddings.BATCH = 2
services = Services(load(home=Path(sys.argv[1]), catalog="spring"))
services.sight.bring(services.catalog, die, workers=1)
"""


def looks(services: Services) -> Path:
    return folder_of(services.settings.indexes, services.settings.catalog)


def unseen(home: Path, **overrides: object) -> Services:
    """Services over a catalogue of five pictures that nobody has looked at."""
    services = Services(load(home=home, catalog="spring", **overrides))
    shop = [record(each, options={"color": each}, picture=encoded(thing(each))) for each in COLOURS]
    import_records(services.catalog, services.pictures, None, None, shop)
    return services


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    services = little_shop.build(tmp_path_factory.mktemp("shop") / "home")
    yield services
    services.engine.dispose()


def test_an_import_leaves_all_that_turns_need(shop: Services) -> None:
    images = shop.catalog.images()
    seen = shop.measurements.get(images)
    assert set(seen) == set(images)
    for each in seen.values():
        assert unpacked(each["histogram"]).shape == (SIZE,)
        assert np.linalg.norm(vector(each["embedding"])) == pytest.approx(1, abs=1e-2)
        assert list(each["read"]) == list(VALUES)
        assert all(values for values in each["read"].values())


def test_the_index_holds_the_same_embeddings(shop: Services) -> None:
    images = shop.catalog.images()
    index = open_embeddings(shop.encoder, looks(shop))
    kept, seen = index.get(images), shop.measurements.get(images)
    assert set(kept) == index.ids() == set(images)
    for each in images:
        assert kept[each] == pytest.approx(vector(seen[each]["embedding"]), abs=1e-3)
    fresh = embed(shop.encoder, [shop.pictures.open(each) for each in images])
    assert min(float(kept[each] @ own) for each, own in zip(images, fresh, strict=True)) > 0.99


def test_the_encoder_is_a_witness_and_so_few_pictures_are_no_peers(shop: Services) -> None:
    (honest,) = (each for each in shop.catalog.variants_of_products(["fjord"]).values() if each.options["size"] == "S")
    product = next(each for each in shop.catalog.all_products() if each.product_id == "fjord")
    found = shop.verifier.verify(product, honest, "color", "navy")
    assert [each["name"] for each in found["witnesses"]] == ["catalog", "pixels", "clip"]
    assert found["p"] > 0.5
    liar = next(iter(shop.catalog.variants_of_products(["liar"]).values()))
    product = next(each for each in shop.catalog.all_products() if each.product_id == "liar")
    found = shop.verifier.verify(product, liar, "color", "navy")
    assert found["p"] < 0.5
    assert found["verdict"] != "confirmed"


def test_looking_again_changes_nothing(shop: Services) -> None:
    before = heading(looks(shop))
    done = shop.sight.bring(shop.catalog, lambda *_: None)
    assert (done.pictures, done.encoded, done.skipped) == (len(shop.catalog.images()), 0, {})
    assert heading(looks(shop)) == before


def test_another_encoder_is_refused_until_it_has_looked(shop: Services, tmp_path: Path) -> None:
    model = f"local-dir:{tiny_clip(tmp_path / 'tiny')}"
    services = unseen(tmp_path / "home")
    services.sight.bring(services.catalog, lambda *_: None)
    other = Services(load(home=tmp_path / "home", catalog="spring", clip_model=model))
    for _ in range(2):
        with pytest.raises(TruecartError, match=r"model_mismatch.*truecart catalog reembed --catalog spring"):
            _ = other.verifier
    images = other.catalog.images()
    assert other.measurements.get(images) == {}  # what another encoder read is not taken for this one's
    other.sight.bring(other.catalog, lambda *_: None)
    assert other.verifier.peers is not None
    seen = other.measurements.get(images)
    assert {vector(each["embedding"]).shape for each in seen.values()} == {(DIMENSION,)}
    with pytest.raises(TruecartError, match="model_mismatch"):
        Services(load(home=tmp_path / "home", catalog="spring")).sight.check()
    for each in (services, other):
        each.engine.dispose()
    assert shop.verifier  # the other catalogue's encoder is as it was


def test_killed_twice_it_goes_on_where_it_stopped(tmp_path: Path) -> None:
    services = unseen(tmp_path / "home")
    images = services.catalog.images()

    def kill(label: str, done: int) -> None:
        command = [sys.executable, "-c", KILLED, str(tmp_path / "home"), label, str(done)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        died = subprocess.run(command, cwd=CHECKOUT, env=environment, timeout=60, capture_output=True, text=True)
        assert died.returncode == -signal.SIGKILL, died.stderr

    kill("pictures measured", 4)
    assert len(services.measurements.get(images)) == 4
    assert heading(looks(services)) is None
    kill("pictures embedded", 5)
    assert len(services.measurements.get(images)) == 5
    assert heading(looks(services)) is None
    steps: list[tuple[str, int, int]] = []
    done = services.sight.bring(services.catalog, lambda now, of, label: steps.append((label, now, of)))
    assert (done.pictures, done.skipped) == (5, {})
    assert not [label for label, _, _ in steps if label == "pictures measured"]
    seen, kept = services.measurements.get(images), open_embeddings(services.encoder, looks(services)).get(images)
    for each in images:
        assert kept[each] == pytest.approx(vector(seen[each]["embedding"]), abs=1e-3)
    services.engine.dispose()


def test_a_picture_that_is_spoilt_is_told_of_and_the_others_are_seen(tmp_path: Path) -> None:
    services = unseen(tmp_path / "home")
    spoilt, *good = services.catalog.images()
    services.pictures.path(spoilt).write_bytes(b"no longer a picture")
    done = services.sight.bring(services.catalog, lambda *_: None)
    assert (done.pictures, done.skipped) == (4, {spoilt: "unsupported_image"})
    seen = services.measurements.get([spoilt, *good])
    assert [image for image, each in seen.items() if "embedding" not in each] == [spoilt]
    assert isinstance(services.sight, Sight)
    services.sight.check()
    services.engine.dispose()


def test_each_picture_of_a_product_is_learned_from_once() -> None:
    products = {"tee": Product("tee", "Tee", category="t-shirt"), "cap": Product("cap", "Cap")}
    seen = {each: unreadable(each) for each in ("a", "b")}
    two_colours = {"color": ("red", "navy")}
    products["mug"] = Product("mug", "Mug", category="mug", attributes=two_colours)
    rows = [
        ("tee-1", "tee", {"color": "Red", "size": "S"}, "a"),
        ("tee-2", "tee", {"color": "Red", "size": "M"}, "a"),
        ("tee-3", "tee", {"color": "navy"}, "b"),
        ("tee-4", "tee", {"color": "green"}, "never measured"),
        ("tee-5", "tee", {"color": "white"}, None),
        ("cap-1", "cap", {"color": "navy"}, "b"),
        ("mug-1", "mug", {}, "a"),
    ]
    found = listings(products, [Variant(*each[:3], None, 1, each[3]) for each in rows], seen)
    assert [(each.product_id, each.image, each.labels) for each in found] == [
        ("tee", "a", {"color": "Red", "category": "t-shirt"}),
        ("tee", "b", {"color": "navy", "category": "t-shirt"}),
        ("cap", "b", {"color": "navy"}),
        ("mug", "a", {"category": "mug"}),  # of two colours nobody knows which the picture shows
    ]
