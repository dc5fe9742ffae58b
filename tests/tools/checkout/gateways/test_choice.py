"""Which gateway the settings name, and that a shop with an unusable one does not open."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import truecart
from tests.server import free_port
from tests.tools.checkout.gateways.harness_stripe import KEY
from tools.checkout.gateways import choice
from tools.clock import utc_now
from tools.errors import TruecartError
from tools.settings import CHECKOUT, Settings


@pytest.mark.parametrize("name", ["sandbox", "stripe"])
def test_the_gateway_that_is_named_is_opened(tmp_path: Path, name: str) -> None:
    assert choice.gateway(Settings(home=tmp_path, gateway=name, stripe_key=KEY), utc_now).name == name


@pytest.mark.parametrize("name", ["", "Stripe", "paypal"])
def test_there_is_no_other(tmp_path: Path, name: str) -> None:
    with pytest.raises(TruecartError) as refused:
        choice.gateway(Settings(home=tmp_path, gateway=name), utc_now)
    assert refused.value.code == "bad_setting"
    assert all(known in refused.value.message for known in choice.GATEWAYS)


def test_the_others_are_not_loaded() -> None:
    code = (
        "import sys; from tools.checkout.gateways import choice; from tools.clock import utc_now; "
        "from tools.settings import load; choice.gateway(load(), utc_now); "
        "print([name for name in ('stripe', 'alipay', 'httpx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=CHECKOUT, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["stripe", "alipay"])
def test_a_shop_without_its_gateways_keys_is_not_served(tmp_path: Path, name: str) -> None:
    done = truecart("serve", "--port", str(free_port()), home=tmp_path, TRUECART_GATEWAY=name)
    assert done.returncode == 1
    assert f"TRUECART_{name.upper()}_" in done.stderr
    assert done.stderr.endswith("(bad_setting)\n")


def test_the_doctor_tells_the_gateway_and_hides_its_keys(tmp_path: Path) -> None:
    keys = {"TRUECART_STRIPE_KEY": KEY, "TRUECART_STRIPE_WEBHOOK_SECRET": "whsec_secret"}
    done = truecart("doctor", "--json", home=tmp_path, TRUECART_GATEWAY="stripe", **keys)
    said = json.loads(done.stdout)
    (check,) = (each for each in said["checks"] if each["name"] == "payment gateway")
    assert (check["state"], "test mode" in check["said"]) == ("warning", True)  # no page to come back to
    values = {each["variable"]: each["value"] for each in said["settings"]}
    assert (values["TRUECART_GATEWAY"], values["TRUECART_STRIPE_KEY"]) == ("stripe", "(set)")
    assert not [key for key in keys.values() if key in done.stdout + done.stderr]
