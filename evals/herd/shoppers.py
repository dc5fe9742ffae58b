"""Scripted shoppers over the server's HTTP: what each says, what is answered, and what is wrong with it."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from evals.herd import lines
from evals.herd.lines import ADD, CART, CHEAPER, CHECKOUT, TALK, YES, Line

TIMEOUT_S = 60.0
KEEP_ALIVE_S = 2.0  # the server closes a connection that was idle for 5 s
LANGUAGES = ((0, 1), (2, 3))  # the forms of English and of Chinese lines
IDLE = 12  # conversations that are kept going beside each other, at least
PLOTS = ("browse", "browse", "browse", "pick", "pick", "leave", "in_one", "say_yes", "approve")


@dataclass
class Turn:
    """One request and what came of it. `turn_id` is the one the server must give it; None for an approval's resume."""

    thread_id: str
    turn_id: str | None
    text: str
    problem: str = ""  # empty: answered as it must be
    degraded: list[str] | None = None  # None where the answer does not say: a question that is open
    order_id: str | None = None
    reached: str = ""  # "question": an approval was asked for


@dataclass
class Conversation:
    """One thread of one shopper with its plot, and what must be true of it."""

    thread_id: str
    token: str
    plot: str
    steps: deque[str]
    forms: tuple[int, int]
    dice: random.Random
    results: list[dict[str, Any]] = field(default_factory=list)
    cart: dict[str, int] = field(default_factory=dict)  # units by variant, as the lines mean it
    pending: dict[str, Any] | None = None
    said: int = 0

    def next(self) -> tuple[str, Line | None, tuple[int, int]]:
        """The step, its line, and the position and quantity that it adds."""
        step, one = self.steps.popleft(), self.dice.choice(self.forms)
        zh = one >= 2
        if step == "search":
            good = self.dice.choice(lines.WITHOUT_SIZES if self.plot != "browse" else tuple(lines.GOODS))
            if self.plot == "browse" and self.dice.random() < 0.8:
                return step, lines.search(self.dice.choice(tuple(lines.COLORS)), good, one), (0, 0)
            return step, lines.plain_search(good, int(zh)), (0, 0)
        if step in ("add", "add_and_checkout"):
            line, position, quantity = ADD[2 * zh + self.dice.randrange(2)]
            if step == "add_and_checkout":
                line = Line(f"{line.text}{('，然后结账' if zh else ' and checkout')}", "checkout")
            return step, line, (position, quantity)
        if step == "refine":
            other = lines.without(self.dice.choice(tuple(lines.COLORS)), int(zh))
            return step, self.dice.choice((CHEAPER[zh], other)), (0, 0)
        if step == "talk":
            return step, TALK[2 * zh + self.dice.randrange(2)], (0, 0)
        if step == "approve":
            return step, None, (0, 0)
        return step, {"cart": CART, "checkout": CHECKOUT, "yes": YES}[step][zh], (0, 0)


STEPS = {
    "browse": ("talk", "search", "refine", "search", "refine", "talk"),
    "pick": ("search", "add", "cart", "talk"),
    "leave": ("search", "add", "checkout"),
    "in_one": ("search", "add_and_checkout"),
    "say_yes": ("search", "add", "checkout", "yes"),
    "approve": ("search", "add", "checkout", "approve"),
}


