"""What `TRUECART_CLIP_MODEL` names, and where its configuration and weights lie on this machine."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from tools.errors import TruecartError
from tools.vision.clip import library

Kind = Literal["tag", "hub", "folder", "file"]
FORMS = "NAME:TAG, hf-hub:ORG/NAME, local-dir:FOLDER or NAME@FILE"
CONFIG = "open_clip_config.json"
WEIGHTS = (  # in open_clip's own order of preference
    "open_clip_model.safetensors",
    "open_clip_pytorch_model.safetensors",
    "open_clip_pytorch_model.bin",
    "open_clip_pytorch_model.pth",
    "model.safetensors",
)
_SUFFIXES = (".safetensors", ".bin", ".pth", ".pt")
_PREPROCESSING = ("mean", "std", "interpolation", "resize_mode")


@dataclass(frozen=True)
class Spec:
    """A parsed setting. `model` is open_clip's name of an architecture, a repository of the hub, or a folder."""

    kind: Kind
    model: str
    tag: str = ""
    path: Path = Path()

    @property
    def name(self) -> str:
        """What an index calls the model; it names no folder above the last, so that a home may move."""
        if self.kind == "tag":
            return f"{self.model}:{self.tag}"
        if self.kind == "hub":
            return f"hf-hub:{self.model}"
        if self.kind == "folder":
            return f"local-dir:{self.path.resolve().name}"
        return f"{self.model or self.path.resolve().parent.name}@{self.path.name}"


@dataclass(frozen=True)
class Source:
    """A model that is on this machine: what open_clip has to be asked for, and the file to load into it."""

    model: str
    weights: Path
    tokenizer: str
    preprocessing: dict[str, Any] = field(default_factory=dict[str, Any])
    quick_gelu: bool = False


def parse(setting: str) -> Spec:
    """Of "ViT-B-32:laion2b_s34b_b79k", "hf-hub:org/name", "local-dir:/folder", "RN50@/folder/file.pt".

    A file without an architecture needs open_clip's configuration beside it. Raises TruecartError `bad_setting`.
    """
    text = setting.strip()
    prefix, colon, rest = text.partition(":")
    model, at, path = text.partition("@")
    if prefix == "local-dir" and rest:
        return Spec("folder", "", path=Path(rest).expanduser())
    if prefix == "hf-hub" and rest.count("/") == 1 and all(rest.split("/")):
        return Spec("hub", rest)
    if at and model and path and "/" not in model:
        return Spec("file", model, path=Path(path).expanduser())
    if text.endswith(_SUFFIXES) and (not at or "/" in model):
        return Spec("file", "", path=Path(text).expanduser())
    if colon and prefix and rest and prefix not in ("hf-hub", "local-dir"):
        return Spec("tag", prefix, tag=rest)
    raise TruecartError("bad_setting", f"TRUECART_CLIP_MODEL: {setting!r} is none of {FORMS}.")


def locate(spec: Spec, *, download: bool) -> Source:
    """Find the model here, or with `download` fetch it from where open_clip says it lies.

    Raises TruecartError `clip_unavailable` for what is not here, `clip_unusable` for a configuration that is none,
    `bad_setting` for names that open_clip does not know.
    """
    if spec.kind == "tag":
        return _by_tag(spec, download)
    if spec.kind == "hub":
        return _from_hub(spec, download)
    if spec.kind == "folder":
        return _in_folder(spec.path)
    if not spec.path.is_file():
        raise _absent(f"There is no file {spec.path}.")
    if spec.model:
        _known(spec.model)
        return Source(spec.model, spec.path, spec.model)
    return _in_folder(spec.path.parent, spec.path)


def _in_folder(folder: Path, weights: Path | None = None) -> Source:
    if not (folder / CONFIG).is_file():
        raise _absent(f"There is no {CONFIG} in {folder}; weights without it are named as NAME@FILE.")
    try:
        understood = "model_cfg" in json.loads((folder / CONFIG).read_text("utf-8"))
    except (ValueError, OSError, TypeError):
        understood = False
    if not understood:
        raise TruecartError("clip_unusable", f"{folder / CONFIG} is not a configuration of open_clip.")
    name = f"local-dir:{folder}"
    return Source(name, weights or _weights_in(folder), name)


def _weights_in(folder: Path) -> Path:
    named = [folder / name for name in WEIGHTS if (folder / name).is_file()]
    others = [path for path in sorted(folder.iterdir()) if path.suffix in _SUFFIXES]
    if not named and len(others) != 1:
        raise _absent(f"There is no {WEIGHTS[0]} in {folder}.")
    return (named or others)[0]


def _from_hub(spec: Spec, download: bool) -> Source:
    open_clip = library.open_clip()
    with library.hub(allowed=download):
        try:
            fetch = open_clip.pretrained.download_pretrained_from_hf
            config, weights = Path(fetch(spec.model, filename=CONFIG)), Path(fetch(spec.model))
        except (OSError, RuntimeError, ValueError) as problem:
            raise _not_fetched(spec, download) from problem
    return Source(f"local-dir:{config.parent}", weights, f"hf-hub:{spec.model}")


def _by_tag(spec: Spec, download: bool) -> Source:
    open_clip = library.open_clip()
    _known(spec.model)
    known = open_clip.get_pretrained_cfg(spec.model, spec.tag)
    if not known:
        tags = ", ".join(open_clip.list_pretrained_tags_by_model(spec.model)) or "none"
        raise TruecartError("bad_setting", f"TRUECART_CLIP_MODEL: the tags of {spec.model} are {tags}.")
    preprocessing = {name: known[name] for name in _PREPROCESSING if name in known}
    return Source(spec.model, _fetched(spec, known, download), spec.model, preprocessing, bool(known.get("quick_gelu")))


def _fetched(spec: Spec, known: dict[str, Any], download: bool) -> Path:
    if not download and not known.get("hf_hub"):
        cached = Path("~/.cache/clip").expanduser() / os.path.basename(str(known["url"]))
        if not cached.is_file():
            raise _not_fetched(spec, download)
        return cached
    open_clip = library.open_clip()
    with library.hub(allowed=download):
        try:
            return Path(open_clip.download_pretrained(known))
        except (OSError, RuntimeError, ValueError) as problem:
            raise _not_fetched(spec, download) from problem


def _known(model: str) -> None:
    names: list[str] = library.open_clip().list_models()
    if model not in names:
        raise TruecartError(
            "bad_setting", f"TRUECART_CLIP_MODEL: open_clip has no {model!r}, but for instance {', '.join(names[:8])}."
        )


def _absent(message: str) -> TruecartError:
    return TruecartError("clip_unavailable", message)


def _not_fetched(spec: Spec, tried: bool) -> TruecartError:
    why = "could not be downloaded" if tried else "are not on this machine"
    how = "" if tried else "“truecart catalog reembed --download” fetches them. "
    return _absent(f"The weights of {spec.name} {why}. {how}Without network, name a copy as local-dir:FOLDER.")
