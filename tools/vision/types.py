"""The verifier's words: a claim, what its witnesses saw, and the verdict."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

Verdict = Literal["confirmed", "contradicted", "unsure"]
Doubt = Literal["dark", "tinted", "tiny", "no subject"]  # why a measurement is not to be trusted wholly


NO_PICTURE = "no picture"  # what the pixel witness of a listing without one saw


class ObservedValue(TypedDict):
    """A value with its probability, 0 to 1."""

    value: str
    p: float


class Witness(TypedDict):
    """One source's opinion of a claim: `p` is the probability that the claim is true, from this source alone."""

    name: Literal["catalog", "pixels", "clip", "peers"]  # peers: the other pictures of the catalogue
    p: float
    saw: str  # in words: "listed as navy", "72% navy (ΔE 4.1)"


class Evidence(TypedDict):
    """What is known of a claim (variant, attribute, claimed value). `id` is derived from all that decided it."""

    id: str
    variant_id: str
    attribute: str
    claimed: str
    observed: list[ObservedValue]
    verdict: Verdict
    p: float
    witnesses: list[Witness]


class ColourShare(TypedDict):
    """A named colour of the foreground: OKLab centre, share 0..1, ΔE (OKLab × 100) to the name."""

    name: str
    family: str
    share: float
    delta_e: float
    oklab: list[float]


class Measurement(TypedDict):
    """All that is measured of one picture, once, at import."""

    content_hash: str
    version: str  # of the measuring code: another version measures anew
    colours: list[ColourShare]  # largest share first
    distribution: list[ObservedValue]  # probability of each colour name of the vocabulary, best first
    confidence: float  # 0..1: low for dark, cast or tiny pictures
    doubts: NotRequired[dict[Doubt, float]]  # what speaks against it were it a snapshot, and the trust that each leaves
    histogram: NotRequired[str]  # for the catalogue's own heads: tools/vision/histogram.py
    embedding: NotRequired[str]  # the encoder's unit vector: base64 of little-endian half precision
    read: NotRequired[dict[str, list[ObservedValue]]]  # what the encoder reads of each attribute, best first
