"""A small herd for real: an endpoint's process, the pool, the server. States are judged here, times are not."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from evals.demo import copy_home
from evals.herd import ledger, parts, serving
from evals.herd.behaviour import Behaviour, Capacity
from evals.herd.endpoint import running
from evals.herd.ledger import Books
from evals.herd.parts import Part, Sizes
from evals.herd.phases import Phase
from evals.herd.shoppers import Crowd

SMALL = Sizes(language=(1.0,), outage=(0.4, 0.4, 0.4))
TIMED = ("p99", "by the model", "full service")  # what a busy machine may miss


def test_the_language_stage_answers_everybody(copied_home: Path) -> None:
    part = parts.language_part(copied_home, SMALL, 7, lambda *_: None)
    assert _wrong(part) == []
    assert not part.wrong
    assert sum(row["answered"] for row in part.rows) == sum(row["turns"] for row in part.rows) > 20
    assert sum(row["model"] for row in part.rows) > 0
    assert next(row for row in part.rows if row["phase"] == "outage")["model"] == 0
    assert all(row["beats"] > 0 for row in part.rows)


def test_the_server_answers_everybody_and_charges_nobody_unasked(demo_home: Path, tmp_path: Path) -> None:
    home = copy_home(demo_home, tmp_path / "home")
    phases = [Phase("some", 8, 2), Phase("away", 8, 1.5, "hang")]
    with running(Capacity(slots=2), Behaviour()) as endpoint:
        chosen = {"TRUECART_LLM_BASE_URL": endpoint.base_url, "TRUECART_LLM_MODEL": "herd"}
        with serving.serving(home, chosen) as server:
            crowd = Crowd(server.port, serving.tokens_of(), "small")
            passed = serving.run(crowd, endpoint, phases, lambda: None, 7)
    books = ledger.read(home)
    serving.judge(passed, books)
    assert {name: found for name, found in serving.problems(passed, crowd, books).items() if found} == {}
    assert all(all(each.answered) and each.beats for each in passed)
    assert set(books.sources.values()) == {"model", "embedded"}


def test_a_charge_that_nobody_agreed_to_is_found() -> None:
    books = _books(orders={"ORD-1": ("thread-1", 500)}, payments={"ORD-1": "ref-1"}, charged={"ref-1": 500})
    assert books.charge_problems({"thread-1": "ORD-1"}) == []
    assert books.charge_problems({}) == ["order ORD-1 of thread-1 was agreed to by nobody"]


def test_a_charge_without_an_order_or_of_another_sum_is_found() -> None:
    books = _books(orders={"ORD-1": ("thread-1", 500)}, payments={"ORD-1": "ref-1"}, charged={"ref-1": 501})
    assert len(books.charge_problems({"thread-1": "ORD-1"})) == 1
    assert len(_books(orders={}, payments={}, charged={"ref-9": 5}).charge_problems({})) == 1


def _books(*, orders: dict[str, tuple[str, int]], payments: dict[str, str], charged: dict[str, int]) -> Books:
    return Books({}, Counter(), {}, orders, payments, charged, True)


def _wrong(part: Part) -> list[str]:
    return [each.name for each in part.demands if not each.met and not each.name.startswith(TIMED)]
