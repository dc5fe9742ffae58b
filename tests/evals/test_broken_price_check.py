"""A price check that lets a rise through makes the evals fail, and they say by name what went wrong."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.settings import CHECKOUT

GUARD = Path("guards/quote.py")
COMPARISON = 'if offer.price_minor == line["unit_minor"]:'
CASES = Path("evals/cases/checkout.jsonl")
PLAYED = ("two-tees", "price-rises-before-pay", "price-falls-before-pay", "one-price-falls-another-rises")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the product with a few of the checkout's cases."""
    copy = tmp_path / "tree"
    for package in ("agents", "evals", "graph", "guards", "tools"):
        shutil.copytree(
            CHECKOUT / package, copy / package, ignore=shutil.ignore_patterns("__pycache__", "out", "static")
        )
    rows = [line for line in (CHECKOUT / CASES).read_text().splitlines() if line.startswith("{")]
    (copy / CASES).write_text("\n".join(row for row in rows if json.loads(row)["id"] in PLAYED))
    return copy


def run_evals(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "evals", "checkout", "--out", str(tree / "report.html")]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False, timeout=120)


def test_the_price_check_as_it_is_passes(tree: Path) -> None:
    done = run_evals(tree)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_broken_price_check_fails_by_name(tree: Path) -> None:
    source = (tree / GUARD).read_text()
    assert source.count(COMPARISON) == 1
    (tree / GUARD).write_text(source.replace(COMPARISON, "if True:"))
    done = run_evals(tree)
    assert done.returncode == 1, done.stdout + done.stderr
    said = done.stdout + done.stderr
    assert "case price-rises-before-pay" in said
    assert "case one-price-falls-another-rises" in said
    for name in ("end_state_right", "unintended_purchase_rate", "wrong_price_rate"):
        assert f"FAILED checkout.{name}" in said
    assert "checkout.wrong_price_rate" in (tree / "report.html").read_text()
