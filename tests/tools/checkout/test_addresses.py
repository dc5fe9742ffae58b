from __future__ import annotations

import hashlib
import hmac
import json
import threading
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Engine, insert, select

from tests.builders import CATALOG, Shop, cart_line
from tools.checkout import payments
from tools.checkout.addresses import Address, AddressBook
from tools.database import reading, writing
from tools.errors import TruecartError
from tools.schema import addresses, audit_events


def test_an_erased_address_is_gone_and_a_new_one_has_another_hash(engine: Engine, tmp_path: Path) -> None:
    book = AddressBook(tmp_path)
    with writing(engine) as connection:
        first = book.ship_to(connection, "ada")
        book.erase(connection, "ada")
        assert book.address(connection, "ada") is None
        assert book.ship_to(connection, "ada") != first  # salted


def test_with_another_key_nothing_is_read(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as connection:
        AddressBook(tmp_path / "one").ship_to(connection, "ada")
    with reading(engine) as connection, pytest.raises(TruecartError) as refused:
        AddressBook(tmp_path / "two").address(connection, "ada")
    assert refused.value.code == "internal"


def test_all_who_start_at_once_share_one_key(tmp_path: Path) -> None:
    keys: list[bytes] = []
    starters = [threading.Thread(target=lambda: keys.append(AddressBook(tmp_path)._key)) for _ in range(8)]
    for each in starters:
        each.start()
    for each in starters:
        each.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def place(street: str = "12 St James's Square", **changes: str) -> Address:
    there = {
        "name": "Ada",
        "street": street,
        "city": "London",
        "region": "",
        "postal_code": "SW1Y 4JH",
        "country": "GB",
    }
    return cast("Address", {**there, **changes})


def test_the_same_contents_keep_their_hash_and_others_change_it(engine: Engine, tmp_path: Path) -> None:
    book = AddressBook(tmp_path)
    with writing(engine) as connection:
        first = book.set(connection, "ada", place())
        assert book.set(connection, "ada", place(name=" Ada ", country="gb")) == first
        assert book.ship_to(connection, "ada") == first
        other = book.set(connection, "ada", place("1 Elsewhere"))
        assert other != first
        assert book.address(connection, "ada") == place("1 Elsewhere")
        assert book.set(connection, "ada", place()) == first
        assert book.set(connection, "bo", place()) != first


def test_a_wrong_address_leaves_the_old_one(engine: Engine, tmp_path: Path) -> None:
    book = AddressBook(tmp_path)
    with writing(engine) as connection:
        standing = book.set(connection, "ada", place())
        with pytest.raises(TruecartError) as refused:
            book.set(connection, "ada", place(country="UK"))
        assert (refused.value.code, refused.value.details) == ("bad_address", {"field": "country"})
        assert book.present(connection, "ada") == standing


def test_addresses_sealed_before_there_were_regions_keep_their_hash(engine: Engine, tmp_path: Path) -> None:
    book = AddressBook(tmp_path)
    old = {key: text for key, text in place().items() if key != "region"}
    body = json.dumps({"salt": "ab" * 16, "address": old}, sort_keys=True).encode()
    hashed = hmac.new(book._hash_key, body, hashlib.sha256).hexdigest()
    with writing(engine) as connection:
        sealed = book._fernet.encrypt(body)
        connection.execute(insert(addresses).values(shopper="ada", address_hash=hashed, sealed=sealed))
        assert book.address(connection, "ada") == place()
        assert book.set(connection, "ada", place()) == hashed
        assert book.set(connection, "ada", place(region="LND")) != hashed
        assert book.set(connection, "ada", place()) == hashed


def test_a_change_of_address_after_the_approval_charges_nothing(shop: Shop) -> None:
    shop.desk.set_address("ada", place())
    quote = shop.approved(cart_line("a"))
    shop.desk.set_address("ada", place("1 Elsewhere"))
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert [each["code"] for each in outcome["violations"]] == ["address_changed"]
    assert shop.gateway.charges() == []
    assert {each["status"] for each in shop.desk.approvals_of(quote["quote_id"])} == {"superseded"}
    shop.desk.set_address("ada", place())  # back again: what was refused stays refused
    assert shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"] is None
    assert shop.gateway.charges() == []


def test_a_change_there_and_back_is_none(shop: Shop) -> None:
    shop.desk.set_address("ada", place())
    quote = shop.approved(cart_line("a"))
    shop.desk.set_address("ada", place("1 Elsewhere"))
    shop.desk.set_address("ada", place())
    assert shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")["order"] is not None


def test_an_erased_address_is_a_change_too(shop: Shop, engine: Engine) -> None:
    quote = shop.approved(cart_line("a"))
    with writing(engine) as connection:
        AddressBook(shop.settings.home).erase(connection, "ada")
    outcome = shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    assert [each["code"] for each in outcome["violations"]] == ["address_changed"]
    assert shop.gateway.charges() == []


def test_a_claim_that_was_never_sent_is_given_up_when_the_address_changed(shop: Shop) -> None:
    quote = shop.approved(cart_line("a"))
    with shop.desk._till.transaction() as connection:
        payments._claim(shop.desk._till, connection, quote, "", "ada")
    shop.desk.set_address("ada", place("1 Elsewhere"))
    assert shop.desk.sweep()["ended"] == 1
    assert shop.gateway.charges() == []
    assert shop.desk.available(CATALOG, ["a"]) == {"a": 10}


def test_a_paid_order_still_finds_its_door(shop: Shop) -> None:
    shop.desk.set_address("ada", place())
    quote = shop.approved(cart_line("a"))
    shop.desk.pay(quote["quote_id"], turn_id="", actor="ada")
    shop.desk.set_address("ada", place("never bought to"))
    shop.desk.set_address("ada", place("1 Elsewhere"))
    assert shop.desk.address_at("ada", quote["terms"]["ship_to"]) == place()
    assert shop.desk.address_at("bo", quote["terms"]["ship_to"]) is None
    with shop.desk._till.reading() as connection:
        row = connection.execute(select(addresses.c.sealed)).scalar_one()
    assert b"never" not in AddressBook(shop.settings.home)._fernet.decrypt(bytes(row))


def test_the_audit_log_learns_only_the_hash(shop: Shop) -> None:
    hashed = shop.desk.set_address("ada", place())
    assert shop.desk.set_address("ada", place()) == hashed
    with reading(shop.engine) as connection:
        bodies = (
            connection.execute(select(audit_events.c.body).where(audit_events.c.event == "address_set")).scalars().all()
        )
    assert [json.loads(each) for each in bodies] == [{"ship_to": hashed}]


def test_a_first_order_to_a_new_address_is_reviewed(shop: Shop) -> None:
    shop.desk.set_address("ada", place())
    first = shop.approved(cart_line("a"))
    assert len(first["required_approvals"]) == 1, "the first order of all is to no new address"
    shop.desk.pay(first["quote_id"], turn_id="", actor="ada")
    shop.desk.set_address("ada", place("1 Elsewhere"))
    second = shop.quote(cart_line("b", 1, 500), thread="t-2")
    assert second["required_approvals"][1:] == [{"role": "reviewer", "reasons": ["new_address"]}]
    shop.approve(second)
    shop.desk.pay(second["quote_id"], turn_id="", actor="ada")
    for street in ("1 Elsewhere", "12 St James's Square"):
        shop.desk.set_address("ada", place(street))
        assert len(shop.quote(cart_line("steady"), thread="t-3")["required_approvals"]) == 1
