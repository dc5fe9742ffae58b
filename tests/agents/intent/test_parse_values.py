"""What of the catalogue a message asks for, and what it will not have."""

from __future__ import annotations

from typing import Any

import pytest

from agents.intent.lexicon import compiled
from agents.intent.parse import parse
from evals import intent_cases
from tools.catalog.types import Vocabulary
from tools.llm.contract import Intent, IntentContext

VOCABULARY = intent_cases.vocabulary()
SHOWN: Any = [
    {"product_id": str(n), "variant_id": str(n), "title": "Jacket", "price_minor": n * 1000} for n in (8, 5, 15)
]
NEW: IntentContext = {"today": "2026-03-10"}  # a Tuesday


def said(text: str, context: IntentContext | None = None, vocabulary: Vocabulary = VOCABULARY) -> set[str]:
    """Each constraint as "attribute=value" or "attribute!=value"; "?" behind one that the catalogue lacks."""
    found: Intent = parse(text, vocabulary, context or NEW)
    plain = [each for each in found["constraints"] if each["attribute"] != "price"]
    ops = ["!=" if each["op"] == "is_not" else "=" for each in plain]
    lacking = ["" if each.get("known", True) else "?" for each in plain]
    return {f"{each['attribute']}{op}{each['value']}{mark}" for each, op, mark in zip(plain, ops, lacking, strict=True)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stainles steel kettle", "material=stainless steel|category=kettle"),
        ("noise-canceling headfones", "feature=noise cancelling|category=headphones"),
        ("orgnic coton t-shirt", "material=organic cotton|category=t-shirt"),
        ("waterprof hikking boots", "use=waterproof|category=hiking boot"),
        ("Fjelmark jacket", "brand=Fjellmark|category=jacket"),
        ("north quay jackets", "brand=Northquay|category=jacket"),
        ("oka and sons mugs", "brand=Oka & Sons|category=mug"),
        ("sandles and jeens", "category=sandal|category=jeans"),
        ("trowsers, a hoddie", "category=trousers|category=hoodie"),
        ("a blue-ish shirt", "color=blue|category=shirt"),
        ("reddish dress", "color=red|category=dress"),
        ("khaki-coloured shorts", "color=khaki|category=shorts"),
        ("wine red dress", "color=burgundy|category=dress"),
        ("olive green coat", "color=olive|category=coat"),
        ("rose gold mug", "color=rose gold?|category=mug"),
        ("polka dot dress", "pattern=polka dot?|category=dress"),
        ("faux leather handbag", "material=faux leather?|category=handbag"),
        ("100% cotton shirt", "material=cotton|category=shirt"),
        ("smart watch", "category=smartwatch"),
        ("womans running shoes size 8", "gender=women|category=running shoe|size=8"),
        ("blk hoodie xl", "color=black|category=hoodie|size=xl"),
        ("yoga leggings black s", "use=yoga|category=leggings|color=black|size=s"),
        ("boots in size eleven", "category=boot|size=11"),
        ("size 10 and a half", "size=10.5"),
        ("size 9 or 10 boots", "size=9|size=10|category=boot"),
        ("uk 9 boots", "size=9|category=boot"),
        ("white sneakers 10", "color=white|category=sneaker|size=10"),
        ("one size beanies", "size=one size|category=beanie"),
        ("a large mug", "category=mug"),
        ("mugs that can go in the dishwasher", "category=mug|feature=dishwasher safe"),
        ("a jacket that keeps the wind out", "category=jacket|use=windproof"),
        ("I'm off to Iceland and have nothing warm", "use=warm|use=waterproof"),
    ],
)
def test_values(text: str, expected: str) -> None:
    assert said(text) == set(expected.split("|"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("non-leather wallet", "material!=leather|category=wallet"),
        ("leather-free boots", "material!=leather|category=boot"),
        ("hoodless jacket", "feature!=hood|category=jacket"),
        ("jacket w/o hood", "feature!=hood|category=jacket"),
        ("avoid wool", "material!=wool"),
        ("I hate yellow", "color!=yellow"),
        ("I'm allergic to nylon", "material!=nylon"),
        ("can't stand orange", "color!=orange"),
        ("in any colour but pink", "color!=pink"),
        ("any brand but Fjellmark", "brand!=Fjellmark"),
        ("except grey and charcoal", "color!=grey|color!=charcoal"),
        ("nothing in red or pink", "color!=red|color!=pink"),
        ("neither red nor blue", "color!=red|color!=blue"),
        ("must not be leather", "material!=leather"),
        ("anything but black or white, preferably green", "color!=black|color!=white|color=green"),
        ("nothing that isn't waterproof", "use=waterproof"),
        ("not only black", "color=black"),
        ("nothing but black", "color=black"),
        ("black but not leather", "color=black|material!=leather"),
        ("no leather straps or anything leather", "material!=leather"),
        ("black isn't my colour, navy", "color!=black|color=navy"),
        ("pink is out", "color!=pink"),
        ("dress without sleeves or buttons", "category=dress|feature!=sleeves?|feature!=buttons"),
        ("something not too formal for a wedding", "use=wedding"),
        ("green but not dark green", "color=green|color!=dark green?"),
        ("no-iron shirt", "category=shirt"),
        ("I can't wear wool so a cotton sweater", "material!=wool|material=cotton|category=sweater"),
        ("no polyester. silk dress. cream.", "material!=polyester|material=silk|category=dress|color=cream"),
    ],
)
def test_exclusions(text: str, expected: str) -> None:
    assert said(text) == set(expected.split("|"))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("a raincoat by Friday", "2026-03-13"),
        ("boots by next friday", "2026-03-20"),
        ("a mug tomorrow", "2026-03-11"),
        ("a backpack for my trip next month", "2026-04-01"),
        ("a dress in June", "2026-06-01"),
        ("a coat before Christmas", "2026-12-24"),
        ("a shirt in two weeks", "2026-03-24"),
        ("shoes by 5 december", "2026-12-05"),
        ("a tv by the end of the month", "2026-03-31"),
        ("a hoodie by the 5th", "2026-04-05"),
        ("a lamp next week", "2026-03-16"),
        ("jeans in February", "2027-02-01"),
    ],
)
def test_dates_say_by_when_goods_must_be_there(text: str, day: str) -> None:
    assert f"delivery={day}" in said(text)


