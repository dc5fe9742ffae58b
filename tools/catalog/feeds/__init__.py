"""Feeds of other programs, read by what they contain and not by what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from tools.catalog.feeds import icecat, magento, merchant, shopify
from tools.catalog.feeds.rows import FeedRow, column, delimiter_of, json_rows, table_rows
from tools.catalog.feeds.source import Source, load
from tools.catalog.types import ProductRecord, Rejection
from tools.clock import Clock, utc_now
from tools.errors import TruecartError
from tools.money import exponent

READABLE = (
    "Google Merchant CSV, TSV or JSON lines, Shopify product CSV, Magento or Icecat JSON lines; each may be gzipped"
)
_LOOK_AT = 50  # rows that decide on the format, so that a damaged first row does not


def read_feed(
    path: Path, images: Path | None = None, *, currency: str = "USD", clock: Clock = utc_now
) -> Iterator[ProductRecord | Rejection]:
    """Records and rejections of a feed; each of its rows is in exactly one of them.

    Pictures are files of the folder `images`, or of a folder "images" beside the feed; links are never fetched.
    `currency` is for feeds that do not name one. Raises TruecartError `not_found` or `feed_unreadable` at once.
    """
    exponent(currency)
    if images is not None and not images.is_dir():
        raise TruecartError("not_found", f"There is no folder of pictures {images}.")
    beside = path.parent / "images"
    folder = images or (beside if beside.is_dir() else None)
    source = load(path)
    if _first_line(source).lstrip().startswith("{"):
        return _json_records(source, path.name, folder, currency, clock)
    return _table_records(source, path.name, folder, currency, clock)


def _json_records(
    source: Source, name: str, images: Path | None, currency: str, clock: Clock
) -> Iterator[ProductRecord | Rejection]:
    sample = [row.values for row in islice(json_rows(source), _LOOK_AT) if isinstance(row, FeedRow)]
    if not sample:
        raise TruecartError("feed_unreadable", f"No row of {name} is a JSON object. Readable are: {READABLE}.")
    if any("sku" in row and ("variants" in row or "name" in row) for row in sample):
        return magento.records(json_rows(source), images, currency)
    if any("price_cents" in row for row in sample):
        return icecat.records(json_rows(source), images, currency)
    if any({"id", "title"} <= {column(key) for key in row} for row in sample):
        return merchant.records(json_rows(source), images, currency, clock())
    raise TruecartError("feed_unreadable", f"The fields of {name} are of no known feed. Readable are: {READABLE}.")


def _table_records(
    source: Source, name: str, images: Path | None, currency: str, clock: Clock
) -> Iterator[ProductRecord | Rejection]:
    header = _first_line(source)
    delimiter = delimiter_of(header)
    columns = {column(cell.strip('"')) for cell in header.split(delimiter)}
    if "title" in columns and columns & {"handle", "url_handle"}:
        return shopify.records(table_rows(source, delimiter), images, currency)
    if {"id", "title"} <= columns:
        return merchant.records(table_rows(source, delimiter), images, currency, clock())
    raise TruecartError("feed_unreadable", f"The header of {name} is of no known feed. Readable are: {READABLE}.")


def _first_line(source: Source) -> str:
    return next(line for line in source.lines if line.strip())
