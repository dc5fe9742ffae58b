"""Chinese wordings of the live catalogue's vocabulary: its own Chinese values, and words whose English it has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from agents.intent.chinese.goods import GOODS, PROTECTED
from agents.intent.chinese.qualities import COLOURS, MATERIALS, PATTERNS, QUALITIES, SHADES, SHY
from agents.intent.chinese.script import simplified
from agents.intent.lexicon import Entry, Lexicon, words_of
from agents.intent.tokens import fold, listed
from tools.catalog.types import Vocabulary

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDED = frozenset({"size", "seller", "spec", "sku", "gtin", "mpn"})  # read only where the words ask for them
_GOODS = frozenset({"category", "department"})


@dataclass(frozen=True)
class Sense:
    """What a wording stands for: a value, else English words for the search, else (both empty) nothing.

    A `shy` one counts only where it stands like a word of its own. `also` is what the word says beside its goods:
    wool of 羊毛衫.
    """

    entry: Entry | None = None
    english: str = ""
    goods: bool = False
    shy: bool = False
    also: Entry | None = None
    names: tuple[str, ...] = ()  # all English words for it


@dataclass(frozen=True)
class Found:
    """A wording at [start, end) of the folded, simplified text."""

    start: int
    end: int
    sense: Sense


@dataclass
class ChineseLexicon:
    """All wordings, with the lengths that those of each first character have, longest first."""

    senses: dict[str, Sense] = field(default_factory=dict)
    lengths: dict[str, list[int]] = field(default_factory=dict)

    def at(self, text: str, start: int) -> Found | None:
        """The longest wording that starts here."""
        for length in self.lengths.get(text[start], ()):
            sense = self.senses.get(text[start : start + length])
            if sense is not None and start + length <= len(text):
                return Found(start, start + length, sense)
        return None

    def scan(self, text: str) -> list[Found]:
        """All wordings from left to right, each the longest at its place, none inside another."""
        found: list[Found] = []
        at = 0
        while at < len(text):
            here = self.at(text, at)
            if here is not None:
                found.append(here)
            at = here.end if here else at + 1
        return found

    def add(self, word: str, sense: Sense) -> None:
        if word and _HAN.search(word):
            self.senses.setdefault(word, sense)


_cache: dict[int, tuple[Lexicon, ChineseLexicon]] = {}


def compiled(vocabulary: Vocabulary, lexicon: Lexicon) -> ChineseLexicon:
    """The Chinese wordings of this compiled lexicon, made once for it."""
    kept = _cache.get(id(lexicon))
    if kept is None or kept[0] is not lexicon:
        if len(_cache) >= 8:
            _cache.pop(next(iter(_cache)), None)
        kept = _cache[id(lexicon)] = (lexicon, _compile(vocabulary, lexicon))
    return kept[1]


def rows(table: str) -> list[tuple[list[str], list[str]]]:
    """The lines of a word table: English words, Chinese words; a line without "=" goes on with the one before."""
    read: list[tuple[list[str], list[str]]] = []
    for line in table.strip().splitlines():
        english, is_first, chinese = line.rpartition("=")
        if is_first:
            read.append(([each.strip() for each in english.split(",")], []))
        read[-1][1].extend(fold(word) for word in chinese.split())
    return read


def _compile(vocabulary: Vocabulary, lexicon: Lexicon) -> ChineseLexicon:
    made = ChineseLexicon()
    own = _own_values(vocabulary)
    for word, entry in own.items():
        made.add(word, Sense(entry, goods=entry.attribute in _GOODS, shy=len(word) == 1))
    _add_colours(made, lexicon, own)
    for table, attribute in ((MATERIALS, "material"), (PATTERNS, "pattern"), (GOODS, "category"), (QUALITIES, "")):
        for english, chinese in rows(table):
            sense = _sense(lexicon, own, english, chinese, attribute)
            for word in chinese:
                if word.endswith("的") and word[:-1] in chinese:
                    continue
                if sense.entry or word[0] not in "不别没":  # else the "not" is read as one
                    made.add(word, replace(sense, shy=word in SHY))
    for word in PROTECTED:
        made.senses.setdefault(word, Sense())
    for word in made.senses:
        made.lengths.setdefault(word[0], []).append(len(word))
    made.lengths = {first: sorted(set(lengths), reverse=True) for first, lengths in made.lengths.items()}
    return made


def _own_values(vocabulary: Vocabulary) -> dict[str, Entry]:
    """The catalogue's Chinese values, in simplified characters; of two attributes the more telling one."""
    own: dict[str, Entry] = {}
    order = ("category", "color", "material", "pattern", "gender", "use", "feature", "department")
    names = [name for name in order if name in vocabulary.values]
    for attribute in [*names, *(name for name in vocabulary.values if name not in names)]:
        if attribute in _WORDED:
            continue
        for value in vocabulary.values[attribute]:
            if _HAN.search(value):
                own.setdefault(simplified(fold(value)), Entry(attribute, value))
    return own


