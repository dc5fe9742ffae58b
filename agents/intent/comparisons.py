"""How a thing should look beside another one: "lighter than the second one", "same pattern, other colour"."""

from __future__ import annotations

import re

from agents.intent import references, size_steps
from agents.intent.english import cues
from agents.intent.reading import Reading
from agents.intent.tokens import fold
from tools.llm.contract import Constraint, Intent, Op, ShownProduct

_BIT = r"(?:(?:(?:an?|one) (?:bit|little(?: bit)?|touch|shade|tad|tone)|slightly|much|way|somewhat|even|far) )?"
_TAIL = r"(?: (?:(?:in )?colou?rs?|in (?:shade|tone)|shades?|tones?|hues?|versions?|variants?|ones?))?"
# what may stand behind a colour's "lighter"; "lighter luggage" weighs less
_END = r"(?= than\b| but\b| and\b| or\b| please\b| too\b| though\b| instead\b|\W*$|[,.;!?])"
_TABLE: tuple[tuple[str, Op, str], ...] = (
    ("color", "lighter", rf"{_BIT}(?:(?:lighter|paler){_TAIL}{_END}|(?:less|not (?:as|so)) dark{_TAIL})"),
    ("color", "darker", rf"{_BIT}(?:(?:darker|more dark){_TAIL}|(?:less|not (?:as|so)) (?:light|pale){_TAIL}{_END})"),
    (
        "color",
        "more_vivid",
        rf"{_BIT}(?:brighter{_TAIL}{_END}|more (?:colou?rful|vivid|vibrant|saturated){_TAIL}|"
        rf"(?:less|not (?:as|so)) (?:dull|muted){_TAIL})",
    ),
    (
        "color",
        "less_vivid",
        rf"{_BIT}(?:(?:less|not (?:as|so)) (?:bright|colou?rful|vivid|vibrant|saturated|loud|garish){_TAIL}|"
        rf"duller{_TAIL}|more (?:muted|subdued){_TAIL})",
    ),
    ("color", "other_than", r"(?:in )?(?:(?:an |the |any |some )?(?:other|different)|another) (?:colou?rs?|shades?)"),
    ("color", "other_than", r"not (?:in )?the same (?:colou?r|shade)"),
    ("color", "same_as", r"(?:in )?(?:the )?(?:exact )?same (?:colou?r|shade)"),
    ("pattern", "other_than", r"(?:in |with )?(?:(?:an |any )?(?:other|different)|another) (?:pattern|print)s?"),
    ("pattern", "same_as", r"(?:in |with )?(?:the )?(?:exact )?same (?:pattern|print)"),
    ("product", "same_as", r"(?:the )?same as(?= (?:the|that|this|number|#|it\b))"),
    ("product", "same_as", r"(?:(?:the|that|this) )?same(?: (?:one|thing))?(?=,? (?:but|only|just|though) )"),
    (
        "product",
        "same_as",
        r"(?:(?:just|exactly|something|anything|one|ones|more|looks?) )*(?:like|similar to)"
        r"(?= (?:the|that|this|number|no\.|#|it\b))",
    ),
)
_LITTLE = r"(?:一?点儿?|一?些)"
_CHINESE: tuple[tuple[str, Op, str], ...] = (
    ("color", "lighter", rf"(?:颜色)?(?:再|更|稍微|稍)?[浅淡]{_LITTLE}|(?:颜色)?[再更][浅淡]|[没不]要?有?[那这]么深"),
    (
        "color",
        "darker",
        rf"(?:颜色)?(?:再|更|稍微|稍)?[深暗]{_LITTLE}|(?:颜色)?[再更][深暗]|[没不]要?有?[那这]么[浅淡]",
    ),
    ("color", "less_vivid", rf"[没不]要?有?[那这]么(?:鲜艳|鲜亮|亮|艳)|(?:再|更)?(?:素|低调){_LITTLE}"),
    (
        "color",
        "more_vivid",
        rf"(?:颜色)?(?:再|更|稍微)?(?:鲜艳|鲜亮|亮|艳){_LITTLE}|(?:颜色)?[再更](?:鲜艳|鲜亮|亮|艳)",
    ),
    (
        "color",
        "other_than",
        r"(?:换|别的|其他|其它|不同|不一样|另一?|另外)(?:一?[个种])?的?(?:别的|其他|不同的)?颜色|颜色不(?:同|一样)",
    ),
    ("color", "same_as", r"(?:同样|一样|相同|同一种?|同一个)的?颜色|颜色(?:要)?(?:一样|相同)|同色"),
    ("pattern", "other_than", r"(?:换|别的|其他|其它|不同|不一样|另一?|另外)(?:一?[个种])?的?(?:图案|花纹|印花)"),
    ("pattern", "same_as", r"(?:同样|一样|相同|同一种?|同)的?(?:图案|花纹|印花)|(?:图案|花纹|印花)(?:一样|相同|不变)"),
    ("product", "same_as", r"(?<=[个件款双只条台它])(?:一样|差不多|类似|相似|那样|同款)的?|像(?=第|这|那|它)"),
)


