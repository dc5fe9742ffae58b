"""What offers take off the cart, and what a coupon still lacks, in the shopper's language."""

from __future__ import annotations

from typing import Any

from agents.reply.dates import day
from agents.reply.known import Facts
from guards.violations import Violation

COUPON = "coupon_not_applicable"

PHRASES = {
    "en": {
        "off": "{title}: {minor} off.",
        "free": "{title}.",
        "total": "With shipping and tax that is {total}.",
        "goods": "Coupon {coupon} needs {missing} more of its goods (from {least} on).",
        "units": "Coupon {coupon} needs {missing} more of its goods in the cart.",
        "products": "Coupon {coupon} is for other goods than those in the cart.",
        "not_yet": "Coupon {coupon} is valid from {valid_from} on.",
        "expired": "Coupon {coupon} was valid until {valid_until}.",
        "better": "Coupon {coupon} does not go together with an offer that saves you more.",
        "dearer": "Coupon {coupon} would make the whole dearer: shipping would cost more than it takes off.",
        "ships_free": "Coupon {coupon} is for shipping, which is free already.",
        "nothing_left": "Coupon {coupon} has nothing left to take off.",
        "unknown_coupon": "Coupon {coupon} is none of this shop's any more, and takes nothing off.",
        "coupon_used": "Coupon {coupon} was used already, and takes nothing off.",
    },
    "zh": {
        "off": "{title}：减 {minor}。",
        "free": "{title}。",
        "total": "含运费和税共 {total}。",
        "goods": "优惠码 {coupon} 还差 {missing} 的适用商品（满 {least} 可用）。",
        "units": "优惠码 {coupon} 还差 {missing} 件适用商品。",
        "products": "优惠码 {coupon} 不适用于购物车里的商品。",
        "not_yet": "优惠码 {coupon} 从 {valid_from} 起有效。",
        "expired": "优惠码 {coupon} 的有效期至 {valid_until}，已过期。",
        "better": "优惠码 {coupon} 不能与更优惠的活动同享。",
        "dearer": "用优惠码 {coupon} 反而更贵：减去的金额不及增加的运费。",
        "ships_free": "优惠码 {coupon} 用于免运费，现在已经免运费了。",
        "nothing_left": "优惠码 {coupon} 没有可减的金额了。",
        "unknown_coupon": "优惠码 {coupon} 已不存在，没有优惠。",
        "coupon_used": "优惠码 {coupon} 已经用过，没有优惠。",
    },
}


def offers(estimate: dict[str, Any] | None, known: Facts) -> list[str]:
    """A sentence for each discount of a cart's estimate, one for each coupon that does nothing, and the total."""
    if not estimate:
        return []
    phrases, titles = PHRASES[known.language], estimate["titles"][known.language]
    sentences = [
        phrases["off" if each["minor"] else "free"].format(title=titles[each["code"]], minor=known.money(each["minor"]))
        for each in estimate["discounts"]
    ]
    sentences += [lacks(each, known) for each in known.violations if is_said_aside(each)]
    return [*sentences, phrases["total"].format(total=known.money(estimate["total_minor"]))]


def is_said_aside(found: Violation) -> bool:
    """Whether it is of a coupon that does not stop the purchase."""
    return found["severity"] == "warning" and found["code"] in (COUPON, "unknown_coupon", "coupon_used")


def lacks(found: Violation, known: Facts) -> str:
    """Why a coupon takes nothing off, and what would make it do so."""
    details = found.get("details", {})
    say = PHRASES[known.language][details["why"] if found["code"] == COUPON else found["code"]].format
    amounts = {"missing": details.get("missing", "")}
    if details.get("why") == "goods":
        amounts = {
            "missing": known.money(details["missing_minor"]),
            "least": known.money(details["at_least_minor"]),
        }
    dates = {name: day(details.get(name, ""), known.language, year=True) for name in ("valid_from", "valid_until")}
    return say(coupon=details["coupon"], **amounts, **dates)
