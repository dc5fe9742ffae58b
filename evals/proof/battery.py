"""An interrupt is not a transaction: everything that makes the node after one run twice, and who is told what.

The same scenarios are played with the graph in this process, over two savers, and through the real server, whose
walls refuse some of them outright: the table says which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from agents.checkout import read_answer
from evals.proof import books
from evals.proof.crowd import at_once
from evals.proof.result import Proof, Surroundings
from evals.proof.shop import build
from evals.proof.talk import Pending, Talk, talks
from evals.small_shop import CATALOG, Good, SmallShop
from graph.services import Services
from tools import schema
from tools.database import reading
from tools.errors import TruecartError
from tools.settings import load

CONVERSATIONS, RESUMES = 50, 3
GOODS = (Good("tee", 2_500, 500, 2_500), Good("tv", 60_000, 50, 60_000))
ONE = (("tee", 1),)
DEAR = (("tv", 1),)
REVIEWERS = (("rita", "approve"), ("sam", "reject"))


@dataclass
class Played:
    """What a scenario came to: `charges` as they should be, what everybody was `told`, and who should be refused."""

    shoppers: Sequence[str]
    charges: int
    told: list[str]
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)


Opened = Callable[[str], Talk]


def concurrent(opened: Opened, _shop: SmallShop) -> Played:
    """Four resumes of one approval at once: everybody hears of the one order."""
    talk = opened("four")
    pending = talk.ask(*ONE)
    told = [str(each) for each in at_once(4, lambda _: talk.resume({pending.id: pending.answer("approve")}))]
    played = Played(["four"], 1, told)
    played.expect(len(set(told)) == 1 and told[0].startswith("order"), "not everybody was told of the one order")
    return played


def crowd(opened: Opened, _shop: SmallShop) -> Played:
    """Fifty conversations, three resumes of each, all at once."""
    shoppers = [f"crowd-{number}" for number in range(CONVERSATIONS)]
    asked = [(talk, talk.ask(*ONE)) for talk in map(opened, shoppers)]

    def act(number: int) -> str:
        talk, pending = asked[number % CONVERSATIONS]
        return talk.resume({pending.id: pending.answer("approve")})

    told = [str(each) for each in at_once(CONVERSATIONS * RESUMES, act)]
    played = Played(shoppers, CONVERSATIONS, told)
    orders = {each for each in told if each.startswith("order")}
    played.expect(len(orders) == CONVERSATIONS, f"{len(orders)} different orders were told of")
    return played


def replay(opened: Opened, _shop: SmallShop) -> Played:
    """The thread is run again from each checkpoint before the payment, the interrupt's own first."""
    talk = opened("replay")
    pending = talk.ask(*ONE)
    before = talk.checkpoints()
    told = [talk.resume({pending.id: pending.answer("approve")})]
    told += [talk.replay(checkpoint) for checkpoint in before[:3]]
    return Played(["replay"], 1, told)


def second_thoughts(opened: Opened, _shop: SmallShop) -> Played:
    """Approved, then rejected on the checkpoint of the question: the first decision stands, and it is said."""
    talk = opened("second-thoughts")
    pending, before = talk.ask(*ONE), talk.checkpoint()
    told = [talk.resume({pending.id: pending.answer("approve")})]
    told.append(talk.resume({pending.id: pending.answer("reject")}, checkpoint_id=before))
    return Played(["second-thoughts"], 1, told)


def first_thoughts(opened: Opened, _shop: SmallShop) -> Played:
    """Rejected, then approved on the checkpoint of the question: nothing is charged, and it is said."""
    talk = opened("first-thoughts")
    pending, before = talk.ask(*ONE), talk.checkpoint()
    told = [talk.resume({pending.id: pending.answer("reject")})]
    told.append(talk.resume({pending.id: pending.answer("approve")}, checkpoint_id=before))
    played = Played(["first-thoughts"], 0, told)
    played.expect(not told[-1].startswith("order"), "the second decision was told that it counted")
    return played


def pinned(opened: Opened, _shop: SmallShop) -> Played:
    """One checkpoint resumed twice."""
    talk = opened("pinned")
    pending, before = talk.ask(*ONE), talk.checkpoint()
    told = [talk.resume({pending.id: pending.answer("approve")}, checkpoint_id=before) for _ in range(2)]
    return Played(["pinned"], 1, told)


