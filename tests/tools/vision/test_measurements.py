"""Measurements are made once, survive a kill, and never stop at a picture that cannot be read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, func, select

from tests.tools.vision.clip.fixed import Fixed
from tests.tools.vision.drawn import encoded, thing
from tools.catalog.pictures import PictureStore
from tools.database import reading
from tools.errors import TruecartError
from tools.schema import measurements as table
from tools.vision import measurements as module
from tools.vision.clip.reading import Reader
from tools.vision.colour_names import NAMES
from tools.vision.measurements import WORTH_A_POOL, MeasurementStore, packed, unpacked

ABSENT = "0" * 64


@pytest.fixture
def pictures(tmp_path: Path) -> PictureStore:
    return PictureStore(tmp_path / "images")


def stored(engine: Engine) -> int:
    with reading(engine) as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def put(pictures: PictureStore, count: int) -> list[str]:
    return [
        pictures.put(encoded(thing(NAMES[each % len(NAMES)].name, size=(50 + each // len(NAMES), 50))))
        for each in range(count)
    ]


def test_measured_once_and_remembered_by_others(engine: Engine, pictures: PictureStore) -> None:
    hashes = put(pictures, 3)
    steps: list[tuple[int, int]] = []
    first = MeasurementStore(engine)
    assert first.measure(pictures, [*hashes, hashes[0]], progress=lambda done, all_: steps.append((done, all_))) == 3
    assert steps == [(3, 3)]
    assert first.measure(pictures, hashes) == 0
    second = MeasurementStore(engine)
    assert second.get([*hashes, ABSENT]) == first.get(hashes)
    assert list(second.get(reversed(hashes))) == hashes[::-1]


def test_resumes_where_it_was_stopped(engine: Engine, pictures: PictureStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH", 2)
    hashes = put(pictures, 7)

    steps: list[tuple[int, int]] = []

    def stop(done: int, all_: int) -> None:
        steps.append((done, all_))
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        MeasurementStore(engine).measure(pictures, hashes, progress=stop)
    assert steps == [(2, 7), (4, 7)]
    assert stored(engine) == 4
    assert MeasurementStore(engine).measure(pictures, hashes) == 3
    assert stored(engine) == 7


def test_a_picture_that_is_gone_or_spoilt_is_measured_as_unseen(engine: Engine, pictures: PictureStore) -> None:
    good, spoilt = put(pictures, 2)
    pictures.path(spoilt).write_bytes(b"no longer a picture")
    store = MeasurementStore(engine)
    assert store.measure(pictures, [spoilt, good, ABSENT, "../../etc"]) == 4
    seen = store.get([spoilt, good, ABSENT, "../../etc"])
    assert [each["confidence"] > 0 for each in seen.values()] == [False, True, False, False]
    assert seen[spoilt]["colours"] == seen[ABSENT]["distribution"] == []


def test_another_version_measures_anew(engine: Engine, pictures: PictureStore, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = put(pictures, 1)
    MeasurementStore(engine).measure(pictures, hashes)
    monkeypatch.setattr(module, "VERSION", "later")
    store = MeasurementStore(engine)
    assert store.get(hashes) == {}
    assert store.measure(pictures, hashes) == 1
    assert stored(engine) == 2


def test_an_encoder_looks_too(engine: Engine, pictures: PictureStore) -> None:
    good, spoilt = put(pictures, 2)
    pictures.path(spoilt).write_bytes(b"no longer a picture")
    encoder = Fixed({("color", "navy"): 1.0, ("category", "mug"): 1.0})
    store = MeasurementStore(engine, Reader(encoder))
    assert store.measure(pictures, [good, spoilt]) == 2
    for found in (store, MeasurementStore(engine, Reader(encoder))):
        seen = found.get([good, spoilt])
        assert unpacked(seen[good]["embedding"]) == pytest.approx(encoder.pictures([thing("red")])[0], abs=1e-3)
        assert {name: values[0]["value"] for name, values in seen[good]["read"].items() if name != "pattern"} == {
            "color": "navy",
            "category": "mug",
            "sleeve": "long sleeve",
        }
        assert not {"embedding", "read"} & set(seen[spoilt])
    alone = store.of_image(thing("red"), "x")
    assert alone["read"]["category"][0]["value"] == "mug"
    assert store.get(["x"]) == {}
    (upload,) = put(pictures, 1)
    assert "embedding" in store.measured(pictures, upload)


def test_another_encoder_or_none_measures_anew(engine: Engine, pictures: PictureStore) -> None:
    hashes = put(pictures, 1)
    first, other = Fixed(), Fixed()
    other.digest = "0" * 64
    stores = [MeasurementStore(engine), *(MeasurementStore(engine, Reader(each)) for each in (first, other))]
    assert len({store.version for store in stores}) == 3
    assert [store.measure(pictures, hashes) for store in stores] == [1, 1, 1]
    assert [store.measure(pictures, hashes) for store in stores] == [0, 0, 0]
    assert stored(engine) == 3


def test_a_vector_as_text() -> None:
    vector = np.linspace(-1, 1, 192, dtype=np.float32)
    assert unpacked(packed(vector)) == pytest.approx(vector, abs=1e-3)
    assert len(packed(vector)) == 512


def test_two_at_once_store_a_picture_once(engine: Engine, pictures: PictureStore) -> None:
    hashes = put(pictures, 2)
    first, second = MeasurementStore(engine), MeasurementStore(engine)
    second.measure(pictures, hashes)
    assert first.measured(pictures, hashes[0]) == second.get(hashes)[hashes[0]]
    first._save(second.get(hashes))
    assert stored(engine) == 2


def test_an_upload_is_measured_when_asked_for(engine: Engine, pictures: PictureStore) -> None:
    (upload,) = put(pictures, 1)
    store = MeasurementStore(engine)
    assert store.measured(pictures, upload)["colours"][0]["name"] == NAMES[0].name
    assert stored(engine) == 1
    assert store.measured(pictures, ABSENT)["confidence"] == 0


def test_what_is_remembered_has_a_bound(
    engine: Engine, pictures: PictureStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "REMEMBERED", 3)
    store = MeasurementStore(engine)
    for each in put(pictures, 8):
        store.measured(pictures, each)
    assert len(store._remembered) <= 3


def test_in_parallel_as_in_series(sqlite_engine: Engine, pictures: PictureStore, tmp_path: Path) -> None:
    from tests.builders import empty
    from tools.database import open_database

    empty(sqlite_engine)
    hashes = put(pictures, WORTH_A_POOL)
    reader = Reader(Fixed({("color", "navy"): 1.0}))
    parallel, series = MeasurementStore(sqlite_engine, reader), open_database(f"sqlite:///{tmp_path / 'other.db'}")
    assert parallel.measure(pictures, hashes, workers=2) == WORTH_A_POOL
    other = MeasurementStore(series, reader)
    other.measure(pictures, hashes, workers=1)
    assert parallel.get(hashes) == other.get(hashes)
    series.dispose()


def test_a_name_that_is_no_hash_is_refused_by_the_pictures(pictures: PictureStore) -> None:
    with pytest.raises(TruecartError, match="not_found"):
        pictures.path("../../etc")
