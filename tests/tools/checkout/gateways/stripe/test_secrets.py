"""The keys stay where they are: not in a log, an exception, a representation, and nothing is told of this machine."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import traceback
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests import network
from tests.tools.checkout.gateways.harness import taken, wish
from tests.tools.checkout.gateways.harness_stripe import KEY, WEBHOOK_SECRET, StripeHarness, signed
from tools.checkout.gateways.stripe import StripeGateway
from tools.errors import TruecartError
from tools.settings import CHECKOUT, Settings

SECRETS = (KEY, WEBHOOK_SECRET, "_secret_")  # the last one: a PaymentIntent's client_secret


@pytest.fixture
def refused_gateway(stripe_harness: StripeHarness) -> StripeGateway:
    """With a key that the service does not know as one."""
    return stripe_harness.another(stripe_key=SecretStr("rk_" + "x" * 30))


def test_a_refused_key_is_said_without_it(stripe_harness: StripeHarness, refused_gateway: StripeGateway) -> None:
    for call in (lambda: refused_gateway.authorize(wish(stripe_harness)), lambda: refused_gateway.lookup("k1")):
        with pytest.raises(TruecartError) as refused:
            call()
        told = "".join(traceback.format_exception(refused.value)) + str(refused.value.as_json())
        assert refused.value.code == "gateway_refused"
        assert "xxx" not in told
        assert "TRUECART_STRIPE_KEY" in told


def test_nothing_is_logged(stripe_harness: StripeHarness, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("stripe", "httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger=name)
    gateway = stripe_harness.another()
    taken(stripe_harness)
    gateway.refund("k1", 100, "r1")
    stripe_harness.arm("capture", "unavailable", status=500)
    gateway.authorize(wish(stripe_harness, "k2"))
    with pytest.raises(TruecartError):
        gateway.capture("k2", 1_000)
    assert not [secret for secret in SECRETS if secret in caplog.text]
    assert caplog.records  # of the HTTP client: the log was really listened to


def test_no_representation_shows_them(stripe_harness: StripeHarness) -> None:
    gateway = stripe_harness.another()
    gateway.authorize(wish(stripe_harness))
    shown = repr(gateway) + str(gateway) + repr(stripe_harness.settings) + stripe_harness.settings.model_dump_json()
    assert not [secret for secret in SECRETS if secret in shown]


def test_a_webhook_leaves_the_clients_secret_behind(stripe_harness: StripeHarness) -> None:
    taken(stripe_harness)
    payload, headers = stripe_harness.webhook("k1")
    assert b"_secret_" in payload
    assert "_secret_" not in repr(stripe_harness.gateway.verify_webhook(payload, headers))


def test_nothing_is_told_of_this_machine(stripe_harness: StripeHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CURSOR_AGENT", "1")  # one of the variables that the SDK reports when it finds them
    for number in range(3):
        stripe_harness.gateway.authorize(wish(stripe_harness, f"k{number}"))
    sent = [each["headers"] for each in stripe_harness.control(do="requests")]
    assert sent
    assert {each["User-Agent"] for each in sent} == {"truecart"}
    assert not [name for each in sent for name in each if name.lower().startswith("x-stripe-client")]


def test_nothing_is_kept_on_this_machine(tmp_path: Path) -> None:
    """The SDK would make itself a name for this machine and write it under the user's configuration."""
    code = (
        "from tools.checkout.gateways.stripe import StripeGateway; from tools.settings import load\n"
        "try: StripeGateway(load()).lookup('k1')\n"
        "except Exception as problem: print(problem)"
    )
    ours = {"TRUECART_STRIPE_KEY": KEY, "TRUECART_STRIPE_URL": "http://127.0.0.1:9", "XDG_CONFIG_HOME": str(tmp_path)}
    environment = {**os.environ, **network.child_environment(), **ours}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=True)
    assert "gateway_unavailable" in done.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["", "pk_test_public", "sk_test_ with space", "sk_test_ключ", "whsec_wrong"])
def test_a_key_that_cannot_be_one_is_refused_at_the_start(key: str) -> None:
    with pytest.raises(TruecartError) as refused:
        StripeGateway(Settings(stripe_key=key))
    assert (refused.value.code, refused.value.details) == ("bad_setting", {"variable": "TRUECART_STRIPE_KEY"})
    assert not key or key not in str(refused.value)


@pytest.mark.parametrize("statement", ["123", "A*B", "it's", "<b>", "商店"])
def test_a_statement_that_banks_do_not_print_is_refused_at_the_start(statement: str) -> None:
    with pytest.raises(TruecartError) as refused:
        StripeGateway(Settings(stripe_key=KEY, stripe_statement=statement))
    assert refused.value.details == {"variable": "TRUECART_STRIPE_STATEMENT"}


@pytest.mark.parametrize(
    "url", ["http://api.stripe.example", "ftp://127.0.0.1", "127.0.0.1:80", "https://", "http://[::1"]
)
def test_the_key_is_not_sent_in_the_clear(url: str) -> None:
    with pytest.raises(TruecartError) as refused:
        StripeGateway(Settings(stripe_key=KEY, stripe_url=url))
    assert refused.value.details == {"variable": "TRUECART_STRIPE_URL"}


def test_an_unreadable_bundle_of_authorities_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(TruecartError) as refused:
        StripeGateway(Settings(stripe_key=KEY, ca_bundle=str(tmp_path / "none.pem")))
    assert refused.value.code == "bad_setting"


def test_without_a_signing_secret_no_webhook_is_believed(stripe_harness: StripeHarness) -> None:
    open_door = stripe_harness.another(stripe_webhook_secret=SecretStr(""))
    for secret in ("", " "):
        with pytest.raises(TruecartError) as refused:
            open_door.verify_webhook(b"{}", {"stripe-signature": signed(b"{}", secret=secret)})
        assert refused.value.code == "unauthenticated"
