"""Any CLIP that open_clip can build, on torch: loaded when it is first asked something."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tools.errors import TruecartError
from tools.vision.clip import library, sources
from tools.vision.clip.types import Floats

if TYPE_CHECKING:
    from PIL.Image import Image

BATCH = 32
SLIMMEST = 4.0  # longer side to shorter; the ends of what is longer go, or resizing would fill the memory
_SIDE = 1024  # pixels of the longer side that are kept before the model's own resizing


class _Loaded(NamedTuple):
    model: Any
    transform: Callable[[Image], Any]
    tokenize: Callable[[list[str]], Any]
    device: str
    scale: float
    cropped: bool  # its own resizing keeps the middle square of a picture only
    dimension: int = 0


class OpenClip:
    """An `Encoder` over the model that a `TRUECART_CLIP_MODEL` value names (`sources.parse` says how).

    Nothing is fetched from the network unless `download`. Everything but `name` raises TruecartError
    `clip_unavailable` when the model or a package that it needs is not here, `clip_unusable` when its files are
    broken or of another architecture.
    """

    def __init__(self, setting: str, *, download: bool = False) -> None:
        self._spec = sources.parse(setting)
        self._download = download
        self._lock = threading.RLock()
        self._kept: _Loaded | None = None

    @property
    def name(self) -> str:
        return self._spec.name

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the file of weights."""
        return _sha256(self._source.weights)

    @property
    def scale(self) -> float:
        return self._loaded().scale

    def pictures(self, images: Sequence[Image]) -> Floats:
        """(n, d) unit vectors of pictures of any mode and size."""
        loaded = self._loaded()
        return self._encode(images, lambda batch: _seen(loaded, batch))

    def texts(self, texts: Sequence[str]) -> Floats:
        """(n, d) unit vectors; what is beyond the model's context is cut off."""
        loaded = self._loaded()
        return self._encode(texts, lambda batch: _read(loaded, batch))

    def _encode(self, things: Sequence[Any], encode: Callable[[list[Any]], Floats]) -> Floats:
        found = [encode(list(things[start : start + BATCH])) for start in range(0, len(things), BATCH)]
        together = np.concatenate(found) if found else np.zeros((0, self._loaded().dimension), np.float32)
        if not np.isfinite(together).all():
            raise self._unusable("it answers with what is no number")
        return together

    @cached_property
    def _source(self) -> sources.Source:
        with self._reported():
            return sources.locate(self._spec, download=self._download)

    def _loaded(self) -> _Loaded:
        with self._lock:
            if self._kept is None:
                source = self._source
                with self._reported(), library.hub(allowed=self._download), _no_remarks():
                    self._kept = _load(source)
            return self._kept

    @contextmanager
    def _reported(self) -> Iterator[None]:
        """Whatever open_clip and torch make of files that are none of theirs becomes one of our errors."""
        try:
            yield
        except TruecartError:
            raise
        except ImportError as problem:
            message = f"{self.name} needs a Python package that is not installed: {problem.name or problem}."
            raise TruecartError("clip_unavailable", message) from problem
        except Exception as problem:
            raise self._unusable(" ".join(str(problem).split())[:200] or type(problem).__name__) from problem

    def _unusable(self, why: str) -> TruecartError:
        return TruecartError("clip_unusable", f"The model {self.name} cannot be used: {why}")


def _load(source: sources.Source) -> _Loaded:
    import torch

    open_clip = library.open_clip()
    tokenize = open_clip.get_tokenizer(source.tokenizer)  # first: it is small, and some need a package of their own
    model, _, transform = open_clip.create_model_and_transforms(
        source.model,
        load_weights=False,  # from this file, and no other that lies beside it
        pretrained_text=False,
        force_quick_gelu=source.quick_gelu,
        **{f"image_{name}": value for name, value in source.preprocessing.items()},
    )
    open_clip.factory.load_checkpoint(model, str(source.weights), strict=True, weights_only=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = model.eval().to(device)
    scale, cropped = float(model.logit_scale.detach().exp()), model.visual.preprocess_cfg["resize_mode"] == "shortest"
    loaded = _Loaded(model, transform, tokenize, device, scale, cropped)
    probe = _read(loaded, ["a picture"])  # fails here and now where the tokenizer is not the model's
    return loaded._replace(dimension=probe.shape[1])


def _seen(loaded: _Loaded, images: list[Image]) -> Floats:
    import torch

    from tools.vision.decoding import srgb

    with torch.inference_mode():
        kept = [_middle(image) if loaded.cropped else image for image in images]
        pixels = torch.stack([loaded.transform(srgb(image, _SIDE)) for image in kept])
        found = loaded.model.encode_image(pixels.to(loaded.device), normalize=True)
        return np.asarray(found.float().cpu().numpy(), np.float32)


def _read(loaded: _Loaded, texts: list[str]) -> Floats:
    import torch

    with torch.inference_mode():
        found = loaded.model.encode_text(loaded.tokenize(texts).to(loaded.device), normalize=True)
        return np.asarray(found.float().cpu().numpy(), np.float32)


def _middle(image: Image) -> Image:
    """Without the ends that a centre crop would drop anyway."""
    width, height = image.size
    wide, high = min(width, round(SLIMMEST * height)), min(height, round(SLIMMEST * width))
    if (wide, high) == (width, height):
        return image
    left, top = (width - wide) // 2, (height - high) // 2
    return image.crop((left, top, left + wide, top + high))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _no_remarks() -> Iterator[None]:
    """Mute the root logger: open_clip warns there of random weights before ours are loaded into its model."""
    root, silent = logging.getLogger(), logging.NullHandler()
    root.addFilter(_drop)
    root.addHandler(silent)  # with none at all, logging would install one for good
    try:
        yield
    finally:
        root.removeHandler(silent)
        root.removeFilter(_drop)


def _drop(_record: logging.LogRecord) -> bool:
    return False