def _compiled(table: tuple[tuple[str, Op, str], ...], words: bool) -> tuple[tuple[str, Op, re.Pattern[str]], ...]:
    edge = r"\b" if words else ""
    return tuple((name, op, re.compile(f"{edge}(?:{text}){edge}")) for name, op, text in table)


_ENGLISH_CUES, _CHINESE_CUES = _compiled(_TABLE, True), _compiled(_CHINESE, False)
_HINT = re.compile(
    r"er\b|\bsizes? (?:up|down)\b|\b(?:same|other|another|different|like|similar|more|less|not (?:as|so))\b|"
    r"[浅淡深暗亮艳样同像素]|颜色|图案|花纹|类似|差不多"
)
_LINK = re.compile(r"\s*(?:than|as|to|from)\s+(?:in\s+)?")
_CLOSER = 4  # characters between a comparing word and the place it compares with: "than |the| second one"
_QUESTION = re.compile(
    r"^(?:so |and |ok |but )*(?:which|why|is (?!there)|are (?!there)|does|what|how|tell me)\b|\bcompare\b|\bdifference"
)
_PICKED = re.compile(r"\b(?:the|which|that|this)(?: \w+)? $")  # "the darker one" is one of those shown
_ONE_THING = re.compile(r"\b(?:(?:that|this|the same) one|this|that|it|same one)\b")
_WEIGHT = re.compile(r"\b(?:weight|weigh\w*|heav\w+|kg|kilos?|grams?|cigar\w*|flame)\b")
_BARE = re.compile(r"\W*(?:than|as|like|比|和|跟)?\W*(?:please|吧)?\W*")  # around an answer: "than the second one"
_CHINESE_ONE = re.compile(r"[这那](?:一)?[个件款双只条台]|它")
_CHINESE_CART = re.compile(r"加入|加到|放进|放入|加购|哪个|哪一")
_CHINESE_FILL = re.compile(r"但是?|不过|只是|[比跟和与](?=第|这|那|它|最后)|要(?=红|黑|白|蓝|绿|灰|黄|紫|粉|棕)")


def read(reading: Reading) -> None:
    """Takes comparisons of looks. One whose other side is known becomes a constraint, else it waits in `compared`.

    Needs the references read before it, and runs before colours are: "than the navy one" wishes for no navy.
    """
    folded = reading.folded
    if not _HINT.search(folded) or _QUESTION.search(folded):
        return
    size_steps.read(reading)
    if cues.ADD.search(folded):
        return
    found = [
        each
        for each in _cues(folded, _ENGLISH_CUES)
        if reading.free(*reading.inside(*each[2])) and not _means_else(folded, each)
    ]
    beside = [each for each in found if each[0] != "product"]
    found = beside + [each for each in found if each[0] == "product" and _is_said(reading, each[2])]
    if not found or not (reading.context.get("shown") or reading.context.get("focus")):
        _ignore(reading, beside)
        return
    for attribute, op, span in found:
        shown, behind = _other_side(reading, span, _LINK)
        reading.take_span(span[0], behind, "relation")
        _add(reading, attribute, op, [span[0], behind], shown)


def read_chinese(reading: Reading) -> list[list[int]]:
    """The same for Chinese: the spans that it used."""
    folded = reading.folded
    if not _HINT.search(folded) or _CHINESE_CART.search(folded):
        return []
    found = _cues(folded, _CHINESE_CUES)
    if any(attribute != "product" and op == "same_as" for attribute, op, _ in found):
        found = [each for each in found if each[0] != "product"]  # "跟第二个一样的颜色"
    if found and not (reading.context.get("shown") or reading.context.get("focus")):
        _ignore(reading, found)
        return [list(each[2]) for each in found]
    pointed = _CHINESE_ONE.search(folded)
    for attribute, op, span in found:
        shown, _ = _other_side(reading, span, None)
        _add(reading, attribute, op, list(span), shown)
    more = [each.span() for each in _CHINESE_FILL.finditer(folded)] + ([pointed.span()] if pointed else [])
    return [list(span) for span in [*(each[2] for each in found), *more]] if found else []


def _cues(folded: str, table: tuple[tuple[str, Op, re.Pattern[str]], ...]) -> list[tuple[str, Op, tuple[int, int]]]:
    """Comparing words in the order of the text; of two that overlap the one that the table has first."""
    found: list[tuple[str, Op, tuple[int, int]]] = []
    for attribute, op, pattern in table:
        for match in pattern.finditer(folded):
            if not any(start < match.end() and match.start() < end for _, _, (start, end) in found):
                found.append((attribute, op, match.span()))
    return sorted(found, key=lambda each: each[2])


