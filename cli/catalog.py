"""`truecart catalog`: import a feed, count what is there, find listings that their pictures contradict."""

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
    from tools.catalog.types import Product
    from tools.vision.types import Evidence

SHOWN_REJECTIONS = 20
BATCH = 500  # products looked at together
COLOR = ("color", "colour")


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
            services.measurements,
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


def audit(catalog: str | None, as_json: bool) -> None:
    """Listings (a product in one colour) whose picture contradicts the colour, surest first."""
    services = services_of(catalog)
    found, checked = contradictions(services)
    if as_json:
        terminal.as_json({"catalog": services.catalog.name, "checked": checked, "contradicted": found})
        return
    rows = [
        (each["product_id"], each["title"], each["listed"], each["seen"], f"{each['p']:.2f}", len(each["variant_ids"]))
        for each in found
    ]
    if rows:
        terminal.table(("product", "title", "listed", "picture shows", "p listed", "variants"), rows)
    terminal.say(f"{checked} listed colours checked, {len(found)} contradicted by their picture.")


def contradictions(services: Services) -> tuple[list[dict[str, Any]], int]:
    """The contradicted listings, and how many listings with a colour and a measured picture were checked."""
    checked: dict[tuple[str, str, str], dict[str, Any]] = {}
    products = services.catalog.all_products()
    with terminal.progress() as show:
        for start in range(0, len(products), BATCH):
            batch = products[start : start + BATCH]
            variants = services.catalog.variants_of_products([product.product_id for product in batch])
            seen = services.measurements.get([each.image for each in variants.values() if each.image])
            by_id = {product.product_id: product for product in batch}
            for variant in variants.values():
                color = next((value for name, value in variant.options.items() if name.casefold() in COLOR), None)
                if color is None or variant.image not in seen:
                    continue
                key = (variant.product_id, color, variant.image)
                if key not in checked:
                    product = by_id[variant.product_id]
                    evidence = services.verifier.verify(product, variant, "color", color, seen[variant.image])
                    checked[key] = _listing(product, color, evidence)
                checked[key]["variant_ids"].append(variant.variant_id)
            show(start + len(batch), len(products), "products checked")
    found = [each for each in checked.values() if each["verdict"] == "contradicted"]
    return sorted(found, key=lambda each: float(each["p"])), len(checked)


def _listing(product: Product, listed: str, evidence: Evidence) -> dict[str, Any]:
    best = evidence["observed"][0]["value"] if evidence["observed"] else ""
    verdict = {"listed": listed, "seen": best, "verdict": evidence["verdict"], "p": evidence["p"]}
    return {"product_id": product.product_id, "title": product.title, **verdict, "variant_ids": []}


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
