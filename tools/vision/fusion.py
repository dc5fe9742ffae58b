"""Several witnesses' probabilities into one: their log odds added up, each with a weight."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tools.vision.types import Witness

SILENT = 0.5  # p of a witness that has nothing to say
LISTING = 0.3  # weight of the listing beside a picture: listings are what is being checked
# By attribute, for each set of witnesses that can speak together. They look at the same picture and err together, so
# that each counts for less than it would alone. Fitted and printed by `python -m evals.vision_calibration`.
WEIGHTS: dict[str, dict[str, dict[str, float]]] = {
    "color": {
        "clip+pixels": {"pixels": 0.7731, "clip": 1.0451},
        "peers+pixels": {"pixels": 0.4886, "peers": 0.6701},
        "clip+peers+pixels": {"pixels": 0.3152, "clip": 0.3468, "peers": 0.5715},
    },
    "category": {"clip+peers": {"clip": 0.5434, "peers": 0.5977}},
}


def fused(attribute: str, witnesses: Iterable[Witness]) -> float:
    """Probability that the claim is true. Where a picture speaks the listing weighs little; alone, it is all."""
    spoken = [each for each in witnesses if each["p"] != SILENT]
    eyes = sorted(each["name"] for each in spoken if each["name"] != "catalog")
    weights = WEIGHTS.get(attribute, {}).get("+".join(eyes), dict.fromkeys(eyes, 1.0))
    listing = {"catalog": LISTING if eyes else 1.0}
    total = sum(log_odds(each["p"]) * {**listing, **weights}[each["name"]] for each in spoken)
    return 1 / (1 + math.exp(-total))


def log_odds(p: float, least: float = 1e-4) -> float:
    """ln(p / (1 - p)), of a p that is kept between `least` and 1 - `least`."""
    kept = min(max(p, least), 1 - least)
    return math.log(kept / (1 - kept))
