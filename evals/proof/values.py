"""Wrong values that the guards must refuse, made from a real quote of the small shop and its real approvals."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from evals.proof.result import Proof
from evals.proof.shop import agree, build, cart
from evals.small_shop import CATALOG, Good, SmallShop
from guards.approval import check_coverage, check_decision
from guards.cart import CartLimits, check_cart
from guards.quote import check_quote
from guards.violations import blocking
from tools.checkout.digest import canonical, digest_of
from tools.checkout.types import Quote

GOODS = (Good("tee", 2_500, 10, 2_500), Good("mug", 2_500, 10, 2_500), Good("tv", 60_000, 10, 60_000))
Case = tuple[str, str, bool]  # guard, what was done, refused


def judge(proof: Proof) -> tuple[int, int]:
    """(wrong values tried, refused), with a row for each guard and a failure for each that passed."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        shop = build(f"sqlite:///{home / 'shop.db'}", home, GOODS)
        try:
            cases = [*_carts(shop), *_quotes(shop), *_approvals(shop)]
        finally:
            shop.close()
    proof.failures += [f"{guard} let through: {what}" for guard, what, refused in cases if not refused]
    for guard in dict.fromkeys(case[0] for case in cases):
        own = [refused for name, _, refused in cases if name == guard]
        row = {"guard": guard, "kind": "values", "mutants": len(own), "killed": sum(own), "equivalent": 0}
        proof.rows.append({**row, "why equivalent": ""})
    return len(cases), sum(refused for _, _, refused in cases)


def _carts(shop: SmallShop) -> Iterator[Case]:
    offers = shop.checkout.offers(CATALOG, ["tee", "mug", "tv"])
    sound = cart(("tee", 2))
    sound["lines"][0]["unit_minor"] = 2_500
    assert not check_cart(sound, offers, CartLimits())
    wrong: dict[str, dict[str, Any]] = {
        "quantity × 10": {"quantity": 20},
        "quantity + 1 above the stock": {"quantity": 11},
        "quantity 0": {"quantity": 0},
        "quantity -1": {"quantity": -1},
        "quantity 2.0": {"quantity": 2.0},
        "quantity True": {"quantity": True},
        "quantity as text": {"quantity": "2"},
        "unknown variant": {"variant_id": "nobody-sells-this"},
    }
    for what, change in wrong.items():
        spoiled: Any = copy.deepcopy(sound)
        spoiled["lines"][0].update(change)
        yield "cart", what, bool(blocking(check_cart(spoiled, offers, CartLimits())))
    euro: Any = {**copy.deepcopy(sound), "currency": "EUR"}
    yield "cart", "other currency", bool(blocking(check_cart(euro, offers, CartLimits())))


def _quotes(shop: SmallShop) -> Iterator[Case]:
    """Each forgery with its sums put right again, so that only the rule that is meant can refuse it."""
    quote = _quoted(shop, ("tee", 2))
    offers = shop.checkout.offers(CATALOG, ["tee", "mug"], thread_id=quote["terms"]["thread_id"])
    now = shop.clock()
    assert not check_quote(quote["terms"], now, offers)
    for what, change in FORGERIES.items():
        terms: Any = copy.deepcopy(quote["terms"])
        change(terms)
        yield "quote", what, bool(blocking(check_quote(terms, now, offers)))
    late = now + timedelta(minutes=shop.settings.quote_minutes)
    yield "quote", "stale quote", bool(blocking(check_quote(quote["terms"], late, offers)))


def _line(**changes: Any) -> Callable[[Any], None]:
    def change(terms: Any) -> None:
        terms["lines"][0].update(changes)

    return change


def _summed(**changes: Any) -> Callable[[Any], None]:
    """Change the first line and add everything up again."""

    def change(terms: Any) -> None:
        line = terms["lines"][0]
        line.update(changes)
        line["line_minor"] = line["unit_minor"] * line["quantity"]
        terms["goods_minor"] = line["line_minor"]
        discounts = sum(each["minor"] for each in terms["discounts"])
        terms["total_minor"] = terms["goods_minor"] - discounts + terms["shipping_minor"] + terms["tax_minor"]

    return change


def _discount(minor: int) -> Callable[[Any], None]:
    def change(terms: Any) -> None:
        terms["discounts"] = [{"code": "x", "title": "x", "coupon": "", "minor": minor, "lines": {"tee": minor}}]
        terms["lines"][0]["discount_minor"] = minor
        terms["total_minor"] -= minor

    return change


