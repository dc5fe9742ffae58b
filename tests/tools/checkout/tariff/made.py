"""Tariffs and purchases drawn at random."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from tests.tools.checkout.tariff.oracle import Oracle
from tools.checkout.tariff import Item, Place, Purchase, Tariff, parse

Json = dict[str, Any]
NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SHIPPING = [{"price_minor": 599}]

percents = st.one_of(st.sampled_from(["0.0001", "33.3333", "50", "100", "8.875"]), st.integers(0, 99).map(str))
selections = st.one_of(
    st.just({}),
    st.fixed_dictionaries(
        {"categories": st.lists(st.sampled_from(["mug", "hoodie", "lamp"]), min_size=1, unique=True)}
    ),
    st.fixed_dictionaries({"variants": st.lists(st.sampled_from("abcde"), min_size=1, unique=True)}),
    st.fixed_dictionaries({"products": st.just(["p-a", "p-b"]), "departments": st.just(["home"])}),
    st.fixed_dictionaries({"restrictions": st.just(["age_18"])}),
)
caps = st.one_of(st.just({}), st.fixed_dictionaries({"at_most_minor": st.integers(1, 20_000)}))
offs = st.one_of(
    st.tuples(st.fixed_dictionaries({"percent": percents}), caps).map(lambda parts: {**parts[0], **parts[1]}),
    st.tuples(st.fixed_dictionaries({"amount_minor": st.integers(1, 50_000)}), caps).map(lambda p: {**p[0], **p[1]}),
    st.tuples(st.fixed_dictionaries({"buy": st.integers(1, 4), "get": st.integers(1, 3)}), caps).map(
        lambda parts: {**parts[0], **parts[1]}
    ),
    st.just({"free_shipping": True}),
)


@st.composite
def promotions(draw: st.DrawFn, code: str) -> Json:
    made: Json = {"code": code, "title": {"en": code}, "priority": draw(st.integers(0, 2)), "off": draw(offs)}
    made["applies_to"], made["excludes"] = draw(selections), draw(selections)
    plain = not {"buy", "free_shipping", "at_most_minor"} & set(made["off"])
    if plain and draw(st.booleans()):
        return {**made, "stage": "price"}
    made["stacks"] = draw(st.booleans())
    made["coupon"] = draw(st.sampled_from(["", "SAVE10", "H20"]))
    made["at_least_minor"] = draw(st.sampled_from([0, 1, 2_000, 30_000]))
    made["at_least_of"] = draw(st.sampled_from(["cart", "products"]))
    if draw(st.booleans()):
        made["uses_per_shopper"] = draw(st.integers(1, 2))
    return made


areas = st.fixed_dictionaries(
    {
        "country": st.sampled_from(["*", "*", "US", "CN"]),
        "region": st.sampled_from(["*", "*", "*", "MI", "AK"]),
        "postcode": st.sampled_from(["*", "*", "*", "4*", "48*", "48201"]),
    }
)


@st.composite
def documents(draw: st.DrawFn) -> Json:
    codes = draw(st.lists(st.sampled_from("abcdefgh"), max_size=5, unique=True))
    rows = draw(
        st.lists(
            st.tuples(areas, st.sampled_from([0, 5_000, 10_000])),
            min_size=1,
            max_size=6,
            unique_by=lambda row: (tuple(row[0][name] for name in ("country", "region", "postcode")), row[1]),
        )
    )
    names = ("goods", "books")
    percents_of_tax = ["0.0001", "5.5", "8.875", "33.3333"]
    rates = [
        {**draw(areas), "name": str(at), "percent": draw(st.sampled_from(percents_of_tax))}
        for at in range(draw(st.integers(0, 3)))
    ]
    return {
        "currency": draw(st.sampled_from(["USD", "JPY", "KWD"])),
        "promotions": [draw(promotions(code)) for code in codes],
        "shipping": [
            {**area, "from_goods_minor": step, "price_minor": draw(st.integers(0, 3_000))} for area, step in rows
        ],
        "tax": {
            "prices_include_tax": draw(st.booleans()),
            "classes": [{"name": "books", "of": draw(selections)}],
            "rates": [{**each, "product_class": draw(st.sampled_from(names))} for each in rates],
            **({"on_shipping": draw(st.sampled_from(names))} if draw(st.booleans()) else {}),
        },
    }


@st.composite
def purchases(draw: st.DrawFn) -> Purchase:
    ids = draw(st.lists(st.sampled_from("abcde"), min_size=1, unique=True))
    return Purchase(
        items=tuple(
            item(each, draw(st.integers(1, 9)), draw(st.one_of(st.integers(1, 10_000), st.integers(1, 10**9))))
            for each in ids
        ),
        place=Place.of(*draw(st.sampled_from([("US", "MI", "48201"), ("US", "AK", "99501"), ("CN", "", "")]))),
        now=NOW,
        coupons=tuple(draw(st.lists(st.sampled_from(["save10", " H20", "nothing"]), max_size=2, unique=True))),
        used=draw(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 2))),
    )


def item(variant_id: str, quantity: int, unit_minor: int) -> Item:
    at = "abcde".index(variant_id)
    return Item(
        variant_id,
        quantity,
        unit_minor,
        f"p-{variant_id}",
        ("apparel", "home")[at % 2],
        (("mug", "hoodie", "lamp")[at % 3],),
        ("age_18",) if at == 3 else (),
    )


def tariff(*promotions: Json, **parts: Any) -> Tariff:
    """A tariff with these promotions, 599 for shipping, and no tax, unless told otherwise."""
    titled = [{"title": {"en": each["code"]}, **each} for each in promotions]
    return parse(json.dumps({"currency": "USD", "promotions": titled, "shipping": SHIPPING, **parts}))


def oracle_of(document: Json, purchase: Purchase) -> Oracle:
    items = [
        {
            "variant_id": each.variant_id,
            "quantity": each.quantity,
            "unit_minor": each.unit_minor,
            "product_id": each.product_id,
            "department": each.department,
            "category": each.categories[0],
            "restrictions": each.restrictions,
        }
        for each in purchase.items
    ]
    place = purchase.place
    return Oracle(
        document, items, place.country, place.region, place.postcode, list(purchase.coupons), {**purchase.used}
    )
