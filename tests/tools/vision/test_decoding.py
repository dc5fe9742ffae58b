"""Pictures as they come: every odd file gets the right colour or a code, in bounded time and memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo

from tests.tools.vision.drawn import rgb_of, thing
from tools.catalog.pictures import PictureStore
from tools.errors import TruecartError
from tools.vision.colour import measure
from tools.vision.decoding import LOOKED, decode, srgb
from tools.vision.measurements import look

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def encoded(image: Image.Image, form: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()


def turned(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


def header_bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b"")]
    chunks = [struct.pack(">I", len(b)) + n + b + struct.pack(">I", zlib.crc32(n + b)) for n, b in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("picture.jpg", encoded(thing("red"), "JPEG"))
    return out.getvalue()


def without_adobe(content: bytes) -> bytes:
    """A JPEG less its APP14 marker: its inks are then not inverted."""
    place = content.index(b"\xff\xee")
    return content[:place] + content[place + 2 + int.from_bytes(content[place + 2 : place + 4], "big") :]


def palette(colour: str) -> Image.Image:
    """Two palette entries: transparent red, and the colour."""
    image = Image.new("P", (120, 150), 0)
    image.putpalette([*rgb_of("red"), *rgb_of(colour)])
    image.paste(1, (30, 30, 90, 130))
    return image


def keyed(colour: str) -> Image.Image:
    """Bright green that is to be taken for transparent, and the colour."""
    image = Image.new("RGB", (120, 150), (0, 255, 0))
    image.paste(rgb_of(colour), (30, 30, 90, 130))
    return image


def clear(colour: str) -> Image.Image:
    image = Image.new("RGBA", (120, 150), (200, 30, 40, 0))
    image.paste((*rgb_of(colour), 255), (30, 30, 90, 130))
    return image


NAVY, RED = thing("navy"), thing("red")
FRAMES = {"save_all": True, "append_images": [RED, RED], "duration": 80}
NOTES = PngInfo()
NOTES.add_text("Comment", "x" * 3_000_000, zip=True)
CMYK = encoded(NAVY.convert("CMYK"), "JPEG", quality=95)
READ: dict[str, bytes] = {
    "progressive": encoded(NAVY, "JPEG", progressive=True),
    "Adobe's inverted CMYK": CMYK,
    "plain CMYK": without_adobe(encoded(Image.eval(NAVY.convert("CMYK"), lambda ink: 255 - ink), "JPEG", quality=95)),
    "animated GIF": encoded(NAVY, "GIF", **FRAMES),
    "animated WebP": encoded(NAVY, "WEBP", **FRAMES),
    "animated PNG": encoded(NAVY, "PNG", **FRAMES),
    "several pictures in one JPEG": encoded(NAVY, "MPO", save_all=True, append_images=[RED]),
    "transparent": encoded(clear("navy"), "PNG"),
    "transparent WebP": encoded(clear("navy"), "WEBP"),
    "transparent palette": encoded(palette("navy"), "PNG", transparency=0),
    "transparent GIF": encoded(palette("navy"), "GIF", transparency=0),
    "transparent colour": encoded(keyed("navy"), "PNG", transparency=(0, 255, 0)),
    "palette": encoded(NAVY.quantize(32), "PNG"),
    "profile": encoded(NAVY, "JPEG", icc_profile=SRGB),
    "broken profile": encoded(NAVY, "PNG", icc_profile=b"\0" * 500),
    "profile of another colour space": encoded(NAVY.convert("CMYK"), "JPEG", icc_profile=SRGB, quality=95),
    "enormous profile in JPEG": encoded(NAVY, "JPEG", icc_profile=bytes(4_000_001)),
    "enormous profile in PNG": encoded(NAVY, "PNG", icc_profile=bytes(4_000_001)),
    "enormous text": encoded(NAVY, "PNG", pnginfo=NOTES),
    "enormous EXIF": encoded(NAVY, "PNG", exif=turned(6) + bytes(6_000_000)),
    "broken EXIF": encoded(NAVY, "JPEG", exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"),
}  # fmt: skip
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "unsupported_image"),
    "text": (b"just text", "unsupported_image"),
    "page": (b"<!doctype html><html><body>404</body></html>", "unsupported_image"),
    "drawing": (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "unsupported_image"),
    "zip": (zipped(), "unsupported_image"),
    "half a JPEG": (encoded(NAVY, "JPEG")[:900], "unsupported_image"),
    "half a progressive JPEG": (encoded(NAVY, "JPEG", progressive=True)[:900], "unsupported_image"),
    "half a PNG": (encoded(thing("navy", "red", "green"), "PNG")[:200], "unsupported_image"),
    "half a WebP": (encoded(NAVY, "WEBP")[:200], "unsupported_image"),
    "a signature": (b"\x89PNG\r\n\x1a\n", "unsupported_image"),
    "TIFF": (encoded(NAVY, "TIFF"), "unsupported_image"),
    "BMP": (encoded(NAVY, "BMP"), "unsupported_image"),
    "ICO": (encoded(NAVY, "ICO"), "unsupported_image"),
    "says 40,000 x 40,000": (header_bomb(40_000, 40_000), "image_too_large"),
    "is 40,000 x 40,000": (encoded(Image.new("1", (40_000, 40_000)), "PNG"), "image_too_large"),
    "41 megapixels": (encoded(Image.new("1", (8_200, 5_000)), "PNG"), "image_too_large"),
    "19 megapixels of WebP": (encoded(Image.new("L", (4_750, 4_000)), "WEBP", method=0), "image_too_large"),
}  # fmt: skip


@pytest.mark.parametrize("content", READ.values(), ids=READ.keys())
def test_an_odd_picture_is_read_all_the_same(tmp_path: Path, content: bytes) -> None:
    """Through the store and the file, as an import does it; a wrong extension makes no difference."""
    file = tmp_path / "picture.txt"
    file.write_bytes(content)
    store = PictureStore(tmp_path / "store")
    stored = store.put(file)
    seen = look((stored, store.path(stored), True)).measurement
    assert seen["colours"][0]["name"] == "navy"
    assert seen["confidence"] > 0.6
    assert store.media_type(stored).startswith("image/")


@pytest.mark.parametrize(("content", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_gets_a_code_and_is_not_kept(tmp_path: Path, content: bytes, code: str) -> None:
    file = tmp_path / "picture.jpg"
    file.write_bytes(content)
    store = PictureStore(tmp_path / "store")
    for attempt in (lambda: store.put(content), lambda: store.put(file), lambda: store.look(file)):
        with pytest.raises(TruecartError) as refused:
            attempt()
        assert refused.value.code == code
    assert look(("x", file, False)).measurement["confidence"] == 0
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize(("form", "how"), [("JPEG", {"quality": 95}), ("PNG", {}), ("WEBP", {"lossless": True})])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_stands_upright(form: str, how: dict[str, Any], orientation: int) -> None:
    stored = encoded(thing("red", "navy", "white", size=(100, 160)), form, exif=turned(orientation), **how)
    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(stored)))
    found = decode(stored)
    assert found.size == expected.size
    assert np.abs(np.asarray(found, int) - np.asarray(expected, int)).max() < 3


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
@pytest.mark.parametrize("size", [(1, 1), (1, 400), (3 * LOOKED, 1)])
def test_every_mode_and_the_thinnest_sizes(mode: str, size: tuple[int, int]) -> None:
    image = Image.new(mode, size)
    content = encoded(image, "JPEG" if mode == "CMYK" else "PNG")
    small = srgb(decode(content), 144)
    assert small.mode == "RGB"
    assert max(small.size) <= 144
    seen = measure(decode(content), "x")
    assert seen["confidence"] < 0.6


def test_sixteen_bits_keep_their_brightness() -> None:
    grey = np.full((150, 120), 60_000, np.uint16)
    grey[30:130, 30:90] = 7_000
    small = srgb(decode(encoded(Image.fromarray(grey), "PNG")), 144)
    assert small.getpixel((60, 80)) == (27, 27, 27)
    assert small.getpixel((2, 2)) == (234, 234, 234)


def test_the_colour_profile_is_applied() -> None:
    """A profile whose red and blue primaries have changed places, and a picture whose channels have."""
    red, blue = SRGB.index(b"rXYZ"), SRGB.index(b"bXYZ")
    swapped = SRGB[:red] + b"bXYZ" + SRGB[red + 4 : blue] + b"rXYZ" + SRGB[blue + 4 :]
    channels = NAVY.split()
    content = encoded(Image.merge("RGB", channels[::-1]), "PNG", icc_profile=swapped)
    assert measure(decode(content), "x")["colours"][0]["name"] == "navy"


GIANTS: dict[str, Callable[[], bytes]] = {
    "PNG with alpha": lambda: encoded(Image.new("RGBA", (8000, 5000), (9, 9, 99, 99)), "PNG", compress_level=1),
    "palette, turned": lambda: encoded(Image.new("P", (8000, 5000)), "PNG", exif=turned(6)),
    "progressive JPEG": lambda: encoded(
        Image.new("RGB", (8000, 5000), "navy"), "JPEG", progressive=True, subsampling=0, exif=turned(6)
    ),
    "GIF": lambda: encoded(Image.new("P", (8000, 5000)), "GIF"),
    "WebP": lambda: encoded(Image.new("RGBA", (4500, 4000), (9, 9, 99, 99)), "WEBP", lossless=True, method=0),
}
MEASURED = """
import sys, time
from pathlib import Path
from tools.catalog.pictures import PictureStore
from tools.vision.measurements import look
import PIL.WebPImagePlugin, PIL.PngImagePlugin, PIL.JpegImagePlugin, PIL.GifImagePlugin, PIL.ImageCms
def peak():
    return int(next(each for each in open("/proc/self/status") if each.startswith("VmHWM")).split()[1]) / 1000
