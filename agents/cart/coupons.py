"""The coupons of a cart: as typed, in the order of typing, each once. Whether they apply is the tariff's to say."""

from __future__ import annotations

from guards.violations import Violation, violation
from tools.checkout.tariff import coupon_key
from tools.llm.contract import CouponWish, Intent

MOST = 5


def is_all(intent: Intent) -> bool:
    """Whether the message is about a coupon and nothing else."""
    said = intent.get("references") or intent["quantity"] is not None or intent["constraints"]
    return "coupon" in intent and intent["kind"] == "change" and not said


def after(codes: list[str], wish: CouponWish) -> tuple[list[str], Violation | None]:
    """The codes with the wish carried out, or why it cannot be."""
    key = coupon_key(wish["code"])
    others = [each for each in codes if coupon_key(each) != key]
    if wish["op"] == "remove":
        kept = others if wish["code"] else []
        if len(kept) < len(codes):
            return kept, None
        return codes, violation("unknown_coupon", "cart.coupons", "The cart has no such coupon.", coupon=wish["code"])
    if len(others) < len(codes):
        return codes, None
    if len(codes) >= MOST:
        message = f"A cart holds at most {MOST} coupons: remove one first."
        return codes, violation("bad_request", "cart.coupons", message, limit=MOST)
    return [*codes, wish["code"]], None
