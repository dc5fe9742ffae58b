"""What Stripe has that no other gateway has: keys that it forgets, a search that lags, answers that it repeats."""

from __future__ import annotations

import pytest

from tests.tools.checkout.gateways.harness import Entry, agreed, taken, wish
from tests.tools.checkout.gateways.harness_stripe import StripeHarness
from tools.checkout.gateways.port import KeyReused, OutcomeUnknown
from tools.checkout.gateways.stripe.account import SEARCH_LAG_S
from tools.errors import TruecartError


def age(harness: StripeHarness, key: str, seconds: int) -> None:
    intent = harness.intent(key)
    values = {"created": intent["created"] - seconds}
    harness.control(do="change", object="payment_intent", id=intent["id"], values=values)


def posted(harness: StripeHarness, path: str = "/v1/payment_intents") -> list[dict[str, object]]:
    """The forms that were sent there."""
    sent = [each for each in harness.control(do="requests") if each["method"] == "POST" and each["path"] == path]
    return [dict(each["form"]) for each in sent]


def test_a_repeated_answer_is_not_taken_for_the_present(stripe_harness: StripeHarness) -> None:
    done = taken(stripe_harness)
    assert stripe_harness.another().authorize(wish(stripe_harness)) == done  # Stripe repeats "requires_capture"
    assert stripe_harness.books() == [Entry("k1", 1_000, 0)]


def test_a_stored_failure_is_no_outcome(stripe_harness: StripeHarness) -> None:
    stripe_harness.arm("authorize", "unavailable", status=500)
    with pytest.raises(OutcomeUnknown):
        stripe_harness.gateway.authorize(wish(stripe_harness))
    assert stripe_harness.gateway.lookup("k1") is None
    assert stripe_harness.books() == []


@pytest.mark.parametrize("status", [200, 302, 409, 429, 500, 503])
@pytest.mark.parametrize("operation", ["capture", "void", "refund", "lookup", "lookup_refund"])
def test_what_says_nothing_certain_is_unknown(stripe_harness: StripeHarness, operation: str, status: int) -> None:
    gateway = stripe_harness.gateway
    agreed(stripe_harness)
    if operation.endswith("refund"):
        gateway.capture("k1", 1_000)
    stripe_harness.arm(operation, "unavailable", status=status)  # type: ignore[arg-type]
    calls = {
        "capture": lambda: gateway.capture("k1", 1_000),
        "void": lambda: gateway.void("k1"),
        "refund": lambda: gateway.refund("k1", 100, "r1"),
        "lookup": lambda: gateway.lookup("k1"),
        "lookup_refund": lambda: gateway.lookup_refund("k1", "r1"),
    }
    with pytest.raises(OutcomeUnknown):
        calls[operation]()


def test_one_who_is_slow_has_not_said_no(stripe_harness: StripeHarness) -> None:
    hasty = stripe_harness.another(gateway_seconds=0.2)
    stripe_harness.arm("authorize", "slow", seconds=0.5)
    with pytest.raises(OutcomeUnknown):
        hasty.authorize(wish(stripe_harness))
    assert taken(stripe_harness).captured_minor == 1_000
    assert stripe_harness.books() == [Entry("k1", 1_000, 0)]


@pytest.mark.parametrize("key", ["k'1", "k\\1", "k\\'1 metadata['x']:'y"])
def test_an_old_charge_is_found_by_search(stripe_harness: StripeHarness, key: str) -> None:
    done = taken(stripe_harness, key)
    age(stripe_harness, key, 60 * 86_400)
    assert stripe_harness.another().lookup(key) is None  # sixty days old and never indexed: there is no such Stripe
    stripe_harness.control(do="index")
    assert stripe_harness.another().lookup(key) == done
    assert stripe_harness.another().refund(key, 1_000, "r1").amount_minor == 1_000


def test_the_search_takes_one_key_for_another_and_we_do_not(stripe_harness: StripeHarness) -> None:
    taken(stripe_harness, "K1")
    stripe_harness.control(do="index")
    assert stripe_harness.another().lookup("k1") is None