folder = Path(sys.argv[1])
look(("x", folder / "small.png", True))
for file in sorted(folder.glob("giant*")):
    before, started = peak(), time.process_time()
    store = PictureStore(folder / "store")
    assert look(("x", store.path(store.put(file)), True)).measurement["colours"]
    print(file.name, round(time.process_time() - started, 2), round(peak() - before))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from Linux' /proc")
@pytest.mark.parametrize("made", GIANTS.values(), ids=GIANTS.keys())
def test_the_largest_picture_stays_within_a_second_and_300_megabytes(tmp_path: Path, made: Callable[[], bytes]) -> None:
    (tmp_path / "small.png").write_bytes(encoded(NAVY, "PNG"))
    (tmp_path / "giant").write_bytes(made())
    run = subprocess.run([sys.executable, "-c", MEASURED, str(tmp_path)], capture_output=True, text=True, timeout=60)
    _, seconds, megabytes = run.stdout.split()
    assert float(seconds) < 2, "decoded twice: when it is stored and when it is measured"
    assert float(megabytes) < 300


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    started = time.process_time()
    for content in (REFUSED["says 40,000 x 40,000"][0], REFUSED["is 40,000 x 40,000"][0]):
        with pytest.raises(TruecartError, match="image_too_large"):
            decode(content)
    assert time.process_time() - started < 0.1
