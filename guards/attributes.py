"""From a probability to a verdict: thresholds for each attribute, fitted to a stated error budget."""

from __future__ import annotations

from tools.vision.types import Verdict

# (contradicted at this p and below, confirmed from this p): at most 2 % of the verdicts given may be wrong.
# Colour: `python -m evals.vision_calibration` fits them on one half of labelled photos and judges on the other, where
# 3 % are wrong, nearly all of them pink things that their shop calls red.
THRESHOLDS: dict[str, tuple[float, float]] = {"color": (0.092, 0.956)}
BY_LISTING = (0.1, 0.9)  # attributes that no picture shows: the listing alone says yes, no, or nothing
SEEN_ONLY = frozenset({"pattern", "sleeve", "neckline", "fit", "style", "category"})  # visible, but not measured yet


def verdict(attribute: str, p: float) -> Verdict:
    """`confirmed`, `contradicted`, or between the two thresholds `unsure`.

    A visible attribute that nobody has looked at is never confirmed.
    """
    if attribute in SEEN_ONLY:
        return "unsure"
    low, high = THRESHOLDS.get(attribute, BY_LISTING)
    if p <= low:
        return "contradicted"
    return "confirmed" if p >= high else "unsure"