def _sense(lexicon: Lexicon, own: dict[str, Entry], english: list[str], chinese: list[str], attribute: str) -> Sense:
    goods = attribute == "category"
    last, _, said = english[-1].partition("|")
    english = [*english[:-1], last.strip()]
    entry = _known(lexicon, english, attribute) or next((own[word] for word in chinese if word in own), None)
    if entry is None and attribute and not goods:
        entry = Entry(attribute, english[0], False)
    also = lexicon.by_value.get(" ".join(words_of(said))) if said else None
    return Sense(entry, "" if entry else english[0], goods, also=also, names=tuple(english))


def _known(lexicon: Lexicon, english: list[str], attribute: str) -> Entry | None:
    """The catalogue's value for the first of the English words that has one of the right kind."""
    for word in english:
        entry = lexicon.entries.get(words_of(word))
        if entry is None or not entry.known:
            entry = lexicon.by_value.get(" ".join(words_of(word)))
        if entry is not None and entry.known and _fits(entry.attribute, attribute):
            return entry
    return None


def _fits(found: str, asked: str) -> bool:
    if asked in ("color", "material", "pattern"):
        return found == asked
    if asked == "category":
        return found in ("category", "department", "style", "product_type", "type")
    return found not in ("category", "department", "brand", "color")


def _add_colours(made: ChineseLexicon, lexicon: Lexicon, own: dict[str, Entry]) -> None:
    later: list[tuple[str, str, Sense]] = []
    for english, chinese in rows(COLOURS):
        both = [*chinese, *(word + "色" for word in chinese)]
        entry = _known(lexicon, english, "color") or next((own[word] for word in both if word in own), None)
        sense = Sense(entry or Entry("color", english[0], False), names=tuple(english))
        for word in chinese:
            made.add(word + "色", sense)
            if word not in _NEEDS_SUFFIX:
                made.add(word, replace(sense, shy=len(word) == 1))
            if len(word) == 1:
                later.append((word, english[0], sense))
    for word, first, sense in later:
        _add_shades(made, lexicon, word, first, sense)


# words that are a colour only with 色 behind them
_NEEDS_SUFFIX = frozenset(
    listed(
        """
咖啡 巧克力 栗 茶 奶油 燕麦 沙 肤 象牙 香槟 薄荷 皮革 骆驼 小麦 木炭 芥末 杏 裸 乳 橄榄 彩虹 米 彩 咖 香芋 丁香 大红
朱红 火红 青 海蓝 天空蓝 樱花粉 樱花 车厘子 珊瑚 薰衣草 茄紫
"""
    )
)


def _add_shades(made: ChineseLexicon, lexicon: Lexicon, word: str, english: str, plain: Sense) -> None:
    """深红 and 浅绿 where the table has no word for them: that shade if the catalogue has it, else the colour."""
    for shade, spoken in SHADES.items():
        entry = _known(lexicon, [f"{spoken} {english}"], "color") or plain.entry
        if plain.entry is not None and not plain.entry.known:
            entry = Entry("color", f"{spoken} {english}", False)
        made.add(shade + word, Sense(entry))
        made.add(shade + word + "色", Sense(entry))
