"""How a further request of one message begins: the borders between clauses, and the words that open a request."""

from __future__ import annotations

import re
from typing import NamedTuple

_CART = r"(?:cart|basket|bag|trolley)"
_PLACE = r"(?:first|second|third|fourth|fifth|sixth|last|other|cheape[rs]t?|\d+(?:st|nd|rd|th)|one|ones)"
_NUMBER = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
_POLITE = (
    r"(?:(?:please|kindly|just|also|then|now|maybe|finally|afterwards|after that|so|and|plus|oh|"
    r"(?:could|can|would|will) you(?: please)?|(?:can|could|may) (?:i|we)|"
    r"i(?:'d| would) (?:also )?like (?:you )?to|i (?:also )?(?:want|need) to|"
    r"i(?:'ll| will)(?: also)?|let(?:'s| us| me)|go ahead and|you can),? )*"
)
_ENGLISH: dict[str, str] = {
    "checkout": r"check(?:ing)?(?: (?:me|us|it|this|that|everything))? ?out\b|"
    r"pay(?: now| for (?:it|them|everything|this|that|all)| please|\W*$)|"
    r"proceed to|place (?:the|my|an|that|this) order|"
    r"(?:buy|order|purchase) (?:it|that|this|them|these|those|everything|(?:it|them) all|all of (?:it|them)|now)\b|"
    r"(?:complete|finish|finali[sz]e) (?:the|my|this) (?:purchase|order)|"
    r"(?:take me|go) to (?:the )?(?:check ?out|till)|"
    r"ring (?:it|me|that|them) up",
    "add": rf"add\b|(?:put|throw|pop|stick|place|chuck)\b.{{1,60}}\b(?:in|into|to|on)\b (?:my |the )?{_CART}\b|"
    rf"(?:take|get|buy|grab|order)(?: me)? (?:the {_PLACE}\b|number \d|both\b)|"
    rf"put (?:the|it|that|number)\b.{{0,40}}\bin\W*$|{_NUMBER} (?:more )?of (?:the|number|them)",
    "remove": r"(?:remove|delete|discard|ditch|scrap)\b|take (?:the|it|that|this|them|out|off|away)\b|get rid of|"
    r"drop (?:the|it|that)\b|throw (?:out|away)\b",
    "clear_cart": rf"(?:empty|clear|reset|wipe)\b.{{0,20}}\b(?:{_CART}|everything|all)\b|remove everything",
    "change": r"(?:make|change|switch|swap|set|increase|reduce|double|halve|update|replace) "
    r"(?:it|that|this|them|the|those|these|my)\b",
    "view_cart": rf"(?:show|view|see|open|display|check|review)(?: me)? (?:what(?:'s| is) in )?(?:my |the )?{_CART}\b|"
    rf"what(?:'s| is) in (?:my|the) {_CART}\b|what(?:'s| is) my total",
    "search": r"(?:show|find|search|look for|recommend|suggest)\b|(?:have|do) you (?:have|got|sell|also have)\b|"
    r"i(?:'m| am) (?:also )?looking for|get me (?:a|an|some)\b|i (?:also )?(?:need|want) (?:a|an|some)\b|"
    r"i(?:'d| would) (?:also )?like (?:a|an|some)\b|see (?:some|more|other)\b|what (?:other|else)\b",
    "refine": r"(?:show|find|search|look for|recommend|suggest|see)\b|what (?:other|else)\b|do you have\b",
    "compare": r"compare\b|what(?:'s| is) the difference|which (?:one |of (?:them|these|those|the two) )?(?:is|are)\b",
    "track": r"(?:where(?:'s| is| are)|track|when (?:will|does|is)|has|what(?:'s| is) the status)\b|"
    r"check (?:on )?(?:the|my)\b",
    "ask": r"(?:what|how|does|do|is|are|can|could|will|when|which|who|tell me|let me know)\b",
    "watch_price": r"(?:watch|track|monitor|keep an eye on|follow|let me know|tell me|notify|alert|message|email)\b",
    "try_on": r"(?:try|let me try|how would)\b",
    "return": r"(?:return|refund|cancel|send|exchange)\b|get (?:a refund|my money)|"
    r"what(?:'s| is) (?:the|your) returns? policy|(?:how )?(?:can|do|may) i (?:return|send)\b",
    "cancel": r"(?:cancel|forget|abort)\b|(?:don't|do not) (?:buy|order|charge|pay|add|put|take|remove|check ?out)\b",
    "human": r"(?:talk|speak|chat|connect|transfer|put me through)\b|(?:get|give) me (?:a|an|the) ",
}
_PLAIN: dict[str, str] = {  # what must be said when a search stands before it, which may hold such words itself
    "add": rf"\b(?:it|them|that|one|both|{_CART}|the {_PLACE})\b",
    "remove": rf"\b{_CART}\b|\bmy\b",
    "change": r"\bmy (?:order|cart|basket|size|address)\b",
    "ask": r"^\W*(?!which|is\b|are\b|has\b).*\b(?:deliver\w*|shipping|ship|returns?|warranty|payment methods?)\b",
    "compare": r"\b(?:first|second|third|last|them|two|these|those|number)\b",
    "return": r"\b(?:my|the|it|this|that|them|order|refund|money back)\b",
    "cancel": r"\b(?:my|the|it|this|that|order|purchase)\b",
    "track": r"\b(?:orders?|parcel|package|delivery|shipment)\b",
    "watch_price": r"\b(?:price|prices|cheaper|on sale|drops?)\b",
    "try_on": r"\b(?:it|this|that|them|one)\b",
    "checkout": r"",
    "view_cart": r"",
    "clear_cart": r"",
    "human": r"",
}
_COUPON = (
    r"(?:use|apply|enter|redeem|with|try) (?:(?:the|my|a|this) )?(?:promo |discount |coupon |voucher )?"
    r"(?:code|coupon|voucher)\b"
)
_HAN_COUPON = r"(?:用|使用|输入|试试).{0,6}(?:优惠|折扣|代金|兑换|券)"
_AND = r"(?:and|then|also|plus|but|after that|afterwards|next|finally)"
_LINK = rf"(?:{_AND}\b[, ]+)"
_BORDER = re.compile(rf"\s*(?:[.!?;\n]+(?!\w)|,(?!\d))\s*{_LINK}*|\s+(?:&|\+|{_AND}\b,?)\s+{_LINK}*")
_YES = re.compile(
    r"\W*(?P<yes>(?:yes|yeah|yep|yup|sure|ok|okay|agreed|confirmed|go ahead)(?:,? (?:please|thanks|go ahead|do it))?)"
    r"(?P<link>\s*[,.!;]?\s*(?:and|but first|then)\b|\s*[,.!;])"
)

