"""The server reads the routes' docstrings as YAML for its API description, and logs those that it cannot read."""

from __future__ import annotations

import inspect

import yaml
from starlette.routing import Route

from web.app import app


def test_every_routes_docstring_can_be_described() -> None:
    told = [inspect.getdoc(route.endpoint) for route in app.routes if isinstance(route, Route)]
    assert len([text for text in told if text]) > 10
    for text in told:
        yaml.safe_load((text or "").split("---\n")[-1])
