"""The main job over the real server: search, refine, choose, two of them, check out, approve, exactly one charge."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from graph.services import Services
from tests.integration.shopper import Shopper, codes, put_in_cart
from tests.server import RunningServer
from tools import settings

pytestmark = pytest.mark.server
ROADS = {
    "demo": ["show me waterproof jackets", "not black, under $160"],
    "luma": ["show me jackets", "not black, under $60"],
}


OPEN: list[Shopper] = []


@pytest.fixture(autouse=True)
def close_shoppers() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture(scope="module", params=["demo", "luma"])
def shop(
    request: pytest.FixtureRequest,
    server_factory: Callable[..., RunningServer],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[RunningServer, Services, list[str]]:
    name = request.param
    if name == "demo":
        running = server_factory()
    else:
        data: Path = request.getfixturevalue("data_folder")
        home = tmp_path_factory.mktemp("luma") / "home"
        feed = data / "magento_luma" / "products.jsonl"
        command = [sys.executable, "-m", "cli.main", "catalog", "import", str(feed), "--catalog", "luma"]
        subprocess.run(command, check=True, cwd=settings.CHECKOUT, env={**os.environ, "TRUECART_HOME": str(home)})
        running = server_factory(home, catalog="luma")
    return running, Services(settings.load(home=running.home, catalog=name)), ROADS[name]


def test_search_refine_choose_two_approve_charges_once(shop: tuple[RunningServer, Services, list[str]]) -> None:
    running, services, (wish, narrower) = shop
    charged_before = len(services.checkout.gateway.charges())
    shopper = Shopper(running.url)
    OPEN.append(shopper)

    first = shopper.say(wish)
    assert len(first["results"]) >= 3
    second = shopper.say(narrower)
    limit = next(each["value"]["minor"] for each in second["constraints"] if each["attribute"] == "price")
    assert second["results"]
    for card in second["results"]:
        assert card["options"].get("color", "").lower() != "black"
        assert card["price"]["minor"] <= limit
        assert card["why"]
    chosen = second["results"][1]
    third = shopper.say("the second one in size M")
    (line,) = third["cart"]["lines"]
    assert (line["product_id"], line["options"]["size"], line["quantity"]) == (chosen["product_id"], "M", 1)
    fourth = shopper.say("two of them")
    assert [each["quantity"] for each in fourth["cart"]["lines"]] == [2]
    stock = services.catalog.variant(line["variant_id"]).stock

    asked = shopper.say("checkout")
    assert shopper.pending is not None
    quote = shopper.pending["value"]["quote"]
    assert quote["digest"] == asked["approval"]["digest"]
    assert quote["terms"]["lines"][0]["quantity"] == 2
    assert len(services.checkout.gateway.charges()) == charged_before

    done = shopper.answer("approve")
    order = done["order"]
    assert order["status"] == "paid"
    assert order["total_minor"] == quote["terms"]["total_minor"]
    assert done["cart"]["lines"] == []
    assert len(services.checkout.gateway.charges()) == charged_before + 1
    assert services.catalog.variant(line["variant_id"]).stock == stock - 2
    assert services.audit.verify()["ok"]
    why = services.checkout.why(order["order_id"])
    said = [each["utterance"] for each in why["lines"][0]["lineage"]]
    assert "the second one in size M" in said
    assert "two of them" in said


REFUSED = {
    "zero": ("change line 1 to 0", "bad_quantity"),
    "negative": ("change line 1 to -1", "bad_quantity"),
    "huge": ("change line 1 to 1000000000", "quantity_over_limit"),
}


def in_cart(running: RunningServer) -> Shopper:
    shopper = Shopper(running.url, "demo-bo")
    OPEN.append(shopper)
    put_in_cart(shopper)
    return shopper


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_quantity_changes_nothing(server: RunningServer, case: str) -> None:
    text, code = REFUSED[case]
    shopper = in_cart(server)
    before = shopper.values()["cart"]
    after = shopper.say(text)
    assert code in codes(after)
    assert after["cart"] == before


def test_more_than_stock_is_refused_with_what_is_left(server: RunningServer) -> None:
    services = Services(settings.load(home=server.home))
    shopper = in_cart(server)
    line = shopper.values()["cart"]["lines"][0]
    stock = services.catalog.variant(line["variant_id"]).stock
    if stock >= services.settings.max_line_quantity:
        pytest.skip("the demo shop has more of this mug than one line may hold")
    after = shopper.say(f"change line 1 to {stock + 1}")
    assert "out_of_stock" in codes(after)
    assert after["cart"]["lines"] == [line]


MESSAGES: dict[str, tuple[Any, str]] = {
    "empty": ("", "empty_message"),
    "blank": (" \n\t ", "empty_message"),
    "a megabyte": ("jacket " * 150_000, "message_too_long"),
    "binary": ("\x01\x02\x7f\x03jacket\x04\x05", "message_not_text"),
}


@pytest.mark.parametrize("case", MESSAGES)
def test_an_unusable_message_is_refused_and_the_cart_stays(server: RunningServer, case: str) -> None:
    text, code = MESSAGES[case]
    shopper = in_cart(server)
    before = shopper.values()["cart"]
    after = shopper.say(text)
    assert codes(after) == [code]
    assert after["cart"] == before
    assert all(len(each["content"]) < 5_000 for each in after["messages"])


def test_an_unknown_product_is_said_and_not_sold(server: RunningServer) -> None:
    shopper = in_cart(server)
    before = shopper.values()["cart"]
    after = shopper.say("add number 47")
    assert "unknown_product" in codes(after)
    assert after["cart"] == before


def test_a_budget_is_kept(server: RunningServer) -> None:
    services = Services(settings.load(home=server.home))
    shopper = in_cart(server)
    charged = len(services.checkout.gateway.charges())
    after = shopper.say("checkout, I can spend at most $1 in total")
    assert "over_budget" in codes(after)
    assert shopper.pending is None
    assert len(services.checkout.gateway.charges()) == charged


def test_an_approval_with_a_wrong_digest_decides_nothing(server: RunningServer) -> None:
    services = Services(settings.load(home=server.home))
    shopper = in_cart(server)
    charged = len(services.checkout.gateway.charges())
    asked = shopper.say("checkout")
    with pytest.raises(httpx.HTTPStatusError, match="409") as refused:
        shopper.answer("approve", digest="0" * 64)
    assert "digest_mismatch" in str(refused.value.__notes__)
    assert services.checkout.approval(asked["approval"]["id"])["status"] == "pending"
    assert len(services.checkout.gateway.charges()) == charged
    right = {"id": asked["approval"]["id"], "digest": asked["approval"]["digest"], "decision": "approve"}
    done = shopper.run(input={"messages": [], "approval": right})
    assert done["order"]["status"] == "paid"
    assert len(services.checkout.gateway.charges()) == charged + 1


def test_a_new_message_puts_the_pending_purchase_aside(server: RunningServer) -> None:
    services = Services(settings.load(home=server.home))
    shopper = in_cart(server)
    charged = len(services.checkout.gateway.charges())
    shopper.say("checkout")
    old = shopper.pending
    assert old is not None
    shopper.say("change line 1 to 2")
    shopper.say("checkout")
    assert shopper.pending is not None
    with pytest.raises(httpx.HTTPStatusError, match="409") as stale:
        shopper.run(command={"resume": {old["id"]: {**old["value"]["approval"], "decision": "approve"}}})
    assert "approval_superseded" in str(stale.value.__notes__)
    assert len(services.checkout.gateway.charges()) == charged
    assert services.checkout.approval(old["value"]["approval"]["id"])["status"] == "superseded"


def test_a_typed_yes_charges_nothing(server: RunningServer) -> None:
    services = Services(settings.load(home=server.home))
    shopper = in_cart(server)
    charged = len(services.checkout.gateway.charges())
    shopper.say("checkout")
    shopper.say("yes")
    assert shopper.pending is not None, "a typed yes is answered with a fresh quote to approve"
    assert len(services.checkout.gateway.charges()) == charged
