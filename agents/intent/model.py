"""The model parser: the same `Intent`, proposed by a language model and disposed of by the embedded parser's rules.

The model chooses the kind, the attributes and their values. Prices, budgets, order numbers, coupons, quantities and
comparisons of looks come from the shopper's own words, and every value is snapped to the catalogue's vocabulary or
marked as unknown.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agents.intent.lexicon import Entry, Lexicon, compiled, words_of
from agents.intent.numbers import read_number
from agents.intent.parse import parse
from agents.intent.prompt import messages, schema
from agents.intent.sizes import size_key
from agents.intent.tokens import fold, tokenize
from tools.catalog.types import Vocabulary
from tools.errors import TruecartError
from tools.llm.contract import RELATIONS, Constraint, Intent, IntentContext, Kind, LanguageModel, Reference

_FROM_THE_WORDS = ("price", "pack_size")


class _Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    attribute: str
    op: Literal["is", "is_not"]
    value: str = Field(max_length=200)
    words: str = Field(max_length=500)


class _Pointed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    positions: list[int] = Field(max_length=50)
    where: Literal["results", "cart", "last"]
    words: str = Field(max_length=500)


class ModelReply(BaseModel):
    """The reply's shape, checked strictly: an unknown key, a string for a number or a missing field is malformed."""

    model_config = ConfigDict(extra="forbid", strict=True)
    kind: Kind
    constraints: list[_Wanted] = Field(max_length=30)
    quantity: int | None
    references: list[_Pointed] = Field(max_length=10)
    drop: list[str] = Field(max_length=20)
    sort: Literal["price_asc", "price_desc", "delivery", "relevance"]
    query: str = Field(max_length=500)
    ignored: list[str] = Field(max_length=20)


def parse_with_model(
    client: LanguageModel, text: str, vocabulary: Vocabulary, context: IntentContext, deadline_s: float
) -> Intent:
    """What the shopper means, by the model, within `deadline_s` seconds in all.

    Raises TruecartError `llm_unavailable` or `llm_malformed`; the caller then asks the embedded parser.
    """
    raw = client.complete(messages(text, vocabulary, context), schema=schema(vocabulary), deadline_s=deadline_s)
    try:
        reply = ModelReply.model_validate_json(raw)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the reply"
        raise TruecartError("llm_malformed", f"{where}: {first['msg']}") from problem
    return grounded(reply, text, vocabulary, context)


def grounded(reply: ModelReply, text: str, vocabulary: Vocabulary, context: IntentContext) -> Intent:
    """The reply with everything that the shopper did not say taken out of it."""
    own = parse(text, vocabulary, context)
    folded, lexicon = fold(text), compiled(vocabulary)
    relations = [each for each in own["constraints"] if each["op"] in RELATIONS]
    constraints = [each for each in own["constraints"] if each["attribute"] in _FROM_THE_WORDS] + relations
    ignored = [words for words in reply.ignored if words.strip() and fold(words) in folded]
    for wanted in reply.constraints:
        if wanted.attribute in _FROM_THE_WORDS:
            continue
        constraint = _constraint(wanted, text, folded, lexicon, vocabulary)
        if constraint is not None and constraint not in constraints and not _within(constraint, relations):
            constraints.append(constraint)
    intent: Intent = {
        "kind": own["kind"] if relations or "compared" in own or "coupon" in own else reply.kind,
        "constraints": sorted(constraints, key=lambda each: each["span"][0]),
        "quantity": _quantity(reply.quantity, folded, own["quantity"]),
        "language": own["language"],
        "confidence": 0.9 if reply.kind == own["kind"] else 0.75,
        "source": "model",
        "query": " ".join(word for word in reply.query.split() if fold(word) in folded),
    }
    references = [found for each in reply.references if (found := _reference(each, folded)) is not None]
    if "coupon" in own and not own.get("references"):
        references = []
    if references or own.get("references"):
        intent["references"] = references or own["references"]
    if ignored:
        intent["ignored"] = ignored
    if drop := [name for name in reply.drop if name in vocabulary.values or name == "price"]:
        intent["drop"] = drop
    if reply.sort != "relevance":
        intent["sort"] = reply.sort
    if "order_id" in own:
        intent["order_id"] = own["order_id"]
    if "compared" in own:
        intent["compared"] = own["compared"]
    if "cap" in own:
        intent["cap"] = own["cap"]
    if "coupon" in own:
        intent["coupon"] = own["coupon"]
    return intent


def _within(constraint: Constraint, relations: list[Constraint]) -> bool:
    """Whether its words are a part of a comparison: "lighter than the navy one" wishes for no navy."""
    start, end = constraint["span"]
    return any(each["span"][0] <= start and end <= each["span"][1] for each in relations)


def _span(words: str, folded: str) -> list[int] | None:
    """Where the utterance says these words; None when it does not."""
    wanted = fold(words).strip()
    start = folded.find(wanted) if wanted else -1
    return [start, start + len(wanted)] if start >= 0 else None


def _constraint(wanted: _Wanted, text: str, folded: str, lexicon: Lexicon, vocabulary: Vocabulary) -> Constraint | None:
    span = _span(wanted.words, folded)
    if span is None:
        return None
    entry = _snapped(wanted, lexicon, vocabulary)
    found: Constraint = {"attribute": entry.attribute, "op": wanted.op, "value": entry.value, "span": span}
    found["text"] = text[span[0] : span[1]]
    if not entry.known:
        found["known"] = False
    return found


def _snapped(wanted: _Wanted, lexicon: Lexicon, vocabulary: Vocabulary) -> Entry:
    """The catalogue's own value for what the model said, or the same words marked as unknown."""
    for value in vocabulary.values.get(wanted.attribute, ()):
        if words_of(value) == words_of(wanted.value):
            return Entry(wanted.attribute, value)
    if wanted.attribute == "size" and (known := lexicon.sizes.get(size_key(wanted.value))):
        return Entry("size", known)
    tokens = tokenize(fold(wanted.value))
    match = lexicon.at(tokens, 0) if tokens else None
    if match and match.behind == len(tokens) and match.entry.attribute == wanted.attribute:
        return match.entry
    guess = lexicon.guess(fold(wanted.value))
    if guess and guess.attribute == wanted.attribute:
        return guess
    return Entry(wanted.attribute, fold(wanted.value).strip(), known=False)


def _quantity(proposed: int | None, folded: str, own: int | None) -> int | None:
    """The model may choose which of the spoken numbers is the quantity; it may not bring one along."""
    if proposed is None or proposed == own:
        return own if proposed is not None else None
    tokens = tokenize(folded)
    said = {number[0] for at in range(len(tokens)) if (number := read_number(tokens, at)) is not None}
    return proposed if proposed in said else own


def _reference(pointed: _Pointed, folded: str) -> Reference | None:
    span = _span(pointed.words, folded)
    positions = [each for each in pointed.positions if each != 0]
    if span is None:
        return None
    return {"positions": positions, "where": pointed.where, "span": span}
