"""A claim against a measurement: what the pixels and what the CLIP make of it, as probabilities that it is true."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.vision.clip import vocabulary
from tools.vision.colour_names import BY_NAME, MULTI, NAMES, distances, members
from tools.vision.fusion import log_odds
from tools.vision.oklab import Floats
from tools.vision.types import Measurement, ObservedValue

BODY = 0.12  # share from which a cluster is a colour of the thing, not a detail
# Logistic weights of `features`, fitted by `python -m evals.vision_calibration`, which prints them.
WEIGHTS = (0.8055, 0.4214, -0.4411, -1.0726, 1.9972)

# For each attribute the logistic weights of `clip_features`, fitted and printed by the same command.
CLIP_WEIGHTS: dict[str, tuple[float, float, float]] = {
    "color": (2.4053, 1.0166, -0.4343),
    "category": (2.5484, 0.7787, -0.4004),
    "pattern": (0.785, 1.0943, -0.1728),
    "sleeve": (0.3643, 0.3379, -1.1336),
}
LEAST_ODDS = 0.002
LEAST_BELIEF = 0.005
FAMILY_NAMES = sorted({each.family for each in NAMES})
_FAMILY = np.array([FAMILY_NAMES.index(each.family) for each in NAMES], np.intp)
_PREPARED: dict[int, tuple[Measurement, Prepared]] = {}
REMEMBERED = 20_000  # measurements: some 15 MB
P_MULTI = (0.5, 0.08, 0.5, 0.9)  # of "multi-coloured", by how many colour families a picture shows; set by hand


def belief(seen: Measurement, claimed: str) -> float:
    """How far the measurement itself believes in a colour word, 0 to 1; nothing is fitted to any photographs here."""
    return float(prepared(seen).belief[_columns(claimed)].sum())


def features(seen: Measurement, claimed: str) -> list[float]:
    """[1, log odds of the belief in the claim, ΔE/10 of the nearest body colour, log odds of the best rival, share]."""
    ready, columns = prepared(seen), _columns(claimed)
    own = float(ready.belief[columns].sum())
    rivals = np.bincount(_FAMILY, ready.belief, len(FAMILY_NAMES))
    rivals -= np.bincount(_FAMILY[columns], ready.belief[columns], len(FAMILY_NAMES))
    away, share = float(ready.away[columns].min(initial=0.5)), float(ready.share[columns].sum())
    return [1.0, log_odds(own, LEAST_BELIEF), away * 10, log_odds(float(rivals.max()), LEAST_BELIEF), share]


@dataclass(frozen=True)
class Prepared:
    """A measurement as arrays over NAMES: belief, share, OKLab distance of the nearest body colour (0.5 at most)."""

    belief: Floats
    share: Floats
    away: Floats
    told: dict[str, list[ObservedValue]]  # what `looks` said before


def prepared(seen: Measurement) -> Prepared:
    """Made once for each measurement and remembered while it lives in memory."""
    key = id(seen)
    found = _PREPARED.get(key)
    if found is None or found[0] is not seen:
        if len(_PREPARED) >= REMEMBERED:
            _PREPARED.clear()
        found = _PREPARED[key] = (seen, _prepared(seen))
    return found[1]


def _prepared(seen: Measurement) -> Prepared:
    sure, share = np.zeros(len(NAMES), np.float32), np.zeros(len(NAMES), np.float32)
    for each in seen["distribution"]:
        sure[BY_NAME[each["value"]]] += each["p"]
    for cluster in seen["colours"]:
        share[BY_NAME[cluster["name"]]] += cluster["share"]
    body = [each for each in seen["colours"] if each["share"] >= BODY] or seen["colours"][:1]
    away = np.full(len(NAMES), 0.5, np.float32)
    if body:
        away = np.minimum(away, distances(np.array([each["oklab"] for each in body], np.float32)).min(0))
    return Prepared(sure, share, away, {})


@functools.cache
def _columns(claimed: str) -> NDArray[np.intp]:
    return np.array([BY_NAME[name] for name in members(claimed)], np.intp)


def p_pixels(seen: Measurement, claimed: str) -> float:
    """Probability that the picture shows the claimed colour; drawn to ½ as the measurement's confidence falls."""
    if claimed.casefold() in MULTI and seen["colours"]:
        return 0.5 + (P_MULTI[min(len(families(seen)), 3)] - 0.5) * seen["confidence"]
    if not seen["colours"] or not members(claimed):
        return 0.5
    score = sum(weight * value for weight, value in zip(WEIGHTS, features(seen, claimed), strict=True))
    sure = seen["confidence"]
    return 0.5 + (1 / (1 + math.exp(-score)) - 0.5) * sure


