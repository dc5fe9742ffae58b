"""Which order, and which of its lines, a shopper wants to cancel or to send back. It decides nothing and moves nothing.

What is meant must be said: where two orders or two lines fit, or words fit none, the answer is a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypedDict, TypeVar

from agents import aftersale_questions as questions
from agents.intent.english.words import STOP
from agents.intent.lexicon import inflected, words_of
from agents.intent.tokens import fold, listed
from guards.violations import Violation
from tools.checkout.types import Order, OrderLine, OrderStatus, RefundKind
from tools.llm.contract import Intent

_CANCEL = re.compile(r"(?<!n't )(?<!not )\b(?:cancel\w*|call(?:ed)? off)\b|(?<![不别])(?<!不要)(?:取消|撤销|撤单)")
_POLICY = re.compile(r"\bpolic(?:y|ies)\b|^(?:how|when|until when)\b|政策|规定|怎么|如何|多久|几天")
_EXCHANGE = re.compile(r"\b(?:exchang\w*|swap\w*)\b|换货|更换")
_NEWEST = re.compile(
    r"\b(?:last|latest|newest|most recent|recent|just (?:placed|bought|ordered|made))\b|上一|最近|刚才|刚刚|最新"
)
_WHOLE = re.compile(r"\b(?:everything|whole|entire|all of it|it all|complete|full)\b|全部|整单|所有|全都")
_SEVERAL = re.compile(r"\b(?:both|all|each)\b|都|全部|所有|两件|两个")
_ORDER = re.compile(r"\b(?:orders?|purchases?)\b|订单|单子")
_REASON = re.compile(
    r"\b(?:because|since|as it|as they|it's|it is|it was|it do\w*|they're|they are|they do\w*)\b|因为|由于|，它|，太"
)
_AND = re.compile(r"\band\b|&|,|，|、|和|跟|以及")
_UNITS = re.compile(
    r"(?<!size )\b(\d{1,3})\b(?! ?(?:days?|weeks?|months?|码|号|天))|\b(one(?= of)|two|three|four|five|six)\b|"
    r"([一两二三四五六])[件个双只条套顶台]"
)
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "一": 1, "两": 2, "二": 2}
_NUMBERS |= {"三": 3, "四": 4, "五": 5, "六": 6}
T = TypeVar("T")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SAID = STOP | frozenset(
    listed(
        "return returns returned returning refund refunds refunded send sent sending back money cancel cancels "
        "canceled cancelled cancelling canceling cancellation order orders ordered ordering purchase purchases "
        "purchased exchange swap buy bought get got receive received want wants wanted need needed like would "
        "please could can you i'd i'll item items product products thing things everything whole entire full "
        "complete all both each of it them this that these those my the a an one ones last latest newest recent "
        "recently most just yesterday today week month day days ago placed made number no id not don't longer "
        "anymore more again now arrived delivered here for from with in to is was and or on i me we us how do "
        "does start request two three four five six please thanks hi hello off call called keep take away any "
        "some help make give "
    )
)


class Units(TypedDict):
    variant_id: str
    quantity: int


class Wanted(TypedDict):
    """What `Checkout.refund_quote` takes. `lines` None: all that can still go back."""

    why: RefundKind
    order_id: str
    lines: list[Units] | None


Answer = tuple[Wanted | None, Violation | None]


@dataclass(frozen=True)
class Said:
    """A message as it is read here: `phrases` are its parts around "and", without order id and reasons."""

    text: str
    phrases: tuple[frozenset[str], ...]
    numbers: tuple[int | None, ...]
    language: str

    @property
    def words(self) -> frozenset[str]:
        return frozenset().union(*self.phrases)


def speaks_of_order(intent: Intent, text: str) -> bool:
    """Whether a message of kind "cancel" speaks of an order, rather than of what is being bought just now."""
    named = intent.get("order_id") or _ORDER.search(fold(text))
    return bool(named) and _CANCEL.search(fold(text)) is not None


def wanted(intent: Intent, text: str, orders: Sequence[Order], *, return_days: int = 30) -> Answer:
    """(what to ask the desk for, None) or (None, a question or why not).

    `orders` are the shopper's own, newest first. Questions have the codes `ambiguous_order` and `ambiguous_variant`;
    whether the order's state, the time and the goods allow it is for `guards.after_sale` to say.
    """
    folded = fold(text)
    if _EXCHANGE.search(folded):
        return None, questions.exchange(intent["language"])
    if _POLICY.search(folded):
        return None, questions.policy(intent["language"], return_days)
    if not orders:
        return None, questions.no_orders(intent["language"])
    said = _said(intent, folded)
    cancels = _CANCEL.search(folded) is not None
    order, problem = _order(intent, said, orders, cancels)
    if order is None:
        return None, problem
    named, problem = _named(said, order)
    if problem:
        return None, problem
    if not named and not _means_all(intent, said, order, cancels):
        return None, questions.which_lines(said.language, order["lines"], order)
    return _as_wanted(said, order, named, cancels)


def _said(intent: Intent, folded: str) -> Said:
    """The message without its order id and its reasons, in phrases. Places stay those of the message."""
    order_id = fold(intent.get("order_id") or "\0")
    body = folded.replace(order_id, " " * len(order_id))
    reason = _REASON.search(body)
    body = body[: reason.start()] if reason and reason.start() > 6 else body
    meant = [(each["span"][0], each["value"]) for each in intent["constraints"] if isinstance(each["value"], str)]
    ends = [found.span() for found in _AND.finditer(body)]
    phrases: list[frozenset[str]] = []
    numbers: list[int | None] = []
    for start, behind in zip([0, *(end for _, end in ends)], [*(begin for begin, _ in ends), len(body)], strict=True):
        part = body[start:behind]
        values = [word for at, value in meant if start <= at < behind for word in words_of(value)]
        phrases.append(frozenset([*(word for word in words_of(part) if _names_goods(word)), *values]))
        numbers.append(_number(part))
    return Said(body, tuple(phrases), tuple(numbers), intent["language"])


def _names_goods(word: str) -> bool:
    """Chinese goods are named by what the parser made of them."""
    return word not in _SAID and not word.isdecimal() and not _HAN.match(word)


def _number(part: str) -> int | None:
    found = _UNITS.search(part)
    if not found:
        return None
    digits, word, han = found.groups()
    return int(digits) if digits else _NUMBERS[word or han]


def _order(intent: Intent, said: Said, orders: Sequence[Order], cancels: bool) -> tuple[Order | None, Violation | None]:
    """The one order that is meant."""
    if asked := intent.get("order_id"):
        found = next((each for each in orders if _same_id(each["order_id"], asked)), None)
        return found, None if found else questions.unknown(said.language, asked)
    if _NEWEST.search(said.text):
        return orders[0], None
    possible = [each for each in orders if each["status"] in _fitting(cancels)]
    if said.words:
        fitting = _best(orders, lambda order: max(_score(said.words, line) for line in order["lines"]))
        if not fitting:
            return None, questions.nothing_like(said.language, said.words, orders)
        possible = [each for each in fitting if each in possible] or fitting
    if len(possible) == 1:
        return possible[0], None
    if not possible and len(orders) == 1:
        return orders[0], None
    return None, questions.which_order(said.language, possible or orders)


def _fitting(cancels: bool) -> tuple[OrderStatus, ...]:
    return ("paid",) if cancels else ("delivered", "paid")


def _same_id(order_id: str, said: str) -> bool:
    def bare(text: str) -> str:
        return re.sub(r"^ord|[^a-z0-9]", "", fold(text))

    return bare(order_id) == bare(said)


def _score(words: frozenset[str], line: OrderLine) -> int:
    """How many of the words name the line: its title or one of its options."""
    own = {word for text in (line["title"], *line["options"].values()) for word in words_of(text)}
    own |= {form[-1] for word in own for form in inflected((word,))}
    return len(words & own)


def _best(among: Sequence[T], score: Callable[[T], int]) -> list[T]:
    scored = [(score(each), each) for each in among]
    most = max((points for points, _ in scored), default=0)
    return [each for points, each in scored if points == most > 0]


def _named(said: Said, order: Order) -> tuple[list[Units], Violation | None]:
    """The lines that are named with their units, or the question which one; nothing when none is named."""
    named: dict[str, int] = {}
    for words, number in zip(said.phrases, said.numbers, strict=True):
        if not words:
            continue
        lines = _best(order["lines"], partial(_score, words))
        if not lines:
            return [], questions.nothing_like(said.language, words, [order])
        if len(lines) > 1 and not _SEVERAL.search(said.text):
            return [], questions.which_lines(said.language, lines, order)
        for line in lines:
            said_units = number if len(lines) == 1 else None
            if said_units is not None or line["variant_id"] not in named:  # a title may have an "and" of its own
                named[line["variant_id"]] = _left(order, line) if said_units is None else said_units
    if not named and len(order["lines"]) == 1 and said.numbers[0] is not None:
        named[order["lines"][0]["variant_id"]] = said.numbers[0]
    counts = [number for number in said.numbers if number is not None]
    if len(named) == len(counts) == 1:
        named = dict.fromkeys(named, counts[0])
    return [{"variant_id": each, "quantity": units} for each, units in named.items()], None


def _left(order: Order, line: OrderLine) -> int:
    """Units that are not on their way back yet; all of them when none is left, for the rules to refuse."""
    back = [each for refund in order["refunds"] for each in refund["lines"] if each["variant_id"] == line["variant_id"]]
    return line["quantity"] - sum(each["quantity"] for each in back) or line["quantity"]


def _means_all(intent: Intent, said: Said, order: Order, cancels: bool) -> bool:
    """Whether no line was named because the whole order is meant."""
    by_name = intent.get("order_id") or _ORDER.search(said.text) or _WHOLE.search(said.text)
    return cancels or len(order["lines"]) == 1 or bool(by_name)


def _as_wanted(said: Said, order: Order, named: list[Units], cancels: bool) -> Answer:
    """Before it ships an order is cancelled as a whole; money back for it is a cancellation too."""
    everything = not named or {each["variant_id"]: each["quantity"] for each in named} == {
        line["variant_id"]: line["quantity"] for line in order["lines"]
    }
    why: RefundKind = "cancel" if cancels or order["status"] == "paid" else "return"
    if why == "cancel" and not everything:
        return None, questions.whole_only(said.language, order)
    return {"why": why, "order_id": order["order_id"], "lines": named if named and why == "return" else None}, None
