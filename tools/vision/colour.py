"""What colours a picture shows: measured once, at import."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from tools.vision.colour_names import NAMES, distances
from tools.vision.decoding import srgb
from tools.vision.foreground import Foreground, foreground
from tools.vision.histogram import histogram, packed
from tools.vision.oklab import Floats, oklab
from tools.vision.types import ColourShare, Doubt, Measurement, ObservedValue
from tools.vision.version import VERSION

if TYPE_CHECKING:
    from PIL.Image import Image


SIDE = 144  # pixels of the longer side that are looked at
CLUSTERS = 7
CLOSE = 0.06  # OKLab distance under which two clusters are one colour
SOFT = 0.038  # OKLab distance over which belief in a name falls to 1/e
LEAST_SHARE = 0.04
LIT = 0.63  # OKLab lightness that the brightest twentieth of a well exposed picture has, before a dark wall too
NEUTRAL = 0.03  # OKLab chroma over lightness that everything may share in white light
STUDIO = 0.2  # trust in the light that a listing's picture has over a stranger's snapshot
TINY = 48 * 48  # pixels under which a thing is a handful of them
CAST_KEPT = 0.6  # of the backdrop's tint is left in: a warm wall is not always a warm lamp


def measure(image: Image, content_hash: str) -> Measurement:
    """Colours of the foreground with shares, belief in each name, and how far to trust it."""
    rgb = np.asarray(srgb(image, SIDE), np.uint8)
    raw = oklab(rgb)
    front = foreground(raw, rgb)
    doubts = _doubts(raw, front)
    lab = _without_cast(raw, front)
    centres, shares = _clusters(lab.reshape(-1, 3), (front.weight * _vividness(lab)).ravel())
    belief = _belief(centres, shares)
    order = np.argsort(-belief)
    return {
        "content_hash": content_hash,
        "version": VERSION,
        "colours": _named(centres, shares),
        "distribution": [_observed(int(each), float(belief[each])) for each in order if belief[each] >= 0.005],
        "confidence": _confidence(doubts) if len(centres) else 0.0,
        "doubts": doubts if len(centres) else {"no subject": 0.0},
        "histogram": packed(histogram(raw, front.weight)),
    }


def unreadable(content_hash: str) -> Measurement:
    """For a picture that cannot be opened: nothing seen, no confidence."""
    return {
        "content_hash": content_hash,
        "version": VERSION,
        "colours": [],
        "distribution": [],
        "confidence": 0.0,
        "doubts": {"no subject": 0.0},
    }


def _without_cast(lab: Floats, front: Foreground) -> Floats:
    """Shift a bright, nearly neutral backdrop a part of the way to neutral, and everything with it."""
    lightness, tint = float(front.backdrop[0]), front.backdrop[1:]
    if lightness < 0.6 or float(np.linalg.norm(tint)) > 0.08:
        return lab
    shift = np.array([0, tint[0], tint[1]], np.float32) * (1 - CAST_KEPT)
    return np.asarray(lab - shift, np.float32)


def _vividness(lab: Floats) -> Floats:
    """Vivid pixels count up to three times as much as neutral ones: shade and hair are dull, dyed cloth is not."""
    chroma = np.linalg.norm(lab[..., 1:], axis=2)
    return np.asarray(0.5 + np.minimum(1, chroma / 0.12), np.float32)


def _clusters(pixels: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Weighted k-means with fixed starts, then clusters of one colour joined: (k, 3) centres, (k,) shares."""
    chosen = weight > 0.02
    points, mass = pixels[chosen], weight[chosen]
    if len(points) == 0:
        return np.zeros((0, 3), np.float32), np.zeros(0, np.float32)
    order = np.argsort(points[:, 0], kind="stable")
    centres = points[order[np.linspace(0, len(points) - 1, CLUSTERS).astype(int)]].copy()
    shares = np.zeros(CLUSTERS, np.float32)
    for _ in range(8):
        nearest = np.argmin((centres**2).sum(1) - 2 * points @ centres.T, axis=1)  # of |p - c|² what differs by c
        shares = np.bincount(nearest, mass, CLUSTERS).astype(np.float32)
        for axis in range(3):
            sums = np.bincount(nearest, mass * points[:, axis], CLUSTERS)
            centres[:, axis] = np.where(shares > 0, sums / np.maximum(shares, 1e-6), centres[:, axis])
    return _joined(centres, shares / shares.sum())


