"""Clean model replies to the written utterances: what a model would answer that understands them as they are meant."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from agents.cart import Asked
from agents.intent import parse
from agents.intent.model.grounding import FROM_THE_WORDS
from evals import intent_cases
from tools.llm.contract import RELATIONS, Intent, IntentContext

Json = dict[str, Any]
_ABOVE = ("Here is the JSON:\n", "Sure! ", "好的，解析结果如下：\n", "The shopper's message as JSON:\n\n")
_BELOW = ("\n", "\n\nLet me know if you need anything else.", "\n以上是解析结果。")


@dataclass(frozen=True)
class Utterance:
    """A message with what lies around it, and the reply of a model that understands it."""

    id: str
    text: str
    language: str
    context: IntentContext
    reply: Json
    asked: Asked | None = field(default=None)  # the cart's open question

    def rendered(self, chance: random.Random) -> str:
        """The reply as endpoints send it: bare, indented, fenced, or with a sentence around it."""
        style = chance.randrange(8)
        if style < 4:
            return json.dumps(self.reply, ensure_ascii=chance.random() < 0.3, separators=(",", ":"))
        body = json.dumps(self.reply, ensure_ascii=False, indent=2 if style == 4 else None)
        if style in (4, 5):
            return body
        fenced = f"```json\n{body}\n```"
        return fenced if style == 6 else f"{chance.choice(_ABOVE)}{fenced}{chance.choice(_BELOW)}"


def utterances() -> list[Utterance]:
    """Those that parsers may be made by, and answers to the cart's question for a size."""
    words = intent_cases.vocabulary()
    rows = [*intent_cases.utterances(), *intent_cases.load("dev")]
    found = []
    for row in rows:
        context = row.get("context", {})
        own = parse(row["text"], words, context)
        language = row.get("lang") or own["language"]
        found.append(Utterance(row["id"], row["text"], language, context, reply(row["text"], row["expect"], own)))
    return [*found, *_answers()]


def reply(text: str, expect: Json, own: Intent) -> Json:
    """The expected parse as a model writes it; its words are those that the embedded parser found, or the message."""
    first = _request(text, expect, own)
    behind = own.get("then", [])
    then = []
    for at, each in enumerate(expect.get("then") or []):
        mine = behind[at] if at < len(behind) else None
        said = (mine or {}).get("words") or text
        then.append({**_request(text, each, mine or own), "words": said})
    return {**first, "then": then}


def _request(text: str, expect: Json, own: Intent) -> Json:
    wanted = [
        {"attribute": each["attribute"], "op": each["op"], "value": each["value"], "words": _words(text, each, own)}
        for each in expect["constraints"]
        if each["attribute"] not in FROM_THE_WORDS and each["op"] not in RELATIONS
    ]
    pointed = own.get("references", [])
    spans = [text[slice(*each["span"])] for each in pointed] or [text]
    references = [
        {"positions": each["positions"], "where": each["where"], "words": spans[min(at, len(spans) - 1)]}
        for at, each in enumerate(expect.get("references") or [])
    ]
    return {
        "kind": expect["kind"],
        "constraints": wanted,
        "quantity": expect["quantity"] if type(expect.get("quantity")) is int else None,
        "references": references,
        "drop": [{"attribute": each, "words": text} for each in expect.get("drop") or [] if each != "*"],
        "sort": expect.get("sort") or "relevance",
        "query": own.get("query", ""),
        "ignored": list(expect.get("ignored") or []),
    }


def _words(text: str, constraint: Json, own: Intent) -> str:
    for each in own["constraints"]:
        if each["attribute"] == constraint["attribute"] and each["value"] == constraint["value"]:
            return text[slice(*each["span"])]
    at = text.casefold().find(str(constraint["value"]).casefold())
    return text[at : at + len(str(constraint["value"]))] if at >= 0 else text


def _answers() -> Iterator[Utterance]:
    """Answers to "Which size?": they finish what was about to be put in the cart."""
    hoodies = next(row for row in intent_cases.utterances() if _shows(row, "hoodie-1"))["context"]
    add = parse("add the first one", intent_cases.vocabulary(), hoodies)
    context: IntentContext = {**hoodies, "last": "add"}
    said = [("M please", "m"), ("large", "l"), ("size S", "s"), ("in XL", "xl"), ("中码", "m"), ("要L码的", "l")]
    for at, (text, size) in enumerate(said):
        wanted = [{"attribute": "size", "op": "is", "value": size}]
        own = parse(text, intent_cases.vocabulary(), context)
        given = reply(text, {"kind": "refine", "constraints": wanted}, own)
        language = "zh" if at > 3 else "en"
        yield Utterance(
            f"answer-{at}", text, language, context, given, {"requests": [add], "request": 1, "option": "size"}
        )


def _shows(row: Json, product_id: str) -> bool:
    return any(each["product_id"] == product_id for each in row.get("context", {}).get("shown", []))
