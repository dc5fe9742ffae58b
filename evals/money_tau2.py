"""The rules after the sale against data/tau2_retail: its orders' sums, its gold writes, and mutants of these.

`python -m evals.money_tau2` prints how many order totals agree with their payments to the cent, how many gold writes
the rules refuse, and the share of the mutants that they refuse. The exit code is 1 when a target is missed.
"""

from __future__ import annotations

import copy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from guards.after_sale import (
    Part,
    Sale,
    SoldLine,
    Swap,
    check_amounts,
    check_cancel,
    check_destination,
    check_new_address,
    check_return,
    check_shares,
    check_swaps,
    share,
)
from guards.violations import Violation, violation
from tools.checkout.types import OrderStatus

REFUSED_AT_MOST = 1  # gold writes
NOW = datetime(2026, 1, 1, tzinfo=UTC)  # the set has no times: everything was delivered just now
RETURN_DAYS = 30
REASONS = ("no longer needed", "ordered by mistake")
STATUS: dict[str, OrderStatus] = {
    "pending": "paid",
    "processed": "shipped",
    "delivered": "delivered",
    "cancelled": "cancelled",
}
ALLOWED = {
    "cancel_pending_order": "pending",
    "modify_pending_order_items": "pending",
    "modify_pending_order_address": "pending",
    "return_delivered_order_items": "delivered",
    "exchange_delivered_order_items": "delivered",
    "modify_user_address": None,
}
Write = dict[str, Any]  # {"name", "arguments"}


def cents(price: float) -> int:
    """The decimal that was written, not the binary number that it became."""
    return int((Decimal(str(price)) * 100).to_integral_exact())


