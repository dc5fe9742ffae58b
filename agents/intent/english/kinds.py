"""Which kind of turn it is. Rules in the order of how sure their wording makes them."""

from __future__ import annotations

import re

from agents.intent.english import cues, talk_cues
from agents.intent.english.cart_kinds import cart_kind
from agents.intent.english.cue_rules import RULES
from agents.intent.judgement import Judgement as Judgement
from agents.intent.judgement import goods, leftover
from agents.intent.reading import Reading
from agents.intent.references import described
from agents.intent.spelling import corrected
from tools.llm.contract import RELATIONS


def judge(reading: Reading) -> Judgement:
    """The kind of the turn, from its wording, what was read of it, and what went before."""
    folded = corrected(reading.tokens, reading.folded, reading.lexicon).strip()
    bare = re.sub(r"\s+", " ", folded[: 2 * _LONGEST_SIMPLE].strip(" .!?,;:'\"")).replace("-", " ")
    reading.drop = _drops(folded) or []
    if reading.drop and not any(each["attribute"] == "category" for each in reading.constraints):
        return Judgement("refine", 0.9)
    if talk_cues.CANCELS_PLACED.search(folded) or (reading.order_id and talk_cues.CANCELS.search(folded)):
        return Judgement("return", 0.95)
    simple = _simple(reading, bare) if len(folded) <= 2 * _LONGEST_SIMPLE else None
    if simple is not None:
        return simple
    if _not_kept(reading, folded):
        return Judgement("remove", 0.85)
    for kind, pattern in RULES:
        found = pattern.search(folded)
        if found and not _means_else(reading, folded, kind) and not _is_in_a_wish(reading, folded, found.start()):
            return Judgement(kind, 0.95)
    if reading.references and re.search(r"\btry(?:ing)?\b", folded):
        return Judgement("try_on", 0.8)
    if _chooses(reading, folded):
        return Judgement("compare", 0.8)
    if reading.order_id and len(leftover(reading)) <= 2:
        return Judgement("track", 0.7)
    return _shopping(reading, folded)


_OWN = re.compile(r"\b(?:my|our|orders?|ordered|parcel|package|shipment|bought)\b")
_NOT_KEPT = re.compile(r"\b(?:don't|do not|dont|no longer) (?:want|need) (?:the|that)\b|^(?:actually |no,? )*not the\b")


def _not_kept(reading: Reading, folded: str) -> bool:
    """ "I don't need the jacket", and one is in the cart."""
    cart = reading.context.get("cart", [])
    return bool(cart and _NOT_KEPT.search(folded)) and described(reading, cart, "cart") is not None


_WISH = re.compile(
    r"^(?:(?:hi|hello|hey|please|ok|so|well|um|and),? )*(?:i(?:'m|m| am) (?:looking|searching|shopping|after|in the "
    r"market)|"
    r"looking for|lookin for|searching for|find(?: me)?|show me (?!my|the)|search for|recommend|suggest|do you "
    r"(?:have|sell|stock)|"
    r"(?:i )?(?:(?:want|need)|(?:'d|would) (?:like|love)) (?:to (?:buy|find|get|order) )?(?:an?|some|\d+|two|three|"
    r"new)\b)"
)
_FAR_BEHIND = 18  # characters between the wish's first words and a rule's, with goods in between


def _is_in_a_wish(reading: Reading, folded: str, at: int) -> bool:
    """ "I'm looking for a jacket that I can return": such words in a description of goods ask for nothing "
    "themselves."""
    wish = _WISH.match(folded)
    named = any(each["attribute"] == "category" for each in reading.constraints) or len(leftover(reading)) > 3
    return wish is not None and named and at > wish.end() + _FAR_BEHIND


def _chooses(reading: Reading, folded: str) -> bool:
    """ "The first or the second?" asks which."""
    named = sum(len(each["positions"]) for each in reading.references)
    return named >= 2 and folded.endswith("?") and re.search(r"\bor\b", folded) is not None


def _means_else(reading: Reading, folded: str, kind: str) -> bool:
    """Whether the wording of a rule stands for something else here."""
    if kind == "remove":
        return _is_no_removal(reading, folded)
    if kind == "view_cart" and "be" in folded.split():  # "how much will that be?" of what is in the cart
        return not reading.context.get("cart")
    if kind == "track":  # "when will the second one arrive" is a question about it
        owned = reading.order_id or _OWN.search(folded)
        return not owned and bool(reading.references or reading.context.get("shown"))
    return False


_NO_OBJECT = re.compile(r"\b(?:money|price|cost|budget)(?:'s| is|) (?:no|not an?) (?:object|problem|issue|concern)\b")


