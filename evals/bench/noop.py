"""Two nodes that do nothing: what the server itself costs."""

from __future__ import annotations

from typing import Any

from langgraph.graph import END, START, StateGraph

from graph.state import InputState


def first(state: InputState) -> dict[str, Any]:  # noqa: ARG001  LangGraph calls by this name
    return {}


def second(state: InputState) -> dict[str, Any]:  # noqa: ARG001
    return {}


graph = (
    StateGraph(InputState)
    .add_node("first", first)
    .add_node("second", second)
    .add_edge(START, "first")
    .add_edge("first", "second")
    .add_edge("second", END)
    .compile()
)
