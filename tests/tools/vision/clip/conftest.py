"""`clip`: a folder with a tiny model; `encoder`: that model."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.vision.clip.tiny import tiny_clip
from tools.vision.clip.openclip import OpenClip


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_clip(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def encoder(clip: Path) -> OpenClip:
    return OpenClip(f"local-dir:{clip}")
