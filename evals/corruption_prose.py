"""Replies in words: what the firewall holds back of clean ones, and what it lets through of broken ones."""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from agents.intent.model.parser import read_reply
from agents.reply.phrases import PHRASES
from evals import corruption_mutators as mutators
from evals import intent_cases
from evals.corruption_mutators import Sent
from evals.corruption_replies import utterances
from guards import corruption
from tools.errors import TruecartError

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass
class Caught:
    """Broken replies of one kind: how many there were, how many were held back and why."""

    n: int = 0
    held: int = 0
    codes: Counter[str] = field(default_factory=Counter[str])


def prose(count: int, *, seed: int) -> dict[str, Caught]:
    """The written sentences broken `count` times, and how many of them are held back, by what broke them.

    The numbers of the clean sentence and its capitalised words stand for the state that a reply speaks of.
    """
    names, tallies = list(_WAYS), {name: Caught() for name in _WAYS}
    lines = [(each, language) for language in ("en", "zh") for each in _lines(language)]
    random.Random(seed).shuffle(lines)
    for at in range(count):
        text, language = lines[at % len(lines)]
        name = names[at % len(names)]
        chance = random.Random(f"{seed}-prose-{at}")
        broken = _WAYS[name](Sent(text, {}, chance, (0.2, 0.6, 1.0)[at // len(names) % 3]))
        if broken == text:
            continue
        source = " ".join([*_NUMBER.findall(text), *re.findall(r"[A-Z][\w&-]+", text)])
        codes = corruption.problems(broken, language=language, source=source)  # type: ignore[arg-type]
        tallies[name].n += 1
        tallies[name].held += bool(codes)
        tallies[name].codes.update(codes)
    return tallies


def _inserted(words: Callable[[Sent], str]) -> mutators.Mutator:
    """Words put into the text at a gap between others."""

    def broken(sent: Sent) -> str:
        gaps = [found.start() for found in re.finditer(r"(?<=\w) (?=\w)|(?<=[，。])", sent.raw)] or [len(sent.raw)]
        at = sent.chance.choice(gaps)
        return f"{sent.raw[:at]} {words(sent)} {sent.raw[at:].lstrip()}"

    return broken


def _looping(sent: Sent) -> str:
    end = sent.raw[-2 - sent.chance.randrange(1, max(2, len(sent.raw) // 2)) :]
    return sent.raw + f" {end}" * (3 + int(20 * sent.strength))


def _other_language(sent: Sent) -> str:
    foreign = ("Добавлено в корзину", "أضيف إلى السلة", "カートに追加しました", "장바구니에 추가")
    turned = "已加入购物车，合计如下" if sent.raw.isascii() else "Added to your cart, here is the total"
    return sent.chance.choice([*foreign, turned]) if sent.strength > 0.5 else _inserted(lambda _: foreign[0])(sent)


def _drifted(sent: Sent) -> str:
    drifts: list[Callable[[str], str]] = [
        lambda said: f"{said}1",
        lambda said: said.replace(",", ".") if "," in said else f"{said},000",
        lambda said: said.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda said: str(int(re.sub(r"\D", "", said)) + 1),
    ]
    change = sent.chance.choice(drifts)
    return _NUMBER.sub(lambda found: change(found.group()), sent.raw, count=1)


_WAYS: dict[str, mutators.Mutator] = {
    "mojibake": mutators.mojibake,
    "lost_characters": mutators.lost_characters,
    "letters_at_random": _inserted(lambda sent: mutators.soup(sent.chance)),
    "nonsense": _inserted(lambda sent: mutators.babble(sent.chance, 3 + int(6 * sent.strength))),
    "wrong_script": _other_language,
    "homoglyphs": mutators.lookalikes,
    "looping": _looping,
    "number_drift": _drifted,
    "refusal": mutators.refusal,
    "control_characters": mutators.control_characters,
    "machinery": lambda sent: sent.chance.choice(mutators.JUNK).format(sent.raw, json.dumps(sent.raw)),
    "leaked_prompt": _inserted(lambda sent: sent.chance.choice(mutators.LEAKS)),
    "empty": mutators.empty,
}


def _lines(language: str) -> list[str]:
    return (intent_cases.CASES / f"clean_replies_{language}.txt").read_text("utf-8").splitlines()


class Alarms(NamedTuple):
    """Clean texts and those of them that the firewall would have held back."""

    name: str
    language: str
    n: int
    held: list[tuple[str, list[str]]]


def false_alarms(data: Path | None = None, *, everything: bool = True) -> Iterator[Alarms]:
    """On the written cases' clean replies, the product's own templates, written sentences, and sets from outside."""
    words, said = intent_cases.vocabulary(), utterances()
    for language in ("en", "zh"):
        held = []
        mine = [each for each in said if each.language == language]
        for each in mine:
            try:
                read_reply(each.rendered(random.Random(each.id)), each.text, words, each.context)
            except TruecartError as problem:
                held.append((each.text, problem.details["codes"]))
        yield Alarms("parses of the written utterances", language, len(mine), held)
        yield _in_words("the product's own templates", language, list(_filled(language)))
        yield _in_words("written sentences, held back", language, _sentences(language, held_back=True))
        if everything:
            yield _in_words("written sentences, looked at", language, _sentences(language, held_back=False))
    if data is not None and everything:
        for name, path, key, language in _OUTSIDE:
            if (data / path).is_file():
                yield _in_words(name, language, _texts(data / path, key))


_OUTSIDE = (
    ("webshop_goals", "webshop_goals/goals_dev.jsonl", "text", "en"),
    ("shoppingbench", "shoppingbench/product_dev.jsonl", "query", "en"),
    ("crosswoz_zh", "crosswoz_zh/user_turns_dev.jsonl", "text", "zh"),
)
_FILLINGS = (
    ("Fjellmark Ridge Rain Jacket", "$89.00", "2", "ORD-7K2QX-M4P9A", "waterproof"),
    ("Voltaire Audio WH-1000XM5", "US$1,299.00", "11", "ORD-99X1C-AAAB2", "noise cancelling"),
    ("北山防水夹克", "¥1,299", "3", "ORD-7K2QX-M4P9A", "防水"),
    ("Café Ångström Mug 350 ml", "€14.50", "1", "ORD-10101-ZZZZ9", "dishwasher safe"),
)


class _Facts(dict[str, str]):
    """What a template is filled with; a gap that is not named here takes the value."""

    def __missing__(self, key: str) -> str:
        return self["value"]


def _filled(language: str) -> Iterator[tuple[str, str]]:
    """Each template with four fillings, beside the facts that it was filled with; its own numbers are facts too."""
    for key, phrase in PHRASES[language].items():
        own = ["1"] if key.endswith("_one") else _NUMBER.findall(phrase)
        for title, total, number, order, value in _FILLINGS:
            facts = _Facts(
                title=title, total=total, last=total, median=total, n=number, quantity=number, days=number, order=order,
                value=value, lines=title, conditions=f" {value}", earliest="2026-03-12", latest="2026-03-15",
            )  # fmt: skip
            yield phrase.format_map(facts), " ".join([*facts.values(), *own])


def _sentences(language: str, *, held_back: bool) -> list[tuple[str, str | None]]:
    return [(each, None) for each in _lines(language) if _is_held_back(each) == held_back]


def _is_held_back(text: str) -> bool:
    return not hashlib.sha256(text.encode()).digest()[0] & 1


def _texts(path: Path, key: str) -> list[tuple[str, str | None]]:
    rows = [json.loads(line)[key] for line in path.read_text("utf-8").split("\n") if line]
    return [(text, None) for text in dict.fromkeys(rows) if text.strip()]


def _in_words(name: str, language: str, texts: Sequence[tuple[str, str | None]]) -> Alarms:
    held = []
    for text, source in texts:
        if codes := corruption.problems(text, language=language, source=source):  # type: ignore[arg-type]
            held.append((text, codes))
    return Alarms(name, language, len(texts), held)
