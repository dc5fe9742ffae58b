"""What happens when others act exactly between two steps of a payment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Engine

from evals.proof.gateway import Died, HookedGateway, die
from tests.builders import CATALOG, Shop, cart_line, set_variant, stock_of
from tools.checkout.gateways.port import OutcomeUnknown
from tools.checkout.payments import PayOutcome
from tools.checkout.types import Quote


@dataclass
class Scene:
    """A payment about to be made at `shop`, whose gateway is hooked, and `other`: the same shop seen by others."""

    shop: Shop
    other: Shop
    hooks: dict[tuple[str, str], Callable[[], None]]
    quote: Quote

    def pay(self) -> PayOutcome:
        return self.shop.desk.pay(self.quote["quote_id"], turn_id="", actor="ada")

    def later(self, minutes: float) -> None:
        for each in (self.shop, self.other):
            each.clock.forward(minutes=minutes)

    def late_sweep(self) -> None:
        self.later(16)
        self.other.desk.sweep()


@pytest.fixture
def scene(shop: Shop, engine: Engine, tmp_path: Path) -> Scene:
    hooked = HookedGateway(shop.gateway)
    buyer = Shop.open(engine, tmp_path, gateway=hooked)
    return Scene(buyer, shop, hooked.hooks, buyer.approved(cart_line("last")))


def nothing_taken(scene: Scene, outcome: PayOutcome) -> None:
    assert [each["code"] for each in outcome["violations"]] == ["quote_expired"]
    assert scene.shop.desk.orders_of("ada") == []
    assert not scene.shop.gateway.charges("captured")
    assert not scene.shop.gateway.charges("authorized")
    assert scene.shop.desk.available(CATALOG, ["last"]) == {"last": 1}
    assert scene.shop.audit.verify()["ok"]


def bought_once(scene: Scene, outcome: PayOutcome) -> None:
    assert outcome["order"] is not None
    assert scene.shop.desk.orders_of("ada") == [outcome["order"]]
    assert len(scene.shop.gateway.charges()) == len(scene.shop.captured()) == 1
    assert stock_of(scene.shop.engine, "last") == 0
    assert scene.shop.audit.verify()["ok"]


@pytest.mark.parametrize("point", [("before", "authorize"), ("after", "authorize")], ids=lambda point: "-".join(point))
def test_a_reservation_that_comes_too_late_is_given_back(scene: Scene, point: tuple[str, str]) -> None:
    scene.hooks[point] = scene.late_sweep
    nothing_taken(scene, scene.pay())


def test_swept_away_between_reservation_and_capture(scene: Scene) -> None:
    scene.hooks["before", "capture"] = scene.late_sweep
    nothing_taken(scene, scene.pay())


def test_swept_after_the_capture_it_is_an_order(scene: Scene) -> None:
    scene.hooks["after", "capture"] = scene.late_sweep
    bought_once(scene, scene.pay())


def test_a_late_reservation_whose_payer_died_is_given_back(scene: Scene) -> None:
    """Given up by the sweeper, reserved after all, and the process died before it could return the money."""
    scene.hooks["before", "authorize"] = scene.late_sweep
    scene.hooks["before", "void"] = die
    with pytest.raises(Died):
        scene.pay()
    assert scene.shop.gateway.charges("authorized")
    assert scene.other.desk.sweep()["returned"] == 1
    assert scene.other.desk.sweep()["returned"] == 0
    nothing_taken(scene, scene.pay())


def test_a_late_reservation_is_given_back_also_after_a_long_night(scene: Scene) -> None:
    """Nobody swept for two days; what is done with is not looked up for ever."""
    scene.hooks["before", "authorize"] = scene.late_sweep
    scene.hooks["before", "void"] = die
    with pytest.raises(Died):
        scene.pay()
    scene.later(2 * 24 * 60)
    assert scene.other.desk.sweep()["returned"] == 1
    assert scene.other.desk.sweep()["returned"] == 0
    scene.shop.gateway.arm("lookup", "lost_reply")
    scene.other.desk.sweep()
    with pytest.raises(OutcomeUnknown):  # the fault is still there: the sweeper has not asked again
        scene.shop.gateway.lookup("any")
    nothing_taken(scene, scene.pay())


@pytest.mark.parametrize("operation", ["authorize", "capture"])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("rival", ["sweep", "pay"])
def test_a_rival_settles_first(scene: Scene, when: str, operation: str, rival: str) -> None:
    def act() -> None:
        if rival == "sweep":
            scene.other.desk.sweep()
        else:
            scene.other.desk.pay(scene.quote["quote_id"], turn_id="", actor="ada")

    scene.hooks[when, operation] = act
    bought_once(scene, scene.pay())


def test_a_stale_answer_of_never_seen_does_not_void_a_capture(scene: Scene) -> None:
    """A sweeper was told "never seen", slept, and wakes after the payment went through without its reply."""
    hooked = HookedGateway(scene.other.gateway)
    sweeper = Shop.open(scene.shop.engine, scene.shop.settings.home, gateway=hooked)

    def pay_meanwhile() -> None:
        scene.other.gateway.arm("capture", "lost_reply")
        assert scene.pay()["violations"][0]["code"] == "payment_unknown"
        sweeper.clock.forward(minutes=16)

    scene.other.gateway.arm("authorize", "lost_request")
    assert scene.pay()["violations"][0]["code"] == "payment_unknown"
    hooked.hooks["after", "lookup"] = pay_meanwhile
    assert sweeper.desk.sweep()["settled"] == 1
    bought_once(scene, scene.pay())


def test_a_price_that_rises_during_the_payment_is_not_charged(scene: Scene) -> None:
    """The claim fixed the amount; the rise is for the next quote."""
    scene.hooks["before", "authorize"] = lambda: set_variant(scene.shop.engine, "last", price_minor=9_999)
    outcome = scene.pay()
    bought_once(scene, outcome)
    assert scene.shop.captured() == [2_599]


def test_second_thoughts_after_the_claim_are_too_late(scene: Scene) -> None:
    scene.hooks["before", "authorize"] = lambda: _supersede(scene)
    bought_once(scene, scene.pay())


def _supersede(scene: Scene) -> None:
    assert scene.other.desk.supersede("t-1", actor="ada", turn_id="") == []
