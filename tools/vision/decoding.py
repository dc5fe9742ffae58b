"""From a file's bytes to a picture as a person sees it: checked, upright, first frame, in sRGB, over white."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.errors import TruecartError

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
MAX_PIXELS = 40_000_000  # a 40-megapixel photograph; beyond it a small file can fill the memory
MAX_HEAVY = 18_000_000  # of WebP and CMYK, whose decoders take up to 16 bytes a pixel: all stay under 300 MB
LOOKED = 1152  # pixels of the longer side, about, that are kept of a larger picture
MAX_PROFILE = 4_000_000  # bytes of a colour profile that is still applied
_ORIENTATION = 0x0112  # the EXIF tag; 2 to 8 name the turn that makes the picture upright
_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_PIXELS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


def decode(source: bytes | Path, side: int = LOOKED) -> Image:
    """The first frame, upright, in its own mode, brought down to about LOOKED pixels where it is larger.

    A JPEG is brought down to between one and two times `side`, which saves most of its time.

    Raises TruecartError `unsupported_image` for what is no JPEG, PNG, WebP or GIF or is damaged, and
    `image_too_large` above 40 megapixels (18 for WebP and CMYK). Takes under a second and 300 MB for any file.
    """
    from PIL import Image, UnidentifiedImageError

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="PIL")  # of odd metadata, and of sizes that are checked here
        try:
            return _decoded(source, side)
        except TruecartError:
            raise
        except Image.DecompressionBombError as problem:
            raise TruecartError("image_too_large", "The picture has too many pixels.") from problem
        except UnidentifiedImageError as problem:
            raise TruecartError("unsupported_image", "This is no JPEG, PNG, WebP or GIF picture.") from problem
        except Exception as problem:  # decoders fail on hostile bytes in more ways than they name
            raise TruecartError("unsupported_image", "The picture is damaged or incomplete.") from problem


def srgb(image: Image, side: int) -> Image:
    """A copy in RGB of at most `side` pixels: its colour profile applied, what is transparent showing a white page."""
    from PIL import Image as images

    small = _capped(image)
    if small.mode.startswith("I;16"):  # Pillow cuts such values off at 255
        small = images.fromarray((np.asarray(small) >> 8).astype(np.uint8))
    if small.has_transparency_data:
        layered = small.convert("RGBA")
        small = images.alpha_composite(images.new("RGBA", layered.size, (255, 255, 255, 255)), layered)
    if small.mode != "CMYK":
        small = small.convert("RGB")
    elif small is image:
        small = small.copy()
    small.thumbnail((side, side))
    profile = image.info.get("icc_profile")
    return _by_profile(small, profile) if profile else small.convert("RGB")


def _decoded(source: bytes | Path, side: int) -> Image:
    from PIL import Image

    content = source if isinstance(source, bytes) else source.read_bytes()
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except ValueError:  # a text or a profile in a PNG larger than Pillow unpacks
        image = Image.open(io.BytesIO(_only_pixels(content)), formats=FORMATS)
    limit = MAX_HEAVY if image.format == "WEBP" or image.mode == "CMYK" else MAX_PIXELS
    if image.width * image.height > limit:
        raise TruecartError("image_too_large", f"{image.width} × {image.height} pixels is too large.")
    image.draft(None, (side, side))
    image.load()
    small = _capped(image)
    if image.format == "JPEG" and image.mode == "CMYK" and "adobe" not in image.info:
        small = Image.eval(small, lambda ink: 255 - ink)  # Pillow takes every CMYK JPEG for Adobe's, which is inverted
    return _upright(small)


def _capped(image: Image) -> Image:
    """By single pixels, in any mode and without a second full copy: averaging comes later, at the size that is read."""
    from PIL.Image import Resampling

    longer = max(image.size)
    if longer < 2 * LOOKED:
        return image
    size = (max(1, image.width * LOOKED // longer), max(1, image.height * LOOKED // longer))
    return image.resize(size, Resampling.NEAREST)


def _upright(image: Image) -> Image:
    from PIL.Image import Transpose

    turns = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    try:
        turn = turns.get(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # the metadata is broken, the picture is not
        turn = None
    return image if turn is None else image.transpose(turn)


def _by_profile(image: Image, profile: bytes) -> Image:
    """RGB by the picture's own colour profile; where that is broken or of another colour space, as without one."""
    from PIL import ImageCms

    if image.mode in ("RGB", "CMYK") and len(profile) <= MAX_PROFILE:
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            turned = None
        if turned is not None:
            return turned
    return image.convert("RGB")


def _only_pixels(content: bytes) -> bytes:
    """A PNG without its texts and profiles. Source of the layout: PNG specification, section 5."""
    if not content.startswith(_PNG):
        raise ValueError("not a PNG")
    kept, place = [_PNG], len(_PNG)
    while place + 12 <= len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] in _PNG_PIXELS:
            kept.append(content[place:end])
        place = end
    return b"".join(kept)
