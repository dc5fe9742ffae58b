"""What a shopper does not want, and how far a "not" reaches: "not black, navy or grey but leather"."""

from __future__ import annotations

import re

from agents.intent.english.words import STOP
from agents.intent.lexicon import Match
from agents.intent.reading import Reading
from agents.intent.tokens import listed, phrases

_NOT = frozenset(
    listed(
        "not no without except excluding excludes exclude minus avoid avoiding never nor non hate hates dislike "
        "dislikes "
        "neither isn't aren't isnt arent nothing skip excepting besides detest detests loathe sans w/o wout"
    )
)
_MAY = ("shouldn't", "mustn't", "can't", "cannot", "won't", "doesn't", "don't", "shouldnt", "doesnt", "dont", "hasn't")
_BE = listed("be have contain come include use look feature involve got")
_DO = ("don't", "dont", "do not", "doesn't", "does not", "didn't", "wouldn't")
_NOT_PHRASES = frozenset(
    [tuple(f"{do} {verb}".split()) for do in _DO for verb in listed("want like need show love wear use include give")]
    + [(may, verb) for may in _MAY for verb in _BE]
    + list(
        phrases(
            "other than,anything but,apart from,aside from,rather than,instead of,free of,free from,can't "
            "stand,cannot stand,"
            "cant stand,everything but,allergic to,stay away from,steer clear of,not a fan of,not into,not keen on,no "
            "more,"
            "not fond of,leave out,all but,anything except,everything except,nothing in,nothing with,nothing made of,"
            "do not have,does not have,must not be,should not be,can not be,as long as it's not,as long as it isn't,"
            "sensitive to,intolerant to,can't wear,cannot wear,cant wear,fed up with,sick of,tired of,with the "
            "exception of,"
            "i hate,lacking,stop showing,stop suggesting,no more of the,quit showing,enough of the,enough with the"
        )
    )
)
_LONGEST = max(len(phrase) for phrase in _NOT_PHRASES)
_NOT_NEGATING = frozenset(
    phrases(
        "not only,no matter,not just,no problem,not sure,no thanks,why not,nothing but,nothing else,nothing less,no "
        "other,"
        "not necessarily,no worries,no preference,no idea,no doubt,not bad,no hurry,no rush,not much,not many,if not,"
        "no need,not long,no longer,not yet,no less,no stress,not mind,not far,nothing fancy,nothing special,not fussy,"
        "not picky,no wonder,no hassle"
    )
)
_FARTHEST = 12  # words between a "not" and what it is about
_DROPPED = frozenset({"remove", "hide", "drop", "ditch", "lose", "skip", "out"})
_COMPLAINS = frozenset(
    {"", "is", "are", "it's", "they're", "that's", "looks", "look", "bit", "way", "much", "far", ",", "these"}
)
_OWNED = frozenset({"have", "got", "own", "had", "i've", "has"})  # "I have nothing warm" asks for it
_ALL_BUT = frozenset(listed("any every all other each"))
_KINDS_OF = frozenset(
    listed(
        "color colour colors colours brand brands size sizes material materials fabric pattern patterns print kind "
        "style "
        "type make thing one ones shade"
    )
)
_BUT = frozenset({"but", "except", "besides", "bar"})
_STRONG = frozenset(
    listed("except excluding exclude avoid hate hates dislike skip but besides from than stand excepting")
)
_TURNS = frozenset(
    listed(
        "so then because but just only under below over rather instead in with please show give maybe i prefer that's "
        "which's "
        "preferably ideally though however want need find must should also like"
    )
)
_PASSES = frozenset(listed(", or nor and a an any / - either not no the & made of in too very so"))
_DOUBLE = frozenset(listed("that which thing things anything it is are one ones"))


_FIRST_WORDS = _NOT | _BUT | _DROPPED | {phrase[0] for phrase in _NOT_PHRASES} | {"w", "too"}


