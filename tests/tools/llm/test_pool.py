"""The pool against real endpoints on this machine: a turn is always answered, and soon."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.model_endpoint import ModelEndpoint, serving
from tools import settings
from tools.errors import TruecartError
from tools.llm.calls import Attempt, Call
from tools.llm.pool import ModelPool

LONG_S = 20.0  # of waiting for what must happen
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}
WHOLE = '{"a": 1}'

Make = Callable[..., ModelPool]


@pytest.fixture
def endpoint() -> Iterator[ModelEndpoint]:
    with serving() as running:
        running.content = WHOLE
        yield running


@pytest.fixture
def second() -> Iterator[ModelEndpoint]:
    with serving() as running:
        running.content = '{"a": 2}'
        yield running


@pytest.fixture
def pool(endpoint: ModelEndpoint) -> Iterator[Make]:
    """`pool(**settings)`; it waits for 5 s by default, so that a slow machine is not taken for a slow endpoint."""
    made: list[ModelPool] = []

    def make(**chosen: Any) -> ModelPool:
        wanted = {"llm_base_url": endpoint.base_url(), "llm_model": "m", "llm_seconds": 5.0, **chosen}
        made.append(ModelPool(settings.load(**wanted)))
        return made[-1]

    yield make
    for each in made:
        each.close()


def ask(pool: ModelPool, text: str, **more: Any) -> str:
    """The answer, or the reason why there is none."""
    try:
        return pool.complete([("human", text)], deadline_s=5.0, **more)
    except TruecartError as problem:
        return str(problem.details.get("reason", problem.code))


def together(pool: ModelPool, texts: list[str], **more: Any) -> list[str]:
    """All asked at the same time; the answers in no order."""
    answers: list[str] = []
    threads = [threading.Thread(target=lambda text=each: answers.append(ask(pool, text, **more))) for each in texts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG_S
    while not met():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def first(pool: ModelPool) -> dict[str, Any]:
    found: dict[str, Any] = pool.stats()["endpoints"][0]
    return found


def test_an_answer_is_its_text(pool: Make) -> None:
    asked = pool()
    assert asked.name == "m"
    assert ask(asked, "hello", schema=SCHEMA) == WHOLE
    assert asked.level() == "full"
    stats = asked.stats()
    assert (stats["asked"], stats["answered"], stats["endpoints"][0]["outcomes"]) == (1, 1, {"answered": 1})


def test_connections_are_used_again(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool()
    for number in range(8):
        assert ask(asked, f"hello {number}") == WHOLE
    assert endpoint.connections == 1


def test_equal_questions_at_the_same_time_are_asked_once(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool()
    endpoint.seconds = 0.4
    ask(asked, "warm")
    assert together(asked, ["the same"] * 6) == [WHOLE] * 6
    assert len(endpoint.requests) == 2
    assert asked.stats()["shared"] == 5
    assert asked.stats()["answered"] == 7


def test_a_question_with_another_schema_is_another_question(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool()
    endpoint.seconds = 0.2
    ask(asked, "warm")
    answers: list[str] = []
    schemas = [SCHEMA, None]
    threads = [threading.Thread(target=lambda s=each: answers.append(ask(asked, "same", schema=s))) for each in schemas]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert answers == [WHOLE, WHOLE]
    assert len(endpoint.requests) == 3


def test_answers_are_not_kept(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool()
    ask(asked, "the same")
    ask(asked, "the same")
    assert len(endpoint.requests) == 2


def test_no_time_left_calls_nobody(pool: Make, endpoint: ModelEndpoint) -> None:
    with pytest.raises(TruecartError) as refused:
        pool().complete([("human", "hello")], deadline_s=0.0)
    assert (refused.value.code, refused.value.details["reason"]) == ("llm_unavailable", "late")
    assert endpoint.requests == []


@pytest.mark.parametrize("behaviour", ["hang", "drip"])
def test_an_endpoint_that_does_not_end_is_given_up_with_its_socket(
    pool: Make, endpoint: ModelEndpoint, behaviour: str
) -> None:
    asked = pool(llm_seconds=0.4)
    ask(asked, "warm")
    endpoint.behaviour = behaviour
    assert ask(asked, "hello") == "late"
    until(lambda: not first(asked)["running"])
    if behaviour == "hang":
        until(lambda: endpoint.left >= 1)


@pytest.mark.parametrize("behaviour", ["html", "no_choices"])
def test_what_is_no_completion_is_malformed(pool: Make, endpoint: ModelEndpoint, behaviour: str) -> None:
    endpoint.behaviour = behaviour
    assert ask(pool(), "hello", schema=SCHEMA) == "llm_malformed"


@pytest.mark.parametrize("content", ["I'd say hoodies!", "[1]", '{"a": 1', '{"other": 1}'])
def test_an_answer_that_is_no_such_object_is_malformed(pool: Make, endpoint: ModelEndpoint, content: str) -> None:
    endpoint.content = content
    assert ask(pool(), "hello", schema=SCHEMA) == "llm_malformed"


def test_half_an_answer_is_asked_for_again(pool: Make, endpoint: ModelEndpoint) -> None:
    endpoint.behaviour = "cut"
    asked = pool()
    assert ask(asked, "hello") == "broken"
    assert len(endpoint.requests) == 3
    assert asked.stats()["retried"] == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_what_will_not_change_is_not_asked_again(pool: Make, endpoint: ModelEndpoint, status: int) -> None:
    endpoint.behaviour, endpoint.status = "status", status
    assert ask(pool(), "hello") in ("rejected", "forbidden")
    assert len(endpoint.requests) == 1


def test_a_dead_endpoint_is_left_alone_and_taken_back(
    pool: Make, endpoint: ModelEndpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "truecart.llm")
    asked = pool()
    assert ask(asked, "warm") == WHOLE
    endpoint.behaviour, endpoint.status = "status", 503
    until(lambda: ask(asked, f"{time.monotonic()}") == "open")
    assert asked.level() in ("embedded", "templates")
    endpoint.behaviour = "answer"
    until(lambda: ask(asked, f"{time.monotonic()}") == WHOLE)
    assert first(asked)["state"] == "closed"
    assert first(asked)["outcomes"]["probe_answered"] == 1
    told = [each.getMessage() for each in caplog.records if each.name == "truecart.llm"]
    assert len(told) == 2, told
    assert "left alone (failing)" in told[0]
    assert "answers again" in told[1]


def test_nobody_waits_for_a_probe(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool(llm_seconds=1.0)
    ask(asked, "warm")
    endpoint.behaviour, endpoint.status = "status", 503
    until(lambda: ask(asked, f"{time.monotonic()}") == "open")
    endpoint.behaviour = "hang"
    before = len(endpoint.requests)
    until(lambda: ask(asked, f"{time.monotonic()}") == "open" and len(endpoint.requests) > before)
    assert asked.stats()["endpoints"][0]["running"] == 0


def test_a_wrong_key_is_not_tried_again_and_again(pool: Make, endpoint: ModelEndpoint) -> None:
    endpoint.behaviour, endpoint.status = "status", 401
    asked = pool()
    assert ask(asked, "hello") == "forbidden"
    assert [ask(asked, f"hello {number}") for number in range(20)] == ["open"] * 20
    assert len(endpoint.requests) == 1
    assert first(asked)["why"] == "forbidden"


def test_the_second_endpoint_answers_for_the_first(pool: Make, endpoint: ModelEndpoint, second: ModelEndpoint) -> None:
    endpoint.behaviour, endpoint.status = "status", 503
    asked = pool(llm_fallback_base_url=second.base_url(), llm_fallback_model="n")
    assert ask(asked, "hello", schema=SCHEMA) == '{"a": 2}'
    assert second.requests[0]["model"] == "n"
    until(lambda: ask(asked, f"{time.monotonic()}") == '{"a": 2}' and first(asked)["state"] != "closed")
    assert asked.level() in ("full", "templates")


def test_the_first_endpoint_is_preferred(pool: Make, second: ModelEndpoint) -> None:
    asked = pool(llm_fallback_base_url=second.base_url())
    assert {ask(asked, f"hello {number}") for number in range(4)} == {WHOLE}
    assert second.requests == []


def test_a_second_try_elsewhere_overtakes_a_slow_one(
    pool: Make, endpoint: ModelEndpoint, second: ModelEndpoint
) -> None:
    asked = pool(llm_fallback_base_url=second.base_url())
    for number in range(6):
        ask(asked, f"warm {number}")
    endpoint.behaviour = "hang"
    assert ask(asked, "hello") == '{"a": 2}'
    assert asked.stats()["hedged"] == 1
    until(lambda: endpoint.left == 1)


def test_a_crowd_is_refused_at_once_and_not_kept_waiting(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool(llm_calls=2)
    endpoint.seconds = 0.3
    ask(asked, "warm")
    answers = together(asked, [f"hello {number}" for number in range(24)])
    assert len(answers) == 24
    assert set(answers) == {WHOLE, "full"}
    assert answers.count(WHOLE) >= 2
    assert asked.stats()["shed"]["full"] == answers.count("full")


def test_replies_give_way_to_parses(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool(llm_calls=2)
    assert ask(asked, "word it", purpose="reply") == WHOLE
    endpoint.seconds = 1.0
    crowd = threading.Thread(target=together, args=(asked, [f"hello {number}" for number in range(4)]))
    crowd.start()
    until(lambda: asked.level() == "templates")
    assert ask(asked, "word it", purpose="reply") == "busy"
    crowd.join()
    endpoint.seconds = 0.0
    until(lambda: asked.level() == "full")
    assert ask(asked, "word it once more", purpose="reply") == WHOLE


def test_refusals_for_the_moment_do_not_open_the_breaker(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool(llm_seconds=1.0)
    ask(asked, "warm")
    endpoint.behaviour, endpoint.status = "status", 429
    assert ask(asked, "hello") in ("limited", "full")
    assert first(asked)["state"] == "closed"
    endpoint.behaviour = "answer"
    until(lambda: ask(asked, f"{time.monotonic()}") == WHOLE)


def test_an_endpoint_slower_than_the_first_guess_is_learnt(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool(llm_seconds=6.0)
    endpoint.seconds = 1.2
    assert ask(asked, "hello") == "late"
    until(lambda: first(asked)["p50_s"] is not None and first(asked)["p50_s"] > 1.0)
    assert first(asked)["patience_s"] > 2.0
    assert ask(asked, "hello again") == WHOLE


@pytest.mark.parametrize(
    ("refused", "known", "asked_for"),
    [
        ((), "json_schema", ["json_schema"]),
        (("json_schema",), "json_object", ["json_schema", "json_object"]),
        (("json_schema", "json_object"), "none", ["json_schema", "json_object", None]),
    ],
    ids=["all", "no-schema", "none"],
)
def test_an_endpoint_that_refuses_a_format_is_asked_in_another(
    pool: Make, endpoint: ModelEndpoint, refused: tuple[str, ...], known: str, asked_for: list[str | None]
) -> None:
    endpoint.refused_formats = refused
    endpoint.content = f"```json\n{WHOLE}\n```"
    asked = pool()
    assert ask(asked, "hello", schema=SCHEMA) == WHOLE
    assert [each.get("response_format", {}).get("type") for each in endpoint.requests] == asked_for
    assert first(asked)["format"] == known
    ask(asked, "again", schema=SCHEMA)
    assert endpoint.requests[-1].get("response_format", {}).get("type") == asked_for[-1]
    assert ("JSON schema" in str(endpoint.requests[-1]["messages"])) is bool(refused)


def test_a_request_that_no_format_saves_is_not_remembered(pool: Make, endpoint: ModelEndpoint) -> None:
    endpoint.refused_formats = ("json_schema", "json_object", "none")
    asked = pool()
    assert ask(asked, "hello", schema=SCHEMA) == "rejected"
    assert first(asked)["format"] == "json_schema"


def test_an_unreadable_bundle_is_a_bad_setting(pool: Make) -> None:
    asked = pool(ca_bundle="/nowhere/ca.pem")
    with pytest.raises(TruecartError) as refused:
        asked.complete([("human", "hello")], deadline_s=3.0)
    assert refused.value.code == "bad_setting"


def test_closing_refuses_who_waits_and_leaves_nothing_behind(pool: Make, endpoint: ModelEndpoint) -> None:
    asked = pool()
    ask(asked, "warm")
    endpoint.behaviour = "hang"
    answers: list[str] = []
    waiting = threading.Thread(target=lambda: answers.append(ask(asked, "hello")))
    waiting.start()
    until(lambda: len(endpoint.requests) == 2)
    asked.close()
    waiting.join(LONG_S)
    assert answers == ["closed"]
    until(lambda: endpoint.left == 1)
    assert "language-model" not in {each.name for each in threading.enumerate()}
    endpoint.behaviour = "answer"
    assert ask(asked, "hello again") == WHOLE


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_has_a_pool_of_its_own(pool: Make) -> None:
    asked = pool()
    assert ask(asked, "hello") == WHOLE
    child = os.fork()
    if child == 0:
        os._exit(0 if ask(asked, "from the child") == WHOLE else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert ask(asked, "from the parent") == WHOLE


def test_a_call_is_cancelled_once_so_that_its_socket_gets_closed(pool: Make) -> None:
    dispatcher = pool()._started().dispatcher
    told: list[str] = []

    async def closing_takes_a_moment() -> None:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            await asyncio.sleep(0.05)  # as the closing of a connection does
            told.append("closed")
            raise

    attempt = Attempt(Call(("parse", (), 0), [], None, 0.0, 0.0), dispatcher.endpoints[0], 0.0)

    async def begun() -> None:
        attempt.task = asyncio.get_running_loop().create_task(closing_takes_a_moment())
        await asyncio.sleep(0)

    dispatcher._loop.submit(begun()).result(5)
    for _ in range(2):
        dispatcher._cancel(attempt)

    async def ended() -> None:
        assert attempt.task is not None
        await asyncio.wait({attempt.task})

    dispatcher._loop.submit(ended()).result(5)
    assert told == ["closed"]
