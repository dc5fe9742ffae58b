"""A feed's bytes as lines of text: gzip unpacked, encoding found, what is no text refused."""

from __future__ import annotations

import codecs
import zlib
from dataclasses import dataclass
from pathlib import Path

from tools.errors import TruecartError

MAX_BYTES = 1_000_000_000  # unpacked; beyond it a feed should be split
BROKEN = "\udc00", "\udfff"  # lone surrogates stand for bytes that are no text: see `is_broken`


@dataclass(frozen=True)
class Source:
    """`lines` without their ends; `cut` when a gzip file stops in the middle."""

    lines: list[str]
    cut: bool = False


def load(path: Path) -> Source:
    """Read the file. Raises TruecartError `not_found` or `feed_unreadable` with the reason in words."""
    content, cut = _unpack(_read(path), path.name)
    if not content.strip():
        raise TruecartError("feed_unreadable", f"{path.name} is empty.")
    text = _decode(content, path.name)
    return Source(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), cut)


def is_broken(text: str) -> bool:
    """Does the text hold bytes that its encoding does not know?"""
    return any(BROKEN[0] <= letter <= BROKEN[1] or "\ud800" <= letter < BROKEN[0] for letter in text)


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise TruecartError("feed_unreadable", f"{path.name} is a folder; a feed is one file.")
    try:
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise TruecartError("not_found", f"There is no file {path}.") from problem
    except OSError as problem:
        raise TruecartError("feed_unreadable", f"{path.name} could not be read: {problem.strerror}.") from problem


def _unpack(content: bytes, name: str) -> tuple[bytes, bool]:
    if not content.startswith(b"\x1f\x8b"):
        return content, False
    parts: list[bytes] = []
    size = 0
    rest = content
    while rest:
        unpacker = zlib.decompressobj(wbits=31)
        try:
            part = unpacker.decompress(rest, MAX_BYTES + 1 - size)
        except zlib.error as problem:
            if not parts:
                raise TruecartError("feed_unreadable", f"{name} is a damaged gzip file.") from problem
            return b"".join(parts), True
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise TruecartError("feed_unreadable", f"{name} unpacks to more than {MAX_BYTES:,} bytes.")
        if not unpacker.eof:
            return b"".join(parts), True
        rest = unpacker.unused_data
    return b"".join(parts), False


def _decode(content: bytes, name: str) -> str:
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\0" in content[:100_000]:
        raise TruecartError("feed_unreadable", f"{name} is a binary file, not a feed.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass  # decided below: another encoding, or UTF-8 with damaged lines
    text = content.decode("utf-8-sig", errors="surrogateescape")
    damaged = sum(is_broken(line) for line in text.split("\n"))
    sound = sum(not line.isascii() and not is_broken(line) for line in text.split("\n"))
    return text if sound >= damaged else content.decode("cp1252", errors="replace")
