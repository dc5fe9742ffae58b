"""How many, in which pack, in what size: 两件, 半打, 十个装, M码, 八号, 大一码; never a price."""

from __future__ import annotations

import re
from decimal import Decimal

from agents.intent.chinese.numbers import number
from agents.intent.chinese.page import Page
from agents.intent.reading import Reading
from agents.intent.size_steps import LETTERS, rank
from agents.intent.sizes import size_key

_NUMBER = r"(?:\d{1,12}(?:\.\d+)?|[零一二三四五六七八九两俩十百千万]{1,6})"
_MEASURE = r"(?:件|个|双|只|条|台|份|套|顶|把|张|瓶|盏|支|枚|块(?!钱)|副|串|部|辆|床|幅|口|本|款|对|盒|包|袋|箱|组|打)"
_PACK = re.compile(
    rf"(?:一(?:盒|包|箱|袋|套|组|打)(?:有|装|是)?)?(?P<count>{_NUMBER})(?:{_MEASURE}|粒|片|支)?(?:一?(?:装|入)|"
    rf"一(?:盒|包|箱|袋|套|组))"
)
_COUNTED = re.compile(
    rf"(?:[x×*]\s?(?P<times>\d{{1,9}})(?!\d)|(?P<half>半打)|"
    rf"(?P<minus>[-负减]?)(?P<count>{_NUMBER})\s?(?P<measure>{_MEASURE})(?P<half2>半)?"
    rf"|数量(?:是|为|改成|改为|变成|设为|要|:|：|改到|调成|调到)?\s?(?P<named>{_NUMBER}))"
)
_NOT_BEHIND = re.compile(
    r"月|人|小时|钟头|星期|礼拜|季|颜色|口袋|牌子|品牌|尺码|码|寸|钱|地方|问题|层|色|扣|拉链|功能|国家|朋友|孩|"
    r"优惠|折|分|档|房间|景点|餐馆|酒店|地点"
)
_NOT_BEFORE = re.compile(r"(?:第|这|那|哪|前|后|头|最后|每|某|几|另|上|下|倒数|同)$")
_ARTICLE = re.compile(r"(?:再|多|加|就|只|来|各|拿|买|要|订|给我|改成|换成|变成|下单|各来)$")
_LETTER = r"(?:xxxs|xxs|xs|xxxxl|xxxl|xxl|xl|[2-7]xl|s|m|l)"
_FIGURE = r"(?:\d{1,2}(?:\.5)?|[一二三四五六七八九十]{1,3})"
_LEAD = r"(?:(?:尺码|尺寸|码数|鞋码|大小|size)\s?(?:是|要|选|:|穿|为)?\s?)"
_NO_SIZE = "线|楼|院|门|店|房|前|之前|到|以前|要|就|下午|晚|早|出发"
_SIZES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"{_LEAD}?(?<![a-z])(?P<size>{_LETTER})\s?(?:码|号|尺码|的)"), ""),
    (re.compile(rf"(?P<size>{_FIGURE})(?:个半)?\s?(?:码|号(?!{_NO_SIZE}))"), ""),
    (re.compile(rf"(?:{_LEAD}|我穿|我的脚是?)(?P<size>\d{{1,2}}(?:\.5)?)(?![\d件个双元块%])"), ""),
    (re.compile(r"(?<![\d.])(?P<size>(?:3[4-9]|4[0-8])(?:\.5)?)(?=的(?!价))"), ""),
    (re.compile(r"(?P<size>\d{1,3}(?:\.\d)?|[一二三四五六七八九十]{1,4})\s?(?:英寸|寸|吋)"), "inch"),
    (re.compile(r"加加大码?|特特大码?|双加大码?"), "xxl"),
    (re.compile(r"特大(?:码|号)|加大(?:码|号)|超大(?:码|号)|大大号"), "xl"),
    (re.compile(r"加小(?:码|号)|特小(?:码|号)|超小(?:码|号)"), "xs"),
    (re.compile(r"均码|均一码|通码|自由码"), "one size"),
    (re.compile(r"(?<![加特超最])大(?:码|号)(?!店)"), "l"),
    (re.compile(r"中(?:码|号)(?!店)"), "m"),
    (re.compile(r"(?<![加特超最])小(?:码|号)(?!店)"), "s"),
)  # fmt: skip
_STEP = re.compile(
    r"(?:再|更|要|换|换成|改成|改)?(?P<way>大|小)(?:一|1|两|二|2)?(?:个)?(?:码|号|尺码)|尺码(?:再)?(?P<way2>大|"
    r"小)(?:一?点|些)|(?:再|要)(?P<way3>大|小)(?:一|1)(?:码|号)"
)


def read(reading: Reading, page: Page) -> None:
    """Takes packs, sizes and then the first count of things to buy."""
    _packs(reading, page)
    _sizes(reading, page)
    _quantity(reading, page)


