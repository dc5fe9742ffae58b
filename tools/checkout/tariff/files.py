"""From a file, or from the flat settings, to a `Tariff`."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tools.checkout.tariff.rules import Tariff
from tools.errors import TruecartError
from tools.settings import Settings

FILE = "tariff.json"
DEMO = Path(__file__).parent / "demo.json"


def tariff_of(settings: Settings, currency: str) -> Tariff:
    """The rules in force: the file that the settings name, else `<home>/tariff.json`, else the flat settings.

    A file is read again when it changes. Raises TruecartError `bad_tariff`, or `other_currency` when the file is in
    another currency than the catalogue's (`currency`).
    """
    named = Path(settings.tariff) if settings.tariff else None
    path = named or settings.home / FILE
    if named is None and not path.is_file():
        return _flat(settings.shipping_minor, settings.free_shipping_minor, settings.tax_basis_points, currency)
    try:
        seen = path.stat()
    except OSError as problem:
        raise _bad("", f"{path.name} cannot be read: {problem.strerror}") from problem
    tariff = _read(path, seen.st_mtime_ns, seen.st_size)
    if tariff.currency != currency:
        message = f"The tariff is in {tariff.currency}, the catalogue in {currency}."
        raise TruecartError("other_currency", message, expected=currency, found=tariff.currency)
    return tariff


@functools.lru_cache(maxsize=16)
def _read(path: Path, _changed_at: int, _size: int) -> Tariff:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise _bad("", f"{path.name} cannot be read as UTF-8 text.") from problem
    return parse(text)


def parse(text: str) -> Tariff:
    """A tariff from JSON. Raises TruecartError `bad_tariff` whose details name the `path` inside the document."""
    try:
        json.loads(text, object_pairs_hook=_once)
        return Tariff.model_validate_json(text)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        raise _bad(_path(first["loc"]), first["msg"]) from problem
    except (ValueError, RecursionError) as problem:
        raise _bad("", f"{problem}") from problem


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return dict(pairs)


def _path(location: tuple[int | str, ...]) -> str:
    """ "promotions[0].off.percent"."""
    text = "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in location)
    return text.removeprefix(".")


def _bad(path: str, why: str) -> TruecartError:
    return TruecartError("bad_tariff", f"{path or 'the tariff'}: {why}", path=path)


@functools.lru_cache(maxsize=64)
def _flat(shipping_minor: int, free_minor: int, basis_points: int, currency: str) -> Tariff:
    """One shipping price below a threshold, nothing from there on, one tax on everything."""
    rows = [{"from_goods_minor": free_minor, "price_minor": 0}]
    if free_minor > 0:
        rows.append({"price_minor": shipping_minor})
    whole, part = divmod(basis_points, 100)
    rates = [{"name": "tax", "percent": f"{whole}.{part:02}"}] if basis_points else []
    return parse(json.dumps({"currency": currency, "shipping": rows, "tax": {"rates": rates}}))
