"""The proof of webhooks counts what it says, and notices what is missing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from evals.proof import webhooks
from evals.proof.result import Proof
from evals.proof.shop import build


def test_the_storm_is_met_on_sqlite(tmp_path: Path) -> None:
    proof = Proof("webhooks")
    webhooks.storm(proof, "SQLite", f"sqlite:///{tmp_path / 'shop.db'}", tmp_path)
    assert proof.met, (proof.failures, proof.figures)
    assert proof.rows[0]["heard"] == 250
    assert proof.rows[0]["captured"] == webhooks.AGREE


def test_an_order_that_is_missing_is_noticed(tmp_path: Path) -> None:
    proof = Proof("webhooks")
    shop = build(f"sqlite:///{tmp_path / 'shop.db'}", tmp_path, webhooks.GOODS)
    webhooks.waiting(shop, 0)
    webhooks.payers(shop)  # and nobody says so
    webhooks.measure(proof, "SQLite", shop, Counter(), 1.0)
    shop.close()
    assert not proof.met
    missed = {figure.name for figure in proof.figures if not figure.met}
    assert "SQLite: orders of those who agreed" in missed
    assert "SQLite: units held afterwards" in missed