@dataclass
class Retail:
    """The set's shop as it stands: its own orders, and beside them what the writes have changed."""

    db: dict[str, Any]
    back: dict[str, Counter[str]] = field(default_factory=dict)  # units taken back, by order and item
    given: dict[str, Counter[str]] = field(default_factory=dict)  # cents given back, by order and item
    changed: set[str] = field(default_factory=set)

    def copy(self) -> Retail:
        """A shop to try something in: what is changed in it, is first made its own."""
        db = {**self.db, "orders": dict(self.db["orders"]), "products": dict(self.db["products"])}
        return Retail(db, copy.deepcopy(self.back), copy.deepcopy(self.given), set(self.changed))

    def own(self, table: str, key: str) -> dict[str, Any]:
        row: dict[str, Any] = copy.deepcopy(self.db[table][key])
        self.db[table][key] = row
        return row

    def sale(self, order_id: str) -> Sale | None:
        order = self.db["orders"].get(order_id)
        if order is None:
            return None
        back, given = self.back.get(order_id, Counter()), self.given.get(order_id, Counter())
        lines: dict[str, SoldLine] = {}
        for item in order["items"]:
            known = lines.get(item["item_id"])
            lines[item["item_id"]] = SoldLine(
                variant_id=item["item_id"],
                product_id=item["product_id"],
                quantity=(known.quantity if known else 0) + 1,
                paid_minor=(known.paid_minor if known else 0) + cents(item["price"]),
                taken_back=back[item["item_id"]],
                given_minor=given[item["item_id"]],
            )
        return Sale(
            order_id=order_id,
            shopper=order["user_id"],
            status=STATUS[order["status"]],
            captured_minor=sum(line.paid_minor for line in lines.values()),
            shipping_minor=0,
            lines=tuple(lines.values()),
            given_minor=given.total(),
            delivered_at=NOW,
            changed=order_id in self.changed,
        )

    def variant(self, item_id: str) -> tuple[str, int | None, bool]:
        """(product, cents, there) of a variant; of an unknown one ("", None, False)."""
        for product in self.db["products"].values():
            if found := product["variants"].get(item_id):
                return product["product_id"], cents(found["price"]), found["available"]
        return "", None, False

    def instruments(self, shopper: str) -> dict[str, Any]:
        methods: dict[str, Any] = self.db["users"].get(shopper, {}).get("payment_methods", {})
        return methods

    def paid_with(self, order_id: str) -> str:
        method: str = self.db["orders"][order_id]["payment_history"][0]["payment_method_id"]
        return method

    def write(self, write: Write, shopper: str, *, shift: int = 0) -> list[Violation]:
        """What forbids this write by this shopper; when nothing does, it is made. `shift`: cents beside the sum."""
        name, arguments = write["name"], write["arguments"]
        if name == "modify_user_address":
            same = arguments["user_id"] == shopper and shopper in self.db["users"]
            return [] if same else [violation("forbidden", "user")]
        sale = self.sale(arguments["order_id"])
        if sale is None:
            return [violation("unknown_order", "order.order_id")]
        act: Callable[[Sale, str, dict[str, Any], int], list[Violation]] = {
            "cancel_pending_order": self._cancel,
            "return_delivered_order_items": self._return,
            "exchange_delivered_order_items": self._exchange,
            "modify_pending_order_items": self._modify,
            "modify_pending_order_address": self._readdress,
        }[name]
        return act(sale, shopper, arguments, shift)

    def _cancel(self, sale: Sale, shopper: str, arguments: dict[str, Any], shift: int) -> list[Violation]:
        found = check_cancel(sale, shopper)
        if arguments["reason"] not in REASONS:
            found.append(violation("bad_request", "cancel.reason"))
        parts = _parts(sale, {line.variant_id: line.quantity for line in sale.lines}, shift)
        found += _check_money(sale, parts)
        if not found:
            self.own("orders", sale.order_id)["status"] = "cancelled"
        return found

    def _return(self, sale: Sale, shopper: str, arguments: dict[str, Any], shift: int) -> list[Violation]:
        wanted = Counter(arguments["item_ids"])
        cards = [key for key, each in self.instruments(sale.shopper).items() if each["source"] == "gift_card"]
        found = check_return(sale, shopper, wanted, NOW, RETURN_DAYS)
        found += check_destination(arguments["payment_method_id"], [self.paid_with(sale.order_id), *cards])
        if found:
            return found
        parts = _parts(sale, wanted, shift)
        found = _check_money(sale, parts)
        if not found:
            self.back.setdefault(sale.order_id, Counter()).update(wanted)
            taken = self.given.setdefault(sale.order_id, Counter())
            taken.update({part.variant_id: part.minor for part in parts})
        return found

    def _exchange(self, sale: Sale, shopper: str, arguments: dict[str, Any], shift: int) -> list[Violation]:
        found = self._check_swaps(sale, shopper, arguments, shift, "delivered")
        if not found:
            self.changed.add(sale.order_id)
            self.back.setdefault(sale.order_id, Counter()).update(arguments["item_ids"])
        return found

    def _modify(self, sale: Sale, shopper: str, arguments: dict[str, Any], shift: int) -> list[Violation]:
        found = self._check_swaps(sale, shopper, arguments, shift, "paid")
        if not found:
            self.changed.add(sale.order_id)
            items = self.own("orders", sale.order_id)["items"]
            for old, new in zip(arguments["item_ids"], arguments["new_item_ids"], strict=True):
                item = next(each for each in items if each["item_id"] == old)
                product = self.db["products"][item["product_id"]]
                item.update(item_id=new, price=product["variants"][new]["price"])
        return found

    def _check_swaps(
        self, sale: Sale, shopper: str, arguments: dict[str, Any], shift: int, when: OrderStatus
    ) -> list[Violation]:
        old, new = arguments["item_ids"], arguments["new_item_ids"]
        if len(old) != len(new):
            return [violation("bad_request", "swaps")]
        swaps = [self._swap(sale, *each) for each in zip(old, new, strict=True)]
        costs = sum((swap.new_unit_minor or 0) - swap.unit_minor for swap in swaps)
        method = self.instruments(sale.shopper).get(arguments["payment_method_id"], {})
        funds = cents(method["balance"]) if method.get("source") == "gift_card" else None
        found = check_destination(arguments["payment_method_id"], list(self.instruments(sale.shopper)))
        return found + check_swaps(sale, shopper, swaps, when=when, difference_minor=costs + shift, funds_minor=funds)

    def _swap(self, sale: Sale, old: str, new: str) -> Swap:
        line, (product, price, there) = sale.line(old), self.variant(new)
        unit = line.paid_minor // line.quantity if line else 0
        return Swap(old, 1, new, product, unit, price, 1_000 if there else 0)

    def _readdress(self, sale: Sale, shopper: str, arguments: dict[str, Any], _shift: int) -> list[Violation]:
        found = check_new_address(sale, shopper)
        if not all(arguments.get(part) for part in ("address1", "city", "state", "country", "zip")):
            found.append(violation("missing_field", "address"))
        return found


