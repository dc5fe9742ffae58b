"""What a Chinese "not" covers: "不要黑色的和皮的", "除了皮的都行", "白的不要", "不带帽子的"."""

from __future__ import annotations

import re

from agents.intent.chinese.page import HAN, Page
from agents.intent.reading import Reading
from tools.llm.contract import Constraint

_FORWARD = re.compile(
    r"(?<!要)(?:绝对|千万|坚决|最好|一定|可)?不(?:想|太想|需)?要(?!紧(?!身)|求不)(?:给我|再|推荐|看|给|带|有|是|选|用|"
    r"含)*|不(?:想|太)?喜欢|"
    r"不(?:考虑|接受|爱|想看|想买|看|需要|穿|戴|选|用买)|(?:不|别)(?:要|是)?(?:太|怎么|那么|这么|很)|讨厌|拒绝|"
    r"排除|避开|"
    r"(?:千万|请)?别(?!的|人|致|墅|说)(?:再|给我|推荐|要|是|来|买|选|找|给|看|拿|用|带|有)*|(?<!是)不是|"
    r"(?<!能)不能(?:是|有|带|含)|"
    r"\b(?:not|no|without|except)\b|(?<!带)不(?:带|含)|(?<!可)不可以(?:是|有)|"
    r"(?<!有)没有?(?!关系|事|问题|意见|什么|想法|看法|办法|时间|错|人|钱)(?=(?:带)?[^吗么?？]{1,6}的?(?:$|[,。,.!！；;]|"
    r"[^吗么?？]{0,6}$))|"
    r"除了?(?!夕|湿|臭|尘|皱|草|毛|菌|外)|除去|非(?!常|洲|得|要|凡|主流|卖)|无需|谢绝|冇|唔要|免(?=辣)|无(?=帽|"
    r"口袋|拉链|扣|logo|兜)"
)
_BACKWARD = re.compile(
    r"(?P<cue>(?:我|咱)?(?:都|就|也|全|统统|一律|通通)?(?:不要|除外|不行|不喜欢|不考虑|不想要|算了|免谈|免了|pass|"
    r"排除|不需要|不接受|不看|不可以|不太行|太丑|不爱|就不用|不用))"
    r"(?:看)?[了哈啊哦吧呢啦的]*(?=$|[,。,.!！；;？?\s])"
)
_ALLERGIC = re.compile(r"对[^,。;!]{1,8}过敏")
_TURN = re.compile(
    r"但|只[要想看]|而是|换|改|就[要想看]|我[要想]|(?<![不想别需])要(?!是)|想[要看买找]|最好|给我找|其[他它]|都行|"
    r"都可|都好|"
    r"别的|来[个一件双条]|有没有|或许|可以|以外|之外|除外"
)
_JOIN = re.compile(
    r"[的色款系\s]*(?:那种|这种|之类的?)?(?:和|或者?是?|还是|跟|以及|还有|、|/|与|及|,?也(?:不要|别|不)|"
    r",?(?:都)?不要|也)?[的\s]*"
)
_LISTED = re.compile(r"和|或|跟|以及|还有|、|/|与|及|也|,|不要")
_BESIDES = re.compile(r"还(?!有什么)|另外|再|也(?!不|别)")
_UNKNOWN = re.compile(r"(?:带|有|含|是)*([\u3400-\u9fff]{1,4}?)(?:的|$)")
_CONTENT = re.compile(r"[^\W了的吗呢吧啊呀啦哦]")
_AROUND = re.compile(
    r"给我|推荐|那种|这种|任何|之类|看到|出现|再|那|这|太|很|过于|带|有|是|穿|我|一|件|条|个|双|些|款|买|选|要|含"
)
_FILL = frozenset("这那太的了吗呢要再看点个件好么些很怎样都行其他它他别人我你以外之")
_NO_VALUE = frozenset({"price", "delivery", "size_step"})
_FAR = 10  # characters between a "not" and the first word that it can cover


