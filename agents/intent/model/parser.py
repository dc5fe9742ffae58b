"""The model parser: the same `Intent`, proposed by a language model and disposed of by the embedded parser's rules.

The model's kinds, attributes and values widen what the embedded parser reads. Prices, budgets, dates, order numbers,
coupons, quantities and comparisons of looks come from the shopper's own words; whatever touches the cart or money is
as `agents.intent.model.agreement` says; every value is snapped to the catalogue's vocabulary or marked as unknown.
"""

from __future__ import annotations

from agents.intent import parse
from agents.intent.model import grounding
from agents.intent.model.agreement import acts, asked_about, standing
from agents.intent.model.grounding import FROM_THE_WORDS, Said, overlap
from agents.intent.model.prompt import instructions, messages, schema
from agents.intent.model.reply import Further, ModelReply, Request, checked
from guards import corruption
from tools.catalog.types import Vocabulary
from tools.errors import TruecartError
from tools.llm.contract import RELATIONS, Constraint, Intent, IntentContext, LanguageModel

__all__ = ["ModelReply", "grounded", "parse_with_model", "read_reply"]


def parse_with_model(
    client: LanguageModel, text: str, vocabulary: Vocabulary, context: IntentContext, deadline_s: float
) -> Intent:
    """What the shopper means, by the model, within `deadline_s` seconds in all.

    Raises TruecartError `llm_unavailable` or `llm_malformed` (with `codes` of `guards.corruption` in its details); the
    caller then asks the embedded parser.
    """
    raw = client.complete(messages(text, vocabulary, context), schema=schema(vocabulary), deadline_s=deadline_s)
    try:
        return grounded(read_reply(raw, text, vocabulary, context), text, vocabulary, context)
    except TruecartError:
        raise
    except Exception as problem:  # whatever a model writes and it breaks here, the embedded parser answers
        raise TruecartError(
            "llm_malformed", f"The reply broke its reader: {problem!r}"[:200], codes=["shape"]
        ) from problem


def read_reply(raw: str, text: str, vocabulary: Vocabulary, context: IntentContext) -> ModelReply:
    """The reply in its shape, when the firewall finds nothing wrong with it. Raises TruecartError `llm_malformed`."""
    found, codes = corruption.parsed(
        raw, source=_beside(text, context), known=_known_values(vocabulary), instructions=instructions()
    )
    if codes:
        raise TruecartError("llm_malformed", f"The reply is corrupted: {', '.join(codes)}.", codes=codes)
    return checked(found)


def grounded(reply: ModelReply, text: str, vocabulary: Vocabulary, context: IntentContext) -> Intent:
    """The reply with everything that the shopper did not say taken out of it."""
    own = parse(text, vocabulary, context)
    said = Said(text, vocabulary, context)
    part = said.span(own["words"]) if "words" in own else None
    intent = _settled(reply, own, Said(text, vocabulary, context, *part) if part else said)
    intent.pop("then", None)
    further, unused = _further(reply, own, said, as_read=intent["kind"] == own["kind"])
    unused = [words for words in unused if not acts(intent) or not _used(words, intent, said)]
    if unused:
        intent["ignored"] = list(dict.fromkeys([*intent.get("ignored", []), *unused]))
    if further and "then" not in own:
        intent = _without(intent, [each["words"] for each in further], said)
    if further:
        intent["then"] = further
    return intent


def _without(first: Intent, parts: list[str], said: Said) -> Intent:
    """The first request without what stands in the words of the further ones."""
    spans = [span for words in parts if (span := said.span(words))]
    rest = said.text
    for start, end in spans:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    mine = Said(rest, said.vocabulary, said.context)
    inside = [each for each in first["constraints"] if any(overlap(each["span"], span) for span in spans)]
    left: Intent = {
        **first,
        "constraints": [each for each in first["constraints"] if each not in inside],
        "query": grounding.query(first.get("query", ""), mine),
        "words": rest.strip(" ,;.，。；、"),
    }
    _put(left, "ignored", [words for words in first.get("ignored", []) if mine.span(words)])
    return left