def test_a_new_charge_is_found_before_the_search_knows_it(stripe_harness: StripeHarness) -> None:
    done = taken(stripe_harness)
    age(stripe_harness, "k1", SEARCH_LAG_S - 60)
    assert stripe_harness.another().lookup("k1") == done


def test_every_page_is_read_before_the_answer_is_no(stripe_harness: StripeHarness) -> None:
    for number in range(5):
        agreed(stripe_harness, f"k{number}")
    reader = stripe_harness.another(page_size=2)
    found = reader.lookup("k0")  # the oldest stands last
    assert found is not None
    assert found.key == "k0"
    assert reader.lookup("k9") is None
    with pytest.raises(OutcomeUnknown):
        stripe_harness.another(page_size=2, pages=2).lookup("k9")


def test_where_search_is_refused_the_whole_list_is_read(stripe_harness: StripeHarness) -> None:
    done = taken(stripe_harness)
    age(stripe_harness, "k1", 60 * 86_400)
    stripe_harness.arm("search", "unavailable", status=400)  # type: ignore[arg-type]
    assert stripe_harness.another().lookup("k1") == done


def test_refunds_are_read_page_by_page_too(stripe_harness: StripeHarness) -> None:
    taken(stripe_harness)
    for number in range(5):
        stripe_harness.gateway.refund("k1", 100, f"r{number}")
    reader = stripe_harness.another(page_size=2)
    found = reader.lookup_refund("k1", "r0")
    assert found is not None
    assert (found.amount_minor, found.currency) == (100, "USD")
    assert reader.lookup_refund("k1", "r9") is None


def test_a_refund_that_came_back_is_no_refund(stripe_harness: StripeHarness) -> None:
    taken(stripe_harness)
    made = stripe_harness.gateway.refund("k1", 100, "r1")
    stripe_harness.control(do="change", object="refund", id=made.reference, values={"status": "failed"})
    for call in (
        lambda: stripe_harness.gateway.lookup_refund("k1", "r1"),
        lambda: stripe_harness.gateway.refund("k1", 100, "r1"),
    ):
        with pytest.raises(TruecartError) as failed:
            call()
        assert failed.value.code == "refund_failed"


def test_one_refund_key_is_for_one_charge(stripe_harness: StripeHarness) -> None:
    taken(stripe_harness)
    taken(stripe_harness, "k2")
    stripe_harness.gateway.refund("k1", 100, "r1")
    with pytest.raises(KeyReused):
        stripe_harness.gateway.refund("k2", 100, "r1")
    assert sorted(stripe_harness.books()) == [Entry("k1", 1_000, 100), Entry("k2", 1_000, 0)]


def test_without_a_page_to_come_back_to_a_card_that_must_be_confirmed_is_declined(
    stripe_harness: StripeHarness,
) -> None:
    stripe_harness.arm("authorize", "requires_action")
    declined = stripe_harness.gateway.authorize(wish(stripe_harness, return_url=""))
    assert (declined.state, declined.action) == ("declined", None)
    assert stripe_harness.books() == []


def test_the_shop_itself_is_the_page_to_come_back_to(stripe_harness: StripeHarness) -> None:
    gateway = stripe_harness.another(public_url="http://127.0.0.1:2024/")
    stripe_harness.arm("authorize", "requires_action")
    assert gateway.authorize(wish(stripe_harness, return_url="")).state == "requires_action"
    assert posted(stripe_harness)[-1]["return_url"] == "http://127.0.0.1:2024/"


@pytest.mark.parametrize(("instrument", "reason"), [("", "no_instrument"), ("pm_nobody", "resource_missing")])
def test_what_is_no_means_of_payment_is_declined(stripe_harness: StripeHarness, instrument: str, reason: str) -> None:
    declined = stripe_harness.gateway.authorize(wish(stripe_harness, instrument=instrument))
    assert (declined.state, declined.reason) == ("declined", reason)
    assert stripe_harness.books() == []


def test_a_capture_that_a_cancellation_has_overtaken(stripe_harness: StripeHarness) -> None:
    agreed(stripe_harness)
    stripe_harness.arm("capture", "overtaken")
    assert stripe_harness.gateway.capture("k1", 1_000).state == "voided"