class Crowd:
    """The conversations under way. Every conversation that may buy has a shopper of its own."""

    def __init__(self, port: int, tokens: list[str], seed: str) -> None:
        self.port = port
        self.tokens = tokens
        self.dice = random.Random(seed)
        self.seed = seed
        self.idle: deque[Conversation] = deque()
        self.begun = 0
        self.turns: list[Turn] = []
        self.lock = threading.Lock()
        self.kept = threading.local()
        self.opened: list[http.client.HTTPConnection] = []

    def turn(self, _number: int) -> Turn:
        """The next turn of a conversation that waits for nothing, or the first of a new one."""
        with self.lock:
            talk = self.idle.popleft() if len(self.idle) > IDLE else self._new()
        turn = self._act(talk)
        with self.lock:
            self.turns.append(turn)
            if talk.steps and not turn.problem:
                self.idle.append(talk)
        return turn

    def _new(self) -> Conversation:
        number, self.begun = self.begun, self.begun + 1
        plot = self.dice.choice(PLOTS)
        thread = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.seed}/{number}"))
        dice = random.Random(f"{self.seed}/{number}")
        forms = LANGUAGES[dice.random() < 0.4]
        return Conversation(thread, self.tokens[number % len(self.tokens)], plot, deque(STEPS[plot]), forms, dice)

    def _act(self, talk: Conversation) -> Turn:
        step, line, adds = talk.next()
        if line is None:
            return self._approve(talk)
        talk.said += 1
        message = f"{talk.thread_id}-{talk.said}"
        turn_id = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{talk.thread_id}/{message}"))
        turn = Turn(talk.thread_id, turn_id, line.text)
        body = {"input": {"messages": [{"role": "user", "content": line.text, "id": message}]}}
        if talk.said == 1:
            self._post(talk, "/threads", {"thread_id": talk.thread_id})
        status, answer = self._run(talk, body)
        if status != 200 or "__error__" in answer:
            turn.problem = f"HTTP {status}: {json.dumps(answer)[:300]}"
            return turn
        waiting = answer.get("__interrupt__")
        if waiting:
            talk.pending, turn.reached = dict(waiting[0]["value"]), "question"
            turn.problem = _wrong_quote(talk, adds, talk.pending["quote"]["terms"]["lines"])
            return turn
        turn.degraded = list(answer.get("degraded") or [])
        turn.problem = _wrong_answer(answer, talk, message, turn_id) or _wrong_state(talk, step, adds, answer)
        return turn

    def _approve(self, talk: Conversation) -> Turn:
        turn = Turn(talk.thread_id, None, "approve")
        if talk.pending is None:
            return turn  # the till refused, and said so
        shown = talk.pending
        decision = {"id": shown["approval"]["id"], "digest": shown["quote"]["digest"], "decision": "approve"}
        status, answer = self._run(talk, {"command": {"resume": decision}})
        if status != 200 or "__error__" in answer:
            turn.problem = f"HTTP {status}: {json.dumps(answer)[:300]}"
        turn.order_id = (answer.get("order") or {}).get("order_id")
        return turn

    def _run(self, talk: Conversation, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return self._post(talk, f"/threads/{talk.thread_id}/runs/wait", {"assistant_id": "shop", **body})

    def _post(self, talk: Conversation, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and answer over this thread's kept connection; status 0 for a connection that broke."""
        connection = self._connection()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {talk.token}"}
        try:
            connection.request("POST", path, json.dumps(body), headers)
            response = connection.getresponse()
            answer = response.status, dict(json.loads(response.read()))
        except (OSError, http.client.HTTPException, ValueError) as problem:
            connection.close()
            return 0, {"problem": repr(problem)}
        self.kept.connection, self.kept.used = connection, time.monotonic()
        return answer

    def _connection(self) -> http.client.HTTPConnection:
        """The one that this thread used last, if the server has not closed it meanwhile."""
        connection: http.client.HTTPConnection | None = getattr(self.kept, "connection", None)
        self.kept.connection = None
        if connection is not None and time.monotonic() - self.kept.used < KEEP_ALIVE_S:
            return connection
        if connection is not None:
            connection.close()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        with self.lock:
            self.opened.append(connection)
        return connection

    def leave(self) -> None:
        """Close what is still kept open."""
        for each in self.opened:
            each.close()


def _wrong_answer(answer: dict[str, Any], talk: Conversation, message: str, turn_id: str) -> str:
    """The message must stand once in its own conversation, with one reply, and that last."""
    if not answer.get("reply"):
        return "no reply"
    ids = [each["id"] for each in answer["messages"]]
    foreign = [
        each["id"] for each in answer["messages"] if each["type"] == "human" and talk.thread_id not in each["id"]
    ]
    if foreign:
        return f"messages of another conversation: {foreign}"
    if ids.count(message) != 1 or ids.count(f"{turn_id}-reply") != 1 or ids[-1] != f"{turn_id}-reply":
        return f"the message and its reply stand {ids.count(message)} and {ids.count(f'{turn_id}-reply')} times"
    return ""


def _wrong_quote(talk: Conversation, adds: tuple[int, int], asked: list[dict[str, Any]]) -> str:
    """What is to be paid for is what was pointed at."""
    _put(talk, adds)
    found = {each["variant_id"]: each["quantity"] for each in asked}
    return "" if found == talk.cart else f"the question is of {found}, meant was {talk.cart}"


def _wrong_state(talk: Conversation, step: str, adds: tuple[int, int], answer: dict[str, Any]) -> str:
    """What the lines mean, whoever read them: the results are shown, the cart holds what was pointed at."""
    refused = [each["code"] for each in answer.get("violations") or [] if each["severity"] == "error"]
    if step == "search":
        talk.results = answer.get("results") or []
        return "" if talk.results or talk.plot == "browse" else "nothing found"
    if step == "add_and_checkout" and refused:
        return ""  # either of the two may be what was refused
    if not refused:
        _put(talk, adds)
    lines_of = (answer.get("cart") or {}).get("lines") or []
    found = {each["variant_id"]: each["quantity"] for each in lines_of}
    return "" if found == talk.cart else f"after {step} the cart holds {found}, meant was {talk.cart} ({refused})"


def _put(talk: Conversation, adds: tuple[int, int]) -> None:
    position, quantity = adds
    if 0 < position <= len(talk.results):
        talk.cart[talk.results[position - 1]["variant_id"]] = quantity