def _settled(reply: Request, own: Intent, said: Said) -> Intent:
    """One request, by whichever of the two readings stands."""
    who = standing(reply.kind, own)
    if who == "ask":
        return asked_about(own)
    if who == "own" and acts(own):
        return {**own, "source": "model" if reply.kind == own["kind"] else "embedded"}
    return _widened(reply, own, said, kept_kind=who == "own")


def _widened(reply: Request, own: Intent, said: Said, *, kept_kind: bool) -> Intent:
    """A request that touches neither cart nor money: what was read of the words, and what the model adds to it."""
    related = any(each["op"] in RELATIONS for each in own["constraints"]) or "compared" in own
    kind = own["kind"] if related or kept_kind else reply.kind
    ignored = [words for words in reply.ignored if said.span(words)]
    query = grounding.query(reply.query, said)
    added, unusable = _added(reply, own, said)
    read = [_excluded(each, added) for each in own["constraints"]]
    kept = [each for each in read if not _read_otherwise(each, added, [query, *ignored])]
    constraints = [*kept, *(each for each in added if not _is_read(each, kept))]
    if not query and not any(each["attribute"] == "category" for each in constraints):
        query = own.get("query", "")  # something has to be looked for
    intent: Intent = {
        **own,
        "kind": kind,
        "constraints": sorted(constraints, key=lambda each: each["span"][0]),
        "confidence": 0.9 if reply.kind == own["kind"] else 0.75,
        "source": "model",
        "query": query,
    }
    if not own.get("references"):
        pointed = [found for each in reply.references if (found := grounding.reference(each, said)) is not None]
        intent.pop("references", None)
        if pointed:
            intent["references"] = pointed
    _put(intent, "ignored", list(dict.fromkeys([*_own_ignored(own, constraints, query), *ignored, *unusable])))
    if kind == "refine":
        _put(intent, "drop", list(dict.fromkeys([*own.get("drop", []), *_dropped(reply, said)])))
    if reply.sort != "relevance" and "sort" not in own:
        intent["sort"] = reply.sort
    return intent


def _added(reply: Request, own: Intent, said: Said) -> tuple[list[Constraint], list[str]]:
    """What the model read, and the words behind what of it cannot be used."""
    added: list[Constraint] = []
    unusable: list[str] = []
    relations = [each for each in own["constraints"] if each["op"] in RELATIONS]
    for wanted in reply.constraints:
        found = grounding.constraint(wanted, said)
        if isinstance(found, str):
            unusable.append(found)
        elif found is not None and found not in added and not _within(found, relations):
            added.append(found)
    known: Intent = {**own, "constraints": own["constraints"] + added}
    return added, [words for words in unusable if not _used(words, known, said)]


def _is_read(each: Constraint, kept: list[Constraint]) -> bool:
    """Whether the words say something else of that attribute, or the same: what the embedded parser read stands."""
    return any(
        other["attribute"] == each["attribute"]
        and (other["value"] == each["value"] or overlap(other["span"], each["span"]))
        for other in kept
    )


def _excluded(own: Constraint, added: list[Constraint]) -> Constraint:
    """The same, as an exclusion where either of the two reads one."""
    refused = any(
        each["op"] == "is_not" and each["attribute"] == own["attribute"] and each["value"] == own["value"]
        for each in added
    )
    return {**own, "op": "is_not"} if refused and own["op"] == "is" else own


def _read_otherwise(own: Constraint, added: list[Constraint], words: list[str]) -> bool:
    """Whether the model accounts for these words in another way: "navy" in "old navy", an "orange" to eat.

    Exclusions, prices, dates and comparisons stay in any case.
    """
    if own["attribute"] in FROM_THE_WORDS or own["op"] != "is":
        return False
    said = own.get("text", "").casefold()
    start, end = own["span"]
    if any(each["attribute"] == own["attribute"] and overlap(each["span"], own["span"]) for each in added):
        return False
    if any(each["span"][0] <= start and end <= each["span"][1] and each["op"] == "is" for each in added):
        return not any(each["attribute"] == own["attribute"] for each in added)
    return bool(said) and any(f" {said} " in f" {each.casefold()} " for each in words)


