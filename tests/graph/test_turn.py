"""Turns through the compiled graph, in this process, over a small real shop."""

from __future__ import annotations

import base64
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import MemorySaver
from langgraph.checkpoint.sqlite import SqliteSaver
from PIL import Image

from graph.build import NODES
from graph.closing import MESSAGES_KEPT
from graph.services import Services
from tests import little_shop
from tests.graph.talk import RITA, Talk


def codes(state: dict[str, Any]) -> list[str]:
    return [each["code"] for each in state["violations"]]


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return little_shop.build(tmp_path_factory.mktemp("little") / "home")


def buying(talk: Talk) -> str:
    """One jacket on its way to the till; answers its variant."""
    talk.say("waterproof jackets")
    (line,) = talk.say("the first one in size M")["cart"]["lines"]
    talk.say("checkout")
    return str(line["variant_id"])


def test_the_design_names_every_station() -> None:
    assert set(NODES) == {
        "begin_turn",
        "screen_input",
        "parse_intent",
        "retrieve",
        "verify_attributes",
        "rank",
        "update_cart",
        "check_cart",
        "quote",
        "check_quote",
        "request_approval",
        "record_approval",
        "request_review",
        "record_review",
        "pay",
        "quote_refund",
        "refund",
        "run_skill",
        "reply",
        "screen_output",
    }


def test_what_the_picture_contradicts_leaves_the_list_and_is_counted(talk: Talk) -> None:
    state = talk.say("a navy waterproof jacket")
    assert not state["violations"]
    assert [each["product_id"] for each in state["results"]] == ["fjord"]
    (left,) = state["contradicted"]
    assert (left["product_id"], left["claimed"]) == ("liar", "navy")
    assert left["observed"][0]["value"] == "red"
    (seen,) = state["results"][0]["evidence"]
    assert (seen["claimed"], seen["verdict"]) == ("navy", "confirmed")


def test_the_road_charges_once_and_says_why(talk: Talk, shop: Services) -> None:
    talk.say("waterproof jackets")
    chosen = talk.say("not navy, under $70")["results"]
    assert [each["product_id"] for each in chosen] == ["ember"]
    talk.say("the first one in size M")
    talk.say("two of them")
    asked = talk.say("checkout")
    assert asked["approval"]["digest"] == talk.shown["quote"]["digest"]
    assert not shop.checkout.gateway.charges()
    done = talk.approve()
    assert done["order"]["total_minor"] == 2 * 5900
    assert done["cart"]["lines"] == []
    assert len(shop.checkout.gateway.charges()) == 1
    assert shop.catalog.variant("ember-m").stock == little_shop.STOCK - 2
    why = shop.checkout.why(done["order"]["order_id"])
    said = [each["utterance"] for each in why["lines"][0]["lineage"]]
    assert said == ["the first one in size M", "two of them"]
    assert shop.audit.verify()["ok"]


def test_every_node_leaves_its_event_in_the_chain(talk: Talk, shop: Services) -> None:
    talk.say("waterproof jackets")
    kept = [each["event"] for each in shop.audit.events(thread_id="t1")]
    assert kept == [
        "begin_turn",
        "screen_input",
        "parse_intent",
        "retrieve",
        "verify_attributes",
        "rank",
        "reply",
        "screen_output",
    ]


def test_concurrent_resumes_charge_once(shop: Services, tmp_path: Path) -> None:
    with SqliteSaver.from_conn_string(str(tmp_path / "checkpoints.db")) as saver:
        talk = Talk(shop, saver)
        variant_id = buying(talk)
        approval = talk.shown["approval"]
        answer = {"id": approval["id"], "digest": approval["digest"], "decision": "approve"}
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: talk.resume(answer), range(4)))
        assert talk.values["order"], "when all have come to their end"  # between, the newest checkpoint may be mid-run
    assert len(shop.checkout.gateway.charges()) == 1
    assert shop.catalog.variant(variant_id).stock == little_shop.STOCK - 1


def test_a_replay_from_before_the_payment_charges_nothing_more(talk: Talk, shop: Services) -> None:
    buying(talk)
    approval = talk.shown["approval"]
    before = talk.graph.get_state(talk.config()).config["configurable"]["checkpoint_id"]
    answer = {"id": approval["id"], "digest": approval["digest"], "decision": "approve"}
    first = talk.resume(answer)
    again = talk.resume(answer, checkpoint_id=before)
    assert first["order"]["order_id"] == again["order"]["order_id"]
    late = talk.resume({**answer, "decision": "reject"}, checkpoint_id=before)
    assert late["order"] is None or late["order"]["order_id"] == first["order"]["order_id"]
    assert len(shop.checkout.gateway.charges()) == 1


