"""A colour claim against a measurement: the pixel witness's probability that the claim is true."""

from __future__ import annotations

import math

import numpy as np

from tools.vision.colour_names import BY_NAME, NAMES, distances, members
from tools.vision.types import Measurement

BODY = 0.12  # share from which a cluster is a colour of the thing, not a detail
# Logistic weights of `features`, fitted by `python -m evals.vision_calibration`, which prints them.
WEIGHTS = (-0.0786, 0.5836, -0.4779, -1.064, 1.6332)


def belief(seen: Measurement, claimed: str) -> float:
    """How far the measurement itself believes in a colour word, 0 to 1; nothing is fitted to any photographs here."""
    true_names = set(members(claimed))
    return sum(each["p"] for each in seen["distribution"] if each["value"] in true_names)


def features(seen: Measurement, claimed: str) -> list[float]:
    """[1, log odds of the belief in the claim, ΔE/10 of the nearest body colour, log odds of the best rival, share]."""
    true_names = set(members(claimed))
    rivals: dict[str, float] = {}
    for each in seen["distribution"]:
        if each["value"] not in true_names:
            family = NAMES[BY_NAME[each["value"]]].family
            rivals[family] = rivals.get(family, 0.0) + each["p"]
    body = [each for each in seen["colours"] if each["share"] >= BODY] or seen["colours"][:1]
    columns = [BY_NAME[name] for name in true_names]
    away = min(
        (float(distances(np.array([each["oklab"]], np.float32))[0, columns].min()) for each in body), default=0.5
    )
    share = sum(each["share"] for each in seen["colours"] if each["name"] in true_names)
    return [1.0, _logit(belief(seen, claimed)), away * 10, _logit(max(rivals.values(), default=0.0)), share]


def p_pixels(seen: Measurement, claimed: str) -> float:
    """Probability that the picture shows the claimed colour; drawn to ½ as the measurement's confidence falls."""
    if not seen["colours"] or not members(claimed):
        return 0.5
    score = sum(weight * value for weight, value in zip(WEIGHTS, features(seen, claimed), strict=True))
    sure = seen["confidence"]
    return 0.5 + (1 / (1 + math.exp(-score)) - 0.5) * sure


def describe(seen: Measurement) -> str:
    """The largest colours in words: "72% navy (ΔE 4.1), 20% white (ΔE 2.0)"."""
    shown = [f"{each['share']:.0%} {each['name']} (ΔE {each['delta_e']:.1f})" for each in seen["colours"][:3]]
    return ", ".join(shown) or "no readable picture"


def _logit(p: float) -> float:
    kept = min(max(p, 0.005), 0.995)
    return math.log(kept / (1 - kept))
