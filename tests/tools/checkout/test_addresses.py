from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tools.checkout.addresses import AddressBook
from tools.database import reading, writing
from tools.errors import TruecartError


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
