"""`truecart doctor`: every setting, and whether each part is in order."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from cli import terminal
from tools.errors import TruecartError

if TYPE_CHECKING:
    from graph.services import Services
    from tools.settings import Settings

State = Literal["ok", "warning", "problem"]
PARTS = ("langgraph", "langgraph-api", "langchain-openai", "guardrails-ai", "chromadb", "sqlalchemy", "pillow")
MARKS = {"ok": "✓", "warning": "?", "problem": "✗"}


class Check(TypedDict):
    name: str
    state: State
    said: str


def run(as_json: bool) -> int:
    """Say it all; 1 when anything is a problem. A warning is no problem: that part is only optional."""
    from graph.services import Services
    from tools.settings import load

    settings = load()
    services = Services(settings)
    checks = [_guarded(name, check, services) for name, check in CHECKS.items()]
    if as_json:
        terminal.as_json({"settings": settings_listed(settings), "checks": checks})
    else:
        rows = [
            (each["variable"], each["value"], each["from"], each["description"]) for each in settings_listed(settings)
        ]
        terminal.table(("setting", "value", "from", "description"), rows)
        terminal.table(("", "check", "found"), [(MARKS[each["state"]], each["name"], each["said"]) for each in checks])
    return 1 if any(each["state"] == "problem" for each in checks) else 0


def settings_listed(settings: Settings) -> list[dict[str, str]]:
    """Each setting with its variable, its value (secrets masked), where it comes from, and what it does."""
    listed = []
    for name, field in type(settings).model_fields.items():
        variable = f"TRUECART_{name.upper()}"
        listed.append(
            {
                "variable": variable,
                "value": _masked(name, getattr(settings, name)),
                "from": "environment" if _is_set(variable) else "default",
                "description": field.description or "",
            }
        )
    return listed


def _is_set(variable: str) -> bool:
    return any(name.upper() == variable for name in os.environ)


def _masked(name: str, value: Any) -> str:
    if hasattr(value, "get_secret_value"):
        return "(set)" if value.get_secret_value() else ""
    if name == "tokens" and value:
        return f"({value.count('=')} set)"
    if name == "database_url" and "@" in value:
        from sqlalchemy.engine import make_url

        return make_url(value).render_as_string(hide_password=True)
    return str(value)


def _guarded(name: str, check: Callable[[Services], tuple[State, str]], services: Services) -> Check:
    """A check's answer; whatever it meets is its answer too, so that the others are still made."""
    try:
        state, said = check(services)
    except TruecartError as problem:
        state, said = "problem", f"{problem.message} ({problem.code})"
    except Exception as problem:
        state, said = "problem", f"{type(problem).__name__}: {problem}"
    return {"name": name, "state": state, "said": said}


def _python(_services: Services) -> tuple[State, str]:
    version = ".".join(map(str, sys.version_info[:3]))
    return ("ok" if sys.version_info >= (3, 11) else "problem", version)


