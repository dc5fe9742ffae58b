"""A chat completions endpoint on 127.0.0.1 that answers, fails, drips or hangs as it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class ModelEndpoint:
    """`behaviour` is "answer", "status", "hang", "drip", "html" or "no_choices"; `content` is what it answers."""

    def __init__(self) -> None:
        self.behaviour = "answer"
        self.content = "{}"
        self.status = 500
        self.finish_reason = "stop"
        self.requests: list[dict[str, Any]] = []
        self.gone = threading.Event()

    def completion(self) -> bytes:
        message = {"role": "assistant", "content": self.content}
        choices = [{"index": 0, "message": message, "finish_reason": self.finish_reason}]
        body = {"id": "1", "object": "chat.completion", "created": 1, "model": "m", "choices": choices}
        body["usage"] = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        if self.behaviour == "no_choices":
            body["choices"] = []
        return json.dumps(body).encode()

    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    port = 0


@contextmanager
def serving() -> Iterator[ModelEndpoint]:
    """The endpoint, until the block ends."""
    endpoint = ModelEndpoint()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(endpoint))
    server.daemon_threads = True
    endpoint.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield endpoint
    finally:
        endpoint.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(endpoint: ModelEndpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            endpoint.requests.append(json.loads(self.rfile.read(length)))
            if endpoint.behaviour == "hang":
                endpoint.gone.wait(10)
                return
            body = b"<html>busy</html>" if endpoint.behaviour == "html" else endpoint.completion()
            self.send_response(endpoint.status if endpoint.behaviour == "status" else 200)
            self.send_header("Content-Type", "text/html" if endpoint.behaviour == "html" else "application/json")
            if endpoint.behaviour == "status":
                self.send_header("Retry-After", "120")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self._write(body)

        def _write(self, body: bytes) -> None:
            if endpoint.behaviour != "drip":
                self.wfile.write(body)
                return
            for at in range(len(body)):
                try:
                    self.wfile.write(body[at : at + 1])
                    self.wfile.flush()
                except OSError:
                    return
                if endpoint.gone.wait(0.05):
                    return

        def log_message(self, *_: object) -> None:
            return

    return Handler


def elapsed(started: float) -> float:
    return time.monotonic() - started