def _amount(name: str, by: int) -> Callable[[Any], None]:
    def change(terms: Any) -> None:
        terms[name] += by

    return change


FORGERIES: dict[str, Callable[[Any], None]] = {
    "price + 1": _line(unit_minor=2_501),
    "price - 1, added up": _summed(unit_minor=2_499),
    "price of 1, added up": _summed(unit_minor=1),
    "price below zero, added up": _summed(unit_minor=-1),
    "quantity × 10": _line(quantity=20),
    "quantity × 10, added up": _summed(quantity=20),
    "quantity 0, added up": _summed(quantity=0),
    "quantity -1, added up": _summed(quantity=-1),
    "quantity True": _line(quantity=True),
    "swapped variant of the same price": _line(variant_id="mug"),
    "swapped product": _line(product_id="mug"),
    "swapped size": _line(options={"size": "XXL"}),
    "other title": _line(title="something else"),
    "other seller": _line(seller="Somebody Else"),
    "unknown variant": _line(variant_id="nobody-sells-this"),
    "other currency": lambda terms: terms.update(currency="EUR"),
    "negative discount": _discount(-500),
    "discount above the goods": _discount(5_001),
    "total + 1": _amount("total_minor", 1),
    "total - 1": _amount("total_minor", -1),
    "goods + 1": _amount("goods_minor", 1),
    "shipping below zero": _amount("shipping_minor", -600),
    "tax + 1": _amount("tax_minor", 1),
    "more tax in the prices than there can be": _amount("included_tax_minor", 601),
    "no lines": lambda terms: terms.update(lines=[]),
}


def _approvals(shop: SmallShop) -> Iterator[Case]:
    old = _quoted(shop, ("tv", 1))
    pending = shop.checkout.approvals_of(old["quote_id"])
    now, late = shop.clock(), shop.clock() + timedelta(minutes=shop.settings.quote_minutes)
    own, review = pending
    right: dict[str, Any] = {
        "digest": old["digest"],
        "decision": "approve",
        "actor": "ada",
        "role": "shopper",
        "now": now,
    }
    assert check_decision(own, **right) is None
    wrong: dict[str, tuple[Any, dict[str, Any]]] = {
        "edited digest": (own, {"digest": digest_of(canonical({**old["terms"], "total_minor": 1}))}),
        "no digest": (own, {"digest": ""}),
        "another shopper": (own, {"actor": "bo"}),
        "a reviewer for the shopper": (own, {"role": "reviewer", "actor": "rita"}),
        "four eyes: one's own purchase": (review, {"role": "reviewer", "actor": "ada"}),
        "a shopper for the reviewer": (review, {"actor": "ada"}),
        "too late": (own, {"now": late}),
        "another word": (own, {"decision": "yes"}),
        **{status: ({**own, "status": status}, {}) for status in ("approved", "rejected", "expired", "superseded")},
    }
    for what, (approval, change) in wrong.items():
        yield "approval", f"decision: {what}", check_decision(approval, **{**right, **change}) is not None
    agree(shop, old)
    approved = shop.checkout.approvals_of(old["quote_id"])
    needed = old["required_approvals"]
    assert check_coverage(needed, approved, old["digest"], now) == ([], [])
    new = _quoted(shop, ("tv", 2))
    own, review = approved
    coverages: dict[str, tuple[Any, Any, str]] = {
        "replayed approval for other terms": (needed, approved, new["digest"]),
        "no reviewer": (needed, [own], old["digest"]),
        "no shopper": (needed, [review], old["digest"]),
        "nobody": (needed, [], old["digest"]),
        "nobody was asked": ([], [], old["digest"]),
        "decided by nobody": (needed, [{**own, "decided_by": None}, review], old["digest"]),
        "still pending": (needed, [own, {**review, "status": "pending"}], old["digest"]),
        "edited digest": (needed, [{**own, "digest": "0" * 64}, review], old["digest"]),
        **{
            each: (needed, [own, {**review, "status": each}], old["digest"])
            for each in ("rejected", "expired", "superseded")
        },
    }
    for what, (required, approvals, digest) in coverages.items():
        yield "approval", f"coverage: {what}", any(check_coverage(required, approvals, digest, now))


def _quoted(shop: SmallShop, wanted: tuple[str, int]) -> Quote:
    quote, found = shop.checkout.quote(
        thread_id=f"thread-{wanted}", turn_id="", shopper="ada", catalog=CATALOG, cart=cart(wanted)
    )
    assert quote is not None, found
    return quote
