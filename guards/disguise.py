"""What a text says behind look-alike letters, spaced words, codes and marks that nobody sees."""

from __future__ import annotations

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

SPACED = re.compile(r"(?<=\b\w)[ ._*-](?=\w\b)")  # i g n o r e
ENCODED = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}|(?:[0-9a-fA-F]{2}[ :]?){10,}|(?:[01]{8} ?){6,}")
NUMBERED = re.compile(r"[\w@$!|]+")
JOINED = re.compile(r"(?<=\w)[_+-](?=\w)")
TAGS = range(0xE0020, 0xE007F)
MOST_DECODED = 5
# What the readings that are cheap to make by accident must hold before a rule is asked about them.
TELLING = ("ignor", "instruc", "prompt", "disregard", "previous", "password", "system", "approv", "price", "jailbreak")
LOOK_ALIKE = str.maketrans(
    "аевкмнорстухіјѕԁԛԝһӏɡАВЕКМНОРСТУХІЈЅαβεικνορτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧıɩɴʀɪᴇᴏᴀꜱᴛᴜ",
    "aebkmhopctyxijsdqwhlgABEKMHOPCTYXIJSabeiknoptuxABEZHIKMNOPTYXiinrieoastu",
)
LEET = str.maketrans("0134578@$!|", "oieastbasil")


def plain(text: str) -> str:
    """The text in its compatibility forms: full-width, circled and styled letters as letters."""
    return unicodedata.normalize("NFKC", text)


def hidden(text: str) -> str:
    """What Unicode's tag characters spell, which no screen shows. Empty for nearly every text."""
    return "".join(chr(ord(each) - 0xE0000) for each in text if ord(each) in TAGS)


def readings(text: str) -> Iterator[str]:
    """Other ways to read a text that `plain` has made: as words again, decoded, undone. Rules judge them."""
    if not text.isascii():
        yield from _when_new(text, _simple(text))
    yield from _when_new(text, SPACED.sub("", text))
    yield from _when_new(text, JOINED.sub(" ", text))
    yield from _when_new(text, unquote(html.unescape(text)))
    for each in (_without_digits(text), text[::-1], codecs.encode(text, "rot13")):
        if each != text and any(word in each.casefold() for word in TELLING):
            yield each
    yield from decoded(text)


def decoded(text: str) -> Iterator[str]:
    """Readable text behind base64, hexadecimal or binary digits, at most five pieces."""
    for found in list(ENCODED.finditer(text))[:MOST_DECODED]:
        raw = _bytes(found[0])
        try:
            read = raw.decode() if raw else ""
        except UnicodeDecodeError:
            continue
        if len(read) >= 8 and " " in read.strip() and read.isprintable():
            yield read


def _simple(text: str) -> str:
    """Look-alike letters and accents undone."""
    apart = unicodedata.normalize("NFD", text.translate(LOOK_ALIKE))
    return unicodedata.normalize("NFC", "".join(each for each in apart if not "\u0300" <= each <= "\u036f"))


def _when_new(text: str, other: str) -> Iterator[str]:
    if other != text:
        yield other


def _without_digits(text: str) -> str:
    """1gn0r3 as ignore; numbers that stand alone stay."""
    return NUMBERED.sub(lambda word: word[0] if word[0].isdecimal() else word[0].translate(LEET), text)


def _bytes(piece: str) -> bytes:
    tight = re.sub(r"[ :]", "", piece)
    try:
        if set(tight) <= {"0", "1"}:
            return bytes(int(tight[at : at + 8], 2) for at in range(0, len(tight) - 7, 8))
        if re.fullmatch(r"[0-9a-fA-F]+", tight) and len(tight) % 2 == 0:
            return bytes.fromhex(tight)
        return base64.b64decode(tight.replace("-", "+").replace("_", "/") + "=" * (-len(tight.rstrip("=")) % 4))
    except (binascii.Error, ValueError):
        return b""
