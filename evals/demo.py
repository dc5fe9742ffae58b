"""A home folder with the demo catalogue, built once for each state of the code that makes it."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from tools.settings import CHECKOUT, load

MAKERS = ("tools/render", "tools/catalog", "tools/vision", "tools/migrations")
BUILT = CHECKOUT / "build" / "demo"


def demo_home(folder: Path = BUILT) -> Path:
    """The path of a complete home. Read it or copy it (`copy_home`); others rely on it too.

    Takes a minute or two, with progress on stderr, when the catalogue's code has changed since the last call,
    milliseconds otherwise. Safe to call from several processes at once: one builds, the others wait.
    """
    from filelock import FileLock

    home = folder / _fingerprint()
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "lock"):
        if not home.is_dir():
            building = folder / "unfinished"
            shutil.rmtree(building, ignore_errors=True)
            _build(building)
            for outdated in folder.iterdir():
                if outdated.is_dir() and outdated != building:
                    shutil.rmtree(outdated)
            building.rename(home)
    return home


def copy_home(home: Path, target: Path) -> Path:
    """A copy that may be written to. Pictures are never changed once stored, so they are linked where that works."""
    shutil.copytree(home, target, ignore=lambda folder, names: names if Path(folder) == home / "images" else [])
    images = target / "images"
    for source in (path for path in (home / "images").rglob("*") if path.is_file()):
        copy = images / source.relative_to(home / "images")
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source, copy)
        except OSError:  # another file system
            shutil.copy2(source, copy)
    return target


def _build(home: Path) -> None:
    from cli.demo import ensure
    from graph.services import Services

    made = Services(load(home=home, catalog="demo", database_url=""))
    try:
        ensure(made)
    finally:
        made.engine.dispose()


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for maker in MAKERS for path in (CHECKOUT / maker).rglob("*") if path.is_file()):
        if not {"__pycache__", "training"} & set(path.parts):
            digest.update(path.relative_to(CHECKOUT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]
