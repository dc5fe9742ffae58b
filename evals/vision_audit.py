"""Does the audit find pictures that changed places? Planted between siblings of the demo and of a real clothing shop.

`python -m evals.vision_audit` prints what is found and what is accused falsely, beside the verdicts of each picture
alone. Several draws of the same shops: the intervals are of the draws, not of shops.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from evals.intervals import wilson
from evals.vision_calibration import MISLABELLED
from graph.services import Services
from guards.attributes import verdict
from tools.catalog.types import Product, Variant
from tools.vision.audit import Audit, Finding
from tools.vision.measurements import MeasurementStore
from tools.vision.peers import Peers
from tools.vision.sight import listings
from tools.vision.types import Measurement
from tools.vision.verifier import Verifier, listed_values

RATE = 0.05  # of the listings get the picture of a sibling
ROUNDS = 20
FOUND, ACCUSED = ("found", "found_alone", "confirmed"), ("accused", "accused_alone")
FLAWED_PHOTOS = MISLABELLED | {"mt01-gray_main"}  # the shop's own mistakes: the grey tank top is turquoise
Share = tuple[float, float, float]  # value, and its 95 % interval


@dataclass(frozen=True)
class Goods:
    """A catalogue in memory. `flawed` variants are known to be wrong already and are not counted."""

    products: list[Product]
    variants: Mapping[str, list[Variant]]
    seen: Mapping[str, Measurement]
    flawed: frozenset[str] = frozenset()


def goods_of(services: Services, flawed: frozenset[str] = frozenset()) -> Goods:
    products = services.catalog.all_products()
    variants: dict[str, list[Variant]] = {product.product_id: [] for product in products}
    for each in services.catalog.variants_of_products(variants).values():
        variants[each.product_id].append(each)
    return Goods(products, variants, services.measurements.get(services.catalog.images()), flawed)


def exchange(goods: Goods, rate: float, draw: Random) -> tuple[dict[str, list[Variant]], set[str]]:
    """`rate` of the coloured listings with the picture of a sibling, in pairs, and the variants that it befell."""
    shown = {product.product_id: _pictures(product, goods.variants[product.product_id]) for product in goods.products}
    pairs = [product_id for product_id, each in shown.items() if len(set(each.values())) > 1]
    listings = sum(len(each) for each in shown.values())
    changed = {product_id: list(each) for product_id, each in goods.variants.items()}
    planted: set[str] = set()
    for product_id in draw.sample(pairs, min(len(pairs), round(rate * listings / 2))):
        one, other = draw.sample(sorted(set(shown[product_id].values())), 2)
        turned = {one: other, other: one}
        hit = [each for each in changed[product_id] if each.image in turned]
        planted |= {each.variant_id for each in hit}
        changed[product_id] = [
            replace(each, image=turned.get(each.image or "", each.image)) for each in changed[product_id]
        ]
    return changed, planted


def measure(measurements: MeasurementStore, goods: Goods, rate: float = RATE, rounds: int = ROUNDS) -> dict[str, Share]:
    """`found` of the planted and `accused` of the honest listings by the audit, and by each picture `_alone`.

    `confirmed` of the planted: what a shopper would be shown as confirmed. The catalogue's heads are fitted anew each
    time, to labels of which the planted ones are wrong.
    """
    counts = dict.fromkeys(("planted", "honest", *FOUND, *ACCUSED), 0)
    for seed in range(rounds):
        variants, planted = exchange(goods, rate, Random(seed))
        verifier = Verifier(measurements, _learned(goods, variants))
        _count_confirmed(counts, verifier, goods, variants, planted)
        audit = Audit()
        for product in goods.products:
            audit.add(verifier, product, variants[product.product_id], goods.seen)
        audit.settle()
        _count(counts, goods, variants, planted, audit.findings)
    return {
        name: (counts[name] / max(counts[of], 1), *wilson(counts[name], counts[of]))
        for of, names in (("planted", FOUND), ("honest", ACCUSED))
        for name in names
    }


def _count(
    counts: dict[str, int],
    goods: Goods,
    variants: Mapping[str, list[Variant]],
    planted: set[str],
    findings: list[Finding],
) -> None:
    for product in goods.products:
        for ids in _listings(product, variants[product.product_id], goods.seen):
            if not ids & goods.flawed:
                counts["planted" if ids & planted else "honest"] += 1
    for each in findings:
        ids = set(each.variant_ids)
        if each.attribute != "color" or ids & goods.flawed:
            continue
        kind = "found" if ids & planted else "accused"
        counts[kind] += each.verdict == "contradicted"
        counts[f"{kind}_alone"] += verdict(each.attribute, each.p) == "contradicted"


def _learned(goods: Goods, variants: Mapping[str, list[Variant]]) -> Peers:
    """Heads of the altered catalogue; they last as long as the process."""
    peers = Peers(Path(tempfile.mkdtemp(dir=_scratch().name)))
    every = [each for own in variants.values() for each in own]
    peers.learn(listings({each.product_id: each for each in goods.products}, every, goods.seen), lambda *_: None)
    return peers


@functools.cache
def _scratch() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def _count_confirmed(
    counts: dict[str, int], verifier: Verifier, goods: Goods, variants: Mapping[str, list[Variant]], planted: set[str]
) -> None:
    """Planted listings whose own colour a turn would call confirmed."""
    for product in goods.products:
        for ids in _listings(product, variants[product.product_id], goods.seen):
            if ids & goods.flawed or not ids & planted:
                continue
            variant = next(each for each in variants[product.product_id] if each.variant_id in ids)
            value = listed_values(product, variant, "color")[0]
            seen = goods.seen[variant.image or ""]
            counts["confirmed"] += verifier.verify(product, variant, "color", value, seen)["verdict"] == "confirmed"


def _pictures(product: Product, variants: list[Variant]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in variants:
        listed = listed_values(product, each, "color")
        if len(listed) == 1 and each.image:
            found.setdefault(listed[0], each.image)
    return found


def _listings(product: Product, variants: list[Variant], seen: Mapping[str, Measurement]) -> list[set[str]]:
    found: dict[tuple[object, str], set[str]] = {}
    for each in variants:
        listed = listed_values(product, each, "color")
        if listed and each.image in seen:
            found.setdefault((listed, each.image or ""), set()).add(each.variant_id)
    return list(found.values())


@contextmanager
def imported(feed: Path, images: Path, name: str) -> Iterator[Services]:
    """A feed in a home folder that is gone afterwards."""
    from tools.catalog.feeds import read_feed
    from tools.catalog.importer import import_records
    from tools.settings import load

    with tempfile.TemporaryDirectory() as folder:
        services = Services(load(home=Path(folder), catalog=name, database_url=""))
        records = read_feed(feed, images, currency="USD")
        import_records(services.catalog, services.pictures, services.sight, None, records)
        yield services
        services.engine.dispose()


def main() -> int:
    from evals.demo import demo_home
    from evals.shelf import Shelf
    from tools.settings import current, load

    demo = Services(load(home=demo_home(), catalog="demo", database_url=""))
    shelf = Shelf(demo)
    flawed = frozenset(each for each in shelf.goods if shelf.wrong_colour(each))
    _tell("demo catalogue", measure(demo.measurements, goods_of(demo, flawed)))
    folder = current().data / "magento_luma"
    if not folder.is_dir():
        print(f"shop photos: skipped, TRUECART_DATA is not here: {folder}")
        return 0
    with imported(folder / "products.jsonl", folder / "images", "luma") as shop:
        _tell("shop photos", measure(shop.measurements, goods_of(shop, _flawed_photos(shop))))
    return 0


def _flawed_photos(shop: Services) -> frozenset[str]:
    products = [product.product_id for product in shop.catalog.all_products()]
    variants = shop.catalog.variants_of_products(products).values()
    names = {each.variant_id: f"{each.product_id}-{each.options.get('color', '')}_main".casefold() for each in variants}
    return frozenset(variant_id for variant_id, name in names.items() if name in FLAWED_PHOTOS)


def _tell(shop: str, found: dict[str, Share]) -> None:
    for name, (value, low, high) in found.items():
        print(f"{shop}: {name.replace('_', ', each picture ')} {value:.3f} ({low:.3f} to {high:.3f})")


if __name__ == "__main__":
    raise SystemExit(main())