WRONG: dict[str, Any] = {
    "another digest": {"digest": "0" * 64, "decision": "approve"},
    "a number": 7,
    "two decisions": {"decisions": [{"type": "approve"}, {"type": "reject"}]},
    "no decision": {"decision": "maybe"},
    "an edit by the shopper": {"decision": "edit", "edit": {"lines": []}},
}
UNNAMED: dict[str, Any] = {
    "bare yes": "yes",
    "no digest": {"decision": "approve"},
    "agent-inbox accept without terms": [{"type": "accept", "args": None}],
    "agent-chat-ui approve without terms": {"decisions": [{"type": "approve"}]},
}


def asked_again(talk: Talk, shop: Services, approval: dict[str, Any]) -> list[str]:
    """The purchase still waits, nothing is charged; answers why the answer did not count."""
    assert not shop.checkout.gateway.charges()
    assert shop.checkout.approval(approval["id"])["status"] == "pending"
    assert talk.shown["approval"]["id"] == approval["id"]
    return [each["code"] for each in talk.shown["violations"]]


@pytest.mark.parametrize("case", WRONG)
def test_an_answer_that_does_not_agree_to_these_terms_leaves_the_question_standing(
    talk: Talk, shop: Services, case: str
) -> None:
    buying(talk)
    approval = talk.shown["approval"]
    answer = WRONG[case]
    talk.resume({"id": approval["id"], **answer} if "decision" in str(answer) and isinstance(answer, dict) else answer)
    assert asked_again(talk, shop, approval)
    assert talk.approve()["order"]["status"] == "paid"


@pytest.mark.parametrize("case", UNNAMED)
def test_an_unnamed_answer_counts_for_the_only_purchase(talk: Talk, case: str) -> None:
    buying(talk)
    assert talk.resume(UNNAMED[case])["order"]["status"] == "paid"


@pytest.mark.parametrize("case", UNNAMED)
def test_an_unnamed_answer_after_a_changed_cart_charges_nothing(talk: Talk, shop: Services, case: str) -> None:
    buying(talk)
    talk.say("two of them")
    talk.say("checkout")
    approval = talk.shown["approval"]
    talk.resume(UNNAMED[case])
    assert asked_again(talk, shop, approval) == ["approval_unnamed"]


@pytest.mark.parametrize("form", ["agent-chat-ui", "agent-inbox"])
def test_reviewer_pages_that_echo_the_terms_are_understood(talk: Talk, form: str) -> None:
    buying(talk)
    request = talk.shown["action_requests"][0]
    if form == "agent-chat-ui":
        answer: Any = {"decisions": [{"type": "approve", "args": request["args"]}]}
    else:
        answer = [{"type": "accept", "args": {"action": "pay", "args": request["arguments"]}}]
    assert talk.resume(answer)["order"]["status"] == "paid"


def test_somebody_else_cannot_answer(talk: Talk, shop: Services) -> None:
    buying(talk)
    approval = talk.shown["approval"]
    answer = {"id": approval["id"], "digest": approval["digest"], "decision": "approve"}
    for who in ({"identity": "bo", "role": "shopper"}, RITA, {"identity": "", "role": ""}):
        assert talk.resume(answer, who).get("order") is None
        assert asked_again(talk, shop, approval) == ["not_your_approval"]


def test_a_new_message_puts_the_purchase_aside_and_frees_the_stock(talk: Talk, shop: Services) -> None:
    variant_id = buying(talk)
    old = talk.shown["approval"]
    assert shop.checkout.available("little", [variant_id])[variant_id] == little_shop.STOCK - 1
    state = talk.say("what else is there? red jackets")
    assert state["superseded"] == old["id"]
    assert shop.checkout.available("little", [variant_id])[variant_id] == little_shop.STOCK
    late = talk.say("", approval={"id": old["id"], "digest": old["digest"], "decision": "approve"})
    assert codes(late) == ["approval_superseded"]
    assert not shop.checkout.gateway.charges()


def test_a_consent_may_come_with_a_message(talk: Talk) -> None:
    buying(talk)
    shown = talk.shown["approval"]
    state = talk.say("yes", approval={"id": shown["id"], "digest": shown["digest"], "decision": "approve"})
    assert state["order"]["status"] == "paid"


def test_the_whole_approval_may_be_sent_back_with_the_decision(talk: Talk) -> None:
    buying(talk)
    state = talk.say("yes", approval={**talk.shown["approval"], "decision": "approve"})
    assert state["order"]["status"] == "paid"
    assert talk.say("mugs")["order"] is None


