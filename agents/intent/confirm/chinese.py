"""The signs of a Chinese answer. Nothing may be left over beside agreement, politeness and what was asked."""

from __future__ import annotations

import math
import re
from decimal import Decimal

from agents.intent.chinese.numbers import number
from agents.intent.confirm.signs import Question, Signs
from agents.intent.confirm.terms import Term, changed
from agents.intent.english.words import COLOURS
from agents.intent.money.chinese import amounts
from agents.intent.tokens import fold

_LONGEST = 120  # characters
_CLAUSES = re.compile(r"[。！!；;，,、.~～…\s]+|(?<=[？?])")
_ASKS = re.compile(
    r"[？?]|[吗么]$|什么|怎么|怎样|多少|几[天点时块个号]|哪|何时|多久|多长|谁|为啥|为什么|能不能|可不可以|是不是|有没有|会不会|行不行|好不好|"
    r"告诉我|请问|想知道|(?<![的啊吧])呢$"
)
_KINDLY = (  # what looks like a no and is none, as what it says
    ("没问题|没毛病|没意见|不介意|没得说|不是问题|没有问题|没有意见", "好"),
    ("太好了|太棒了|真棒|很好|挺好|非常好|完美|棒极了|正好", "好"),
    ("没错|没有错|一点不错", "对"),
    (
        "不错|不客气|不用谢|没关系|没事|不好意思|别担心|不见不散|麻烦(?:你|您)?了?|辛苦(?:你|您)?了?|谢谢(?:你|您)?|多谢|感谢|谢了?|拜托了?",
        "",
    ),
    ("一下|一起|一切|一定", ""),
)
_YES = re.compile(
    r"^(?:那|那么|哦|噢|啊|嗯|我)?(?:是|对|好|可以|行|成|中|确认|确定|同意|嗯|恩|当然|必须|来吧|要的|要吧|要$|买|下单|付|支付|购买|结账|结算|"
    r"就(?:这|它|要|买|按|照|那|行)|赞成|批准|通过|搞定|妥|靠谱|赞|没跑|冲|安排)"
)
_NO = re.compile(
    r"不|别|甭|勿|没|未|无|非|否|取消|算了|停|拒绝|放弃|等|再说|改天|改日|下次|下回|以后|回头|待会|晚点|迟点|考虑|想想|想一想|琢磨|犹豫|太|贵|"
    r"退|错|滚|免了|罢了|拉倒|后悔|删|慢着|且慢|暂|缓|用得着|才怪|舍得"
)
_TURN = re.compile(
    r"但|不过|可是|只是|然而|却|除非|如果|要是|假如|若|的话|只要|只有|仅|前提|换|改|变|另|别的|其[他它]|再(?!见)|还[要有是得]|加|减|多|少|便宜|优惠|"
    r"打折|折扣|先|才|要不|或|宁|更|最好|包邮|送我|赠|之前|之后|以前|半"
)
_HEDGE = re.compile(
    r"可能|也许|大概|应该|好像|似乎|估计|恐怕|呵呵|哈哈|嘿嘿|看看|再看|随便|无所谓|都行|你说|做梦|想得美|想多|骗|忽略|指令|提示|系统|说|问|觉得|吧吧|行行行|好好好|哎|唉|切|哼"
)
_LEAVING = re.compile(r"再见|拜拜|晚安|就这些|先这样|走了")
_THANKS = re.compile(r"谢|辛苦|麻烦|感谢")
_ACTS = re.compile(r"换|改|便宜|优惠|打折|折扣|加|减|多送|送我|取消|退|别的|其[他它]|另|真的|确定|贵|(?<!多)少|先|等")
_FILLER = re.compile(
    r"确认|确定|同意|可以|购买|下单|付款|支付|结账|结算|订单|当然|必须|安排|批准|通过|这样|这么|那么|就是|的|了|吧|啊|呀|哦|呢|嘛|哈|啦|喔|噢|额|呃|"
    r"哟|嗯|恩|那|就|这|个|它|我|你|您|们|请|帮|给|买|订|定|要|是|对|好|行|成|中|办|按|照|来|妥|赞|很|都|也|把|付|为|去|做|搞|靠谱|冲|没跑|单|马上|现在|立刻|赶紧"
)
_MEASURE = "个件双只条台份套顶杯张瓶盒本把支枚间位人包箱对部"
_COUNT = re.compile(rf"([一二两俩三四五六七八九十百千万\d]+)(?=[{_MEASURE}])[{_MEASURE}]")
_TINTS = {"黑": "black", "白": "white", "灰": "grey", "红": "red", "粉": "pink", "橙": "orange", "黄": "yellow"}
_TINTS |= {"绿": "green", "蓝": "blue", "紫": "purple", "棕": "brown", "米": "beige", "金": "gold", "银": "silver"}
_TINTS |= {"藏青": "navy", "海军蓝": "navy", "深蓝": "navy", "藏蓝": "navy", "咖啡": "brown", "米白": "cream"}
_TINT = re.compile(rf"(深|浅|淡|天|宝)?({'|'.join(sorted(_TINTS, key=len, reverse=True))})(?:色)?")
_OTHER_TERMS = re.compile(
    r"[大中小]号|[大中小]码|\d+码|今天|今晚|明天|后天|周[一二三四五六日天末]|星期[一二三四五六日天]|[上下]午|早上|晚上|中午|半?夜|\d+点|"
    r"[一二两三四五六七八九十]+点|\d+[号月日]|下周|下个?月|加急|顺丰|美元|美金|欧元|英镑|日元|港币"
)


