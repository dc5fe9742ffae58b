"""What one promotion takes off, and why it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.checkout.tariff.purchase import Item, Purchase
from tools.checkout.tariff.rules import MILLION, Promotion, coupon_key
from tools.checkout.tariff.shares import half_up, spread
from tools.clock import stamp
from tools.money import display

Shares = dict[str, int]  # minor units by variant_id, none of them zero
Missing = dict[str, Any]  # {"why": …} with what is missing


WHY = {
    "not_yet": "Coupon {coupon} is not valid yet.",
    "expired": "Coupon {coupon} has expired.",
    "products": "Coupon {coupon} is for other goods.",
    "goods": "Coupon {coupon} needs {missing} more of its goods.",
    "units": "Coupon {coupon} needs {missing} more of its goods.",
    "better": "Coupon {coupon} does not go together with an offer that saves more.",
    "dearer": "Coupon {coupon} would make the whole dearer: shipping would cost more than it takes off.",
    "ships_free": "Coupon {coupon} is for shipping, which is free already.",
    "nothing_left": "Coupon {coupon} has nothing left to take off.",
}


def told(coupon: str, missing: Missing, currency: str) -> str:
    """Why a coupon takes nothing off, and what would satisfy it."""
    amount = missing.get("missing_minor")
    lacking = missing.get("missing", "") if amount is None else display(amount, currency)
    return WHY[missing["why"]].format(coupon=coupon, missing=lacking)


def is_open(promotion: Promotion, purchase: Purchase) -> bool:
    """Whether it may apply at all: in its time, with its coupon typed, not used up."""
    typed = {coupon_key(each) for each in purchase.coupons}
    wanted = not promotion.coupon or coupon_key(promotion.coupon) in typed
    return wanted and out_of_time(promotion, purchase) is None and not used_up(promotion, purchase)


def out_of_time(promotion: Promotion, purchase: Purchase) -> Missing | None:
    """Valid from its first moment to before its last."""
    if promotion.valid_from and purchase.now < promotion.valid_from:
        return {"why": "not_yet", "valid_from": stamp(promotion.valid_from)}
    if promotion.valid_until and purchase.now >= promotion.valid_until:
        return {"why": "expired", "valid_until": stamp(promotion.valid_until)}
    return None


def used_up(promotion: Promotion, purchase: Purchase) -> bool:
    return spent(promotion, purchase.used.get(promotion.code, 0))


def spent(promotion: Promotion, uses: int) -> bool:
    return promotion.uses_per_shopper is not None and uses >= promotion.uses_per_shopper


def in_scope(promotion: Promotion, purchase: Purchase) -> tuple[Item, ...]:
    """The items that it applies to; a promotion that names nothing applies to everything."""
    chosen, excluded = promotion.applies_to, promotion.excludes
    return tuple(
        each for each in purchase.items if (chosen.empty or each.is_among(chosen)) and not each.is_among(excluded)
    )


def per_unit(promotion: Promotion, items: tuple[Item, ...], units: Mapping[str, int]) -> Shares:
    """What a price promotion takes off each unit, whose prices now are `units`."""
    off = promotion.off
    if off.percent is not None:
        return {each.variant_id: half_up(units[each.variant_id] * off.percent, MILLION) for each in items}
    return {each.variant_id: min(off.amount_minor or 0, units[each.variant_id]) for each in items}


def unmet(promotion: Promotion, purchase: Purchase, prices: Mapping[str, int]) -> Missing | None:
    """What keeps it from applying to this cart; `prices` are the lines' before any promotion of the cart stage."""
    items = in_scope(promotion, purchase)
    if not items:
        return {"why": "products"}
    counted = purchase.items if promotion.at_least_of == "cart" else items
    goods = sum(prices[each.variant_id] for each in counted)
    if goods < promotion.at_least_minor:
        short = promotion.at_least_minor - goods
        return {"why": "goods", "at_least_minor": promotion.at_least_minor, "missing_minor": short}
    units = sum(each.quantity for each in items)
    if promotion.off.buy is not None and units <= promotion.off.buy:
        return {"why": "units", "missing": promotion.off.buy + 1 - units}
    return None


def taken(promotion: Promotion, items: tuple[Item, ...], prices: Mapping[str, int], left: Mapping[str, int]) -> Shares:
    """How much of what is left of each line it takes: never more than that, nor than its cap, in all."""
    off = promotion.off
    open_to = {each.variant_id: left[each.variant_id] for each in items}
    cap = sum(open_to.values()) if off.at_most_minor is None else off.at_most_minor
    if off.percent is not None:
        return spread(min(half_up(sum(open_to.values()) * off.percent, MILLION), cap), open_to)
    if off.amount_minor is not None:
        return spread(min(off.amount_minor, cap, sum(open_to.values())), open_to)
    free = _free_units(promotion, items, prices, left)
    return free if sum(free.values()) <= cap else spread(cap, free)


def _free_units(
    promotion: Promotion, items: tuple[Item, ...], prices: Mapping[str, int], left: Mapping[str, int]
) -> Shares:
    """Of every `buy + get` units `get` are free, of a rest those above `buy`: the cheapest, at what is left of them."""
    buy, get = promotion.off.buy, promotion.off.get
    if buy is None or get is None:
        return {}
    rounds, rest = divmod(sum(each.quantity for each in items), buy + get)
    to_give = rounds * get + max(rest - buy, 0)
    shares: Shares = {}
    for item in sorted(items, key=lambda each: (prices[each.variant_id] // each.quantity, each.variant_id)):
        free = min(item.quantity, to_give)
        to_give -= free
        share = half_up(left[item.variant_id] * free, item.quantity)
        if share:
            shares[item.variant_id] = share
    return shares
