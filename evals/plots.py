"""Small plots as inline SVG. Colours come from the page's own variables, so that they follow dark and light."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from evals.results import Curve

WIDTH = 640
ROW = 30
LABEL = 210
VALUE = 96


@dataclass(frozen=True)
class Bar:
    """One figure in 0..1 with its interval and, when there is one, its baseline."""

    label: str
    value: float
    low: float
    high: float
    baseline: float | None
    regressed: bool = False


def bars(items: Sequence[Bar]) -> str:
    """Horizontal bars, the interval as a whisker, the baseline as a tick across the bar."""
    height = ROW * len(items) + 24
    track = WIDTH - LABEL - VALUE
    parts = [_open(WIDTH, height, "figures against their baseline")]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = LABEL + share * track
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{height - 20}"/>')
        parts.append(f'<text class="tick" x="{x:.1f}" y="{height - 5}" text-anchor="middle">{share:g}</text>')
    for index, item in enumerate(items):
        parts += _bar(item, index * ROW, track)
    return "".join([*parts, "</svg>"])


def _bar(item: Bar, top: float, track: float) -> list[str]:
    middle = top + ROW / 2
    x = [LABEL + max(0.0, min(1.0, value)) * track for value in (item.low, item.value, item.high)]
    tone = "bad" if item.regressed else "good"
    parts = [
        f'<text class="label" x="{LABEL - 12}" y="{middle + 4:.1f}" text-anchor="end">{escape(item.label)}</text>',
        f'<rect class="track" x="{LABEL}" y="{middle - 7:.1f}" width="{track}" height="14" rx="3"/>',
        f'<rect class="{tone}" x="{LABEL}" y="{middle - 7:.1f}" width="{x[1] - LABEL:.1f}" height="14" rx="3"/>',
        f'<path class="whisker" d="M{x[0]:.1f} {middle:.1f}H{x[2]:.1f}M{x[0]:.1f} {middle - 4:.1f}v8'
        f'M{x[2]:.1f} {middle - 4:.1f}v8"/>',
        f'<text class="value" x="{WIDTH}" y="{middle + 4:.1f}" text-anchor="end">{item.value:.3f}</text>',
    ]
    if item.baseline is not None:
        at = LABEL + max(0.0, min(1.0, item.baseline)) * track
        parts.append(f'<path class="baseline" d="M{at:.1f} {middle - 11:.1f}v22"/>')
    return parts


def line(curve: Curve) -> str:
    """A curve over the unit square, y stretched to what it needs; with the diagonal for a reliability diagram."""
    width, height, left, bottom = 300, 220, 44, 38
    top = 1.0 if curve.diagonal else _round_up(max((y for _, y in curve.points), default=1.0))
    plot_width, plot_height = width - left - 12, height - bottom - 12

    def place(x: float, y: float) -> tuple[float, float]:
        return round(left + x * plot_width, 1), round(12 + (1 - y / top) * plot_height, 1)

    def path(kind: str, points: Sequence[tuple[float, float]]) -> str:
        steps = "L".join(f"{x} {y}" for x, y in (place(*point) for point in points))
        return f'<path class="{kind}" d="M{steps}"/>' if points else ""

    parts = [_open(width, height, curve.title)]
    for share in (0.0, 0.5, 1.0):
        parts.append(path("grid", [(0, share * top), (1, share * top)]))
        x, y = place(share, share * top)
        parts.append(f'<text class="tick" x="{x}" y="{height - 22}" text-anchor="middle">{share:g}</text>')
        parts.append(f'<text class="tick" x="{left - 6}" y="{y + 4}" text-anchor="end">{share * top:.2g}</text>')
    if curve.diagonal:
        parts.append(path("ideal", [(0, 0), (1, 1)]))
    parts.append(path("curve", curve.points))
    if len(curve.points) <= 40:
        parts += ['<circle class="dot" cx="{}" cy="{}" r="3"/>'.format(*place(*point)) for point in curve.points]
    across, up = left + plot_width / 2, 12 + plot_height / 2
    parts.append(
        f'<text class="axis" x="{across}" y="{height - 5}" text-anchor="middle">{escape(curve.x_label)}</text>'
    )
    turned = f'transform="translate(11 {up}) rotate(-90)"'
    parts.append(f'<text class="axis" {turned} text-anchor="middle">{escape(curve.y_label)}</text>')
    return "".join([*parts, "</svg>"])


def histogram(title: str, values: Sequence[float], *, bins: int = 24) -> str:
    """How often each time occurred. The axis is logarithmic: times of one kind spread over decades."""
    width, height, bottom = 300, 150, 26
    positive = [max(value, 1e-3) for value in values] or [1.0]
    low, high = math.floor(math.log10(min(positive)) * 2) / 2, math.ceil(math.log10(max(positive)) * 2) / 2
    high = max(high, low + 0.5)
    counts = [0] * bins
    for value in positive:
        counts[min(bins - 1, int((math.log10(value) - low) / (high - low) * bins))] += 1
    step, tallest = (width - 16) / bins, max(counts)
    parts = [_open(width, height, title)]
    for index, count in enumerate(counts):
        tall = count / tallest * (height - bottom - 8)
        parts.append(
            f'<rect class="good" x="{8 + index * step + 0.5:.1f}" y="{height - bottom - tall:.1f}" '
            f'width="{step - 1:.1f}" height="{tall:.1f}" rx="1"/>'
        )
    for share in (0.0, 0.5, 1.0):
        anchor = {0.0: "start", 0.5: "middle", 1.0: "end"}[share]
        x, label = 8 + share * (width - 16), 10 ** (low + share * (high - low))
        parts.append(
            f'<text class="tick" x="{x:.1f}" y="{height - 8}" text-anchor="{anchor}">{_short(label)} ms</text>'
        )
    return "".join([*parts, "</svg>"])


def _open(width: int, height: int, title: str) -> str:
    name = escape(title, quote=True)
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{name}"><title>{name}</title>'


def _short(value: float) -> str:
    """Two digits that count, never with an exponent."""
    return f"{value:.0f}" if value >= 10 else f"{value:.2g}"


def _round_up(value: float) -> float:
    """The next of 0.05, 0.1, 0.2, 0.5, 1."""
    return next((step for step in (0.05, 0.1, 0.2, 0.5) if value <= step), 1.0)