def test_a_price_that_rose_before_the_charge_asks_again(talk: Talk, shop: Services) -> None:
    from sqlalchemy import update

    from tools.database import writing
    from tools.schema import variants

    variant_id = buying(talk)
    dearer = variants.c.price_minor + 1
    with writing(shop.engine) as connection:
        connection.execute(update(variants).where(variants.c.variant_id == variant_id).values(price_minor=dearer))
    state = talk.approve()
    assert "price_changed" in codes(state)
    assert not shop.checkout.gateway.charges()
    assert state["cart"]["lines"], "the cart stays, and can be quoted anew"


def test_a_shop_without_its_index_says_so_and_keeps_the_cart(talk: Talk, shop: Services) -> None:
    import shutil

    talk.say("waterproof jackets")
    cart = talk.say("the first one in size M")["cart"]
    broken = Services(shop.settings)
    shutil.rmtree(shop.settings.indexes)
    state = Talk(broken, talk.graph.checkpointer).say("red jackets")
    assert "index_mismatch" in codes(state)
    assert state["cart"] == cart
    assert state["reply"]
    broken.engine.dispose()


def uploaded(data: bytes, kind: str = "png") -> dict[str, str]:
    return {"data_url": f"data:image/{kind};base64,{base64.b64encode(data).decode()}"}


def test_a_picture_becomes_a_constraint_that_says_so(stocked: Services) -> None:
    state = Talk(stocked, MemorySaver()).say("a jacket like this", image=uploaded(little_shop.picture("red")))
    assert {"attribute": "color", "op": "is", "value": "red"}.items() <= state["constraints"][-1].items()
    assert [each["product_id"] for each in state["results"]] == ["ember"]
    assert set(state["image"]) == {"content_hash"}
    assert state["picture"]["used"] == ["color"]
    assert "red (9" in state["reply"]
    assert Talk(stocked, MemorySaver()).say("red jackets")["picture"] is None


def test_a_dark_picture_makes_no_constraint_and_the_reply_says_why(stocked: Services) -> None:
    dark = Image.open(io.BytesIO(little_shop.picture("red"))).point(lambda value: value * 0.3)
    buffer = io.BytesIO()
    dark.save(buffer, "PNG")
    state = Talk(stocked, MemorySaver()).say("a jacket like this", image=uploaded(buffer.getvalue()))
    assert state["picture"]["doubts"] == ["dark"]
    assert not [each for each in state["constraints"] if each["attribute"] == "color"]
    assert "too dark" in state["reply"]


def test_words_overrule_the_picture(stocked: Services) -> None:
    state = Talk(stocked, MemorySaver()).say("this, but in green", image=uploaded(little_shop.picture("red")))
    assert [each["product_id"] for each in state["results"]] == ["moss"]


@pytest.mark.parametrize(
    ("image", "code"),
    [
        (uploaded(b"not a picture"), "unsupported_image"),
        ({"data_url": "https://example.org/x.png"}, "unsupported_image"),
        ({"data_url": "data:image/png;base64,%%%"}, "unsupported_image"),
        ({"content_hash": "../../etc/passwd"}, "not_found"),
        ({}, "unsupported_image"),
    ],
)
def test_a_broken_picture_is_refused(stocked: Services, image: dict[str, str], code: str) -> None:
    state = Talk(stocked, MemorySaver()).say("like this", image=image)
    assert codes(state) == [code]
    assert state["results"] == []


def test_personal_data_is_not_kept(stocked: Services) -> None:
    talk = Talk(stocked, MemorySaver(), "private")
    state = talk.say("red jackets, my card is 4111 1111 1111 1111 and mail me at ada@example.org")
    kept = " ".join(str(each.content) for each in state["messages"])
    assert "4111" not in kept
    assert "ada@example.org" not in kept
    assert stocked.turns.threads("ada")[0]["title"].count("[card]") == 1


def test_a_dead_model_endpoint_costs_the_turn_nothing_but_a_word(tmp_path: Path) -> None:
    shop = little_shop.build(tmp_path / "home", llm_base_url="http://127.0.0.1:9/v1", llm_model="m", llm_seconds=1)
    state = Talk(shop, MemorySaver()).say("a navy waterproof jacket")
    assert [each["product_id"] for each in state["results"]] == ["fjord"]
    assert state["degraded"] == ["intent: llm_unavailable"]
    assert state["intent"]["source"] == "embedded"
    assert shop.model is not None
    shop.model.close()
    shop.engine.dispose()


def test_a_long_conversation_keeps_its_end_and_every_turn_is_on_record(stocked: Services) -> None:
    talk = Talk(stocked, MemorySaver(), "long")
    for number in range(MESSAGES_KEPT // 2 + 3):
        state = talk.say(f"help {number}")
    assert len(state["messages"]) == MESSAGES_KEPT
    assert state["messages"][-2].content == f"help {number}"
    begun = [each for each in stocked.audit.events(thread_id="long") if each["event"] == "begin_turn"]
    assert len(begun) == number + 1
