"""Photographs dyed: the garment has the new colour and nothing else has changed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.tools.vision.drawn import Rgb, gradient, over, rgb_of, thing
from tools.vision.clip.training import photos
from tools.vision.clip.training.photos import Photo, dye, load, photographed
from tools.vision.clip.vocabulary import KINDS, SLEEVES
from tools.vision.oklab import oklab

NEAR = 0.03  # OKLab distance of the dyed garment from the dye
TARGETS: list[Rgb] = [(200, 31, 41), (28, 39, 82), (246, 210, 54), (36, 130, 66), (243, 243, 241), (26, 26, 28)]


def regions(picture: Image.Image) -> tuple[np.ndarray, np.ndarray]:
    """Pixels well within, and well outside of, what `thing` draws."""
    rows, columns = np.mgrid[0 : picture.height, 0 : picture.width]
    across, down = columns / picture.width, rows / picture.height
    inside = (across > 0.26) & (across < 0.74) & (down > 0.22) & (down < 0.84)
    outside = (across < 0.18) | (across > 0.82) | (down < 0.14) | (down > 0.92)
    return inside, outside


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("own", ["beige", "navy", "green", "grey"])
def test_a_garment_is_dyed_and_its_surroundings_are_not(own: str, target: Rgb) -> None:
    picture = over(gradient((246, 246, 245), (224, 224, 222)), own)
    found = dye(picture, target)
    assert found is not None
    dyed, rgb = found
    assert (dyed.mode, dyed.size, rgb) == ("RGB", picture.size, target)
    inside, outside = regions(picture)
    values = np.asarray(dyed)
    mean = oklab(values[inside]).mean(0)
    assert float(np.linalg.norm(mean - oklab(np.array(target, np.float32)))) < NEAR
    away = np.abs(values[outside].astype(int) - np.asarray(picture)[outside])
    assert away.max() <= 2


def test_shade_and_folds_are_kept() -> None:
    picture = thing("teal")
    values = np.asarray(picture, np.float32).copy()
    values[:, 60:90] *= 0.82  # a fold
    folded = Image.fromarray(values.astype(np.uint8), "RGB")
    found = dye(folded, (200, 31, 41))
    assert found is not None
    lightness = oklab(np.asarray(found[0]))[..., 0]
    fold, flat = lightness[50:100, 65:85].mean(), lightness[50:100, 35:55].mean()
    assert 0.7 < fold / flat < 0.95


def test_what_has_no_one_colour_is_left_alone() -> None:
    assert dye(thing("red", "white", "navy", "yellow", "green"), (200, 31, 41)) is None


def test_a_speck_is_not_dyed() -> None:
    picture = Image.new("RGB", (100, 100), (240, 240, 240))
    picture.paste(rgb_of("navy"), (46, 44, 62, 66))
    assert dye(picture, (200, 31, 41)) is None


def test_what_is_known_of_a_photograph() -> None:
    rng = np.random.default_rng(1)
    photo = Photo(thing("teal", backdrop=(230, 231, 232)), "longsleeve", False)
    made = [photographed(rng, photo) for _ in range(40)]
    as_it_was = [picture for picture, label in made if label.rgb is None]
    assert 2 < len(as_it_was) < 25
    assert all(picture is photo.picture for picture in as_it_was)
    for picture, label in made:
        assert (label.kinds, label.sleeve, label.pattern) == (photos.KINDS["longsleeve"], "long sleeve", None)
        if label.rgb is not None:
            inside, _ = regions(picture)
            mean = oklab(np.asarray(picture)[inside]).mean(0)
            assert float(np.linalg.norm(mean - oklab(np.array(label.rgb, np.float32)))) < 2 * NEAR


def test_the_words_of_the_data_are_words_of_the_vocabulary() -> None:
    for kinds in photos.KINDS.values():
        assert set(kinds) <= set(KINDS)
    assert set(photos.SLEEVES) <= set(photos.KINDS)
    assert set(photos.SLEEVES.values()) <= set(SLEEVES)


def test_photographs_are_read_from_their_archive(tmp_path: Path) -> None:
    assert load(tmp_path) == []
    rows = [("hat", "train", "red"), ("shoes", "test", "navy")]
    with zipfile.ZipFile(tmp_path / "images.zip", "w") as archive:
        for kind, _, colour in rows:
            buffer = io.BytesIO()
            thing(colour).save(buffer, "PNG")
            archive.writestr(f"pictures/{kind}.png", buffer.getvalue())
    lines = [json.dumps({"file": f"x/{kind}.png", "label": kind, "split": split}) for kind, split, _ in rows]
    (tmp_path / "images.jsonl").write_text("\n".join(lines))
    assert [(each.kind, each.held_out, each.picture.mode) for each in load(tmp_path)] == [
        ("hat", False, "RGB"),
        ("shoes", True, "RGB"),
    ]


def test_every_photograph_has_a_known_kind(data_folder: Path) -> None:
    folder = data_folder / "clothing_cc0"
    if not (folder / "images.jsonl").is_file():
        pytest.skip(f"TRUECART_DATA is not here: {folder}")
    rows = [json.loads(line) for line in (folder / "images.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {row["label"] for row in rows} <= set(photos.KINDS)
    assert {row["split"] == "train" for row in rows} == {True, False}
