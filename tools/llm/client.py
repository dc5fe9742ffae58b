"""A chat model behind any OpenAI-compatible endpoint: one call, one total deadline, no retries of the SDK's own.

The one home of openai and langchain-openai; both load when the first `Chat` is made.
"""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import TimeoutError as OutOfTime
from typing import TYPE_CHECKING, Any

from tools.llm.addresses import Address, addresses
from tools.llm.contract import Message
from tools.llm.failure import CallFailed, kind_of_status
from tools.llm.formats import Formats
from tools.llm.loop import LoopThread
from tools.settings import Settings
from tools.trust import trust

if TYPE_CHECKING:
    import httpx
    from pydantic import SecretStr

MAX_REPLY_CHARS = 20_000
MAX_REPLY_TOKENS = 800
SPARE_CONNECTIONS = 8  # beyond the calls that are allowed: probes, and sockets that are still closing
KEPT_ALIVE_S = 30.0
NEVER_S = 600.0  # the SDK counts its time-out per read; the deadline is kept around the whole call


class Chat:
    """One endpoint's model and its kept-alive connections. May be used on one event loop only.

    Proxies are taken from the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY). Raises TruecartError `bad_setting`
    for an unreadable bundle of authorities.
    """

    def __init__(self, address: Address, *, ca_bundle: str = "", most_calls: int = 16) -> None:
        import httpx
        from langchain_openai import ChatOpenAI

        trusted = trust(ca_bundle)
        limits = httpx.Limits(
            max_connections=most_calls + SPARE_CONNECTIONS,
            max_keepalive_connections=most_calls,
            keepalive_expiry=KEPT_ALIVE_S,
        )
        self._unused = httpx.Client(verify=trusted)  # the SDK would build one of its own, trusting others
        self._connections = httpx.AsyncClient(verify=trusted, limits=limits, event_hooks={"response": [_no_page]})
        self._chat = ChatOpenAI(
            model=address.model or "default",
            base_url=address.base_url,
            api_key=address.api_key if address.api_key.get_secret_value() else _no_key(),
            temperature=0.0,
            max_retries=0,
            max_tokens=MAX_REPLY_TOKENS,  # type: ignore[call-arg]
            timeout=NEVER_S,
            http_client=self._unused,
            http_async_client=self._connections,
        )

    async def ask(self, messages: list[Message], response_format: dict[str, Any] | None = None) -> str:
        """The text of one whole reply. Raises CallFailed. Cancelling it closes its socket."""
        chat = self._chat.bind(response_format=response_format) if response_format else self._chat
        try:
            return _content(await chat.ainvoke(messages))
        except (CallFailed, asyncio.CancelledError):
            raise
        except Exception as problem:
            raise _translated(problem) from problem

    async def close(self) -> None:
        self._unused.close()
        await self._connections.aclose()


async def rehearse() -> None:
    """One call that does not leave this process: what the SDK loads at its first (half a second) no turn waits for."""
    import httpx
    from langchain_openai import ChatOpenAI

    message = {"role": "assistant", "content": "{}"}
    reply: dict[str, Any] = {"id": "0", "object": "chat.completion", "created": 0, "model": "none"}
    reply["choices"] = [{"index": 0, "message": message, "finish_reason": "stop"}]
    stage = httpx.MockTransport(lambda _request: httpx.Response(200, json=reply))
    async with httpx.AsyncClient(transport=stage) as connections:
        with httpx.Client(transport=stage) as unused:
            chat = ChatOpenAI(
                model="none",
                base_url="http://127.0.0.1/v1",
                api_key=_no_key(),
                cache=False,
                http_client=unused,
                http_async_client=connections,
            )
            await chat.bind(response_format={"type": "json_object"}).ainvoke([("human", "Nobody hears this.")])


