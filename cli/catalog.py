"""`truecart catalog`: import a feed, count what is there."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import terminal
from tools.errors import TruecartError

if TYPE_CHECKING:
    from graph.services import Services
    from tools.catalog.importer import ImportSummary

SHOWN_REJECTIONS = 20


def services_of(catalog: str | None) -> Services:
    """Services over the named catalogue, or the one of the settings. Raises `unknown_catalog`."""
    from graph.services import Services
    from tools.settings import load

    services = Services(load(catalog=catalog) if catalog else load())
    services.catalog.version()
    return services


def import_feed(
    feed: Path, catalog: str | None, images: Path | None, currency: str, rejected: Path | None, as_json: bool
) -> None:
    """Read the feed and say what became of its rows."""
    from graph.services import Services
    from tools.catalog.feeds import read_feed
    from tools.catalog.importer import import_records
    from tools.settings import load

    services = Services(load(catalog=catalog or name_of(feed)))
    records = read_feed(feed, images, currency=currency.upper())
    with terminal.progress() as show:
        summary = import_records(
            services.catalog,
            services.pictures,
            services.sight,
            services.search,
            records,
            progress=show,
        )
    if rejected:
        lines = [json.dumps(_plain(each), ensure_ascii=False) + "\n" for each in summary.rejected]
        rejected.write_text("".join(lines), encoding="utf-8")
    if as_json:
        terminal.as_json(_plain(summary))
    else:
        _tell(summary, rejected)


def name_of(feed: Path) -> str:
    """A catalogue's name from a file's: "Spring Feed.csv.gz" becomes "spring_feed"."""
    stem = feed.name.removesuffix(".gz").partition(".")[0]
    name = re.sub(r"[^a-z0-9]+", "_", stem.casefold()).strip("_")[:64]
    if not name:
        raise TruecartError("bad_request", "Give the catalogue a name with --catalog.")
    return name


def stats(catalog: str | None, as_json: bool) -> None:
    """Counts of a catalogue."""
    counted = services_of(catalog).catalog.stats()
    if as_json:
        terminal.as_json(counted)
        return
    from tools.money import display

    cheapest, dearest = counted["price_minor"]
    facts = {key: value for key, value in counted.items() if key not in ("categories", "price_minor")}
    if cheapest is not None:
        facts["prices"] = " to ".join(display(each, counted["currency"]) for each in (cheapest, dearest))
    terminal.table(("fact", "value"), [(name.replace("_", " "), value) for name, value in facts.items()])
    terminal.table(("category", "products"), list(counted["categories"].items()))


def _tell(summary: ImportSummary, rejected: Path | None) -> None:
    counts = ("rows", "products", "variants", "added", "changed", "unchanged", "dropped")
    facts = [(name, getattr(summary, name)) for name in counts]
    facts += [("rejected", len(summary.rejected)), ("warnings", len(summary.warnings))]
    terminal.table(("catalogue " + summary.catalog, summary.version), facts)
    for title, listed in (("rejected", summary.rejected), ("warning", summary.warnings)):
        if listed:
            shown = [(each.line, each.code, each.id, each.message) for each in listed[:SHOWN_REJECTIONS]]
            terminal.table(("line", "code", "id", title), shown)
        if len(listed) > SHOWN_REJECTIONS:
            more = "" if rejected or title != "rejected" else "; --rejected FILE writes them all"
            terminal.say(f"and {len(listed) - SHOWN_REJECTIONS} more{more}")
    terminal.say(f"{summary.seconds:.1f} s")


def _plain(value: Any) -> Any:
    return dataclasses.asdict(value)
