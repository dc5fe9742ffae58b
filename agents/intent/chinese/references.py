"""Which of the shown things a Chinese message means: 第二个, 前两款, 最后一双, 都要, 黑色那件, 这个."""

from __future__ import annotations

import re

from agents.intent.chinese.lexicon import Found
from agents.intent.chinese.numbers import number
from agents.intent.chinese.page import Page
from agents.intent.chinese.script import simplified
from agents.intent.lexicon import inflected, words_of
from agents.intent.reading import Reading
from agents.intent.tokens import fold
from tools.llm.contract import Reference, ShownProduct

MEASURE = r"(?:个|件|双|只|条|台|份|套|顶|把|张|瓶|盏|支|枚|块|副|串|部|辆|床|幅|口|本|款|对|盒|包|袋|项|样|种|号|行)"
_N = r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})"
_PLACE = re.compile(
    rf"倒数第(?P<back>{_N}){MEASURE}?|第\s?(?P<one>{_N})(?!次|天|时间|名|一次|季|代|大|产|步|二天|章|人称|"
    rf"[一二三四五六七八九十\d])"
    rf"(?P<more>(?:\s?[、和跟与及,到]\s?第?{_N}(?!\s?(?:件|双|只|条)(?:吧|$)))*)\s?{MEASURE}?"
    rf"|最(?:后|末尾?)(?:面)?的?(?:那|这)?一?{MEASURE}|(?:前|头)(?P<first>[两二三四五六]|[2-6]){MEASURE}|"
    rf"(?:最?后)(?P<last>[两二三四五六]|[2-6]){MEASURE}"
    rf"|(?P<number>{_N})号(?=那|这|商品|产品|款|吧|加|要|$)"
)
_LISTED = re.compile(
    r"(?:比较|对比|比一?比|区别是?)(?:一下|下)?(?P<a>\d{1,2})号?(?:和|跟|与|、|,|vs)(?P<b>\d{1,2})号?"
    r"|(?P<c>\d{1,2})号?(?:和|跟|与|vs)(?P<d>\d{1,2})号?(?=比|哪|有什么|的?区别|对比|差)"
)
_THESE = re.compile(
    rf"(?:[这那]|上面|刚才)(?:上面|前面)?的?(?P<count>[两二三四五六俩几些仨]|[2-6])(?:者|{MEASURE}|(?=都|有|哪|的|"
    rf"和|比|$|吧|,))"
)
_ALL = re.compile(
    rf"(?P<two>[两二俩]|三|四|[234])(?:者|{MEASURE})?(?:我|就|也)*(?:都|全)(?:要|买|加|拿|来|给|放|看|试|下单|有|"
    rf"不要|收|行)?"
    r"|(?:我|就|这些|那些|全|统统|通通)*(?:都要|全要|都买|全买|都加|全加|都拿|全拿|都来|都给我|全部(?:要|买|加|拿|"
    r"都|下单|来|放)|全都|都放)(?!是|行|可)"
)
_POINTED = re.compile(
    r"(?:上面|刚才|刚刚|之前|前面)?[这那](?:一|同一)?(?:个|件|双|只|条|台|份|套|顶|把|张|瓶|盏|支|枚|块|副|部|床|"
    r"款|对|包|货|东西|衣服|鞋子?|玩意儿?|些|种)"
    r"(?!月|星期|礼拜|周|时候|季|价|颜色|牌子|品牌|尺码|样|世界|预算|网站|网店|店|平台|问题|意思|地方)|它们?|"
    r"这(?=是|有|能|多|要|会|防|可)"
)
_FILLER = re.compile(r"^(?:那个|这个|嗯|呃|额|那|就是|然后|这)[…\.。,、\s]+|^那个?(?=[我你想看要来])")
_DEICTIC = re.compile(
    r"(?:的|色)?(?P<that>[那这](?:一)?(?:个|件|双|只|条|台|份|套|顶|把|张|瓶|盏|支|枚|块|副|部|床|款|对|包))"
    r"(?!月|星期|礼拜|周)"
)
_CHEAPEST = re.compile(rf"(?:最(?P<which>便宜|贵)|(?P<plain>便宜|贵)(?=的[那这]))的(?:那|这)?(?:一)?{MEASURE}?")
_ASKED = re.compile(r"(?:吗|么|[?？]|多少|怎么样|什么材质)\s*$")
_OPENING = re.compile(r"(?:请问|那个?|这个?|\s)*")
_AND = re.compile(r"[\s的]*(?:和|跟|与|及|以及|还有|、|,|,|vs|比|还是|或者?)[\s]*")
_CHAIN = re.compile(r"[的色款系\s]{0,2}")


