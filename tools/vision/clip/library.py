"""open_clip, imported beside whatever torchvision this machine has."""

from __future__ import annotations

import functools
import importlib
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_MISSING = "operator torchvision::nms does not exist"
_HALF_LOADED = ("torchvision", "timm", "open_clip")
_NMS = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_importing = threading.Lock()


def open_clip() -> Any:
    """The module. Its first import takes some seconds. Raises ImportError where it is not installed."""
    with _importing:
        return _imported()


@functools.cache
def _imported() -> Any:
    try:
        return importlib.import_module("open_clip")
    except RuntimeError as problem:
        if _MISSING not in str(problem):
            raise
    for name in [name for name in sys.modules if name.partition(".")[0] in _HALF_LOADED]:
        del sys.modules[name]
    _declare_nms()
    return importlib.import_module("open_clip")


def _declare_nms() -> None:
    """Name the operators that torchvision's Python looks for when its compiled part is for another torch.

    open_clip uses torchvision's picture transforms, which are Python only: the operators are never called.
    """
    torch: Any = importlib.import_module("torch")
    library = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        library.define(name + _NMS)
    _declared.append(library)


_declared: list[Any] = []  # a library's operators last as long as the object


@contextmanager
def hub(*, allowed: bool) -> Iterator[None]:
    """Within, the Hugging Face hub is asked over the network only if `allowed`; else its cache alone answers."""
    from huggingface_hub import constants

    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = before or not allowed
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before
