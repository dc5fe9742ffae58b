"""A scripted shopper over the LangGraph SDK."""

from __future__ import annotations

from typing import Any

from langgraph_sdk import get_sync_client

State = dict[str, Any]


class Shopper:
    """One conversation. Every method answers the thread's values after the run; `pending` is the open interrupt."""

    def __init__(self, url: str, token: str = "demo-ada") -> None:
        self.client = get_sync_client(url=url, headers={"Authorization": f"Bearer {token}"})
        self.thread_id: str = self.client.threads.create()["thread_id"]
        self.pending: dict[str, Any] | None = None

    def close(self) -> None:
        self.client.http.client.close()

    def say(self, text: str, **more: Any) -> State:
        return self.run(input={"messages": [{"role": "user", "content": text}], **more})

    def answer(self, decision: str, *, digest: str | None = None, approval_id: str | None = None) -> State:
        """Answer the open interrupt, as the page does."""
        assert self.pending, "nothing is waiting for an answer"
        shown = self.pending["value"]["approval"]
        reply = {"id": approval_id or shown["id"], "digest": digest or shown["digest"], "decision": decision}
        return self.run(command={"resume": {self.pending["id"]: reply}})

    def run(self, **how: Any) -> State:
        result: Any = self.client.runs.wait(self.thread_id, "shop", raise_error=True, **how)
        self.pending = next(iter(result.get("__interrupt__") or []), None)
        return self.values()

    def values(self) -> State:
        return dict(self.client.threads.get_state(self.thread_id)["values"])


def put_in_cart(shopper: Shopper, wish: str = "mugs under $30") -> State:
    """Adds the result of which most are left among those that no reviewer is asked about: every claim is confirmed."""
    results = shopper.say(wish)["results"]
    sure = [
        (card["stock"], place)
        for place, card in enumerate(results, 1)
        if all(each["verdict"] == "confirmed" for each in card["evidence"])
    ]
    state = shopper.say(f"add number {max(sure)[1]}")
    assert state.get("cart", {}).get("lines"), state.get("violations")
    return state


def codes(state: State) -> list[str]:
    return [each["code"] for each in state.get("violations") or []]
