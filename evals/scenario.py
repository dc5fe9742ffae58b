"""A purchase written down step by step, played on the real checkout; what is judged is the state at its end."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from evals.small_shop import CATALOG, CURRENCY, SmallShop
from guards.violations import blocking
from tools import schema
from tools.checkout.types import Cart, CartLine, Quote, Role
from tools.database import reading
from tools.errors import TruecartError
from tools.vision.types import Evidence

Step = dict[str, Any]


@dataclass
class Player:
    """Who is acting, on which thread, with what in the cart, and the quotes made so far."""

    shop: SmallShop
    shopper: str = "ada"
    thread: str = "thread-1"
    cart: Cart = field(default_factory=lambda: _cart([], {}, {}, CURRENCY))
    quotes: list[Quote] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # codes of everything that was stopped
    waiting: list[str] = field(default_factory=list)  # roles that the last payment waited for

    def play(self, steps: list[Step]) -> dict[str, Any]:
        """Every step, a refused one too; then the end state that `end_state` describes."""
        for step in steps:
            try:
                STEPS[step["do"]](self, step)
            except TruecartError as problem:
                self.refused.append(problem.code)
        return end_state(self)

    def quote_of(self, step: Step) -> Quote:
        """The quote that the step means: `of` counts from the start, or with -1 from the end. The last by default."""
        try:
            return self.quotes[step.get("of", -1)]
        except IndexError:
            raise TruecartError("not_found", "The case means a quote that was not made.") from None


def end_state(player: Player) -> dict[str, Any]:
    """What happened, counted in the books: the gateway's for money, the catalogue's for stock, the chain."""
    shop = player.shop
    captured = [charge.captured_minor - charge.refunded_minor for charge in shop.gateway.charges()]
    with reading(shop.engine) as connection:
        orders = connection.execute(select(func.count()).select_from(schema.orders)).scalar_one()
        receipts = connection.execute(select(func.coalesce(func.sum(schema.orders.c.total_minor), 0))).scalar_one()
    return {
        "charged": sorted(amount for amount in captured if amount),
        "orders": orders,
        "ordered_minor": receipts,
        "stock": shop.stock(),
        "held": shop.held(),
        "refused": sorted(set(player.refused)),
        "waiting": player.waiting,
        "chain_ok": shop.audit.verify()["ok"],
        "books_sum": sum(shop.gateway.balances().values()),
    }


def _cart(lines: list[list[Any]], shown: dict[str, int], verdicts: dict[str, str], currency: str) -> Cart:
    made = [_line(variant_id, quantity, shown.get(variant_id, 0), verdicts) for variant_id, quantity in lines]
    return {"lines": made, "currency": currency, "goods_minor": 0}


def _line(variant_id: str, quantity: Any, unit_minor: int, verdicts: dict[str, str]) -> CartLine:
    return {
        "variant_id": variant_id,
        "product_id": variant_id,
        "title": variant_id,
        "options": {},
        "quantity": quantity,
        "unit_minor": unit_minor,
        "image": None,
        "evidence": [_evidence(variant_id, verdicts[variant_id])] if variant_id in verdicts else [],
        "lineage": [{"turn_id": "turn-1", "utterance": f"add {variant_id}", "span": [0, 3], "constraints": []}],
    }


def _evidence(variant_id: str, verdict: Any) -> Evidence:
    return {
        "id": f"evidence-{variant_id}",
        "variant_id": variant_id,
        "attribute": "color",
        "claimed": "navy",
        "observed": [{"value": "navy", "p": 0.5}],
        "verdict": verdict,
        "p": 0.5,
        "witnesses": [],
    }


def _fill_cart(player: Player, step: Step) -> None:
    shown = {key: minor for key, minor in player.shop.prices().items() if minor is not None}
    player.cart = _cart(
        step["lines"], shown | step.get("shown", {}), step.get("verdicts", {}), step.get("currency", CURRENCY)
    )
    player.cart["coupons"] = step.get("coupons", [])


def _quote(player: Player, step: Step) -> None:
    made, violations = player.shop.checkout.quote(
        thread_id=player.thread,
        turn_id="turn-1",
        shopper=player.shopper,
        catalog=CATALOG,
        cart=player.cart,
        cap_minor=step.get("cap"),
    )
    player.refused += [each["code"] for each in blocking(violations)]
    if made is not None:
        player.quotes.append(made)


def _decide(player: Player, step: Step) -> None:
    """`digest` "wrong" is a made-up one; a number is that of another quote."""
    quote = player.quote_of(step)
    role: Role = step.get("role", "shopper")
    presented_as: Role = step.get("as", role)
    approvals = player.shop.checkout.approvals_of(quote["quote_id"])
    approval = next((each for each in approvals if each["role"] == role), None)
    if approval is None:
        raise TruecartError("not_found", f"No {role} was asked.")
    digest = quote["digest"]
    if "digest" in step:
        digest = "0" * 64 if step["digest"] == "wrong" else player.quotes[step["digest"]]["digest"]
    actor = step.get("actor", player.shopper if role == "shopper" else "rita")
    player.shop.checkout.decide(
        approval["id"], digest=digest, decision=step["decision"], actor=actor, role=presented_as
    )


def _pay(player: Player, step: Step) -> None:
    """`times` payments one after the other, or all at once with `together`."""
    quote, times = player.quote_of(step), step.get("times", 1)

    def once(_number: int) -> list[str]:
        try:
            outcome = player.shop.checkout.pay(quote["quote_id"], turn_id="turn-2", actor=player.shopper)
        except TruecartError as problem:
            return [problem.code]
        player.waiting = list(outcome["waiting_for"])
        return [each["code"] for each in blocking(outcome["violations"])]

    with ThreadPoolExecutor(times if step.get("together") else 1) as threads:
        for codes in threads.map(once, range(times)):
            player.refused += codes


def _tariff(player: Player, step: Step) -> None:
    """The shop's rules of price from now on; flat shipping of 5.99 unless the step says otherwise."""
    rules = {"currency": CURRENCY, "shipping": [{"price_minor": 599}], **step["rules"]}
    (player.shop.settings.home / "tariff.json").write_text(json.dumps(rules))


def _become(player: Player, step: Step) -> None:
    player.shopper, player.thread = step["shopper"], step["thread"]


def _set_price(player: Player, step: Step) -> None:
    player.shop.set_price(step["variant"], step["minor"])


def _set_stock(player: Player, step: Step) -> None:
    player.shop.set_stock(step["variant"], step["to"])


def _retire(player: Player, step: Step) -> None:
    player.shop.retire(step["variant"])


def _wait(player: Player, step: Step) -> None:
    player.shop.clock.forward(step["minutes"])


def _arm(player: Player, step: Step) -> None:
    player.shop.gateway.arm(step["operation"], step["fault"], times=step.get("times", 1))


def _sweep(player: Player, _step: Step) -> None:
    player.shop.checkout.sweep()


def _supersede(player: Player, _step: Step) -> None:
    player.shop.checkout.supersede(player.thread, actor=player.shopper, turn_id="turn-3")


STEPS: dict[str, Callable[[Player, Step], None]] = {
    "cart": _fill_cart,
    "quote": _quote,
    "decide": _decide,
    "pay": _pay,
    "tariff": _tariff,
    "become": _become,
    "price": _set_price,
    "stock": _set_stock,
    "retire": _retire,
    "wait": _wait,
    "arm": _arm,
    "sweep": _sweep,
    "supersede": _supersede,
}