def _parts(sale: Sale, wanted: dict[str, int], shift: int) -> list[Part]:
    """The parts of a refund; with a shift the first one is that much beside its share."""
    parts = [
        Part(line.variant_id, wanted[line.variant_id], share(line, wanted[line.variant_id]))
        for line in sale.lines
        if line.variant_id in wanted
    ]
    first = [Part(part.variant_id, part.quantity, part.minor + shift) for part in parts[:1]]
    return first + parts[1:]


def _check_money(sale: Sale, parts: Sequence[Part]) -> list[Violation]:
    return check_shares(sale, parts) + check_amounts(sale, parts, 0, sum(part.minor for part in parts))


def mutants(shop: Retail, write: Write, shopper: str) -> Iterator[tuple[str, list[Violation]]]:
    """(what was changed, what the rules say to it) for every mutant of a write that the shop would accept."""
    name, arguments = write["name"], write["arguments"]
    stranger = next(each for each in shop.db["users"] if each != shopper)
    yield "other shopper's", shop.copy().write(write, stranger)
    for status in STATUS:
        if ALLOWED[name] not in (None, status):
            moved = shop.copy()
            moved.own("orders", arguments["order_id"])["status"] = status
            yield "wrong status", moved.write(write, shopper)
    if "item_ids" in arguments:
        yield from _item_mutants(shop, write, shopper)
    if "new_item_ids" in arguments:
        yield from _swap_mutants(shop, write, shopper)
    if "payment_method_id" in arguments:
        foreign = next(iter(shop.instruments(stranger)))
        yield "other's instrument", shop.copy().write(_with(write, payment_method_id=foreign), shopper)
    if "address" not in name:
        for shift in (1, -1):
            yield f"amount {shift:+} cent", shop.copy().write(write, shopper, shift=shift)
        again = shop.copy()
        again.write(write, shopper)
        yield "twice", again.write(write, shopper)


def _item_mutants(shop: Retail, write: Write, shopper: str) -> Iterator[tuple[str, list[Violation]]]:
    items = write["arguments"]["item_ids"]
    own = {item["item_id"] for item in shop.db["orders"][write["arguments"]["order_id"]]["items"]}
    foreign = next(each for each in _variants(shop) if each not in own)
    for place in range(len(items)):
        yield "item not in the order", shop.copy().write(_with(write, item_ids=_put(items, place, foreign)), shopper)


def _swap_mutants(shop: Retail, write: Write, shopper: str) -> Iterator[tuple[str, list[Violation]]]:
    new = write["arguments"]["new_item_ids"]
    for place, item in enumerate(new):
        product = shop.variant(item)[0]
        others = (each for each in _variants(shop) if shop.variant(each)[0] != product and shop.variant(each)[2])
        other = _with(write, new_item_ids=_put(new, place, next(others)))
        yield "other product's item", shop.copy().write(other, shopper)
        gone = shop.copy()
        gone.own("products", product)["variants"][item]["available"] = False
        yield "unavailable item", gone.write(write, shopper)


