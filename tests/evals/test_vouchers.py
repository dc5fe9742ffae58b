"""The measure itself, on made-up vouchers, and on the real ones where they are."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from evals.vouchers import befores, measure, read, wrong
from tools.settings import current


def row(after: float, *, products: int = 2, kind: str = "platform", **told: Any) -> dict[str, Any]:
    discount_type = "fixed" if "face_value" in told else "percentage"
    voucher = {
        "voucher_type": kind,
        "discount_type": discount_type,
        "threshold": 50,
        "face_value": None,
        "discount": None,
        "cap": None,
        **told,
    }
    return {"reward": [{}] * products, "voucher": {**voucher, "price_after_voucher": after}}


FIXED = row(76.0, face_value=24)
PERCENT = row(63.0, discount=0.37, cap=40)
CAPPED = row(160.0, discount=0.37, cap=40, kind="shop", products=3)


def test_the_price_before_is_found() -> None:
    assert [befores(read(each)) for each in (FIXED, PERCENT, CAPPED)] == [[10_000], [10_000], [20_000]]
    assert befores(read(row(1.0, face_value=24))) == []


def test_right_vouchers_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "vouchers.jsonl"
    rows = [FIXED, PERCENT, CAPPED, row(63.0126, discount=0.37, cap=40), row(1.0, face_value=24)]
    file.write_text("\n".join(json.dumps(each) for each in rows))
    counts, told = measure(file)
    assert counts["platform fixed"] == counts["platform percentage"] == 2
    assert (counts["platform fixed right"], counts["platform percentage right"]) == (1, 2)
    assert (counts["shop percentage right"], counts["below a cent"]) == (1, 1)
    assert told == ["voucher 4: no price before"]


def test_the_oracle_knows_the_borders() -> None:
    voucher = read(CAPPED)
    assert [voucher.off(each) for each in (5_000, 5_001, 20_000)] == [0, Fraction(5_001 * 37, 100), 4_000]
    assert list(wrong(voucher)) == []


def test_on_the_real_vouchers() -> None:
    file = current().data / "shoppingbench" / "voucher_dev.jsonl"
    if not file.is_file():
        pytest.skip(f"shoppingbench is not here: {file}")
    _, told = measure(file)
    assert told == []