class ModelClient:
    """The first configured endpoint, or the given one, asked plainly: no pool, no second try.

    Nothing is imported or opened before the first `complete`. Calls run on an event loop of their own, so that one
    that outlives its deadline is cancelled with its socket: a reply that drips never meets a time-out per read.
    """

    def __init__(self, settings: Settings, address: Address | None = None) -> None:
        self.settings = settings
        self.address = address or addresses(settings)[0]
        self.formats = Formats()
        self._starting = threading.Lock()
        self._running: tuple[Chat, LoopThread] | None = None

    @property
    def name(self) -> str:
        return self.address.model

    def complete(self, messages: list[Message], *, schema: dict[str, Any] | None = None, deadline_s: float) -> str:
        """The text of the model's reply within `deadline_s` seconds in all, at temperature 0.

        `schema` asks for strict JSON of that JSON schema. Raises TruecartError `llm_unavailable` when the endpoint
        cannot be reached, refuses, fails or is too slow, and `llm_malformed` when what it sends is no whole reply.
        """
        try:
            return self.ask(messages, schema=schema, deadline_s=deadline_s)
        except CallFailed as problem:
            raise problem.as_error() from problem

    def ask(self, messages: list[Message], *, schema: dict[str, Any] | None = None, deadline_s: float) -> str:
        """The same, raising CallFailed with what is known of the failure."""
        if deadline_s <= 0:
            raise CallFailed("late", "No time is left for the language model.")
        with self._starting:
            if self._running is None:
                self._running = Chat(self.address, ca_bundle=self.settings.ca_bundle), LoopThread("model-client")
            chat, loop = self._running
        call = loop.submit(_within(self.formats.reply(chat.ask, messages, schema), deadline_s))
        try:
            return call.result(timeout=deadline_s + 1.0)
        except (TimeoutError, OutOfTime) as problem:
            call.cancel()
            raise CallFailed("late", f"No answer within {deadline_s:.1f} s.") from problem

    def close(self) -> None:
        """Closes the connections, the loop and its thread; a later call opens them again."""
        with self._starting:
            running, self._running = self._running, None
        if running is not None:
            chat, loop = running
            loop.submit(chat.close()).result(2)
            loop.close()


async def _within(asking: Any, deadline_s: float) -> str:
    async with asyncio.timeout(deadline_s):
        text: str = await asking
    return text


async def _no_page(response: httpx.Response) -> None:
    """Sign-in pages and wrong paths answer in HTML, or send the caller elsewhere; the SDK would take it for a reply."""
    moved = 300 <= response.status_code < 400
    if moved or (response.status_code < 300 and "html" in response.headers.get("content-type", "")):
        raise CallFailed("malformed", "The endpoint answers with a web page.", status=response.status_code, page=True)


def _content(reply: Any) -> str:
    """The reply's text. Raises a malformed CallFailed for a refusal, a cut, an empty or an endless one."""
    text, about = reply.content, reply.response_metadata
    if reply.additional_kwargs.get("refusal"):
        raise CallFailed("malformed", "The language model refused.")
    if about.get("finish_reason") not in ("stop", None, "tool_calls"):
        raise CallFailed("malformed", f"The reply was cut: {about.get('finish_reason')}.")
    if not isinstance(text, str) or not text.strip():
        raise CallFailed("malformed", "The reply is empty.")
    if len(text) > MAX_REPLY_CHARS:
        raise CallFailed("malformed", f"The reply has {len(text):,} characters.")
    return text


def _translated(problem: Exception) -> CallFailed:
    """The SDK's many exceptions in our few kinds; what is neither transport nor status is a broken reply."""
    import httpx
    import openai

    below: BaseException | None = problem
    while below is not None:
        if isinstance(below, CallFailed):
            return below
        below = below.__cause__
    broken = (openai.LengthFinishReasonError, openai.ContentFilterFinishReasonError, openai.APIResponseValidationError)
    if isinstance(problem, broken):
        return CallFailed("malformed", f"The reply is not whole: {type(problem).__name__}.")
    if isinstance(problem, openai.APIStatusError):
        status = problem.status_code
        wait = _seconds(problem.response.headers.get("retry-after"))
        said = f"The endpoint answered {status}."
        return CallFailed(kind_of_status(status), said, status=status, retry_after_s=wait)
    if isinstance(problem, (openai.APIError, httpx.HTTPError, OSError)):
        return CallFailed("broken", f"The endpoint fails: {type(problem).__name__}.")
    return CallFailed("malformed", f"The reply is not a chat completion: {type(problem).__name__}.")


def _seconds(header: str | None) -> float | None:
    """A Retry-After in seconds; a date counts as long."""
    if not header:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        return 60.0


def _no_key() -> SecretStr:
    from pydantic import SecretStr

    return SecretStr("none")  # local endpoints take any key, the SDK wants one
