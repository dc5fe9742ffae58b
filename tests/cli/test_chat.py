from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.chat_view import line_text, result_facts, sums
from cli.terminal import clean
from tests.cli.command import truecart
from tests.server import free_port


def test_piped_chat_is_one_fact_a_line_without_anything_drawn(copied_home: Path) -> None:
    done = truecart("chat", home=copied_home, given="a navy hoodie\nshow my cart\n")
    assert done.returncode == 0, done.stderr
    assert all(re.match(r"[\w? ]+: ?", line) for line in done.stdout.splitlines())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u2500-\u257f]", done.stdout)
    assert done.stdout.startswith("catalogue: demo\nthread: ")
    assert re.search(r"^1: .*\$\d+\.\d\d.*color navy confirmed", done.stdout, re.M)


def bought(home: Path, *lines: str, thread: str = "") -> str:
    arguments = ["--thread", thread] if thread else []
    done = truecart("chat", *arguments, home=home, given="".join(f"{line}\n" for line in lines))
    assert done.returncode == 0, done.stderr
    return done.stdout


def facts(said: str, name: str) -> list[str]:
    return [line.partition(": ")[2] for line in said.splitlines() if line.startswith(f"{name}:")]


def test_a_purchase_from_the_first_word_to_why(copied_home: Path) -> None:
    said = bought(copied_home, "a navy hoodie in size M", "add the first one in size M", "checkout", "y")
    assert len(facts(said, "digest")) == 1
    (order,) = facts(said, "order")
    assert facts(said, "payment") == ["captured"]
    why = truecart("why", order, home=copied_home)
    assert "add the first one in size M" in why.stdout
    assert truecart("audit", "verify", home=copied_home).returncode == 0
    answer = json.loads(truecart("why", order, "--json", home=copied_home).stdout)
    assert answer["order_id"] == order


def test_no_means_no(copied_home: Path) -> None:
    said = bought(copied_home, "a navy hoodie in size M", "add the first one in size M", "checkout", "n")
    assert facts(said, "digest")
    assert not facts(said, "order")


def test_a_conversation_goes_on_in_a_later_process(copied_home: Path) -> None:
    first = bought(copied_home, "a navy hoodie in size M", "add the first one in size M", "checkout")
    (thread,) = facts(first, "thread")
    assert not facts(first, "order")
    assert len(facts(bought(copied_home, "y", thread=thread), "order")) == 1


def test_another_shoppers_conversation_stays_shut(copied_home: Path) -> None:
    (thread,) = facts(bought(copied_home, "a navy hoodie"), "thread")
    done = truecart("chat", "--as", "bo", "--thread", thread, home=copied_home, given="show my cart\n")
    assert done.returncode == 1
    assert "(forbidden)" in done.stderr


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_a_purchase_that_a_reviewer_decides(copied_home: Path, decision: str) -> None:
    port = str(free_port())  # nobody serves there: the terminal decides by itself
    said = bought(copied_home, "an espresso machine over $600", "add the first one", "checkout", "y", "status")
    assert facts(said, "reviewer needed")
    assert "Still waiting for a reviewer." in facts(said, "note")
    (thread,) = facts(said, "thread")
    listed = json.loads(truecart("review", "list", "--json", home=copied_home).stdout)["approvals"]
    (approval,) = (each["id"] for each in listed)
    shown = truecart("review", "show", approval, home=copied_home)
    assert approval in shown.stdout
    decided = truecart("review", decision, approval, home=copied_home, TRUECART_PORT=port)
    assert decided.returncode == 0, decided.stderr
    again = truecart("review", decision, approval, home=copied_home, TRUECART_PORT=port)
    assert again.returncode == 1
    assert "(already_decided)" in again.stderr
    later = bought(copied_home, "status", "show my cart", thread=thread)
    assert len(facts(later, "order")) == (1 if decision == "approve" else 0)
    assert bool(facts(later, "cart")) == (decision == "reject")


def test_a_reviewers_edit_is_asked_about_in_the_chat(copied_home: Path) -> None:
    port = str(free_port())
    said = bought(copied_home, "an espresso machine over $600", "add the first one", "two of it", "checkout", "y")
    (thread,) = facts(said, "thread")
    (waiting,) = json.loads(truecart("review", "list", "--json", home=copied_home).stdout)["approvals"]
    shown = json.loads(truecart("review", "show", waiting["id"], "--json", home=copied_home).stdout)
    (line,) = shown["quote"]["terms"]["lines"]
    assert line["quantity"] == 2
    edit = ["review", "edit", waiting["id"], "--line", f"{line['variant_id']}=1"]
    edited = truecart(*edit, home=copied_home, TRUECART_PORT=port)
    assert edited.returncode == 0, edited.stderr
    later = bought(copied_home, "status", "n", thread=thread)
    assert facts(later, "approval")
    assert "1 × " in " ".join(facts(later, "line"))
    assert not facts(later, "order")


def test_a_payment_that_waits_for_its_payer_says_where(copied_home: Path) -> None:
    assert truecart("sandbox", "arm", "authorize", "requires_action", home=copied_home).returncode == 0
    said = bought(copied_home, "mugs under $20", "add the first one", "checkout", "y")
    (url,) = facts(said, "confirm the payment at")
    assert "/pay/act/" in url
    assert not facts(said, "order")


def test_input_that_is_no_text_is_refused_and_the_chat_goes_on(copied_home: Path) -> None:
    done = truecart("chat", home=copied_home, given=b"\xff\xfe\x00\x01\x80\x81\n" + b"a navy hoodie\n")
    assert done.returncode == 0, done.stderr
    assert facts(done.stdout, "violation")
    assert facts(done.stdout, "1")


def test_a_line_of_a_cart_in_words() -> None:
    line = {"quantity": 2, "title": "Hoodie", "options": {"color": "navy", "size": "M"}, "unit_minor": 4900}
    assert line_text(line, "USD") == "2 × Hoodie (navy, M), $98.00"


def test_sums_with_a_discount() -> None:
    terms = {"goods_minor": 500, "discounts": [{"code": "X", "minor": 100}], "shipping_minor": 0, "tax_minor": 0}
    found = sums({**terms, "total_minor": 400, "currency": "USD"})
    assert found[1] == ("discount X", "-$1.00")
    assert found[-1] == ("total", "$4.00")


def test_evidence_has_its_badge() -> None:
    seen = [{"attribute": "color", "claimed": "navy", "verdict": verdict} for verdict in ("confirmed", "unsure")]
    assert result_facts({"evidence": seen}) == ["✓ color navy confirmed", "? color navy unsure"]


def test_text_from_outside_cannot_steer_the_terminal() -> None:
    assert clean("\x1b]0;owned\x07\x1b[2Jhoodie\u202e") == "]0;owned[2Jhoodie"
