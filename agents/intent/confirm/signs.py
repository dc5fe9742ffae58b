"""What can be seen in an answer to a yes-or-no question, before anything is decided: one number for each sign."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from agents.intent.confirm import words as say
from agents.intent.confirm.terms import DATES, GOODS, Term, changed, singular, terms, turned_round
from agents.intent.english.words import STOP
from agents.intent.numbers import MAGNITUDES, TENS, UNITS
from agents.intent.tokens import fold as same_length

_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W_]+(?:[':.][^\W_]+)*")
_LONGEST, _READ_OF_LONGER = 400, 150  # characters; nobody needs more for a yes
_LONGEST_QUESTION = 600
_STAYS = frozenset({"but", "however", "except", "although", "though", "tho", "instead", "rather", "actually", "if"})
_STAYS |= {"unless", "only", "prefer", "or", "until", "till", "yet", "provided", "depends"}
_WHY_NOT = re.compile(r"\bwhy not\b[ ?]*", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.!;:]")
_PRICE = re.compile(r"[$€£¥₹]|\b(?:dollars?|euros?|pounds?|bucks|usd|eur|gbp|yuan|yen)\b")
_DETAIL = re.compile(r"\bwith no [a-z]+")
_SOME = re.compile(r"\b(?:\w+ )?of (?:them|these|those|it|each)\b")
_RESTATED_NOT = re.compile(r"\b(?:no|not|without|don't|any) [a-z]+")


class Signs(NamedTuple):
    """0 or 1 unless said otherwise. A language without a sign leaves it 0."""

    strong_yes: float = 0  # a yes of its own opens a clause
    yes: float = 0  # some word of agreement, anywhere
    plain: float = 0  # agreement and politeness are all there is
    no_start: float = 0
    no: float = 0
    turn: float = 0  # but, instead, if, only, cheaper …
    hedge: float = 0  # maybe, I think, yeah right …
    leaving: float = 0  # "that's all", "bye"
    changed: float = 0  # terms with another value than asked, or not asked at all; 0 to 2
    named: float = 0  # names that were not asked; 0 to 2
    supplied: float = 0  # details for a question that left all of them open; 0 to 2
    restated: float = 0  # terms told again with the value that was asked; 0 to 2
    fresh: float = 0  # words that are neither the question's nor mere politeness: log(1 + n)
    asks: float = 0  # wants to know something
    only_asks: float = 0
    acts: float = 0  # wants something else done: "can you …", "how about …"
    thanks: float = 0
    wish: float = 0  # "I want", "I'd like", "please"
    echo: float = 0  # share of the question's content words said again, 0..1
    open: float = 0  # the question names no terms and asks whether to begin: "Do you want tickets?"
    deals: float = 0  # goods or money are at stake
    either: float = 0  # the question leaves a choice: "this or that?"
    length: float = 0  # log(1 + words)

    @property
    def barred(self) -> bool:
        """Whether something forbids a yes, however likely it is: money is lost by a yes that was none."""
        against = self.no_start or self.no or self.turn or self.hedge or self.changed or self.acts or self.only_asks
        away = self.leaving and not self.strong_yes
        unsaid = not self.yes and not (self.wish and self.open and self.echo >= 0.5)
        choice = (self.either and self.deals and not self.open) or (self.asks and self.deals and not self.strong_yes)
        strict = not self.open and (self.deals or not self.strong_yes)
        strays = self.fresh > (0 if strict else math.log(1 + _FRESH))
        return bool(against or away or unsaid or choice or strays or (self.named and not self.open))

    def weighed(self) -> tuple[float, ...]:
        """The numbers that the weights are for."""
        return (*self, self.barred)


_NUMBERS = frozenset({*UNITS, *TENS, *MAGNITUDES})
WEIGHED = (*Signs._fields, "barred")  # what the weights are for, in this order
_FRESH = 4  # more words than these beside a yes are a story, not a yes, even where nothing is to be bought


@dataclass(frozen=True)
class Question:
    """What was asked: its words, its terms, and whether it leaves the terms open."""

    text: str

    @cached_property
    def folded(self) -> str:
        return fold(self.text[:_LONGEST_QUESTION])

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(_HAN.sub(" ", self.folded)))

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(_stem(word) for word in self.words)

    @cached_property
    def content(self) -> frozenset[str]:
        return frozenset(_stem(word) for word in self.words if word not in STOP and word not in say.PLAIN)

    @cached_property
    def terms(self) -> list[Term]:
        return terms(self.folded)

    @cached_property
    def open(self) -> bool:
        if len(self.text) > _LONGEST_QUESTION or any(term.place != "a" for term in self.terms):
            return False
        if say.COMMERCE.search(self.folded) or _names(self.text, frozenset()):
            return False
        if say.SERVICE.search(self.folded) and not say.TRADE.search(self.folded):
            return True
        return say.OFFER.search(self.folded) is not None and not say.DEFINITE.search(self.folded)

    @cached_property
    def sells_one(self) -> bool:
        """ "buy a mug": an open question in which a count would be a change."""
        return say.TRADE.search(self.folded) is not None and any(term.place == "a" for term in self.terms)

    @cached_property
    def deals(self) -> bool:
        """Whether goods or money are at stake, or nothing is named at all, as in "Shall I go ahead?"."""
        staked = any(term.kind in ("money", "goods") for term in self.terms)
        traded = say.TRADE.search(self.folded) or say.COMMERCE.search(self.folded)
        return bool(staked or traded or not self.content)

    @cached_property
    def against(self) -> frozenset[str]:
        return frozenset(say.AGAINST.findall(self.folded))


def english(asked: Question, answer: str) -> Signs:
    """The signs of an English answer. Only its beginning is read; a longer one has `hedge`."""
    text = _calm(answer[: _LONGEST if len(answer) <= _LONGEST else _READ_OF_LONGER])
    told, asking = _told(text)
    folded = fold(" . ".join(told))
    heard = _without_restated(folded, asked)
    strong = any(say.STRONG.match(clause.strip()) for clause in _CLAUSE.split(heard)) or bool(say.SHEER.search(heard))
    stated = [term for term in terms(folded) if term.place != "a"]
    moved = changed(stated, asked.terms)
    new = moved + _asked_terms(asking, asked)
    names = [name for part in told for name in _names(part, asked.words)]
    supplied = [term for term in new if asked.open and _may_supply(term, asked, folded)]
    starts_no = say.NO_START.match(heard.strip(" .,!?;")) is not None
    fresh = 0 if not told else len(_fresh(folded, asked))
    words = _WORD.findall(fold(text))
    return Signs(
        strong_yes=strong and not starts_no,
        yes=strong or say.YES.search(heard) is not None,
        plain=bool(told) and not fresh and not new,
        no_start=starts_no,
        no=_denies(heard, asked),
        turn=_turns(heard, asked) or turned_round(folded, asked.folded),
        hedge=_hedges(heard, asked) or len(answer) > _LONGEST,
        leaving=say.LEAVING.search(folded) is not None,
        changed=min(2, len(new) - len(supplied)),
        named=min(2, len(names)),
        supplied=min(2, len(supplied)),
        restated=min(2, len(stated) - len(moved)),
        fresh=math.log1p(fresh),
        asks=bool(asking),
        only_asks=not told,
        acts=any(_acts(fold(part), asked) for part in asking),
        thanks=say.THANKS.search(folded) is not None,
        wish=say.WISH.search(heard) is not None,
        echo=_echo(words, asked),
        open=asked.open,
        deals=asked.deals,
        either=say.ALTERNATIVES.search(asked.text) is not None,
        length=math.log1p(len(words)),
    )


def fold(text: str) -> str:
    """As `tokens.fold`; the day after tomorrow is one word."""
    return same_length(text).replace("day after tomorrow", "overmorrow")


def _calm(answer: str) -> str:
    """One form for apostrophes, shouting and faces."""
    text = " ".join(_WHY_NOT.sub(" ", answer.replace("’", "'").translate(say.FACES)).split())
    return text.lower() if text.isupper() else text


def _told(answer: str) -> tuple[list[str], list[str]]:
    """The parts that state something, and those that ask something back."""
    parts = [part.strip() for part in say.PARTS.split(answer) if part and part.strip(" .,!?;-")]
    told: list[str] = []
    asking: list[str] = []
    for part in parts:
        (asking if _asks(fold(part)) else told).append(part)
    return told, asking


def _asks(folded: str) -> bool:
    """A "?" alone does not make a question of "yes, two tickets please?"."""
    lead = say.ASKS.search(folded)
    if lead is None or lead.end() < len(folded):
        return lead is not None
    return say.ASKS.search(folded.rstrip("? ")) is not None or not say.SURELY.match(folded)


def _without_restated(folded: str, asked: Question) -> str:
    """Without politeness that looks like a no, and without a "no gift wrap" that was asked just so."""
    folded = say.POLITE.sub(" ", folded)
    if asked.open and say.STRONG.match(folded):
        folded = _DETAIL.sub(" ", folded)
    return _RESTATED_NOT.sub(lambda found: " " if found.group() in asked.folded else found.group(), folded)


def _denies(heard: str, asked: Question) -> bool:
    return any(not any(found.group().startswith(verb) for verb in asked.against) for found in say.NO.finditer(heard))


def _hedges(heard: str, asked: Question) -> bool:
    offered = say.OFFERING.search(asked.folded) is not None
    return say.HEDGE.search(heard) is not None or (offered and say.DECLINES.search(heard) is not None)


def _turns(heard: str, asked: Question) -> bool:
    if any(found.group() in _STAYS or found.group() not in asked.words for found in say.TURN.finditer(heard)):
        return True
    return say.MAKE_IT.search(heard) is not None and not (asked.open and not say.TRADE.search(asked.folded))


def _asked_terms(asking: list[str], asked: Question) -> list[Term]:
    """Terms in a question back that doubt or widen what was asked: "is it available in red?", "is it $25?"."""
    found: list[Term] = []
    for part in asking:
        folded = fold(part)
        doubts = say.ACTS.search(folded) is not None or not say.ASKS.search(folded.rstrip("? "))
        found += [
            term
            for term in changed([term for term in terms(folded) if term.place != "a"], asked.terms)
            if term.value in GOODS - {"refund", "size", "color", "colour"}
            or (term.kind == "money" and _PRICE.search(folded))
            or doubts
        ]
    return found


def _acts(folded: str, asked: Question) -> bool:
    if say.COUNTER.search(folded):
        return True
    found = say.ACTS.search(folded)
    if found is None:
        return False
    verb = next(iter(_WORD.findall(folded[found.end() :])), "") if found.group().endswith(" ") else ""
    return not (verb and (_stem(verb) in asked.stems or (asked.open and verb in say.FULFILS)))


def _may_supply(term: Term, asked: Question, folded: str) -> bool:
    if term.kind == "goods" or _SOME.search(folded):
        return False
    if term.kind in ("money", "extent"):
        return not (say.TRADE.search(asked.folded) or say.DEFINITE.search(asked.folded))
    if term.kind != "count":
        return True
    return not asked.sells_one and not any(term.words & other.words for other in asked.terms)


def _names(text: str, asked: frozenset[str]) -> list[str]:
    """Words written like names, in the middle of a sentence, that the question has not."""
    found: list[str] = []
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip(" \"'(")
        word = match.group()
        if not before or before[-1] in ".!?:;" or not word[0].isupper() or word.lower() in asked:
            continue
        if word.lower() not in STOP and word.lower() not in say.PLAIN and not say.YES.fullmatch(word.lower()):
            found.append(word)
    return found


def _fresh(folded: str, asked: Question) -> list[str]:
    rest = say.POLITE.sub(" ", folded)
    rest = say.YES.sub(" ", rest)
    return [
        word
        for word in _WORD.findall(rest)
        if not (
            word[0].isdigit()
            or word in say.PLAIN
            or word in _NUMBERS
            or word in DATES
            or _PRICE.fullmatch(word)
            or word in STOP
            or _stem(word) in asked.stems
        )
    ]


def _stem(word: str) -> str:
    word = singular(word.removesuffix("'s"))
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def _echo(words: list[str], asked: Question) -> float:
    if not asked.content:
        return 0.0
    return len({_stem(word) for word in words} & asked.content) / len(asked.content)