def _packages(_services: Services) -> tuple[State, str]:
    missing = []
    found = []
    for part in PARTS:
        try:
            found.append(f"{part} {importlib.metadata.version(part)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(part)
    return ("problem", f"missing: {', '.join(missing)}") if missing else ("ok", ", ".join(found))


def _home(services: Services) -> tuple[State, str]:
    home = services.settings.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as problem:
        return "problem", f"{home} cannot be written to: {problem.strerror}"
    free = shutil.disk_usage(home).free
    return ("ok" if free > 200_000_000 else "warning", f"{home}, {free // 1_000_000:,} MB free")


def _database(services: Services) -> tuple[State, str]:
    return "ok", f"{services.engine.dialect.name}, schema is current"


def _catalog(services: Services) -> tuple[State, str]:
    if not services.catalog.exists():
        if services.settings.catalog == "demo":
            return "warning", "the demo catalogue is not built yet; “truecart catalog demo” or “truecart serve” does it"
        return "problem", f"there is no catalogue {services.settings.catalog!r} (unknown_catalog)"
    stats = services.catalog.stats()
    return "ok", f"{stats['catalog']}: {stats['products']} products, {stats['variants']} variants, {stats['currency']}"


def _index(services: Services) -> tuple[State, str]:
    if not services.catalog.exists():
        return "warning", "no catalogue, no index"
    services.search.warm()
    return "ok", f"belongs to version {services.catalog.version()}"


def _encoder(services: Services) -> tuple[State, str]:
    """Which model looks at pictures; its file is hashed, it is not loaded."""
    from tools.vision.embeddings import folder_of, heading, open_embeddings

    encoder = services.encoder
    said = f"{encoder.name} ({encoder.digest[:12]}), {'set' if services.settings.clip_model else 'shipped'}"
    folder = folder_of(services.settings.indexes, services.settings.catalog)
    found = heading(folder)
    if found is None:
        again = f"truecart catalog reembed --catalog {services.settings.catalog}"
        return "warning", f"{said}; the pictures are not embedded yet: {again}"
    open_embeddings(encoder, folder)
    return "ok", f"{said}; {found.pictures} pictures are embedded by it"


def _audit(services: Services) -> tuple[State, str]:
    found = services.audit.verify()
    if found["ok"]:
        return "ok", f"{found['events']} events, the chain is whole"
    return "problem", f"broken at event {found['broken_at']}: {found.get('reason', '')} (audit_broken)"


def _browser(_services: Services) -> tuple[State, str]:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return "ok", f"{path} (only tests use it)"
    return "warning", "no Chromium here; only tests of the pages need it"


def _identities(services: Services) -> tuple[State, str]:
    from web.identities import from_settings

    count = len(from_settings(services.settings))
    public = services.settings.host not in ("127.0.0.1", "localhost", "::1")
    if public and services.settings.demo_tokens:
        return "warning", "the published demo tokens are accepted on a public address: TRUECART_DEMO_TOKENS=false"
    return "ok", f"{count} tokens"


def _gateway(services: Services) -> tuple[State, str]:
    """Where money would go. Nothing is sent there."""
    from tools.checkout.gateways import choice

    settings = services.settings
    name = choice.gateway(settings, services.clock).name
    if name == "stripe":
        key = settings.stripe_key.get_secret_value()
        said = f"stripe, {'live money' if '_live_' in key[:8] else 'test mode'}"
        if not settings.stripe_webhook_secret.get_secret_value():
            return "warning", f"{said}; without TRUECART_STRIPE_WEBHOOK_SECRET outcomes wait for the sweeper"
        if not settings.public_url:
            return "warning", f"{said}; without TRUECART_PUBLIC_URL cards that need 3-D Secure are declined"
        return "ok", said
    return "ok", f"{name}, play money" if name == "sandbox" else name


def _tariff(services: Services) -> tuple[State, str]:
    """The rules of price, read as a quote reads them."""
    from tools.checkout.tariff import tariff_of

    if not services.catalog.exists():
        return "warning", "no catalogue, no currency to price in"
    rules = tariff_of(services.settings, services.catalog.currency())
    counts = (
        f"{len(rules.promotions)} promotions, {len(rules.shipping)} shipping rows, {len(rules.tax.rates)} tax rates"
    )
    return "ok", f"version {rules.version}: {counts}"


def _model(services: Services) -> tuple[State, str]:
    """Each configured endpoint is asked two short questions."""
    from cli.doctor_endpoints import told

    return told(services.settings)


CHECKS: dict[str, Callable[[Services], tuple[State, str]]] = {
    "python": _python,
    "packages": _packages,
    "home folder": _home,
    "database": _database,
    "catalogue": _catalog,
    "search index": _index,
    "picture encoder": _encoder,
    "audit chain": _audit,
    "identities": _identities,
    "payment gateway": _gateway,
    "tariff": _tariff,
    "model endpoint": _model,
    "browser": _browser,
}
