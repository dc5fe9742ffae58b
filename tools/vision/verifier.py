"""A claim, its witnesses, the verdict."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from guards.attributes import SEEN_ONLY, verdict
from tools.catalog.types import Product, Variant
from tools.vision.agreement import implies
from tools.vision.claims import describe, describe_clip, looks, p_clip, p_pixels
from tools.vision.clip.vocabulary import VALUES
from tools.vision.fusion import SILENT, fused
from tools.vision.types import NO_PICTURE, Evidence, Measurement, ObservedValue, Witness
from tools.vision.version import VERSION

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.vision.measurements import MeasurementStore
    from tools.vision.peers import Peers

LISTED, NOT_LISTED = 0.95, 0.05
OBSERVED = 5
REMEMBERED = 50_000  # claims about pictures: some 20 MB


class Verifier:
    """Fuses what the catalogue says and what the pixels show. Look-ups and arithmetic only: pictures were measured."""

    def __init__(self, measurements: MeasurementStore, peers: Peers | None = None) -> None:
        self._measurements = measurements
        self.peers = peers
        self._remembered: dict[tuple[str, str, str], list[Witness]] = {}  # by picture and claim: neither ever changes

    def verify(
        self, product: Product, variant: Variant, attribute: str, value: str, measurement: Measurement | None = None
    ) -> Evidence:
        """Evidence for "this variant's `attribute` is `value`"."""
        if measurement is None and attribute in VALUES and variant.image:
            measurement = self._measurements.get([variant.image]).get(variant.image)
        witnesses = [_listing(product, variant, attribute, value), *self._eyes(variant, attribute, value, measurement)]
        witnesses += self._beside(product.product_id, attribute, value, measurement)
        return _evidence(variant.variant_id, attribute, value, witnesses, measurement)

    def _eyes(self, variant: Variant, attribute: str, value: str, seen: Measurement | None) -> list[Witness]:
        if seen is None or seen["content_hash"] != variant.image:
            return eyes(attribute, value, seen)
        key = (seen["content_hash"], attribute, value)
        if key not in self._remembered:
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = eyes(attribute, value, seen)
        return self._remembered[key]

    def verify_alone(self, product_id: str, seen: Measurement, attribute: str, value: str) -> Evidence:
        """Evidence from a product's picture whatever its listing says."""
        witnesses = [*eyes(attribute, value, seen), *self._beside(product_id, attribute, value, seen)]
        return _evidence(seen["content_hash"][:16], attribute, value, witnesses, seen)

    def _beside(self, product_id: str, attribute: str, value: str, seen: Measurement | None) -> list[Witness]:
        """What the catalogue's other pictures say of this one."""
        if self.peers is None or seen is None:
            return []
        found = self.peers.belief(product_id, seen["content_hash"], attribute, value)
        return [{"name": "peers", "p": found[0], "saw": found[1]}] if found else []

    def verify_picture(self, image: Image, attribute: str, value: str) -> Evidence:
        """Evidence from a picture alone: a shopper's upload or a file."""
        seen = self._measurements.of_image(image, hashlib.sha256(image.tobytes()).hexdigest())
        return self.verify_measured(seen, attribute, value)

    def verify_measured(self, seen: Measurement, attribute: str, value: str) -> Evidence:
        """Evidence from a picture that was measured already."""
        return _evidence(seen["content_hash"][:16], attribute, value, eyes(attribute, value, seen), seen)


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
    p = LISTED if any(implies(attribute, each, value) for each in listed) else NOT_LISTED
    return {"name": "catalog", "p": p, "saw": f"listed as {', '.join(listed)}"}


def eyes(attribute: str, value: str, seen: Measurement | None) -> list[Witness]:
    """What looked at the picture itself: pixels for a colour, the CLIP where it read the attribute."""
    witnesses: list[Witness] = []
    if attribute == "color":
        p, saw = (SILENT, NO_PICTURE) if seen is None else (round(p_pixels(seen, value), 4), describe(seen))
        witnesses.append({"name": "pixels", "p": p, "saw": saw})
    believed = p_clip(seen, attribute, value) if seen is not None else None
    if seen is not None and believed is not None:
        witnesses.append({"name": "clip", "p": round(believed, 4), "saw": describe_clip(seen, attribute)})
    return witnesses


def _evidence(subject: str, attribute: str, value: str, witnesses: list[Witness], seen: Measurement | None) -> Evidence:
    p = fused(attribute, witnesses)
    listed = any(each["name"] == "catalog" and each["p"] != SILENT for each in witnesses)
    decided = verdict(attribute, p, by_picture=not listed)
    if attribute in SEEN_ONLY and all(each["name"] == "catalog" or each["p"] == SILENT for each in witnesses):
        decided = "unsure"  # without a readable picture, nothing has been seen
    observed: list[ObservedValue] = looks(seen, attribute)[:OBSERVED] if seen else []
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
