"""The CLIP that comes with the project: its picture tower on ONNX Runtime, its prompts encoded beforehand."""

from __future__ import annotations

import functools
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.errors import TruecartError
from tools.vision.clip.types import Encoder, Floats
from tools.vision.decoding import srgb

if TYPE_CHECKING:
    from PIL.Image import Image

FOLDER = Path(__file__).parent / "weights"
CONFIG, WEIGHTS = "open_clip_config.json", "open_clip_model.safetensors"
TOWER, PROMPTS = "pictures.onnx", "prompts.npz"
NAME = "truecart-clip"
SIDE = 64
LOOKED = 320  # pixels of the longer side that are kept before the picture is squashed
MEAN, SPREAD = 0.5, 0.25
BATCH = 32


class Shipped:
    """An `Encoder`. Raises TruecartError `clip_unavailable` when its files are not beside the code."""

    def __init__(self, folder: Path = FOLDER, *, threads: int = 0) -> None:
        self._folder = folder
        self._threads = threads
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        return NAME

    @property
    def digest(self) -> str:
        return str(self._prompts["digest"])

    @property
    def scale(self) -> float:
        return float(self._prompts["scale"])

    def pictures(self, images: Sequence[Image]) -> Floats:
        """(n, 192) unit vectors of the whole pictures, squashed to a square as in training."""
        values = [prepared(image) for image in images]
        parts = [self._run(np.stack(values[at : at + BATCH])) for at in range(0, len(values), BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self._prompts["vectors"][0])), np.float32)

    def texts(self, texts: Sequence[str]) -> Floats:
        """(n, 192) unit vectors: looked up for the vocabulary's prompts, else encoded by open_clip on torch."""
        known = self._known
        missing = [each for each in texts if each not in known]
        encoded = dict(zip(missing, self._open_clip.texts(missing), strict=True)) if missing else {}
        vectors = [known[each] if each in known else encoded[each] for each in texts]
        return np.stack(vectors) if vectors else np.zeros((0, len(self._prompts["vectors"][0])), np.float32)

    def _run(self, values: Floats) -> Floats:
        session = self._session
        vectors = session.run(None, {session.get_inputs()[0].name: values})[0]
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    @cached_property
    def _prompts(self) -> dict[str, Any]:
        try:
            with np.load(self._folder / PROMPTS) as read:
                return {name: read[name] for name in read.files}
        except (OSError, ValueError) as problem:
            raise _absent(self._folder) from problem

    @cached_property
    def _known(self) -> dict[str, Floats]:
        return {
            str(text): vector for text, vector in zip(self._prompts["texts"], self._prompts["vectors"], strict=True)
        }

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.log_severity_level = 3
        with self._lock:
            if not (self._folder / TOWER).is_file():
                raise _absent(self._folder)
            return onnxruntime.InferenceSession(str(self._folder / TOWER), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _open_clip(self) -> Encoder:
        from tools.vision.clip.openclip import OpenClip

        return OpenClip(f"local-dir:{self._folder}")


@functools.cache
def shipped() -> Shipped:
    """The one of this process."""
    return Shipped()


def prepared(image: Image) -> Floats:
    """(3, SIDE, SIDE) as the picture tower takes it."""
    from PIL import Image as images

    small = image if image.mode == "RGB" else srgb(image, LOOKED)
    square = small.resize((SIDE, SIDE), images.Resampling.BILINEAR)
    values = (np.asarray(square, np.float32) / 255 - MEAN) / SPREAD
    return np.ascontiguousarray(values.transpose(2, 0, 1))


def _absent(folder: Path) -> TruecartError:
    return TruecartError(
        "clip_unavailable", f"The weights of the shipped CLIP are not in {folder.name}/: run `make train-clip`."
    )
