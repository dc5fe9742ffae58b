"""The contract of the gateway port: every gateway passes these tests, and the other side's books bear them out."""

from __future__ import annotations

import threading

import pytest

from tests.tools.checkout.gateways.harness import Entry, Fault, Harness, Operation, agreed, taken, wish
from tools.checkout.gateways.port import KeyReused, OutcomeUnknown
from tools.errors import TruecartError


def needs(harness: Harness, fault: Fault) -> None:
    if not harness.supports(fault):
        pytest.skip(f"{harness.gateway.name} has no {fault}")


def needs_reservations(harness: Harness) -> None:
    if not harness.reserves:
        pytest.skip(f"{harness.gateway.name} reserves nothing: the payer's agreement takes the money")


def refused(code: str) -> pytest.RaisesExc[TruecartError]:
    return pytest.raises(TruecartError, check=lambda problem: problem.code == code)


def test_authorize_then_capture(harness: Harness) -> None:
    reserved = agreed(harness)
    assert reserved.amount_minor == 1_000
    if harness.reserves:
        assert (reserved.state, reserved.captured_minor) == ("authorized", 0)
        assert harness.books() == [Entry("k1", 0, 0)]
    done = harness.gateway.capture("k1", 1_000)
    assert (done.state, done.captured_minor, done.reference) == ("captured", 1_000, reserved.reference)
    assert (done.key, done.payee, done.currency, done.refunded_minor) == ("k1", "truecart:little", harness.currency, 0)
    assert harness.books() == [Entry("k1", 1_000, 0)]


def test_each_call_again_changes_nothing(harness: Harness) -> None:
    assert harness.gateway.authorize(wish(harness)) == harness.gateway.authorize(wish(harness))
    done = taken(harness)
    assert harness.gateway.capture("k1", 1_000) == done
    assert harness.gateway.authorize(wish(harness)) == done  # the key's charge, as it now is
    assert harness.gateway.void("k1") == done  # a captured charge stays captured
    back = harness.gateway.refund("k1", 400, "r1")
    assert harness.gateway.refund("k1", 400, "r1") == back
    assert harness.books() == [Entry("k1", 1_000, 400)]


@pytest.mark.parametrize(
    "change", [{"amount_minor": 1_001}, {"currency": "EUR"}, {"payee": "somebody"}, {"payer": "bo"}], ids=str
)
def test_a_key_is_for_one_set_of_terms(harness: Harness, change: dict[str, object]) -> None:
    agreed(harness)
    with pytest.raises(TruecartError) as problem:
        harness.gateway.authorize(wish(harness, **change))
    only_one = "currency" in change and problem.value.code == "other_currency"  # takes no other under any key
    assert only_one or isinstance(problem.value, KeyReused)
    assert len(harness.books()) == 1
    assert harness.gateway.capture("k1", 1_000).captured_minor == 1_000


def test_only_the_whole_reserved_amount_is_taken(harness: Harness) -> None:
    agreed(harness)
    before = harness.books()
    for amount in (999, 1_001, 0, -1):
        with pytest.raises(KeyReused):
            harness.gateway.capture("k1", amount)
    assert harness.books() == before


def test_a_voided_charge_is_never_taken(harness: Harness) -> None:
    harness.gateway.authorize(wish(harness))
    assert harness.gateway.void("k1").state == "voided"
    assert harness.gateway.void("k1").state == "voided"
    assert harness.gateway.capture("k1", 1_000).state == "voided"
    assert harness.gateway.authorize(wish(harness)).state == "voided"
    assert sum(each.captured_minor for each in harness.books()) == 0


def test_a_decline_is_final_for_its_key(harness: Harness) -> None:
    needs(harness, "decline")
    harness.arm("authorize", "decline")
    first = harness.gateway.authorize(wish(harness))
    assert first.state == "declined"
    assert first.reason
    assert harness.gateway.authorize(wish(harness)) == first
    assert harness.gateway.capture("k1", 1_000).state == "declined"
    assert harness.gateway.lookup("k1") == first
    assert taken(harness, "k2").state == "captured"
    assert harness.books() == [Entry("k2", 1_000, 0)]


