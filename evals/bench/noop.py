"""Two nodes that do nothing: what the server itself costs."""

from __future__ import annotations

from typing import Any

from langgraph.graph import END, START, StateGraph

from graph.state import InputState


def first(_state: InputState) -> dict[str, Any]:
    return {}


def second(_state: InputState) -> dict[str, Any]:
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
