"""Every field of an approved quote is changed, in the stored row and in the world: the old approval then buys nothing.

The fields come from the type of the terms, so that a new one cannot be forgotten: a field that neither `WORLD` nor
`FIXED` knows is a failure of this proof.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from evals.proof import books
from evals.proof.result import Proof, Surroundings
from evals.proof.shop import agree, build, cart, enter
from evals.proof.spoiled import Spoiling, fields, spoilings
from evals.proof.world import FIXED, GOODS, TARIFF, WORLD, Change
from evals.small_shop import CATALOG, SmallShop
from tools import schema
from tools.checkout.digest import canonical, digest_of
from tools.checkout.types import Quote, QuoteTerms
from tools.database import open_database, writing
from tools.errors import TruecartError

MOMENTS = ("before the claim", "after a lost request")  # the gateway has never heard of the charge


def run(around: Surroundings) -> Proof:
    proof = Proof("terms")
    stage = Stage(around)
    known = fields(QuoteTerms)
    forgotten = [each for each in known if each not in WORLD and each not in FIXED]
    proof.failures += [f"{each} is neither in WORLD nor in FIXED" for each in forgotten]
    total: Counter[str] = Counter()
    for number, name in enumerate(known):
        around.show(name, number, len(known))
        row = {"field": name, **try_field(proof, stage, name)}
        proof.rows.append({**row, "fixed because": FIXED.get(name, "") if name not in WORLD else ""})
        total.update({key: row[key] for key in ("tried", "refused", "passed on")})
    proof.told("fields of the terms", len(known))
    proof.exactly("fields forgotten", len(forgotten), 0)
    proof.told("changes tried", total["tried"])
    proof.exactly("changes that were charged", total["tried"] - total["refused"] - total["passed on"], 0)
    proof.told("changes refused", total["refused"])
    proof.exactly("pure falls in price passed on", total["passed on"], _falls())
    return proof


def _falls() -> int:
    return sum(change.passed_on for changes in WORLD.values() for change in changes)


def try_field(proof: Proof, stage: Stage, name: str) -> Counter[str]:
    """Every change of one field; those that were charged are failures."""
    counts = Counter({"tried": 0, "refused": 0, "passed on": 0})
    for moment in MOMENTS:
        for spoiling in stage.ways(name):
            for forged in (False, True):
                said = stage.edit(spoiling, forged, moment == MOMENTS[1])
                what = f"{moment}, stored {name} {spoiling.how}" + (", digest forged" if forged else "")
                _judge(proof, counts, what, said, None)
        for change in WORLD.get(name, []):
            if moment == MOMENTS[1] and change.passed_on:
                continue  # the claim has fixed the amount, and it is the one that was approved
            said = stage.change(change, moment == MOMENTS[1])
            _judge(proof, counts, f"{moment}, {name} {change.how}", said, change)
    return counts


def _judge(proof: Proof, counts: Counter[str], what: str, said: str, change: Change | None) -> None:
    counts["tried"] += 1
    charged = said.startswith("charged")
    if change and change.passed_on and said == "charged less":
        counts["passed on"] += 1
    elif not charged and not (change and change.passed_on):
        counts["refused"] += 1
    else:
        proof.failures.append(f"{what}: {said}")


@dataclass
class Stage:
    """A shop with one approved quote, made anew for each try in the one database."""

    around: Surroundings

    def __post_init__(self) -> None:
        self.url = f"sqlite:///{self.around.scratch / 'shop.db'}"
        self.engine = open_database(self.url)
        self.tries = 0

    def approved(self) -> tuple[SmallShop, Quote]:
        self.tries += 1
        home = self.around.scratch / f"home-{self.tries}"
        home.mkdir()
        (home / "tariff.json").write_text(json.dumps(TARIFF))
        shop = build(self.url, home, GOODS)
        shop.engine.dispose()
        shop = enter(self.engine, home)
        with writing(self.engine) as connection:
            connection.execute(update(schema.variants).values(options={"size": "M"}))
        wanted = {**cart(("tee", 2), ("mug", 1)), "coupons": ["HELLO"]}
        quote, found = shop.checkout.quote(
            thread_id="thread-ada",
            turn_id="",
            shopper="ada",
            catalog=CATALOG,
            cart=wanted,  # type: ignore[arg-type]
        )
        assert quote is not None, found
        agree(shop, quote)
        return shop, quote

    def ways(self, name: str) -> list[Spoiling]:
        if not hasattr(self, "_spoilings"):
            self._spoilings = list(spoilings(QuoteTerms, dict(self.approved()[1]["terms"])))
        return [each for each in self._spoilings if each.field == name]

    def edit(self, spoiling: Spoiling, forged: bool, claimed: bool) -> str:
        """Edit the stored terms, with `forged` their digest too; then pay. What came of it."""
        shop, quote = self.approved()
        if claimed:
            self._lose_request(shop, quote)
        terms = canonical(spoiling(dict(quote["terms"])))  # type: ignore[arg-type]
        values = {"terms": terms, **({"digest": digest_of(terms)} if forged else {})}
        with writing(self.engine) as connection:
            connection.execute(update(schema.quotes).values(values))
        return self._charged(shop, quote, {})

    def change(self, change: Change, claimed: bool) -> str:
        """Let something happen to the shop; then pay. What came of it."""
        shop, quote = self.approved()
        if claimed:
            self._lose_request(shop, quote)
        change.act(shop)
        return self._charged(shop, quote, change.settings)

    def _lose_request(self, shop: SmallShop, quote: Quote) -> None:
        shop.gateway.arm("authorize", "lost_request")
        shop.checkout.pay(quote["quote_id"], turn_id="", actor="ada")

    def _charged(self, shop: SmallShop, quote: Quote, settings: dict[str, Any]) -> str:
        """ "charged …", or the codes of what forbade it; also after a sweep nothing may have been taken."""
        desk = enter(self.engine, shop.settings.home, **settings)
        desk.clock.now = shop.clock.now
        try:
            outcome = desk.checkout.pay(quote["quote_id"], turn_id="", actor="ada")
            said = "+".join(each["code"] for each in outcome["violations"])
        except TruecartError as problem:
            said = problem.code
        except (KeyError, TypeError, ValueError) as problem:
            said = type(problem).__name__
        try:
            desk.checkout.sweep()
        except Exception as problem:  # every other payment would wait behind this one
            return f"charged or not, the sweeper stopped: {type(problem).__name__}"
        taken = [charge.captured_minor for charge in shop.gateway.charges("captured")]
        if not taken:
            return said
        if wrong := books.problems(desk, {good.variant_id: good.stock for good in GOODS}):
            return f"charged {taken}: {wrong}"
        return "charged less" if taken[0] < quote["terms"]["total_minor"] else f"charged {taken}"
