"""A purchase that a reviewer must see: the console decides, the shopper's thread goes on by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from graph.services import Services
from tests.integration.shopper import Shopper, put_in_cart
from tests.server import RunningServer
from tools import settings

pytestmark = pytest.mark.server
RITA = {"Authorization": "Bearer demo-rita"}


@pytest.fixture(scope="module")
def strict(server_factory: Callable[..., RunningServer]) -> RunningServer:
    """A shop in which every purchase above one cent needs a reviewer."""
    return server_factory(environment={"TRUECART_REVIEW_ABOVE_MINOR": "1"})


@pytest.fixture
def shopper(strict: RunningServer) -> Iterator[Shopper]:
    shopper = Shopper(strict.url)
    put_in_cart(shopper)
    shopper.say("checkout")
    yield shopper
    shopper.close()


def charges(running: RunningServer) -> int:
    return len(Services(settings.load(home=running.home)).checkout.gateway.charges())


def waiting(running: RunningServer, shopper: Shopper) -> dict[str, Any]:
    found = httpx.get(f"{running.url}/review/api/approvals", headers=RITA).json()["approvals"]
    return next(each for each in found if each["thread_id"] == shopper.thread_id)


def decide(running: RunningServer, row: dict[str, Any], decision: str, **more: Any) -> httpx.Response:
    body = {"decision": decision, "digest": row["digest"], **more}
    return httpx.post(f"{running.url}/review/api/approvals/{row['id']}/decision", json=body, headers=RITA, timeout=30)


def test_consent_alone_charges_nothing_and_the_reviewer_completes_it(strict: RunningServer, shopper: Shopper) -> None:
    before = charges(strict)
    after = shopper.answer("approve")
    assert after["approval"]["waiting_for"] == ["reviewer"]
    assert shopper.pending is not None
    assert shopper.pending["value"]["role"] == "reviewer"
    assert charges(strict) == before
    row = waiting(strict, shopper)
    assert row["shopper_status"] == "approved"
    assert "high_value" in row["reasons"]
    answer = decide(strict, row, "approve", note="looks right")
    assert answer.status_code == 200, answer.text
    assert answer.json()["order"]["status"] == "paid"
    assert shopper.values()["order"]["order_id"] == answer.json()["order"]["order_id"]
    assert charges(strict) == before + 1
    late = decide(strict, row, "reject")
    assert late.status_code == 409
    assert late.json()["error"]["details"]["decided_by"] == "rita"


def test_a_rejection_charges_nothing_and_keeps_the_cart(strict: RunningServer, shopper: Shopper) -> None:
    before = charges(strict)
    shopper.answer("approve")
    assert decide(strict, waiting(strict, shopper), "reject", note="too much").status_code == 200
    after = shopper.values()
    assert after["order"] is None
    assert after["cart"]["lines"]
    assert charges(strict) == before


def refusal(running: RunningServer, thread_id: str, answer: Any, token: str) -> tuple[int, dict[str, Any]]:
    """What a resume with this answer is told: status and error."""
    body = {"assistant_id": "shop", "command": {"resume": answer}}
    url = f"{running.url}/threads/{thread_id}/runs/wait"
    told = httpx.post(url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=30)
    return told.status_code, told.json().get("error", {})


def keyed(shopper: Shopper, decision: str) -> dict[str, Any]:
    assert shopper.pending is not None
    shown = shopper.pending["value"]["approval"]
    return {shopper.pending["id"]: {"id": shown["id"], "digest": shown["digest"], "decision": decision}}


def test_a_shopper_cannot_answer_for_the_reviewer(strict: RunningServer, shopper: Shopper) -> None:
    before = charges(strict)
    shopper.answer("approve")
    status, told = refusal(strict, shopper.thread_id, keyed(shopper, "approve"), "demo-ada")
    assert (status, told["code"]) == (403, "not_your_approval")
    assert charges(strict) == before


def test_the_second_reviewer_is_told_who_was_first(strict: RunningServer, shopper: Shopper) -> None:
    before = charges(strict)
    shopper.answer("approve")
    answer = keyed(shopper, "reject")
    assert decide(strict, waiting(strict, shopper), "approve").status_code == 200
    status, told = refusal(strict, shopper.thread_id, answer, "demo-rita")
    assert (status, told["code"], told["details"]["decided_by"]) == (409, "already_decided", "rita")
    assert charges(strict) == before + 1


def test_a_reviewers_edit_goes_back_to_the_shopper(strict: RunningServer, shopper: Shopper) -> None:
    shopper.say("make it 3")
    shopper.say("checkout")
    before = charges(strict)
    shopper.answer("approve")
    row = waiting(strict, shopper)
    quoted = shopper.values()["quote"]["terms"]["lines"][0]["variant_id"]
    wanted = {"lines": [{"variant_id": quoted, "quantity": 1}]}
    edited = decide(strict, row, "edit", edit=wanted, note="one is enough")
    assert edited.status_code == 200, edited.text
    new = edited.json()["quote"]
    assert [line["quantity"] for line in new["terms"]["lines"]] == [1]
    assert charges(strict) == before
    (pending,) = shopper.client.threads.get_state(shopper.thread_id)["tasks"][0]["interrupts"]
    assert pending["value"]["quote"]["digest"] == new["digest"]
    assert pending["value"]["role"] == "shopper"
    assert decide(strict, row, "approve").status_code == 409
    shopper.pending = dict(pending)
    shopper.answer("approve")
    assert decide(strict, waiting(strict, shopper), "approve").json()["order"]["lines"][0]["quantity"] == 1
    assert charges(strict) == before + 1


def test_a_reviewer_page_edits_by_resuming(strict: RunningServer, shopper: Shopper) -> None:
    shopper.say("make it 3")
    shopper.say("checkout")
    shopper.answer("approve")
    assert shopper.pending is not None
    shown = shopper.pending["value"]["action_requests"][0]["args"]
    args = {**shown, "quantities": dict.fromkeys(shown["quantities"], "2")}
    answer = [{"type": "edit", "args": {"action": "pay", "args": args}}]
    body = {"assistant_id": "shop", "command": {"resume": answer}}
    url = f"{strict.url}/threads/{shopper.thread_id}/runs/wait"
    told = httpx.post(url, json=body, headers=RITA, timeout=30)
    assert told.status_code == 200, told.text
    (pending,) = shopper.client.threads.get_state(shopper.thread_id)["tasks"][0]["interrupts"]
    assert [line["quantity"] for line in pending["value"]["quote"]["terms"]["lines"]] == [2]


def test_a_reviewer_may_resume_the_thread_itself(strict: RunningServer, shopper: Shopper) -> None:
    before = charges(strict)
    shopper.answer("approve")
    assert shopper.pending is not None
    shown = shopper.pending["value"]["approval"]
    resume = {shopper.pending["id"]: {"id": shown["id"], "digest": shown["digest"], "decision": "approve"}}
    body = {"assistant_id": "shop", "command": {"resume": resume}}
    url = f"{strict.url}/threads/{shopper.thread_id}/runs/wait"
    assert httpx.post(url, json=body, headers=RITA, timeout=30).status_code == 200
    assert shopper.values()["order"]["status"] == "paid"
    assert charges(strict) == before + 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"decision": "approve"}, "digest_mismatch"),
        ({"decision": "approve", "digest": "0" * 64}, "digest_mismatch"),
        ({"decision": "maybe", "digest": "x"}, "bad_request"),
        ({"decision": "edit", "digest": "x"}, "bad_request"),
        ({"decision": "edit", "digest": "x", "edit": {"lines": []}}, "bad_request"),
        ({"decision": "approve", "digest": "x", "note": 7}, "bad_request"),
    ],
)
def test_a_bad_decision_decides_nothing(
    strict: RunningServer, shopper: Shopper, body: dict[str, Any], code: str
) -> None:
    row = waiting(strict, shopper)
    url = f"{strict.url}/review/api/approvals/{row['id']}/decision"
    answer = httpx.post(url, json=body, headers=RITA)
    assert answer.json()["error"]["code"] == code
    assert waiting(strict, shopper)["status"] == "pending"


def test_a_pending_purchase_survives_kill_9(server_factory: Callable[..., RunningServer]) -> None:
    running = server_factory()
    shopper = Shopper(running.url)
    put_in_cart(shopper)
    shopper.say("checkout")
    running.kill()
    running.start()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if httpx.get(
            f"{running.url}/threads/{shopper.thread_id}", headers={"Authorization": "Bearer demo-ada"}
        ).is_success:
            break
        time.sleep(0.2)
    done = shopper.answer("approve")
    assert done["order"]["status"] == "paid"
    assert charges(running) == 1
    shopper.close()
