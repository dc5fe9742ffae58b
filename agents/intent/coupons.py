"""Coupon codes in a message: "use code H20", "my coupon is SAVE10", "remove the coupon", "用优惠码 H20"."""

from __future__ import annotations

import re
import unicodedata

from agents.intent.english.kinds import Judgement
from agents.intent.english.words import CART_WORDS, STOP
from agents.intent.tokens import fold, tokenize
from tools.llm.contract import CouponWish, Intent

_CODE = r"[\"']?(?P<code>[a-z0-9](?:[a-z0-9_-]{0,38}[a-z0-9])?)(?![a-z0-9_-])[\"']?"
_WORD = r"(?:(?:promo(?:tion(?:al)?)?|coupon|voucher|discount|offer|gift)[ -]?codes?|coupons?|vouchers?|codes?)(?!\w)"
_THE = r"(?:(?:the|my|a|an|this|that|any|all|of|these|following) )*"
_ZH = r"(?:优惠码|优惠券|优惠卷|折扣码|折扣券|促销码|代金券|兑换码|抵用券|券码)"
_ZH_THIS = r"(?:这个|这张|那个|那张|我的|一下|一张|上|掉|了){0,4}"
_AND_CODE = rf"(?:\s*(?:[:=]|is|named|called)?\s*{_CODE})"

_REMOVE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:remove|delete|drop|cancel|undo|clear|forget|without|take (?:off|out|away)|(?:do not|don't) use)"
        rf" {_THE}{_WORD}{_AND_CODE}?",
        rf"\btake {_THE}{_WORD} (?:off|out|away)\b",
        rf"(?:去掉|移除|删除|删掉|取消|不用|不要|不使用|拿掉|撤销){_ZH_THIS}{_ZH}\s*(?:{_CODE})?",
        rf"(?:把|将)?{_ZH_THIS}{_ZH}\s*(?:{_CODE})?\s*(?:去掉|移除|删除|删掉|取消|不用|拿掉|撤销)了?",
    )
)
_USE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:use|using|apply|applying|enter|redeem|try|add|with|have|got|take|here's|here is) {_THE}{_WORD}"
        rf"{_AND_CODE}",
        rf"\b(?:use|using|apply|enter|redeem|try) {_THE}{_CODE} {_WORD}",
        rf"\b(?:my|the) {_WORD}\s*(?:is|:|=)\s*{_CODE}",
        rf"^\W*{_WORD}\s*[:=]?\s*{_CODE}\W*(?:please)?\W*$",
        rf"\b(?:apply|redeem) {_CODE}\W*(?:please)?\W*$",
        rf"(?:使用|用|输入|填|试|兑换|应用|我有)?{_ZH_THIS}{_ZH}\s*(?:是|为|:)?\s*{_CODE}",
        rf"(?:使用|用|输入|兑换)\s*{_CODE}\s*(?:的|这个|这张)?{_ZH}",
    )
)
_NO_CODES = STOP | CART_WORDS | {"code", "codes", "coupon", "coupons", "off", "from", "now", "again", "instead", "too"}
_JOINED_BEFORE = re.compile(r"(?:[\s,;]+(?:and|then|also|plus))*[\s,;]*$")
_JOINED_AFTER = re.compile(r"[\s,;]*(?:(?:and|then|also|plus)\b)?")
_ZH_FILL = re.compile(r"[请帮我吧谢了的和再把给一下\W_]+")
_WITH_COUPON = frozenset({"add", "change", "remove", "view_cart"})
_ELSEWHERE = frozenset({"search", "refine", "compare", "ask", "track", "return", "watch_price", "try_on", "human"})


def find(text: str, folded: str) -> tuple[CouponWish, list[int]] | None:
    """What is said of a coupon, and the span of these words; None when nothing is.

    A removal without a code means all of them: its code is empty.
    """
    for pattern in _REMOVE:
        if found := pattern.search(folded):
            code = _written(text, found)
            return {"op": "remove", "code": code if _is_code(code, text, found) else ""}, list(found.span())
    for pattern in _USE:
        for found in pattern.finditer(folded):
            code = _written(text, found)
            if _is_code(code, text, found):
                return {"op": "use", "code": code}, list(found.span())
    return None


def _written(text: str, found: re.Match[str]) -> str:
    """The code as it was typed, in plain letters."""
    start, end = found.span("code") if "code" in found.re.groupindex else (0, 0)
    return unicodedata.normalize("NFKC", text[max(start, 0) : max(end, 0)])


def _is_code(code: str, text: str, found: re.Match[str]) -> bool:
    """A word with a digit or in capitals; a plain word only where nothing but a code can stand: at the end."""
    capitals = code.isupper() and len(code) > 1
    shouted = capitals and text.isupper()
    if not code or (fold(code) in _NO_CODES and (shouted or not capitals)):
        return False
    marked = any(char.isdecimal() for char in code) or capitals
    bare = re.match(r"\b(?:apply|redeem) [\"']?(?!.*(?:code|coupon|voucher))", found.group())
    if bare:
        return marked and not code.isdecimal()
    strong = re.match(rf"\W*(?:use|using|apply|applying|enter|redeem)\b|.*\bcode|.*{_ZH}", found.group())
    at_end = re.fullmatch(r"\W*(?:please)?\W*", fold(text[found.end() :])) is not None
    return marked or (strong is not None and at_end)


def without(folded: str, span: list[int]) -> str:
    """The rest of the message, every other word at its place; what joined the two wishes goes with the coupon."""
    start = _JOINED_BEFORE.search(folded[: span[0]]).start()  # type: ignore[union-attr]
    end = span[1] + _JOINED_AFTER.match(folded[span[1] :]).end()  # type: ignore[union-attr]
    return folded[:start] + " " * (end - start) + folded[end:]


def is_alone(rest: str) -> bool:
    """Whether the message says nothing else."""
    words = [token.text for token in tokenize(rest) if token.text[0].isalnum()]
    return all(word in STOP or word in CART_WORDS or not _ZH_FILL.sub("", word) for word in words)


def judged(alone: bool, judgement: Judgement) -> Judgement:
    """The kind of a message with a coupon in it: of the cart, whatever else it says about it."""
    if not alone and (judgement.kind in _WITH_COUPON or judgement.kind in _ELSEWHERE):
        return judgement
    return Judgement("change", 0.95 if alone else 0.8)


def with_coupon(intent: Intent, wish: CouponWish, words: str, *, alone: bool) -> Intent:
    """The intent with what is said of the coupon; a search has no use for it, and the reply says so."""
    if intent["kind"] in _ELSEWHERE:
        intent["ignored"] = [*intent.get("ignored", []), words]
        return intent
    intent["coupon"] = wish
    if alone:
        intent.pop("references", None)
        intent["query"] = ""
    return intent