def chinese(asked: Question, answer: str) -> Signs:
    """The signs of the Chinese parts of an answer; the question may be in either language."""
    told, asking = _told(fold(answer[:_LONGEST]), asked)
    said = "，".join(told)
    stated = asked.terms + _terms(asked.folded)
    new = [each for part in (said, *asking) for each in _changed(part, stated, asked.folded)]
    left = _left(said, asked)
    yes = any(_YES.search(part) for part in told)
    return Signs(
        strong_yes=yes and not left,
        yes=yes,
        plain=bool(told) and not left and not new,
        no_start=bool(told) and _NO.match(told[0]) is not None,
        no=_NO.search(said) is not None,
        turn=_TURN.search(said) is not None,
        hedge=_HEDGE.search(said) is not None or len(answer) > _LONGEST,
        leaving=_LEAVING.search(said) is not None,
        changed=min(2, len(new)),
        fresh=math.log1p(len(left)),
        asks=bool(asking),
        only_asks=not told,
        acts=any(_ACTS.search(part) for part in asking),
        thanks=_THANKS.search(answer) is not None,
        deals=True,
        wish="要" in said or "想" in said,
        length=math.log1p(len(answer)),
    )


def _told(folded: str, asked: Question) -> tuple[list[str], list[str]]:
    """The clauses that state something, and those that ask; a clause of the question, said again, is neither."""
    told: list[str] = []
    asking: list[str] = []
    for clause in _CLAUSES.split(folded):
        kindly = clause
        for pattern, meaning in _KINDLY:
            kindly = re.sub(pattern, meaning, kindly)
        if not kindly or (len(clause) > 3 and clause in asked.folded):
            continue
        (asking if _ASKS.search(kindly) else told).append(kindly)
    return told, asking


def _changed(text: str, stated: list[Term], question: str) -> list[Term]:
    """Terms that the question does not state with this value, in its own language or in the other."""
    return [term for term in changed(_terms(text), stated) if term.kind == "count" or str(term.value) not in question]


def _terms(folded: str) -> list[Term]:
    found: list[Term] = []
    for amount in amounts(folded, "CNY"):
        start, end = amount["span"]
        found.append(Term("money", (amount["minor"], amount["currency"], amount["op"], amount.get("minor_max"))))
        folded = folded[:start] + " " * (end - start) + folded[end:]
    for count in _COUNT.finditer(folded):
        if not (count[1] == "一" and folded[: count.start()].endswith(("这", "那"))):
            found.append(Term("count", Decimal(number(count[1]))))
    for tint in _TINT.finditer(folded):
        found.append(Term("goods", (tint[1] or "") + tint[2] if tint[1] else _TINTS[tint[2]]))
    found += [Term("date", other) for other in _OTHER_TERMS.findall(folded)]
    if bare := re.findall(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.])", _COUNT.sub(" ", _OTHER_TERMS.sub(" ", folded))):
        found += [Term("count", Decimal(each)) for each in bare]
    return list(dict.fromkeys(found))


def _left(said: str, asked: Question) -> str:
    """The Chinese characters that are neither agreement nor filler, nor terms, nor in the question."""
    rest = _OTHER_TERMS.sub("", _TINT.sub("", _COUNT.sub("", said)))
    for amount in reversed(amounts(rest, "CNY")):
        rest = rest[: amount["span"][0]] + rest[amount["span"][1] :]
    rest = _FILLER.sub("", rest)
    return "".join(char for char in rest if "\u3400" <= char <= "\u9fff" and char not in asked.folded)


assert set(_TINTS.values()) <= COLOURS
