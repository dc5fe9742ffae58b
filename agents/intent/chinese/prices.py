"""Chinese words about prices around the amounts: totals, 便宜点, 比第二个便宜, 最便宜的."""

from __future__ import annotations

import re
from typing import Any, Literal

from agents.intent.chinese.numbers import NUMBER, number
from agents.intent.chinese.page import Page
from agents.intent.money.chinese import LARGEST
from agents.intent.money.running_text import amounts
from agents.intent.reading import Reading
from tools.llm.contract import Amount
from tools.money import exponent

_Bound = Literal["exactly", "at_most", "at_least", "about", "range"]
_SAID: tuple[tuple[_Bound, re.Pattern[str]], ...] = (
    (
        "at_most",
        re.compile(
            r"(?:under|below|less than|max|up to|within|at most|<)\s*$|"
            r"(?:不(?:要)?超过|别超过|最多|最高|顶多|至多|控制在|上限|跌破|低于|降到|跌到|掉到|便宜到)(?:我|就|只|"
            r"能|花|出|给|在|是|到|想)*$"
        ),
    ),
    (
        "at_least",
        re.compile(
            r"(?:over|above|more than|at least|from|>)\s*$|(?:至少|起码|最少|不低于|最低)(?:要|得|花|出|在|是|到)*$"
        ),
    ),
)
_RAISED = re.compile(
    rf"(?:预算|价格|价位)(?:可以|能|大概|再)*(?:放宽|提高|提升|提|降低|降|调|加|增加|改|压|缩减?|上调|下调)?(?:到|"
    rf"至|成|为|在)?(?P<sum>{NUMBER})(?![个件双条只码号寸天])"
)
_BARE = re.compile(
    r"(?<![\d一二三四五六七八九十百千万第])(?P<sum>[一二三四五六七八九两\d]{1,4}[百千万][一二三四五六七八九十百千零]{0,5})(?=的)"
)
_RATED = re.compile(r"(?:评分|分数|星级|打分)[^,。;]{0,5}$")
_MOST = 40  # amounts of one message
_TOTAL = re.compile(
    r"总共|一共|全部(?:加起来|一起|下来|东西)?|加起来|总预算|合计|总价|统共|拢共|一起(?!买)|全套下来|"
    r"所有(?:东西)?加起来|总的|总计|整单|整体预算"
)
_BUDGET = re.compile(
    r"(?:我的?)?(?:总)?预算(?:大概|大约|就|只有|有|是|在|为|不多|控制在|给|提到|提高到|放宽到|加到|降到|调到|"
    r"增加到|:|\s)*$|(?:只能|最多|只想|可以|能|"
    r"打算|准备|愿意)?(?:花|出)(?:到|个)?(?:大概|大约)?$"
)
_ROUND = re.compile(r"左右|上下|大约|大概|差不多|约|多")
_CHEAPER = re.compile(
    r"(?:有没有|有|再|更|稍微|能不能|可以)*(?:更|再)?便宜(?:一?点儿?|一?些|的多|得多|多了|很多|个)|(?:更|再|"
    r"比较)(?:便宜|实惠|划算|平价|低价)|"
    r"(?:不要|别|没有?)?(?:太|那么|这么|有点儿?|好|超|略|偏|实在)(?:贵|小贵)了?|贵了(?:点|些)?|(?:价格|价位|"
    r"价钱)(?:再|更)?(?:低|便宜)(?:一?点|一?些)|"
    r"(?:不要|别|没)(?:这么|那么|太)贵|不(?:要)?太贵|买不起|超预算|降(?:一?点|低)(?:价格|价位|预算)|便宜些|"
    r"价格(?:太|有点|偏)高|还有便宜的"
)
_LESS = re.compile(r"便宜|实惠|低|划算")
_DEARER = re.compile(
    r"(?:更|再|稍微)(?:贵|高档|高端|高级)(?:一?点|一?些)?的?(?!看)|贵一?点的?|高档(?:一?点|一?些)|高端一?点|"
    r"价格(?:再|更)?高(?:一?点|一?些)"
)
_CHEAP = re.compile(
    r"最便宜|便宜(?:货|的)?(?!点|些)|实惠(?:一?点|一?些)?|划算(?:一?点)?|平价|性价比(?:高|好)?|价格(?:从)?低到高|"
    r"(?:按)?价格(?:升序|从低到高|最低)|低价|白菜价|经济实惠|物美价廉"
)
_DEAR = re.compile(r"最贵|价格(?:降序|从高到低|最高)|最高档|最高端|由高到低")
_FAST = re.compile(
    r"(?:最快|最早|尽快|越快越好|赶紧|快点)(?:能)?(?:到|送|发|收|拿)(?:货|到)?(?:的)?|(?:发货|送货|物流|到货)(?:最|"
    r"要)?快(?:一?点)?(?:的)?"
)