def read(reading: Reading, page: Page) -> None:
    """Takes the places that are said as such. What "it" means comes later, once the kind is known."""
    shown = len(reading.context.get("shown", []))
    for found in _FILLER.finditer(page.text):
        page.take(*found.span())
    for found in _LISTED.finditer(page.text):
        places = [int(each) for each in found.groups() if each]
        if shown:
            _add(reading, page, places, found.start("a") if found["a"] else found.start("c"), found.end())
    for found in _PLACE.finditer(page.text):
        places = _places(found)
        stepped = page.text[: found.start()].endswith(("大", "小"))  # "再大一号"
        if found["number"] and (stepped or not shown >= places[0] > 0):
            continue
        _add(reading, page, places, *found.span())
    for found in _THESE.finditer(page.text):
        count = found["count"]
        size = shown if count in "几些" else int(number(count.replace("俩", "两").replace("仨", "三")))
        if count in "几些" or not shown:
            continue
        _add(reading, page, list(range(1, size + 1)), *found.span())
    if not reading.references and (shown or not reading.context.get("cart")):
        _every(reading, page, shown)


def _every(reading: Reading, page: Page, shown: int) -> None:
    found = _ALL.search(page.text)
    if not found or not shown or not page.free(*found.span()):
        return
    count = int(number(found["two"].replace("俩", "两"))) if found["two"] else shown
    _add(reading, page, list(range(1, min(count, shown) + 1)), *found.span())


def _places(found: re.Match[str]) -> list[int]:
    if found["back"]:
        return [-int(number(found["back"]))]
    if found["first"]:
        return list(range(1, int(number(found["first"])) + 1))
    if found["last"]:
        return list(range(-int(number(found["last"])), 0))
    if found["number"]:
        return [int(number(found["number"]))]
    if not found["one"]:
        return [-1]
    places = [int(number(found["one"]))]
    for each in re.findall(_N, found["more"]):
        place = int(number(each))
        span = "到" in found["more"] and places[-1] < place <= places[-1] + 8
        places += range(places[-1] + 1, place + 1) if span else [place]
    return places


def _add(reading: Reading, page: Page, places: list[int], start: int, end: int) -> None:
    if not page.free(start, end) or any(abs(place) > 10**6 for place in places):
        return
    page.take(start, end)
    last = reading.references[-1] if reading.references else None
    if last is not None and last["span"][1] <= start and _AND.fullmatch(page.text[last["span"][1] : start]):
        last["positions"] += [place for place in places if place not in last["positions"]]
        last["span"] = [last["span"][0], end]
        return
    reading.references.append({"positions": places, "where": "results", "span": [start, end]})


def described(reading: Reading, page: Page, terms: list[Found]) -> list[Found]:
    """Takes what is described beside a 那件 and fits one thing alone ("黑色那件", "那个带帽子的"); the other terms."""
    among: list[ShownProduct] = reading.context.get("shown") or reading.context.get("cart") or []
    used: list[Found] = []
    first = terms[0] if terms and terms[0].sense.goods and _ASKED.search(page.text) else None
    if first is not None and _OPENING.fullmatch(page.text[: first.start]) and not reading.references:
        place = _only(page.text, [first], among)
        if place is not None and reading.context.get("shown"):
            _add(reading, page, [place], first.start, first.end)
            used.append(first)
    for found in _DEICTIC.finditer(page.text):
        said = _beside(page.text, terms, found)
        if not said:
            continue
        place = _only(page.text, said, among)
        if place is None:
            continue
        start = min(found.start("that"), said[0].start)
        end = max(found.end("that"), said[-1].end)
        if page.free(start, end):
            _add(reading, page, [place], start, end)
            used += said
    for each in terms:
        placed = next((it for it in reading.references if it["span"][1] == each.start), None)
        if placed is not None and each.sense.goods and page.free(each.start, each.end):
            page.take(each.start, each.end)
            placed["span"] = [placed["span"][0], each.end]  # "第二双靴子"
            used.append(each)
    return [each for each in terms if each not in used]