def _joined(centres: Floats, shares: Floats) -> tuple[Floats, Floats]:
    kept: list[tuple[Floats, float]] = []
    for index in np.argsort(-shares, kind="stable"):
        if shares[index] <= 0:
            continue
        for place, (centre, share) in enumerate(kept):
            if np.linalg.norm((centre - centres[index]) * np.array([0.6, 1, 1])) < CLOSE:
                both = share + float(shares[index])
                kept[place] = ((centre * share + centres[index] * float(shares[index])) / both, both)
                break
        else:
            kept.append((centres[index], float(shares[index])))
    kept.sort(key=lambda each: -each[1])
    return np.array([each[0] for each in kept], np.float32), np.array([each[1] for each in kept], np.float32)


def _belief(centres: Floats, shares: Floats) -> Floats:
    """(names,) probabilities: each cluster spreads its share over the names near it."""
    if len(centres) == 0:
        return np.zeros(len(NAMES), np.float32)
    near = np.exp(-((distances(centres) / SOFT) ** 2)) + 1e-6
    return np.asarray((near / near.sum(1, keepdims=True) * shares[:, None]).sum(0), np.float32)


def _named(centres: Floats, shares: Floats) -> list[ColourShare]:
    if len(centres) == 0:
        return []
    away = distances(centres)
    return [
        {
            "name": NAMES[int(away[index].argmin())].name,
            "family": NAMES[int(away[index].argmin())].family,
            "share": round(float(shares[index]), 4),
            "delta_e": round(float(away[index].min()) * 100, 2),
            "oklab": [round(float(value), 4) for value in centres[index]],
        }
        for index in range(len(centres))
        if shares[index] >= LEAST_SHARE or index == 0
    ]


def _observed(index: int, p: float) -> ObservedValue:
    return {"value": NAMES[index].name, "p": round(p, 4)}


def _confidence(doubts: dict[Doubt, float]) -> float:
    """Of a shop's picture: whoever lit it chose a dark or a coloured wall more often than a bad lamp."""
    trusts = (min(1.0, trust + STUDIO) if doubt in ("dark", "tinted") else trust for doubt, trust in doubts.items())
    return round(math.prod(trusts), 3)


def _doubts(raw: Floats, front: Foreground) -> dict[Doubt, float]:
    """What speaks against a picture of unknown origin, each with the trust that it leaves; from colours as they came.

    OKLab over lightness is the same for a neutral surface however bright the light on it, so a cast is the tint of
    the backdrop, and what even the least tinted pixels share with it. Measured on renders: at most 0.02 before white,
    warm, cool and slate walls in white light, 0.04 to 0.2 under lamps from mild tungsten on.
    """
    height, width = raw.shape[:2]
    lightness = raw[..., 0].ravel()
    found: dict[Doubt, float] = {}
    if not front.found:
        found["no subject"] = 0.65
    if height * width < TINY:
        found["tiny"] = 0.6
    exposed = float(np.percentile(lightness, 95))
    if exposed < LIT:
        found["dark"] = round(max(0.3, 1 - 2.8 * (LIT - exposed)), 3)
    backdrop = front.backdrop[1:] / max(float(front.backdrop[0]), 0.05)
    tint = float(np.linalg.norm(backdrop))
    lit = lightness > 0.2
    shared = raw.reshape(-1, 3)[lit, 1:] / lightness[lit, None] @ (backdrop / max(tint, 1e-6))
    cast = max(float(np.percentile(shared, 10)) if len(shared) else 0.0, 0.8 * tint)
    if cast > NEUTRAL:
        found["tinted"] = round(max(0.3, 1 - 9 * (cast - NEUTRAL)), 3)
    return found
