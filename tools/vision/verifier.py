"""A claim, its witnesses, the verdict."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

from guards.attributes import verdict
from tools.catalog.types import Product, Variant
from tools.vision import colour_names
from tools.vision.claims import describe, p_pixels
from tools.vision.types import NO_PICTURE, Evidence, Measurement, ObservedValue, Witness
from tools.vision.version import VERSION

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.vision.measurements import MeasurementStore

LISTED, NOT_LISTED, SILENT = 0.95, 0.05, 0.5
LISTING_WEIGHT = 0.3  # of a listing's log odds beside the pixels': listings are what is being checked
OBSERVED = 5
REMEMBERED = 50_000  # claims about pictures: some 20 MB


class Verifier:
    """Fuses what the catalogue says and what the pixels show. Look-ups and arithmetic only: pictures were measured."""

    def __init__(self, measurements: MeasurementStore) -> None:
        self._measurements = measurements
        self._remembered: dict[tuple[str, str], Witness] = {}  # by picture and claim: neither ever changes

    def verify(
        self, product: Product, variant: Variant, attribute: str, value: str, measurement: Measurement | None = None
    ) -> Evidence:
        """Evidence for "this variant's `attribute` is `value`"."""
        if measurement is None and attribute == "color" and variant.image:
            measurement = self._measurements.get([variant.image]).get(variant.image)
        witnesses = [_listing(product, variant, attribute, value)]
        if attribute == "color":
            witnesses.append(self._witness(variant, value, measurement))
        return _evidence(variant.variant_id, attribute, value, witnesses, measurement)

    def _witness(self, variant: Variant, value: str, seen: Measurement | None) -> Witness:
        if seen is None or seen["content_hash"] != variant.image:
            return _pixels(value, seen)
        key = (seen["content_hash"], value)
        if key not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = _pixels(value, seen)
        return self._remembered[key]

    def verify_picture(self, image: Image, attribute: str, value: str) -> Evidence:
        """Evidence from a picture alone: a shopper's upload or a file."""
        from tools.vision.colour import measure

        return self.verify_measured(measure(image, hashlib.sha256(image.tobytes()).hexdigest()), attribute, value)

    def verify_measured(self, seen: Measurement, attribute: str, value: str) -> Evidence:
        """Evidence from a picture that was measured already. Only colour can be read so far."""
        witnesses = [_pixels(value, seen)] if attribute == "color" else []
        return _evidence(seen["content_hash"][:16], attribute, value, witnesses, seen)


def listed_values(product: Product, variant: Variant, attribute: str) -> tuple[str, ...]:
    """What the listing says of an attribute: the variant's own option before the product's attributes."""
    names = {"color", "colour"} if attribute == "color" else {attribute}
    own = tuple(value for name, value in variant.options.items() if name.casefold() in names)
    if own:
        return own
    direct = {"category": product.category, "brand": product.brand, "department": product.department}
    if attribute in direct:
        return (direct[attribute],) if direct[attribute] else ()
    return tuple(value for name in sorted(names) for value in product.attributes.get(name, ()))


def _listing(product: Product, variant: Variant, attribute: str, value: str) -> Witness:
    listed = listed_values(product, variant, attribute)
    if not listed:
        return {"name": "catalog", "p": SILENT, "saw": "not listed"}
    agrees = colour_names.same if attribute == "color" else _same_word
    p = LISTED if any(agrees(value, each) for each in listed) else NOT_LISTED
    return {"name": "catalog", "p": p, "saw": f"listed as {', '.join(listed)}"}


def _pixels(value: str, seen: Measurement | None) -> Witness:
    if seen is None:
        return {"name": "pixels", "p": SILENT, "saw": NO_PICTURE}
    return {"name": "pixels", "p": round(p_pixels(seen, value), 4), "saw": describe(seen)}


def _evidence(subject: str, attribute: str, value: str, witnesses: list[Witness], seen: Measurement | None) -> Evidence:
    p = fused(witnesses)
    decided = verdict(attribute, p)
    pixels = next((each for each in witnesses if each["name"] == "pixels"), None)
    if attribute == "color" and (pixels is None or pixels["p"] == SILENT):
        decided = "unsure"  # without a readable picture, nothing has been seen
    observed: list[ObservedValue] = seen["distribution"][:OBSERVED] if attribute == "color" and seen else []
    decided_by = f"{VERSION}\n{subject}\n{attribute}\n{value.casefold()}\n{seen['content_hash'] if seen else ''}\n{p}"
    return {
        "id": hashlib.sha256(decided_by.encode()).hexdigest()[:16],
        "variant_id": subject,
        "attribute": attribute,
        "claimed": value,
        "observed": observed,
        "verdict": decided,
        "p": round(p, 4),
        "witnesses": witnesses,
    }


def fused(witnesses: list[Witness]) -> float:
    """Log odds added up. Where the pixels speak, the listing weighs little; where nobody else does, it is all."""
    spoken = [each for each in witnesses if each["p"] != SILENT]
    seen = any(each["name"] != "catalog" for each in spoken)
    total = sum(_logit(each["p"]) * (LISTING_WEIGHT if seen and each["name"] == "catalog" else 1.0) for each in spoken)
    return 1 / (1 + math.exp(-total))


def _same_word(claimed: str, listed: str) -> bool:
    return claimed.casefold().strip() == listed.casefold().strip()


def _logit(p: float) -> float:
    kept = min(max(p, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))
