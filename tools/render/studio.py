"""The one door: a specification in, a picture out."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from tools.errors import TruecartError
from tools.render import (
    bags,
    coffee,
    devices,
    dresses,
    glassware,
    homeware,
    knitwear,
    layers,
    legwear,
    shoes,
    sound,
    tableware,
    tops,
)
from tools.render.canvas import Canvas
from tools.render.patterns import PATTERNS
from tools.render.spec import PictureSpec

QUALITY = 88
SMALLEST = 256  # below it textures alias: draw at this size and shrink


@dataclass(frozen=True)
class Kind:
    """How one kind of goods is drawn."""

    paint: Callable[[Canvas, PictureSpec], None]
    silhouettes: int
    standing: bool  # on a floor; otherwise laid flat or hung on the wall


KINDS: dict[str, Kind] = {
    name: Kind(paint, count, standing)
    for family in (
        tops,
        knitwear,
        layers,
        dresses,
        legwear,
        shoes,
        bags,
        tableware,
        glassware,
        homeware,
        coffee,
        devices,
        sound,
    )
    for name, (paint, count, standing) in family.KINDS.items()
}


def kinds() -> tuple[str, ...]:
    return tuple(KINDS)


def silhouettes(kind: str) -> int:
    """How many outlines a kind has."""
    return _kind(kind).silhouettes


def patterns() -> tuple[str, ...]:
    return PATTERNS


def draw(spec: PictureSpec) -> Image.Image:
    """The picture, RGB, `spec.size` pixels square. Depends on nothing but the specification.

    Raises TruecartError `not_available` for a kind, and KeyError for a colour, that is not in the tables.
    """
    kind = _kind(spec.kind)
    canvas = Canvas(dataclasses.replace(spec, size=max(spec.size, SMALLEST)))
    kind.paint(canvas, dataclasses.replace(spec, silhouette=spec.silhouette % kind.silhouettes))
    picture = canvas.finish(spec, standing=kind.standing)
    if picture.width != spec.size:
        picture = picture.resize((spec.size, spec.size), Image.Resampling.LANCZOS)
    return picture


def cut_out(spec: PictureSpec) -> Image.Image:
    """The figure alone, RGBA with what is around it transparent: to be put before a backdrop of one's own."""
    kind = _kind(spec.kind)
    canvas = Canvas(dataclasses.replace(spec, size=max(spec.size, SMALLEST)))
    kind.paint(canvas, dataclasses.replace(spec, silhouette=spec.silhouette % kind.silhouettes))
    picture = canvas.figure()
    if picture.width != spec.size:
        picture = picture.resize((spec.size, spec.size), Image.Resampling.BOX)
    return picture


def encode(spec: PictureSpec) -> bytes:
    """The picture as a JPEG. Top-level and picklable, so that a pool of processes can map it."""
    buffer = io.BytesIO()
    draw(spec).save(buffer, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return buffer.getvalue()


def _kind(name: str) -> Kind:
    try:
        return KINDS[name]
    except KeyError:
        raise TruecartError("not_available", f"No drawing of a {name!r} is known.") from None
