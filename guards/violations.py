"""What a rule answers when it is broken: a value, never an exception."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypedDict

from tools.errors import CODES

Severity = Literal["error", "warning", "review"]


class Violation(TypedDict):
    """`error` stops the step, `review` sends the purchase to a reviewer, `warning` is only said."""

    code: str
    path: str
    severity: Severity
    message: str
    details: NotRequired[dict[str, Any]]


def violation(
    code: str, path: str, message: str | None = None, *, severity: Severity = "error", **details: Any
) -> Violation:
    """A violation of a listed code at a path such as `cart.lines[0].quantity`.

    Raises KeyError for an unlisted code.
    """
    found: Violation = {"code": code, "path": path, "severity": severity, "message": message or CODES[code][1]}
    if details:
        found["details"] = details
    return found


def blocking(violations: list[Violation]) -> list[Violation]:
    """Those that stop the step."""
    return [each for each in violations if each["severity"] == "error"]
