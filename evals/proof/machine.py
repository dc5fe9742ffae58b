"""Any schedule of quotes, decisions, payments, crashes, price changes, webhooks and sweeps keeps the books straight.

One process plays everybody: the shoppers, the reviewers, the merchant, the clock and the sweeper. Whatever may happen
between two steps of a payment is made to happen there by a hook in the gateway.
"""

from __future__ import annotations

import atexit
import functools
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from sqlalchemy import Engine, select

from evals.proof import books
from evals.proof.gateway import Died, HookedGateway, die
from evals.proof.shop import agree, cart, empty, enter
from evals.small_shop import CATALOG, Good, stock_shelves
from tools import schema
from tools.checkout.types import Quote, Role
from tools.database import open_database, reading
from tools.errors import TruecartError

GOODS = (Good("tee", 2_000, 6), Good("tv", 60_000, 6), Good("knife", 500, 6, restrictions=("regulated",)))
VARIANTS = [good.variant_id for good in GOODS]
SHOPPERS = ["ada", "bo", "cy"]
REVIEWERS = ["rita", "sam"]
POINTS = [(when, operation) for when in ("before", "after") for operation in ("authorize", "capture", "lookup", "void")]
REFUND_POINTS = [(when, operation) for when in ("before", "after") for operation in ("refund", "lookup_refund")]
FAULTS = [
    ("authorize", "lost_request"),
    ("authorize", "lost_reply"),
    ("authorize", "decline"),
    ("capture", "lost_request"),
    ("capture", "lost_reply"),
    ("capture", "decline"),
    ("void", "lost_request"),
    ("void", "lost_reply"),
    ("lookup", "lost_reply"),
    ("authorize", "requires_action"),
    ("refund", "lost_request"),
    ("refund", "lost_reply"),
    ("lookup_refund", "lost_reply"),
    ("webhook", "duplicate"),
    ("webhook", "out_of_order"),
    ("webhook", "lost"),
]
REFUSED = {"already_decided", "not_your_approval", "quote_expired", "approval_superseded"}
UNSOLD = {"out_of_stock", "unpriced"}
UNHEARD = {"payment_unknown", "gateway_unavailable", "instrument_changed"}
UNPAID = {"instrument_changed", "no_instrument"}
MEANWHILE = [
    "dies",
    "sweeps",
    "comes late",
    "thinks again",
    "pays too",
    "price rises",
    "stock is gone",
    "pays otherwise",
]
TROUBLE = st.none() | st.tuples(st.sampled_from(POINTS), st.sampled_from(MEANWHILE))
REFUND_TROUBLE = st.none() | st.tuples(
    st.sampled_from(REFUND_POINTS), st.sampled_from(["dies", "sweeps", "comes late", "thinks again"])
)
LATE = 16


@functools.cache
def ground() -> tuple[Engine, Path]:
    """One database and gateway for all schedules, emptied before each; in memory where the system offers it."""
    memory = Path("/dev/shm")
    folder = tempfile.TemporaryDirectory(prefix="truecart-schedules-", dir=memory if memory.is_dir() else None)
    engine = open_database(f"sqlite:///{folder.name}/shop.db")
    atexit.register(folder.cleanup)
    atexit.register(engine.dispose)  # before the clean-up
    return engine, Path(folder.name)


