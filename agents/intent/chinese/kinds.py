"""Which kind of turn a Chinese message is: by its wording, by what was read of it, and by what went before."""

from __future__ import annotations

import re

from agents.intent.chinese import browsing as chinese_browsing
from agents.intent.chinese import cues
from agents.intent.chinese.page import Page
from agents.intent.english.kinds import Judgement
from agents.intent.reading import Reading
from tools.llm.contract import RELATIONS, Kind

_SHORT = 40  # characters; who writes more says more than a word of agreement or a greeting
_REFUSED = re.compile(r"不(?:想)?[要买](?:了|$|.{1,8}了$)")
_LOOKS = re.compile(
    r"(?:请|那|我想|想|再|让我|给我|帮我)*(?:看看|看一?下|瞧瞧|打开|展示|介绍|看)(?:一下|下)?(?=第|最后|倒数|前|这|那)"
)
_PICKS = re.compile(r"(?:那)?(?:就)?(?:我)?(?:就)?(?:要|选|买|拿|是)?(?:这|那|它)[^,。]{0,4}(?:吧|了|好了)?[。！!]*$")
_OPTIONS = frozenset({"color", "size", "pack_size", "pattern", "material"})


def judge(reading: Reading, page: Page, left: str, content: str) -> Judgement:
    """The kind. `content` is what no stage has used, `left` is that without the words of dealing with a shop.

    The last resort is "unclear"."""
    text = page.text.strip()
    if (simple := _simple(reading, text)) is not None:
        return simple
    if reading.order_id and re.search(r"(?<!不)(?<!别)取消|撤销|不要了|不买了", text):
        return Judgement("return", 0.9)
    if cues.CANCELS_ORDER.search(text):
        placed = reading.order_id or cues.PLACED.search(text) or not reading.context.get("pending_approval")
        return Judgement("return" if placed else "cancel", 0.9)
    for kind, pattern in cues.RULES:
        if pattern.search(text) and not _means_else(reading, text, kind):
            return Judgement(kind, 0.9)
    return _shopping(reading, page, left, content)


def _simple(reading: Reading, text: str) -> Judgement | None:
    """Yes, no, stop, greetings, help: messages that consist of it."""
    if len(text) > _SHORT:
        return None
    if not re.search(r"\w", text):
        return Judgement("help" if re.search(r"[?？]", text) else "unclear", 0.4)
    waiting = bool(reading.context.get("pending_approval")) or reading.context.get("last") == "checkout"
    talk = cues.STOP_TALK.search(text) or cues.STOP.search(text)
    if talk and cues.is_made_of(text, cues.STOP_TALK, cues.STOP, cues.STOP_FILL):
        return Judgement("stop", 0.9)
    refused = cues.NO.search(text) and cues.is_made_of(text, cues.NO, cues.NO_FILL)
    if refused and (waiting or not _pointed(text)):
        return Judgement("cancel", 0.9)
    agreed = cues.is_made_of(text, cues.YES, cues.YES_FILL) and cues.YES.search(text) and not reading.references
    if agreed and (waiting or not (_pointed(text) or cues.CHECKOUT.search(text))):
        return Judgement("confirm", 0.9 if waiting else 0.8)
    if (cues.HELP.match(text) or cues.LOST.search(text)) and not reading.constraints and not reading.references:
        return Judgement("help", 0.9)
    if cues.SMALL_TALK.search(text) and cues.is_made_of(text, cues.SMALL_TALK, cues.TALK_FILL):
        return Judgement("small_talk", 0.9)
    return None


def _means_else(reading: Reading, text: str, kind: Kind) -> bool:
    """Whether the wording of a rule stands for something else here."""
    goods = _named(reading, "category", "department")
    if kind == "return":
        browsing = reading.context.get("shown") and reading.context.get("last") in ("search", "refine")
        if browsing and not re.search("退|收到|买的|订单|售后", text):
            return True
        return bool(re.search(r"退换?货?政策", text)) or (goods and bool(re.match(r".{0,6}(?:能|可以)退的", text)))
    if kind == "track":
        return (
            bool(reading.references or _pointed(text))
            and not reading.order_id
            and not re.search("订单|快递|包裹|物流|我的", text)
        )
    if kind == "try_on":
        return goods and not reading.references and not _pointed(text) and not reading.context.get("shown")
    if kind == "compare":
        one_sided = len([place for each in reading.references for place in each["positions"]]) < 2
        nothing = not reading.context.get("shown") and not reading.context.get("cart") and one_sided
        said = re.search(r"比较|对比|区别|差别|差异", text) is not None
        return any(each["op"] in RELATIONS for each in reading.constraints) or (nothing and (goods or not said))
    if kind == "clear_cart":
        return bool(reading.references) or bool(reading.constraints)
    return False


