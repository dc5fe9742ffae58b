"""A wish as the shop answers it: the graph's own browsing nodes, one after the other, without a server."""

from __future__ import annotations

from typing import Any

from agents.intent import merge, parse
from graph import browse
from graph.services import Services

Results = list[dict[str, Any]]


def answer(services: Services, messages: list[str], *, verify: bool = True) -> Results:
    """The cards after the last message, best first. Without `verify` the pictures are not looked at."""
    state: dict[str, Any] = {"query": "", "constraints": []}
    vocabulary = services.catalog.vocabulary()
    for message in messages:
        context: Any = {key: state[key] for key in ("query", "constraints", "shown", "last") if key in state}
        intent = parse(message, vocabulary, context)
        constraints, query = merge(state["constraints"], state["query"], intent)
        earlier = state.get("sort") if intent["kind"] == "refine" else None
        state |= {"intent": intent, "constraints": constraints, "query": query, "last": intent["kind"]}
        state["sort"] = intent.get("sort") or earlier or "relevance"
        state |= _show(services, state, verify)
    return list(state["results"])


def _show(services: Services, state: dict[str, Any], verify: bool) -> dict[str, Any]:
    shown: Any = state | {"evidence": {}, "contradicted": []}
    shown |= browse.retrieve(services, shown, {})
    if verify:
        shown |= browse.verify_attributes(services, shown, {})
    shown |= browse.rank(services, shown, {})
    return {key: shown[key] for key in ("results", "shown")}
