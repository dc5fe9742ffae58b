"""`truecart catalog reembed`: encode every picture of a catalogue with the encoder that the settings choose."""

from __future__ import annotations

from dataclasses import asdict

from cli import terminal
from cli.catalog import services_of

SHOWN_SKIPPED = 20


def reembed(catalog: str | None, download: bool, as_json: bool) -> None:
    """Encode what the encoder in use has not encoded, and put the result into use."""
    from tools.vision.clip.choice import encoder as chosen
    from tools.vision.embeddings import embed_catalog, folder_of

    services = services_of(catalog)
    encoder = chosen(services.settings, download=download)
    folder = folder_of(services.settings.indexes, services.catalog.name)
    with terminal.progress() as show:
        done = embed_catalog(encoder, services.pictures, services.catalog.images(), folder, show)
    said = {"catalog": services.catalog.name, "encoder": encoder.name, "digest": encoder.digest, **asdict(done)}
    if as_json:
        terminal.as_json(said)
        return
    rows = [(name, value) for name, value in said.items() if name not in ("catalog", "skipped")]
    terminal.table(("catalogue", services.catalog.name), [*rows, ("skipped", len(done.skipped))])
    if done.skipped:
        terminal.table(("picture", "skipped because"), list(done.skipped.items())[:SHOWN_SKIPPED])
