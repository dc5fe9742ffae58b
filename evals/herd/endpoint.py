"""A chat completions endpoint of limited capacity with seeded faults: a process of its own, and how it is driven.

It keeps books of every call, and a heartbeat that shows that it was alive.
"""

from __future__ import annotations

import asyncio
import http.client
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from evals.herd.behaviour import RETRY_AFTER_S, Behaviour, Capacity
from evals.herd.lines import table
from tools.settings import CHECKOUT

BEAT_S = 0.02
BUSINESS = "Here is what the shop has for you."
GARBAGE = bytes(range(128, 256)) * 4
READY_WITHIN_S = 20.0


class Endpoint:
    """The endpoint itself. Books: one dict a call, times by the machine's monotonic clock."""

    def __init__(self, capacity: Capacity, behaviour: Behaviour) -> None:
        self.capacity, self.behaviour = capacity, behaviour
        self.books: list[dict[str, Any]] = []
        self.beats = 0
        self.outage = ""  # "hang": accepts and never answers; "status": 503
        self.waiting: list[asyncio.Future[None]] = []
        self.busy = 0
        self.saved, self.saved_at = float(capacity.burst), time.monotonic()

    async def beat(self) -> None:
        while True:
            self.beats += 1
            await asyncio.sleep(BEAT_S)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, request after request, until either side ends it."""
        try:
            while request := await _request(reader):
                method, path, body = request
                if path.startswith("/herd/"):
                    await _send(writer, 200, self.told(method, path, body))
                elif not await self.complete(json.loads(body), _Client(reader, writer)):
                    break
        except (OSError, asyncio.IncompleteReadError, ValueError):
            pass
        finally:
            writer.close()

    def told(self, method: str, path: str, body: bytes) -> bytes:
        """The control's answer: POST sets outage, capacity or behaviour, and every answer has the books so far."""
        if method == "POST":
            wanted = json.loads(body)
            self.outage = wanted.get("outage", self.outage)
            if "capacity" in wanted:
                self.capacity = Capacity(**wanted["capacity"])
                self.saved, self.saved_at = float(self.capacity.burst), time.monotonic()
        told: dict[str, Any] = {"beats": self.beats, "calls": len(self.books), "busy": self.busy}
        if path == "/herd/books":
            told["books"] = self.books
        return json.dumps(told).encode()

    async def complete(self, asked: dict[str, Any], client: _Client) -> bool:
        """One call; whether the connection lives on."""
        entry: dict[str, Any] = {"number": len(self.books), "arrived": time.monotonic(), "outcome": "open"}
        purpose = "parse" if "kind" in _properties(asked) else "reply"
        entry |= {"purpose": purpose, "started": None, "fault": None}
        self.books.append(entry)
        draw = self.behaviour.draw(entry["number"])
        entry["service_s"] = draw.service_s
        try:
            if self.outage:
                return await self._away(entry, client)
            if (due := self._until_paced()) > 0:
                return await _refused(client, entry, "paced", 429, max(1, round(due + 0.5)))
            if self.busy >= self.capacity.slots and len(self.waiting) >= self.capacity.queue:
                return await _refused(client, entry, "full", 429, 1)
            self._spend()
            if draw.fault in ("too_many", "unavailable"):
                entry["fault"] = draw.fault
                return await _refused(client, entry, draw.fault, *STATUSES[draw.fault])
            return await self._generate(asked, entry, client, draw.service_s, draw.fault)
        except OSError:
            entry["outcome"] = "left"
            return False
        finally:
            entry["ended"] = time.monotonic()

    async def _away(self, entry: dict[str, Any], client: _Client) -> bool:
        if self.outage == "hang":
            entry["outcome"] = "outage"
            await client.gone_within(3600)
            return False
        return await _refused(client, entry, "outage", 503, RETRY_AFTER_S)

    async def _generate(
        self, asked: dict[str, Any], entry: dict[str, Any], client: _Client, seconds: float, fault: str | None
    ) -> bool:
        if not await self._slot(client):
            entry["outcome"] = "left"
            return False
        entry |= {"started": time.monotonic(), "fault": fault}
        try:
            if await client.gone_within(3600 if fault == "hang" else seconds):
                entry["outcome"] = "left"
                return False
            body = answer(asked)
            if fault:
                return await _spoilt(client, entry, fault, body)
            await _send(client.writer, 200, body)
            entry["outcome"] = "whole"
            return True
        finally:
            self._free()

    async def _slot(self, client: _Client) -> bool:
        """Wait for a slot, first come first served; False when the client has left meanwhile."""
        if self.busy < self.capacity.slots:
            self.busy += 1
            return True
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.waiting.append(turn)
        if not await client.gone_before(turn):
            return True
        if turn in self.waiting:
            self.waiting.remove(turn)
        else:  # the slot came as the client left
            self._free()
        return False

    def _free(self) -> None:
        if self.waiting and self.busy <= self.capacity.slots:
            self.waiting.pop(0).set_result(None)
        else:
            self.busy -= 1

    def _until_paced(self) -> float:
        """Seconds until the quota has room for a call."""
        if not self.capacity.pace:
            return 0.0
        now = time.monotonic()
        self.saved = min(self.capacity.burst, self.saved + (now - self.saved_at) * self.capacity.pace)
        self.saved_at = now
        return max(0.0, (1.0 - self.saved) / self.capacity.pace) if self.saved < 1 else 0.0

    def _spend(self) -> None:
        if self.capacity.pace:
            self.saved -= 1.0


STATUSES = {"too_many": (429, RETRY_AFTER_S), "unavailable": (503, RETRY_AFTER_S)}