def test_a_date_without_goods_is_ignored_aloud() -> None:
    found = parse("next month", VOCABULARY, NEW)
    assert (found["constraints"], found["ignored"]) == ([], ["next month"])


@pytest.mark.parametrize("text", ["a coat by the 31st of February", "by the 0th", "a mug in 999 months", "in 0 days"])
def test_days_that_no_calendar_has_are_no_error(text: str) -> None:
    assert parse(text, VOCABULARY, {"today": "9999-12-31"})["language"] == "en"


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("4k tv 55 inch", None),
        ("navy shirt, my favourite number is seven", None),
        ("a throw 30x40 cm", None),
        ("iphone 15 case", None),
        ("half a dozen mugs", 6),
        ("3 pairs of boots size 9", 3),
        ("a pair of boots", None),
    ],
)
def test_numbers_that_count_nothing(text: str, quantity: int | None) -> None:
    assert parse(text, VOCABULARY, NEW)["quantity"] == quantity


@pytest.mark.parametrize(
    ("text", "op", "minor"),
    [
        ("under the price of the first", "at_most", 7999),
        ("no more than the second one costs", "at_most", 5000),
        ("same price as the third one", "about", 15000),
        ("raise the budget to 150", "at_most", 15000),
        ("50 - 100", "range", 5000),
        ("ones from 50 to 100", "range", 5000),
        ("too expensive, anything cheaper than the third?", "at_most", 14999),
    ],
)
def test_prices_beside_what_is_shown(text: str, op: str, minor: int) -> None:
    found = parse(text, VOCABULARY, {**NEW, "shown": SHOWN, "last": "search", "query": "jackets"})
    assert found["kind"] == "refine"
    assert [(each["op"], each["value"]["minor"]) for each in found["constraints"]] == [(op, minor)]


def test_half_the_price_is_of_the_middle_one() -> None:
    found = parse("something at half the price", VOCABULARY, {**NEW, "shown": SHOWN, "last": "search"})
    assert [each["value"]["minor"] for each in found["constraints"]] == [4000]


@pytest.mark.parametrize(
    "word",
    ["stand", "plants", "computer", "tablet", "baking", "battle", "mental", "related", "sleeved", "points", "makes"],
)
def test_real_words_are_not_mended(word: str) -> None:
    assert compiled(VOCABULARY).spelling(word) == word


def test_other_forms_of_a_value() -> None:
    values = {
        "sleeve": ("long sleeve",),
        "feature": ("wi-fi", "high waist"),
        "fit": ("wide",),
        "material": ("piqué cotton",),
    }
    vocabulary = Vocabulary("forms", "USD", {"category": ("shirt", "jeans"), **values}, "1")
    found = said("long sleeved shirt, pique cotton, wifi, high waisted wide leg jeans", None, vocabulary)
    assert found == {
        "sleeve=long sleeve",
        "category=shirt",
        "material=piqué cotton",
        "feature=wi-fi",
        "feature=high waist",
        "fit=wide",
        "category=jeans",
    }
