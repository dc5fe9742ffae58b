"""What a `TRUECART_CLIP_MODEL` value names."""

from __future__ import annotations

import pytest

from tools.errors import TruecartError
from tools.vision.clip.sources import parse


@pytest.mark.parametrize(
    ("setting", "kind", "name"),
    [
        ("ViT-B-32:laion2b_s34b_b79k", "tag", "ViT-B-32:laion2b_s34b_b79k"),
        (" hf-hub:org/model ", "hub", "hf-hub:org/model"),
        ("local-dir:/models/fashion/", "folder", "local-dir:fashion"),
        ("RN50@/models/run 7/best.pt", "file", "RN50@best.pt"),
        ("/models/a@b/best.safetensors", "file", "a@b@best.safetensors"),
        ("models/fashion/best.pt", "file", "fashion@best.pt"),
    ],
)
def test_every_form(setting: str, kind: str, name: str) -> None:
    found = parse(setting)
    assert (found.kind, found.name) == (kind, name)


@pytest.mark.parametrize(
    "setting", ["ViT-B-32", "hf-hub:", "hf-hub:model", "local-dir:", ":tag", "RN50@", "RN50:", " "]
)
def test_what_is_no_form_is_refused(setting: str) -> None:
    with pytest.raises(TruecartError, match="bad_setting"):
        parse(setting)
