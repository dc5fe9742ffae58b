"""What the stages left over, and the verdict on a turn."""

from __future__ import annotations

from dataclasses import dataclass

from agents.intent.english.words import CART_WORDS, STOP
from agents.intent.reading import Reading
from tools.llm.contract import Kind


@dataclass(frozen=True)
class Judgement:
    """A kind with how sure its wording makes it, 0..1."""

    kind: Kind
    confidence: float


def goods(reading: Reading) -> bool:
    return any(
        each["attribute"] in ("category", "color", "size", "price", "material", "feature")
        for each in reading.constraints
    )


def names_goods(reading: Reading) -> bool:
    """Whether a thing to search for is named beside the number: "two navy mugs"."""
    rest = [token.text for at, token in enumerate(reading.tokens) if not reading.taken[at] and token.text.isalpha()]
    unknown = [word for word in rest if word not in STOP and word not in CART_WORDS]
    return bool(unknown) or any(each["attribute"] in ("category", "department") for each in reading.constraints)


_FRAGMENTS = frozenset("atsmdiowxnvor")  # "w/", "n", what an apostrophe leaves


def _is_one_word(reading: Reading, at: int) -> bool:
    """ "4k", "32gb", "b12": a number and letters written together are one word."""
    before, here = reading.tokens[at - 1], reading.tokens[at]
    together = at > 0 and not reading.taken[at - 1] and before.end == here.start
    return together and before.text.isalnum() and before.text[-1].isdecimal() != here.text[0].isdecimal()


def leftover(reading: Reading) -> list[str]:
    """The content words that no stage has used: they go to the full-text search."""
    words: list[str] = []
    for at, token in enumerate(reading.tokens):
        if reading.taken[at] or not token.text[0].isalnum() or token.text in STOP:
            continue
        if token.text in _FRAGMENTS and not _is_one_word(reading, at):
            continue
        joined = bool(words) and at > 0 and _is_one_word(reading, at) and words[-1] == reading.word(at - 1)
        if joined:
            words[-1] += token.text
        else:
            words.append(token.text.removesuffix("'s"))
    return words
