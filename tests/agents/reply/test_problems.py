"""Problems are told in the shopper's language, and never say that nothing happened while something does."""

from __future__ import annotations

import pytest

from agents.reply.problems import CHINESE, changed_nothing, messages
from guards.violations import violation
from tools.errors import CODES


def test_every_sentence_is_for_a_listed_code() -> None:
    assert set(CHINESE) <= set(CODES)


def test_details_are_told_where_there_are_any() -> None:
    short = violation("out_of_stock", "cart", "Only 2 are left.", available=2, asked=3)
    assert messages([short, short], "zh") == ["库存不足：现有 2 件，需要 3 件。"]
    assert messages([violation("out_of_stock", "cart")], "zh") == ["库存不足。"]
    assert messages([short], "en") == ["Only 2 are left."]
    assert messages([violation("port_taken", "x")], "zh") == ["The port is in use."]


@pytest.mark.parametrize(
    ("code", "quiet"), [("payment_unknown", False), ("action_required", False), ("payment_declined", True)]
)
def test_what_is_under_way_is_not_nothing(code: str, quiet: bool) -> None:
    assert changed_nothing([violation(code, "payment")]) is quiet
