"""A real model of open_clip's, small enough to be made in a test: its weights are random, from a seed."""

from __future__ import annotations

import json
from pathlib import Path

from tools.vision.clip import library
from tools.vision.clip.sources import CONFIG, WEIGHTS

MODEL = {
    "embed_dim": 16,
    "vision_cfg": {"layers": [1, 1, 1, 1], "width": 8, "image_size": 32, "patch_size": None},
    "text_cfg": {"context_length": 16, "vocab_size": 49408, "width": 16, "heads": 2, "layers": 1},
}
PREPROCESSING = {"mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}
DIMENSION = 16


def tiny_clip(folder: Path, seed: int = 1, file: str = WEIGHTS[0]) -> Path:
    """Write a configuration and weights in open_clip's own format."""
    import torch
    from safetensors.torch import save_file

    torch.set_num_threads(1)  # for so small a model more of them only wait for each other
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(json.dumps({"model_cfg": MODEL, "preprocess_cfg": PREPROCESSING}))
    open_clip = library.open_clip()
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        model = open_clip.CLIP(**MODEL)
    if file.endswith(".safetensors"):
        save_file({name: value.contiguous() for name, value in model.state_dict().items()}, folder / file)
    else:
        torch.save(model.state_dict(), folder / file)
    return folder