@pytest.mark.parametrize("status", [400, 402])
def test_a_capture_that_is_refused(stripe_harness: StripeHarness, status: int) -> None:
    reserved = agreed(stripe_harness)
    stripe_harness.arm("capture", "unavailable", status=status)
    with pytest.raises(TruecartError) as refused:
        stripe_harness.gateway.capture("k1", 1_000)
    assert refused.value.code == "gateway_refused"
    assert stripe_harness.gateway.lookup("k1") == reserved


def test_a_key_is_for_one_means_of_payment(stripe_harness: StripeHarness) -> None:
    agreed(stripe_harness)
    with pytest.raises(KeyReused):
        stripe_harness.gateway.authorize(wish(stripe_harness, instrument="pm_another"))
    with pytest.raises(KeyReused):
        stripe_harness.another().authorize(wish(stripe_harness, instrument="pm_another"))


def test_a_card_that_a_customer_keeps(stripe_harness: StripeHarness) -> None:
    customer = stripe_harness.control(do="customer")["id"]
    kept = f"{customer}/{stripe_harness.instrument}"
    assert stripe_harness.gateway.authorize(wish(stripe_harness, instrument=kept)).state == "authorized"
    assert stripe_harness.intent("k1")["customer"] == customer


def test_the_smallest_amount_is_said_in_our_words(stripe_harness: StripeHarness) -> None:
    with pytest.raises(TruecartError) as refused:
        stripe_harness.gateway.authorize(wish(stripe_harness, amount_minor=49))
    assert (refused.value.code, refused.value.details["reason"]) == ("bad_price", "amount_too_small")
    assert stripe_harness.gateway.lookup("k1") is None


@pytest.mark.parametrize(("minor", "currency", "units"), [(500, "JPY", "500"), (5_120, "KWD", "5120")])
def test_amounts_go_out_and_come_back_in_the_currency(
    stripe_harness: StripeHarness, minor: int, currency: str, units: str
) -> None:
    charge = stripe_harness.gateway.authorize(wish(stripe_harness, amount_minor=minor, currency=currency))
    assert (charge.amount_minor, charge.currency) == (minor, currency)
    sent = posted(stripe_harness)[-1]
    assert (sent["amount"], sent["currency"]) == (units, currency.lower())
    assert stripe_harness.gateway.capture("k1", minor).captured_minor == minor


def test_who_is_paid_and_what_the_statement_says(stripe_harness: StripeHarness) -> None:
    paid = stripe_harness.another(stripe_account="acct_little", stripe_statement="LITTLE SHOP")
    paid.authorize(wish(stripe_harness))
    last = stripe_harness.control(do="requests")[-1]
    assert last["headers"]["Stripe-Account"] == "acct_little"
    assert dict(last["form"])["statement_descriptor_suffix"] == "LITTLE SHOP"


def test_who_pays_is_not_told_to_stripe(stripe_harness: StripeHarness) -> None:
    stripe_harness.gateway.authorize(wish(stripe_harness, payer="ada-lovelace"))
    assert "lovelace" not in str(stripe_harness.control(do="requests"))


def test_another_process_is_told_of_a_decline(stripe_harness: StripeHarness) -> None:
    stripe_harness.arm("authorize", "decline")
    declined = stripe_harness.gateway.authorize(wish(stripe_harness))
    assert (declined.state, declined.reason) == ("declined", "card_declined")
    assert stripe_harness.another().authorize(wish(stripe_harness)) == declined
    assert stripe_harness.another().lookup("k1") == declined


def test_the_card_was_never_asked(stripe_harness: StripeHarness) -> None:
    """A PaymentIntent that was made but not confirmed is nothing that happened; it can be given up all the same."""
    first = agreed(stripe_harness)
    unasked = {"latest_charge": None}
    stripe_harness.control(do="change", object="payment_intent", id=first.reference, values=unasked)
    assert stripe_harness.gateway.lookup("k1") is None
    assert stripe_harness.gateway.void("k1").state == "voided"


def test_a_request_in_other_words_is_the_same_charge(stripe_harness: StripeHarness) -> None:
    first = agreed(stripe_harness)
    moved = wish(stripe_harness, return_url="http://127.0.0.1/moved")  # no term of the charge, though Stripe minds it
    assert stripe_harness.another().authorize(moved) == first
