"""`truecart serve`: the LangGraph Server API, the storefront and the review console in this process, on one port."""

from __future__ import annotations

import errno
import http.client
import json
import logging
import os
import socket
import sys
import threading
import time
from pathlib import Path
from typing import Any

from cli import terminal
from cli.quiet import settle
from tools.checkout.gateways import choice
from tools.clock import utc_now
from tools.errors import TruecartError
from tools.settings import CHECKOUT, Settings, load
from web.suggestions import SUGGESTIONS

JOBS = 32  # turns at once; langgraph's own default is one
MESSAGE_ROOM = 2_000_000  # bytes of a request beside its picture: a long message is refused by a rule that says so
READY_WITHIN_S = 120.0
CONFIG = CHECKOUT / "langgraph.json"


def run(host: str | None, port: int | None, catalog: str | None, config: Path = CONFIG) -> None:
    """Serve what the configuration names until stopped. Raises `port_taken` rather than serve anywhere else, and
    `bad_setting` for a payment gateway that lacks a setting.
    """
    given = {"host": host, "port": port, "catalog": catalog}
    settings = load(**{name: value for name, value in given.items() if value is not None})
    settings = settings.model_copy(update={"home": settings.home.resolve()})
    refuse_taken_port(settings.host, settings.port)
    settle_environment(settings)
    choice.gateway(settings, utc_now)  # a gateway that cannot be used is said now, not at the first purchase
    _ensure_catalog(settings)
    os.chdir(settings.home)  # the in-memory runtime keeps its pickles under the working directory
    threading.Thread(target=_announce, args=(settings,), daemon=True).start()
    try:
        _serve(settings, config)
    except KeyboardInterrupt:
        terminal.say("Stopped.")


def refuse_taken_port(host: str, port: int) -> None:
    """Raises `port_taken` when somebody listens there, `bad_setting` when this machine has no such address."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            message = f"Port {port} on {host} is in use. Stop what listens there, or choose another with --port."
            raise TruecartError("port_taken", message, port=port) from problem
        raise TruecartError("bad_setting", f"Cannot serve on {host}:{port}: {problem.strerror}.") from problem


def settle_environment(settings: Settings) -> None:
    """What the server's modules read when they are loaded: our settings with absolute paths, and silence."""
    os.environ.update(
        TRUECART_HOME=str(settings.home),
        TRUECART_HOST=settings.host,
        TRUECART_PORT=str(settings.port),
        TRUECART_CATALOG=settings.catalog,
        TRUECART_DATA=str(settings.data.resolve()),
        TRUECART_DATABASE_URL=_absolute_url(settings.database_url),
        HTTP_MAX_REQUEST_BODY_BYTES=str(settings.max_image_bytes * 4 // 3 + MESSAGE_ROOM),
        TRUECART_CA_BUNDLE=str(Path(settings.ca_bundle).resolve()) if settings.ca_bundle else "",
    )
    settle(settings)
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))


def server_options(config: Path = CONFIG) -> dict[str, Any]:
    """A langgraph.json as arguments of `run_server`. Its paths start at the checkout and are made absolute here:
    the working directory is the home folder."""
    written = json.loads(config.read_text())
    options: dict[str, Any] = {"graphs": {name: _absolute(path) for name, path in written["graphs"].items()}}
    for section, key in (("auth", "path"), ("http", "app"), ("checkpointer", "path")):
        options[section] = {**written[section], key: _absolute(written[section][key])}
    return options


def _serve(settings: Settings, config: Path) -> None:
    from langgraph_api import cli as server

    logging.getLogger("langgraph_api.cli").setLevel(logging.WARNING)  # its banner would point at a hosted studio
    logging.getLogger("langgraph_runtime_inmem.queue").addFilter(_not_about_blocking)
    if hasattr(server, "_resolve_port"):  # it would move to another port without a word
        server._resolve_port = lambda _host, port: port
    server.run_server(
        settings.host,
        settings.port,
        reload=False,
        open_browser=False,
        n_jobs_per_worker=JOBS,
        allow_blocking=True,  # a slow call may cost a moment; it must not cost the shopper the turn
        timeout_graceful_shutdown=3,
        **server_options(config),
    )


def _not_about_blocking(record: logging.LogRecord) -> bool:
    """Drop the one warning that answers our own `allow_blocking`."""
    return "--allow-blocking" not in str(record.msg)


def _ensure_catalog(settings: Settings) -> None:
    from cli.demo import ensure
    from graph.services import Services

    services = Services(settings)
    try:
        ensure(services)
    finally:
        services.engine.dispose()


def _announce(settings: Settings) -> None:
    """Say that the shop is open once it answers, and not before."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        if _answers(settings.host, settings.port):
            _print_ready(settings)
            return
        time.sleep(0.05)


def _answers(host: str, port: int) -> bool:
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=2)
    try:
        connection.request("GET", "/ok")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _print_ready(settings: Settings) -> None:
    host = _reachable(settings.host)
    at = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    lines = [
        f"Truecart is ready. Catalogue: {settings.catalog}.",
        f"  storefront      {at}/",
        f"  review console  {at}/review",
    ]
    if wishes := SUGGESTIONS.get(settings.catalog):
        lines += ["Try first:", *(f"  {wish}" for wish in wishes)]
    if settings.demo_tokens:
        lines.append("Demo identities: demo-ada and demo-bo shop, demo-rita reviews.")
    print("\n".join([*lines, "Ctrl-C stops it."]), flush=True)


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)


def _absolute(path: str) -> str:
    file, _, name = path.partition(":")
    return f"{(CHECKOUT / file).resolve()}:{name}"


def _absolute_url(url: str) -> str:
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url.startswith((f"{prefix}/", f"{prefix}:memory:")):
        return url
    return prefix + str(Path(url.removeprefix(prefix)).resolve())