def _own_ignored(own: Intent, constraints: list[Constraint], query: str) -> list[str]:
    """What the embedded parser could not use and the model has not used either."""
    used = [each.get("text", "").casefold() for each in constraints if each not in own["constraints"]]
    return [
        words
        for words in own.get("ignored", [])
        if words.casefold() not in query.casefold() and not any(words.casefold() in each for each in used)
    ]


def _dropped(reply: Request, said: Said) -> list[str]:
    names = {*said.vocabulary.values, "price"}
    return [each.attribute for each in reply.drop if each.attribute in names and said.span(each.words)]


def _further(reply: ModelReply, own: Intent, said: Said, *, as_read: bool) -> tuple[list[Intent], list[str]]:
    """The further requests, and the words of those that are not carried out.

    What the embedded parser has cut off stands as it read it; where the first request does not (`as_read` False),
    nothing that touches cart or money follows it: "add the second one and check out" pays for no other cart. Of its
    own the model can add what touches neither.
    """
    if "then" in own:
        follow = [each for each in own["then"] if as_read or not acts(each)]
        unsaid = [each.get("words", "") for each in own["then"] if each not in follow]
        return _widened_further(reply, follow, said), unsaid
    if not reply.then:
        return [], []
    found: list[Intent] = []
    unused: list[str] = []
    for each in reply.then:
        span = said.span(each.words)
        if span is None or span == [0, len(said.text)]:
            continue
        intent = _one_further(each, span, said)
        if acts(intent) or acts(own) or intent["kind"] in ("unclear", reply.kind):
            unused.append(said.words_at(span))
        else:
            found.append(intent)
    return found, unused


def _widened_further(reply: ModelReply, follow: list[Intent], said: Said) -> list[Intent]:
    """The requests that the embedded parser has cut off, with what the model adds to those of the same words."""
    further: list[Intent] = []
    for each in follow:
        span = said.span(each.get("words", ""))
        mine = next((one for one in reply.then if one.words.strip() == each.get("words")), None)
        if span is None or mine is None or acts(each) or mine.kind != each["kind"]:
            further.append(each)
        else:
            further.append(_settled(mine, each, Said(said.text, said.vocabulary, said.context, *span)))
    return further


def _one_further(reply: Further, span: list[int], said: Said) -> Intent:
    """One further request, read from its own words only."""
    blank = " " * span[0] + said.words_at(span) + " " * (len(said.text) - span[1])
    part = Said(blank, said.vocabulary, said.context, *span)
    own = parse(blank, said.vocabulary, said.context)
    own.pop("then", None)
    return {**_settled(reply, own, part), "words": said.words_at(span)}


def _within(constraint: Constraint, relations: list[Constraint]) -> bool:
    """Whether its words are a part of a comparison: "lighter than the navy one" wishes for no navy."""
    start, end = constraint["span"]
    return any(each["span"][0] <= start and end <= each["span"][1] for each in relations)


def _used(words: str, intent: Intent, said: Said) -> bool:
    """Whether some of these words are behind a constraint or a reference."""
    span = said.span(words)
    behind = [each["span"] for each in (*intent["constraints"], *intent.get("references", []))]
    return span is not None and any(overlap(each, span) for each in behind)


def _put(intent: Intent, key: str, values: list[str]) -> None:
    intent.pop(key, None)  # type: ignore[misc]
    if values:
        intent[key] = values  # type: ignore[literal-required]


def _beside(text: str, context: IntentContext) -> str:
    """What a reply may repeat."""
    titles = [each["title"] for each in (*context.get("shown", []), *context.get("cart", []))]
    running = [str(each["value"]) for each in context.get("constraints", [])]
    return "\n".join([text, *titles, *running])


_values: dict[tuple[str, str], frozenset[str]] = {}


def _known_values(vocabulary: Vocabulary) -> frozenset[str]:
    """Every value of the vocabulary and every attribute's name, folded; made once per version."""
    key = (vocabulary.catalog, vocabulary.version)
    found = _values.get(key)
    if found is None or not vocabulary.version:
        found = frozenset(value.casefold() for values in vocabulary.values.values() for value in values)
        if len(_values) >= 8:
            _values.pop(next(iter(_values)), None)
        _values[key] = found
    return found
