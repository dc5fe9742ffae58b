"""`truecart agent verify`: whether a picture, or a variant of the catalogue, shows what is claimed of it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.errors import TruecartError
from tools.vision.types import Evidence, Measurement

if TYPE_CHECKING:
    from graph.services import Services

REMEMBERED = 256  # pictures: rows often make several claims of one
SPELLINGS = {"colour": "color"}
ANSWERED = ("verdict", "p", "observed", "witnesses")


def answerer(services: Services) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Rows `{"image": path | "variant_id", "attribute", "value"}` to `{"verdict", "p", "observed", "witnesses"}`.

    Raises TruecartError `bad_row`; `not_found`, `unsupported_image` or `image_too_large` for the picture;
    `unknown_variant`.
    """

    @functools.lru_cache(maxsize=REMEMBERED)
    def measured(path: Path, _size: int, _changed_ns: int) -> Measurement:
        import hashlib

        image = services.pictures.look(path)
        return services.measurements.of_image(image, hashlib.sha256(image.tobytes()).hexdigest())

    def evidence(row: dict[str, Any]) -> Evidence:
        attribute, value = _claim(row)
        image, variant_id = row.get("image"), row.get("variant_id")
        if (image is None) == (variant_id is None):
            raise TruecartError("bad_row", "A row has either an image or a variant_id.")
        if image is not None:
            seen = measured(*_file(image))
            return services.verifier.verify_measured(seen, attribute, value)
        variant = services.catalog.variant(_text("variant_id", variant_id))
        return services.verifier.verify(services.catalog.product(variant.product_id), variant, attribute, value)

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {**evidence(row)}
        return {name: found[name] for name in ANSWERED}

    return answer


def _claim(row: dict[str, Any]) -> tuple[str, str]:
    attribute = _text("attribute", row.get("attribute")).strip().casefold()
    return SPELLINGS.get(attribute, attribute), _text("value", row.get("value")).strip()


def _text(name: str, given: Any) -> str:
    if not isinstance(given, str) or not given.strip():
        raise TruecartError("bad_row", f"{name} is a text that says something.")
    return given


def _file(given: Any) -> tuple[Path, int, int]:
    """The path with its size and time of change: a picture that changes is measured anew."""
    path = Path(_text("image", given))
    try:
        about = path.stat()
    except (OSError, ValueError) as problem:  # missing, not allowed, or no name that a file could have
        raise TruecartError("not_found", f"There is no picture {path.name[:80]!r} that can be opened.") from problem
    if not path.is_file():  # a pipe or a device could be read for ever
        raise TruecartError("unsupported_image", f"{path.name[:80]!r} is not a file.")
    return path, about.st_size, about.st_mtime_ns
