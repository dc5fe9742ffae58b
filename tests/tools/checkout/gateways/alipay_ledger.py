"""Alipay's own books: trades, what their payers do, and what a shop may ask of them."""

from __future__ import annotations

import html
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

BUYER = "2088102122524333"
EAST = timezone(timedelta(hours=8))
TIME = "%Y-%m-%d %H:%M:%S"


@dataclass
class Trade:
    number: str
    trade_no: str
    total: int  # in fen, like every amount in here
    passback: str
    notify_url: str
    closes_at: str
    status: str = "WAIT_BUYER_PAY"
    paid_at: str = ""
    refunds: dict[str, int] = field(default_factory=dict)
    under_way: dict[str, int] = field(default_factory=dict)  # refunds that are accepted and not made

    @property
    def refunded(self) -> int:
        return sum(self.refunds.values())


class Business(Exception):
    """A refusal, told under the signature."""

    def __init__(self, sub_code: str, message: str = "", code: str = "40004") -> None:
        super().__init__(sub_code)
        self.body = {"code": code, "msg": "Business Failed", "sub_code": sub_code, "sub_msg": message or "操作失败"}


def decimal(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def fen(amount: str) -> int:
    whole, _, places = amount.partition(".")
    assert len(places) == 2, f"{amount} has not two places"
    return int(whole) * 100 + int(places)


class Ledger:
    """In memory. `told` hears of every trade that has changed."""

    def __init__(self, told: Callable[[Trade], None]) -> None:
        self.lock = threading.RLock()
        self._told = told
        self.forget()

    def forget(self) -> None:
        """As on the first day."""
        with self.lock:
            self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
            self.trades: dict[str, Trade] = {}
            self.money = {"buyer": 0, "seller": 0}
            self.refunds_take_time = False  # until they are all made by `make_refunds`

    def pay(self, number: str) -> str:
        """The payer agrees in the cashier: answers the trade's status. Paying twice moves nothing."""
        with self.lock:
            trade = self._trade(number)
            if trade.status == "WAIT_BUYER_PAY":
                trade.status, trade.paid_at = "TRADE_SUCCESS", self.now()
                self._move(trade.total)
                self._told(trade)
            return trade.status

    def finish(self, number: str) -> None:
        """The time in which a trade can be refunded is over."""
        self.trades[number].status = "TRADE_FINISHED"

    def make_refunds(self) -> None:
        """What was accepted is given back."""
        with self.lock:
            for trade in self.trades.values():
                for request, amount in trade.under_way.items():
                    self._refund(trade, request, amount)
                trade.under_way.clear()

    def cashier(self, question: dict[str, str]) -> tuple[int, str]:
        """`alipay.trade.page.pay`: the trade comes to be when the payer opens the link."""
        content = json.loads(question["biz_content"])
        with self.lock:
            number, total = content["out_trade_no"], fen(content["total_amount"])
            trade = self.trades.get(number)
            if trade is None:
                trade = Trade(
                    number=number,
                    trade_no=f"2026{secrets.randbelow(10**24):024d}",
                    total=total,
                    passback=content.get("passback_params", ""),
                    notify_url=question.get("notify_url", ""),
                    closes_at=content.get("time_expire", ""),
                )
                if self._late(trade):
                    return 400, "ACQ.CONTEXT_INCONSISTENT 订单已失效"
                self.trades[number] = trade
            self._trade(number)
            if trade.total != total:
                return 400, "ACQ.CONTEXT_INCONSISTENT"
            if trade.status != "WAIT_BUYER_PAY":
                return 400, "ACQ.TRADE_HAS_SUCCESS" if trade.paid_at else "ACQ.TRADE_HAS_CLOSE"
            return 200, f"<html><title>收银台</title>{html.escape(content['subject'])} {content['total_amount']}</html>"

    def query(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self._trade(content["out_trade_no"])
        answer = {
            "trade_no": trade.trade_no,
            "out_trade_no": trade.number,
            "buyer_logon_id": "159****5620",
            "buyer_user_id": BUYER,
            "trade_status": trade.status,
            "total_amount": decimal(trade.total),
            "receipt_amount": decimal(trade.total if trade.paid_at else 0),
            "buyer_pay_amount": decimal(trade.total if trade.paid_at else 0),
            "passback_params": trade.passback,
        }
        return {**answer, "send_pay_date": trade.paid_at} if trade.paid_at else answer

    def close(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self._trade(content["out_trade_no"])
        if trade.status != "WAIT_BUYER_PAY":
            raise Business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
        trade.status = "TRADE_CLOSED"
        return {"trade_no": trade.trade_no, "out_trade_no": trade.number}

    def refund(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self._trade(content["out_trade_no"])
        amount, request = fen(content["refund_amount"]), content["out_request_no"]
        if {**trade.under_way, **trade.refunds}.get(request, amount) != amount:
            raise Business("ACQ.DISCORDANT_REPEAT_REQUEST", "退款金额不一致")
        fresh = request not in trade.refunds and not self.refunds_take_time
        if fresh:
            self._refund(trade, request, amount)
        elif request not in trade.refunds:
            trade.under_way[request] = amount
        return {
            "trade_no": trade.trade_no,
            "out_trade_no": trade.number,
            "buyer_logon_id": "159****5620",
            "fund_change": "Y" if fresh else "N",
            "refund_fee": decimal(trade.refunded),
        }

    def _refund(self, trade: Trade, request: str, amount: int) -> None:
        if trade.status != "TRADE_SUCCESS":
            raise Business("ACQ.TRADE_HAS_CLOSE" if trade.status == "TRADE_CLOSED" else "ACQ.TRADE_STATUS_ERROR")
        if not 0 < amount <= trade.total - trade.refunded:
            raise Business("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效")
        trade.refunds[request] = amount
        self._move(-amount)
        if trade.refunded == trade.total:
            trade.status = "TRADE_CLOSED"
        self._told(trade)

    def refund_query(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self._trade(content["out_trade_no"])
        request = content["out_request_no"]
        if request in trade.under_way:
            asked = {"out_request_no": request, "refund_amount": decimal(trade.under_way[request])}
            return {"out_trade_no": trade.number, **asked, "refund_status": "REFUND_PROCESSING"}
        if request not in trade.refunds:
            return {}
        return {
            "trade_no": trade.trade_no,
            "out_trade_no": trade.number,
            "out_request_no": request,
            "total_amount": decimal(trade.total),
            "refund_amount": decimal(trade.refunds[request]),
            "refund_status": "REFUND_SUCCESS",
        }

    def now(self) -> str:
        return self.clock().astimezone(EAST).strftime(TIME)

    def _late(self, trade: Trade) -> bool:
        return bool(trade.closes_at) and trade.closes_at <= self.now()

    def _trade(self, number: str) -> Trade:
        """A trade as it is now: one that nobody has paid in time is closed."""
        trade = self.trades.get(number)
        if trade is None:
            raise Business("ACQ.TRADE_NOT_EXIST", "交易不存在")
        if trade.status == "WAIT_BUYER_PAY" and self._late(trade):
            trade.status = "TRADE_CLOSED"
        return trade

    def _move(self, amount: int) -> None:
        self.money["buyer"] -= amount
        self.money["seller"] += amount
