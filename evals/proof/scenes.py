"""What a process is doing when it is killed: each scene is prepared, then acted in a process that may die."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from evals.proof.shop import agree, ask
from evals.small_shop import Good, SmallShop
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
    )
}
