"""A real model of open_clip's behind the port of encoders."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.tools.vision.clip.tiny import DIMENSION, MODEL, tiny_clip
from tests.tools.vision.drawn import thing
from tools.errors import TruecartError
from tools.vision.clip import library
from tools.vision.clip.openclip import BATCH, OpenClip
from tools.vision.clip.sources import CONFIG, WEIGHTS

WORDS = ["a red shirt", "a navy shirt", "衬衫", ""]


def test_a_folder_encodes_as_open_clip_itself_does(clip: Path, encoder: OpenClip) -> None:
    import torch

    pictures = [thing("red", size=(32, 32)), thing("navy", "white", size=(60, 40)), thing("green")]
    model, transform = library.open_clip().create_model_from_pretrained(f"local-dir:{clip}")
    expected = model.eval().encode_image(torch.stack([transform(each) for each in pictures]))
    unit = expected.detach().numpy() / np.linalg.norm(expected.detach().numpy(), axis=1, keepdims=True)
    assert np.allclose(encoder.pictures(pictures), unit, atol=1e-5)
    assert encoder.digest == hashlib.sha256((clip / WEIGHTS[0]).read_bytes()).hexdigest()
    assert encoder.scale == pytest.approx(1 / 0.07, rel=1e-4)
    assert encoder.name == "local-dir:tiny"


def test_vectors_are_unit_and_do_not_depend_on_the_batch(encoder: OpenClip) -> None:
    pictures = [thing(each, size=(20 + count, 30)) for count, each in enumerate(["red", "navy", "green"] * 11)]
    assert len(pictures) > BATCH
    together, words = encoder.pictures(pictures), encoder.texts([*WORDS, "long " * 400])
    assert together.dtype == words.dtype == np.float32
    for found in (together, words):
        assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert np.allclose(together[30:], encoder.pictures(pictures[30:]), atol=1e-5)
    assert encoder.pictures([]).shape == encoder.texts([]).shape == (0, DIMENSION)


def test_pictures_of_every_mode_and_shape(encoder: OpenClip) -> None:
    modes = [Image.new(mode, (9, 7)) for mode in ("1", "L", "LA", "P", "RGBA", "CMYK", "I;16")]
    slim = [Image.new("RGB", (1, 30_000)), Image.new("RGB", (30_000, 1)), Image.new("RGB", (1, 1))]
    assert encoder.pictures([*modes, *slim]).shape == (10, DIMENSION)


@pytest.mark.parametrize("suffix", [".pt", ".safetensors"])
def test_a_checkpoint_of_a_named_architecture(encoder: OpenClip, tmp_path: Path, suffix: str) -> None:
    (tmp_path / "tiny-test.json").write_text(json.dumps(MODEL))
    library.open_clip().add_model_config(tmp_path / "tiny-test.json")
    weights = tiny_clip(tmp_path / "run", file=f"best{suffix}") / f"best{suffix}"
    named, beside = OpenClip(f"tiny-test@{weights}"), OpenClip(str(weights))
    assert (named.name, beside.name) == (f"tiny-test@best{suffix}", f"run@best{suffix}")
    assert named.digest == hashlib.sha256(weights.read_bytes()).hexdigest()
    assert np.allclose(named.texts(WORDS), encoder.texts(WORDS), atol=1e-5)
    assert np.allclose(beside.pictures([thing("red")]), encoder.pictures([thing("red")]), atol=1e-5)


def _hub(cache: Path, clip: Path, repository: str) -> None:
    """A model as the hub's own cache keeps it."""
    place = cache / f"models--{repository.replace('/', '--')}"
    shutil.copytree(clip, place / "snapshots" / ("a" * 40))
    (place / "refs").mkdir()
    (place / "refs" / "main").write_text("a" * 40)


def test_what_the_hub_has_given_before_is_not_fetched_again(
    clip: Path, encoder: OpenClip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    _hub(tmp_path, clip, "org/tiny")
    found = OpenClip("hf-hub:org/tiny")
    assert (found.name, found.digest) == ("hf-hub:org/tiny", encoder.digest)
    assert np.allclose(found.texts(WORDS), encoder.texts(WORDS), atol=1e-5)


@pytest.mark.parametrize("setting", ["ViT-B-32:laion2b_s34b_b79k", "RN101:yfcc15m", "hf-hub:org/absent"])
def test_what_would_be_a_download_says_so_and_asks_nobody(
    setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(TruecartError, match=r"clip_unavailable.*reembed --download.*local-dir:"):
        OpenClip(setting).texts(WORDS)


@pytest.mark.parametrize("setting", ["ViT-B-32:no_such_tag", "no-such-model:openai"])
def test_a_name_that_open_clip_does_not_know(setting: str) -> None:
    with pytest.raises(TruecartError, match="bad_setting"):
        _ = OpenClip(setting).digest


def test_what_is_not_there_is_named(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    shutil.copy(clip / CONFIG, tmp_path / "bare")
    for setting in (f"local-dir:{tmp_path}/none", f"local-dir:{tmp_path}/bare", f"RN50@{tmp_path}/none.pt"):
        with pytest.raises(TruecartError, match=f"clip_unavailable.*{tmp_path}"):
            _ = OpenClip(setting).digest


@pytest.mark.skipif(find_spec("transformers") is not None, reason="transformers is installed here")
def test_a_package_that_the_model_needs_is_named(clip: Path) -> None:
    with pytest.raises(TruecartError, match=r"clip_unavailable.*transformers"):
        OpenClip(f"ViT-B-16-SigLIP@{clip / WEIGHTS[0]}").texts(WORDS)


@pytest.mark.parametrize(
    ("file", "content"),
    [
        (CONFIG, b"{"),
        (CONFIG, b'{"model": 1}'),
        (CONFIG, b'{"model_cfg": {"embed_dim": 16}}'),
        (CONFIG, json.dumps({"model_cfg": {**MODEL, "embed_dim": 24}}).encode()),
        (CONFIG, json.dumps({"model_cfg": {**MODEL, "text_cfg": {**MODEL["text_cfg"], "vocab_size": 99}}}).encode()),
        (WEIGHTS[0], b""),
        (WEIGHTS[0], b"not weights at all" * 100),
        ("cut", b""),
    ],
)
def test_a_broken_or_foreign_model_is_refused(clip: Path, tmp_path: Path, file: str, content: bytes) -> None:
    folder = tmp_path / "model"
    shutil.copytree(clip, folder)
    if file == "cut":
        (folder / WEIGHTS[0]).write_bytes((clip / WEIGHTS[0]).read_bytes()[:-1000])
    else:
        (folder / file).write_bytes(content)
    with pytest.raises(TruecartError, match="clip_unusable"):
        OpenClip(f"local-dir:{folder}").texts(WORDS)


def test_a_pickle_that_would_run_code_is_refused_and_not_run(clip: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    folder = tmp_path / "model"
    shutil.copytree(clip, folder)
    (folder / WEIGHTS[0]).unlink()
    (folder / WEIGHTS[2]).write_bytes(b"cbuiltins\nopen\n(V" + str(ran).encode() + b"\nVw\ntR.")
    with pytest.raises(TruecartError, match="clip_unusable"):
        OpenClip(f"local-dir:{folder}").texts(WORDS)
    assert not ran.exists()


def test_weights_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    file = tiny_clip(tmp_path / "model") / WEIGHTS[0]
    weights = load_file(file)
    save_file({name: each * torch.tensor(torch.nan) for name, each in weights.items()}, file)
    with pytest.raises(TruecartError, match="clip_unusable"):
        OpenClip(f"local-dir:{file.parent}").pictures([thing("red")])
