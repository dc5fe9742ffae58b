"""A conversation through the compiled graph, in this process."""

from __future__ import annotations

from typing import Any

from langgraph.types import Command

from graph.build import build_graph
from graph.services import Services

ADA = {"identity": "ada", "role": "shopper"}
RITA = {"identity": "rita", "role": "reviewer"}


class Talk:
    """One thread of one shopper."""

    def __init__(self, services: Services, saver: Any, thread_id: str = "t1") -> None:
        self.graph = build_graph(lambda: services).compile(checkpointer=saver)
        self.thread_id = thread_id

    def config(self, who: dict[str, str] | None = None, **more: Any) -> Any:
        return {"configurable": {"thread_id": self.thread_id, "langgraph_auth_user": who or ADA, **more}}

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        self.graph.invoke({"messages": [{"role": "user", "content": text}], **more}, self.config())
        return self.values

    def resume(self, answer: Any, who: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
        self.graph.invoke(Command(resume=answer), self.config(who, **more))
        return self.values

    @property
    def values(self) -> dict[str, Any]:
        """The whole state, also what is not among the output keys."""
        return dict(self.graph.get_state(self.config()).values)

    @property
    def shown(self) -> dict[str, Any]:
        """The value of the interrupt that is open."""
        (pending,) = self.graph.get_state(self.config()).interrupts
        return pending.value

    def approve(self) -> dict[str, Any]:
        approval = self.shown["approval"]
        return self.resume({"id": approval["id"], "digest": approval["digest"], "decision": "approve"})