class Schedules(RuleBasedStateMachine):
    quotes = Bundle("quotes")
    played: ClassVar[Counter[str]] = Counter()  # over all schedules of this process

    def __init__(self) -> None:
        super().__init__()
        self.engine, home = ground()
        empty(self.engine)
        stock_shelves(self.engine, GOODS)
        self.hooked: HookedGateway
        self.shop = enter(self.engine, home, wrap=self._hook)
        self.desk = self.shop.checkout
        _forget(self.shop.gateway.path)
        self.stocked = {good.variant_id: good.stock for good in GOODS}
        self.tokens: dict[str, set[str]] = {shopper: set() for shopper in SHOPPERS}
        self.judged: tuple[int, ...] = ()

    def _hook(self, gateway: Any) -> HookedGateway:
        self.hooked = HookedGateway(gateway, always=self._watch)
        return self.hooked

    def teardown(self) -> None:
        self.hooked.hooks.clear()
        self.shop.gateway.disarm()
        for minutes in (0, LATE, LATE):
            self.shop.clock.forward(minutes)
            assert self.desk.sweep()["failed"] == 0
        assert not any(self.desk.sweep().values())
        assert not (wrong := books.problems(self.shop, self.stock_left())), wrong
        assert not (left := books.held(self.shop)), left
        Schedules.played["schedules"] += 1
        Schedules.played["orders"] += len(books.orders_of_all(self.shop))
        Schedules.played["refunds"] += len(self.shop.gateway.refunds())
        Schedules.played["charges"] += len(self.shop.gateway.charges())

    # --- shoppers

    @rule(
        target=quotes,
        shopper=st.sampled_from(SHOPPERS),
        variant=st.sampled_from(VARIANTS),
        quantity=st.integers(1, 4),
    )
    def issue(self, shopper: str, variant: str, quantity: int) -> Any:
        return self.quote(shopper, variant, quantity) or multiple()

    def quote(self, shopper: str, variant: str, quantity: int) -> Quote | None:
        quote, found = self.desk.quote(
            thread_id=f"t-{shopper}", turn_id="", shopper=shopper, catalog=CATALOG, cart=cart((variant, quantity))
        )
        if quote is None:
            assert {each["code"] for each in found if each["severity"] == "error"} <= UNSOLD, found
        return quote

    @rule(shopper=st.sampled_from(SHOPPERS), variant=st.sampled_from(VARIANTS), trouble=TROUBLE)
    def buy(self, shopper: str, variant: str, trouble: Any) -> None:
        """The usual road in one go, so that schedules get to payments often."""
        quote = self.quote(shopper, variant, 1)
        if quote:
            agree(self.shop, quote)
            self.pay(quote, trouble)

    @rule(quote=quotes, trouble=TROUBLE)
    def pay(self, quote: Quote, trouble: Any) -> None:
        self.in_trouble(trouble, quote, lambda: self._pay(quote))

    def _pay(self, quote: Quote) -> None:
        try:
            outcome = self.desk.pay(quote["quote_id"], turn_id="", actor=quote["terms"]["shopper"])
        except TruecartError as refused:
            if refused.code not in UNPAID:
                raise
        else:
            assert (outcome["order"] is None) == bool(outcome["violations"] or outcome["waiting_for"]), outcome

    @rule(shopper=st.sampled_from(SHOPPERS))
    def think_again(self, shopper: str) -> None:
        self.desk.supersede(f"t-{shopper}", actor=shopper, turn_id="")

    @rule(shopper=st.sampled_from(SHOPPERS), token=st.sampled_from(["visa", "amex"]))
    def pay_otherwise(self, shopper: str, token: str) -> None:
        self.tokens[shopper].add(f"tok_{token}_{shopper}")
        self.desk.set_instrument(shopper, f"tok_{token}_{shopper}", token)

    # --- shoppers and reviewers

    @rule(
        quote=quotes,
        role=st.sampled_from(["shopper", "reviewer"]),
        decision=st.sampled_from(["approve", "approve", "approve", "reject"]),
        actor=st.sampled_from(SHOPPERS + REVIEWERS),
    )
    def decide(self, quote: Quote, role: Role, decision: Any, actor: str) -> None:
        for approval in self.desk.approvals_of(quote["quote_id"]):
            if approval["role"] == role:
                try:
                    self.desk.decide(approval["id"], digest=quote["digest"], decision=decision, actor=actor, role=role)
                except TruecartError as refused:
                    if refused.code not in REFUSED:
                        raise

    @rule(target=quotes, quote=quotes, reviewer=st.sampled_from([*REVIEWERS, "ada"]), quantity=st.integers(1, 3))
    def edit(self, quote: Quote, reviewer: str, quantity: int) -> Any:
        """A reviewer wants another quantity: a new quote, that nobody has agreed to yet."""
        asked = [each for each in self.desk.approvals_of(quote["quote_id"]) if each["role"] == "reviewer"]
        if not asked:
            return multiple()
        changes = {"lines": [{"variant_id": quote["terms"]["lines"][0]["variant_id"], "quantity": quantity}]}
        try:
            made, _ = self.desk.edit(
                asked[0]["id"], digest=quote["digest"], changes=changes, actor=reviewer, role="reviewer"
            )
        except TruecartError as refused:
            if refused.code not in REFUSED | UNSOLD | {"bad_request"}:
                raise
            return multiple()
        assert {each["status"] for each in self.desk.approvals_of(made["quote_id"])} == {"pending"}
        return made

    # --- after the sale

    @rule(number=st.integers(0, 9), arrives=st.booleans())
    def send(self, number: int, arrives: bool) -> None:
        """The merchant sends the goods of an order, or they arrive."""
        if orders := books.orders_of_all(self.shop):
            order = orders[number % len(orders)]
            try:
                (self.desk.deliver if arrives else self.desk.ship)(order["order_id"], "mara")
            except TruecartError as refused:
                if refused.code != "order_state":
                    raise

    @rule(
        number=st.integers(0, 9),
        asks=st.sampled_from(["its buyer", "somebody else"]),
        why=st.sampled_from(["cancel", "return"]),
        quantity=st.integers(1, 2) | st.none(),
        agrees=st.sampled_from(["all", "all", "all", "nobody"]),
        trouble=REFUND_TROUBLE,
    )
    def give_back(self, number: int, asks: str, why: Any, quantity: int | None, agrees: str, trouble: Any) -> None:
        orders = books.orders_of_all(self.shop)
        if not orders:
            return
        order = orders[number % len(orders)]
        shopper = (
            order["shopper"] if asks == "its buyer" else next(each for each in SHOPPERS if each != order["shopper"])
        )
        line = order["lines"][0]
        lines: Any = (
            [{"variant_id": line["variant_id"], "quantity": quantity}] if quantity and why == "return" else None
        )
        quote, _ = self.desk.refund_quote(
            order_id=order["order_id"], shopper=shopper, thread_id=f"t-{shopper}", turn_id="", why=why, lines=lines
        )
        if quote is None:
            return
        assert shopper == order["shopper"], "another's order is given back"
        if agrees == "all":
            agree(self.shop, quote)
        self.in_trouble(trouble, None, lambda: self._refund(quote["quote_id"], agrees == "all"))

    def _refund(self, refund_id: str, agreed: bool) -> None:
        outcome = self.desk.refund(refund_id, turn_id="", actor="ada")
        assert agreed or outcome["refund"]["state"] in ("asked", "dropped"), outcome

    @rule(agree=st.booleans())
    def payer_acts(self, agree: bool) -> None:
        """Who is asked at the gateway agrees or refuses, without a word to the shop."""
        for charge in self.shop.gateway.charges("requires_action"):
            self.shop.gateway.act(charge.reference, agree=agree)

    @rule(backwards=st.booleans(), twice=st.booleans(), trouble=TROUBLE)
    def hear(self, backwards: bool, twice: bool, trouble: Any) -> None:
        """The gateway tells of what it did, in order or not, again or not."""
        deliveries = self.shop.gateway.deliveries()[:4]
        for delivery in (deliveries[::-1] if backwards else deliveries) * (1 + twice):
            self.in_trouble(trouble, None, lambda told=delivery: self._hear(told))  # type: ignore[misc]

    def _hear(self, delivery: Any) -> None:
        try:
            self.desk.webhook(delivery.payload, delivery.headers)
        except TruecartError as refused:
            if refused.code not in UNHEARD:
                raise
            self.shop.gateway.delivered(delivery, acknowledged=False)
        else:
            self.shop.gateway.delivered(delivery, acknowledged=True)

    # --- the world

    @rule(fault=st.sampled_from(FAULTS))
    def arm(self, fault: tuple[Any, Any]) -> None:
        self.shop.gateway.disarm()
        self.shop.gateway.arm(*fault)

    @rule(trouble=TROUBLE)
    def sweep(self, trouble: Any) -> None:
        def act() -> None:
            assert self.desk.sweep()["failed"] == 0

        self.in_trouble(trouble, None, act)

    @rule(minutes=st.sampled_from([1, 5, 14, 15, 90]))
    def wait(self, minutes: int) -> None:
        self.shop.clock.forward(minutes)

    @rule(price=st.sampled_from([1_500, 2_000, 2_001]))
    def reprice(self, price: int) -> None:
        self.shop.set_price("tee", price)

    @rule(variant=st.sampled_from(VARIANTS), stock=st.integers(0, 8))
    def restock(self, variant: str, stock: int) -> None:
        """A merchant's import: it knows nothing of holds."""
        self.stocked[variant] += stock - self.shop.stock()[variant]
        self.shop.set_stock(variant, stock)

    def in_trouble(self, trouble: Any, quote: Quote | None, act: Callable[[], None]) -> None:
        """Act, and let something else happen at a point of it."""
        if trouble:
            point, what = trouble
            self.hooked.hooks[point] = functools.partial(self.meanwhile, what, quote)
        try:
            act()
        except Died:
            return
        finally:
            self.hooked.hooks.clear()

    def meanwhile(self, what: str, quote: Quote | None) -> None:
        shopper = quote["terms"]["shopper"] if quote else "ada"
        if what == "dies":
            die()
        elif what == "sweeps":
            self.desk.sweep()
        elif what == "comes late":
            self.shop.clock.forward(LATE)
            self.desk.sweep()
        elif what == "thinks again":
            self.think_again(shopper)
        elif what == "pays too" and quote:
            self._pay(quote)
        elif what == "price rises":
            self.reprice(2_001)
        elif what == "stock is gone":
            self.restock("tee", 0)
        elif what == "pays otherwise":
            self.pay_otherwise(shopper, "amex")

    # --- what must always hold

    def _watch(self, when: str, operation: str) -> None:
        """At the moment a request leaves: it is approved, by the right people, at no more than they agreed to."""
        if (when, operation) != ("before", "authorize"):
            return
        request = self.hooked.requests[-1]
        with reading(self.engine) as connection:
            claims = schema.payments.c.idempotency_key == request.key
            payment = connection.execute(select(schema.payments).where(claims)).one()
        quote = self.desk.quote_by_id(payment.quote_id)
        terms = quote["terms"]
        assert (request.payer, request.payee, request.currency) == (terms["shopper"], terms["payee"], terms["currency"])
        assert request.amount_minor == payment.amount_minor <= terms["total_minor"]
        assert not request.instrument or request.instrument in self.tokens[request.payer]
        approvals = self.desk.approvals_of(payment.quote_id)
        assert {each["role"] for each in approvals} == {need["role"] for need in quote["required_approvals"]}
        for each in approvals:
            assert (each["status"], each["digest"]) == ("approved", quote["digest"])
            assert (each["decided_by"] == request.payer) == (each["role"] == "shopper")

    @invariant()
    def books_are_straight(self) -> None:
        charges = self.shop.gateway.charges()
        state = tuple(charge.captured_minor - charge.refunded_minor for charge in charges)
        stock = tuple(sorted(self.shop.stock().items()))
        seen = (*state, *(units for _, units in stock))
        if seen == self.judged:
            return
        self.judged = seen
        assert not (wrong := books.problems(self.shop, self.stock_left(), settled=False)), wrong

    def stock_left(self) -> dict[str, int]:
        """What was put on the shelves, and what was sold although an import had taken it away.

        Such units do not come back with a cancelled order: they were never there.
        """
        cancelled = {order["order_id"] for order in books.orders_of_all(self.shop) if order["status"] == "cancelled"}
        short: Counter[str] = Counter()
        for event in books.placed(self.shop):
            if event["order_id"] not in cancelled:
                short.update(event.get("stock_short", {}))
        return {variant: units + short[variant] for variant, units in self.stocked.items()}


def _forget(path: Path) -> None:
    """Take every charge out of the gateway's own ledger; its webhook secret stays."""
    with closing(sqlite3.connect(path, isolation_level=None)) as ledger:
        names = [row[0] for row in ledger.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        for name in names:
            if name != "secret" and not name.startswith("sqlite_"):
                ledger.execute(f"DELETE FROM {name}")
