"""A proxy on 127.0.0.1 that opens tunnels (CONNECT), or refuses to."""

from __future__ import annotations

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class ConnectProxy:
    """`status` other than 200 refuses every tunnel; `tunnels` are the targets that were asked for."""

    def __init__(self) -> None:
        self.status = 200
        self.tunnels: list[str] = []
        self.gone = threading.Event()
        self.port = 0

    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def proxying() -> Iterator[ConnectProxy]:
    """The proxy, until the block ends."""
    proxy = ConnectProxy()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(proxy))
    server.daemon_threads = True
    proxy.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.gone.set()
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(proxy: ConnectProxy) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_CONNECT(self) -> None:
            proxy.tunnels.append(self.path)
            if proxy.status != 200:
                self.send_error(proxy.status)
                return
            host, _, port = self.path.rpartition(":")
            with socket.create_connection((host, int(port)), 5) as far:
                self.send_response(200, "Connection established")
                self.end_headers()
                _carried(self.connection, far, proxy.gone)

        def log_message(self, *_: object) -> None:
            return

    return Handler


def _carried(near: socket.socket, far: socket.socket, gone: threading.Event) -> None:
    other = {near: far, far: near}
    while not gone.is_set():
        for each in select.select([near, far], [], [], 0.02)[0]:
            try:
                data = each.recv(65_536)
                if not data:
                    return
                other[each].sendall(data)
            except OSError:
                return


@contextmanager
def proxying_by_name(monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectProxy]:
    """The proxy that HTTPS_PROXY names, and no other one."""
    for name in ("HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with proxying() as running:
        monkeypatch.setenv("HTTPS_PROXY", running.url())
        yield running