def _shopping(reading: Reading, page: Page, left: str, content: str) -> Judgement:
    text, context = page.text.strip(), reading.context
    if reading.drop:
        return Judgement("refine", 0.9)
    if context.get("last") in ("add", "change") and cues.CHANGE.search(text) and _named(reading, "color", "size"):
        return Judgement("change", 0.8)
    if (related := _related(reading)) is not None:
        return related
    if reading.order_id and not reading.constraints and len(left) <= 6:
        return Judgement("track", 0.7)
    if cues.NOT_CHECKOUT.search(text):
        return Judgement("ask", 0.7)
    goods = _named(reading, "category", "department", "color", "size", "material")
    given_up = bool(context.get("cart")) and _pointed(text) and not context.get("pending_approval")
    taken_out = goods and bool(context.get("cart")) and _REFUSED.search(text)
    if cues.CANCEL.search(text) and not taken_out and not reading.references and not goods and not given_up:
        return Judgement("cancel", 0.85)
    if cues.CHECKOUT.search(text) and not reading.references and not goods and len(left) <= 8 and not _negated(text):
        return Judgement("checkout", 0.9)
    cart = bool(context.get("cart"))
    if (cues.REMOVE.search(text) or _REFUSED.search(text)) and _removes(reading, text, cart):
        return Judgement("remove", 0.9)
    if _asks(reading, text):
        return Judgement("ask", 0.85)
    return _cart(reading, text, left) or chinese_browsing.judge(reading, page, content)


def _removes(reading: Reading, text: str, cart: bool) -> bool:
    """With an empty cart "去掉黑色的" narrows the search; "不要了" needs a place or something in the cart."""
    if reading.references or (cart and _pointed(text)):
        return cart or not re.search(r"不(?:想)?要(?!了)", text)
    if not cart:
        return bool(re.search("购物车", text))
    if re.search(r"删|移除|移出|移走|拿掉|拿走|取出|剔除|丢掉|扔掉|撤掉|购物车", text):
        return True
    refused = [each for each in reading.constraints if each["op"] == "is_not"]
    if (
        refused
        and all(each["attribute"] == "category" for each in refused)
        and _REFUSED.search(text)
        and (re.search("了", text) or not reading.context.get("shown"))
    ):
        return True
    return bool(re.search(r"去掉|去除|不要了|不想要了|不需要了|不买了", text)) and (
        not refused or not (reading.context.get("shown") and reading.context.get("last") in ("search", "refine"))
    )


def _related(reading: Reading) -> Judgement | None:
    known = any(each["op"] in RELATIONS for each in reading.constraints)
    if not known and not reading.compared:
        return None
    if reading.compared and not known and not reading.constraints:
        return Judgement("unclear", 0.6)
    goods = {each["value"] for each in reading.constraints if each["attribute"] == "category" and each["op"] == "is"}
    running = {each["value"] for each in reading.context.get("constraints", []) if each["attribute"] == "category"}
    return Judgement("search" if goods - running and running else "refine", 0.9)


def _asks(reading: Reading, text: str) -> bool:
    """A question about what is shown; "有M码的吗" without a "这个" looks for other things."""
    if reading.references and _LOOKS.match(text) and not re.search("购物车|加购|下单|类似|一样|像", text):
        return True
    if not cues.ASK.search(text):
        return bool(cues.SERVICE.search(text)) and not _goods(reading)
    pointed = bool(reading.references) or _pointed(text)
    if cues.ADD.search(text) and re.search("加|放|下单|买", text) and not re.search(r"(?:吗|么|多少|什么|怎么)", text):
        return False
    if pointed:
        options = [each for each in reading.constraints if each["attribute"] in ("color", "size")]
        exists = (
            re.search(r"有(?!货|现货|库存)(?:没有)?", text) and options and len(options) == len(reading.constraints)
        )
        return not (exists and not reading.references)
    if cues.SERVICE.search(text) and not _goods(reading):
        return True
    if _goods(reading) or not (
        reading.context.get("shown") or reading.context.get("cart") or reading.context.get("focus")
    ):
        return False
    if re.search(r"^(?:那|还|请问)*(?:你们|店里)?(?:还|都)?有(?:没有)?(?!货|优惠|活动)|别的|其[他它]", text):
        return False
    strong = re.search(
        r"多少钱|什么(?:材质|面料|做|材料|成分)|啥(?:材质|料|做)|多(?:大|重|长|高|宽|厚|久)|怎么(?:洗|清洗|保养|"
        r"样)|质量|起球|掉色|缩水|机洗|有货|现货|库存|产地|评价|尺码表|是不是|值得|能用",
        text,
    )
    about = re.match(r"^(?:请问|那|它|都|是|能|可以|会|带|防|要)", text)
    return bool(strong) or bool(about and re.search(r"(?:吗|么|[?？])\s*$", text) and not cues.NEW_WISH.search(text))


