"""Pictures by content: a file's name is the SHA-256 of its bytes, so a picture is stored, measured and served once."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tools.errors import TruecartError
from tools.vision.decoding import decode

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 8_000_000
_SIGNATURES = {b"\xff\xd8": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp", b"GIF8": "image/gif"}
_HASH = re.compile(r"[0-9a-f]{64}")


class PictureStore:
    """Validated pictures under `root`, two levels deep. Writing is atomic and the same content is written once."""

    def __init__(self, root: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self.root = root
        self.max_bytes = max_bytes

    def put(self, picture: bytes | Path) -> str:
        """Store a picture and return its content hash.

        Raises TruecartError `not_found` for a missing file, `unsupported_image` for what is no JPEG, PNG, WebP or
        GIF or is damaged, and `image_too_large` above the limit of bytes or pixels (`tools.vision.decoding`).
        """
        content = picture if isinstance(picture, bytes) else self._read(picture)
        if len(content) > self.max_bytes:
            raise TruecartError("image_too_large", f"The picture has more than {self.max_bytes:,} bytes.")
        name = hashlib.sha256(content).hexdigest()
        target = self._place(name)
        if not target.exists():
            decode(content)
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
        """The decoded picture, upright, in its own mode, brought down where it is very large."""
        return decode(self.read(content_hash))

    def look(self, picture: Path) -> Image:
        """A picture from outside, checked and decoded as `put` and `open` do it, and not stored."""
        return decode(self._read(picture))

    def media_type(self, content_hash: str) -> str:
        """By its first bytes: what is stored was decoded before."""
        with self.path(content_hash).open("rb") as file:
            start = file.read(4)
        return next(media for signature, media in _SIGNATURES.items() if start.startswith(signature))

    def _place(self, content_hash: str) -> Path:
        return self.root / content_hash[:2] / content_hash

    def _read(self, path: Path) -> bytes:
        try:
            if not path.is_file() and path.exists():  # a pipe or a device could be read for ever
                raise TruecartError("unsupported_image", f"{path.name} is not a file.")
            if path.stat().st_size > self.max_bytes:
                raise TruecartError("image_too_large", f"{path.name} has more than {self.max_bytes:,} bytes.")
            return path.read_bytes()
        except (FileNotFoundError, ValueError) as problem:  # ValueError: no name that a file could have
            raise TruecartError("not_found", f"There is no picture {path.name} in the folder of pictures.") from problem
        except OSError as problem:
            raise TruecartError("unsupported_image", f"{path.name} could not be read.") from problem


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
