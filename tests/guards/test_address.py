from __future__ import annotations

from typing import Any

import pytest

from guards.address import check_address, tidy

HOME = {
    "name": "Ada Lovelace",
    "street": "12 St James's Square",
    "city": "London",
    "region": "",
    "postal_code": "SW1Y 4JH",
    "country": "GB",
}


def wrong(**changes: Any) -> list[str]:
    return [each["details"]["field"] for each in check_address({**HOME, **changes})]


def test_a_sound_address_may_leave_out_region_and_postal_code() -> None:
    assert wrong() == []
    assert check_address({key: HOME[key] for key in ("name", "street", "city", "country")}) == []


@pytest.mark.parametrize("field", ["name", "street", "city", "country"])
@pytest.mark.parametrize("empty", ["", "   ", "\n"])
def test_what_a_parcel_needs_is_not_empty(field: str, empty: str) -> None:
    assert wrong(**{field: empty}) == [field]


@pytest.mark.parametrize(("field", "longest"), [("name", 100), ("street", 200), ("city", 100), ("postal_code", 16)])
def test_lengths(field: str, longest: int) -> None:
    assert wrong(**{field: "x" * longest}) == []
    assert wrong(**{field: "x" * (longest + 1)}) == [field]


@pytest.mark.parametrize("country", ["UK", "USA", "XX", "ZZ", "U", "美国"])
def test_countries_are_those_of_iso_3166(country: str) -> None:
    assert wrong(country=country) == ["country"]


@pytest.mark.parametrize("text", ["a\x00b", "a\nb", "a\tb", "a\u202eb", "a\u200bb", "a\u2028b", "\ud800"])
def test_nothing_invisible(text: str) -> None:
    assert wrong(street=text) == ["street"]


def test_joiners_are_letters_in_some_languages() -> None:
    assert wrong(city="می\u200cشهر") == []


@pytest.mark.parametrize(
    ("region", "bad"), [("NY", False), ("ny", False), ("11", False), ("N/Y", True), ("N" * 9, True)]
)
def test_regions_are_codes(region: str, bad: bool) -> None:
    assert wrong(region=region) == (["region"] if bad else [])


def test_other_fields_and_other_types_are_refused() -> None:
    assert wrong(phone="1") == ["phone"]
    assert wrong(street=7, city=None) == ["street", "city"]


def test_one_way_of_writing() -> None:
    untidy = {
        "name": "  Zoe\u0308  Q ",
        "street": "1 A",
        "city": "B",
        "country": "us",
        "region": " ca",
        "postal_code": "e1 1aa",
    }
    assert tidy(untidy) == {
        "name": "Zoë Q",
        "street": "1 A",
        "city": "B",
        "region": "CA",
        "postal_code": "E1 1AA",
        "country": "US",
    }
