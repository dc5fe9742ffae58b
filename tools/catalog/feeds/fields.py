"""Single fields of a feed: text, prices, counts, categories, picture names. All raise TruecartError with a code."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tools.catalog.facets import leaf_category
from tools.errors import TruecartError
from tools.money import Money

UNCOUNTED_STOCK = 100  # for "in stock" without a number: no feed says how many, a cart limit still holds
MAX_STOCK = 2**31 - 1
_NUMBER = r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_PRICE = re.compile(rf"(?:(?P<before>[A-Za-z]{{3}})\s*)?(?P<amount>{_NUMBER})(?:\s*(?P<after>[A-Za-z]{{3}}))?")
_COUNT = re.compile(r"-?[0-9]{1,18}(?:\.0+)?")


def cell(values: Mapping[str, Any], *names: str) -> str:
    """The first filled field of these names as text without white space around it; "" when there is none."""
    for name in names:
        value = values.get(name)
        if isinstance(value, (list, tuple)):
            value = next((each for each in value if each not in (None, "")), None)
        if isinstance(value, (str, int, Decimal)) and not isinstance(value, bool) and str(value).strip():
            return printable(str(value)).strip()
    return ""


def required(values: Mapping[str, Any], *names: str) -> str:
    found = cell(values, *names)
    if not found:
        raise TruecartError("missing_field", f"The field {names[0]!r} is missing.")
    return found


def printable(text: str) -> str:
    """The text without control characters other than line ends and tabs, and without lone surrogates."""
    return "".join(
        letter for letter in text if letter in "\n\t" or not (ord(letter) < 32 or 0xD800 <= ord(letter) < 0xE000)
    )


def price(text: str, currency: str) -> Money:
    """ "19.99 USD", "USD 19.99" or "19.99" (then in `currency`), exactly. Raises `bad_price`."""
    match = _PRICE.fullmatch(text.strip())
    if match is None:
        raise TruecartError("bad_price", f"{text[:40]!r} is no price.")
    code = match["after"] or match["before"] or currency
    found = Money.parse(match["amount"].replace(",", ""), code.upper())
    if found.minor <= 0:
        raise TruecartError("bad_price", f"{text[:40]!r} is not above zero.")
    return found


def number_price(value: Any, currency: str) -> Money:
    """A JSON number (int or exact Decimal) or text of major units. Raises `missing_field` or `bad_price`."""
    if value is None or value == "":
        raise TruecartError("missing_field", "The price is missing.")
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise TruecartError("bad_price", f"{str(value)[:40]!r} is no price.")
    return price(format(value, "f") if isinstance(value, Decimal) else str(value), currency)


def minor_price(value: Any, currency: str) -> Money:
    """A whole number of minor units. Raises `missing_field` or `bad_price`."""
    if value is None:
        raise TruecartError("missing_field", "The price is missing.")
    if type(value) is not int or value <= 0:
        raise TruecartError("bad_price", f"{str(value)[:40]!r} is no whole number of minor units above zero.")
    return Money(value, currency)


def count(value: Any) -> int:
    """A stock: a whole number of zero or more, "7", 7 or 7.0. Raises `bad_stock`."""
    text = str(value).strip()
    if isinstance(value, bool) or not _COUNT.fullmatch(text):
        raise TruecartError("bad_stock", f"{text[:40]!r} is no whole number.")
    found = int(Decimal(text))
    if not 0 <= found <= MAX_STOCK:
        raise TruecartError("bad_stock", f"A stock of {found} is not possible.")
    return found


def unmarked(text: str) -> str:
    """HTML as plain text: tags become spaces, entities letters; scripts and styles are left out."""
    if "<" not in text:
        return " ".join(html.unescape(text).split())
    reader = _TextOnly()
    reader.feed(text)
    reader.close()
    return " ".join("".join(reader.parts).split())


def category(path: str) -> tuple[str, str]:
    """(leaf, top level) of a path such as "Apparel > Tops > Hoodies": ("hoodie", "apparel")."""
    parts = [part.strip() for part in re.split(r"\s*>\s*|\s+/\s+", path) if part.strip()]
    if not parts or parts[-1].isdigit():
        return "", ""
    return leaf_category(parts[-1]), parts[0].lower() if len(parts) > 1 else ""


def listed(values: Iterable[str]) -> tuple[str, ...]:
    """Distinct lower-case values in order, as `Product.attributes` holds them."""
    return tuple(dict.fromkeys(each.strip().lower() for each in values if each.strip()))


def picture(images: Path | None, link: str) -> Path | None:
    """The file in the folder of pictures that a link or file name means, which need not exist. Never fetched."""
    if images is None or not link:
        return None
    name = unquote(urlsplit(link).path if "://" in link else link).replace("\\", "/").rpartition("/")[2]
    name = name.replace("\0", "")
    return None if name in ("", ".", "..") else images / name[:255]


class _TextOnly(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in ("script", "style")
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in ("script", "style")))
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)
