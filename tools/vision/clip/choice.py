"""Which encoder looks at the pictures: the shipped one, unless the settings name another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.settings import Settings
    from tools.vision.clip.types import Encoder


def encoder(settings: Settings, *, download: bool = False) -> Encoder:
    """The encoder of `TRUECART_CLIP_MODEL`, not loaded yet; with `download` it may be fetched from the network.

    Raises TruecartError `bad_setting` when the setting has no form that is known.
    """
    if settings.clip_model:
        from tools.vision.clip.openclip import OpenClip

        return OpenClip(settings.clip_model, download=download)
    from tools.vision.clip.shipped import shipped

    return shipped()
