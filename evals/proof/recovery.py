"""A fresh process opens a shop that died, sweeps, and lets the shopper go on or leave: `HOME SCENE go|leave`.

Prints one line of JSON: when the sweep began and ended on the monotonic clock, what was found and what is wrong.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from evals.proof import books
from evals.proof.scenes import GOODS, LATE, SCENES, Scene, buy, give_back
from evals.proof.shop import agree, enter
from evals.small_shop import SmallShop
from tools import schema
from tools.database import open_database, reading


def recover(url: str, home: Path, scene: Scene, goes_on: bool) -> dict[str, Any]:
    shop = enter(open_database(url), home, minutes=scene.minutes)
    with reading(shop.engine) as connection:
        claimed = connection.execute(select(schema.payments.c.payment_id)).first() is not None
    began = time.monotonic()
    shop.checkout.sweep()
    ended = time.monotonic()
    stocked = {good.variant_id: good.stock for good in GOODS}
    wrong = [f"after the sweep: {each}" for each in books.problems(shop, stocked)]
    shop.gateway.disarm()
    if goes_on and scene.refund:
        give_back(shop, scene.refund)
    elif goes_on:
        _go_on(shop)
    shop.clock.forward(LATE)
    shop.checkout.sweep()
    wrong += books.problems(shop, stocked)
    if holds := books.held(shop):
        wrong.append(f"stock is still held: {holds}")
    orders = books.orders_of_all(shop)
    wanted = 1 if goes_on else scene.orders * claimed
    if len(orders) != wanted:
        wrong.append(f"{len(orders)} orders, and there should be {wanted}")
    wrong += _refunded(shop, goes_on) if scene.refund else []
    shop.close()
    return {"began": began, "ended": ended, "claimed": claimed, "orders": len(orders), "wrong": wrong}


def _refunded(shop: SmallShop, goes_on: bool) -> list[str]:
    """All the money of the order is back once, or none where nobody went on and nothing was claimed."""
    order = books.orders_of_all(shop)[0]
    whole = order["refunded_minor"] == order["total_minor"] and len(shop.gateway.refunds()) == 1
    none = not order["refunded_minor"] and not shop.gateway.refunds() and not order["refunds"]
    return [] if whole or (none and not goes_on) else [f"{order['refunded_minor']} of {order['total_minor']} came back"]


def _go_on(shop: SmallShop) -> None:
    """The shopper opens the shop again: the purchase that was under way is finished, or made anew, once."""
    if shop.checkout.orders_of("ada"):
        quote = shop.checkout.quote_by_id(shop.checkout.orders_of("ada")[0]["quote_id"])
        shop.checkout.pay(quote["quote_id"], turn_id="turn-3", actor="ada")  # the page is loaded again
        return
    with reading(shop.engine) as connection:
        latest = connection.execute(select(schema.quotes.c.quote_id).order_by(schema.quotes.c.issued_at.desc())).first()
    if latest is not None:
        statuses = {each["status"] for each in shop.checkout.approvals_of(latest.quote_id)}
        if statuses <= {"pending", "approved"}:
            agree(shop, shop.checkout.quote_by_id(latest.quote_id))
            if shop.checkout.pay(latest.quote_id, turn_id="turn-3", actor="ada")["order"]:
                return
    buy(shop)


if __name__ == "__main__":
    database, folder, name, then = sys.argv[1:]
    print(json.dumps(recover(database, Path(folder), SCENES[name], then == "go")))