def test_a_payer_who_must_act_agrees(harness: Harness) -> None:
    needs(harness, "requires_action")
    harness.arm("authorize", "requires_action")
    waiting = harness.gateway.authorize(wish(harness))
    assert waiting.state == "requires_action"
    assert waiting.action is not None
    assert waiting.action["kind"] == "redirect"
    assert waiting.action["url"]
    assert harness.gateway.authorize(wish(harness)).state == "requires_action"
    assert harness.gateway.capture("k1", 1_000).state == "requires_action"
    assert sum(each.captured_minor for each in harness.books()) == 0
    harness.payer_acts("k1")
    found = harness.gateway.lookup("k1")
    assert found is not None
    assert found.state == ("authorized" if harness.reserves else "captured")
    assert found.action is None
    assert harness.gateway.capture("k1", 1_000).captured_minor == 1_000
    assert harness.books() == [Entry("k1", 1_000, 0)]


def test_a_payer_who_must_act_refuses(harness: Harness) -> None:
    needs(harness, "requires_action")
    harness.arm("authorize", "requires_action")
    harness.gateway.authorize(wish(harness))
    harness.payer_acts("k1", agree=False)
    found = harness.gateway.lookup("k1")
    assert found is not None
    assert found.state in ("declined", "voided", "requires_action")  # some providers leave it open until it expires
    assert harness.gateway.void("k1").state in ("declined", "voided")
    assert harness.gateway.capture("k1", 1_000).state in ("declined", "voided")
    assert sum(each.captured_minor for each in harness.books()) == 0


def test_a_charge_that_waits_for_its_payer_can_be_given_up(harness: Harness) -> None:
    needs(harness, "requires_action")
    harness.arm("authorize", "requires_action")
    harness.gateway.authorize(wish(harness))
    assert harness.gateway.void("k1").state == "voided"
    assert sum(each.captured_minor for each in harness.books()) == 0


def test_lookup(harness: Harness) -> None:
    assert harness.gateway.lookup("k1") is None
    first = harness.gateway.authorize(wish(harness))
    assert harness.gateway.lookup("k1") == first
    assert harness.gateway.lookup("k") is None
    for call in (
        lambda: harness.gateway.void("k2"),
        lambda: harness.gateway.capture("k2", 1),
        lambda: harness.gateway.refund("k2", 1, "r1"),
    ):
        with refused("not_found"):
            call()


@pytest.mark.parametrize("amount", [0, -1, 601])
def test_no_more_is_refunded_than_was_taken(harness: Harness, amount: int) -> None:
    if harness.reserves:
        agreed(harness)
        with refused("bad_request"):
            harness.gateway.refund("k1", 1, "r0")  # nothing taken yet
    taken(harness)
    harness.gateway.refund("k1", 400, "r1")
    with refused("bad_request"):
        harness.gateway.refund("k1", amount, "r2")
    with pytest.raises(KeyReused):
        harness.gateway.refund("k1", 300, "r1")
    harness.gateway.refund("k1", 600, "r3")
    found = harness.gateway.lookup("k1")
    assert found is not None
    assert (found.state, found.captured_minor, found.refunded_minor) == ("captured", 1_000, 1_000)
    assert harness.books() == [Entry("k1", 1_000, 1_000)]


def test_lookup_of_a_refund(harness: Harness) -> None:
    assert harness.gateway.lookup_refund("k1", "r1") is None
    taken(harness)
    taken(harness, "k2")
    assert harness.gateway.lookup_refund("k1", "r1") is None
    back = harness.gateway.refund("k1", 400, "r1")
    assert (back.refund_key, back.key, back.amount_minor, back.currency) == ("r1", "k1", 400, harness.currency)
    assert harness.gateway.lookup_refund("k1", "r1") == back
    assert harness.gateway.lookup_refund("k1", "r2") is None
    assert harness.gateway.lookup_refund("k2", "r1") is None


