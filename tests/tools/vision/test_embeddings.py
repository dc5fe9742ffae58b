"""The embeddings of a catalogue: made once, by one encoder, and killed and started again the same."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.tools.vision.clip.tiny import tiny_clip
from tests.tools.vision.drawn import encoded, thing
from tools.catalog.pictures import PictureStore
from tools.errors import TruecartError
from tools.settings import CHECKOUT
from tools.vision import embeddings as module
from tools.vision.clip.openclip import OpenClip
from tools.vision.clip.views import embed
from tools.vision.colour_names import NAMES
from tools.vision.embeddings import embed_catalog, folder_of, heading, open_embeddings

KILLED = """
import os, signal, sys
from pathlib import Path
from tools.catalog.pictures import PictureStore
from tools.vision import embeddings
from tools.vision.clip.openclip import OpenClip

def die(done, total, label):
    if done == 4:
        os.kill(os.getpid(), signal.SIGKILL)

embeddings.BATCH = 2
model, images, folder, *hashes = sys.argv[1:]
embeddings.embed_catalog(OpenClip(model), PictureStore(Path(images)), hashes, Path(folder), die)
"""


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> OpenClip:
    return OpenClip(f"local-dir:{tiny_clip(tmp_path_factory.mktemp('models') / 'first', seed=1)}")


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> OpenClip:
    return OpenClip(f"local-dir:{tiny_clip(tmp_path_factory.mktemp('models') / 'second', seed=2)}")


@pytest.fixture
def pictures(tmp_path: Path) -> PictureStore:
    return PictureStore(tmp_path / "images")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path / "index", "spring")


def put(pictures: PictureStore, count: int) -> list[str]:
    return [pictures.put(encoded(thing(NAMES[each % len(NAMES)].name, size=(40 + each, 40)))) for each in range(count)]


def folders(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.is_dir()}


def test_every_picture_is_nearest_to_itself(first: OpenClip, pictures: PictureStore, folder: Path) -> None:
    hashes = put(pictures, 5)
    steps: list[tuple[int, int]] = []
    done = embed_catalog(first, pictures, [*hashes, hashes[0]], folder, lambda now, all_, _: steps.append((now, all_)))
    assert (done.pictures, done.encoded, done.skipped, steps) == (5, 5, {}, [(0, 5), (5, 5)])
    index = open_embeddings(first, folder)
    vectors = index.get([*hashes, "absent"])
    assert set(vectors) == set(hashes) == index.ids()
    for each in hashes:
        found = index.nearest(vectors[each], 9)
        assert len(found) == 5
        assert next(iter(found)) == each
        assert found[each] == pytest.approx(1, abs=1e-5)
        assert found == pytest.approx({id: float(vectors[id] @ vectors[each]) for id in hashes}, abs=1e-4)
    looked = embed(first, [pictures.open(hashes[0])])[0]
    assert np.allclose(vectors[hashes[0]], looked, atol=1e-5)


def test_another_encoder_is_refused_and_not_mixed(
    first: OpenClip, second: OpenClip, pictures: PictureStore, folder: Path
) -> None:
    hashes = put(pictures, 3)
    with pytest.raises(TruecartError, match=r"index_mismatch.*truecart catalog reembed --catalog spring"):
        open_embeddings(first, folder)
    embed_catalog(first, pictures, hashes, folder)
    with pytest.raises(TruecartError, match=r"model_mismatch.*truecart catalog reembed --catalog spring"):
        open_embeddings(second, folder)
    before = open_embeddings(first, folder)
    assert embed_catalog(second, pictures, hashes, folder).encoded == 3
    with pytest.raises(TruecartError, match="model_mismatch"):
        open_embeddings(first, folder)
    vectors = open_embeddings(second, folder).get(hashes)
    fresh = embed(second, [pictures.open(each) for each in hashes])
    assert np.allclose([vectors[each] for each in hashes], fresh, atol=1e-5)
    assert before.ids() == set(hashes)  # whoever reads the one before goes on


def test_the_same_name_with_other_weights_is_another_encoder(
    first: OpenClip, pictures: PictureStore, folder: Path, tmp_path: Path
) -> None:
    embed_catalog(first, pictures, put(pictures, 1), folder)
    retrained = OpenClip(f"local-dir:{tiny_clip(tmp_path / 'other' / 'first', seed=3)}")
    assert retrained.name == first.name
    with pytest.raises(TruecartError, match="model_mismatch"):
        open_embeddings(retrained, folder)


def test_only_what_is_new_is_encoded_and_what_is_gone_goes(
    first: OpenClip, pictures: PictureStore, folder: Path
) -> None:
    hashes = put(pictures, 6)
    embed_catalog(first, pictures, hashes[:4], folder)
    at = heading(folder)
    again = embed_catalog(first, pictures, hashes[:4], folder)
    assert (again.pictures, again.encoded, heading(folder)) == (4, 0, at)
    done = embed_catalog(first, pictures, hashes[2:], folder)
    assert (done.pictures, done.encoded) == (4, 2)
    assert open_embeddings(first, folder).ids() == set(hashes[2:])
    assert embed_catalog(first, pictures, [], folder).pictures == 0
    assert open_embeddings(first, folder).nearest(np.ones(16, np.float32), 3) == {}
    assert len(folders(folder)) == 2


def test_vectors_that_were_made_elsewhere_are_taken_as_they_are(
    first: OpenClip, pictures: PictureStore, folder: Path
) -> None:
    hashes = put(pictures, 3)
    made = dict(zip(hashes, embed(first, [pictures.open(each) for each in hashes]), strict=True))
    done = embed_catalog(first, pictures, hashes[:2], folder, ready={hashes[0]: made[hashes[0]]})
    assert (done.pictures, done.encoded) == (2, 1)
    done = embed_catalog(first, pictures, hashes, folder, ready=made)
    assert (done.pictures, done.encoded) == (3, 0)
    vectors = open_embeddings(first, folder).get(hashes)
    assert np.allclose([vectors[each] for each in hashes], list(made.values()), atol=1e-5)


def test_broken_pictures_are_skipped_and_told_of(first: OpenClip, pictures: PictureStore, folder: Path) -> None:
    good, spoilt = put(pictures, 2)
    pictures.path(spoilt).write_bytes(b"no longer a picture")
    wanted = [good, spoilt, "0" * 64]
    done = embed_catalog(first, pictures, wanted, folder)
    assert (done.pictures, done.encoded) == (1, 1)
    assert done.skipped == {spoilt: "unsupported_image", "0" * 64: "not_found"}
    at = heading(folder)
    assert embed_catalog(first, pictures, wanted, folder).skipped == done.skipped
    assert heading(folder) == at


def test_killed_in_the_middle_it_goes_on_where_it_stopped(
    first: OpenClip, second: OpenClip, pictures: PictureStore, folder: Path
) -> None:
    hashes = put(pictures, 7)
    embed_catalog(second, pictures, hashes, folder)
    setting = f"local-dir:{first._spec.path}"
    command = [sys.executable, "-c", KILLED, setting, str(pictures.root), str(folder), *hashes]
    killed = subprocess.run(command, cwd=CHECKOUT, env={**os.environ, "OMP_NUM_THREADS": "1"}, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert open_embeddings(second, folder).ids() == set(hashes)  # still in use, and whole
    done = embed_catalog(first, pictures, hashes, folder)
    assert (done.pictures, done.encoded) == (7, 3)
    vectors = open_embeddings(first, folder).get(hashes)
    fresh = embed(first, [pictures.open(each) for each in hashes])
    assert np.allclose([vectors[each] for each in hashes], fresh, atol=1e-5)


def test_what_a_killed_build_left_is_no_answer_and_goes(
    first: OpenClip, second: OpenClip, pictures: PictureStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = put(pictures, 4)
    monkeypatch.setattr(module, "BATCH", 2)

    def stop(done: int, _all: int, _label: str) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed_catalog(first, pictures, hashes, folder, stop)
    assert heading(folder) is None
    assert len(folders(folder)) == 1
    embed_catalog(second, pictures, hashes, folder)
    assert folders(folder) == {heading(folder).folder}  # type: ignore[union-attr]
