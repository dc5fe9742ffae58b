"""Ranking of 19,406 real electronics products against the judgments of people: data/chorus_icecat.

`python -m evals.ranking_icecat` imports the products into a home folder of its own (half a minute, once) and prints.
"""

from __future__ import annotations

import json
import math
import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.catalog.search import CatalogSearch

CATALOG = "icecat"
DEPTH = 100


def measure(search: CatalogSearch, folder: Path) -> dict[str, float]:
    """nDCG@10, the same over judged products only, recall@100 and milliseconds a query.

    `folder` is data/chorus_icecat, its products being imported as the search's catalogue. Gain 2^rating - 1 (Järvelin
    and Kekäläinen, 2002); unjudged products have none. Queries without any relevant product are left out.
    """
    judged = _judgments(folder / "qrels_dev.jsonl")
    search.warm()
    ndcg, of_judged, recall, times = [], [], [], []
    for query, ratings in judged.items():
        started = time.perf_counter()
        found = [hit.product_id for hit in search.search(query, k=DEPTH)]
        times.append((time.perf_counter() - started) * 1_000)
        relevant = {product_id for product_id, rating in ratings.items() if rating > 0}
        if not relevant:
            continue
        ideal = _dcg(sorted(ratings.values(), reverse=True))
        ndcg.append(_dcg([ratings.get(each, 0) for each in found]) / ideal)
        of_judged.append(_dcg([ratings[each] for each in found if each in ratings]) / ideal)
        recall.append(len(relevant.intersection(found)) / len(relevant))
    return {
        "queries": len(ndcg),
        "ndcg_at_10": statistics.mean(ndcg),
        "ndcg_at_10_judged": statistics.mean(of_judged),
        "recall_at_100": statistics.mean(recall),
        "median_ms": statistics.median(times),
    }


def prepared(home: Path, folder: Path) -> CatalogSearch:
    """The search over the imported products; a second call on the same home only looks whether all is there."""
    from graph.services import Services
    from tools.catalog.feeds import read_feed
    from tools.catalog.importer import import_records
    from tools.settings import load

    made = Services(load(home=home, catalog=CATALOG, database_url=""))
    records = read_feed(folder / "products.jsonl.gz")
    import_records(made.catalog, made.pictures, None, made.search, records)
    return made.search


def _judgments(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        judged.setdefault(row["query"], {})[row["docid"]] = row["rating"]
    return judged


def _dcg(ratings: Sequence[int]) -> float:
    return sum((2**rating - 1) / math.log2(place + 2) for place, rating in enumerate(ratings[:10]))


def main() -> None:
    from tools.settings import CHECKOUT, load

    folder = load().data / "chorus_icecat"
    if not folder.is_dir():
        raise SystemExit(f"TRUECART_DATA is not here: {folder}")
    for name, value in measure(prepared(CHECKOUT / "build" / "icecat", folder), folder).items():
        print(f"{name:20} {value:.3f}")


if __name__ == "__main__":
    main()