_REFUSED = re.compile(
    r"(?:is|are|'s) (?:out(?!door)|a no|a no-go|no good|banned|horrible|ugly|awful)\b|(?:isn't|aren't|is not|are not|"
    r"is no|"
    r"won't|will not|doesn't|does not) (?:really |quite )?(?:my (?:colou?r|thing|style|taste|favou?rite)|for me|an "
    r"option|"
    r"ok|okay|good|good enough|do|work|suit me|allowed|acceptable|me)\b"
)


def unwanted(reading: Reading, found: list[Match]) -> set[int]:
    """First tokens of the matches that a "not" covers, and takes the words that say so.

    It covers what follows up to a turn of the sentence. Past a comma it only goes on through a list of the same
    attribute that ends in "or", "nor" or "and": "not black, navy or grey", but not "not black, under $60, red"; what
    says "except" or "avoid" goes on through any such list. A "not" inside another's reach turns it round: "nothing that
    isn't waterproof". A value before "-free" is unwanted too.
    """
    starts = {match.first: match for match in found}
    covered: set[int] = set()
    at = 0
    while at < len(reading.tokens):
        behind = negates(reading, at)
        if not behind or (at in starts):
            at += 1
            continue
        inner = _inner(reading, starts, behind)
        if inner:
            wanted = _scope(reading, starts, inner, strong=False)
            _take(reading, at, inner)
            at = max([starts[first].behind for first in wanted], default=inner)
            continue
        mine = _scope(reading, starts, behind, strong=reading.word(behind - 1) in _STRONG)
        if mine:
            _take(reading, at, behind)
        covered |= mine
        if mine and _anything(reading, starts, max(mine)):
            covered |= _scope(reading, starts, _anything(reading, starts, max(mine)), strong=False)
        at = behind
    return covered | _freed(reading, found)


def _anything(reading: Reading, starts: dict[int, Match], last: int) -> int:
    """The token behind "or anything" that carries a "no" on: "no leather straps or anything leather"."""
    behind = starts[last].behind
    for at in range(behind, min(behind + 4, len(reading.tokens) - 1)):
        if reading.word(at) in ("or", "nor", "and") and reading.word(at + 1) in ("anything", "something"):
            return at + 2
    return 0


def _take(reading: Reading, first: int, behind: int) -> None:
    for at in range(first, behind):
        reading.taken[at] = reading.taken[at] or "not"


def _inner(reading: Reading, starts: dict[int, Match], behind: int) -> int:
    """The token behind a second negation that turns the first one round, 0 when there is none."""
    at, linked = behind, False
    while (
        at < min(len(reading.tokens), behind + 6)
        and at not in starts
        and reading.word(at) not in (",", ".", ";", "but")
    ):
        if reading.word(at) == "without" or (linked and reading.word(at) != "too"):
            second = negates(reading, at)
            if second:
                return second
        linked = linked or reading.word(at) in _DOUBLE
        at += 1
    return 0


def _scope(reading: Reading, starts: dict[int, Match], behind: int, *, strong: bool) -> set[int]:
    """First tokens of the matches from token `behind` on that one negation reaches."""
    reached: set[int] = set()
    attribute = ""
    position = behind
    while position < len(reading.tokens):
        match = starts.get(position)
        if match is not None:
            past_comma = attribute and reading.word(position - 1) == ","
            if past_comma and not _goes_on(reading, starts, position, attribute, strong):
                break
            if attribute and match.entry.attribute in ("category", "department") and match.entry.attribute != attribute:
                break  # "no black jackets": the jackets are wanted
            reached.add(position)
            attribute, position = match.entry.attribute, match.behind
            continue
        if _ends(reading, starts, position, attribute) or position - behind > _FARTHEST + 20 * bool(attribute):
            break
        position += 1
    return reached


def _ends(reading: Reading, starts: dict[int, Match], position: int, attribute: str) -> bool:
    word = reading.word(position)
    if not attribute and _is_the_object(reading, starts, position):
        return True
    if word in (".", ";", "!", "?") or (word in _TURNS and (attribute or word in ("but", "under", "below", "over"))):
        return True
    if word == "and" and attribute and not _continues(starts, position + 1, attribute):
        return True
    if reading.taken[position] in ("price", "size", "reference", "cap") or (word == "," and not attribute):
        return True
    return bool(attribute) and word not in _PASSES


