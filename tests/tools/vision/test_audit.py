"""A merchant's listings against their pictures: what is accused, of what, and with whom it was exchanged."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.tools.vision.drawn import thing
from tools.catalog.types import Product, Variant
from tools.database import open_database
from tools.money import Money
from tools.vision.audit import Audit, Finding
from tools.vision.colour import measure, unreadable
from tools.vision.measurements import MeasurementStore
from tools.vision.types import Measurement
from tools.vision.verifier import Verifier

GREY = (110, 112, 118)
NAMES = ("navy", "red", "green", "pink", "white", "tan", "khaki", "purple", "orange", "burgundy")
SEEN = {name: measure(thing(name, backdrop=GREY), f"{name:0<64}") for name in NAMES}
BROKEN = unreadable("broken".ljust(64, "0"))
BY_HASH = {each["content_hash"]: each for each in (*SEEN.values(), BROKEN)}

Listing = tuple[str, str | None]  # the word, and the colour of the picture


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier(MeasurementStore(open_database("sqlite://")))


def hash_of(shown: str | None) -> str | None:
    if shown is None:
        return None
    return BROKEN["content_hash"] if shown == "broken" else SEEN[shown]["content_hash"]


def goods(product_id: str, listings: Sequence[Listing], sizes: Sequence[str] = ("S", "M")) -> list[Variant]:
    return [
        Variant(f"{product_id}-{word}-{size}", product_id, {"color": word}, Money(900, "USD"), 1, hash_of(shown))
        for word, shown in listings
        for size in sizes
    ]


def audited(verifier: Verifier, shop: dict[str, Sequence[Listing]], seen: dict[str, Measurement] = BY_HASH) -> Audit:
    found = Audit()
    for product_id, listings in shop.items():
        found.add(verifier, Product(product_id, product_id.title(), category="tee"), goods(product_id, listings), seen)
    found.settle()
    return found


def test_an_empty_catalogue(verifier: Verifier) -> None:
    found = audited(verifier, {})
    assert found.ranked(unsure=True) == []
    assert set(found.counts().values()) == {0}


def test_honest_listings_are_confirmed_and_none_is_found(verifier: Verifier) -> None:
    found = audited(verifier, {"tee": [("navy", "navy"), ("Red", "red")], "cap": [("green", "green")]})
    assert found.ranked(unsure=True) == []
    assert found.counts()["confirmed"] == found.counts()["checked"] == 3


@pytest.mark.parametrize(("one", "other"), [("navy", "red"), ("green", "white"), ("tan", "khaki"), ("red", "burgundy")])
def test_two_siblings_that_changed_places(verifier: Verifier, one: str, other: str) -> None:
    found = audited(verifier, {"tee": [(one, other), (other, one), ("orange", "orange")]})
    accused = found.ranked()
    assert {each.listed: each.sibling and (each.sibling.kind, each.sibling.listed) for each in accused} == {
        one: ("swapped", other),
        other: ("swapped", one),
    }
    assert accused[0].variant_ids == (f"tee-{accused[0].listed}-S", f"tee-{accused[0].listed}-M")
    assert accused[0].sibling
    assert accused[0].sibling.image == hash_of(accused[0].listed)
    assert found.counts()["swaps"] == 1


def test_each_listing_changed_places_with_one_other(verifier: Verifier) -> None:
    shop = {"tee": [("navy", "red"), ("red", "navy"), ("green", "white"), ("white", "green"), ("orange", "orange")]}
    siblings = {each.listed: each.sibling.listed for each in audited(verifier, shop).ranked() if each.sibling}
    assert siblings == {"navy": "red", "red": "navy", "green": "white", "white": "green"}


def test_a_wide_word_with_a_true_picture_is_not_accused_alone(verifier: Verifier) -> None:
    found = audited(verifier, {"tee": [("red", "burgundy"), ("burgundy", "orange")]})
    assert [each.listed for each in found.ranked()] == ["burgundy"]


def test_a_picture_of_something_else_has_no_sibling(verifier: Verifier) -> None:
    (accused,) = audited(verifier, {"tee": [("navy", "orange"), ("red", "red")]}).ranked()
    assert (accused.listed, accused.observed[0]["value"], accused.verdict) == ("navy", "orange", "contradicted")
    assert accused.sibling is None
    assert accused.p < 0.1 < 0.9 < accused.confidence


def test_one_picture_for_every_colour(verifier: Verifier) -> None:
    accused = audited(verifier, {"tee": [("navy", "red"), ("green", "red"), ("red", "red")]}).ranked()
    assert {each.listed for each in accused} == {"navy", "green"}
    assert {each.sibling and (each.sibling.kind, each.sibling.listed) for each in accused} == {("shows_it", "red")}


def test_of_several_listed_values_one_that_fits_is_enough(verifier: Verifier) -> None:
    product = Product("tee", "Tee", attributes={"color": ("red", "navy")})
    variant = Variant("tee-1", "tee", {}, Money(900, "USD"), 1, hash_of("navy"))
    found = Audit()
    found.add(verifier, product, [variant], BY_HASH)
    assert (found.confirmed, found.findings) == (1, [])


def test_why_a_listing_was_not_checked(verifier: Verifier) -> None:
    found = audited(verifier, {"tee": [("navy", None), ("red", "broken"), ("sparkly", "red"), ("green", "green")]})
    assert {each.listed: each.why for each in found.unseen} == {
        "navy": "no_picture",
        "red": "unreadable_picture",
        "sparkly": "not_judged",
    }
    counts = found.counts()
    assert (counts["listings"], counts["checked"], counts["no_picture"]) == (4, 1, 1)


def test_a_picture_that_was_never_measured_is_told_of(verifier: Verifier) -> None:
    found = audited(verifier, {"tee": [("navy", "navy")]}, seen={})
    assert [each.why for each in found.unseen] == ["unreadable_picture"]


def test_a_product_without_any_claim_about_its_look(verifier: Verifier) -> None:
    found = Audit()
    found.add(verifier, Product("x", "X"), [Variant("x", "x", {"size": "M"}, None, 0, hash_of("red"))], BY_HASH)
    found.add(verifier, Product("y", "Y"), [], BY_HASH)
    assert found.counts()["products"] == 2
    assert found.counts()["listings"] == 0


def test_a_shop_that_calls_its_pinks_red_is_not_accused_for_each(verifier: Verifier) -> None:
    pinks: dict[str, Sequence[Listing]] = {f"pink-{number}": [("red", "pink")] for number in range(4)}
    reds: dict[str, Sequence[Listing]] = {f"red-{number}": [("red", "red")] for number in range(6)}
    found = audited(verifier, {**pinks, **reds, "liar": [("red", "green")]})
    assert [each.product_id for each in found.ranked()] == ["liar"]
    habits = [each.habit for each in found.ranked(unsure=True) if each.habit]
    assert [(each.shows, each.listings, each.of) for each in habits] == [("pink", 4, 11)] * 4
    assert found.counts()["habits"] == 4


def test_a_few_in_a_large_catalogue_are_no_habit(verifier: Verifier) -> None:
    reds: dict[str, Sequence[Listing]] = {f"red-{number}": [("red", "red")] for number in range(60)}
    found = audited(verifier, {"a": [("red", "pink")], "b": [("red", "pink")], "c": [("red", "pink")], **reds})
    assert [each.product_id for each in found.ranked()] == ["a", "b", "c"]


def test_swaps_are_never_taken_for_a_habit(verifier: Verifier) -> None:
    swapped: dict[str, Sequence[Listing]] = {f"tee-{n}": [("navy", "red"), ("red", "navy")] for n in range(4)}
    found = audited(verifier, swapped)
    assert len(found.ranked()) == 8
    assert found.counts()["swaps"] == 4


def test_ranking(verifier: Verifier) -> None:
    shop: dict[str, Sequence[Listing]] = {"a": [("navy", "white")], "b": [("pink", "purple")], "c": [("khaki", "tan")]}
    found = audited(verifier, shop)
    every: list[Finding] = found.ranked(unsure=True)
    assert [each.confidence for each in every] == sorted((each.confidence for each in every), reverse=True)
    assert {each.verdict for each in found.ranked()} == {"contradicted"}
    assert found.ranked(unsure=True, limit=1) == every[:1]
    assert found.ranked(unsure=True, at_least=0.9) == [each for each in every if each.confidence >= 0.9]
    assert all(each.confidence < 1 for each in every)
