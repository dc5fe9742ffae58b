"""Pictures by content: a file's name is the SHA-256 of its bytes, so a picture is stored, measured and served once."""

from __future__ import annotations

import hashlib
import io
import os
import re
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import TruecartError

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 8_000_000
MAX_PIXELS = 40_000_000  # a 40-megapixel photograph; beyond it a small file can fill the memory
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
_HASH = re.compile(r"[0-9a-f]{64}")


class PictureStore:
    """Validated pictures under `root`, two levels deep. Writing is atomic and the same content is written once."""

    def __init__(self, root: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self.root = root
        self.max_bytes = max_bytes

    def put(self, picture: bytes | Path) -> str:
        """Store a picture and return its content hash.

        Raises TruecartError `not_found` for a missing file, `unsupported_image` for what is no JPEG, PNG, WebP or
        GIF or cannot be decoded, and `image_too_large` above the limit of bytes or 40 megapixels.
        """
        content = picture if isinstance(picture, bytes) else self._read(picture)
        if len(content) > self.max_bytes:
            raise TruecartError("image_too_large", f"The picture has more than {self.max_bytes:,} bytes.")
        name = hashlib.sha256(content).hexdigest()
        target = self._place(name)
        if not target.exists():
            _decode(content)
            _write(target, content)
        return name

    def path(self, content_hash: str) -> Path:
        """Where the picture lies. Raises TruecartError `not_found`."""
        if not _HASH.fullmatch(content_hash):
            raise TruecartError("not_found", "That is no picture's name.")
        target = self._place(content_hash)
        if not target.is_file():
            raise TruecartError("not_found", f"There is no picture {content_hash[:12]}….")
        return target

    def read(self, content_hash: str) -> bytes:
        return self.path(content_hash).read_bytes()

    def open(self, content_hash: str) -> Image:
        """The decoded picture, upright, in its own mode."""
        return _decode(self.read(content_hash))

    def look(self, picture: Path) -> Image:
        """A picture from outside, checked and decoded as `put` and `open` do it, and not stored."""
        return _decode(self._read(picture))

    def media_type(self, content_hash: str) -> str:
        from PIL import Image

        with Image.open(self.path(content_hash)) as image:
            return _FORMATS[str(image.format)]

    def _place(self, content_hash: str) -> Path:
        return self.root / content_hash[:2] / content_hash

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > self.max_bytes:
                raise TruecartError("image_too_large", f"{path.name} has more than {self.max_bytes:,} bytes.")
            return path.read_bytes()
        except FileNotFoundError as problem:
            raise TruecartError("not_found", f"There is no picture {path.name} in the folder of pictures.") from problem
        except OSError as problem:
            raise TruecartError("unsupported_image", f"{path.name} could not be read.") from problem


def _decode(content: bytes) -> Image:
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=tuple(_FORMATS))
            if image.width * image.height > MAX_PIXELS:
                raise TruecartError("image_too_large", f"{image.width} × {image.height} pixels is too large.")
            image.load()
            return ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as problem:
        raise TruecartError("image_too_large", "The picture has too many pixels.") from problem
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError) as problem:
        raise TruecartError("unsupported_image", "The picture could not be read.") from problem


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
