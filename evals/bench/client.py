"""Clients: each a thread of ours with its own connection and its own conversations, one turn after the other."""

from __future__ import annotations

import http.client
import itertools
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

TOKEN = "demo-ada"
CONVERSATION = 10  # turns before a client opens a new conversation
WISHES = (  # the demo catalogue has several of each: an empty answer would be a fault
    "show me a hoodie",
    "show me a waterproof jacket for hiking",
    "show me a dress for a party under $150",
    "show me sneakers under $140",
    "show me an espresso machine",
    "show me a mug, not white",
    "show me an oled tv under $2,000",
    "show me a backpack",
    "show me a wool sweater",
    "show me headphones up to $300",
)


@dataclass
class Times:
    """Milliseconds of every counted run by assistant, and how long the whole took in seconds."""

    milliseconds: dict[str, list[float]] = field(default_factory=lambda: {"noop": [], "shop": []})
    seconds: float = 0.0


class Client:
    """A shopper's connection, kept alive. Raises RuntimeError for any answer that is not a finished run."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._threads: dict[str, tuple[str, int]] = {}

    def turn(self, assistant: str, message: str) -> float:
        """Milliseconds from the request's first byte to the answer's last."""
        thread = self._thread(assistant)
        body = {"assistant_id": assistant, "input": {"messages": [{"role": "user", "content": message}]}}
        started = time.perf_counter()
        answer = self._post(f"/threads/{thread}/runs/wait", body)
        elapsed = (time.perf_counter() - started) * 1000
        if "__error__" in answer or (assistant == "shop" and not answer.get("results")):
            raise RuntimeError(f"{assistant} answered {message!r} with {json.dumps(answer)[:500]}")
        return elapsed

    def close(self) -> None:
        self._connection.close()

    def _thread(self, assistant: str) -> str:
        thread, turns = self._threads.get(assistant, ("", CONVERSATION))
        if turns == CONVERSATION:
            thread, turns = str(self._post("/threads", {})["thread_id"]), 0
        self._threads[assistant] = (thread, turns + 1)
        return thread

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
        self._connection.request("POST", path, json.dumps(body), headers)
        response = self._connection.getresponse()
        text = response.read()
        if response.status != 200:
            raise RuntimeError(f"POST {path} answered {response.status}: {text[:500]!r}")
        return dict(json.loads(text))


def measure(port: int, clients: int, rounds: int, on_done: Callable[[], None]) -> Times:
    """Each client runs the no-op and a search in turn, `rounds` times, so that noise falls on both alike."""
    times, failures, lock = Times(), [], threading.Lock()

    def shop(number: int) -> None:
        client = Client(port)
        wishes = itertools.islice(itertools.cycle(WISHES), number % len(WISHES), None)
        try:
            for wish in itertools.islice(wishes, rounds):
                for assistant in ("noop", "shop"):
                    elapsed = client.turn(assistant, wish)
                    with lock:
                        times.milliseconds[assistant].append(elapsed)
                on_done()
        except Exception as problem:
            failures.append(problem)
        finally:
            client.close()

    threads = [threading.Thread(target=shop, args=(number,)) for number in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.seconds = time.perf_counter() - started
    if failures:
        raise failures[0]
    return times
