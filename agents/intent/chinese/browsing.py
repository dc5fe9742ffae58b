"""Whether a Chinese message is a new wish, a change of the running one, or nothing for a shop."""

from __future__ import annotations

import re

from agents.intent.chinese import cues
from agents.intent.chinese.page import HAN, Page
from agents.intent.english.kinds import Judgement
from agents.intent.reading import Reading

_ELSE = re.compile(
    r"写(?:一|首|篇|个|段)|翻译|解释|计算|唱|证明|总结|天气|股市|新闻|菜谱|食谱|怎么做|我?想(?:吃|喝)|吃什么|"
    r"订(?:机票|酒店|餐|票|外卖)|机票|外卖|讲讲|导航|怎么走|下雨吗|会下雨|会下雪"
)  # no shop's business


def judge(reading: Reading, page: Page, left: str) -> Judgement:
    """Search, refine or unclear; `left` is the content that no stage has used."""
    text, context = page.text.strip(), reading.context
    running = bool(context.get("constraints") or context.get("query") or context.get("shown"))
    said = bool(reading.constraints or reading.sort or reading.cap or (running and page.dated))
    asked = cues.SEARCH.search(text) is not None and not _ELSE.search(text)
    if not said and not left and not reading.ignored:
        more = running and re.search(r"别的|其[他它]|更多|还有|换一?批|换一?(?:个|些)|再(?:看|推荐|来)|下一", text)
        return Judgement("refine", 0.6) if more else Judgement("search" if asked and running else "unclear", 0.3)
    wanted = [each for each in reading.constraints if each["op"] == "is"]
    goods = {each["value"] for each in wanted if each["attribute"] in ("category", "department")}
    if _ELSE.search(text) and not goods and not (running and said):
        return Judgement("unclear", 0.3)
    if not running:
        found = Judgement("search", 0.9 if goods else 0.75)
        return found if said else _first_wish(page, text, left, asked=asked)
    if goods:
        same = {each["value"] for each in context.get("constraints", []) if each["attribute"] == "category"}
        return Judgement("refine" if goods <= same and not cues.NEW_WISH.search(text) else "search", 0.9)
    if said:
        anew = cues.NEW_WISH.search(text) and len(left) >= 2 and not reading.sort
        return Judgement("search" if anew else "refine", 0.7 if left else 0.9)
    return _unknown_wish(page, text, asked=asked)


def _first_wish(page: Page, text: str, left: str, *, asked: bool) -> Judgement:
    """A message without any value that the catalogue knows, with nothing before it."""
    question = _ELSE.search(text) or re.search(
        r"(?:几$|等于|多[远久高]|什么|怎么|为什么|如何|多少|哪|谁|几点)|[吗呢么?？]\s*$", text
    )
    wished = asked or re.search(r"有(?:卖|货)?(?:吗|么|没|不)", text) is not None
    wished = wished and not re.search(rf"为什么|怎么(?!样)|谁|几点|知道|{_ELSE.pattern}", text)
    if page.sought or (left and (wished or (_size(left) <= 8 and not question))):
        return Judgement("search", 0.6 if asked else 0.5)
    return Judgement("unclear", 0.3)


def _unknown_wish(page: Page, text: str, *, asked: bool) -> Judgement:
    """The same beside a running wish: a quality narrows it, goods begin another one."""
    degree = re.search(r"(?:大|小|长|短|高|轻|重|薄|厚|宽|窄|软|硬|贵|好)(?:一?点|一?些)", text)
    if (page.sought and not page.goods_sought) or (degree and not page.sought):
        return Judgement("refine", 0.7)
    if cues.NEW_WISH.search(text) or not cues.REFINE.search(text):
        question = re.search(r"[吗呢么?？]\s*$|什么|怎么|为什么", text)
        return Judgement("search", 0.5) if asked or not question else Judgement("unclear", 0.3)
    return Judgement("refine", 0.6)


def _size(words: str) -> int:
    """Chinese characters, and English words as one each."""
    return len(HAN.findall(words)) + len(re.findall(r"[a-z]+", words))
