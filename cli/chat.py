"""`truecart chat`: the shop in a terminal, the same graph as the server's, in this process."""

from __future__ import annotations

import sqlite3
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from tools.errors import TruecartError

if TYPE_CHECKING:
    from cli.chat_view import View
    from graph.services import Services

YES = {"y", "yes", "approve", "ok"}
NO = {"n", "no", "reject"}
LOOK_AGAIN = {"", "status"}
LEAVE = {"quit", "exit", "bye"}


def run(shopper: str, thread: str | None, catalog: str | None) -> int:
    """Talk until the input ends. Answers the exit code."""
    from cli.chat_view import view
    from cli.demo import ensure
    from cli.quiet import settle
    from graph.services import Services
    from tools.settings import load

    settings = load(catalog=catalog) if catalog else load()
    settle(settings)
    services = Services(settings)
    ensure(services)
    screen = view()
    with conversation(services, shopper, thread or str(uuid.uuid4())) as talk:
        try:
            _talk(talk, screen, services.settings.catalog)
        except (EOFError, KeyboardInterrupt):
            screen.note("")
        screen.note(f"Go on with: truecart chat --as {shopper} --thread {talk.thread_id}")
    return 0


class Conversation:
    """One thread of the graph and what it waits for."""

    def __init__(self, graph: Any, services: Services, shopper: str, thread_id: str) -> None:
        self.graph = graph
        self.services = services
        self.thread_id = thread_id
        user = {"identity": shopper, "role": "shopper"}
        self.config = {"configurable": {"thread_id": thread_id, "langgraph_auth_user": user}}

    def say(self, text: str) -> dict[str, Any]:
        """A turn; the state after it. A purchase that waits for an approval is put aside by it."""
        spoken = {"messages": [{"role": "user", "content": text}], "approval": None, "image": None}
        self.graph.invoke(spoken, self.config, durability="exit")
        return self.state()

    def answer(self, pending: Any, decision: str | None) -> dict[str, Any]:
        """Resume what is pending with the id and the digest that were shown; the state after it."""
        from langgraph.types import Command

        shown = pending.value
        reply = {"id": shown["approval"]["id"], "digest": shown["quote"]["digest"]}
        if decision:
            reply["decision"] = decision
        self.graph.invoke(Command(resume={pending.id: reply}), self.config, durability="sync")
        return self.state()

    def state(self) -> dict[str, Any]:
        values: dict[str, Any] = self.graph.get_state(self.config).values
        return values

    def pending(self) -> Any | None:
        """The interrupt that is waited for, with `id` and `value`, or None."""
        waiting = self.graph.get_state(self.config).interrupts
        return waiting[0] if waiting else None

    def decided(self, pending: Any) -> bool:
        """Has somebody else (a reviewer) settled what this thread waits for?"""
        status = self.services.checkout.approval(pending.value["approval"]["id"])["status"]
        return bool(status != "pending")


@contextmanager
def conversation(services: Services, shopper: str, thread_id: str) -> Iterator[Conversation]:
    """A conversation whose checkpoints lie under the home folder. Raises `forbidden` for another shopper's thread."""
    from langgraph.checkpoint.sqlite import SqliteSaver

    from graph.build import build_graph

    owner = services.turns.owner(thread_id)
    if owner not in (None, shopper):
        raise TruecartError("forbidden", f"The conversation {thread_id} is another shopper's.")
    home = services.settings.home
    home.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(home / "chat.db", check_same_thread=False, timeout=10)) as connection:
        graph = build_graph(lambda: services).compile(checkpointer=SqliteSaver(connection))
        yield Conversation(graph, services, shopper, thread_id)


def _talk(talk: Conversation, screen: View, catalog: str) -> None:
    screen.welcome(catalog, talk.thread_id)
    waiting = talk.pending()
    if waiting is not None and waiting.value["role"] == "reviewer" and talk.decided(waiting):
        _show(talk, screen, talk.answer(waiting, None))
    elif waiting is not None:
        _show_pending(screen, waiting)
    while True:
        waiting = talk.pending()
        text = screen.ask(_question(waiting)).strip()
        if waiting is not None and _settled(talk, screen, waiting, text):
            continue
        if text.lower() in LEAVE:
            return
        if text:
            _show(talk, screen, talk.say(text))


def _settled(talk: Conversation, screen: View, waiting: Any, text: str) -> bool:
    """True when the line answered what is pending; any other line is a message like all others."""
    if waiting.value["role"] == "shopper":
        if text.lower() in YES | NO:
            _show(talk, screen, talk.answer(waiting, "approve" if text.lower() in YES else "reject"))
            return True
        return not text
    if talk.decided(waiting):
        _show(talk, screen, talk.answer(waiting, None))
        return text.lower() in LOOK_AGAIN
    if text.lower() in LOOK_AGAIN:
        screen.note("Still waiting for a reviewer.")
        return True
    return False


def _show(talk: Conversation, screen: View, state: dict[str, Any]) -> None:
    waiting = talk.pending()
    if waiting is None:
        screen.turn(state)
    else:
        _show_pending(screen, waiting)


def _show_pending(screen: View, waiting: Any) -> None:
    if waiting.value["role"] == "shopper":
        screen.approval(waiting.value)
    else:
        screen.review(waiting.value)


def _question(waiting: Any | None) -> str:
    if waiting is None:
        return "you"
    return "approve? y/n" if waiting.value["role"] == "shopper" else "status?"


def read_line() -> str:
    """A line of piped input; bytes that are no text become U+FFFD. Raises EOFError at the end."""
    if sys.stdin.errors != "replace" and hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line
