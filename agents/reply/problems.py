"""What stands in the way, in the shopper's language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agents.reply.chinese_words import STATUS, attribute_in_chinese, in_chinese
from guards.violations import Violation
from tools.errors import CODES

# something is happening: "nothing was changed" is untrue
UNDER_WAY = frozenset({"payment_unknown", "action_required", "refund_unknown"})
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBERED = re.compile(r"\d+ ")

# where the code's own sentence speaks of the shopper as of a stranger
ENGLISH = {
    "prompt_injection": "That reads like instructions for me rather than a wish, so I left it alone.",
    "message_not_text": "I could not read that. Please say it another way.",
    "message_too_long": "That is more than I can read at once. Please say it in parts.",
    "unpriced": "This has no price yet, so it cannot be bought.",
    "internal": "Something went wrong on our side; nothing was charged. Please try again.",
}
CHINESE = {
    # the message
    "empty_message": "这条消息是空的。",
    "message_too_long": "这条消息太长了，请分几次说。",
    "message_not_text": "这条消息我读不出来，请换个说法。",
    "bad_request": "这句话我没有弄明白，请换个说法。",
    "unsupported_image": "这张图片无法读取，请换一张。",
    "image_too_large": "这张图片太大了，请换一张小一些的。",
    "prompt_injection": "这句话像是在给我下指令，而不是在买东西，所以我没有照做。",
    # goods
    "unknown_product": "我不知道您指的是哪一件。请先说您要找什么，再从显示的商品里选。",
    "unknown_variant": "这一款现在不出售。",
    "ambiguous_variant": "您指的是哪一件？",
    "no_such_option": "{title} 没有您要的这一款。",
    "unpriced": "这件商品没有定价，暂不出售。",
    "other_currency": "一张订单只能使用一种货币。",
    # cart and quote
    "empty_cart": "购物车是空的。",
    "out_of_stock": "库存不足：现有 {available} 件，需要 {asked} 件。",
    "quantity_over_limit": "数量超过了上限：一次最多 {limit} 件。",
    "bad_quantity": "数量要是 1 到 {limit} 之间的整数。",
    "price_changed": "价格与展示时不同了。",
    "contradicted_attribute": "图片与“{claimed}”不符，需要审核人员先看过。",
    "totals_disagree": "金额没有对上，所以没有扣款。",
    "over_budget": "总价超过了您给的预算。",
    "unknown_coupon": "没有这个优惠码。",
    "coupon_used": "这个优惠码已经用过了。",
    "coupon_not_applicable": "这个优惠码不适用于现在的购物车。",
    "no_shipping": "本店不能送到这个地址。",
    "nothing_to_pay": "总价为零，没有可扣的款项。",
    "quote_expired": "报价已过期，没有扣款。",
    "terms_changed": "条款在您同意之后变了，没有扣款。",
    "not_in_cart": "购物车里没有这一行：一共 {lines} 行。",
    # approval and payment
    "no_instrument": "请先添加支付方式。",
    "instrument_changed": "支付方式在您同意之后变了，没有扣款。",
    "address_changed": "收货地址在您同意之后变了，没有扣款。",
    "bad_address": "这个收货地址无法送达，请检查后再试。",
    "approval_required": "这次购买需要先获得同意。",
    "approval_superseded": "这个确认已被后来的取代。",
    "approval_unnamed": "这次对话有过不止一次购买：请在页面上确认，或注明确认编号。",
    "already_decided": "已经有人作出了决定。",
    "digest_mismatch": "您确认的内容与现在的条款不一致。",
    "not_your_approval": "这不是由您来决定的。",
    "payment_declined": "支付被拒绝，没有扣款。",
    "payment_unknown": "支付结果尚未确定，正在核对；不会重复扣款。",
    "action_required": "支付服务需要您本人确认后才能完成。",
    "gateway_unavailable": "支付服务没有响应，请稍后再试。",
    "gateway_refused": "支付服务拒绝了这次请求，没有扣款。",
    # after the sale
    "unknown_order": "没有这个订单。",
    "ambiguous_order": "是哪个订单？请说出订单号。",
    "order_state": "订单现在的状态（{status}）不允许这样做。",
    "return_too_late": "已超过退货期限：送达后 {days} 天内可以退货。",
    "not_returnable": "这件商品不能退货。",
    "not_in_order": "订单里没有这件商品。",
    "over_refunded": "退款不能超过已付的金额。",
    "refund_open": "这笔订单已有退款正在处理。",
    "other_instrument": "退款只能退回原支付方式。",
    "refund_failed": "支付服务没有完成退款，请联系本店。",
    "refund_unknown": "退款结果尚未确定，正在核对；不会重复退款。",
    # the shop itself
    "not_available": "这项服务还没有开通。",
    "internal": "我们这边出了点问题，没有扣款。请再试一次。",
}
# where a detail that the sentence above names is missing
PLAIN = {
    "no_such_option": "没有您要的这一款。",
    "out_of_stock": "库存不足。",
    "quantity_over_limit": "数量超过了本店的上限。",
    "bad_quantity": "数量要是 1 以上的整数。",
    "not_in_cart": "购物车里没有这一行。",
    "order_state": "订单现在的状态不允许这样做。",
    "return_too_late": "已超过退货期限。",
    "contradicted_attribute": "图片与要求不符，需要审核人员先看过。",
}
OTHERWISE = "这一步没有完成。"
UNBUILT = {
    "try_on": "试穿还没有开通。请说您平常穿的尺码，也可以问我某件商品有哪些尺码。",
    "human": "现在还不能转人工。需要复核的购买仍会交给审核人员。",
    "watch_price": "降价提醒还没有开通，这里先给您看最近 30 天的价格。",
}


def messages(
    violations: Sequence[Violation], language: str, *, kind: str = "", titles: Mapping[str, str] | None = None
) -> list[str]:
    """One sentence for each different problem.

    `kind` is the turn's, `titles` the names of the products that are on the screen or in the cart, by product_id.
    """
    chinese = language == "zh"
    said = (_in_chinese(each, kind, titles or {}) if chinese else _in_english(each) for each in violations)
    return list(dict.fromkeys(said))


def changed_nothing(violations: Sequence[Violation]) -> bool:
    """Whether "nothing was changed" may be said after these."""
    return not any(each["code"] in UNDER_WAY for each in violations)


def _in_english(found: Violation) -> str:
    plain = found["message"] == CODES[found["code"]][1]
    return ENGLISH.get(found["code"], found["message"]) if plain else found["message"]


def _in_chinese(found: Violation, kind: str, titles: Mapping[str, str]) -> str:
    """A code without a sentence of its own is told as a step that was not done: never in English."""
    if _HAN.search(found["message"]):
        return found["message"]
    code, details = found["code"], found.get("details", {})
    if code == "not_available" and kind in UNBUILT:
        return UNBUILT[kind]
    if asked := _question(found, titles.get(details.get("product_id", ""), "")):
        return asked
    told: dict[str, Any] = {"title": titles.get(details.get("product_id", ""), "这件商品"), **details}
    told |= {"status": STATUS.get(str(details.get("status")), "")} if "status" in details else {}
    told |= {"claimed": in_chinese(str(details["claimed"]))} if "claimed" in details else {}
    try:
        return CHINESE.get(code, OTHERWISE).format(**told)
    except KeyError:
        return PLAIN.get(code, OTHERWISE)


def _question(found: Violation, title: str) -> str:
    """What is asked back, with what there is to choose from; empty when nothing is."""
    code, details = found["code"], found.get("details", {})
    options = [str(each) for each in details.get("options") or []]
    option = str(details.get("option") or "")
    if code in ("ambiguous_variant", "no_such_option") and option:
        return _which_option(code, option, options, str(details.get("suggested") or ""), title)
    if code == "ambiguous_variant" and options:
        return f"您指的是哪一件：{'；'.join(_NUMBERED.sub(_as_place, each, count=1) for each in options)}？"
    if code == "ambiguous_variant" and details.get("shown"):
        return f"您指的是哪一件：第 1 到第 {details['shown']} 件？"
    if code in ("ambiguous_variant", "not_in_cart") and details.get("lines") and found["message"].endswith("?"):
        return f"您指的是购物车的哪一行：1 到 {details['lines']}？"
    if code == "unknown_product" and details.get("shown"):
        return f"显示的 {details['shown']} 件里没有这一件。请从中选一件，或者再说说您要找什么。"
    if code == "bad_request" and found["path"] == "cart":
        return "要改什么：数量、尺码，还是颜色？"
    if code == "bad_request" and "limit" in details:
        return f"一个购物车最多用 {details['limit']} 个优惠码，请先去掉一个。"
    return "购物车里没有这个优惠码。" if code == "unknown_coupon" and found["path"] == "cart.coupons" else ""


def _which_option(code: str, option: str, options: list[str], suggested: str, title: str) -> str:
    name, choice = attribute_in_chinese(option), "、".join(in_chinese(each, option.casefold()) for each in options)
    if code == "no_such_option":
        rest = f"现有的{name}：{choice}。" if choice else ""
        return f"{title or '这件商品'} 没有您要的{name}。{rest}"
    if suggested:
        return f"{title or '这件商品'} 要{name} {in_chinese(suggested, option.casefold())} 吗？可选：{choice}。"
    return f"{title or '这件商品'} 要哪个{name}：{choice}？"


def _as_place(number: re.Match[str]) -> str:
    return f"第 {number.group().strip()} 件 "