_HAN_CART = r"(?:购物车|购物袋|购物篮)"
_HAN_PLACE = r"(?:第[一二两三四五六七八九十\d]+|最后一|这|那|它)"
_CHINESE: dict[str, str] = {
    "checkout": r"结账|结算|结帐|付款|支付|付钱|下单|买单",
    "add": rf"换成{_HAN_PLACE}|"
    r"加入|加到|加进|加购|放进|放入|放到|添加|(?:再[来要]|加)[一二两三四五六七八九十\d]|"
    rf"[要买拿加](?:一?下)?{_HAN_PLACE}|{_HAN_PLACE}.{{0,4}}[要买]",
    "remove": rf"删|去掉|移除|移出|拿掉|拿走|不要{_HAN_PLACE}|{_HAN_PLACE}.{{0,4}}不要",
    "clear_cart": r"清空",
    "change": r"改成|换成|改为|变成|改到",
    "view_cart": rf"{_HAN_CART}",
    "search": r"(?:再[来要]|加)[一二两三四五六七八九十\d]|看看|给我看|给我找|帮我找|找|搜|推荐|想[要买看]|有没有|还有",
    "refine": r"看看|给我看|给我找|帮我找|找|搜|推荐|有没有|还有",
    "compare": r"比较一下|比较(?:第|这|那|它|前)|对比|区别",
    "track": r"订单|快递|包裹|物流|发货",
    "ask": r"吗|多久|几天|什么时候|多少钱|运费|包邮|怎么样|能不能|可不可以|配送",
    "watch_price": r"降价|价格提醒",
    "try_on": r"试穿",
    "return": r"退|取消.{0,8}订单|换货",
    "cancel": r"取消|不买了|算了",
    "human": r"人工|客服|真人",
}
_HAN_PLAIN: dict[str, str] = {
    "add": rf"{_HAN_CART}|{_HAN_PLACE}",
    "remove": rf"{_HAN_CART}",
    "change": rf"{_HAN_CART}",
    "ask": r"配送|运费|包邮|退货|保修|发货|送到|快递",
    "compare": _HAN_PLACE,
    "return": r"订单|退货|退款|退掉|换货",
    "cancel": r"订单|购买|付款",
    "track": r"订单|快递|包裹|物流",
    "watch_price": r"价",
    "try_on": _HAN_PLACE,
}
_HAN_LINK = r"(?:然后|接着|并且|顺便|同时|另外|还有|之后|随后|最后|再|并|也|请|帮我|麻烦)"
_HAN_BORDER = re.compile(
    rf"\s*[，,。；;！!？?、\n]+\s*{_HAN_LINK}*|\s*(?:然后|接着|并且|顺便|同时|之后|随后)\s*{_HAN_LINK}*|"
    r"\s*[再并后](?=结账|结算|结帐|付款|支付|下单|买单|清空|删|去掉|看看|给我|加入|加到|找|搜)"
)
_HAN_YES = re.compile(r"\W*(?P<yes>是的?|好的?|可以|行|对|没问题|同意|确认|嗯)(?P<link>[，,。；;！!]+)")
_FILLER = re.compile(
    r"\W*(?:no|nope|nah|no thanks|yes|yeah|yep|yup|sure|ok|okay|alright|all right|great|perfect|good|fine|right|well|"
    r"thanks|thank you|hi|hello|hey|please|是的?|好的?|可以|行|对|嗯|不|不用|不是|谢谢|你好|您好|对了)"
    r"(?: (?:please|thanks))?\W*"
)
_SUPPOSED = re.compile(
    r"\W*(?:(?:so|and|but|ok|hmm|well),? )*"
    r"(?:what (?:happens|if|would)|should (?:i|we)|how (?:do|can|should|would) (?:i|we)|"
    r"how\b.{1,40}\bif\b|if\b|why\b|when i\b|如果|要是|假如|是不是应该|要不要)"
)
_ON_CONDITION = re.compile(
    r"\b(?:only if|provided(?: that)?|as long as|assuming|if) (?:it|they|that|this|the \w+|there)"
    r"(?:'s|'re| is| are| has| have| fits?| "
    r"comes?| costs?| can| will)\b"
)
_LATER = re.compile(r"\b(?:later|yet|tomorrow|another time|some other time|soon|afterwards)\b|以后|晚点|晚些|明天|待会")
_NOT = r"\b(?:do not|don't|dont|never|not going to|won't|not to)(?: \w+){0,2}? "
_NEGATED = {
    "add": re.compile(
        rf"{_NOT}(?:add|put|take|buy|order|get)\b|(?:别|不要|先不|先别|不用)再?(?:加入|加到|加进|放进|加购|买)"
    ),
    "remove": re.compile(rf"{_NOT}(?:remove|delete|drop|take)\b|(?:别|不要|先不|先别|不用)再?(?:删|去掉|移除)"),
    "change": re.compile(rf"{_NOT}(?:change|make|switch|swap)\b|(?:别|不要|先不|先别|不用)(?:改|换)"),
    "clear_cart": re.compile(rf"{_NOT}(?:empty|clear|remove)\b|(?:别|不要|先不|先别|不用)清空"),
    "checkout": re.compile(
        rf"{_NOT}(?:check ?out|pay|order|buy)\b|(?:别|不要|先不|先别|不用)(?:结账|结算|付款|支付|下单|买单)"
    ),
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_OPENINGS = {kind: re.compile(rf"\W*{_POLITE}(?:{said})") for kind, said in _ENGLISH.items()}
_SIGNS = {kind: re.compile(said) for kind, said in _CHINESE.items()}
_IS_PLAIN = {kind: re.compile(said) for kind, said in _PLAIN.items()}
_HAN_IS_PLAIN = {kind: re.compile(said) for kind, said in _HAN_PLAIN.items()}
_CODE = re.compile(rf"\W*{_POLITE}{_COUPON}|\W*{_HAN_COUPON}")
_STOPS = re.compile(r"[,，.。;；!！?？\n]")
_ANY = re.compile(rf"\W*{_POLITE}(?:{'|'.join(_ENGLISH.values())})")
_ANY_SIGN = re.compile("|".join(_CHINESE.values()))
_CLAUSE = re.compile(r"[^，,。；;！!？?、\n]*")


class Part(NamedTuple):
    """A half-open range of a message: of one request, or of the signs and words that join two."""

    start: int
    end: int


def borders(folded: str) -> list[Part]:
    """Where a further request may begin, in the order of the text: what follows opens one."""
    han = _HAN.search(folded) is not None
    found = [match.span() for match in (*(_HAN_BORDER.finditer(folded) if han else ()), *_BORDER.finditer(folded))]
    places = [Part(*span) for span in found if _begins_any(folded, span[1], han) or _begins_code(folded, *span)]
    kept: list[Part] = []
    for place in sorted(places, key=lambda each: (each.start, -each.end)):
        inside = len(folded[: place.start].strip()) > 0 and folded[place.end :].strip()
        if inside and (not kept or place.start >= kept[-1].end):
            kept.append(place)
    return kept


def begins(kind: str, words: str) -> bool:
    """Whether these words open a request of that kind."""
    pattern = _OPENINGS.get(kind)
    if (pattern is not None and pattern.match(words)) or (kind == "change" and _CODE.match(words)):
        return True
    sign = _SIGNS.get(kind)
    return sign is not None and _HAN.search(words) is not None and sign.search(words) is not None


def is_plain(kind: str, words: str) -> bool:
    """Whether they can be no part of a wish for goods: "add it to my cart", "what does delivery cost"."""
    return any(
        pattern is not None and pattern.search(words) is not None
        for pattern in (_IS_PLAIN.get(kind), _HAN_IS_PLAIN.get(kind))
    )


def agreement(folded: str, *, waiting: bool) -> int:
    """Where a yes at the start of the message ends, 0 without one.

    With nothing waiting for a yes, "ok, show me mugs" opens with a filler; "yes, and …" says yes to something.
    """
    found = _YES.match(folded) or _HAN_YES.match(folded)
    if found is None or not (waiting or re.search(r"[a-z]", found["link"])):
        return 0
    return found.end("yes")


def is_supposed(words: str) -> bool:
    """ "What happens if I add it and check out?", "add it if it is waterproof": nothing is to be done just so."""
    return _SUPPOSED.match(words) is not None or _ON_CONDITION.search(words) is not None


def is_for_later(words: str) -> bool:
    """ "… and I will pay later"."""
    return _LATER.search(words) is not None


def is_negated(kind: str, words: str) -> bool:
    """ "Don't add it", "先不结账": the words forbid what the kind would do."""
    pattern = _NEGATED.get(kind)
    return pattern is not None and pattern.search(words) is not None


def is_filler(words: str) -> bool:
    """ "No, show me mugs", "好的，…": a word that only leads to the request behind it."""
    return _FILLER.fullmatch(words) is not None


def _begins_any(folded: str, at: int, han: bool) -> bool:
    clause = _CLAUSE.match(folded, at)
    sign = han and clause is not None and _ANY_SIGN.search(clause.group()) is not None
    return sign or _ANY.match(folded, at) is not None


def _begins_code(folded: str, start: int, at: int) -> bool:
    """A coupon in a clause of its own; "add it and use code H20" is one request."""
    return _STOPS.search(folded, start, at) is not None and _CODE.match(folded, at) is not None