def _drops(folded: str) -> list[str] | None:
    found = list(cues.DROP.finditer(folded))
    names = [next(group for group in match.groups() if group) for match in found]
    if not names and not cues.RESET.match(folded) and not _NO_OBJECT.search(folded):
        return None
    if _NO_OBJECT.search(folded):
        return ["price"]
    if cues.RESET.match(folded) or any(name.startswith("filter") for name in names):
        return ["*"]
    return list(dict.fromkeys(cues.NAMES.get(name, name) for name in names))


def _simple(reading: Reading, bare: str) -> Judgement | None:
    """Yes, no, greetings, help."""
    if not bare:
        return Judgement("help" if "?" in reading.folded else "unclear", 0.5)
    short = len(bare) <= _LONGEST_SIMPLE
    if short and talk_cues.STOP_ALL.match(bare):
        return Judgement("stop", 0.95)
    plain = _FRILLS.sub("", bare)
    if (short and talk_cues.SMALL_TALK.match(bare)) and not talk_cues.BARE_YES.match(bare):
        pending = reading.context.get("pending_approval") and _is_yes(bare)
        return Judgement("confirm", 0.8) if pending else Judgement("small_talk", 0.95)
    if _is_yes(bare):
        return Judgement("confirm", 1.0 if reading.context.get("pending_approval") else 0.8)
    if reading.context.get("pending_approval") and short and talk_cues.HOLD.match(bare):
        return Judgement("cancel", 0.8)
    if talk_cues.NO.match(plain) or talk_cues.NO.match(bare):
        return Judgement("cancel", 0.95)
    if _UNWANTED_IT.match(bare) and not reading.context.get("pending_approval") and reading.context.get("cart"):
        return Judgement("remove", 0.8)
    if talk_cues.CANCEL.search(bare) and not _cancels_noise(reading, bare) and not _goes_on(reading, bare):
        return Judgement("cancel", 0.9)
    if talk_cues.HELP.search(bare) and not goods(reading):
        return Judgement("help", 0.95)
    return None


_UNWANTED_IT = re.compile(
    r"(?:actually |no |sorry |oh )*i (?:don't|do not|dont|no longer) (?:want|need) (?:it|this|that|them)(?: one)?"
    r"(?: any ?more| after all| now)?$"
)
_LONGEST_SIMPLE = 150  # characters; nobody says goodbye at greater length
_FRILLS = re.compile(
    r"^(?:(?:please|ok|okay|actually|oh|hmm|well|wait|sorry|no|ah|um|uh)[, ]+)+|(?:[, ]+(?:please|thanks|thank you|"
    r"sorry|"
    r"then|for now|actually))+$"
)


def _is_yes(bare: str) -> bool:
    words = re.findall(r"[\w']+", bare)
    rest = re.findall(r"[\w']+", talk_cues.YES_PHRASES.sub(" ", bare))
    yes = any(word in talk_cues.YES for word in rest) or len(rest) < len(words)
    return yes and all(word in talk_cues.YES or word in talk_cues.YES_FILL for word in rest)


def _cancels_noise(reading: Reading, bare: str) -> bool:
    return re.search(r"\w+ cancel(?:l?ing|l?ation)\b", bare) is not None and goods(reading)


def _goes_on(reading: Reading, bare: str) -> bool:
    """ "I changed my mind, show me blue ones": the purchase is not what the message is about."""
    wanted = [each for each in reading.constraints if each["op"] != "is_not"]
    behind = bare[talk_cues.CANCEL.search(bare).end() :]  # type: ignore[union-attr]
    return bool(wanted) and re.search(r"\b(?:show|find|look|instead|in|want|need|get)\b", behind) is not None


_ORDERS = re.compile(r"(?:please |can you |could you )?(?:\w+ ){0,2}?(?:remove|take|delete|get)\b")


def _is_no_removal(reading: Reading, folded: str) -> bool:
    """With an empty cart "drop the black ones" narrows the search, and "a brush to remove lint" is one."""
    if reading.context.get("cart") or reading.references:
        return False
    return bool(reading.constraints) or _ORDERS.match(folded) is None


def _shopping(reading: Reading, folded: str) -> Judgement:
    context = reading.context
    running = bool(context.get("constraints") or context.get("query") or context.get("shown"))
    if (related := _related(reading)) is not None:
        return related
    if cues.SERVICE.search(folded):
        return Judgement("ask", 0.9)
    counted = reading.quantity is not None or bool(reading.fraction)
    adds = cues.ADD.search(folded) is not None or cues.TAKE.search(folded) is not None
    pointed = bool(reading.references)
    if cues.CHECKOUT.search(folded) and not pointed and not goods(reading) and len(leftover(reading)) <= 4:
        return Judgement("checkout", 0.95)
    if cues.LIKE.search(folded) and not adds:
        return Judgement("refine" if running else "search", 0.8)
    question = bool(cues.ASK.match(folded)) and not cues.REQUEST.match(folded)
    if _asks(reading, folded, question, pointed, running):
        return Judgement("ask", 0.9)
    return cart_kind(reading, folded, adds=adds, pointed=pointed, counted=counted) or _browse(reading, folded, running)


