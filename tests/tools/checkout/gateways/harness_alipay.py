"""Alipay: the gateway over the SDK, against a server that speaks Alipay's signed protocol."""

from __future__ import annotations

import functools
from contextlib import ExitStack
from pathlib import Path

from tests.tools.checkout.gateways.alipay_fake import APP_ID, SELLER, AlipayFake
from tests.tools.checkout.gateways.alipay_signing import private_pem, public_pem
from tests.tools.checkout.gateways.harness import Entry, Fault, Operation
from tools.checkout.gateways.alipay import Account, AlipayGateway
from tools.checkout.gateways.alipay.terms import key_of, trade_number
from tools.checkout.gateways.port import ChargeRequest, ChargeResult

METHODS = {
    "authorize": "query",
    "capture": "query",
    "lookup": "query",
    "void": "close",
    "refund": "refund",
    "lookup_refund": "fastpay.refund.query",
}


def account(fake: AlipayFake, **changes: str) -> Account:
    known = {
        "app_id": APP_ID,
        "seller_id": SELLER,
        "key": private_pem("app"),
        "public_key": public_pem("alipay"),
        "url": fake.url,
    }
    return Account(**{**known, **changes})


class FollowedGateway(AlipayGateway):
    """With a payer whose browser follows the redirect at once: before that, Alipay knows of no trade."""

    def __init__(self, fake: AlipayFake) -> None:
        super().__init__(account(fake))
        self._fake = fake

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        result = super().authorize(request)
        if result.action:
            self._fake.browse(result.action["url"])
        return result


class AlipayHarness:
    reserves = False
    instrument = ""
    currency = "CNY"

    def __init__(self, fake: AlipayFake) -> None:
        self.fake = fake
        self.gateway = followed(fake)

    def supports(self, fault: Fault) -> bool:
        return fault != "decline"  # a payer who has no money left is told so by the cashier, the shop is not

    def arm(self, operation: Operation, fault: Fault) -> None:
        if fault == "requires_action":
            return  # the payer is asked in any case
        assert fault != "decline"
        self.fake.arm(METHODS[operation], fault)

    def payer_acts(self, key: str, agree: bool = True) -> None:
        if agree:
            self.fake.pay(trade_number(key))

    def books(self) -> list[Entry]:
        live = [each for each in self.fake.trades.values() if each.paid_at or each.status == "WAIT_BUYER_PAY"]
        return [Entry(key_of(each.number), each.total if each.paid_at else 0, each.refunded) for each in live]

    def webhook(self, key: str) -> tuple[bytes, dict[str, str]]:
        return self.fake.notification(trade_number(key)), {}

    def close(self) -> None:
        """The server is shared; the next test begins with an empty one."""


@functools.cache
def followed(fake: AlipayFake) -> FollowedGateway:
    """It keeps nothing, so all tests may share it."""
    return FollowedGateway(fake)


@functools.cache
def shared_fake(session: ExitStack) -> AlipayFake:
    return session.enter_context(AlipayFake())


def open_harness(folder: Path, session: ExitStack) -> AlipayHarness:  # noqa: ARG001 it needs no file
    fake = shared_fake(session)
    fake.reset()
    return AlipayHarness(fake)