@pytest.mark.parametrize("fault", ["lost_request", "lost_reply"])
def test_a_lost_reservation(harness: Harness, fault: Fault) -> None:
    needs(harness, fault)
    harness.arm("authorize", fault)
    with pytest.raises(OutcomeUnknown):
        harness.gateway.authorize(wish(harness))
    found = harness.gateway.lookup("k1")
    if fault == "lost_request":
        assert found is None
        assert harness.books() == []
    elif harness.reserves:
        assert found is not None
        assert found.state == "authorized"
    assert taken(harness).state == "captured"
    assert harness.books() == [Entry("k1", 1_000, 0)]


@pytest.mark.parametrize("fault", ["lost_request", "lost_reply"])
def test_a_lost_capture(harness: Harness, fault: Fault) -> None:
    needs(harness, fault)
    needs_reservations(harness)
    agreed(harness)
    harness.arm("capture", fault)
    with pytest.raises(OutcomeUnknown):
        harness.gateway.capture("k1", 1_000)
    found = harness.gateway.lookup("k1")
    assert found is not None
    assert found.state == ("authorized" if fault == "lost_request" else "captured")
    assert harness.gateway.capture("k1", 1_000).state == "captured"
    assert harness.books() == [Entry("k1", 1_000, 0)]


@pytest.mark.parametrize("fault", ["lost_request", "lost_reply"])
def test_a_lost_void(harness: Harness, fault: Fault) -> None:
    needs(harness, fault)
    harness.gateway.authorize(wish(harness))
    harness.arm("void", fault)
    with pytest.raises(OutcomeUnknown):
        harness.gateway.void("k1")
    assert harness.gateway.void("k1").state == "voided"
    assert sum(each.captured_minor for each in harness.books()) == 0


@pytest.mark.parametrize("fault", ["lost_request", "lost_reply"])
def test_a_lost_refund(harness: Harness, fault: Fault) -> None:
    needs(harness, fault)
    taken(harness)
    harness.arm("refund", fault)
    with pytest.raises(OutcomeUnknown):
        harness.gateway.refund("k1", 400, "r1")
    found = harness.gateway.lookup_refund("k1", "r1")
    assert (found is None) == (fault == "lost_request")
    harness.gateway.refund("k1", 400, "r1")
    assert harness.books() == [Entry("k1", 1_000, 400)]


@pytest.mark.parametrize("operation", ["lookup", "lookup_refund"])
def test_a_question_without_an_answer_is_not_a_no(harness: Harness, operation: Operation) -> None:
    needs(harness, "lost_request")
    taken(harness)
    harness.arm(operation, "lost_request")
    ask = {
        "lookup": lambda: harness.gateway.lookup("k1"),
        "lookup_refund": lambda: harness.gateway.lookup_refund("k1", "r1"),
    }[operation]
    with pytest.raises(OutcomeUnknown):
        ask()


def test_many_at_once_make_one_charge(harness: Harness) -> None:
    references: list[str] = []
    unknown: list[OutcomeUnknown] = []  # a provider may tell a call that another one with its key is under way

    def buy() -> None:
        try:
            references.append(taken(harness).reference)
        except OutcomeUnknown as problem:
            unknown.append(problem)

    buyers = [threading.Thread(target=buy) for _ in range(8)]
    for each in buyers:
        each.start()
    for each in buyers:
        each.join()
    assert len(references) + len(unknown) == 8
    assert len(set(references)) == 1
    assert harness.books() == [Entry("k1", 1_000, 0)]


def test_webhooks_are_believed_by_their_signature_only(harness: Harness) -> None:
    taken(harness)
    payload, headers = harness.webhook("k1")
    event = harness.gateway.verify_webhook(payload, headers)
    assert event.key == "k1"
    assert event.event_id
    assert event.kind
    assert harness.gateway.verify_webhook(payload, headers) == event
    with refused("unauthenticated"):
        harness.gateway.verify_webhook(payload.replace(b"k1", b"k2"), headers)
    if headers:
        with refused("unauthenticated"):
            harness.gateway.verify_webhook(payload, {})


def test_it_says_what_it_wants_to_hear(harness: Harness) -> None:
    assert harness.gateway.name
    assert harness.gateway.acknowledgement
