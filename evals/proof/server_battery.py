"""The battery through the real server: what it lets in charges each approved digest once, the rest it refuses."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import update

from evals.demo import copy_home, demo_home
from evals.proof.battery import CONVERSATIONS, RESUMES, REVIEWERS, Played, judge, payments_of, unapproved
from evals.proof.crowd import at_once
from evals.proof.http_talk import WAIT_S, HttpTalk, token_of
from evals.proof.result import Proof
from evals.proof.talk import Pending
from evals.running_server import RunningServer
from evals.small_shop import SmallShop
from graph.services import Services
from tools import schema
from tools.database import writing
from tools.settings import load

Opened = Callable[[str], HttpTalk]
Show = Callable[[str, int, int | None], None]
PLENTY = 90  # on every shelf: as many as one line may hold, and more than there are conversations


def concurrent(opened: Opened, _shop: SmallShop) -> Played:
    talk = opened("four")
    pending = talk.ask()
    return Played(["four"], 1, _all(at_once(4, lambda _: talk.resume({pending.id: pending.answer("approve")}))))


def crowd(opened: Opened, _shop: SmallShop) -> Played:
    shoppers = [f"crowd-{number}" for number in range(CONVERSATIONS)]
    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(_at_the_till, [opened] * len(shoppers), shoppers))

    def act(number: int) -> str:
        talk, pending = asked[number % CONVERSATIONS]
        return talk.resume({pending.id: pending.answer("approve")})

    return Played(shoppers, CONVERSATIONS, _all(at_once(CONVERSATIONS * RESUMES, act)))


def replay(opened: Opened, _shop: SmallShop) -> Played:
    talk, pending = _at_the_till(opened, "replay")
    before = talk.checkpoint()
    told = [talk.resume({pending.id: pending.answer("approve")})]
    told.append(talk.run({"input": None, "checkpoint_id": before}))
    told.append(talk.run({"input": None, "config": {"configurable": {"checkpoint_id": before}}}))
    return _walls(Played(["replay"], 1, told), told[1:])


def second_thoughts(opened: Opened, _shop: SmallShop) -> Played:
    talk, pending = _at_the_till(opened, "second-thoughts")
    before = talk.checkpoint()
    told = [talk.resume({pending.id: pending.answer("approve")})]
    told.append(talk.resume({pending.id: pending.answer("reject")}, checkpoint_id=before))
    told.append(talk.resume({pending.id: pending.answer("reject")}))
    played = _walls(Played(["second-thoughts"], 1, told), told[1:2])
    played.expect(told[2].startswith("HTTP 409"), f"the second decision was told {told[2]!r}")
    return played


def pinned(opened: Opened, _shop: SmallShop) -> Played:
    talk, pending = _at_the_till(opened, "pinned")
    before, answer = talk.checkpoint(), {pending.id: pending.answer("approve")}
    told = [talk.resume(answer, checkpoint_id=before) for _ in range(2)]
    played = _walls(Played(["pinned"], 1, told), list(told))
    told += [talk.resume(answer) for _ in range(2)]
    return played


def cancelled(opened: Opened, shop: SmallShop) -> Played:
    """The run is cancelled while the gateway works, by order and by hanging up; then the approval is answered again."""
    played = Played(["cancelled", "hung-up"], 2, [])
    for name in played.shoppers:
        talk, pending = _at_the_till(opened, name)
        shop.gateway.arm("authorize", "slow", seconds=2.0)
        body = {"assistant_id": "shop", "command": {"resume": {pending.id: pending.answer("approve")}}}
        if name == "cancelled":
            run = talk.post(f"/threads/{talk.thread_id}/runs", body).json()
            while not payments_of(shop, [name]):
                time.sleep(0.01)
            path = f"/threads/{talk.thread_id}/runs/{run['run_id']}/cancel?wait=true&action=interrupt"
            played.told.append(f"HTTP {talk.post(path, {}).status_code}")
        else:
            talk.client.timeout = httpx.Timeout(WAIT_S, read=1.0)
            try:
                talk.post(f"/threads/{talk.thread_id}/runs/wait", {**body, "on_disconnect": "cancel"})
            except httpx.ReadTimeout:
                played.told.append("hung up")
            talk.client.timeout = httpx.Timeout(WAIT_S)
        played.told.append(talk.resume({pending.id: pending.answer("approve")}))
        played.expect(played.told[-1].startswith("order"), f"{name}: the answer was told {played.told[-1]!r}")
    return played


def copied(opened: Opened, _shop: SmallShop) -> Played:
    talk, pending = _at_the_till(opened, "copied")
    answer = talk.post(f"/threads/{talk.thread_id}/copy", {})
    told = [f"HTTP {answer.status_code}", talk.resume({pending.id: pending.answer("approve")})]
    return _walls(Played(["copied"], 1, told), told[:1])


def stale(opened: Opened, _shop: SmallShop) -> Played:
    talk, old = _at_the_till(opened, "stale")
    talk.say("change line 1 to 3")
    new = talk.till()
    tries: list[Any] = ["yes", {"decisions": [{"type": "approve"}]}, [{"type": "accept", "args": None}]]
    told = [talk.resume(answer) for answer in [*tries, {old.id: old.answer("approve")}]]
    played = Played(["stale"], 1, told)
    played.expect(not any(each.startswith("order") for each in told), "an old page has bought something")
    played.expect(all(each.startswith("HTTP 4") for each in told), "an old page was not told")
    told.append(talk.resume({new.id: new.answer("approve")}))
    return played


def reviewers(opened: Opened, shop: SmallShop) -> Played:
    """Two reviewers at once, five times, on the thread and at the console by turns."""
    played = Played([f"reviewed-{number}" for number in range(5)], 0, [])
    for number, name in enumerate(played.shoppers):
        talk = opened(name)
        first = talk.ask("change line 1 to 10")
        talk.resume({first.id: first.answer("approve")})
        pending = talk.pending()
        assert pending is not None, f"{name}: no reviewer was asked"
        said = _all(at_once(2, lambda one, talk=talk, pending=pending, at=number % 2: _review(talk, pending, one, at)))  # type: ignore[misc]
        decided = shop.checkout.approval(pending.shown["approval"]["id"])
        winner = [who for who, _ in REVIEWERS].index(str(decided["decided_by"]))
        played.told += said
        played.charges += winner == 0
        played.expect(decided["status"] == ("approved", "rejected")[winner], f"{name}: not what the winner decided")
        played.expect(said[1 - winner].startswith("HTTP 409"), f"{name}: the loser was told {said[1 - winner]!r}")
    return played


def _review(talk: HttpTalk, pending: Pending, number: int, at_console: int) -> str:
    who, decision = REVIEWERS[number]
    if not at_console:
        return talk.resume({pending.id: pending.answer(decision)}, who)
    approval = pending.shown["approval"]["id"]
    answer = talk.post(f"/review/api/approvals/{approval}/decision", pending.answer(decision), who)
    return "decided" if answer.status_code == 200 else f"HTTP {answer.status_code} {answer.json()['error']['code']}"


SCENARIOS: dict[str, Callable[[Opened, SmallShop], Played]] = {
    "4 concurrent resumes": concurrent,
    "50 conversations × 3 resumes": crowd,
    "replay from the checkpoint before": replay,
    "approve, then reject on one checkpoint": second_thoughts,
    "resume pinned to a checkpoint twice": pinned,
    "cancel in mid-pay, then resume": cancelled,
    "thread copied, both approved": copied,
    "stale answer after a changed cart": stale,
    "two reviewers at once": reviewers,
}


def through_server(proof: Proof, scratch: Path, show: Show) -> None:
    """Every scenario against one server over a copy of the demo shop, with plenty of everything."""
    home = copy_home(demo_home(), scratch / "server-home")
    settings = load(home=home, catalog="demo", database_url="", repeat_minutes=0)
    services = Services(settings)
    with writing(services.engine) as connection:
        connection.execute(update(schema.variants).values(stock=PLENTY, max_quantity=None))
    names = [f"crowd-{number}" for number in range(CONVERSATIONS)] + [f"reviewed-{number}" for number in range(5)]
    names += ["four", "replay", "second-thoughts", "pinned", "cancelled", "hung-up", "copied", "stale"]
    tokens = [f"{token_of(name)}={name}:shopper" for name in names]
    tokens += [f"{token_of(who)}={who}:reviewer" for who, _ in REVIEWERS]
    environment = {"TRUECART_TOKENS": ",".join(tokens), "TRUECART_REPEAT_MINUTES": "0"}
    shop = SmallShop(
        services.engine,
        settings,
        services.clock,  # type: ignore[arg-type]
        services.audit,
        services.checkout.gateway,  # type: ignore[arg-type]
        services.checkout,
    )
    talks: list[HttpTalk] = []

    def open_talk(shopper: str) -> HttpTalk:
        talks.append(HttpTalk(server.url, shopper))
        return talks[-1]

    show("server: starting", 0, len(SCENARIOS))
    server = RunningServer(home, environment=environment).start(timeout_s=180)
    try:
        for done, (name, play) in enumerate(SCENARIOS.items()):
            show(f"server: {name}", done, len(SCENARIOS))
            try:
                played = play(open_talk, shop)
            except (AssertionError, KeyError, ValueError) as problem:
                proof.failures.append(f"server, {name}: {type(problem).__name__}: {problem}")
                continue
            walls = sum(each.startswith("HTTP 403") for each in played.told)
            judge(proof, "server", name, played, shop, f"{walls} × 403" if walls else "")
    finally:
        for talk in talks:
            talk.client.close()
        server.stop()
    proof.failures += [f"server: {wrong}" for wrong in unapproved(shop)]
    services.engine.dispose()


def _at_the_till(opened: Opened, shopper: str) -> tuple[HttpTalk, Pending]:
    talk = opened(shopper)
    return talk, talk.ask()


def _all(answers: list[Any]) -> list[str]:
    return [str(each) for each in answers]


def _walls(played: Played, refused: list[str]) -> Played:
    """These must not have been let in at all."""
    for each in refused:
        played.expect(each.startswith("HTTP 4"), f"the server let it in: {each!r}")
    return played
