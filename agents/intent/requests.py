"""Several requests in one message: "add the second one and check out", "两件第二个加入购物车，然后结账".

A message is cut only where the words behind a border begin a request of their own and both sides are understood. A
missed border costs a sentence ("I could not use …"), a wrong one makes two wishes of one: in doubt it stays whole.
"""

from __future__ import annotations

import itertools

from agents.intent import openings
from agents.intent.confirm import decision as confirm
from agents.intent.openings import Part
from agents.intent.parse import ASKED
from agents.intent.single import CART, read_one
from agents.intent.tokens import fold
from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent, IntentContext, ShownProduct

MOST = 6  # requests read of one message
LONGEST = 160  # characters that ask for something to be done; whoever writes more is describing
BROWSE = frozenset({"search", "refine"})
_NO_FIRST = frozenset({"unclear", "small_talk", "help"})
_ON_THE_CART = frozenset({"add", "change", "remove"})
LONGEST_MESSAGE = 600  # a longer one tells a story


def parse(text: str, vocabulary: Vocabulary, context: IntentContext) -> Intent:
    """What the shopper means: the first request, with the further ones of the message in `then`.

    Each request of several knows its own words, its spans are of the whole text, and what "it" means in a later one is
    what the one before it touched. Never raises for any text.
    """
    parts = split(text, vocabulary, context)
    if len(parts) == 1:
        return read_one(text, vocabulary, context)
    said: list[Intent] = []
    for part in parts:
        if said:
            context = context_after(context, said[-1])
        words = text[part.start : part.end]
        one = _shifted(read_one(words, vocabulary, context), part.start)
        said.append({**_pointing_back(one, said[-1] if said else None, part), "words": words.strip()})
    return {**said[0], "then": said[1:]}


def all_of(intent: Intent) -> list[Intent]:
    """The requests of a message in their order, each without those behind it."""
    first: Intent = {**intent}
    behind = first.pop("then", [])
    return [first, *(each for later in behind for each in all_of(later))]


def words_of(intent: Intent, text: str) -> str:
    """The words of one request of the message `text`."""
    return intent.get("words", text)


def context_after(context: IntentContext, done: Intent) -> IntentContext:
    """What a request finds when the one before it in the same message has been carried out."""
    after: IntentContext = {**context, "last": done["kind"], "pending_approval": False}
    touched = _touched(context, done)
    if touched is not None:
        after["focus"] = touched
        cart = context.get("cart", [])
        if done["kind"] == "add" and touched not in cart:
            after["cart"] = [*cart, touched]
    return after


def _pointing_back(intent: Intent, before: Intent | None, part: Part) -> Intent:
    """ "Is the second one waterproof? Add it": what is added is what the request before has named."""
    if before is None or before["kind"] in CART or intent["kind"] not in ("add", "try_on", "watch_price"):
        return intent
    named = before.get("references", [])
    own = intent.get("references", [])
    if len(named) != 1 or named[0]["where"] != "results" or len(named[0]["positions"]) != 1:
        return intent
    if (own and own[0]["where"] != "last") or (not own and (intent.get("query") or intent["constraints"])):
        return intent
    span = own[0]["span"] if own else [part.start, part.end]
    return {**intent, "references": [{**named[0], "span": span}]}


def _touched(context: IntentContext, done: Intent) -> ShownProduct | None:
    """The one thing that the request was about."""
    for reference in done.get("references", []):
        among = context.get("cart", []) if reference["where"] == "cart" else context.get("shown", [])
        if reference["where"] == "last" or len(reference["positions"]) != 1:
            continue
        place = reference["positions"][0]
        place = place - 1 if place > 0 else len(among) + place
        if 0 <= place < len(among):
            return among[place]
    return None


