from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.builders import CATALOG, Shop, cart, cart_line, stock_catalog
from tests.tools.checkout.conftest import SKUS
from tools.checkout import instruments, payments
from tools.checkout.gateways.port import ChargeRequest, ChargeResult
from tools.checkout.gateways.sandbox import SandboxGateway
from tools.database import reading
from tools.errors import TruecartError
from tools.schema import audit_events, quotes

TOKEN = "pm_1NxQ7hKa9Wr2"


class CardGateway(SandboxGateway):
    """The sandbox under a name that charges nobody without a token; it remembers which it was handed."""

    name = "stripe"

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.charged: list[tuple[str, str]] = []

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        self.charged.append((request.payer, request.instrument))
        return super().authorize(request)


@pytest.fixture
def gateway(tmp_path: Path) -> CardGateway:
    return CardGateway(tmp_path / "cards.db")


@pytest.fixture
def cards(engine: Engine, tmp_path: Path, gateway: CardGateway) -> Shop:
    stock_catalog(engine, SKUS)
    return Shop.open(engine, tmp_path, gateway=gateway)


def codes(outcome: Any) -> list[str]:
    return [each["code"] for each in outcome["violations"]]


def test_the_sandbox_asks_nobody_for_a_token(shop: Shop) -> None:
    quote, other = shop.approved(cart_line("a")), shop.quote(cart_line("a"), shopper="bo", thread="t-2")
    assert len(quote["terms"]["instrument"]) == 64
    assert quote["terms"]["instrument"] != other["terms"]["instrument"]
    assert shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"] is not None


def test_without_a_means_of_payment_there_is_no_quote(cards: Shop) -> None:
    quote, found = cards.desk.quote(
        thread_id="t", turn_id="", shopper="ada", catalog=CATALOG, cart=cart(cart_line("a"))
    )
    assert quote is None
    assert [each["code"] for each in found] == ["no_instrument"]
    assert cards.desk.instrument("ada") is None


def test_each_shoppers_own_is_charged(cards: Shop, gateway: CardGateway) -> None:
    cards.desk.set_instrument("ada", TOKEN, "Visa 4242")
    cards.desk.set_instrument("bo", "pm_bo", "Amex")
    for shopper in ("ada", "bo"):
        quote = cards.approved(cart_line("a"), shopper=shopper, thread=shopper)
        assert cards.desk.pay(quote["quote_id"], turn_id="", actor=shopper)["order"] is not None
    assert gateway.charged == [("ada", TOKEN), ("bo", "pm_bo")]


def test_another_means_of_payment_after_the_approval_is_not_charged(cards: Shop, gateway: CardGateway) -> None:
    cards.desk.set_instrument("ada", TOKEN, "Visa 4242")
    quote = cards.approved(cart_line("a"))
    cards.desk.set_instrument("ada", "pm_other", "Visa 1111")
    assert codes(cards.desk.pay(quote["quote_id"], turn_id="", actor="ada")) == ["instrument_changed"]
    assert gateway.charged == []
    assert {each["status"] for each in cards.desk.approvals_of(quote["quote_id"])} == {"superseded"}
    assert cards.desk.available(CATALOG, ["a"]) == {"a": 10}


def test_a_change_between_claim_and_charge_charges_nothing(cards: Shop, gateway: CardGateway) -> None:
    cards.desk.set_instrument("ada", TOKEN, "Visa 4242")
    quote = cards.approved(cart_line("a"))
    with cards.desk._till.transaction() as connection:
        payments._claim(cards.desk._till, connection, quote, "", "ada")
    cards.desk.set_instrument("ada", "pm_other", "Visa 1111")
    assert cards.desk.sweep()["ended"] == 1
    assert gateway.charged == []
    assert cards.desk.available(CATALOG, ["a"]) == {"a": 10}


def test_the_same_token_again_is_no_change(cards: Shop) -> None:
    cards.desk.set_instrument("ada", TOKEN, "Visa 4242")
    quote = cards.approved(cart_line("a"))
    cards.desk.set_instrument("ada", TOKEN, "My everyday card")
    assert cards.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"] is not None


def test_nobody_pays_with_somebody_elses(cards: Shop) -> None:
    cards.desk.set_instrument("ada", TOKEN, "Visa 4242")
    with pytest.raises(TruecartError) as refused:
        cards.desk.set_instrument("bo", TOKEN, "mine now")
    assert (refused.value.code, refused.value.details) == ("bad_instrument", {"field": "token"})
    assert cards.desk.instrument("bo") is None


@pytest.mark.parametrize(
    "token", ["", "4242424242424242", "4242 4242 4242 4242", "a b", "é", "x" * 256, 7, None, "a\n"]
)
def test_what_is_no_token(cards: Shop, token: Any) -> None:
    with pytest.raises(TruecartError) as refused:
        cards.desk.set_instrument("ada", token, "Visa")
    assert refused.value.details == {"field": "token"}
    assert cards.desk.instrument("ada") is None


@pytest.mark.parametrize("label", ["", "  ", "x" * 61, "Visa 4242424242424242", "a\u202eb", None])
def test_what_is_no_label(cards: Shop, label: Any) -> None:
    with pytest.raises(TruecartError) as refused:
        cards.desk.set_instrument("ada", TOKEN, label)
    assert refused.value.details == {"field": "label"}


def test_the_token_is_in_no_terms_no_audit_and_no_words(cards: Shop) -> None:
    cards.desk.set_instrument("ada", TOKEN, "Visa 4242")
    quote = cards.approved(cart_line("a"))
    outcome = cards.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    cards.desk.set_instrument("ada", "pm_other", "Visa 1111")
    with reading(cards.engine) as connection:
        written = connection.execute(select(audit_events.c.body)).scalars().all()
        terms = connection.execute(select(quotes.c.terms)).scalars().all()
    assert any("instrument" in each for each in written)
    for text in (*written, *terms, json.dumps(outcome), json.dumps(quote), repr(cards.desk.instrument("ada"))):
        assert TOKEN not in text
        assert "pm_other" not in text


def test_forgotten_is_gone(cards: Shop) -> None:
    cards.desk.set_instrument("ada", TOKEN, "Visa 4242")
    with cards.desk._till.transaction() as connection:
        instruments.forget(connection, "ada", "stripe")
    assert cards.desk.instrument("ada") is None
