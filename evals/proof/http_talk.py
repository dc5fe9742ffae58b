"""Conversations with the real server over HTTP, as any client has them, and everything a client may try."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx

from evals.proof.talk import Pending

WAIT_S = 120.0


@dataclass
class HttpTalk:
    """One thread of one shopper. What a call came to is told as `order ORD-…`, `waits …`, or `HTTP 409 code`."""

    url: str
    shopper: str
    thread_id: str = ""
    client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.url, timeout=WAIT_S, limits=httpx.Limits(max_connections=200))
        self.thread_id = self.thread_id or self.post("/threads", {}).json()["thread_id"]

    def post(self, path: str, body: Any, who: str | None = None) -> httpx.Response:
        return self.client.post(path, json=body, headers={"Authorization": f"Bearer {token_of(who or self.shopper)}"})

    def get(self, path: str) -> Any:
        headers = {"Authorization": f"Bearer {token_of(self.shopper)}"}
        return self.client.get(path, headers=headers).raise_for_status().json()

    def ask(self, *more: str) -> Pending:
        """A mug in the cart, whatever is said of it, and then the till; what is then shown."""
        for text in ("mugs under $30", "add the first one", *more):
            self.say(text)
        return self.till()

    def till(self) -> Pending:
        told = self.say("checkout")
        pending = self.pending()
        assert pending is not None, f"{self.shopper}: nothing is asked, but {told}"
        return pending

    def say(self, text: str) -> str:
        return self.run({"input": {"messages": [{"role": "user", "content": text}]}})

    def resume(self, answer: Any, who: str | None = None, **more: Any) -> str:
        return self.run({"command": {"resume": answer}, **more}, who)

    def run(self, body: dict[str, Any], who: str | None = None) -> str:
        path = f"/threads/{self.thread_id}/runs/wait"
        return told(self.post(path, {"assistant_id": "shop", "multitask_strategy": "enqueue", **body}, who))

    def state(self) -> dict[str, Any]:
        return dict(self.get(f"/threads/{self.thread_id}/state"))

    def checkpoint(self) -> str:
        return str(self.state()["checkpoint"]["checkpoint_id"])

    def pending(self) -> Pending | None:
        found = list(_interrupts(self.state()))
        return Pending(found[0]["id"], found[0]["value"]) if found else None


def token_of(name: str) -> str:
    return f"token-of-{name}"


def told(answer: httpx.Response) -> str:
    """In the words of `HttpTalk`."""
    if answer.status_code >= 400:
        return f"HTTP {answer.status_code} {_code(answer)}".strip()
    state = answer.json()
    if "__error__" in state:
        return f"run failed: {state['__error__']}"
    if waiting := state.get("__interrupt__"):
        shown = waiting[0]["value"]
        refused = "+".join(each["code"] for each in shown.get("violations") or [])
        return f"waits for the {shown['role']}" + (f" after {refused}" if refused else "")
    if order := state.get("order"):
        return f"order {order['order_id']}"
    found = [each["code"] for each in state.get("violations") or [] if each["severity"] == "error"]
    return "+".join(found) or f"no order, the shopper's approval is {(state.get('approval') or {}).get('status')}"


def _code(answer: httpx.Response) -> str:
    try:
        body = answer.json()
        detail = body.get("detail", body)
        inner = json.loads(detail) if isinstance(detail, str) and detail.startswith("{") else detail
        return str(inner["error"]["code"]) if isinstance(inner, dict) else ""
    except (ValueError, KeyError, TypeError):
        return ""


def _interrupts(state: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for task in state.get("tasks") or []:
        yield from task.get("interrupts") or []