def split(text: str, vocabulary: Vocabulary, context: IntentContext) -> list[Part]:
    """Where the requests of the message stand: one part for a message that is one."""
    folded = fold(text)
    whole = len(text) > LONGEST_MESSAGE or openings.is_supposed(folded)
    starts = [] if whole else openings.borders(folded)
    if not starts:
        return [Part(0, len(text))]
    agreed = openings.agreement(folded, waiting=bool(context.get("pending_approval")))
    done: list[Part] = []
    intents: list[Intent] = []
    begun = 0
    edges = [*starts[: 4 * MOST], Part(len(text), len(text))]
    for here, following in itertools.pairwise(edges):
        if len(done) >= MOST - 1:
            break
        before = intents[-1] if intents else None
        at_hand = context_after(context, before) if before else context
        first = read_one(text[begun : here.start], vocabulary, at_hand)
        if openings.is_filler(folded[begun : here.start]) and not (agreed and not begun):
            continue
        second = read_one(text[here.end : following.start], vocabulary, context_after(at_hand, first))
        sides = folded[begun : here.start], folded[here.end : following.start]
        if first["kind"] == "confirm" and not agreed:
            continue
        if _parts((first, sides[0]), (second, sides[1]), context):
            done.append(Part(begun, here.start))
            intents.append(first)
            begun = here.end
    if len(done) == 1 and intents[0]["kind"] == "confirm" and _is_plain_yes(text, context):
        return [Part(0, len(text))]
    return [*done, Part(begun, len(text))]


def _is_plain_yes(text: str, context: IntentContext) -> bool:
    """ "Yes, go ahead and pay": with a purchase waiting, all of it is the one answer."""
    return bool(context.get("pending_approval")) and confirm.read(ASKED, text)["decision"] == "affirm"


def _parts(first: tuple[Intent, str], second: tuple[Intent, str], context: IntentContext) -> bool:
    """Whether these, each with its words, are two requests, and not one with an "and" in it."""
    before, behind, words = first[0]["kind"], second[0]["kind"], second[1]
    if not _is_request(*first, context) or behind == "confirm" or not openings.begins(behind, words):
        return False
    if before in BROWSE and behind in BROWSE:
        return False  # "a red hoodie and show me ones with a zip" is one wish
    if before == behind and not (behind in _ON_THE_CART and _names_something(second[0])):
        return False
    if before in BROWSE:
        return openings.is_plain(behind, words)
    if behind == "change" and "coupon" not in second[0]:
        return before in CART or bool(context.get("cart"))
    if behind == "checkout" and (before == "confirm" or openings.is_for_later(words)):
        return False
    return second[0]["confidence"] >= 0.7


def _names_something(intent: Intent) -> bool:
    """Whether it has an object of its own: "第二个，M码，加入购物车" is one request."""
    return bool(intent["constraints"] or intent.get("references") or intent.get("query") or intent["quantity"])


def _is_request(intent: Intent, words: str, context: IntentContext) -> bool:
    """Whether the words are a request as they stand: they begin as one, or point at what is on the screen."""
    kind = intent["kind"]
    if kind in _NO_FIRST or intent["confidence"] < 0.5:
        return False
    if kind in BROWSE:
        goods = any(each["attribute"] == "category" for each in intent["constraints"])
        return intent["language"] == "en" or goods or openings.begins("search", words)
    if kind == "confirm":
        return True
    pointed = intent.get("references") or (intent["quantity"] and (context.get("shown") or context.get("cart")))
    return len(words) <= LONGEST and bool(pointed or "coupon" in intent or openings.begins(kind, words))


def _shifted(intent: Intent, by: int) -> Intent:
    """The intent with its spans counted from the start of the whole message."""
    if not by:
        return intent
    for each in (*intent["constraints"], *intent.get("compared", []), *intent.get("references", [])):
        each["span"] = [each["span"][0] + by, each["span"][1] + by]
    if cap := intent.get("cap"):
        cap["span"] = [cap["span"][0] + by, cap["span"][1] + by]
    return intent
