"""From a probability to a verdict: thresholds for each attribute, fitted to a stated error budget."""

from __future__ import annotations

from tools.vision.types import Verdict

# (contradicted at this p and below, confirmed from this p): at most 2 % of the verdicts given may be wrong.
# `python -m evals.vision_calibration` fits them on one half of each set of pictures and judges on the other; of several
# sets the strictest decides. Category is held stricter than that: photographs of strangers had 7 % wrong.
THRESHOLDS: dict[str, tuple[float, float]] = {
    "color": (0.1, 0.981),
    "category": (0.05, 0.98),
    "pattern": (0.1, 0.97),
    "sleeve": (0.1, 0.9),
}
BY_PICTURE: dict[str, tuple[float, float]] = {  # where no listing has added its log odds
    "color": (0.07, 0.972),
    "category": (0.01, 0.98),
    "pattern": (0.1, 0.931),
    "sleeve": (0.1, 0.9),
}
BY_LISTING = (0.1, 0.9)  # attributes that no picture shows: the listing alone says yes, no, or nothing
SEEN_ONLY = frozenset({"color", "pattern", "sleeve", "neckline", "fit", "style", "category"})  # a picture shows them


def verdict(attribute: str, p: float, *, by_picture: bool = False) -> Verdict:
    """`confirmed`, `contradicted`, or between the two thresholds `unsure`.

    `by_picture` says that no listing had its part in p, as with a shopper's own picture.
    A visible attribute without thresholds of its own is never confirmed or contradicted.
    """
    if attribute in SEEN_ONLY and attribute not in THRESHOLDS:
        return "unsure"
    low, high = (BY_PICTURE if by_picture else THRESHOLDS).get(attribute, BY_LISTING)
    if p <= low:
        return "contradicted"
    return "confirmed" if p >= high else "unsure"