def _cart(reading: Reading, text: str, left: str) -> Judgement | None:
    """Adding and changing; None when the words are about searching."""
    context = reading.context
    last, cart = context.get("last"), bool(context.get("cart"))
    counted = reading.quantity is not None or bool(reading.fraction)
    in_hand = cart and (not context.get("shown") or last in ("remove", "view_cart", "checkout"))
    after_cart = last in ("add", "change") or in_hand
    adds = cues.ADD.search(text) is not None
    if _changes(reading, text, counted=counted, in_hand=in_hand, after_cart=after_cart):
        return Judgement("change", 0.85)
    if reading.references:
        like = re.search(r"类似|差不多|像|一样|同款|风格|比(?=第|最|倒)", text)
        priced = any(each["attribute"] == "price" for each in reading.constraints)
        if like and not adds:
            return Judgement("refine", 0.85)
        return None if priced and not adds else Judgement("add", 0.9 if adds else 0.8)
    into = re.search(r"加(?:入|到|进|购)|购物车|放进|放入", text)
    if _goods(reading) or left:
        return Judgement("add", 0.85) if adds and into else None
    if adds and (_pointed(text) or not reading.constraints or into):
        fewer = counted and after_cart and not re.search(r"再|加|还|多[来要拿买]", text)
        return Judgement("change" if fewer else "add", 0.85)
    if counted and all(each["attribute"] in _OPTIONS for each in reading.constraints):
        more = re.search(r"再|加|还要", text)
        return Judgement("change" if after_cart and not more else "add", 0.8)
    if _pointed(text) and _PICKS.match(text):
        return Judgement("add", 0.75)
    wants = after_cart and reading.constraints and not re.search(r"有没有|看看|找|推荐|还有|有.*吗", text)
    plain = all(each["attribute"] in ("size", "color") and each["op"] == "is" for each in reading.constraints)
    return Judgement("change", 0.75) if wants and plain else None


def _changes(reading: Reading, text: str, *, counted: bool, in_hand: bool, after_cart: bool) -> bool:
    """Whether a line of the cart is to become another number or another option."""
    options = [each for each in reading.constraints if each["attribute"] in _OPTIONS and each["op"] == "is"]
    others = _goods(reading) or any(each["attribute"] not in _OPTIONS for each in reading.constraints)
    into = re.search(r"加(?:入|到|进|购)|放", text) is not None
    if cues.CHANGE.search(text) and (bool(reading.context.get("cart")) or after_cart):
        meant = counted or (options and not _goods(reading))
        if meant and not re.search(r"加(?:入|购)|加到购", text):
            return True
    if not counted:
        return False
    if re.search(r"不对|说错|只要|少", text) and after_cart and not others:
        return True
    if reading.references:
        return in_hand and not into
    return in_hand and _in_cart(reading) and not re.search(r"再|还|加", text)


def _in_cart(reading: Reading) -> bool:
    """Whether the goods that are named lie in the cart."""
    titles = " ".join(each["title"].lower() for each in reading.context.get("cart", []))
    named = [str(each["value"]) for each in reading.constraints if each["attribute"] == "category"]
    return bool(named) and all(value in titles for value in named)


def _negated(text: str) -> bool:
    return re.search(r"(?:不|别|先不|不要|没)(?:想|急着|用|要|着急)?(?:结|付|下单|支付|买单)", text) is not None


def _named(reading: Reading, *attributes: str) -> bool:
    return any(each["attribute"] in attributes for each in reading.constraints)


def _goods(reading: Reading) -> bool:
    return any(each["attribute"] in ("category", "department") and each["op"] == "is" for each in reading.constraints)


def _pointed(text: str) -> bool:
    return (
        re.search(
            r"[这那](?:一|两|几|些)?(?:个|件|双|只|条|台|款|套|把|顶|些|包|种)(?!月|星期|礼拜|价)|它|这(?:是|能|"
            r"会|有|防|可|多)",
            text,
        )
        is not None
    )
