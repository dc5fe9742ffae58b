"""A chat model behind any OpenAI-compatible endpoint: one call, one total deadline, no retries of the SDK's own."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import TimeoutError as OutOfTime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tools.errors import TruecartError
from tools.llm.contract import Message
from tools.settings import Settings
from tools.trust import trust

if TYPE_CHECKING:
    import httpx

MAX_REPLY_CHARS = 20_000
MAX_REPLY_TOKENS = 800


class ModelClient:
    """The configured model. Nothing is imported or opened before the first `complete`.

    Calls run on an event loop of their own, so that one that outlives its deadline is cancelled with its socket: the
    SDK's own timeout counts per read, and a reply that drips never meets it.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._starting = threading.Lock()
        self._running: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._connections: list[tuple[httpx.Client, httpx.AsyncClient]] = []

    @property
    def name(self) -> str:
        return self.settings.llm_model

    def complete(self, messages: list[Message], *, schema: dict[str, Any] | None = None, deadline_s: float) -> str:
        """The text of the model's reply within `deadline_s` seconds in all, at temperature 0.

        `schema` asks for strict JSON of that JSON schema. Raises TruecartError `llm_unavailable` when the endpoint
        cannot be reached, refuses, fails or is too slow, and `llm_malformed` when what it sends is no whole reply.
        """
        if deadline_s <= 0:
            raise TruecartError("llm_unavailable", "No time is left for the language model.")
        with self._starting:
            chat, loop = self._chat, self._loop()
        if schema is not None:
            chat = chat.bind(response_format=_strict(schema))
        call = asyncio.run_coroutine_threadsafe(_within(chat, messages, deadline_s), loop)
        try:
            return _content(call.result(timeout=deadline_s + 1.0))
        except (TimeoutError, OutOfTime) as problem:
            call.cancel()
            raise TruecartError("llm_unavailable", f"No answer within {deadline_s:.1f} s.") from problem
        except TruecartError:
            raise
        except Exception as problem:
            raise _translated(problem) from problem

    def close(self) -> None:
        """Closes the connections, the loop and its thread; the client may not be used after that."""
        loop, thread = self._running, self._thread
        if loop is None or thread is None:
            return
        for blocking, waiting in self._connections:
            blocking.close()
            asyncio.run_coroutine_threadsafe(waiting.aclose(), loop).result(2)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(2)
        self._running = self._thread = None

    @cached_property
    def _chat(self) -> Any:
        import httpx
        from langchain_openai import ChatOpenAI

        trusted = trust(self.settings.ca_bundle)
        blocking, waiting = httpx.Client(verify=trusted), httpx.AsyncClient(verify=trusted)
        self._connections = [(blocking, waiting)]
        return ChatOpenAI(
            model=self.settings.llm_model or "default",
            base_url=self.settings.llm_base_url,
            api_key=self.settings.llm_api_key if self.settings.llm_api_key.get_secret_value() else _no_key(),
            temperature=0.0,
            max_retries=0,
            max_tokens=MAX_REPLY_TOKENS,  # type: ignore[call-arg]
            timeout=self.settings.llm_seconds,
            http_client=blocking,
            http_async_client=waiting,
        )

    def _loop(self) -> asyncio.AbstractEventLoop:
        if self._running is None:
            self._running = asyncio.new_event_loop()
            self._thread = threading.Thread(target=_run, args=(self._running,), name="model-client", daemon=True)
            self._thread.start()
        return self._running


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()


async def _within(chat: Any, messages: list[Message], deadline_s: float) -> Any:
    async with asyncio.timeout(deadline_s):
        return await chat.ainvoke(messages)


def _content(reply: Any) -> str:
    """The reply's text. Raises `llm_malformed` for a refusal, a cut, an empty or an endless one."""
    text, about = reply.content, reply.response_metadata
    if reply.additional_kwargs.get("refusal"):
        raise TruecartError("llm_malformed", "The language model refused.")
    if about.get("finish_reason") not in ("stop", None, "tool_calls"):
        raise TruecartError("llm_malformed", f"The reply was cut: {about.get('finish_reason')}.")
    if not isinstance(text, str) or not text.strip():
        raise TruecartError("llm_malformed", "The reply is empty.")
    if len(text) > MAX_REPLY_CHARS:
        raise TruecartError("llm_malformed", f"The reply has {len(text):,} characters.")
    return text


def _translated(problem: Exception) -> TruecartError:
    """The SDK's many exceptions as one of two codes; what is neither transport nor status is a broken reply."""
    import httpx
    import openai

    broken = (openai.LengthFinishReasonError, openai.ContentFilterFinishReasonError, openai.APIResponseValidationError)
    if isinstance(problem, broken):
        return TruecartError("llm_malformed", f"The reply is not whole: {type(problem).__name__}.")
    if isinstance(problem, (openai.APIError, httpx.HTTPError, OSError)):
        status = getattr(problem, "status_code", None)
        said = f"The endpoint answered {status}." if status else f"The endpoint fails: {type(problem).__name__}."
        return TruecartError("llm_unavailable", said)
    return TruecartError("llm_malformed", f"The reply is not a chat completion: {type(problem).__name__}.")


def _strict(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": schema}}


def _no_key() -> Any:
    from pydantic import SecretStr

    return SecretStr("none")  # local endpoints take any key, the SDK wants one
