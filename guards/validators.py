"""The rules as guardrails-ai validators: the one module that knows that library, and loads it on first use.

A validator only passes or fails: it never puts a value of its own in place of one that failed. What the rule found
travels beside the verdict, and whatever breaks on the way is `error`, which callers treat as closed.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import sys
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from guards.cart import check_quantity
from guards.message import Origin, Screened, screen
from guards.output import check_reply
from guards.violations import Violation, violation

if TYPE_CHECKING:
    from guardrails import Guard, Validator

Rule = Callable[[Any, dict[str, Any]], tuple[Any, list[str]]]  # a text and its call's metadata to (found, codes)
MISSING: Any = object()
FOUND = "found"  # key of a call's metadata: a list in which the validator leaves what the rule answered
SLOW_AND_UNUSED = "rfc3987_syntax"  # jsonschema compiles its grammar for seconds, to check IRIs that nobody here has


def input_guard(text: Any, max_chars: int, *, origin: Origin = "shopper") -> Screened:
    """`guards.message.screen` through its guard. `error`, without any text, when the guard itself breaks."""
    if not isinstance(text, str) or not text:
        return screen(text, origin=origin, max_chars=max_chars)  # the library takes nothing but text
    found: Screened | None = _ask("screened", text, origin=origin, max_chars=max_chars)
    return {"outcome": "error", "codes": ["internal"], "text": ""} if found is None else found


def output_guard(text: str, allowed_minor: Collection[int], *, places: int = 2) -> list[Violation]:
    """`guards.output.check_reply` through its guard. `internal` when the guard itself breaks: the reply stays in."""
    if not text:
        return check_reply(text, allowed_minor, places=places)
    found: list[Violation] | None = _ask("checked", text, allowed_minor=allowed_minor, places=places)
    return [violation("internal", "reply")] if found is None else found


def quantity_guard(written: str, path: str = "quantity") -> list[Violation]:
    """`guards.cart.check_quantity` on a quantity as a model writes it, in JSON: "2" passes, "2.0" and "true" do not."""
    if not written:
        return [violation("bad_quantity", path)]
    found: list[Violation] | None = _ask("quantity", written, path=path)
    return [violation("internal", path)] if found is None else found


def warm() -> None:
    """Load the library and build the guards, so that no shopper waits for it."""
    input_guard("hello", 100)
    output_guard("hello", ())


def _ask(rule: str, text: str, **given: Any) -> Any:
    """What the rule found, if its verdict and the guard's agree. None when anything broke."""
    answered: list[tuple[bool, Any]] = []
    try:
        outcome = _guards()[rule].validate(text, metadata={**given, FOUND: answered})
    except Exception:
        return None
    if outcome.error or len(answered) != 1 or outcome.validation_passed is not answered[0][0]:
        return None
    return answered[0][1]


@functools.cache
def _guards() -> dict[str, Guard]:
    _load()
    from guardrails import Guard

    return {
        name: Guard(name=f"truecart-{name}", history_max_length=1).use(validator)
        for name, validator in validators("noop").items()
    }


def validators(on_fail: str) -> dict[str, Validator]:
    """The rules as validators, for guards of one's own.

    `on_fail` is "noop" (the outcome says so) or "exception"; anything that would change a value is a ValueError.
    """
    if on_fail not in ("noop", "exception"):
        raise ValueError(f"on_fail is noop or exception, not {on_fail!r}: a rule changes no value")
    return {name: kind(on_fail=on_fail) for name, kind in _kinds().items()}


@functools.cache
def _kinds() -> dict[str, type[Validator]]:
    return {"screened": _kind("screened", _screened), "checked": _kind("checked", _checked),
            "quantity": _kind("quantity", _counted)}  # fmt: skip


def _kind(name: str, rule: Rule) -> type[Validator]:
    """A validator class that passes what its rule finds no codes for, and names the codes of what fails."""
    _load()
    from guardrails import Validator, register_validator
    from guardrails.classes.validation.validation_result import FailResult, PassResult, ValidationResult

    class Ruled(Validator):  # type: ignore[misc]
        def _validate(self, value: Any, metadata: dict[str, Any]) -> ValidationResult:
            found, codes = rule(value, metadata)
            metadata.get(FOUND, []).append((not codes, found))
            return FailResult(error_message=", ".join(codes)) if codes else PassResult()

    kind: type[Validator] = register_validator(f"truecart/{name}", data_type="string")(Ruled)
    return kind


def _screened(text: Any, given: dict[str, Any]) -> tuple[Screened, list[str]]:
    found = screen(text, origin=given.get("origin", "shopper"), max_chars=given.get("max_chars", 4000))
    return found, [] if found["outcome"] == "allow" else found["codes"] or ["internal"]


def _checked(text: Any, given: dict[str, Any]) -> tuple[list[Violation], list[str]]:
    found = check_reply(text, given.get("allowed_minor", ()), places=given.get("places", 2))
    return found, [each["code"] for each in found]


def _counted(written: Any, given: dict[str, Any]) -> tuple[list[Violation], list[str]]:
    wrong = check_quantity(_read(written), given.get("path", "quantity"))
    return ([wrong], [wrong["code"]]) if wrong else ([], [])


def _read(written: Any) -> Any:
    """A JSON value; the text itself, which is no quantity, where it is not JSON."""
    try:
        return json.loads(written)
    except (TypeError, ValueError, RecursionError):
        return written


@functools.cache
def _load() -> None:
    """Import the library with its telemetry off for the whole program, whatever the user's .guardrailsrc says.

    The library reads that file anew for each guard it builds, and reports to its makers at the first validation.
    """
    os.environ["GUARDRAILS_RUN_SYNC"] = "true"  # its loops of its own leak descriptors
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    with _without(SLOW_AND_UNUSED), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what its own imports deprecate is not ours to mend
        importlib.import_module("guardrails")
        from guardrails.classes.rc import RC

        silent = RC(enable_metrics=False, use_remote_inferencing=False)
        RC.load = classmethod(lambda _cls, logger=None: silent)  # noqa: ARG005
        settings = importlib.import_module("guardrails.settings").settings
        settings.rc = silent
        settings.disable_tracing = True


@contextmanager
def _without(module: str) -> Iterator[None]:
    """An optional module looks as if it were not installed."""
    earlier = sys.modules.get(module, MISSING)
    if earlier is MISSING:
        sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if earlier is MISSING:
            del sys.modules[module]
