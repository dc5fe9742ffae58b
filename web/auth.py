"""Who may do what on the LangGraph API. Everything that is not allowed here is refused.

A shopper may open threads, read their own, and run a turn: a message, an approval, or the answer to a pending
interrupt. A reviewer may read threads and answer a pending interrupt. Nobody may write state, jump to a node, fork
from a checkpoint, copy a thread, or run without input: each of these would walk around the approval.
"""

from __future__ import annotations

import json
from typing import Any

import anyio.to_thread
from langgraph_sdk import Auth

from tools.errors import TruecartError
from web.decisions import decide
from web.identities import identify

auth = Auth()
INPUT_KEYS = {"messages", "image", "approval"}
FORM_KEYS = {"id", "digest", "decision", "note", "edit", "decisions", "type"}  # an answer that names no interrupt
CONFIG_KEYS = {"thread_id", "checkpoint_ns", "graph_id", "assistant_id", "run_id", "user_id"}


@auth.authenticate
async def authenticate(authorization: str | None, path: str) -> Auth.types.MinimalUserDict:
    try:
        who = identify(authorization)
    except TruecartError as problem:
        raise Auth.exceptions.HTTPException(status_code=401, detail=problem.message) from problem
    if path.rstrip("/").endswith("/copy"):  # to the handlers below a copy looks like any new thread
        _refuse("A conversation is not copied: its pending purchase would be copied with it.")
    return {"identity": who.name, "role": who.role, "permissions": [who.role]}  # type: ignore[typeddict-unknown-key]


@auth.on
async def deny(ctx: Auth.types.AuthContext, value: Any) -> bool:
    return False


@auth.on.assistants.read
@auth.on.assistants.search
async def read_assistants(ctx: Auth.types.AuthContext, value: Any) -> bool:
    return True


@auth.on.threads.create
async def create_thread(ctx: Auth.types.AuthContext, value: Any) -> dict[str, str]:
    """A thread belongs to who opens it, whatever its metadata says."""
    if _role(ctx) != "shopper":
        _refuse("Only a shopper opens a conversation.")
    value.setdefault("metadata", {})["owner"] = ctx.user.identity
    return {"owner": ctx.user.identity}


@auth.on.threads.read
@auth.on.threads.search
async def read_threads(ctx: Auth.types.AuthContext, value: Any) -> Any:
    return True if _role(ctx) == "reviewer" else {"owner": ctx.user.identity}


@auth.on.threads.create_run
async def create_run(ctx: Auth.types.AuthContext, value: Any) -> Any:
    """Input or the keyed answer to an interrupt, and nothing beside it."""
    kwargs = value.get("kwargs") or {}
    if value.get("thread_id") is None:
        _refuse("A turn belongs to a thread: POST /threads first.")
    if value.get("after_seconds") or kwargs.get("webhook") or kwargs.get("checkpoint") or kwargs.get("feedback_keys"):
        _refuse("Neither a delay, a webhook nor a checkpoint goes with a turn.")
    if value.get("multitask_strategy") in ("rollback", "interrupt"):
        _refuse("A turn that is under way is waited for, not thrown away.")
    if kwargs.get("interrupt_before") or kwargs.get("interrupt_after") or kwargs.get("context"):
        _refuse("A turn is neither stopped nor configured from outside.")
    if "checkpoint_id" in _configurable(kwargs):
        _refuse("A turn goes on from where the thread is, not from an earlier checkpoint.")
    _check_configurable(ctx, _configurable(kwargs))
    command, given = kwargs.get("command"), kwargs.get("input")
    if command is not None:
        answer = _check_command(command)
    else:
        _check_input(ctx, given)
        answer = given.get("approval")
    kwargs["durability"] = "exit" if answer is None else "sync"
    if answer is not None:
        await _decide(ctx, str(value["thread_id"]), answer)
    return True if _role(ctx) == "reviewer" else {"owner": ctx.user.identity}


def _check_command(command: Any) -> Any:
    """The answer in a command. Keyed by the interrupt that it answers, or in a form that a reviewer page sends."""
    resume = command.get("resume") if isinstance(command, dict) else None
    extra = (
        {key for key, item in command.items() if item is not None} - {"resume"} if isinstance(command, dict) else {1}
    )
    if extra or not isinstance(resume, (dict, list, str)) or not resume:
        _refuse('Answer a pending interrupt as {"resume": {"<interrupt id>": {"id", "digest", "decision"}}}.')
    if isinstance(resume, dict) and not FORM_KEYS & set(resume):
        if len(resume) > 1:
            _refuse("One interrupt is answered at a time.")
        return next(iter(resume.values()))
    return resume


async def _decide(ctx: Auth.types.AuthContext, thread_id: str, answer: Any) -> None:
    """Record the answer before its run is queued: whoever comes second is told who decided, with HTTP 409.

    The run then finds the decision made. A run that never comes leaves a decision that waits for the next one.
    """
    try:
        await anyio.to_thread.run_sync(decide, ctx.user.identity, _role(ctx), thread_id, answer)
    except TruecartError as problem:
        raise Auth.exceptions.HTTPException(
            status_code=problem.status, detail=json.dumps(problem.as_json(), ensure_ascii=False)
        ) from problem


def _check_input(ctx: Auth.types.AuthContext, given: Any) -> None:
    if _role(ctx) != "shopper":
        _refuse("Only the shopper talks on this thread.")
    if not isinstance(given, dict) or not given or set(given) - INPUT_KEYS:
        _refuse("A turn's input has messages, and may have image and approval.")
    messages = given.get("messages")
    if not given.get("approval") and not (isinstance(messages, list) and messages):
        _refuse("A turn's input has at least one message.")
    for message in messages or []:
        if not isinstance(message, dict) or message.get("role", message.get("type")) not in ("user", "human"):
            _refuse("A shopper's messages have the role user.")


def _check_configurable(ctx: Auth.types.AuthContext, configurable: dict[str, Any]) -> None:
    """The server itself puts identity keys there; a client's own value for one of them would differ."""
    for key, item in configurable.items():
        if key in CONFIG_KEYS or key.startswith("__"):
            continue
        if key == "langgraph_auth_user_id" and item == ctx.user.identity:
            continue
        if key in ("langgraph_auth_user", "langgraph_auth_permissions", "langgraph_request_id"):
            continue
        _refuse(f"A turn takes no configuration, and so no {key!r}.")


def _configurable(kwargs: dict[str, Any]) -> dict[str, Any]:
    found = (kwargs.get("config") or {}).get("configurable") or {}
    return found if isinstance(found, dict) else {}


def _role(ctx: Auth.types.AuthContext) -> str:
    return ctx.permissions[0] if ctx.permissions else ""


def _refuse(why: str) -> None:
    raise Auth.exceptions.HTTPException(status_code=403, detail=why)