class _Client:
    """The other side of a connection, and when it leaves: a client sends nothing while it waits for its answer."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def gone_within(self, seconds: float) -> bool:
        """Whether the client leaves within that time; waits no longer than it stays."""
        left = asyncio.ensure_future(self.reader.read(1))
        try:
            await asyncio.wait_for(left, seconds)
        except TimeoutError:
            return False
        return True

    async def gone_before(self, other: asyncio.Future[None]) -> bool:
        left = asyncio.ensure_future(self.reader.read(1))
        either: set[asyncio.Future[Any]] = {left, other}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if left.done():
            return True
        left.cancel()
        await asyncio.wait({left})
        return False


def answer(asked: dict[str, Any]) -> bytes:
    """A whole chat completion: the line's parse from the table when a schema asks for one, else a harmless sentence."""
    content = json.dumps({"text": BUSINESS}) if "text" in _properties(asked) else BUSINESS
    if "kind" in _properties(asked):
        line = table().get(_message(asked["messages"][-1]["content"]))
        content = json.dumps(line.reply(_schema(asked)), ensure_ascii=False) if line else "{}"
    message = {"role": "assistant", "content": content}
    body = {"id": "herd", "object": "chat.completion", "created": 1, "model": "herd"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    choices = [{"index": 0, "message": message, "finish_reason": "stop"}]
    return json.dumps({**body, "choices": choices, "usage": usage}).encode()


def _schema(asked: dict[str, Any]) -> dict[str, Any]:
    return dict((asked.get("response_format") or {}).get("json_schema", {}).get("schema") or {})


def _properties(asked: dict[str, Any]) -> dict[str, Any]:
    """What the reply is to hold; a shopper's intent has a kind, the wording of a reply a text."""
    return dict(_schema(asked).get("properties", {}))


def _message(content: str) -> str:
    """The shopper's message within a prompt: its JSON's "message", else the longest line of the table that it holds."""
    try:
        return str(json.loads(content)["message"])
    except (ValueError, KeyError, TypeError):
        return max((text for text in table() if text in content), key=len, default="")


async def _spoilt(client: _Client, entry: dict[str, Any], fault: str, body: bytes) -> bool:
    entry["outcome"] = fault
    if fault == "cut":
        client.writer.write(_head(200, len(body)) + body[: len(body) // 2])
        await client.writer.drain()
        return False
    if fault == "drip":
        return await _drip(client, body)
    spoilt = {"html": b"<html><body>Bad gateway</body></html>", "garbage": GARBAGE, "wrong_json": b'{"ok": true}'}
    empty = json.dumps({**json.loads(body), "choices": []}).encode()
    kind = "text/html" if fault == "html" else "application/json"
    await _send(client.writer, 200, spoilt.get(fault, empty), kind)
    return True


async def _drip(client: _Client, body: bytes) -> bool:
    client.writer.write(_head(200, len(body)))
    for at in range(len(body)):
        client.writer.write(body[at : at + 1])
        await client.writer.drain()
        if await client.gone_within(0.2):
            return False
    return True


async def _refused(client: _Client, entry: dict[str, Any], outcome: str, status: int, retry_after: int) -> bool:
    entry["outcome"] = outcome
    body = json.dumps({"error": {"message": "busy", "type": "overloaded"}}).encode()
    client.writer.write(_head(status, len(body), more=f"Retry-After: {retry_after}\r\n") + body)
    await client.writer.drain()
    return True


async def _request(reader: asyncio.StreamReader) -> tuple[str, str, bytes] | None:
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, _ = first.split(" ", 2)
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return method, path, await reader.readexactly(int(headers.get("content-length", 0)))


async def _send(writer: asyncio.StreamWriter, status: int, body: bytes, kind: str = "application/json") -> None:
    writer.write(_head(status, len(body), kind) + body)
    await writer.drain()


def _head(status: int, length: int, kind: str = "application/json", more: str = "") -> bytes:
    return f"HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{more}\r\n".encode()


class RunningEndpoint:
    """The endpoint's process from outside: its address, its control and its books."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.base_url = f"http://127.0.0.1:{port}/v1"

    def control(self, **wanted: Any) -> dict[str, Any]:
        """Set `outage` ("", "hang" or "status") or `capacity`; its `beats` and `calls` so far."""
        return self._ask("POST", "/herd/control", json.dumps(wanted))

    def books(self) -> list[dict[str, Any]]:
        return list(self._ask("GET", "/herd/books")["books"])

    def _ask(self, method: str, path: str, body: str = "") -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body)
            return dict(json.loads(connection.getresponse().read()))
        finally:
            connection.close()


@contextmanager
def running(capacity: Capacity, behaviour: Behaviour) -> Iterator[RunningEndpoint]:
    """The endpoint in a process of its own until the block ends. Raises RuntimeError when it does not come up."""
    spec = json.dumps({"capacity": asdict(capacity), "behaviour": asdict(behaviour)})
    command = [sys.executable, "-m", "evals.herd.endpoint", spec]
    process = subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        if not port:
            raise RuntimeError("the endpoint did not come up")
        yield RunningEndpoint(int(port))
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()


async def _run(endpoint: Endpoint) -> None:
    server = await asyncio.start_server(endpoint.serve, "127.0.0.1", 0, backlog=1024, limit=2**20)
    port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    async with server:
        await asyncio.gather(server.serve_forever(), endpoint.beat())


def _main(spec: dict[str, Any]) -> None:
    faults = tuple((str(name), float(share)) for name, share in spec["behaviour"].pop("faults"))
    behaviour = Behaviour(**spec["behaviour"], faults=faults)
    asyncio.run(_run(Endpoint(Capacity(**spec["capacity"]), behaviour)))


if __name__ == "__main__":
    _main(json.loads(sys.argv[1]))
