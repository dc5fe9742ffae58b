"""Coupons in a conversation: typed, told about, taken back, in the quote and in the order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import MemorySaver

from cli.doctor import CHECKS
from graph.services import Services
from tests import little_shop
from tests.graph.talk import Talk

PROMOTIONS: list[dict[str, Any]] = [
    {"code": "welcome", "title": {"en": "Welcome", "zh": "新客优惠"}, "coupon": "WELCOME10", "off": {"percent": "10"}},
    {
        "code": "big",
        "title": {"en": "Big cart"},
        "coupon": "BIG",
        "off": {"amount_minor": 1_500},
        "at_least_minor": 9_000,
    },
]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    home: Path = tmp_path_factory.mktemp("home")
    made = little_shop.build(home)
    once = [{**each, "uses_per_shopper": 1} for each in PROMOTIONS]
    rules = {"currency": "USD", "promotions": once, "shipping": [{"price_minor": 599}]}
    (home / "tariff.json").write_text(json.dumps(rules))
    yield made
    made.engine.dispose()


@pytest.fixture
def talk(services: Services, request: pytest.FixtureRequest) -> Talk:
    found = Talk(services, MemorySaver(), f"coupons-{request.node.name}")
    found.say("navy jacket")
    found.say("add the first one in size M")
    return found


def codes(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["code"], each["severity"]) for each in values["violations"]]


def test_a_coupon_is_used_told_and_bought_with(talk: Talk) -> None:
    values = talk.say("use code welcome10")
    assert values["cart"]["coupons"] == ["welcome10"]
    assert codes(values) == []
    goods = values["cart"]["goods_minor"]
    estimate = values["change"]["estimate"]
    assert [each["minor"] for each in estimate["discounts"]] == [goods // 10]
    assert f"${estimate['total_minor'] / 100:.2f}" in values["reply"]
    talk.say("checkout")
    terms = talk.shown["quote"]["terms"]
    assert terms["total_minor"] == estimate["total_minor"]
    order = talk.approve()["order"]
    assert [each["coupon"] for each in order["discounts"]] == ["welcome10"]
    assert "coupons" not in talk.values["cart"]
    talk.say("navy jacket")
    talk.say("add the first one in size M")
    assert codes(talk.say("use code WELCOME10")) == [("coupon_used", "error")]
    assert not talk.values["cart"].get("coupons")


def test_a_coupon_that_nobody_knows_is_not_kept(talk: Talk) -> None:
    values = talk.say("use code NOBODY1")
    assert codes(values) == [("unknown_coupon", "error")]
    assert not values["cart"].get("coupons")
    assert len(values["cart"]["lines"]) == 1


def test_what_a_coupon_lacks_is_said_and_it_is_kept(talk: Talk) -> None:
    values = talk.say("apply coupon BIG")
    assert codes(values) == [("coupon_not_applicable", "warning")]
    missing = values["violations"][0]["details"]["missing_minor"]
    assert f"${missing / 100:.2f}" in values["reply"]
    assert not values["degraded"]
    values = talk.say("two of them")
    assert codes(values) == []
    assert [each["minor"] for each in values["change"]["estimate"]["discounts"]] == [1_500]
    assert [each["minor"] for each in values["cart"]["discounts"]] == [1_500]
    values = talk.say("remove the coupon")
    assert (values["cart"]["coupons"], values["cart"]["discounts"]) == ([], [])
    assert "estimate" not in values["change"]
    assert codes(talk.say("remove the coupon")) == [("unknown_coupon", "error")]


def test_in_chinese(talk: Talk) -> None:
    values = talk.say("用优惠码 BIG")
    assert codes(values) == [("coupon_not_applicable", "warning")]
    assert "BIG" in values["reply"]
    assert "Coupon" not in values["reply"]
    assert talk.say("去掉优惠券")["cart"]["coupons"] == []


def test_a_coupon_beside_another_wish(talk: Talk) -> None:
    values = talk.say("make it three and use coupon BIG")
    assert (values["cart"]["lines"][0]["quantity"], values["cart"]["coupons"]) == (3, ["BIG"])


def test_a_coupon_before_any_goods(services: Services) -> None:
    early = Talk(services, MemorySaver(), "coupons-early")
    values = early.say("I have a coupon code BIG")
    assert values["cart"]["coupons"] == ["BIG"]
    early.say("navy jacket")
    assert early.say("add the first one in size M")["cart"]["coupons"] == ["BIG"]


def test_a_warning_does_not_hide_what_became_of_a_purchase(talk: Talk) -> None:
    talk.say("apply coupon BIG")
    talk.say("checkout")
    approval = talk.shown["approval"]
    values = talk.resume({"id": approval["id"], "digest": approval["digest"], "decision": "reject"})
    assert [each["code"] for each in values["violations"]] == ["coupon_not_applicable"]
    assert "$" not in values["reply"]


def test_a_coupon_that_is_gone_by_checkout_stops_it_and_says_how_to_go_on(services: Services) -> None:
    file = services.settings.home / "tariff.json"
    rules = file.read_text()
    talk = Talk(services, MemorySaver(), "coupons-gone")
    talk.say("navy jacket")
    talk.say("add the first one in size M")
    talk.say("use code BIG")
    file.write_text(json.dumps({"currency": "USD", "shipping": [{"price_minor": 599}]}))
    try:
        assert codes(talk.say("two of them")) == [("unknown_coupon", "warning")]
        assert talk.values["cart"]["lines"][0]["quantity"] == 2
        assert codes(talk.say("checkout")) == [("unknown_coupon", "error")]
        assert "remove the coupon" in talk.values["reply"]
        talk.say("remove the coupon")
        talk.say("checkout")
        assert talk.shown["quote"]["terms"]["discounts"] == []
    finally:
        file.write_text(rules)


def test_the_doctor_reads_the_tariff(services: Services) -> None:
    state, said = CHECKS["tariff"](services)
    assert (state, said.partition(": ")[2]) == ("ok", "2 promotions, 1 shipping rows, 0 tax rates")
