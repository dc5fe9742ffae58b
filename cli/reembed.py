"""`truecart catalog reembed`: look at every picture of a catalogue anew with the encoder that the settings choose."""

from __future__ import annotations

from dataclasses import asdict

from cli import terminal
from cli.catalog import services_of

SHOWN_SKIPPED = 20


def reembed(catalog: str | None, download: bool, as_json: bool) -> None:
    """Encode what the encoder in use has not encoded, learn the labels from it, and put the result into use."""
    from graph.services import Services

    services = services_of(catalog)
    services = Services(services.settings, download=download)
    encoder = services.encoder
    with terminal.progress() as show:
        done = services.sight.bring(services.catalog, show)
    said = {"catalog": services.catalog.name, "encoder": encoder.name, "digest": encoder.digest, **asdict(done)}
    if as_json:
        terminal.as_json(said)
        return
    rows = [(name, value) for name, value in said.items() if name not in ("catalog", "skipped")]
    terminal.table(("catalogue", services.catalog.name), [*rows, ("skipped", len(done.skipped))])
    if done.skipped:
        terminal.table(("picture", "skipped because"), list(done.skipped.items())[:SHOWN_SKIPPED])