def _related(reading: Reading) -> Judgement | None:
    """The kind of a message that compares looks: a refinement, a new wish when it names other goods, or a question."""
    known = any(each["op"] in RELATIONS for each in reading.constraints)
    if not known and not reading.compared:
        return None
    if reading.compared and not known and not reading.constraints and not leftover(reading):
        return Judgement("unclear", 0.6)
    goods = {each["value"] for each in reading.constraints if each["attribute"] == "category" and each["op"] == "is"}
    running = {each["value"] for each in reading.context.get("constraints", []) if each["attribute"] == "category"}
    return Judgement("search" if goods - running and running else "refine", 0.9)


def _asks(reading: Reading, folded: str, question: bool, pointed: bool, running: bool) -> bool:
    if cues.SERVICE.search(folded) or (running and cues.FACTS.search(folded)):
        return True
    told = cues.ADD.search(folded) or (cues.TAKE.search(folded) and not question)
    if told and not (question and folded.endswith("?")):
        return False
    about = cues.ASK_ABOUT.search(folded) is not None
    if (
        _OTHER_GOODS.match(folded)
        and not pointed
        and any(each["attribute"] == "category" for each in reading.constraints)
    ):
        return False
    if pointed:
        return question or about
    if not running and not reading.context.get("cart"):
        return False
    pronoun = _PRONOUN.search(folded) is not None
    existence = _EXISTENCE.search(folded) is not None and _INNER.search(folded) is None
    definite = (
        re.search(r"\b(?:is|are|does|do|has|can|will|of|how \w+ is|about|for|what's|whats) the \w+", folded) is not None
    )
    about = about and re.search(r"\b(?:what|how) about\b", folded) is None
    return (question and (pronoun or definite) and not existence) or (about and (pronoun or definite))


_OTHER_GOODS = re.compile(r"(?:and |so |ok )*(?:what|how) about\b")
_PRONOUN = re.compile(r"\b(?:it|it's|they|they're|them|these|those|this|that|its|their)\b")
_EXISTENCE = re.compile(r"\b(?:do|have|got|are|is) (?:you|there)\b|\bin (?:stock )?(?:a )?size\b")
_INNER = re.compile(r"\b(?:is|are) there (?:a |an |any )?\w+ (?:on|in|for|with) (?:it|them|this|that)\b")


def _browse(reading: Reading, folded: str, running: bool) -> Judgement:
    content = leftover(reading)
    positive = [each for each in reading.constraints if each["op"] != "is_not"]
    category = any(each["attribute"] in ("category", "department") for each in positive)
    if running and cues.MORE.search(folded) and not category:
        return Judgement("refine", 0.8)
    if not reading.constraints and not content and not reading.sort and reading.cap is None and not reading.ignored:
        return Judgement("search" if cues.SEARCH_VERB.search(folded) and running else "unclear", 0.3)
    if running and not category and any(each["attribute"] == "price" for each in reading.constraints) and reading.sort:
        return Judgement("refine", 0.9)  # "something similar but cheaper"
    if not running:
        return _first_wish(reading, folded, content, category)
    if category:
        same = {each["value"] for each in reading.context.get("constraints", []) if each["attribute"] == "category"}
        mine = {each["value"] for each in positive if each["attribute"] == "category"}
        refines = cues.REFINE_CUE.search(folded) and not cues.SEARCH_VERB.search(folded) and mine and mine <= same
        return Judgement("refine" if refines else "search", 0.9)
    if not content:
        return Judgement("refine", 0.9 if reading.constraints or reading.sort else 0.7)
    adjective = all(re.search(r"(?:ed|y|proof|able|less|ish|er|ic|al|ing|ful|free)$", word) for word in content)
    if cues.REFINE_CUE.search(folded) or (adjective and len(content) <= 2 and not cues.SEARCH_VERB.search(folded)):
        return Judgement("refine", 0.75)
    return _first_wish(reading, folded, content, category)


def _first_wish(reading: Reading, folded: str, content: list[str], category: bool) -> Judgement:
    if category or reading.constraints or reading.sort or reading.cap:
        return Judgement("search", 0.9 if category else 0.75)
    if talk_cues.CHAT.match(folded) or all(talk_cues.GIBBERISH.fullmatch(word) for word in content):
        return Judgement("unclear", 0.3)
    asks = re.match(r"^(?:what|who|why|when|where|how|is|are|does|explain|write|tell|translate|which)\b", folded)
    if cues.SEARCH_VERB.search(folded) and not asks and content:
        return Judgement("search", 0.7)
    if content and cues.WISH_QUESTION.search(folded):
        return Judgement("search", 0.7)
    named = len(content) <= 4 or (len(content) <= 14 and not cues.SENTENCE.search(folded))
    if content and named and not asks and "?" not in folded:
        return Judgement("search", 0.5)
    return Judgement("unclear", 0.3)
