"""Who is speaking: read from what the server's authentication put into the run's configuration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.runnables import RunnableConfig


@dataclass(frozen=True)
class Actor:
    """`role` is "shopper", "reviewer", or "system" for a run that the server started by itself: it decides nothing."""

    name: str
    role: Literal["shopper", "reviewer", "system"]
    thread_id: str


def actor(config: RunnableConfig) -> Actor:
    """The authenticated identity of this run. Never taken from the state or the message."""
    configurable = config.get("configurable", {})
    user: Any = configurable.get("langgraph_auth_user")
    name, role = _field(user, "identity"), _field(user, "role")
    thread_id = str(configurable.get("thread_id", ""))
    if name and role == "shopper":
        return Actor(name, "shopper", thread_id)
    return Actor(name, "reviewer", thread_id) if name and role == "reviewer" else Actor("system", "system", thread_id)


def _field(user: Any, name: str) -> str:
    if user is None:
        return ""
    if isinstance(user, dict):
        return str(user.get(name) or "")
    value = getattr(user, name, None)
    if value is None and hasattr(user, "get"):
        value = user.get(name)
    return str(value or "")