def cancelled(opened: Opened, shop: SmallShop) -> Played:
    """The run is cancelled while the gateway works, then the thread is resumed."""
    talk = opened("cancelled")
    pending = talk.ask(*ONE)
    shop.gateway.arm("authorize", "slow", seconds=0.3)
    talk.cancel({pending.id: pending.answer("approve")}, lambda: bool(payments_of(shop, ["cancelled"])))
    told = [talk.resume({pending.id: pending.answer("approve")})]
    shop.checkout.sweep()
    return Played(["cancelled"], 1, told)


def copied(opened: Opened, _shop: SmallShop) -> Played:
    """The thread is copied with its pending purchase, and both are approved at once."""
    talk = opened("copied")
    pending = talk.ask(*ONE)
    other = talk.copied("thread-copy")
    answer = {pending.id: pending.answer("approve")}
    told = [str(each) for each in at_once(2, lambda number: (talk, other)[number].resume(answer))]
    return Played(["copied"], 1, told)


def stale(opened: Opened, _shop: SmallShop) -> Played:
    """A hundred, then a change of mind: what an old page answers without naming its question charges nothing."""
    talk = opened("stale")
    old = talk.ask(*ONE)
    new = talk.ask(("tee", 3))
    told = [talk.resume(answer) for answer in ("yes", {"decision": "approve"}, [{"type": "accept", "args": None}])]
    told.append(talk.resume({old.id: old.answer("approve")}))
    played = Played(["stale"], 1, told)
    played.expect(not any(each.startswith("order") for each in told), "an old page has bought something")
    pending = talk.pending()
    if pending is None:
        played.expect(False, "the question was not left standing")
        return played
    played.expect(pending.shown["quote"]["digest"] == new.shown["quote"]["digest"], "another question is asked now")
    told.append(talk.resume({pending.id: pending.answer("approve")}))
    played.expect(told[-1].startswith("order"), "the named answer did not count")
    return played


def reviewers(opened: Opened, shop: SmallShop) -> Played:
    """Two reviewers at once, ten times. As the server does it: an answer is recorded before its run is let go."""
    played = Played([f"reviewed-{number}" for number in range(10)], 0, [])
    for name in played.shoppers:
        talk, pending = _under_review(opened, name)

        def decide(number: int, talk: Talk = talk, pending: Pending = pending) -> str:
            who, decision = REVIEWERS[number]
            try:
                shop.checkout.answer(talk.thread_id, read_answer(pending.answer(decision)), actor=who, role="reviewer")
            except TruecartError as problem:
                return f"{problem.status} {problem.code}"
            return talk.resume({pending.id: pending.answer(decision)}, who, "reviewer")

        said = [str(each) for each in at_once(2, decide)]
        decided = shop.checkout.approval(pending.shown["approval"]["id"])
        winner = [who for who, _ in REVIEWERS].index(str(decided["decided_by"]))
        played.told += said
        played.charges += winner == 0
        played.expect(decided["status"] == ("approved", "rejected")[winner], f"{name}: not what the winner decided")
        played.expect(said[1 - winner].startswith("409"), f"{name}: the loser was told {said[1 - winner]!r}")
    return played


def graph_reviewers(opened: Opened, shop: SmallShop) -> Played:
    """The same straight into the graph, which may mix the two answers up: what is recorded is what is charged."""
    played = Played([f"raced-{number}" for number in range(10)], 0, [])
    for name in played.shoppers:
        talk, pending = _under_review(opened, name)

        def decide(number: int, talk: Talk = talk, pending: Pending = pending) -> str:
            who, decision = REVIEWERS[number]
            return talk.resume({pending.id: pending.answer(decision)}, who, "reviewer")

        played.told += [str(each) for each in at_once(2, decide)]
        played.charges += shop.checkout.approval(pending.shown["approval"]["id"])["status"] == "approved"
    return played


def _under_review(opened: Opened, name: str) -> tuple[Talk, Pending]:
    talk = opened(name)
    first = talk.ask(*DEAR)
    talk.resume({first.id: first.answer("approve")})
    pending = talk.pending()
    assert pending is not None, "no reviewer was asked"
    return talk, pending


SCENARIOS = {
    "4 concurrent resumes": concurrent,
    "50 conversations × 3 resumes": crowd,
    "replay from the checkpoints before": replay,
    "approve, then reject on one checkpoint": second_thoughts,
    "reject, then approve on one checkpoint": first_thoughts,
    "resume pinned to a checkpoint twice": pinned,
    "cancel in mid-pay, then resume": cancelled,
    "thread copied, both approved": copied,
    "stale answer after a changed cart": stale,
    "two reviewers at once": reviewers,
    "two reviewers at once, straight into the graph": graph_reviewers,
}


