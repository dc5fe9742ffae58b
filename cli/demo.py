"""The demo catalogue: built once for a seed, by whoever needs it first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import terminal
from tools.errors import TruecartError

if TYPE_CHECKING:
    from graph.services import Services

NAME = "demo"


def ensure(services: Services) -> None:
    """See to it that the services' catalogue can be sold from. Raises `unknown_catalog` for any but the demo."""
    if services.settings.catalog == NAME:
        _build_if_missing(services)
    else:
        services.catalog.version()


def build(*, rebuild: bool) -> None:
    """`truecart catalog demo`."""
    from graph.services import Services
    from tools.settings import load

    services = Services(load(catalog=NAME))
    if _build_if_missing(services, rebuild=rebuild):
        stats = services.catalog.stats()
        terminal.say(f"The demo catalogue is ready: {stats['products']} products, {stats['variants']} variants.")
    else:
        terminal.say("The demo catalogue is there already. --rebuild builds it again.")


def flaws_file(home: Path) -> Path:
    """Where the deliberate flaws of the demo's listings are told, one JSON object a line."""
    return home / "demo-flaws.jsonl"


def _build_if_missing(services: Services, *, rebuild: bool = False) -> bool:
    if not rebuild and _complete(services):
        return False
    from filelock import FileLock, Timeout

    home = services.settings.home
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / "demo.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        terminal.say("Another process is building the demo catalogue; waiting for it.")
        lock.acquire()
    try:
        if not rebuild and _complete(services):
            return False
        _build(services)
    finally:
        lock.release()
    return True


def _complete(services: Services) -> bool:
    """There is such a catalogue, and the note beside it names this seed and an end; no note is no objection."""
    note = _note(services)
    said = json.loads(note.read_text()) if note.exists() else _of_seed(services, True)
    return bool(said == _of_seed(services, True)) and services.catalog.exists()


def _build(services: Services) -> None:
    from tools.catalog.demo import demo_records, write_flaws
    from tools.catalog.importer import import_records

    _note(services).write_text(json.dumps(_of_seed(services, False)))
    seed = services.settings.seed
    with terminal.progress() as show:

        def drawn(done: int, total: int) -> None:
            show(done, total, "pictures drawn")

        def imported(done: int, total: int, what: str) -> None:
            if what != "products":  # they go in as they are drawn
                show(done, total, what)

        summary = import_records(
            services.catalog,
            services.pictures,
            services.sight,
            services.search,
            demo_records(seed, progress=drawn),
            progress=imported,
            prune=True,
        )
    if summary.rejected:
        raise TruecartError("internal", f"{len(summary.rejected)} demo products were rejected: {summary.rejected[0]}")
    write_flaws(flaws_file(services.settings.home), seed)
    write_tariff(services.settings.home)
    _note(services).write_text(json.dumps(_of_seed(services, True)))


def write_tariff(home: Path) -> None:
    """The demo's offers, shipping and taxes; a tariff that is there already is its owner's."""
    from tools.checkout.tariff import DEMO, FILE

    target = home / FILE
    if not target.exists():
        target.write_text(DEMO.read_text(encoding="utf-8"), encoding="utf-8")


def _of_seed(services: Services, complete: bool) -> dict[str, Any]:
    return {"seed": services.settings.seed, "complete": complete}


def _note(services: Services) -> Path:
    return services.settings.home / "demo.json"