def _packs(reading: Reading, page: Page) -> None:
    for found in _PACK.finditer(page.text):
        text = f"{number(found['count']):f}"
        if text in ("0", "1") or "." in text or not page.free(*found.span()):
            continue
        known = text in reading.vocabulary.values.get("pack_size", ())
        reading.constrain("pack_size", "is", text, list(found.span()), known=known)
        page.take(*found.span())


def _sizes(reading: Reading, page: Page) -> None:
    for found in _STEP.finditer(page.text):
        if page.free(*found.span()) and (
            found["way"] is None or found.group()[-2:-1] in "一1两二2个再" or len(found.group()) > 2
        ):
            _step(reading, page, found)
    for pattern, said in _SIZES:
        for found in pattern.finditer(page.text):
            if not page.free(*found.span()) or page.text[found.start() - 1 : found.start()] in tuple("第大小+"):
                continue
            _size(reading, page, found, said)


def _size(reading: Reading, page: Page, found: re.Match[str], said: str) -> None:
    if "size" not in found.re.groupindex:
        key = said
    else:
        word = found["size"]
        if not word.isascii():
            word = f"{number(word):f}"
        key = size_key(f"{word} inch" if said == "inch" else word)
        half = "个半" in found.group()
        key = f"{key}.5" if half else key
    known = reading.lexicon.sizes.get(key)
    if said == "inch" and known is None and not re.search(r"电视|屏|显示器|电脑|平板", page.text):
        return
    start, end = found.span()
    end -= page.text[start:end].endswith("的")
    start += len(page.text[start:end]) - len(page.text[start:end].lstrip())
    value = known or (key.upper() if key in LETTERS else key)
    reading.constrain("size", "is", value, [start, end], known=known is not None)
    page.take(start, end)


def _step(reading: Reading, page: Page, found: re.Match[str]) -> None:
    """ "大一码": the next size that the catalogue has after the one spoken of; said to be ignored where none is."""
    start, end = found.span()
    page.take(start, end)
    steps = 2 if re.search("[2两二]", found.group()) else 1
    value = _beside(reading, _spoken_of(reading), steps if "大" in found.group() else -steps)
    if value is None:
        reading.ignored.append(reading.text[start:end])
    else:
        reading.constrain("size", "is", value, [start, end])


def _spoken_of(reading: Reading) -> str:
    """The size of the running wish, else of what was touched last or is alone on the screen."""
    context = reading.context
    shown = context.get("shown", [])
    for each in reversed(context.get("constraints", [])):
        if each["attribute"] == "size" and each["op"] == "is":
            return str(each["value"])
    focus = context.get("focus") or (shown[0] if len(shown) == 1 else None)
    return focus.get("size", "") if focus else ""


def _beside(reading: Reading, start: str, steps: int) -> str | None:
    """The catalogue's size that many steps up or down the scale of `start`."""
    here = rank(start)
    if here is None:
        return None
    sizes = ((rank(key), value) for key, value in reading.lexicon.sizes.items())
    scale = sorted((found[1], value) for found, value in sizes if found is not None and found[0] == here[0])
    beyond = [value for place, value in scale if (place > here[1] if steps > 0 else place < here[1])]
    ordered = beyond if steps > 0 else beyond[::-1]
    return ordered[abs(steps) - 1] if len(ordered) >= abs(steps) else None


def _quantity(reading: Reading, page: Page) -> None:
    for found in _COUNTED.finditer(page.text):
        if reading.quantity is not None or reading.fraction:
            return
        if page.text[: found.start()].endswith(("不是", "不要")) and _COUNTED.search(page.text, found.end()):
            continue  # "不是两件, 是三件"
        if not page.free(*found.span()) or _NOT_BEFORE.search(page.text[max(0, found.start() - 3) : found.start()]):
            continue
        if _NOT_BEHIND.match(page.text, found.end()) or found["measure"] == "款":
            continue
        value = _value(found)
        article = value == 1 and (found["count"] or "") == "一" and not found["half2"]
        page.take(*found.span())
        if article and not _ARTICLE.search(page.text[: found.start()]) and not _ends(page, found.end()):
            continue
        if value != value.to_integral_value():
            reading.fraction = reading.text[found.start() : found.end()]
            return
        page.article = article
        reading.quantity = int(value)


def _ends(page: Page, at: int) -> bool:
    return re.match(r"[吧了啊呀就好行。,.!！\s]*$", page.text[at:]) is not None


def _value(found: re.Match[str]) -> Decimal:
    if found["half"]:
        return Decimal(6)
    said = found["times"] or found["named"] or found["count"]
    value = number(said)
    if found["measure"] == "打":
        value *= 12
    if found["half2"]:
        value += Decimal("0.5")
    return -value if found["minus"] else value
