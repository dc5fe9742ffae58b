"""200 shoppers want one of 10 units at the same moment: 10 buy one, 190 are told, nothing stays held."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evals.private_postgres import PrivateServer, programs
from evals.proof import books
from evals.proof.crowd import Act, in_processes
from evals.proof.result import Proof, Surroundings
from evals.proof.shop import agree, build, cart, enter
from evals.small_shop import CATALOG, Good
from tools.database import open_database

BUYERS, UNITS, PROCESSES = 200, 10, 4
GOODS = (Good("last-ones", 2_500, UNITS), Good("tee", 2_500, 10))


def run(around: Surroundings) -> Proof:
    proof = Proof("buyers")
    buyers = around.size("buyers", BUYERS)
    around.show("SQLite", 0, 2)
    rush(proof, "SQLite", f"sqlite:///{around.scratch / 'shop.db'}", around.scratch, buyers)
    around.show("PostgreSQL", 1, 2)
    if programs() is None:
        proof.left_out.append("PostgreSQL is not installed (no initdb on PATH or under /usr/lib/postgresql)")
        return proof
    with postgres() as server:
        rush(proof, "PostgreSQL", server.database(), around.scratch / "pg", buyers)
    return proof


def rush(proof: Proof, name: str, url: str, home: Path, buyers: int) -> None:
    """All of them at once in four processes; then the figures of what the books say."""
    home.mkdir(exist_ok=True)
    shop = build(url, home, GOODS)
    shop.engine.dispose()  # no connection may be shared with the children
    started = time.perf_counter()
    told = in_processes(home, PROCESSES, buyers // PROCESSES, lambda: _buyer(url, home))
    seconds = time.perf_counter() - started
    answers, left = Counter(told), books.held(shop)
    sold = answers.pop("sold", 0)
    proof.failures += [
        f"{name}: {wrong}" for wrong in books.problems(shop, {good.variant_id: good.stock for good in GOODS})
    ]
    proof.rows.append({"database": name, "buyers": len(told), "sold": sold, "told": dict(answers), "still held": left})
    proof.exactly(f"{name}: sold", sold, UNITS)
    proof.exactly(f"{name}: charged", len(shop.gateway.charges("captured")), UNITS)
    proof.exactly(f"{name}: told that it is sold out", answers["out_of_stock"], len(told) - UNITS)
    proof.exactly(f"{name}: units held afterwards", sum(left.values()), 0)
    proof.told(f"{name}: seconds for all", round(seconds, 2))
    shop.close()


def _buyer(url: str, home: Path) -> Act:
    shop = enter(open_database(url), home)

    def buy(number: int) -> str:
        shopper = f"shopper-{number}"
        quote, found = shop.checkout.quote(
            thread_id=f"thread-{number}", turn_id="", shopper=shopper, catalog=CATALOG, cart=cart(("last-ones", 1))
        )
        if quote is None:
            return "+".join(each["code"] for each in found if each["severity"] == "error")
        agree(shop, quote)
        outcome = shop.checkout.pay(quote["quote_id"], turn_id="", actor=shopper)
        return "sold" if outcome["order"] else "+".join(each["code"] for each in outcome["violations"])

    return buy


@contextmanager
def postgres() -> Iterator[PrivateServer]:
    """A private PostgreSQL server, stopped and removed afterwards. Raises RuntimeError when it does not come up."""
    place = programs()
    assert place is not None
    server = PrivateServer(place, Path(tempfile.mkdtemp(prefix="truecart-pg-")))
    try:
        server.start()
        yield server
    finally:
        server.stop()