def p_clip(seen: Measurement, attribute: str, claimed: str) -> float | None:
    """Probability that the picture shows this value, by the CLIP alone; None where it was not asked or has no word."""
    features = clip_features(seen, attribute, claimed)
    if features is None:
        return None
    score = sum(weight * value for weight, value in zip(CLIP_WEIGHTS[attribute], features, strict=True))
    return 0.5 + (1 / (1 + math.exp(-score)) - 0.5) * seen["confidence"]


def clip_features(seen: Measurement, attribute: str, claimed: str) -> list[float] | None:
    """[1, log odds of the CLIP's belief in the claim, log odds of its best rival]."""
    read = seen.get("read", {}).get(attribute)
    true_names = vocabulary.members(attribute, claimed)
    if not read or not true_names:
        return None
    rivals: dict[str, float] = {}
    for each in read:
        if each["value"] not in true_names:
            group = NAMES[BY_NAME[each["value"]]].family if attribute == "color" else each["value"]
            rivals[group] = rivals.get(group, 0.0) + each["p"]
    own = sum(each["p"] for each in read if each["value"] in true_names)
    return [1.0, log_odds(own, LEAST_ODDS), log_odds(max(rivals.values(), default=0.0), LEAST_ODDS)]


def looks(seen: Measurement, attribute: str) -> list[ObservedValue]:
    """What the picture shows of an attribute, best first; of a colour the mean of what pixels and CLIP say."""
    told = prepared(seen).told
    if attribute not in told:
        told[attribute] = _looks(seen, attribute)
    return told[attribute]


def _looks(seen: Measurement, attribute: str) -> list[ObservedValue]:
    read = seen.get("read", {}).get(attribute, [])
    if attribute != "color":
        return read
    if not read:
        return seen["distribution"]
    total: dict[str, float] = {}
    for each in [*seen["distribution"], *read]:
        total[each["value"]] = total.get(each["value"], 0.0) + each["p"] / 2
    ordered = sorted(total.items(), key=lambda each: -each[1])
    return [{"value": value, "p": round(p, 4)} for value, p in ordered]


def describe_clip(seen: Measurement, attribute: str) -> str:
    """ "navy 81%, black 9%"."""
    return ", ".join(f"{each['value']} {each['p']:.0%}" for each in seen.get("read", {}).get(attribute, [])[:3])


def families(seen: Measurement) -> list[str]:
    """Colour families of which the picture shows a fair share, largest first. Three make a thing multi-coloured."""
    shares: dict[str, float] = {}
    for each in seen["colours"]:
        shares[each["family"]] = shares.get(each["family"], 0.0) + each["share"]
    return [name for name, share in sorted(shares.items(), key=lambda each: -each[1]) if share >= BODY]


def describe(seen: Measurement) -> str:
    """The largest colours in words: "72% navy (ΔE 4.1), 20% white (ΔE 2.0)"."""
    shown = [f"{each['share']:.0%} {each['name']} (ΔE {each['delta_e']:.1f})" for each in seen["colours"][:3]]
    many = "multi-coloured: " if len(families(seen)) >= 3 else ""
    return many + ", ".join(shown) if shown else "no readable picture"
