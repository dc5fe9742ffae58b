from __future__ import annotations

from xml.etree import ElementTree

import pytest

from evals import plots
from evals.results import Curve

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def test_bars_are_as_long_as_their_values_and_names_are_escaped() -> None:
    root = parsed(plots.bars([plots.Bar('a < b & "c"', 0.5, 0.4, 0.6, 0.55), plots.Bar("none", 0.0, 0, 0, None, True)]))
    track, bar, _, empty = root.findall(f"{SVG}rect")
    assert float(bar.attrib["width"]) == pytest.approx(float(track.attrib["width"]) / 2, abs=0.1)
    assert float(empty.attrib["width"]) == 0
    assert empty.attrib["class"] == "bad"
    assert 'a < b & "c"' in [each.text for each in root.iter(f"{SVG}text")]
    assert len([each for each in root.iter(f"{SVG}path") if each.attrib["class"] == "baseline"]) == 1


def test_values_out_of_range_stay_on_the_track() -> None:
    root = parsed(plots.bars([plots.Bar("x", 1.7, -1.0, 3.0, 2.0)]))
    track, bar = root.findall(f"{SVG}rect")
    assert float(bar.attrib["width"]) == float(track.attrib["width"])


@pytest.mark.parametrize("points", [(), ((0.0, 0.0),), tuple((i / 100, i / 400) for i in range(101))])
def test_a_line_is_valid_for_any_number_of_points(points: tuple[tuple[float, float], ...]) -> None:
    root = parsed(plots.line(Curve("Risk <and> coverage", "answered", "wrong", points)))
    curves = [each for each in root.iter(f"{SVG}path") if each.attrib["class"] == "curve"]
    assert len(curves) == (1 if points else 0)


def test_the_reliability_diagram_has_its_diagonal() -> None:
    root = parsed(plots.line(Curve("Reliability", "said", "true", ((0.1, 0.2), (0.9, 0.8)), diagonal=True)))
    assert [each for each in root.iter(f"{SVG}path") if each.attrib["class"] == "ideal"]
    assert len(list(root.iter(f"{SVG}circle"))) == 2


@pytest.mark.parametrize("values", [[], [0.0], [1.0, 1.0], [0.05, 3.0, 900.0]])
def test_a_histogram_counts_every_value(values: list[float]) -> None:
    root = parsed(plots.histogram("times", values))
    heights = [float(each.attrib["height"]) for each in root.iter(f"{SVG}rect")]
    assert len([height for height in heights if height > 0]) == max(1, len(set(values)))
