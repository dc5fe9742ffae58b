"""What a process is doing when it is killed: each scene is prepared, then acted in a process that may die."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from evals.proof.shop import agree, ask
from evals.small_shop import Good, SmallShop
from tools.checkout.types import Order, RefundKind
from tools.database import reading
from tools.schema import quotes

GOODS = (Good("tee", 2500, 10, 2500), Good("tv", 60_000, 10, 60_000))
WANTED = (("tee", 2), ("tv", 1))  # dear enough for a reviewer to be asked too
LATE = 16  # minutes after which every quote has expired
Act = Callable[[SmallShop], None]


@dataclass(frozen=True)
class Scene:
    """`minutes` after the opening in which it is acted; `orders` when nobody goes on and a payment was claimed."""

    name: str
    act: Act
    prepare: Act = lambda _shop: None
    minutes: float = 0
    orders: int = 1
    refund: RefundKind | None = None  # a sale that is undone: all its money goes back once, if the shopper goes on


def buy(shop: SmallShop) -> None:
    quote = ask(shop, *WANTED)
    agree(shop, quote)
    shop.checkout.pay(quote["quote_id"], turn_id="turn-2", actor="ada")


def _lose(operation: str, fault: str) -> Act:
    """A payment whose outcome nobody knows."""

    def prepare(shop: SmallShop) -> None:
        shop.gateway.arm(operation, fault)  # type: ignore[arg-type]
        buy(shop)

    return prepare


def _asked(shop: SmallShop) -> None:
    ask(shop, *WANTED)


def _approved(shop: SmallShop) -> None:
    agree(shop, ask(shop, *WANTED))


def _latest(shop: SmallShop) -> str:
    with reading(shop.engine) as connection:
        newest = select(quotes.c.quote_id).order_by(quotes.c.issued_at.desc(), quotes.c.quote_id)
        return str(connection.execute(newest).scalars().first())


def _pay(shop: SmallShop) -> None:
    shop.checkout.pay(_latest(shop), turn_id="turn-2", actor="ada")


def _think_again(shop: SmallShop) -> None:
    shop.checkout.supersede("thread-ada", actor="ada", turn_id="turn-2")


def _refuse(shop: SmallShop) -> None:
    approval = shop.checkout.approvals_of(_latest(shop))[0]
    shop.checkout.decide(approval["id"], digest=approval["digest"], decision="reject", actor="ada", role="shopper")


def _dearer(shop: SmallShop) -> None:
    _approved(shop)
    shop.set_price("tee", 2501)


def _to_be_declined(shop: SmallShop) -> None:
    _approved(shop)
    shop.gateway.arm("authorize", "decline")


def _sweep(shop: SmallShop) -> None:
    shop.checkout.sweep()


def _bought(shop: SmallShop) -> Order:
    buy(shop)
    return shop.checkout.orders_of("ada")[0]


def _delivered(shop: SmallShop) -> None:
    order = _bought(shop)
    shop.checkout.ship(order["order_id"], "mara")
    shop.checkout.deliver(order["order_id"], "mara")


def _give_back(why: RefundKind) -> Act:
    """Ask for the money of the order, agree to it, and have it given back."""

    def act(shop: SmallShop) -> None:
        give_back(shop, why)

    return act


def give_back(shop: SmallShop, why: RefundKind) -> None:
    """What of the order has not come back yet; nothing more when there is nothing left to give."""
    order = shop.checkout.orders_of("ada")[0]
    quote, _ = shop.checkout.refund_quote(
        order_id=order["order_id"], shopper="ada", thread_id="thread-ada", turn_id="turn-8", why=why
    )
    if quote:
        agree(shop, quote)
        shop.checkout.refund(quote["quote_id"], turn_id="turn-9", actor="ada")


def _lose_refund(fault: str) -> Act:
    def prepare(shop: SmallShop) -> None:
        _bought(shop)
        shop.gateway.arm("refund", fault)  # type: ignore[arg-type]
        give_back(shop, "cancel")

    return prepare


def _payer_agreed(shop: SmallShop) -> None:
    """The payer was asked, has agreed at the gateway, and the gateway wants to tell."""
    shop.gateway.arm("authorize", "requires_action")
    buy(shop)
    for charge in shop.gateway.charges("requires_action"):
        shop.gateway.act(charge.reference, agree=True)


def _hear(shop: SmallShop) -> None:
    for delivery in shop.gateway.deliveries():
        shop.checkout.webhook(delivery.payload, delivery.headers)


SCENES = {
    scene.name: scene
    for scene in (
        Scene("purchase", buy),
        Scene("declined", _pay, _to_be_declined, orders=0),
        Scene("second thoughts", _think_again, _approved, orders=0),
        Scene("refused by the shopper", _refuse, _asked, orders=0),
        Scene("a price rose", _pay, _dearer, orders=0),
        Scene("sweep: nothing reached the gateway", _sweep, _lose("authorize", "lost_request")),
        Scene("sweep: reserved, no answer", _sweep, _lose("authorize", "lost_reply")),
        Scene("sweep: taken, no answer", _sweep, _lose("capture", "lost_reply")),
        Scene("sweep: too late, nothing reached it", _sweep, _lose("authorize", "lost_request"), LATE, 0),
        Scene("sweep: too late, reserved", _sweep, _lose("authorize", "lost_reply"), LATE, 0),
        Scene("sweep: quote ran out", _sweep, _approved, LATE, 0),
        Scene("webhook: the payer has agreed", _hear, _payer_agreed),
        Scene("cancelled order", _give_back("cancel"), buy, refund="cancel"),
        Scene("returned order", _give_back("return"), _delivered, refund="return"),
        Scene("sweep: refund never reached it", _sweep, _lose_refund("lost_request"), refund="cancel"),
        Scene("sweep: refunded, no answer", _sweep, _lose_refund("lost_reply"), refund="cancel"),
    )
}
