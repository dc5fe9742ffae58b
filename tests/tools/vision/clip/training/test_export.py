"""What is shipped of a trained model: the same answers from ONNX Runtime as from open_clip on torch."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from tests.tools.vision.clip.tiny import DIMENSION, MODEL
from tests.tools.vision.drawn import thing
from tools.vision.clip.openclip import OpenClip
from tools.vision.clip.shipped import CONFIG, FOLDER, PROMPTS, SIDE, TOWER, WEIGHTS, Shipped
from tools.vision.clip.training.export import export
from tools.vision.clip.vocabulary import VALUES, prompt

for _package in ("onnx", "onnxscript"):
    pytest.importorskip(
        _package, reason=f"{_package} is not installed; it comes with the extra: pip install -e .[train]"
    )


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    import torch

    from tools.vision.clip import library

    folder = tmp_path_factory.mktemp("weights")
    own = json.loads((FOLDER / CONFIG).read_text(encoding="utf-8"))
    config = {**own, "model_cfg": {**MODEL, "vision_cfg": {**MODEL["vision_cfg"], "image_size": SIDE}}}
    with torch.random.fork_rng():
        torch.manual_seed(4)
        model = library.open_clip().CLIP(**config["model_cfg"])
    return folder, export(config, model.state_dict(), folder)


@pytest.mark.filterwarnings("ignore")  # torch's exporter warns of its own future
def test_onnx_and_torch_agree(exported: tuple[Path, str]) -> None:
    folder, digest = exported
    assert {path.name for path in folder.iterdir()} == {CONFIG, WEIGHTS, TOWER, PROMPTS}
    assert digest == hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    ours, theirs = Shipped(folder), OpenClip(f"local-dir:{folder}")
    assert ours.digest == digest == theirs.digest
    assert ours.scale == pytest.approx(theirs.scale, rel=1e-3)
    pictures = [thing("red"), thing("navy", "white", size=(300, 90)), thing("green", size=(64, 64))]
    for some in (pictures, pictures[:1]):
        seen = ours.pictures(some)
        assert seen.shape == (len(some), DIMENSION)
        assert (seen * theirs.pictures(some)).sum(1).min() > 0.999
    texts = [prompt(name, value) for name, values in VALUES.items() for value in values]
    assert np.allclose(ours.texts(texts), theirs.texts(texts), atol=1e-3)
    assert np.allclose(ours.texts(["nothing of the kind"]), theirs.texts(["nothing of the kind"]), atol=1e-3)
