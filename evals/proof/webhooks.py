"""Webhooks repeated, shuffled, forged and overtaken, while shoppers pay again and the sweeper runs: one order each."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from evals.private_postgres import programs
from evals.proof import books
from evals.proof.buyers import postgres
from evals.proof.result import Proof, Surroundings
from evals.proof.shop import agree, ask, build
from evals.small_shop import Good, SmallShop
from tools.checkout.gateways.sandbox import SIGNATURE_HEADER
from tools.checkout.gateways.sandbox.outbox import Delivery
from tools.checkout.types import Quote
from tools.errors import TruecartError

GOODS = (Good("mug", 1_200, 40),)
AGREE, REFUSE, NEVER_ACT = 6, 3, 3
DELIVERIES, THREADS = 200, 8


def run(around: Surroundings) -> Proof:
    proof = Proof("webhooks")
    around.show("SQLite", 0, 2)
    storm(proof, "SQLite", f"sqlite:///{around.scratch / 'shop.db'}", around.scratch)
    around.show("PostgreSQL", 1, 2)
    if programs() is None:
        proof.left_out.append("PostgreSQL is not installed (no initdb on PATH or under /usr/lib/postgresql)")
        return proof
    with postgres() as server:
        storm(proof, "PostgreSQL", server.database(), around.scratch / "pg")
    return proof


def storm(proof: Proof, name: str, url: str, home: Path) -> None:
    """Twelve charges that wait for their payers, what the payers do, and what the gateway then says far too often."""
    home.mkdir(exist_ok=True)
    shop = build(url, home, GOODS)
    quotes = [waiting(shop, number) for number in range(AGREE + REFUSE + NEVER_ACT)]
    payers(shop)
    said = _storm_of(shop.gateway.deliveries())
    started = time.perf_counter()
    answers = _all_at_once(shop, said, quotes)
    seconds = time.perf_counter() - started
    _all_at_once(shop, _storm_of(shop.gateway.deliveries()), quotes)  # now with the captures' own webhooks
    shop.clock.forward(minutes=16)
    shop.checkout.sweep()
    measure(proof, name, shop, answers, seconds)
    shop.close()


def waiting(shop: SmallShop, number: int) -> Quote:
    """An approved mug whose charge waits for its payer."""
    quote = ask(shop, ("mug", 1), shopper=f"shopper-{number}", thread=f"thread-{number}")
    agree(shop, quote)
    shop.gateway.arm("authorize", "requires_action")
    shop.checkout.pay(quote["quote_id"], turn_id="", actor=f"shopper-{number}")
    return quote


def payers(shop: SmallShop) -> None:
    """The first agree, the next refuse, the last never come."""
    for number, charge in enumerate(shop.gateway.charges("requires_action")[: AGREE + REFUSE]):
        shop.gateway.act(charge.reference, agree=number < AGREE)


def _storm_of(words: Sequence[Delivery]) -> list[Delivery]:
    """Every word many times, and of every fourth a forgery beside it, in no order."""
    repeated = [words[number % len(words)] for number in range(DELIVERIES)]
    said = repeated + [_forged(word) for word in repeated[::4]]
    random.Random(4).shuffle(said)
    return said


def _forged(word: Delivery) -> Delivery:
    """Another charge's key under this one's signature."""
    return replace(word, payload=word.payload.replace(b'"key": "truecart-', b'"key": "truecart-f'))


def _all_at_once(shop: SmallShop, said: Sequence[Delivery], quotes: Sequence[Quote]) -> Counter[str]:
    """All of them from several threads, while every shopper presses pay again and the sweeper runs."""

    def hear(word: Delivery) -> str:
        try:
            return shop.checkout.webhook(word.payload, {SIGNATURE_HEADER: word.headers[SIGNATURE_HEADER]})
        except TruecartError as problem:
            return problem.code

    def press(quote: Quote) -> None:
        shop.checkout.pay(quote["quote_id"], turn_id="", actor=quote["terms"]["shopper"])

    done = threading.Event()
    sweeper = threading.Thread(target=_sweep_until, args=(shop.checkout.sweep, done))
    sweeper.start()
    with ThreadPoolExecutor(THREADS) as pool:
        pressed = [pool.submit(press, quote) for quote in quotes]
        answers = Counter(pool.map(hear, said))
        for each in pressed:
            each.result()
    done.set()
    sweeper.join()
    return answers


def _sweep_until(sweep: Callable[[], object], done: threading.Event) -> None:
    while not done.is_set():
        sweep()


def measure(proof: Proof, name: str, shop: SmallShop, answers: Counter[str], seconds: float) -> None:
    """What the books say when all is over."""
    states = Counter(charge.state for charge in shop.gateway.charges())
    proof.failures += [
        f"{name}: {wrong}" for wrong in books.problems(shop, {good.variant_id: good.stock for good in GOODS})
    ]
    proof.rows.append({"database": name, "heard": sum(answers.values()), "answers": dict(answers), **states})
    shoppers = [f"shopper-{number}" for number in range(AGREE + REFUSE + NEVER_ACT)]
    ordered = [len(shop.checkout.orders_of(shopper)) for shopper in shoppers]
    proof.exactly(f"{name}: orders of those who agreed", sum(ordered[:AGREE]), AGREE)
    proof.exactly(f"{name}: orders of the others", sum(ordered[AGREE:]), 0)
    proof.exactly(f"{name}: charged", states["captured"], AGREE)
    proof.exactly(f"{name}: forgeries refused", answers["unauthenticated"], DELIVERIES // 4)
    proof.exactly(f"{name}: units held afterwards", sum(books.held(shop).values()), 0)
    proof.told(f"{name}: webhooks a second", round(sum(answers.values()) / seconds, 1))
