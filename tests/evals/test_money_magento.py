"""The measure itself, on two made-up goods and rules of the same form, and on the real shop where it is."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from evals.magento_oracle import Shop
from evals.magento_rules import Good, conditions, goods, named_by, tariff_document
from evals.money_magento import agree, compare, engine
from tools.checkout.tariff import parse
from tools.settings import current

RULE = "name,simple_action,discount_amount,discount_step,is_active,stop_rules_processing,simple_free_shipping"
RULE += ",coupon_code,uses_per_customer,conditions_serialized,actions_serialized"


def tree(attribute: str | None = None, value: str = "", wanted: str = "1") -> str:
    leaf = {"attribute": attribute, "operator": "==", "value": "HERE", "is_value_processed": False}
    made = {"attribute": None, "value": wanted, "conditions": [leaf] if attribute else []}
    return json.dumps(made).replace('"HERE"', value)


SALES = [
    ["Tees", "buy_x_get_y", 1, 3, 1, 0, 0, "", "", tree("category_ids", "%url_key=tees-men%"), tree()],
    ["Free", "by_percent", 0, 0, 1, 0, 2, "", "", tree("base_subtotal", '"50"'), tree()],
    ["Bottle", "by_percent", 70, 0, 1, 0, 0, "H20", 1, tree(), tree("sku", '"bottle"')],
    ["Off", "by_percent", 90, 0, 0, 0, 0, "", "", tree(), tree()],
    ["Big", "by_percent", 20, 0, 1, 0, 0, "", "", tree("base_subtotal", '"100"'), tree("sale", '"1"', wanted="0")],
]
CATALOG = [["Pants", "by_percent", 20, 1, tree("category_ids", "%url_key=pants-women,url_key=pants-men%"), tree()]]
PRODUCTS: list[dict[str, Any]] = [
    {"sku": "tee", "categories": ["Default/Men/Tops/Tees"], "price": 19.99},
    {"sku": "pants", "categories": ["Default/Men/Bottoms/Pants"], "price": 35.01, "sale": "Yes"},
    {"sku": "bottle", "categories": ["Gear\nFitness"], "price": 7.0},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "sales_rules.csv", RULE.split(","), SALES)
    header = ["name", "simple_action", "discount_amount", "is_active", "conditions_serialized", "actions_serialized"]
    write(tmp_path / "catalog_rules.csv", header, CATALOG)
    rates = ["code,tax_country_id,tax_region_name,tax_postcode,rate", "MI,US,Michigan,*,8.25"]
    (tmp_path / "tax_rate.csv").write_text("\n".join(rates))
    table = ["country,region,zip,order_subtotal,price", "US,*,*,0,15", "US,*,*,50,10", "US,AK,*,0,20"]
    (tmp_path / "tablerate.csv").write_text("\n".join(table))
    lines = [{**each, "attributes": {"sale": each.get("sale")}, "variants": []} for each in PRODUCTS]
    (tmp_path / "products.jsonl").write_text("\n".join(map(json.dumps, lines)))
    return tmp_path


def write(file: Path, header: list[str], rows: list[list[Any]]) -> None:
    with file.open("w", newline="") as opened:
        csv.writer(opened).writerows([header, *rows])


def test_rows_become_rules(folder: Path) -> None:
    tariff = parse(json.dumps(tariff_document(folder, goods(folder))))
    by_code = {each.title.en: each for each in tariff.promotions}
    assert sorted(by_code) == ["Big", "Bottle", "Free", "Pants", "Tees"]
    assert (by_code["Tees"].off.buy, by_code["Tees"].off.get) == (3, 1)
    assert by_code["Tees"].applies_to.categories == ("Default/Men/Tops/Tees",)
    assert (by_code["Bottle"].coupon, by_code["Bottle"].uses_per_shopper) == ("H20", 1)
    assert by_code["Bottle"].applies_to.variants == ("bottle",)
    assert by_code["Big"].excludes.variants == ("pants",)
    assert (by_code["Free"].at_least_minor, by_code["Free"].at_least_of) == (5_000, "cart")
    assert by_code["Pants"].stage == "price"
    assert [each.percent for each in tariff.tax.rates] == [82_500]
    assert len(parse(json.dumps(tariff_document(folder, goods(folder), without=("Free",)))).promotions) == 4


def test_a_cart_by_hand(folder: Path) -> None:
    """Four tees, one free; pants at 28.01; a bottle 70 % off; sent to Michigan."""
    tee, pants, bottle = goods(folder)
    expected = Shop(folder).price([(tee, 4), (pants, 1), (bottle, 1)], "US", "MI", "h20")
    # 114.97 of goods: 20 % off what is left of tees and bottle (59.97 + 2.10 = 62.07) is 12.41
    assert expected.off == {"tee": 1_999 + 1_199, "pants": 700, "bottle": 490 + 42}
    assert (expected.shipping, expected.tax) == (0, 396 + 231 + 14)
    tariff = parse(json.dumps(tariff_document(folder, goods(folder))))
    assert agree(engine(tariff, [(tee, 4), (pants, 1), (bottle, 1)], "US", "MI", "H20"), expected)
    assert not agree(engine(tariff, [(tee, 4), (pants, 1), (bottle, 1)], "US", "MI", ""), expected)


def test_carts_agree(folder: Path) -> None:
    for without in ((), ("Free",)):
        found = compare(folder, 100, without=without)
        assert found.differing == []
        assert (found.carts, found.agreeing, found.not_shipped) == (100, 100, 20)
        assert found.discounted
        assert found.several


def test_addresses_name_categories() -> None:
    assert named_by("tees-women", "Default Category/Women/Tops/Tees")
    assert not named_by("tees-women", "Default Category/Men/Tops/Tees")
    assert named_by("watches", "Gear\nWatches\nCollections")
    assert conditions('{"value": %url_key=a,url_key=b%}') == {"value": "url_key=a,url_key=b"}


def test_on_the_real_shop() -> None:
    folder = current().data / "magento_luma"
    if not folder.is_dir():
        pytest.skip(f"magento_luma is not here: {folder}")
    found = compare(folder, 300)
    assert found.differing == []
    assert Good in map(type, goods(folder))
