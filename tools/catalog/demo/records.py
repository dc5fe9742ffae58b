"""The demo catalogue as records for the importer: the plan, its flaws and a drawn picture for each listing."""

from __future__ import annotations

import dataclasses
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context

from tools.catalog.demo.flaws import Flaw, planted
from tools.catalog.demo.history import PRICES_UNTIL, history
from tools.catalog.demo.plan import Draft, Listing, drafts
from tools.catalog.types import ProductRecord, Variant, VariantRecord
from tools.money import Money
from tools.render import PictureSpec, encode

CURRENCY = "USD"
AHEAD = 24  # pictures drawn ahead of the reader: enough to keep every worker busy, few enough to hold in memory


def demo_records(
    seed: int,
    *,
    progress: Callable[[int, int], None] | None = None,
    workers: int | None = None,
    limit: int | None = None,
    until: datetime = PRICES_UNTIL,
) -> Iterator[ProductRecord]:
    """The catalogue of this seed, product by product, always in the same order and with the same bytes.

    `workers` processes draw (default: one for each core; 1 draws in this process). `progress` is called with products
    done and products in all. `limit` takes an even sample of that many products. `until` is the day that the price
    history runs up to.
    """
    every = drafts(seed)
    flaws: dict[str, list[Flaw]] = {}
    for _, flaw in planted(every, seed):
        flaws.setdefault(flaw.product_id, []).append(flaw)
    chosen = drafts(seed, limit)
    flawed = [_with_flaws(draft, flaws.get(draft.product.product_id, [])) for draft in chosen]
    pictures = _pictures([listing.picture for draft in flawed for listing in draft.listings], workers)
    for number, (true, draft) in enumerate(zip(chosen, flawed, strict=True), start=1):
        yield _record(seed, number, true, draft, [next(pictures) for _ in draft.listings], until)
        if progress:
            progress(number, len(flawed))


def _record(seed: int, line: int, true: Draft, draft: Draft, pictures: list[bytes], until: datetime) -> ProductRecord:
    """History follows the true price, so that a mistyped one stands apart from it."""
    variants = []
    for meant, listing, picture in zip(true.listings, draft.listings, pictures, strict=True):
        for was, sku in zip(meant.skus, listing.skus, strict=True):
            options = {"color": listing.colour} | ({"size": sku.size} if sku.size else {})
            variant = Variant(
                variant_id=sku.variant_id,
                product_id=draft.product.product_id,
                options=options,
                price=Money(sku.minor, CURRENCY),
                stock=sku.stock,
            )
            variants.append(VariantRecord(variant, picture, history(seed, sku.variant_id, was.minor, until)))
    return ProductRecord(draft.product, tuple(variants), line)


def _with_flaws(draft: Draft, flaws: list[Flaw]) -> Draft:
    listings = draft.listings
    for flaw in flaws:
        listings = tuple(_spoil(listing, flaw) for listing in listings)
    return dataclasses.replace(draft, listings=listings)


def _spoil(listing: Listing, flaw: Flaw) -> Listing:
    if not any(sku.variant_id in flaw.variant_ids for sku in listing.skus):
        return listing
    if flaw.kind == "wrong_colour":
        return dataclasses.replace(listing, picture=repaint(listing.picture, str(flaw.actual)))
    if flaw.kind == "price_typo":
        skus = [
            dataclasses.replace(sku, minor=int(flaw.listed)) if sku.variant_id in flaw.variant_ids else sku
            for sku in listing.skus
        ]
        return dataclasses.replace(listing, skus=tuple(skus))
    return listing  # a stale count is listed as it is: only the shelf differs


def repaint(picture: PictureSpec, colour: str) -> PictureSpec:
    """The same thing in another colour, on a backdrop that suits it."""
    from tools.catalog.demo.plan import backdrop_for
    from tools.render.palette import distance

    second = picture.second_colour
    if distance(second, colour) < 0.28:
        second = "white" if distance("white", colour) > 0.4 else "navy"
    return dataclasses.replace(picture, colour=colour, second_colour=second, backdrop=backdrop_for(colour))


def _pictures(specs: list[PictureSpec], workers: int | None) -> Iterator[bytes]:
    count = workers or os.cpu_count() or 1
    if count == 1:
        yield from map(encode, specs)
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        yield from _in_order(pool, specs)


def _in_order(pool: Executor, specs: list[PictureSpec]) -> Iterator[bytes]:
    waiting: deque[Future[bytes]] = deque()
    for spec in specs:
        waiting.append(pool.submit(encode, spec))
        if len(waiting) > AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
