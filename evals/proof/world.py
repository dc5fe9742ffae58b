"""What may happen to the shop between an approval and the charge, by the field of the terms that it touches."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import delete, update

from evals.small_shop import Good, SmallShop
from tools import schema
from tools.database import writing

GOODS = (Good("tee", 2_500, 10), Good("mug", 1_200, 10))
TARIFF: dict[str, Any] = {
    "currency": "USD",
    "promotions": [
        {"code": "ten", "title": {"en": "10 % off"}, "off": {"percent": "10"}},
        {"code": "welcome", "title": {"en": "Welcome"}, "off": {"amount_minor": 300}, "coupon": "HELLO"},
    ],
    "shipping": [{"price_minor": 599}],
    "tax": {"on_shipping": "goods", "rates": [{"name": "state", "percent": "8.875"}]},
}
HOME = {"name": "Ada", "street": "2 Other Street", "city": "Springfield", "postal_code": "00002", "country": "US"}


@dataclass(frozen=True)
class Change:
    """Something that happens to the shop after the approval; `settings` are those of the desk that then charges."""

    how: str
    act: Callable[[SmallShop], None] = lambda _shop: None
    settings: dict[str, Any] = field(default_factory=dict)
    passed_on: bool = False  # charged all the same, at less


def _product(**values: Any) -> Callable[[SmallShop], None]:
    def act(shop: SmallShop) -> None:
        with writing(shop.engine) as connection:
            connection.execute(update(schema.products).where(schema.products.c.product_id == "tee").values(values))

    return act


def _variant(**values: Any) -> Callable[[SmallShop], None]:
    def act(shop: SmallShop) -> None:
        with writing(shop.engine) as connection:
            connection.execute(update(schema.variants).where(schema.variants.c.variant_id == "tee").values(values))

    return act


def _catalog(**values: Any) -> Callable[[SmallShop], None]:
    def act(shop: SmallShop) -> None:
        with writing(shop.engine) as connection:
            connection.execute(update(schema.catalogs).values(values))

    return act


def _no_catalog(shop: SmallShop) -> None:
    with writing(shop.engine) as connection:
        connection.execute(delete(schema.catalogs))


def _tariff(**changes: Any) -> Callable[[SmallShop], None]:
    def act(shop: SmallShop) -> None:
        (shop.settings.home / "tariff.json").write_text(json.dumps({**TARIFF, **changes}))

    return act


def _promotions(percent: str) -> Callable[[SmallShop], None]:
    ten, welcome = TARIFF["promotions"]
    return _tariff(promotions=[{**ten, "off": {"percent": percent}}, welcome])


def _tax(percent: str, **more: Any) -> Callable[[SmallShop], None]:
    return _tariff(tax={**TARIFF["tax"], "rates": [{"name": "state", "percent": percent}], **more})


def _pay_otherwise(shop: SmallShop) -> None:
    shop.checkout.set_instrument("ada", "tok_other", "Other")


def _move(shop: SmallShop) -> None:
    shop.checkout.set_address("ada", HOME)  # type: ignore[arg-type]


SHIPPING = [
    Change("up", _tariff(shipping=[{"price_minor": 600}])),
    Change("down", _tariff(shipping=[{"price_minor": 0}])),
]
DISCOUNTS = [
    Change("up", _promotions("20")),
    Change("down", _promotions("5")),
    Change("gone", _tariff(promotions=TARIFF["promotions"][1:])),
    Change("coupon gone", _tariff(promotions=TARIFF["promotions"][:1])),
]
TAX = [Change("up", _tax("9")), Change("down", _tax("8"))]
PRICE = [
    Change("up", lambda shop: shop.set_price("tee", 2_501)),
    Change("down", lambda shop: shop.set_price("tee", 2_499), passed_on=True),
    Change("none", lambda shop: shop.set_price("tee", None)),
    Change("times ten", lambda shop: shop.set_price("tee", 25_000)),
]
WORLD: dict[str, list[Change]] = {
    "catalog": [Change("gone", _no_catalog)],
    "payee": [Change("another", settings={"payee": "somebody-else"})],
    "currency": [Change("another", _catalog(currency="EUR"))],
    "lines[].variant_id": [Change("retired", lambda shop: shop.retire("tee"))],
    "lines[].product_id": [Change("swapped", _variant(product_id="mug"))],
    "lines[].title": [Change("another", _product(title="something else"))],
    "lines[].options": [Change("another", _variant(options={"size": "XXL"})), Change("emptied", _variant(options={}))],
    "lines[].quantity": [Change("fewer in stock", lambda shop: shop.set_stock("tee", 1))],
    "lines[].unit_minor": PRICE,
    "lines[].line_minor": PRICE,
    "goods_minor": PRICE,
    "total_minor": [*PRICE, *SHIPPING, *DISCOUNTS, *TAX],
    "lines[].seller": [Change("another", _product(seller="Somebody Else"))],
    "lines[].discount_minor": DISCOUNTS,
    "discounts": DISCOUNTS,
    "discounts[].code": [Change("another", _tariff(promotions=[{**TARIFF["promotions"][0], "code": "other"}]))],
    "discounts[].minor": DISCOUNTS,
    "discounts[].lines": DISCOUNTS,
    "discounts[].coupon": DISCOUNTS,
    "lines[].tax_ppm": TAX,
    "lines[].tax_minor": TAX,
    "tax_minor": TAX,
    "included_tax_minor": [Change("prices include it", _tax("8.875", prices_include_tax=True))],
    "shipping_minor": SHIPPING,
    "shipping_tax_minor": [*TAX, Change("untaxed", _tariff(tax={**TARIFF["tax"], "on_shipping": None}))],
    "instrument": [Change("another", _pay_otherwise)],
    "ship_to": [Change("another", _move)],
    "tariff": [*SHIPPING, *DISCOUNTS, *TAX],
    "expires_at": [Change("past", lambda shop: shop.clock.forward(15))],
}
FIXED = {
    "version": "written into the program",
    "kind": "written into the program",
    "policy_version": "written into the program; a new program refuses what the old one quoted (tests/guards)",
    "quote_id": "made when the quote is issued",
    "thread_id": "who asked",
    "shopper": "who asked",
    "issued_at": "a time that is past",
    "lines": "its fields are changed one by one",
    "lines[].evidence_ids": "ids of what was seen, stored with the quote",
    "discounts[].title": "words for people; the code names the promotion",
}