def _beside(text: str, terms: list[Found], that: re.Match[str]) -> list[Found]:
    """The run of values right before 那件, with goods that stand right behind it, else the run behind it."""
    before = [each for each in terms if each.end <= that.start("that")]
    run: list[Found] = []
    edge = that.start("that")
    for each in reversed(before):
        if not _CHAIN.fullmatch(text[each.end : edge]):
            break
        run.insert(0, each)
        edge = each.start
    edge = that.end("that")
    for each in (each for each in terms if each.start >= that.end("that")):
        if not _CHAIN.fullmatch(text[edge : each.start]) or (run and not each.sense.goods):
            break
        run.append(each)
        edge = each.end
    return run


def _only(text: str, said: list[Found], among: list[ShownProduct]) -> int | None:
    """The place of the one thing that fits all that is said; of the goods only where that tells two things apart."""
    titles = [fold(f"{each['title']} {each.get('color', '')}") for each in among]
    for terms in (said, [each for each in said if not each.sense.goods]):
        fitting = [_fitting(text[term.start : term.end], term, titles) for term in terms]
        places = set[int].intersection(*fitting) if fitting else set[int]()
        if len(places) == 1:
            return places.pop()
    return None


def _fitting(said: str, term: Found, titles: list[str]) -> set[int]:
    """The places of the titles that have the word itself, else its first English word that any of them has."""
    written = {at for at, title in enumerate(titles, 1) if said.removesuffix("色") in simplified(title)}
    if written:
        return written
    entry = term.sense.entry
    for name in dict.fromkeys([*term.sense.names, *([entry.value] if entry else [])]):
        words = set(words_of(name))
        found = {at for at, title in enumerate(titles, 1) if words and words <= _forms(title)}
        if found:
            return found
    return set()


def _forms(title: str) -> set[str]:
    words = set(words_of(title))
    return words | {form[-1] for word in words for form in inflected((word,))}


def by_values(reading: Reading, page: Page, terms: list[Found], where: str) -> Reference | None:
    """The one thing among those shown, or in the cart, that fits all values of the message: "把黑色的加入购物车"."""
    among = reading.context.get("cart", []) if where == "cart" else reading.context.get("shown", [])
    if not terms or not among:
        return None
    place = _only(page.text, terms, among)
    if place is None:
        return None
    span = [terms[0].start, terms[-1].end]
    return {"positions": [place], "where": "cart" if where == "cart" else "results", "span": span}


def priced(reading: Reading, page: Page) -> Reference | None:
    """ "最便宜的那个": the thing on the screen with the lowest or the highest price."""
    found = _CHEAPEST.search(page.text)
    costs = [
        (each["price_minor"], at)
        for at, each in enumerate(reading.context.get("shown", []), 1)
        if "price_minor" in each
    ]
    if not found or not costs:
        return None
    best = min(costs) if (found["which"] or found["plain"]) == "便宜" else max(costs)
    page.take(*found.span())
    return {"positions": [best[1]], "where": "results", "span": list(found.span())}


def pronoun(page: Page) -> Reference | None:
    """ "这个", "它", "刚才那件": what was touched last."""
    for found in _POINTED.finditer(page.text):
        if page.free(*found.span()):
            page.take(*found.span())
            return {"positions": [], "where": "last", "span": list(found.span())}
    return None
