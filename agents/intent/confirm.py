"""Whether an answer agrees to what was asked. A "yes, but …" or a restated term is not a yes."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, TypedDict

from agents.intent.numbers import TENS, UNITS
from agents.intent.tokens import fold, language, listed
from agents.intent.words import COLOURS, STOP

Decision = Literal["affirm", "negate", "unclear"]


class Confirmation(TypedDict):
    """`p` is the probability, 0..1, that the answer agrees to exactly what was asked."""

    decision: Decision
    p: float


_YES = re.compile(
    r"\b(?:yes|yeah|yep|yup|yea|ya|yes please|sure|surely|ok|okay|certainly|absolutely|definitely|"
    r"of course|correct|right|"
    r"agreed|agree|affirmative|perfect|exactly|precisely|indeed|confirm(?:ed)?|approved?|"
    r"accept(?:ed)?|please do|go ahead|"
    r"do it|do so|proceed|sounds? (?:good|great|fine|perfect|lovely|nice|awesome|wonderful|right|"
    r"excellent|ok|okay|like a plan)|"
    r"looks (?:good|great|fine|right|perfect|correct|ok|okay)|that (?:works|will do|is (?:fine|good|"
    r"great|right|correct|perfect))|"
    r"that'?s (?:fine|good|great|right|correct|perfect|it|ok|okay|all right|alright|"
    r"what i want(?:ed)?)|that'll (?:work|do|be (?:fine|great|good|perfect))|"
    r"that would be (?:great|fine|good|perfect|nice|lovely)|works for me|fine with me|fine by me|"
    r"good to me|great|awesome|excellent|all good|"
    r"i (?:do|would|confirm|agree|approve)|it (?:is|does|works)|it'?s (?:fine|good|correct|right|ok|"
    r"okay|perfect|great)|alright|all right|fine|good|cool|super|nice|wonderful|fantastic|lovely)\b"
)
_NO = re.compile(
    r"^(?:(?:um|uh|oh|well|hmm|sorry|actually|thanks|ah|er)[, ]+)*(?:no|nope|nah|not|never|"
    r"negative)\b|\b(?:no thanks|no thank you|not (?:now|yet|today|really|"
    r"quite|exactly|that|right|correct|the)|"
    r"don't|do not|won't|isn't|is not|can't|cancel|stop|abort|never ?mind|forget (?:it|that)|wrong|"
    r"incorrect|hold on|hold off|"
    r"refuse|reject|decline|changed my mind|leave it|skip (?:it|that)|later|wait|nothing|no need|no more)\b"
)
_TURN = re.compile(
    r"\b(?:but|however|except|although|though|instead|rather|change|changed|make (?:it|that|this)|"
    r"actually|switch|only if|if|unless|"
    r"without|prefer|different|another|other|else|swap|replace|update|modify|correction|i meant|"
    r"i mean|should be|not)\b"
)
_POLITE = re.compile(
    r"\bnot a problem\b|\bno problem\b|\bwhy not\b|\bno worries\b|\bif you (?:can|could|please|"
    r"don't mind|would)\b|\bdon't (?:worry|mind)\b"
)
_ASKS = re.compile(
    r"\?\s*$|^(?:and |also |but |then |please |ok |okay |so |by the way |just )*(?:(?:does|do|is|are|"
    r"can|could|will|would you) \w|"
    r"what|which|who|when|where|how|why|may i|tell me|let me know|give me|i(?:'d| would) (?:also )?like to know|"
    r"i(?: also)? (?:need|want) to know|i wonder)\b"
)
_PARTS = re.compile(
    r"(?<=[.!?;])\s*(?![0-9])|,\s+(?=(?:and |also |but )?(?:what|which|who|when|where|how|can|could|"
    r"does|do|is|are|may|tell|will)\b)"
    r"|\s+(?:and|also)\s+(?=(?:also )?(?:what|which|who|when|where|how|can you|could you|does|"
    r"tell me|let me know|give me|please "
    r"(?:tell|give))\b)",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"(?:(?:oh|um|uh|ah|great|perfect|cool|okay|ok|well|awesome|nice|good)[ ,.!]+)*(?:yes|yeah|yep|"
    r"yup|yea|ya|sure|absolutely|"
    r"definitely|certainly|of course|exactly|correct|that's (?:right|correct)|thats (?:right|"
    r"correct)|confirmed|please do|go ahead|indeed)\b"
)
_PLAIN = frozenset(
    listed(
        "please thanks thank you much so very lot kindly i me my we us it its it's that that's this "
        "these those them the a an "
        "is are was be will would could can do does did for to of on at in and with by as all just now then there "
        "good great fine nice lovely perfect awesome wonderful excellent amazing cool well also too "
        "really have got get "
        "want like need love book order buy purchase pay make reserve reservation booking done ahead go "
        "it'll that'll i'd i'll i'm "
        "sound sounds look looks works work working sure right correct yes yeah yep ok okay exactly "
        "details everything one "
        "information info your you're help am happy would'd confirm proceed place thing way plan ready "
        "hi hello oh um uh hey "
        "am let's let appreciate ticket tickets find found think suits suit me fantastic super "
        "interested here alright seems "
        "seem helpful true absolutely certainly definitely indeed going sir madam friend mine want's bye goodbye day"
    )
)
_TERMS = frozenset(
    listed(
        "monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight morning "
        "afternoon evening noon "
        "midnight january february march april may june july august september october november december "
        "am pm small medium "
        "large xs xl xxl size people person pieces dollars half double both none first second third last next"
    )
)
_ZH_YES = re.compile(
    r"^(?:是|是的|好|好的|可以|行|对|对的|确认|同意|没问题|嗯|嗯嗯|当然|没错|"
    r"就这样)[的了吧啊呀哦，,。.！!谢你\s]*$"
)
_ZH_NO = re.compile(r"不|别|取消|算了|没有|错|停")


def read(question: str, answer: str) -> Confirmation:
    """The decision in `answer` about `question`; "unclear" whenever a plain yes or no cannot be read.

    Conservative: what is affirmed must be what was asked, so an answer with a new number, colour, day, size or any
    other new content is never an affirmation.
    """
    if language(answer) == "zh":
        return _chinese(answer)
    asked = set(_words(fold(question)))
    told, asks_back = _told(answer)
    text = _POLITE.sub(" ", " ".join(fold(part) for part in told)).strip(" .,!?;")
    new = [word for part in told for word in _new_words(part, asked)]
    named = [word for word in new if word.named or _is_term(word.text)]
    strong = _STRONG.match(text) is not None
    yes = strong or _YES.search(text) is not None
    if _NO.search(text):
        return _said("unclear", 0.2) if strong else _said("negate", 0.02)
    if named:
        return _said("unclear", 0.15) if yes else _said("negate", 0.05)
    if _TURN.search(text):
        return _said("unclear", 0.3) if yes else _said("negate", 0.1)
    if yes and (strong or not new):
        return _said("affirm", 0.99 if not new and not asks_back else 0.95)
    if yes:
        return _said("unclear", 0.5)
    return _said("negate", 0.12) if new else _said("unclear", 0.4)


class _Word(NamedTuple):
    text: str
    named: bool  # written like a name, in the middle of a sentence


def _told(answer: str) -> tuple[list[str], bool]:
    """The parts that state something, and whether there were others that ask something back."""
    parts = [part.strip() for part in _PARTS.split(answer) if part.strip(" .,!?;")]
    told = [part for part in parts if not _ASKS.search(fold(part))]
    return told, len(told) < len(parts)


def _new_words(part: str, asked: set[str]) -> list[_Word]:
    """The words of an answer that neither the question nor mere politeness contains."""
    found: list[_Word] = []
    for number, match in enumerate(re.finditer(r"[^\W_]+(?:[':.][^\W_]+)*", part.replace("’", "'"))):
        word = match.group().lower()
        if word in asked or word in _PLAIN or (word in STOP and not _is_term(word)) or _YES.fullmatch(word):
            continue
        found.append(_Word(word, number > 0 and match.group()[0].isupper()))
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[':.][^\W_]+)*", text)


def _is_term(word: str) -> bool:
    """Numbers, times, colours, sizes and days: what a purchase is made of."""
    return (
        any(char.isdigit() for char in word)
        or word in _TERMS
        or word in COLOURS
        or (word in UNITS and word != "one")
        or word in TENS
    )


def _said(decision: Decision, p: float) -> Confirmation:
    return {"decision": decision, "p": p}


def _chinese(answer: str) -> Confirmation:
    text = answer.strip()
    if _ZH_YES.match(text):
        return _said("affirm", 0.97)
    return _said("negate", 0.05) if _ZH_NO.search(text) else _said("unclear", 0.4)