def run(around: Surroundings) -> Proof:
    proof = Proof("battery")
    for number, saver in enumerate(("memory", "SQLite")):
        in_process(proof, saver, around.scratch / f"home-{number}", around.show)
    from evals.proof.server_battery import through_server  # it needs what stands here

    through_server(proof, around.scratch, around.show)
    conclude(proof)
    return proof


def in_process(
    proof: Proof, saver: str, home: Path, show: Callable[[str, int, int | None], None], scenarios: Sequence[str] = ()
) -> None:
    settings = load(home=home, catalog=CATALOG, database_url="", repeat_minutes=0)
    home.mkdir()
    build(settings.sqlalchemy_url, home, GOODS).close()
    services = Services(settings)
    shop = SmallShop(
        services.engine,
        settings,
        services.clock,
        services.audit,
        services.checkout.gateway,
        services.checkout,  # type: ignore[arg-type]
    )
    with talks(services, saver, home) as opened:
        for done, name in enumerate(scenarios or SCENARIOS):
            show(f"{saver}: {name}", done, len(scenarios or SCENARIOS))
            try:
                played = SCENARIOS[name](opened, shop)
            except (AssertionError, TruecartError) as problem:
                proof.failures.append(f"{saver}, {name}: {problem}")
                continue
            judge(proof, f"in process, {saver}", name, played, shop)
    proof.failures += [
        f"{saver}: {wrong}" for wrong in books.problems(shop, {good.variant_id: good.stock for good in GOODS})
    ]
    proof.failures += [f"{saver}: {wrong}" for wrong in unapproved(shop)]
    services.engine.dispose()


def judge(proof: Proof, where: str, name: str, played: Played, shop: SmallShop, walls: str = "") -> None:
    """A row for the scenario. What was told is counted without the orders' numbers."""
    charged = len(payments_of(shop, played.shoppers, "captured"))
    told: dict[str, int] = {}
    for each in played.told:
        key = "order" if each.startswith("order") else each
        told[key] = told.get(key, 0) + 1
    if charged != played.charges:
        played.wrong.append(f"{charged} charges, and there should be {played.charges}")
    proof.failures += [f"{where}, {name}: {wrong}" for wrong in played.wrong]
    said = ", ".join(f"{count} × {what}" for what, count in told.items())
    proof.rows.append(
        {"where": where, "scenario": name, "charges": charged, "wanted": played.charges, "told": said, "walls": walls}
    )


def conclude(proof: Proof) -> None:
    wanted, found = sum(row["wanted"] for row in proof.rows), sum(row["charges"] for row in proof.rows)
    proof.told("scenarios played", len(proof.rows))
    proof.exactly("charges", found, wanted)
    proof.exactly(
        "scenarios with a charge too many or too few", sum(r["charges"] != r["wanted"] for r in proof.rows), 0
    )
    proof.exactly("failures", len(proof.failures), 0)


def payments_of(shop: SmallShop, shoppers: Sequence[str], state: str | None = None) -> list[str]:
    """The keys of these shoppers' payments; with `state`, of those that the gateway itself has in that state."""
    table = schema.payments
    with reading(shop.engine) as connection:
        query = select(table.c.idempotency_key).where(table.c.shopper.in_(list(shoppers)))
        keys = set(connection.execute(query).scalars())
    if state is None:
        return sorted(keys)
    return [charge.key for charge in shop.gateway.charges(state) if charge.key in keys]


def unapproved(shop: SmallShop) -> list[str]:
    """Exactly one charge for each digest that all had approved, none for any other."""
    found: list[str] = []
    with reading(shop.engine) as connection:
        quotes = connection.execute(select(schema.quotes.c.quote_id, schema.quotes.c.digest)).all()
        keys = dict(connection.execute(select(schema.payments.c.quote_id, schema.payments.c.idempotency_key)).all())
    captured = [charge.key for charge in shop.gateway.charges("captured")]
    for quote in quotes:
        approvals = shop.checkout.approvals_of(quote.quote_id)
        agreed = all(each["status"] == "approved" and each["digest"] == quote.digest for each in approvals)
        charges = captured.count(keys.get(quote.quote_id, ""))
        if charges != agreed:
            found.append(f"{charges} charges for the digest {quote.digest[:12]}, approved: {agreed}")
    return found