def _variants(shop: Retail) -> Iterator[str]:
    return (item for product in shop.db["products"].values() for item in product["variants"])


def _put(items: list[str], place: int, item: str) -> list[str]:
    return [*items[:place], item, *items[place + 1 :]]


def _with(write: Write, **arguments: Any) -> Write:
    return {**write, "arguments": {**write["arguments"], **arguments}}


def shopper_of(task: dict[str, Any], db: dict[str, Any]) -> str | None:
    """Who speaks in a task: the one user whose name and e-mail, zip or id its scenario knows."""
    text = json.dumps(task["user_scenario"], ensure_ascii=False)
    found = [user_id for user_id, user in db["users"].items() if _is_told(user_id, user, text)]
    return found[0] if len(found) == 1 else None


def _is_told(user_id: str, user: dict[str, Any], text: str) -> bool:
    first, last = user["name"]["first_name"], user["name"]["last_name"]
    named = re.search(rf"\b{re.escape(first)} {re.escape(last)}\b", text) is not None
    sure = user["address"]["zip"] in text or user["email"] in text
    return user_id in text or (named and sure) or user["email"] in text


def measure(folder: Path) -> dict[str, Any]:
    """`orders`, of them `agree`, and `drift` of a sum of floats; gold `writes`, those `refused`; `mutants` by kind."""
    db = json.loads((folder / "db.json").read_text())
    tasks = [json.loads(line) for line in (folder / "tasks_train.jsonl").read_text().splitlines() if line]
    agree = drift = 0
    for order in db["orders"].values():
        total = sum(cents(item["price"]) for item in order["items"])
        agree += all(cents(each["amount"]) == total for each in order["payment_history"])
        drift += sum(item["price"] for item in order["items"]) != order["payment_history"][0]["amount"]
    writes = 0
    refused: list[tuple[str, Write, list[str]]] = []
    tried: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    for task in tasks:
        shop, shopper = Retail(db).copy(), shopper_of(task, db) or ""
        for write in (each for each in task["evaluation_criteria"]["actions"] if each["name"] in ALLOWED):
            writes += 1
            before = shop.copy()
            if found := shop.write(write, shopper):
                refused.append((task["id"], write, [each["code"] for each in found]))
                continue
            for kind, said in mutants(before, write, shopper):
                tried[kind] += 1
                passed[kind] += not said
    return {
        "orders": len(db["orders"]),
        "agree": agree,
        "drift": drift,
        "writes": writes,
        "refused": refused,
        "mutants": {kind: (count, count - passed[kind]) for kind, count in tried.items()},
    }


def main() -> int:
    from rich.console import Console
    from rich.table import Table

    from tools.settings import current

    folder = current().data / "tau2_retail"
    if not folder.is_dir():
        raise SystemExit(f"TRUECART_DATA is not here: {folder}")
    found = measure(folder)
    console = Console(width=120)
    console.print(f"{found['agree']} of {found['orders']} order totals agree with their payments to the cent")
    console.print(f"a sum of floats differs from the payment in {found['drift']} of them")
    console.print(f"{len(found['refused'])} of {found['writes']} gold writes refused (at most {REFUSED_AT_MOST})")
    for task, write, codes in found["refused"]:
        console.print(f"  task {task}: {write['name']} {', '.join(codes)}")
    table = Table("mutants of gold writes", "tried", "refused", "share")
    for kind, (tried, refused) in found["mutants"].items():
        table.add_row(kind, str(tried), str(refused), f"{refused / tried:.1%}")
    tried, refused = (sum(each[place] for each in found["mutants"].values()) for place in (0, 1))
    table.add_row("all", str(tried), str(refused), f"{refused / tried:.1%}" if tried else "")
    console.print(table)
    good = found["agree"] == found["orders"] and len(found["refused"]) <= REFUSED_AT_MOST and refused == tried
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
