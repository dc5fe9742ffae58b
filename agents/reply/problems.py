"""What stands in the way, in the shopper's language."""

from __future__ import annotations

from collections.abc import Sequence

from guards.violations import Violation

# something is happening: "nothing was changed" is untrue
UNDER_WAY = frozenset({"payment_unknown", "action_required", "refund_unknown"})

CHINESE = {
    "empty_cart": "购物车是空的。",
    "out_of_stock": "库存不足：现有 {available} 件，需要 {asked} 件。",
    "quantity_over_limit": "数量超过了本店对单件商品的上限。",
    "bad_quantity": "数量必须是 1 到上限之间的整数。",
    "price_changed": "价格与展示时不同了。",
    "unpriced": "该商品没有定价，暂不出售。",
    "other_currency": "一张订单只能使用一种货币。",
    "over_budget": "总价超过了您给的预算。",
    "unknown_coupon": "没有这个优惠码。",
    "coupon_used": "这个优惠码已经用过了。",
    "coupon_not_applicable": "这个优惠码不适用于现在的购物车。",
    "no_shipping": "本店不能送到该地址。",
    "no_instrument": "请先添加支付方式。",
    "instrument_changed": "支付方式在您同意之后变了，没有扣款。",
    "address_changed": "收货地址在您同意之后变了，没有扣款。",
    "terms_changed": "条款在您同意之后变了，没有扣款。",
    "quote_expired": "报价已过期，没有扣款。",
    "approval_required": "此次购买需要先获得同意。",
    "approval_superseded": "该确认已被后来的取代。",
    "approval_unnamed": "这次对话有过不止一次购买：请在页面上确认，或注明确认编号。",
    "already_decided": "已经有人作出了决定。",
    "digest_mismatch": "您确认的内容与现在的条款不一致。",
    "not_your_approval": "这不是由您来决定的。",
    "payment_declined": "支付被拒绝，没有扣款。",
    "payment_unknown": "支付结果尚未确定，正在核对；不会重复扣款。",
    "action_required": "支付服务需要您本人确认后才能完成。",
    "gateway_unavailable": "支付服务没有响应。",
    "unknown_order": "没有这个订单。",
    "order_state": "订单目前的状态不允许这样做。",
    "return_too_late": "已超过退货期限。",
    "not_returnable": "该商品不能退货。",
    "not_in_order": "订单里没有这件商品。",
    "over_refunded": "退款不能超过已付的金额。",
    "refund_open": "这笔订单已有退款正在处理。",
    "other_instrument": "退款只能退回原支付方式。",
    "refund_failed": "支付服务没有完成退款，请联系本店。",
    "refund_unknown": "退款结果尚未确定，正在核对；不会重复退款。",
    "not_in_cart": "购物车里没有这一行。",
}


def messages(violations: Sequence[Violation], language: str) -> list[str]:
    """One sentence for each different problem. A code without a Chinese sentence is told in English."""
    return list(dict.fromkeys(_sentence(each, language) for each in violations))


def changed_nothing(violations: Sequence[Violation]) -> bool:
    """Whether "nothing was changed" may be said after these."""
    return not any(each["code"] in UNDER_WAY for each in violations)


def _sentence(found: Violation, language: str) -> str:
    chinese = CHINESE.get(found["code"]) if language == "zh" else None
    if chinese is None:
        return found["message"]
    try:
        return chinese.format(**found.get("details", {}))
    except KeyError:
        return chinese.partition("：")[0] + "。"
