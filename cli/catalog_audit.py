"""`truecart catalog audit`: listings that their pictures contradict, as a table, as JSON, as a page with pictures."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import terminal
from tools.errors import TruecartError

if TYPE_CHECKING:
    from graph.services import Services
    from tools.vision.audit import Audit, Finding, Habit, Sibling, Unseen

BATCH = 500  # products looked at together
SHOWN = 3  # values of one picture in the table
TITLE = 60  # characters of a title in the table
BAR = 10  # characters of a full bar
ON_PAGE = 1000  # findings on a page without --limit: each carries its picture, some 12 kB
RELATION = {
    "swapped": "swapped with {}?",
    "fits_better": "the picture of {} fits better",
    "shows_it": "the picture looks like {}",
}
WHY = {
    "no_picture": "no picture",
    "unreadable_picture": "unreadable picture",
    "not_judged": "a word that no picture shows",
}


def audit(
    catalog: str | None, *, as_json: bool, html: Path | None, unsure: bool, limit: int | None, at_least: float
) -> None:
    """Check every listing and tell what was found. Raises `bad_request` for options out of range and a bad FILE."""
    from cli.catalog import services_of

    _check(html, limit, at_least)
    services = services_of(catalog)
    found = look(services)
    every = found.ranked(unsure=unsure, at_least=at_least)
    shown = every[:limit]
    if html:
        on_page = every[: limit or ON_PAGE]
        _write_page(services, found, on_page, len(every) - len(on_page), html)
    if as_json:
        terminal.as_json(document(services, found, shown, len(every)))
        return
    if shown:
        headings = ("confidence", "product", "title", "attribute", "listed", "picture shows", "remark", "variants")
        terminal.table(headings, [_row(each) for each in shown])
    _summary(found.counts(), len(every) - len(shown))


def look(services: Services) -> Audit:
    """Every product of the catalogue against its pictures; those that were never measured are measured first."""
    from tools.vision.audit import Audit

    found = Audit()
    products = services.catalog.all_products()
    with terminal.progress() as show:
        images = services.catalog.images()
        if set(images) - set(services.measurements.get(images)):
            services.sight.bring(services.catalog, show)
        for start in range(0, len(products), BATCH):
            batch = products[start : start + BATCH]
            variants = services.catalog.variants_of_products([product.product_id for product in batch]).values()
            seen = services.measurements.get([each.image for each in variants if each.image])
            own: dict[str, list[Any]] = {product.product_id: [] for product in batch}
            for variant in variants:
                own[variant.product_id].append(variant)
            for product in batch:
                found.add(services.verifier, product, own[product.product_id], seen)
            show(start + len(batch), len(products), "products checked")
    found.settle()
    return found


def document(services: Services, found: Audit, shown: list[Finding], matching: int) -> dict[str, Any]:
    """The JSON answer. `counts` are of the whole catalogue; `matching` findings passed the options."""
    return {
        "catalog": services.catalog.name,
        "version": services.catalog.version(),
        "counts": found.counts(),
        "matching": matching,
        "findings": [_plain(each) for each in shown],
        "unseen": [dataclasses.asdict(each) for each in found.unseen],
    }


def relation(sibling: Sibling | None) -> str:
    """What is suspected of a sibling listing, in words."""
    return RELATION[sibling.kind].format(sibling.listed) if sibling else ""


def usage(habit: Habit | None, listed: str) -> str:
    """The shop's own use of a word, in words."""
    return f"{habit.listings} of {habit.of} listed as {listed} show {habit.shows}" if habit else ""


def why(unseen: Unseen) -> str:
    return WHY[unseen.why]


def _check(html: Path | None, limit: int | None, at_least: float) -> None:
    if not 0 <= at_least <= 1:
        raise TruecartError("bad_request", f"--min-confidence is a number from 0 to 1, not {at_least:g}.")
    if limit is not None and limit < 1:
        raise TruecartError("bad_request", f"--limit is a whole number from 1, not {limit}.")
    if html and (html.is_dir() or not html.absolute().parent.is_dir()):
        raise TruecartError("bad_request", f"--html is a file in a folder that is there, not {html}.")


def _write_page(services: Services, found: Audit, shown: list[Finding], more: int, target: Path) -> None:
    from cli.audit_page import page, thumbnail

    own = [each.image for each in shown]
    hashes = list(dict.fromkeys([*own, *(each.sibling.image for each in shown if each.sibling)]))
    pictures: dict[str, str] = {}
    with terminal.progress() as show:
        for count, image in enumerate(hashes, 1):
            pictures[image] = thumbnail(services.pictures, image)
            show(count, len(hashes), "pictures put on the page")
    text = page(services.catalog.name, services.clock(), found, shown, pictures, more)
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise TruecartError("bad_request", f"{target} could not be written: {problem.strerror}.") from problem
    terminal.say(f"{len(shown)} findings with their pictures: {target}")


def _row(finding: Finding) -> tuple[Any, ...]:
    colours = ", ".join(f"{each['value']} {each['p']:.2f}" for each in finding.observed[:SHOWN])
    listed = finding.listed if finding.verdict == "contradicted" else f"{finding.listed} (unsure)"
    remark = relation(finding.sibling) or usage(finding.habit, finding.listed)
    title = finding.title if len(finding.title) <= TITLE else finding.title[: TITLE - 1] + "…"
    about = (finding.product_id, title, finding.attribute, listed, colours, remark)
    return _bar(finding.confidence), *about, len(finding.variant_ids)


def _bar(share: float) -> str:
    if terminal.is_plain():
        return f"{share:.2f}"
    full = round(share * BAR)
    return f"{'█' * full}{'░' * (BAR - full)} {share:.2f}"


def _summary(counts: dict[str, int], more: int) -> None:
    if more:
        terminal.say(f"and {more} more")
    terminal.say(
        f"{counts['checked']} listings checked, {counts['contradicted']} contradicted by their picture "
        f"({counts['swaps']} pairs seem swapped), {counts['unsure']} unsure."
    )
    told = [f"{counts[key]} with {words}" for key, words in WHY.items() if counts[key]]
    if counts["habits"]:
        terminal.say(f"{counts['habits']} of the unsure follow the shop's own use of a word; --all lists them.")
    if told:
        terminal.say(f"Not checked: {', '.join(told)}.")


def _plain(finding: Finding) -> dict[str, Any]:
    return dataclasses.asdict(finding)
