"""The run as one HTML file that needs nothing beside it: it opens from disk, in the dark and on a phone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from evals import plots
from evals.baseline import Baseline, Regression
from evals.results import Failure, Metric, SuiteResult
from evals.scores import percentile

STYLE = Path(__file__).parent / "report.css"
SHOWN_FAILURES = 60  # of one suite; the rest is in results.json

HEADLINES = {
    "checkout.unintended_purchase_rate": "unintended purchases",
    "checkout.double_charge_rate": "double charges",
    "checkout.wrong_price_rate": "wrong prices",
    "vision.wrong_colour_in_cart_on": "wrong colour in the cart",
    "intent.accuracy": "messages understood",
    "ranking.ndcg_10": "nDCG@10 on the demo shop",
}


def report(results: Sequence[SuiteResult], baseline: Baseline, found: Sequence[Regression], made_at: str) -> str:
    """The whole page. `made_at` is the time to print on it."""
    body = [
        "<h1>Truecart evals</h1>",
        f'<p class="soft">{sum(each.cases for each in results)} cases in {len(results)} suites, {escape(made_at)}</p>',
        _verdict(found),
        _headlines(results, found),
        *(_suite(each, baseline, {one.name for one in found}) for each in results),
        "<footer>Whiskers are 95 % intervals: Wilson's for rates, a bootstrap for scores. The same figures, with every "
        "failed case, are in results.json beside this file.</footer>",
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Truecart evals</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE.read_text()}</style></head><body><main>{''.join(body)}</main></body></html>\n"
    )


def _verdict(found: Sequence[Regression]) -> str:
    if not found:
        return '<div class="verdict"><strong>Nothing fell behind its baseline.</strong></div>'
    items = "".join(f"<li><code>{escape(one.name)}</code> {escape(one.reason)}</li>" for one in found)
    noun = "figure" if len(found) == 1 else "figures"
    return f'<div class="verdict failed"><strong>{len(found)} {noun} fell behind.</strong><ul>{items}</ul></div>'


def _headlines(results: Sequence[SuiteResult], found: Sequence[Regression]) -> str:
    known = {f"{result.name}.{metric.name}": metric for result in results for metric in result.metrics}
    behind = {one.name for one in found}
    cards = []
    for name, label in HEADLINES.items():
        if name not in known:
            continue
        tone = " bad" if name in behind else ""
        cards.append(f'<div class="headline{tone}"><b>{_value(known[name])}</b><span class="soft">{label}</span></div>')
    return f'<div class="headlines">{"".join(cards)}</div>' if cards else ""


def _suite(result: SuiteResult, baseline: Baseline, behind: set[str]) -> str:
    failed = len(result.failures)
    tone = "badge bad" if any(name.startswith(f"{result.name}.") for name in behind) else "badge"
    skipped = "".join(f'<p><span class="badge skipped">skipped</span> {escape(why)}</p>' for why in result.skipped)
    return (
        f'<section id="{escape(result.name)}"><header><h2>{escape(_label(result.name))}</h2>'
        f'<span class="{tone}">{result.cases - failed} of {result.cases} cases right</span>'
        f'<span class="soft">{result.seconds:.1f} s</span></header>'
        f"{skipped}{_table(result, baseline, behind)}{_plots(result, baseline, behind)}{_failures(result.failures)}"
        "</section>"
    )


def _table(result: SuiteResult, baseline: Baseline, behind: set[str]) -> str:
    rows = []
    for metric in result.metrics:
        name = f"{result.name}.{metric.name}"
        before = baseline.get(name)
        was = _number(before["value"], metric) if before else "none yet"
        tone = ' class="bad"' if name in behind else ""
        rows.append(
            f'<tr{tone}><td><code>{escape(metric.name)}</code><br><span class="soft">{escape(metric.about)}</span></td>'
            f'<td class="number">{_value(metric)}</td>'
            f'<td class="number">{_number(metric.low, metric)} to {_number(metric.high, metric)}</td>'
            f'<td class="number">{metric.n}</td><td class="number">{was}</td><td>{metric.better}</td></tr>'
        )
    return (
        '<div class="wide"><table><thead><tr><th>figure</th><th class="number">value</th>'
        '<th class="number">95 % interval</th><th class="number">n</th><th class="number">baseline</th>'
        f"<th>better</th></tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _plots(result: SuiteResult, baseline: Baseline, behind: set[str]) -> str:
    figures = []
    if items := [_bar(result.name, each, baseline, behind) for each in result.metrics if each.unit != "ms"]:
        legend = '<div class="legend"><span><i></i>this run</span><span><i class="rule"></i>95 % interval</span>'
        legend += '<span><i class="mark"></i>baseline</span></div>'
        figures.append(f'<figure class="bars">{plots.bars(items)}{legend}</figure>')
    for curve in result.curves:
        figures.append(f"<figure><h3>{escape(curve.title)}</h3>{plots.line(curve)}</figure>")
    for what, times in result.latencies_ms.items():
        title = f"{what}: median {percentile(times, 0.5):.2f} ms, p95 {percentile(times, 0.95):.2f} ms"
        figures.append(f"<figure><h3>{escape(title)}</h3>{plots.histogram(title, times)}</figure>")
    return f'<div class="plots">{"".join(figures)}</div>'


def _bar(suite: str, metric: Metric, baseline: Baseline, behind: set[str]) -> plots.Bar:
    name = f"{suite}.{metric.name}"
    before = baseline.get(name, {}).get("value")
    return plots.Bar(metric.name, metric.value, metric.low, metric.high, before, name in behind)


def _failures(failures: Sequence[Failure]) -> str:
    if not failures:
        return ""
    items = []
    for each in failures[:SHOWN_FAILURES]:
        parts = {"given": each.inputs, "expected": each.expected, "got": each.got}
        blocks = "".join(f"<h3>{name}</h3><pre>{escape(_readable(part))}</pre>" for name, part in parts.items())
        note = f' <span class="soft">{escape(each.note)}</span>' if each.note else ""
        items.append(f"<details><summary><code>{escape(each.case)}</code>{note}</summary>{blocks}</details>")
    more = len(failures) - SHOWN_FAILURES
    rest = f'<p class="soft">and {more} more in results.json</p>' if more > 0 else ""
    count = f"{len(failures)} failed case" + ("s" if len(failures) > 1 else "")
    return f'<details class="all"><summary>{count}</summary>{"".join(items)}{rest}</details>'


def _readable(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False, default=str)


def _label(name: str) -> str:
    words = name.replace("_", " ")
    return escape(words[:1].upper() + words[1:])


def _value(metric: Metric) -> str:
    return _number(metric.value, metric)


def _number(value: float, metric: Metric) -> str:
    if metric.unit == "ms":
        return f"{value:.2f} ms"
    return f"{value * 100:.1f} %" if metric.unit == "rate" else f"{value:.3f}"
