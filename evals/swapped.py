"""The demo shop with pictures in the wrong place, as a merchant's upload script leaves them."""

from __future__ import annotations

from pathlib import Path
from random import Random

from sqlalchemy import update

from evals.demo import copy_home, demo_home
from evals.vision_audit import exchange, goods_of
from graph.services import Services
from tools.database import writing
from tools.schema import variants
from tools.settings import load

RATE = 0.05  # of the listings
SEED = 41


def swapped_demo(scratch: Path, rate: float = RATE, seed: int = SEED) -> tuple[Services, dict[str, str]]:
    """The shop, with its heads learned from what it now says, and by variant the colour that its picture shows."""
    shop = Services(load(home=copy_home(demo_home(), scratch / "swapped"), catalog="demo", database_url=""))
    goods = goods_of(shop)
    shown_by = {each.image: each.options.get("color", "").lower() for own in goods.variants.values() for each in own}
    changed, planted = exchange(goods, rate, Random(seed))
    shown: dict[str, str] = {}
    with writing(shop.engine) as connection:
        for each in (variant for own in changed.values() for variant in own if variant.variant_id in planted):
            shown[each.variant_id] = shown_by[each.image]
            ours = (variants.c.catalog == "demo") & (variants.c.variant_id == each.variant_id)
            connection.execute(update(variants).where(ours).values(image=each.image))
    shop.sight.bring(shop.catalog, lambda *_: None)
    return shop, shown
