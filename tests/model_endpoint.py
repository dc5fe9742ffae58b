"""A chat completions endpoint on 127.0.0.1 that answers, fails, drips or hangs as it is told."""

from __future__ import annotations

import json
import select
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class ModelEndpoint:
    """`behaviour` is "answer", "status", "hang", "drip", "html", "cut" or "no_choices"; `content` is what it answers.

    It answers after `seconds`, and refuses with 400 each type of response_format in `refused_formats`. `connections`
    counts the sockets that clients have opened, `left` those that they closed before their answer.
    """

    def __init__(self) -> None:
        self.behaviour = "answer"
        self.content = "{}"
        self.status = 500
        self.finish_reason = "stop"
        self.requests: list[dict[str, Any]] = []
        self.seconds = 0.0
        self.refused_formats: tuple[str, ...] = ()
        self.connections = 0
        self.left = 0
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
        return f"{self.scheme}://127.0.0.1:{self.port}/v1"

    port = 0
    scheme = "http"


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[ModelEndpoint]:
    """The endpoint, until the block ends; https with the certificate and key of that PEM file."""
    endpoint = ModelEndpoint()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(endpoint))
    server.daemon_threads = True
    if certificate is not None:
        endpoint.scheme = "https"
        ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        ours.load_cert_chain(certificate)
        server.socket = ours.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
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
            asked = json.loads(self.rfile.read(length))
            endpoint.requests.append(asked)
            if asked.get("response_format", {}).get("type", "none") in endpoint.refused_formats:
                self._refuse_format()
                return
            if endpoint.behaviour == "hang" and self._left_within(10):
                endpoint.left += 1
            if endpoint.behaviour == "hang":
                self.close_connection = True
                return
            endpoint.gone.wait(endpoint.seconds)
            body = b"<html>busy</html>" if endpoint.behaviour == "html" else endpoint.completion()
            self.send_response(endpoint.status if endpoint.behaviour == "status" else 200)
            self.send_header("Content-Type", "text/html" if endpoint.behaviour == "html" else "application/json")
            if endpoint.behaviour == "status":
                self.send_header("Retry-After", "120")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if endpoint.behaviour == "cut":
                self.close_connection = True
                body = body[: len(body) // 2]
            self._write(body)

        def setup(self) -> None:
            endpoint.connections += 1
            super().setup()

        def _left_within(self, seconds: float) -> bool:
            """Whether the client closes its end: it sends nothing while it waits."""
            until = time.monotonic() + seconds
            while time.monotonic() < until and not endpoint.gone.is_set():
                if select.select([self.connection], [], [], 0.02)[0]:
                    return True
            return False

        def _refuse_format(self) -> None:
            body = b'{"error": {"message": "response_format is not taken here", "type": "invalid_request_error"}}'
            self.send_response(400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _write(self, body: bytes) -> None:
            if endpoint.behaviour != "drip":
                with suppress(OSError):  # nobody waits any more
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
