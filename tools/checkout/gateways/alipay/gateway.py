"""Alipay: the payer is sent to its web cashier (`alipay.trade.page.pay`) and pays there at once.

The web cashier is the way for a storefront: it is a signed link that the payer's browser opens, with a QR code for
the wallet and a login in one page, where `alipay.trade.precreate` leaves the shop to draw a QR code that only a phone
can use. Making the link asks Alipay for nothing. So there is no trade, and `lookup` knows nothing, until the payer
opens it: a key that is not known is authorised again, which is harmless, because every link of a key names the same
out_trade_no, and Alipay lets that be opened with one amount and be paid once. A link dies at the charge's expiry
(`time_expire`), opened or not.

Nothing is reserved: the payer's agreement takes the money, and `capture` only says what is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tools.checkout.gateways.alipay.terms import (
    CURRENCY,
    Carried,
    hash_of,
    key_of,
    minor_units,
    refund_number,
    trade_number,
    yuan,
)
from tools.checkout.gateways.alipay.wire import Account, Refused, Wire
from tools.checkout.gateways.port import (
    ChargeRequest,
    ChargeResult,
    ChargeState,
    KeyReused,
    OutcomeUnknown,
    RefundResult,
    WebhookEvent,
)
from tools.clock import Clock, utc_now
from tools.errors import TruecartError

PAID = ("TRADE_SUCCESS", "TRADE_FINISHED")
TOO_MUCH = (  # a refund that this trade does not bear
    "ACQ.REASON_TRADE_REFUND_FEE_ERR",
    "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
    "ACQ.REFUND_FEE_ERROR",
    "ACQ.TRADE_HAS_CLOSE",
    "ACQ.TRADE_HAS_FINISHED",
    "ACQ.TRADE_NOT_ALLOW_REFUND",
    "ACQ.TRADE_STATUS_ERROR",
)


class AlipayGateway:
    """One seller's account. It keeps nothing; safe to use from any number of threads and processes."""

    name = "alipay"
    currencies: frozenset[str] | None = frozenset({CURRENCY})
    acknowledgement = "success"  # a notification is repeated for a day until the body is exactly this

    def __init__(self, account: Account, *, clock: Clock = utc_now, seconds: float = 5.0, ca_bundle: str = "") -> None:
        """`seconds` is the longest wait for one answer. Raises TruecartError `bad_setting` for keys that are none."""
        self._account = account
        self._clock = clock
        self._wire = Wire(account, clock, seconds, ca_bundle)

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        """The link that the payer has to follow (`requires_action`), or the trade as it stands once it was opened.

        Raises TruecartError `other_currency` for anything but CNY, `bad_request` for an amount that Alipay does not
        take, or `KeyReused`.
        """
        if request.currency != CURRENCY:
            raise TruecartError("other_currency", f"Alipay takes {CURRENCY}, not {request.currency}.")
        amount, number = yuan(request.amount_minor), trade_number(request.key)
        trade = self._trade(number)
        if trade is None:
            asked = replace(request, return_url=request.return_url or self._account.return_url)
            return self._waiting(request.key, request.amount_minor, amount, Carried.of(asked, self._clock()))
        found, carried = self._result(request.key, trade), Carried.read(trade.get("passback_params"))
        payer = carried.payer if carried else ""
        if (found.amount_minor, found.payee, payer) != (request.amount_minor, request.payee, hash_of(request.payer)):
            raise KeyReused(request.key)
        return found

    def capture(self, key: str, amount_minor: int) -> ChargeResult:
        """The charge as it stands: Alipay has taken the whole, or nothing. Raises `not_found`, or `KeyReused`."""
        found = self._found(key)
        if found.amount_minor != amount_minor:
            raise KeyReused(key)
        return found

    def void(self, key: str) -> ChargeResult:
        """Close a trade that waits for its payer; a paid one stays captured.

        Raises TruecartError `not_found` also for a link that nobody has opened: it ends by itself at its expiry.
        """
        found = self._found(key)
        if found.state != "requires_action":
            return found
        try:
            self._wire.ask("alipay.trade.close", trade_number(key))
        except Refused:  # paid, or closed, in this moment
            found = self._found(key)
            if found.state == "requires_action":
                raise
            return found
        return replace(found, state="voided", action=None)

    def refund(self, key: str, amount_minor: int, refund_key: str) -> RefundResult:
        """Give back up to what was paid. Raises TruecartError `not_found`, `bad_request`, or `KeyReused`."""
        method, number, request = "alipay.trade.refund", trade_number(key), refund_number(refund_key)
        try:
            answer = self._wire.ask(method, number, refund_amount=yuan(amount_minor), out_request_no=request)
        except Refused as problem:
            if problem.reason == "ACQ.TRADE_NOT_EXIST":
                raise _not_found() from problem
            known = self.lookup_refund(key, refund_key)
            if known is None and problem.reason in TOO_MUCH:
                raise TruecartError("bad_request", "A refund is at most what was paid and not yet refunded.") from None
            if known is None and problem.reason != "ACQ.DISCORDANT_REPEAT_REQUEST":
                raise
        else:  # refund_fee is the sum of all refunds of the trade; fund_change N is a repetition, or not yet done
            made = RefundResult(refund_key, key, request, amount_minor, CURRENCY)
            known = made if answer.get("fund_change") == "Y" else self.lookup_refund(key, refund_key)
            if known is None:
                raise OutcomeUnknown("Alipay has not made the refund yet.")
        if known is None or known.amount_minor != amount_minor:
            raise KeyReused(refund_key)
        return known

    def lookup(self, key: str) -> ChargeResult | None:
        """What became of the key; None when no payer has opened its link yet, which says nothing about links.

        `refunded_minor` tells a refund of the whole only: Alipay answers for a part by its refund key alone.
        """
        trade = self._trade(trade_number(key))
        return self._result(key, trade) if trade else None

    def lookup_refund(self, key: str, refund_key: str) -> RefundResult | None:
        """What became of a refund; None when Alipay has not made it. It may take 10 seconds to know of it."""
        method, request = "alipay.trade.fastpay.refund.query", refund_number(refund_key)
        try:
            found = self._wire.ask(method, trade_number(key), out_request_no=request)
        except Refused as problem:
            if problem.reason in ("ACQ.TRADE_NOT_EXIST", "TRADE_NOT_EXIST"):
                return None
            raise
        status = found.get("refund_status", "")
        if status in ("", "REFUND_FAIL"):
            return None
        if status != "REFUND_SUCCESS" or found.get("out_request_no") != request:
            raise OutcomeUnknown(f"Alipay says {status[:32]} of the refund.")
        return RefundResult(refund_key, key, request, _amount(found, "refund_amount"), CURRENCY)

    def verify_webhook(self, payload: bytes, headers: Mapping[str, str]) -> WebhookEvent:  # noqa: ARG002 signed within
        """The event in a form-encoded notification; nothing of the buyer is kept.

        The body is `{"trade_status", "reference", "amount_minor", "refunded_minor", "currency"}`. Raises
        TruecartError `unauthenticated` for a wrong signature or a notification meant for another app or seller, or
        `bad_request`.
        """
        fields = self._wire.open(payload)
        if (fields.get("app_id"), fields.get("seller_id")) != (self._account.app_id, self._account.seller_id):
            raise TruecartError("unauthenticated", "The notification is meant for another seller.")
        try:
            number, event_id = fields["out_trade_no"], fields["notify_id"]
            body = {
                "trade_status": fields["trade_status"],
                "reference": number,
                "amount_minor": minor_units(fields["total_amount"]),
                "refunded_minor": minor_units(fields.get("refund_fee", "0")),
                "currency": CURRENCY,
            }
        except (KeyError, TruecartError) as problem:
            raise TruecartError("bad_request", "The notification is not understood.") from problem
        if not 0 < len(event_id) <= 128:
            raise TruecartError("bad_request", "The notification has no usable id.")
        kind = "refund" if body["refunded_minor"] else fields["trade_status"]
        return WebhookEvent(event_id=event_id, kind=kind, key=key_of(number), body=body)

    def _trade(self, number: str) -> dict[str, Any] | None:
        try:
            return self._wire.ask("alipay.trade.query", number)
        except Refused as problem:
            if problem.reason == "ACQ.TRADE_NOT_EXIST":
                return None
            raise

    def _found(self, key: str) -> ChargeResult:
        found = self.lookup(key)
        if found is None:
            raise _not_found()
        return found

    def _waiting(self, key: str, minor: int, amount: str, carried: Carried | None) -> ChargeResult:
        link = self._wire.link(trade_number(key), amount, carried) if carried else ""
        return ChargeResult(
            key=key,
            state="requires_action",
            reference=trade_number(key),
            payee=carried.payee if carried else "",
            amount_minor=minor,
            captured_minor=0,
            refunded_minor=0,
            currency=CURRENCY,
            action={"kind": "redirect", "url": link} if link else None,
        )

    def _result(self, key: str, trade: Mapping[str, Any]) -> ChargeResult:
        """A trade as a charge. One whose payee cannot be read is nobody's: the ledger will not settle it."""
        minor, carried = _amount(trade, "total_amount"), Carried.read(trade.get("passback_params"))
        waiting = self._waiting(key, minor, yuan(minor), carried)
        state = _state(trade)
        if state == "requires_action":
            return waiting
        whole = minor if state == "captured" else 0
        back = whole if trade["trade_status"] == "TRADE_CLOSED" else 0
        currency = trade.get("trans_currency") or CURRENCY
        return replace(
            waiting, state=state, action=None, captured_minor=whole, refunded_minor=back, currency=str(currency)
        )


def _state(trade: Mapping[str, Any]) -> ChargeState:
    status = trade.get("trade_status")
    if status in PAID:
        return "captured"
    if status == "WAIT_BUYER_PAY":
        return "requires_action"
    if status != "TRADE_CLOSED":
        raise OutcomeUnknown("Alipay names a state that is not known.")
    paid = trade.get("send_pay_date") and _amount(trade, "receipt_amount", "0") > 0
    return "captured" if paid else "voided"  # closed after a refund of the whole, or never paid


def _amount(answer: Mapping[str, Any], name: str, default: str = "") -> int:
    try:
        return minor_units(answer.get(name, default))
    except TruecartError as problem:
        raise OutcomeUnknown(f"Alipay's {name} is no amount.") from problem


def _not_found() -> TruecartError:
    return TruecartError("not_found", "Alipay has never seen this key.")
