"""Any schedule of quotes, decisions, payments, crashes, price changes and sweeps keeps the books straight."""

from __future__ import annotations

import atexit
import functools
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from sqlalchemy import Engine

from tests.builders import CATALOG, Shop, Sku, cart, cart_line, empty, set_variant, stock_catalog, stock_of
from tests.tools.checkout.hooked import Died, HookedGateway, die
from tools.checkout.gateways.sandbox import SandboxGateway
from tools.checkout.types import Quote, Role
from tools.database import open_database
from tools.errors import TruecartError

STOCK = 6
POINTS = [(when, operation) for when in ("before", "after") for operation in ("authorize", "capture", "lookup", "void")]
FAULTS = [
    ("authorize", "lost_request"),
    ("authorize", "lost_reply"),
    ("authorize", "decline"),
    ("capture", "lost_request"),
    ("capture", "lost_reply"),
    ("capture", "decline"),
    ("lookup", "lost_reply"),
]
REFUSALS = {"already_decided", "not_your_approval", "quote_expired", "approval_superseded"}


@functools.cache
def database() -> Engine:
    """One database for all schedules, emptied before each; it goes with the process."""
    folder = tempfile.TemporaryDirectory(prefix="truecart-schedules-")
    engine = open_database(f"sqlite:///{folder.name}/shop.db")
    atexit.register(folder.cleanup)
    atexit.register(engine.dispose)  # before the clean-up
    return engine


