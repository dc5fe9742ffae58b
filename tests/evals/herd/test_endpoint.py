"""The endpoint over real sockets: what it answers, how it fails, and that its books say so."""

from __future__ import annotations

import http.client
import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from agents.intent.model.prompt import schema
from evals.herd.behaviour import Behaviour, Capacity
from evals.herd.endpoint import RunningEndpoint, running
from tools.catalog.types import Vocabulary

VOCABULARY = Vocabulary("demo", "USD", {"category": ("mug",), "color": ("navy",)})
QUICK = Behaviour(median_s=0.05, sigma=0.01, slow_share=0, faults=())
ASKED = {"messages": [{"role": "user", "content": json.dumps({"message": "show me a mug"})}]}


def test_it_reads_a_message_as_the_table_says_and_in_the_shape_that_is_asked_for() -> None:
    wanted = schema(VOCABULARY)
    form = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": wanted}}
    with running(Capacity(), QUICK) as endpoint:
        status, body = _ask(endpoint, {**ASKED, "response_format": form})
        _, said = _ask(endpoint, ASKED)
    content = json.loads(body["choices"][0]["message"]["content"])
    assert (status, content["kind"], set(content)) == (200, "search", set(wanted["properties"]))
    assert content["constraints"][0]["value"] == "mug"
    assert said["choices"][0]["message"]["content"]


def test_it_words_a_reply_when_that_is_asked_for() -> None:
    wanted = {"type": "object", "properties": {"text": {"type": "string"}}}
    form = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": wanted}}
    with running(Capacity(), QUICK) as endpoint:
        _, body = _ask(endpoint, {**ASKED, "response_format": form})
        assert [each["purpose"] for each in endpoint.books()] == ["reply"]
    assert json.loads(body["choices"][0]["message"]["content"])["text"]


def test_a_slot_is_free_again_when_its_client_leaves() -> None:
    with running(Capacity(slots=1, queue=0), Behaviour(faults=(("hang", 1.0),))) as endpoint:
        waiting = _send(endpoint)
        _until(lambda: endpoint.control()["busy"] == 1)
        assert _ask(endpoint, ASKED)[0] == 429
        waiting.close()
        _until(lambda: endpoint.control()["busy"] == 0)
        assert [each["outcome"] for each in endpoint.books()] == ["left", "full"]


def test_who_waits_for_a_slot_gets_the_next_one() -> None:
    with running(Capacity(slots=1, queue=2), QUICK) as endpoint:
        crowd = [_send(endpoint) for _ in range(3)]
        assert [_answer(each)[0] for each in crowd] == [200, 200, 200]
        starts = sorted((each["started"], each["ended"]) for each in endpoint.books())
    assert all(after[0] >= before[1] - 0.02 for before, after in itertools.pairwise(starts))


def test_a_quota_refuses_and_says_when_to_come_again() -> None:
    with running(Capacity(pace=0.1, burst=2), QUICK) as endpoint:
        assert [_ask(endpoint, ASKED)[0] for _ in range(3)] == [200, 200, 429]
        assert [each["outcome"] for each in endpoint.books()] == ["whole", "whole", "paced"]


@pytest.mark.parametrize("fault", ["too_many", "unavailable", "html", "garbage", "wrong_json", "no_choices", "cut"])
def test_a_fault_is_no_whole_answer_and_is_booked(fault: str) -> None:
    with running(Capacity(), Behaviour(median_s=0.05, sigma=0.01, slow_share=0, faults=((fault, 1.0),))) as endpoint:
        assert not _whole(*_ask(endpoint, ASKED))
        assert [each["outcome"] for each in endpoint.books()] == [fault]


@pytest.mark.parametrize("outage", ["status", "hang"])
def test_it_goes_away_and_comes_back_and_lives_meanwhile(outage: str) -> None:
    with running(Capacity(), QUICK) as endpoint:
        before = endpoint.control(outage=outage)["beats"]
        connection = _send(endpoint)
        if outage == "status":
            assert _answer(connection)[0] == 503
        connection.close()
        _until(lambda: endpoint.control()["beats"] > before)
        endpoint.control(outage="")
        assert _whole(*_ask(endpoint, ASKED))
        assert [each["outcome"] for each in endpoint.books()] == ["outage", "whole"]


def _whole(status: int, body: dict[str, Any]) -> bool:
    return status == 200 and bool(body.get("choices"))


def _ask(endpoint: RunningEndpoint, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    with _connected(endpoint) as connection:
        connection.request("POST", "/v1/chat/completions", json.dumps(body))
        return _answer(connection)


def _send(endpoint: RunningEndpoint) -> http.client.HTTPConnection:
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=10)
    connection.request("POST", "/v1/chat/completions", json.dumps(ASKED))
    return connection


def _answer(connection: http.client.HTTPConnection) -> tuple[int, dict[str, Any]]:
    try:
        response = connection.getresponse()
        return response.status, dict(json.loads(response.read()))
    except (ValueError, http.client.HTTPException):
        return 0, {}
    finally:
        connection.close()


@contextmanager
def _connected(endpoint: RunningEndpoint) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", endpoint.port, timeout=10)
    try:
        yield connection
    finally:
        connection.close()


def _until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
