"""The CLIP that comes with the project: the same model in ONNX as in open_clip, quick to load, small."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.tools.vision.drawn import gradient, over, thing
from tools.errors import TruecartError
from tools.render import PictureSpec, draw
from tools.settings import CHECKOUT
from tools.vision.clip.openclip import OpenClip
from tools.vision.clip.shipped import BATCH, CONFIG, FOLDER, PROMPTS, TOWER, WEIGHTS, Shipped, shipped
from tools.vision.clip.vocabulary import VALUES, prompt

FILES = (CONFIG, WEIGHTS, TOWER, PROMPTS)
LARGEST = 40_000_000  # bytes of all weights together
KNOWN = [prompt(attribute, value) for attribute, values in VALUES.items() for value in values]
WITHOUT_TORCH = """
import sys
from PIL import Image
from tools.vision.clip.shipped import shipped
from tools.vision.clip.vocabulary import VALUES, prompt
encoder = shipped()
seen = encoder.pictures([Image.new("RGB", (80, 60), (200, 30, 40))])
told = encoder.texts([prompt(name, value) for name, values in VALUES.items() for value in values])
print(seen.shape, told.shape, encoder.scale > 1, len(encoder.digest))
print(sorted({"torch", "torchvision", "open_clip"} & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def own() -> OpenClip:
    """The same folder through open_clip on torch."""
    return OpenClip(f"local-dir:{FOLDER}")


def cosines(one: np.ndarray, two: np.ndarray) -> list[float]:
    return [float(a @ b) for a, b in zip(one, two, strict=True)]


def test_it_sees_what_open_clip_sees(own: OpenClip) -> None:
    pictures = [
        thing("red"),
        thing("navy", "white", size=(200, 90)),
        over(gradient((250, 240, 230), (90, 95, 105), (64, 64)), "green"),
        draw(PictureSpec("hoodie", "teal", pattern="striped", size=300)),
        thing("mustard").convert("RGBA"),
        Image.new("L", (20, 20), 90),
    ]
    ours, theirs = shipped().pictures(pictures), own.pictures(pictures)
    assert ours.dtype == np.float32
    assert min(cosines(ours, theirs)) > 0.999


def test_a_picture_that_is_made_small_first_is_seen_alike(own: OpenClip) -> None:
    picture = draw(PictureSpec("sneaker", "orange", size=900))
    assert min(cosines(shipped().pictures([picture]), own.pictures([picture]))) > 0.99


def test_it_reads_what_open_clip_reads(own: OpenClip) -> None:
    texts = [*KNOWN[::7], "a rather long description of a garment that nobody has ever worn, in grey"]
    assert min(cosines(shipped().texts(texts), own.texts(texts))) > 0.999
    assert shipped().scale == pytest.approx(own.scale, rel=1e-3)
    assert shipped().digest == own.digest


def test_vectors_are_unit_and_do_not_depend_on_the_batch() -> None:
    pictures = [thing(each, size=(40 + count, 50)) for count, each in enumerate(["red", "navy", "green"] * 12)]
    assert len(pictures) > BATCH
    together, told = shipped().pictures(pictures), shipped().texts(KNOWN)
    for found in (together, told):
        assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(len(found)), abs=1e-3)
    assert together[BATCH:] == pytest.approx(shipped().pictures(pictures[BATCH:]), abs=1e-4)
    assert shipped().pictures([]).shape == (0, together.shape[1])
    assert told.shape == (len(KNOWN), together.shape[1])


def test_its_digest_is_that_of_its_weights() -> None:
    assert shipped().digest == hashlib.sha256((FOLDER / WEIGHTS).read_bytes()).hexdigest()


def test_it_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < LARGEST


def test_the_vocabularys_questions_need_no_torch() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_TORCH], cwd=CHECKOUT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    width = shipped().pictures([thing("red")]).shape[1]
    assert done.stdout.splitlines() == [f"(1, {width}) ({len(KNOWN)}, {width}) True 64", "[]"]


@pytest.mark.parametrize("missing", [TOWER, PROMPTS])
def test_weights_that_are_not_there(missing: str, tmp_path: Path) -> None:
    for name in {TOWER, PROMPTS} - {missing}:
        shutil.copy(FOLDER / name, tmp_path)
    encoder = Shipped(tmp_path)
    with pytest.raises(TruecartError, match=r"clip_unavailable.*make train-clip"):
        _ = encoder.digest if missing == PROMPTS else encoder.pictures([thing("red")])


def test_prompts_that_are_spoilt(tmp_path: Path) -> None:
    (tmp_path / PROMPTS).write_bytes(b"not an archive")
    with pytest.raises(TruecartError, match="clip_unavailable"):
        _ = Shipped(tmp_path).scale