class Schedules(RuleBasedStateMachine):
    quotes = Bundle("quotes")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="truecart-schedule-"))
        self.engine = database()
        empty(self.engine)
        stock_catalog(self.engine, [Sku("a", stock=STOCK), Sku("dear", price_minor=60_000, stock=STOCK)])
        self.hooked = HookedGateway(SandboxGateway(self.folder / "sandbox-gateway.db"))
        self.shop = Shop.open(self.engine, self.folder, gateway=self.hooked)

    def teardown(self) -> None:
        self.hooked.hooks.clear()
        self.shop.gateway.disarm()
        self.shop.desk.sweep()
        self.check_books()
        states = {charge.state for charge in self.shop.gateway.charges()}
        assert "authorized" not in states  # nobody's money is left reserved
        assert len(self.orders()) == len(self.shop.captured())
        assert not any(self.shop.desk.sweep()[each] for each in ("settled", "ended", "unknown", "failed"))
        assert self.shop.audit.verify()["ok"]
        shutil.rmtree(self.folder)

    @rule(
        target=quotes,
        shopper=st.sampled_from(["ada", "bo"]),
        variant=st.sampled_from(["a", "dear"]),
        quantity=st.integers(1, 4),
    )
    def issue(self, shopper: str, variant: str, quantity: int) -> Any:
        quote = self.quote(shopper, variant, quantity)
        return quote or multiple()

    def quote(self, shopper: str, variant: str, quantity: int) -> Quote | None:
        quote, found = self.shop.desk.quote(
            thread_id=f"t-{shopper}",
            turn_id="",
            shopper=shopper,
            catalog=CATALOG,
            cart=cart(cart_line(variant, quantity)),
        )
        if quote is None:
            assert {each["code"] for each in found if each["severity"] == "error"} == {"out_of_stock"}
        return quote

    @rule(
        quote=quotes,
        role=st.sampled_from(["shopper", "reviewer"]),
        decision=st.sampled_from(["approve", "approve", "approve", "reject"]),
        actor=st.sampled_from(["ada", "bo", "rita"]),
    )
    def decide(self, quote: Quote, role: Role, decision: Any, actor: str) -> None:
        for approval in self.shop.desk.approvals_of(quote["quote_id"]):
            if approval["role"] == role:
                try:
                    self.shop.desk.decide(
                        approval["id"], digest=quote["digest"], decision=decision, actor=actor, role=role
                    )
                except TruecartError as refused:
                    if refused.code not in REFUSALS:
                        raise

    @rule(
        shopper=st.sampled_from(["ada", "bo"]),
        variant=st.sampled_from(["a", "dear"]),
        dies=st.none() | st.sampled_from(POINTS),
    )
    def buy(self, shopper: str, variant: str, dies: tuple[str, str] | None) -> None:
        """The usual road in one go, so that schedules get to payments often."""
        quote = self.quote(shopper, variant, 1)
        if quote:
            self.decide(quote, "shopper", "approve", shopper)
            self.decide(quote, "reviewer", "approve", "rita")
            self.pay(quote, dies)

    @rule(quote=quotes, dies=st.none() | st.sampled_from(POINTS))
    def pay(self, quote: Quote, dies: tuple[str, str] | None) -> None:
        if dies:
            self.hooked.hooks[dies] = die
        try:
            outcome = self.shop.desk.pay(quote["quote_id"], turn_id="", actor=quote["terms"]["shopper"])
        except Died:
            return
        finally:
            self.hooked.hooks.clear()
        assert (outcome["order"] is None) == bool(outcome["violations"] or outcome["waiting_for"])

    @rule(fault=st.sampled_from(FAULTS))
    def arm(self, fault: tuple[Any, Any]) -> None:
        self.shop.gateway.disarm()
        self.shop.gateway.arm(*fault)

    @rule(dies=st.none() | st.sampled_from(POINTS))
    def sweep(self, dies: tuple[str, str] | None) -> None:
        if dies:
            self.hooked.hooks[dies] = die
        try:
            assert self.shop.desk.sweep()["failed"] == 0
        except Died:
            return
        finally:
            self.hooked.hooks.clear()

    @rule(shopper=st.sampled_from(["ada", "bo"]))
    def supersede(self, shopper: str) -> None:
        self.shop.desk.supersede(f"t-{shopper}", actor=shopper, turn_id="")

    @rule(minutes=st.sampled_from([1, 5, 14, 15]))
    def wait(self, minutes: int) -> None:
        self.shop.clock.forward(minutes=minutes)

    @rule(price=st.sampled_from([1_500, 2_000, 2_001]))
    def reprice(self, price: int) -> None:
        set_variant(self.engine, "a", price_minor=price)

    @invariant()
    def check_books(self) -> None:
        orders, captured = self.orders(), self.shop.gateway.charges("captured")
        assert len(orders) <= len(captured)
        by_reference = {charge.reference: charge.captured_minor for charge in captured}
        for order in orders:
            assert by_reference[order["payment"]["reference"]] == order["total_minor"]
            self.check_agreed(order["quote_id"], order["digest"], order["total_minor"])
        for variant_id in ("a", "dear"):
            sold = sum(
                line["quantity"] for order in orders for line in order["lines"] if line["variant_id"] == variant_id
            )
            assert stock_of(self.engine, variant_id) == STOCK - sold
            assert self.shop.desk.offers(CATALOG, [variant_id])[variant_id].stock_available >= 0
        assert sum(self.shop.gateway.balances().values()) == 0

    def check_agreed(self, quote_id: str, digest: str, charged: int) -> None:
        quote = self.shop.desk.quote_by_id(quote_id)
        assert charged <= quote["terms"]["total_minor"]
        decided = {each["role"]: each for each in self.shop.desk.approvals_of(quote_id)}
        assert set(decided) == {need["role"] for need in quote["required_approvals"]}
        assert all(each["status"] == "approved" and each["digest"] == digest for each in decided.values())
        assert decided["shopper"]["decided_by"] == quote["terms"]["shopper"]
        if "reviewer" in decided:
            assert decided["reviewer"]["decided_by"] != quote["terms"]["shopper"]

    def orders(self) -> list[Any]:
        return [*self.shop.desk.orders_of("ada"), *self.shop.desk.orders_of("bo")]


Schedules.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestSchedules = Schedules.TestCase