def _is_the_object(reading: Reading, starts: dict[int, Match], position: int) -> bool:
    """Whether the "not" is about this unknown word: "not too formal for a wedding" refuses no wedding."""
    word, behind = reading.word(position), position + 1
    unknown = word.isalpha() and word not in STOP and word not in _PASSES and not reading.taken[position]
    described = (
        behind in starts and starts[behind].entry.attribute != "category"
    )  # "no itchy sweaters": others are fine
    goes_on = described or reading.word(behind) in ("-", "or", "nor")
    return unknown and not goes_on and not negates(reading, position)


def negates(reading: Reading, at: int) -> int:
    """The token behind a negation that starts at `at`, 0 when none does."""
    word = reading.word(at)
    if word not in _FIRST_WORDS or reading.taken[at]:
        return 0
    follows = reading.word(at + 1)
    if (word, follows) in _NOT_NEGATING or (word in ("nothing", "no") and reading.word(at - 1) in _OWNED):
        return 0
    if (word, follows, reading.word(at + 2)) == ("w", "/", "o"):
        return at + 3
    if word == "too":
        return at + 1 if reading.word(at - 1) in _COMPLAINS else 0
    for length in range(_LONGEST, 1, -1):
        phrase = tuple(reading.word(at + n) for n in range(length))
        if phrase in _NOT_PHRASES and not (phrase[-1] == "have" and reading.word(at - 1) in ("i", "we", "you")):
            return at + length
    if word in _DROPPED and not reading.context.get("cart") and reading.context.get("shown") and _some(reading, at):
        return at + 1
    if word == "no" and follows in (",", ".", "", "!", "-"):
        return 0
    if word in _BUT and reading.word(at - 1) in _KINDS_OF and reading.word(at - 2) in _ALL_BUT:
        return at + 1
    return at + 1 if word in _NOT else 0


def _some(reading: Reading, at: int) -> bool:
    """ "Hide the black ones": of what is shown, some are not wanted."""
    return any(reading.word(near) in ("ones", "things", "stuff") for near in range(at + 1, at + 7))


def _continues(starts: dict[int, Match], at: int, attribute: str) -> bool:
    return at in starts and starts[at].entry.attribute == attribute


def _goes_on(reading: Reading, starts: dict[int, Match], at: int, attribute: str, strong: bool) -> bool:
    """Whether the list behind a comma is still of what is not wanted."""
    while at in starts and starts[at].entry.attribute == attribute:
        at = starts[at].behind
        word = reading.word(at)
        if word in ("or", "nor", "and", "&"):
            return _continues(starts, at + 1, attribute)
        if word != ",":
            return strong and (not word or word in (".", ";", "!"))
        at += 1
        if reading.word(at) in ("or", "nor", "and", "&"):
            return _continues(starts, at + 1, attribute)
    return strong and at not in starts


def _freed(reading: Reading, found: list[Match]) -> set[int]:
    """ "leather-free", "wool free": not wanted."""
    freed: set[int] = set()
    for match in found:
        at = match.behind + (reading.word(match.behind) == "-")
        if reading.word(at) == "free" and reading.word(at + 1) not in ("of", "from", "shipping", "delivery", "returns"):
            freed.add(match.first)
            _take(reading, match.behind, at + 1)
    for match in found:
        if match.entry.attribute != "category" and _is_refused_behind(reading, match.behind):
            freed.add(match.first)
            _take(reading, match.behind, match.behind + 2)
    return freed


def _is_refused_behind(reading: Reading, at: int) -> bool:
    """ "Black isn't my colour", "pink is out", "leather is not an option"."""
    words = " ".join(reading.word(near) for near in range(at, at + 6))
    return _REFUSED.match(words) is not None
