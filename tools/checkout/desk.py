"""The checkout desk: everything that the rest of the shop may ask of quotes, approvals, payments and orders."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine

from guards.cart import OfferFacts
from guards.quote import check_quote
from guards.violations import Violation
from tools.audit import AuditLog
from tools.checkout import (
    answers,
    approvals,
    cart_prices,
    edits,
    instruments,
    orders,
    payments,
    quotes,
    refund_ledger,
    refund_quotes,
    refunds,
    sweeper,
    webhooks,
    why,
)
from tools.checkout.addresses import Address, AddressBook
from tools.checkout.answers import Answer
from tools.checkout.cart_prices import Estimate
from tools.checkout.gateways import choice
from tools.checkout.gateways.port import Gateway
from tools.checkout.instruments import Instrument
from tools.checkout.offers import read_offers
from tools.checkout.payments import PayOutcome
from tools.checkout.refund_quotes import Wanted
from tools.checkout.refunds import RefundOutcome
from tools.checkout.till import Till
from tools.checkout.types import (
    Approval,
    ApprovalStatus,
    Cart,
    Decision,
    Order,
    OrderStatus,
    Quote,
    Refund,
    RefundKind,
    RefundQuote,
    Role,
)
from tools.clock import Clock
from tools.settings import Settings


class Checkout:
    """A thin front over one module for each idea; safe to use from any number of threads and processes."""

    def __init__(
        self, engine: Engine, settings: Settings, audit: AuditLog, clock: Clock, gateway: Gateway | None = None
    ) -> None:
        """Without a gateway the one that the settings name. Raises TruecartError `bad_setting` for an unknown name."""
        self._till = Till(
            engine=engine,
            settings=settings,
            audit=audit,
            clock=clock,
            gateway=gateway or choice.gateway(settings, clock),
            addresses=AddressBook(settings.home),
        )

    def quote(
        self, *, thread_id: str, turn_id: str, shopper: str, catalog: str, cart: Cart, cap_minor: int | None = None
    ) -> tuple[Quote | None, list[Violation]]:
        """Price a cart anew, hold its stock, store the quote and ask for its approvals. See `quotes.issue`."""
        return quotes.issue(
            self._till,
            thread_id=thread_id,
            turn_id=turn_id,
            shopper=shopper,
            catalog=catalog,
            cart=cart,
            cap_minor=cap_minor,
        )

    def estimate(self, *, thread_id: str, shopper: str, catalog: str, cart: Cart) -> Estimate | None:
        """What the cart would be quoted at now, with nothing written. See `cart_prices.estimate`."""
        return cart_prices.estimate(self._till, thread_id=thread_id, shopper=shopper, catalog=catalog, cart=cart)

    def check(self, quote_id: str) -> list[Violation]:
        """A stored quote against the catalogue and the time as they are now."""
        with self._till.reading() as connection:
            terms = quotes.load(connection, quote_id)["terms"]
            wanted = [line["variant_id"] for line in terms["lines"]]
            now = self._till.clock()
            return check_quote(terms, now, read_offers(connection, terms["catalog"], wanted, now, besides=[quote_id]))

    def quote_by_id(self, quote_id: str) -> Quote:
        """Raises TruecartError `not_found`, or `digest_mismatch` for stored terms that were changed."""
        with self._till.reading() as connection:
            return quotes.load(connection, quote_id)

    @staticmethod
    def is_refund(quote_id: str) -> bool:
        """Whether an approval's `quote_id` names money that goes back."""
        return quote_id.startswith("r_")

    def asked(self, quote_id: str) -> Quote | RefundQuote:
        """What an approval's `quote_id` names: a purchase, or money that goes back. Raises as `quote_by_id` does."""
        with self._till.reading() as connection:
            if self.is_refund(quote_id):
                return refund_quotes.load(connection, quote_id)
            return quotes.load(connection, quote_id)

    def payment(self, quote_id: str) -> dict[str, Any] | None:
        """How a quote's charge stands: `{"state"[, "action"]}`; None when nothing was claimed."""
        return payments.standing(self._till, quote_id)

    def approval(self, approval_id: str) -> Approval:
        """Raises TruecartError `not_found`."""
        with self._till.reading() as connection:
            return approvals.as_of(approvals.load(connection, approval_id), self._till.clock())

    def approvals_of(self, quote_id: str) -> list[Approval]:
        """All of a quote's, the shopper's first."""
        with self._till.reading() as connection:
            found = approvals.of_quote(connection, quote_id)
        return [approvals.as_of(each, self._till.clock()) for each in found]

    def pending(self, thread_id: str) -> list[Approval]:
        """Those of a thread that can still be decided, the shopper's first."""
        with self._till.reading() as connection:
            return approvals.pending_of(connection, thread_id, self._till.clock())

    def list_approvals(self, status: ApprovalStatus, role: Role = "reviewer") -> list[Approval]:
        """A role's approvals of that status, oldest first."""
        with self._till.reading() as connection:
            return approvals.with_status(connection, status, role, self._till.clock())

    def decide(
        self,
        approval_id: str,
        *,
        digest: str,
        decision: Decision,
        actor: str,
        role: Role,
        note: str | None = None,
        turn_id: str = "",
    ) -> Approval:
        """Approve or reject, once; the digest must be the one on screen. Errors as in `approvals.decide`."""
        return approvals.decide(
            self._till,
            approval_id,
            digest=digest,
            decision=decision,
            actor=actor,
            role=role,
            note=note,
            turn_id=turn_id,
        )

    def answer(self, thread_id: str, answer: Answer, *, actor: str, role: Role, turn_id: str = "") -> Approval:
        """Record an answer that came through a conversation, in whatever form. See `answers.record`."""
        return answers.record(self._till, thread_id=thread_id, answer=answer, actor=actor, role=role, turn_id=turn_id)

    def edit(
        self,
        approval_id: str,
        *,
        digest: str,
        changes: Any,
        actor: str,
        role: Role,
        note: str | None = None,
        turn_id: str = "",
    ) -> tuple[Quote, list[Violation]]:
        """Replace a quote under review by one with other lines, about which everybody is asked anew. See `edits`."""
        return edits.edit(
            self._till,
            approval_id,
            digest=digest,
            changes=changes,
            actor=actor,
            role=role,
            note=note,
            turn_id=turn_id,
        )

    def supersede(self, thread_id: str, *, actor: str, turn_id: str) -> list[Approval]:
        """Put every unpaid quote of a thread aside and give its stock back; answers the approvals that ended."""
        with self._till.reading() as connection:
            if not approvals.unpaid_quotes(connection, thread_id):  # the usual turn: no write, no wait for a writer
                return []
        with self._till.transaction() as connection:
            unpaid = approvals.unpaid_quotes(connection, thread_id)
            return approvals.supersede(self._till, connection, unpaid, turn_id=turn_id, actor=actor)

    def pay(self, quote_id: str, *, turn_id: str, actor: str) -> PayOutcome:
        """Charge an approved quote once and place its order; again, it answers the same. See `payments.pay`."""
        return payments.pay(self._till, quote_id, turn_id=turn_id, actor=actor)

    def order(self, order_id: str) -> Order:
        """Raises TruecartError `unknown_order`."""
        with self._till.reading() as connection:
            return orders.load(connection, order_id)

    def orders_of(self, shopper: str) -> list[Order]:
        """Newest first."""
        with self._till.reading() as connection:
            return orders.of_shopper(connection, shopper)

    def order_of_quote(self, quote_id: str) -> Order | None:
        """The order that a quote became, if it did."""
        with self._till.reading() as connection:
            return orders.of_quote(connection, quote_id)

    def latest_orders(self, status: OrderStatus | None = None, limit: int = 50) -> list[Order]:
        """The shop's orders for the merchant, newest first; of one status, or all."""
        with self._till.reading() as connection:
            return orders.latest(connection, status, limit)

    def ship(self, order_id: str, actor: str) -> Order:
        """The goods of a paid order have left. Raises TruecartError `unknown_order` or `order_state`."""
        return orders.ship(self._till, order_id, actor)

    def deliver(self, order_id: str, actor: str) -> Order:
        """The goods of a shipped order have arrived. Raises TruecartError `unknown_order` or `order_state`."""
        return orders.deliver(self._till, order_id, actor)

    def refund_quote(
        self,
        *,
        order_id: str,
        shopper: str,
        thread_id: str,
        turn_id: str,
        why: RefundKind,
        lines: Sequence[Wanted] | None = None,
    ) -> tuple[RefundQuote | None, list[Violation]]:
        """Say what a cancellation or a return would give back and ask for its approvals. See `refund_quotes.issue`."""
        return refund_quotes.issue(
            self._till, order_id=order_id, shopper=shopper, thread_id=thread_id, turn_id=turn_id, why=why, lines=lines
        )

    def refund(self, refund_id: str, *, turn_id: str, actor: str) -> RefundOutcome:
        """Give back what was agreed to, once; again, it answers the same. See `refunds.refund`."""
        return refunds.refund(self._till, refund_id, turn_id=turn_id, actor=actor)

    def refunds_of(self, order_id: str) -> list[Refund]:
        """Every refund of an order, also those that were only asked for, failed or were dropped, oldest first."""
        with self._till.reading() as connection:
            return refund_ledger.of_order(connection, order_id)

    def threads_waiting(self) -> list[tuple[str, str]]:
        """(thread_id, shopper) of every thread with an approval that can still be decided."""
        with self._till.reading() as connection:
            return approvals.threads_waiting(connection, self._till.clock())

    def offers(
        self, catalog: str, variant_ids: Collection[str], *, thread_id: str | None = None
    ) -> dict[str, OfferFacts]:
        """Present price, stock and limits by variant_id; unknown ids are left out.

        Live holds are taken off the stock, except those of unpaid quotes of `thread_id`: a new quote replaces them.
        """
        with self._till.reading() as connection:
            besides = approvals.unpaid_quotes(connection, thread_id) if thread_id else []
            return read_offers(connection, catalog, variant_ids, self._till.clock(), besides=besides)

    def available(self, catalog: str, variant_ids: Collection[str]) -> dict[str, int]:
        """Units that can be bought now, by variant_id: stock less live holds, never below zero."""
        return {
            variant_id: max(offer.stock_available, 0) for variant_id, offer in self.offers(catalog, variant_ids).items()
        }

    @property
    def gateway(self) -> Gateway:
        """Where the money goes."""
        return self._till.gateway

    def sweep(self) -> dict[str, int]:
        """Expire what is past its time and settle open payments. See `sweeper.sweep`."""
        return sweeper.sweep(self._till)

    def webhook(self, payload: bytes, headers: Mapping[str, str]) -> str:
        """Hear a gateway's own word and settle what it is about. See `webhooks.receive`."""
        return webhooks.receive(self._till, payload, headers)

    def why(self, order_id: str) -> dict[str, Any]:
        """The lineage of each line of an order. Raises TruecartError `unknown_order`."""
        return why.explain(self._till, order_id)

    def address(self, shopper: str) -> Address | None:
        """Where the shopper's purchases go, in the clear; None when there is no address yet."""
        with self._till.reading() as connection:
            return self._till.addresses.address(connection, shopper)

    def ship_to(self, shopper: str) -> str | None:
        """The hash of that address, as quotes name it; None when there is none yet."""
        with self._till.reading() as connection:
            return self._till.addresses.present(connection, shopper)

    def address_at(self, shopper: str, ship_to: str) -> Address | None:
        """The shopper's address, present or bought to earlier, that has this hash."""
        with self._till.reading() as connection:
            return self._till.addresses.at(connection, shopper, ship_to)

    def set_address(self, shopper: str, address: Address) -> str:
        """Send the shopper's purchases there from now on; answers the address's hash, all that the audit log learns.

        What was quoted to another address is no longer charged. Raises TruecartError `bad_address`.
        """
        with self._till.transaction() as connection:
            before = self._till.addresses.present(connection, shopper)
            hashed = self._till.addresses.set(connection, shopper, address)
            if hashed != before:
                self._till.note(connection, "address_set", thread_id="", turn_id="", actor=shopper, ship_to=hashed)
        return hashed

    def instrument(self, shopper: str) -> Instrument | None:
        """What the shopper pays with at this shop's gateway; None when there is none and one is needed."""
        with self._till.reading() as connection:
            return instruments.of(connection, shopper, self._till.gateway.name)

    def set_instrument(self, shopper: str, token: str, label: str) -> str:
        """Charge the shopper's purchases to that from now on; answers its fingerprint, all that the audit log learns.

        What was quoted for another is no longer charged. Raises TruecartError `bad_instrument`.
        """
        gateway = self._till.gateway.name
        with self._till.transaction() as connection:
            before = instruments.fingerprint(connection, shopper, gateway)
            made = instruments.set(connection, shopper, gateway, token, label, self._till.now())
            if made != before:
                self._till.note(
                    connection,
                    "instrument_set",
                    thread_id="",
                    turn_id="",
                    actor=shopper,
                    gateway=gateway,
                    instrument=made,
                )
        return made