def read(reading: Reading, page: Page) -> None:
    """Takes every amount; one that is for everything becomes the cap."""
    for amount in amounts(reading.text, reading.vocabulary.currency, alone=False)[:_MOST]:
        start, end = amount["span"]
        if not page.free(start, end) or _RATED.search(page.text[max(0, start - 10) : start]):
            continue
        page.take(start, end)
        op = _op(amount, page.text)
        total = _near_total(page, start, end) if reading.cap is None else None
        if total is not None:
            op = op if op in ("at_least", "range") else "at_most"
            reading.cap = {**amount, "op": op, "span": [min(start, total[0]), max(end, total[1])]}
            page.take(*reading.cap["span"])
            continue
        value: dict[str, Any] = {"minor": amount["minor"], "currency": amount["currency"]}
        if op == "range":
            value["minor_max"] = amount["minor_max"]
        usable = amount["currency"] == reading.vocabulary.currency
        reading.constrain("price", op, value, [start, end], known=usable)
        if not usable:
            reading.ignored.append(reading.text[start:end])
    _raised(reading, page)


def _raised(reading: Reading, page: Page) -> None:
    """ "预算放宽到200": "两百五的靴子": a sum without a currency, which the words beside it make one."""
    found = _RAISED.search(page.text) or _BARE.search(page.text)
    if found and page.free(*found.span()) and not any(each["attribute"] == "price" for each in reading.constraints):
        currency = reading.vocabulary.currency
        op: _Bound = "about" if found.re is _BARE else "at_most"
        value = {"minor": min(round(number(found["sum"]).scaleb(exponent(currency))), LARGEST), "currency": currency}
        reading.constrain("price", op, value, list(found.span()))
        page.take(*found.span())


def _op(amount: Amount, text: str) -> _Bound:
    """A budget is a limit, "预算500" as much as "500以内"; "五百的外套" is a wish for about that."""
    start, end = amount["span"]
    if amount["op"] not in ("about", "exactly"):
        return amount["op"]
    said = next((op for op, words in _SAID if words.search(text[max(0, start - 12) : start])), None)
    if said is not None:
        return said
    budget = _BUDGET.search(text[max(0, start - 10) : start]) or text.startswith(("预算", "总预算"), start)
    if budget and not _ROUND.search(text[max(0, start - 2) : end]):
        return "at_most"
    return "exactly" if re.search(r"(?:正好|刚好|恰好)$", text[:start]) else "about"


def _near_total(page: Page, start: int, end: int) -> tuple[int, int] | None:
    low, high = page.clause_start(start), page.clause_end(end)
    found = _TOTAL.search(page.text, low, high)
    return found.span() if found else None


def relative(reading: Reading, page: Page) -> None:
    """便宜点 asks for less than what is shown, or than the one that it is compared with. After the references."""
    bounded = any(each["attribute"] == "price" for each in reading.constraints)
    for pattern, op, sort in ((_CHEAPER, "at_most", "price_asc"), (_DEARER, "at_least", "price_desc")):
        found = next((each for each in pattern.finditer(page.text) if page.free(*each.span())), None)
        if found is None and op == "at_most" and reading.references:
            found = next((each for each in _LESS.finditer(page.text) if _is_beaten(reading, page, each.start())), None)
        if found is None:
            continue
        start, end = found.span()
        limit, start = _limit(reading, page, start)
        page.take(start, end)
        if bounded:
            return  # "太贵了，100以内": the amount says it
        reading.sort = sort
        if limit is not None:
            value = {"minor": max(0, limit + (-1 if op == "at_most" else 1)), "currency": reading.vocabulary.currency}
            reading.constrain("price", op, value, [start, end])  # type: ignore[arg-type]
        return
    for pattern, sort in ((_CHEAP, "price_asc"), (_DEAR, "price_desc"), (_FAST, "delivery")):
        found = next((each for each in pattern.finditer(page.text) if page.free(*each.span())), None)
        if found is not None:
            page.take(*found.span())
            reading.sort = sort
            return


def _is_beaten(reading: Reading, page: Page, start: int) -> bool:
    """Whether "比第三个" stands before the place."""
    return any(
        page.text[max(0, first - 1) : first] == "比" and 0 <= start - behind <= 3
        for first, behind in (each["span"] for each in reading.references)
    )


def _limit(reading: Reading, page: Page, start: int) -> tuple[int | None, int]:
    """The price to beat in minor units, and where its words begin: the named thing's, else that of the first shown."""
    shown = reading.context.get("shown", [])
    for at, reference in enumerate(reading.references):
        first, behind = reference["span"]
        between = page.text[behind:start]
        if page.text[max(0, first - 1) : first] == "比" and len(between) <= 3 and len(reference["positions"]) == 1:
            del reading.references[at]
            place = reference["positions"][0]
            place = place - 1 if place > 0 else len(shown) + place
            return (shown[place].get("price_minor") if 0 <= place < len(shown) else None), first - 1
    focus = reading.context.get("focus")
    if page.text[max(0, start - 4) : start].startswith("比") and focus:
        return focus.get("price_minor"), start - 4
    return next((each["price_minor"] for each in shown if "price_minor" in each), None), start