def _means_else(folded: str, cue: tuple[str, Op, tuple[int, int]]) -> bool:
    """ "the darker one" picks one of those shown; "a lighter" lights; a lighter suitcase has less weight."""
    attribute, op, (start, end) = cue
    before, said = folded[:start], folded[start:end]
    than = _LINK.match(folded, end) is not None
    if op in ("lighter", "darker", "more_vivid", "less_vivid"):
        return (_PICKED.search(before) is not None and not than) or (
            op == "lighter"
            and (_WEIGHT.search(folded) is not None or (said == "lighter" and re.search(r"\ba $", before) is not None))
        )
    return (
        attribute == "color" and op == "other_than" and bool(re.match(r" (?:but|except|than (?!th|it))", folded[end:]))
    )


def _is_said(reading: Reading, span: tuple[int, int]) -> bool:
    """Whether "like" stands before one of the things shown, and is no "I'd like"."""
    return _other_side(reading, span, re.compile(r"\s*"), guess=False)[0] is not None and not re.search(
        r"\b(?:i|i'd|would|you|we|they|do|don't|looks?)\s$", reading.folded[: span[0]]
    )


def _other_side(
    reading: Reading, span: tuple[int, int], link: re.Pattern[str] | None, *, guess: bool = True
) -> tuple[ShownProduct | None, int]:
    """What is compared with, and where its words end when they stand right behind the comparing words.

    It is what stands behind a "than", else the one place that the message names, else what "it" is, else, with
    `guess`, the only thing on the screen. None when the message leaves it open.
    """
    shown, folded = reading.context.get("shown", []), reading.folded
    than = link.match(folded, span[1]) if link else None
    if than:
        for each in reading.references:
            if abs(each["span"][0] - than.end()) <= _CLOSER:
                return _at(shown, each["positions"]), each["span"][1]
        described = references.described(reading, shown, "results")
        if described and abs(described["span"][0] - than.end()) <= _CLOSER:
            reading.references.append(described)
            return _at(shown, described["positions"]), described["span"][1]
    if len(reading.references) == 1:
        return _at(shown, reading.references[0]["positions"]), span[1]
    pointed = (_ONE_THING if link else _CHINESE_ONE).search(folded)
    if pointed and not reading.references:
        behind = pointed.end() if than and pointed.start() - than.end() <= _CLOSER else span[1]
        return reading.context.get("focus") or _only(shown), behind
    return (_only(shown) if guess and not reading.references else None), span[1]


def _at(shown: list[ShownProduct], positions: list[int]) -> ShownProduct | None:
    if len(positions) != 1:
        return None
    place = positions[0] - 1 if positions[0] > 0 else len(shown) + positions[0]
    return shown[place] if 0 <= place < len(shown) else None


def _only(shown: list[ShownProduct]) -> ShownProduct | None:
    return shown[0] if len(shown) == 1 else None


def _add(reading: Reading, attribute: str, op: Op, span: list[int], other: ShownProduct | None) -> None:
    if any(each["attribute"] == attribute and each["op"] == op for each in (*reading.constraints, *reading.compared)):
        return
    relation: Constraint = {"attribute": attribute, "op": op, "value": "", "span": span}
    relation["text"] = reading.text[span[0] : span[1]]
    if other is None:
        reading.compared.append(relation)
    else:
        reading.constraints.append(beside(relation, other))


def answered(intent: Intent, waiting: list[Constraint], text: str, shown: list[ShownProduct]) -> Intent:
    """The intent with what its references say of comparisons.

    A bare "the second one" answers "darker than which one?" when that was asked, and adds nothing to the cart;
    "more like the second one" is a wish for things like it.
    """
    said = intent.get("references", [])
    other = _at(shown, said[0]["positions"]) if len(said) == 1 and said[0]["where"] == "results" else None
    if other is None or intent["constraints"] or intent["quantity"] is not None:
        return intent
    start, end = said[0]["span"]
    if waiting and _BARE.fullmatch(fold(text[:start] + text[end:])):
        return {**intent, "kind": "refine", "constraints": [beside(each, other) for each in waiting]}
    if intent["kind"] != "refine" or intent.get("query"):
        return intent
    like: Constraint = {"attribute": "product", "op": "same_as", "value": "", "span": [0, len(text)], "text": text}
    return {**intent, "constraints": [beside(like, other)]}


def beside(relation: Constraint, other: ShownProduct) -> Constraint:
    """The relation with the thing that it compares with."""
    ids = {"product_id": other["product_id"], "variant_id": other["variant_id"]}
    name = f"{other['title']} ({other['color']})" if other.get("color") else other["title"]
    return {**relation, "value": name, "reference": ids}  # type: ignore[typeddict-item]


def _ignore(reading: Reading, found: list[tuple[str, Op, tuple[int, int]]]) -> None:
    """Nothing is on the screen that could be compared with."""
    for _, _, span in found:
        reading.take_span(*span, "relation")
        reading.ignored.append(reading.text[span[0] : span[1]])
