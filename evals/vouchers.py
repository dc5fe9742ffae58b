"""Voucher arithmetic of shoppingbench: threshold, fixed amount, percentage with a cap, platform or one shop.

`python -m evals.vouchers` works each voucher's price before out of its price after (exact fractions), splits it over
the products that were asked for, and prices that with the tariff. A voucher is right when the tariff comes to exactly
the price after, when it takes nothing off at the threshold and its share one cent above it ("exceeds"), when its cap
holds at the price that reaches it and one cent above, and when a product of another shop changes nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any

from tools.checkout.tariff import Item, Place, Purchase, Tariff, parse, price

Json = dict[str, Any]
NOW = datetime(2026, 3, 2, tzinfo=UTC)
CODE = "VOUCHER"
STRANGER = Item("stranger", 1, 99_999, "of-another-shop")


@dataclass(frozen=True)
class Voucher:
    """Its rule in cents and exact fractions; `rate` and `cap` or `face`; `after` is exact and may be below a cent."""

    only_these: bool
    threshold: int
    face: int
    rate: Fraction
    cap: int
    after: Fraction
    products: int

    def off(self, before: int) -> Fraction:
        """What the rule takes off goods of that price, by fractions."""
        if before <= self.threshold:
            return Fraction(0)
        return Fraction(min(self.face, before)) if self.face else min(before * self.rate, Fraction(self.cap))


def read(row: Json) -> Voucher:
    told = row["voucher"]
    return Voucher(
        only_these=told["voucher_type"] == "shop",
        threshold=_cents(told["threshold"]),
        face=_cents(told["face_value"] or 0),
        rate=Fraction(str(told["discount"] or 0)),
        cap=_cents(told["cap"] or 0),
        after=Fraction(str(round(told["price_after_voucher"], 6))) * 100,
        products=len(row["reward"]),
    )


def _cents(amount: float) -> int:
    return int(Fraction(str(amount)) * 100)


def befores(voucher: Voucher) -> list[int]:
    """Every price in whole cents, above the threshold, that the rule brings to exactly the price after."""
    guesses = [voucher.after + voucher.face, voucher.after + voucher.cap, voucher.after / (1 - voucher.rate)]
    whole = {edge(guess) for guess in guesses for edge in (floor, ceil)}
    return sorted(each for each in whole if each > voucher.threshold and each - voucher.off(each) == voucher.after)


def tariff_of(voucher: Voucher) -> Tariff:
    """ "Exceeds" is at least one cent more."""
    off: Json = {"amount_minor": voucher.face}
    if not voucher.face:
        off = {"percent": f"{float(voucher.rate * 100):g}", "at_most_minor": voucher.cap}
    rule: Json = {
        "code": "voucher",
        "title": {"en": "Voucher"},
        "coupon": CODE,
        "off": off,
        "at_least_minor": voucher.threshold + 1,
    }
    if voucher.only_these:
        rule["applies_to"] = {"products": [f"p-{number}" for number in range(voucher.products)]}
    return parse(json.dumps({"currency": "PHP", "promotions": [rule], "shipping": [{"price_minor": 0}]}))


def split(before: int, parts: int) -> tuple[Item, ...]:
    """Uneven lines that make that price together."""
    weights = range(1, parts + 1)
    units = [before * weight // sum(weights) for weight in weights]
    units[-1] += before - sum(units)
    return tuple(Item(f"v-{at}", 1, unit, f"p-{at}") for at, unit in enumerate(units) if unit)


def charged(tariff: Tariff, *items: Item) -> int:
    return price(tariff, Purchase(items, Place("PH"), NOW, (CODE,))).total_minor


def wrong(voucher: Voucher) -> Iterator[str]:
    """What the tariff gets wrong about a voucher; a price below a cent is rounded in the shop's favour at a half."""
    tariff, found = tariff_of(voucher), befores(voucher)
    if not found:
        yield "no price before"
    probes = [*found, voucher.threshold, voucher.threshold + 1]
    if voucher.rate:
        probes += [edge(voucher.cap / voucher.rate) + step for edge in (floor, ceil) for step in (0, 1)]
    for before in probes:
        expected = before - floor(voucher.off(before) + Fraction(1, 2))
        items = split(before, voucher.products)
        if charged(tariff, *items) != expected:
            yield f"{before} became {charged(tariff, *items)}, not {expected}"
        if voucher.only_these and charged(tariff, *items, STRANGER) != expected + STRANGER.unit_minor:
            yield f"{before} with a product of another shop"


def measure(file: Path) -> tuple[Counter[str], list[str]]:
    """Right ones and all, by kind of voucher ("platform percentage right", …), and what is wrong."""
    counts, told = Counter[str](), list[str]()
    for number, line in enumerate(file.read_text("utf-8").splitlines()):
        row = json.loads(line)
        kind = f"{row['voucher']['voucher_type']} {row['voucher']['discount_type']}"
        problems = list(wrong(read(row)))
        counts[kind] += 1
        counts[f"{kind} right"] += not problems
        counts["below a cent"] += read(row).after.denominator > 1
        told += [f"voucher {number}: {problem}" for problem in problems]
    return counts, told


def main() -> int:
    from tools.settings import current

    file = current().data / "shoppingbench" / "voucher_dev.jsonl"
    if not file.is_file():
        raise SystemExit(f"TRUECART_DATA is not here: {file}")
    counts, told = measure(file)
    kinds = sorted(kind for kind in counts if not kind.endswith((" right", " cent")))
    for kind in kinds:
        print(f"{kind}: {counts[f'{kind} right']} right of {counts[kind]}")
    right, whole = sum(counts[f"{kind} right"] for kind in kinds), sum(counts[kind] for kind in kinds)
    print(f"all: {right} right of {whole}", *told[:10], sep="\n")
    print(f"{counts['below a cent']} of the prices after are no whole cents: those are right to the cent")
    return int(right != whole)


if __name__ == "__main__":
    raise SystemExit(main())
