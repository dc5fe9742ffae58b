"""Random schedules after the sale: asking, agreeing, refusing, shipping, faults, crashes, time, the sweeper.

Whatever happens in whatever order, an order gives back at most what was captured, only what was agreed to and only
once; what the shop believes is what the gateway did; an order that left is not cancelled; stock comes back once.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any, get_args

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine

from evals.proof.gateway import Died, HookedGateway, die
from tests.builders import CATALOG, Shop, cart_line, empty, stock_catalog, stock_of
from tests.tools.checkout.after_sale import ask, bought, refund
from tests.tools.checkout.conftest import SKUS
from tools.checkout import refund_ledger
from tools.checkout.types import Decision, Order, OrderStatus, RefundQuote
from tools.errors import TruecartError

BOUGHT = {"three": 3, "b": 2}
THREADS = st.sampled_from(["t-1", "t-2", "t-3"])
AFTER: dict[str, int] = {status: place for place, status in enumerate(get_args(OrderStatus))}


class AfterSale(RuleBasedStateMachine):
    """One order of five units, and whatever people and machines do to it."""

    def __init__(self, engine: Engine, home: Path, numbers: list[int]) -> None:
        super().__init__()
        empty(engine)
        stock_catalog(engine, SKUS)
        numbers[0] += 1
        self.shop = Shop.open(engine, home / str(numbers[0]))
        self.engine = engine
        self.order = bought(self.shop, cart_line("three", 3), cart_line("b", 2, 500))
        self.asked: list[RefundQuote] = []
        self.agreed: set[str] = set()
        self.seen: list[str] = ["paid"]

    def now(self) -> Order:
        return self.shop.desk.order(self.order["order_id"])

    @initialize(arrived=st.sampled_from([True, True, False]))
    def begin(self, arrived: bool) -> None:
        if arrived:
            self.move(delivers=False)
            self.move(delivers=True)

    @rule(units=st.integers(0, 3), more=st.booleans(), thread=THREADS, yes=st.sampled_from([True, True, False, None]))
    def want_back(self, units: int, more: bool, thread: str, yes: bool | None) -> None:
        lines = {"three": units, **({"b": 1} if more else {})} if units else None
        arrived = self.now()["status"] == "delivered"
        quote, _ = ask(
            self.shop, self.order, "return" if arrived else "cancel", lines if arrived else None, thread=thread
        )
        if quote:
            self.asked.append(quote)
            if yes is not None:
                self._decide(quote, yes)

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), yes=st.sampled_from([True, True, False]))
    def decide(self, data: st.DataObject, yes: bool) -> None:
        self._decide(data.draw(st.sampled_from(self.asked)), yes)

    def _decide(self, quote: RefundQuote, yes: bool) -> None:
        decision: Decision = "approve" if yes else "reject"
        for approval in self.shop.desk.approvals_of(quote["quote_id"]):
            role = approval["role"]
            who = "ada" if role == "shopper" else "rita"
            try:
                self.shop.desk.decide(approval["id"], digest=quote["digest"], decision=decision, actor=who, role=role)
            except TruecartError:
                return
        if yes:
            self.agreed.add(quote["quote_id"])

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), fault=st.sampled_from([None, None, "lost_request", "lost_reply"]))
    def give_back(self, data: st.DataObject, fault: Any) -> None:
        if fault:
            self.shop.gateway.arm("refund", fault)
        refund(self.shop, data.draw(st.sampled_from(self.asked)))
        self.shop.gateway.disarm()

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), when=st.sampled_from(["before", "after"]))
    def die_giving_back(self, data: st.DataObject, when: str) -> None:
        gateway = HookedGateway(self.shop.gateway, {(when, "refund"): die})
        other = Shop.open(self.engine, self.shop.settings.home, gateway=gateway)
        other.clock.now = self.shop.clock.now
        with contextlib.suppress(Died):
            refund(other, data.draw(st.sampled_from(self.asked)))

    @rule(delivers=st.booleans())
    def move(self, delivers: bool) -> None:
        act = self.shop.desk.deliver if delivers else self.shop.desk.ship
        with contextlib.suppress(TruecartError):
            act(self.order["order_id"], "mara")

    @rule(thread=THREADS)
    def say_something_else(self, thread: str) -> None:
        self.shop.desk.supersede(thread, actor="ada", turn_id="")

    @rule(minutes=st.sampled_from([1, 8, 16]))
    def wait(self, minutes: int) -> None:
        self.shop.clock.forward(minutes=minutes)

    @rule()
    def sweep(self) -> None:
        assert self.shop.desk.sweep()["failed"] == 0

    @invariant()
    def never_too_much(self) -> None:
        (charge,) = self.shop.gateway.charges()
        refunds = self.shop.desk.refunds_of(self.order["order_id"])
        done = sum(each["amount_minor"] for each in refunds if each["state"] == "refunded")
        opened = sum(each["amount_minor"] for each in refunds if each["state"] in refund_ledger.OPEN)
        assert done <= charge.refunded_minor <= done + opened <= self.order["total_minor"]
        taken = {each["refund_id"] for each in refunds if each["state"] in refund_ledger.TAKEN}
        assert taken <= self.agreed

    @invariant()
    def one_way(self) -> None:
        order = self.now()
        assert AFTER[order["status"]] >= AFTER[self.seen[-1]]
        self.seen.append(order["status"])
        assert not {"shipped", "cancelled"} <= set(self.seen)
        back = order["status"] == "cancelled"
        for variant_id, units in BOUGHT.items():
            assert stock_of(self.engine, variant_id) == 10 - (0 if back else units)
            assert self.shop.desk.available(CATALOG, [variant_id])[variant_id] == 10 - (0 if back else units)

    def teardown(self) -> None:
        self.shop.desk.sweep()
        order = self.now()
        (charge,) = self.shop.gateway.charges()
        assert order["refunded_minor"] == charge.refunded_minor
        assert not [each for each in order["refunds"] if each["state"] != "refunded"]
        goods = order["total_minor"] - order["shipping_minor"]
        given = {"cancelled": order["total_minor"], "returned": goods}.get(order["status"])
        assert given is None or order["refunded_minor"] == given
        assert self.shop.audit.verify()["ok"]


def test_any_schedule(sqlite_engine: Engine, tmp_path: Path) -> None:
    numbers = [0]
    run_state_machine_as_test(
        lambda: AfterSale(sqlite_engine, tmp_path, numbers),
        settings=settings(max_examples=12, stateful_step_count=14, deadline=None),
    )
