"""The model client against a real endpoint on this machine."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.model_endpoint import ModelEndpoint, elapsed, serving
from tools import settings
from tools.errors import TruecartError
from tools.llm.client import ModelClient, rehearse

HELLO = [("human", "hello")]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[ModelEndpoint]:
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def shared(endpoint: ModelEndpoint) -> Iterator[ModelClient]:
    made = ModelClient(settings.load(llm_base_url=endpoint.base_url(), llm_model="m", llm_seconds=5.0))
    yield made
    made.close()


@pytest.fixture
def client(endpoint: ModelEndpoint, shared: ModelClient) -> ModelClient:
    endpoint.behaviour, endpoint.content, endpoint.finish_reason, endpoint.status = "answer", "hi", "stop", 500
    endpoint.requests.clear()
    return shared


def test_a_reply_is_its_text(client: ModelClient, endpoint: ModelEndpoint) -> None:
    schema = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    endpoint.content = "{}"
    assert client.complete(HELLO, schema=schema, deadline_s=5.0) == "{}"
    sent = endpoint.requests[0]
    assert sent["temperature"] == 0.0
    assert sent["model"] == "m"
    assert sent["response_format"]["json_schema"] == {"name": "reply", "strict": True, "schema": schema}


def test_without_a_schema_none_is_sent(client: ModelClient, endpoint: ModelEndpoint) -> None:
    client.complete(HELLO, deadline_s=5.0)
    assert "response_format" not in endpoint.requests[0]


@pytest.mark.parametrize("behaviour", ["hang", "drip"])
def test_the_deadline_is_for_the_whole_call(client: ModelClient, endpoint: ModelEndpoint, behaviour: str) -> None:
    endpoint.behaviour = behaviour
    started = time.monotonic()
    with pytest.raises(TruecartError) as refusal:
        client.complete(HELLO, deadline_s=0.4)
    assert refusal.value.code == "llm_unavailable"
    assert elapsed(started) < 1.0


@pytest.mark.parametrize("status", [401, 429, 500, 503])
def test_an_error_status_is_not_retried(client: ModelClient, endpoint: ModelEndpoint, status: int) -> None:
    endpoint.behaviour, endpoint.status = "status", status
    started = time.monotonic()
    with pytest.raises(TruecartError) as refusal:
        client.complete(HELLO, deadline_s=5.0)
    assert refusal.value.code == "llm_unavailable"
    assert str(status) in refusal.value.message
    assert len(endpoint.requests) == 1
    assert elapsed(started) < 2.0


@pytest.mark.parametrize("behaviour", ["no_choices", "html"])
def test_what_is_no_completion_is_malformed(client: ModelClient, endpoint: ModelEndpoint, behaviour: str) -> None:
    endpoint.behaviour = behaviour
    with pytest.raises(TruecartError) as refusal:
        client.complete(HELLO, schema={"type": "object"}, deadline_s=5.0)
    assert refusal.value.code == "llm_malformed"


def test_an_empty_or_endless_reply_is_malformed(client: ModelClient, endpoint: ModelEndpoint) -> None:
    for content in ("", "   ", "x" * 30_000):
        endpoint.content = content
        with pytest.raises(TruecartError) as refusal:
            client.complete(HELLO, deadline_s=5.0)
        assert refusal.value.code == "llm_malformed"


def test_a_reply_that_was_cut_is_malformed(client: ModelClient, endpoint: ModelEndpoint) -> None:
    endpoint.finish_reason = "length"
    with pytest.raises(TruecartError) as refusal:
        client.complete(HELLO, schema={"type": "object"}, deadline_s=5.0)
    assert refusal.value.code == "llm_malformed"


def test_nobody_listening_is_unavailable() -> None:
    client = ModelClient(settings.load(llm_base_url="http://127.0.0.1:9/v1", llm_model="m"))
    with pytest.raises(TruecartError) as refusal:
        client.complete(HELLO, deadline_s=3.0)
    assert refusal.value.code == "llm_unavailable"
    client.close()


def test_no_time_left_calls_nobody(client: ModelClient, endpoint: ModelEndpoint) -> None:
    with pytest.raises(TruecartError) as refusal:
        client.complete(HELLO, deadline_s=0.0)
    assert refusal.value.code == "llm_unavailable"
    assert endpoint.requests == []


def test_an_unreadable_bundle_is_a_bad_setting() -> None:
    client = ModelClient(settings.load(llm_base_url="https://127.0.0.1:9/v1", ca_bundle="/nowhere/ca.pem"))
    with pytest.raises(TruecartError) as refusal:
        client.complete(HELLO, deadline_s=3.0)
    assert refusal.value.code == "bad_setting"


async def test_the_rehearsal_asks_nobody(endpoint: ModelEndpoint) -> None:
    endpoint.requests.clear()
    await rehearse()
    assert endpoint.requests == []


async def test_the_rehearsal_is_not_kept_as_an_answer(tmp_path: Path) -> None:
    from evals.model_cache import cached_model_calls

    with cached_model_calls(tmp_path / "cache.db"):
        await rehearse()
        with sqlite3.connect(tmp_path / "cache.db") as kept:
            assert kept.execute("SELECT count(*) FROM full_llm_cache").fetchone() == (0,)
    kept.close()