def read(reading: Reading, page: Page) -> None:
    """Turns what is not wanted into exclusions; what is refused and has no value is said to be ignored."""
    values = sorted(
        (each for each in reading.constraints if each["attribute"] not in _NO_VALUE and each["op"] == "is"),
        key=lambda each: each["span"][0],
    )
    refused: list[Constraint] = []
    for found in _FORWARD.finditer(page.text):
        if not page.used[found.start()]:
            _forward(reading, page, values, found, refused)
    for found in _BACKWARD.finditer(page.text):
        _backward(page, values, found, refused)
    for found in _ALLERGIC.finditer(page.text):
        refused += [each for each in values if found.start() < each["span"][0] < found.end() and each not in refused]
        page.take(*found.span())
    for each in refused:
        each["op"] = "is_not"
    if refused:
        _settle(reading, refused)


def _forward(
    reading: Reading, page: Page, values: list[Constraint], found: re.Match[str], refused: list[Constraint]
) -> None:
    end = page.clause_end(found.end())
    turn = _TURN.search(page.text, found.end(), end)
    if turn is not None:
        if found.group().startswith("除") and _BESIDES.search(page.text, turn.start(), min(end, turn.end() + 3)):
            return
        end = turn.start()
    inside = [each for each in values if found.start() < each["span"][0] < page.clause_end(found.end())]
    first = next((each for each in inside if each["span"][0] < end), None)
    if first is None or first["span"][0] - found.end() > _FAR:
        _unknown(reading, page, found, end)
        return
    between = page.text[found.end() : first["span"][0]]
    if between.endswith("的") and _CONTENT.search(_AROUND.sub("", between)):
        _unknown(reading, page, found, first["span"][0])  # "不要太花的裙子": the skirt is wanted
        return
    _take_list(page, values, first, refused)
    page.take(found.start(), found.end())


def _take_list(page: Page, values: list[Constraint], first: Constraint, refused: list[Constraint]) -> None:
    """The first value and those listed with it. "不要黑色的外套" wants a jacket."""
    at = values.index(first)
    refused.append(first)
    last = first
    for each in values[at + 1 :]:
        gap = page.text[last["span"][1] : each["span"][0]]
        same = each["span"] == last["span"]
        joined = _JOIN.fullmatch(gap) is not None
        listed = joined and _LISTED.search(gap) is not None
        if not (same or (joined and len(gap) <= 8)):
            return
        if not (same or listed) and each["attribute"] != last["attribute"]:
            return
        if each["attribute"] == "category" and last["attribute"] != "category":
            return
        refused.append(each)
        last = each


def _backward(page: Page, values: list[Constraint], found: re.Match[str], refused: list[Constraint]) -> None:
    at = found.start()
    for each in reversed(values):
        start, end = each["span"]
        if end > at or each in refused:
            continue
        gap = page.text[end:at]
        if not _JOIN.fullmatch(gap) or (at != found.start() and not _LISTED.search(gap)) or "," in gap:
            return
        refused.append(each)
        page.take(at, found.end())
        at = start


def _unknown(reading: Reading, page: Page, found: re.Match[str], end: int) -> None:
    """ "不带亮片的": a feature without a value is kept as unknown; other refusals are said to be ignored."""
    rest = page.text[found.end() : end]
    if not _CONTENT.search(rest) or any(page.used[found.end() : end]):
        return
    named = _UNKNOWN.match(rest)
    lacks = found.group().endswith(("带", "含", "有", "没", "无"))
    attributive = rest[named.end(1) :].startswith("的") if named else False
    if named and lacks and not set(named[1]) & _FILL and (attributive or found.group()[0] not in "没有"):
        span = [found.end() + named.start(1), found.end() + named.end(1)]
        reading.constrain("feature", "is_not", reading.text[span[0] : span[1]], span, known=False)
        page.take(found.start(), span[1])
    elif HAN.search(rest) and re.search(r"要|喜欢|推荐|考虑|除", found.group()):
        page.refused.append((found.start(), end))


def _settle(reading: Reading, refused: list[Constraint]) -> None:
    """A value that is both wanted and refused by other words of the message stays only refused."""
    gone = {(each["attribute"], str(each["value"])) for each in refused}
    kept: list[Constraint] = []
    for each in reading.constraints:
        if each["op"] == "is" and (each["attribute"], str(each["value"])) in gone:
            continue
        kept.append(each)
    reading.constraints[:] = kept
