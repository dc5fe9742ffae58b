"""Do the pictures show what the words claim? On the project's own renders, where the truth is known.

Every listing is asked about with the colour it shows and with one that is plainly another. The planted wrong
pictures are to be found, and a shopper who takes the first result is to get the colour that was asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from random import Random
from typing import Any

from evals.browsing import answer
from evals.langsmith_offline import Example, Row, run_examples
from evals.photos import add_photos
from evals.results import Curve, Failure, Metric, SuiteResult
from evals.scores import bootstrapped, calibration_error, rate, reliability, risk_coverage
from evals.shelf import Listing, Shelf
from evals.suite import Surroundings
from evals.swapped import swapped_demo
from graph.services import Services
from tools.render.palette import FAMILY, PALETTE, distance

Json = dict[str, Any]
PLAINLY_ANOTHER = 0.15  # OKLab distance between two colour words that nobody takes for each other
SEED = 5
WISHES = 1_000
WORDINGS = (
    "{colour} {category}",
    "a {category} in {colour}",
    "I am looking for a {colour} {category}",
    "show me something {colour}, a {category}",
)
LISTS = ("on", "off", "cart_on", "cart_off")


def run(around: Surroundings) -> SuiteResult:
    shop, shelf = around.demo, Shelf(around.demo)
    claims = _judge_claims(around, shop, list(shelf.listings()))
    carts = _fill_carts(around)
    judged = [(row.outputs["p"], bool(row.example.expected["true"])) for row in claims if row.error is None]
    certain = [(max(p, 1 - p), (p >= 0.5) == true) for p, true in judged]
    result = SuiteResult(
        "vision",
        len(claims) + len(carts),
        [*_claim_metrics(claims, judged), *_planted_metrics(claims), *_cart_metrics(carts)],
        [_failure(row) for row in [*claims, *carts] if not row.passed],
        latencies_ms={"claim": [row.milliseconds for row in claims]},
        curves=[
            Curve("Risk by coverage", "claims answered", "of them wrong", tuple(risk_coverage(certain))),
            Curve("Reliability", "stated probability", "share true", tuple(reliability(judged)), diagonal=True),
        ],
    )
    add_photos(around, result)
    return result


def _judge_claims(around: Surroundings, shop: Services, listings: list[Listing]) -> list[Row]:
    by_id = {each.variant.variant_id: each for each in listings}
    examples = list(_claims(listings))

    def verify(inputs: Json) -> Json:
        listing = by_id[inputs["variant_id"]]
        found = shop.verifier.verify(listing.product, listing.variant, "color", inputs["claim"])
        return {"verdict": found["verdict"], "p": found["p"], "observed": found["observed"][:3]}

    def verdict(_inputs: Json, got: Json, want: Json) -> bool | None:
        """None while the verifier says that it is unsure."""
        if got["verdict"] == "unsure":
            return None
        return bool(got["verdict"] == ("confirmed" if want["true"] else "contradicted"))

    return run_examples("vision", examples, verify, {"verdict": verdict}, around.counter("claims", len(examples)))


def _claims(listings: list[Listing]) -> Iterator[Example]:
    """For each listing the colour it shows, one that it does not, and for a planted one what it says."""
    draw = Random(SEED)
    for each in listings:
        other = draw.choice([word for word in PALETTE if _plainly_another(word, each.shown)])
        asked = [("shown", each.shown, True), ("other", other, False)]
        if each.planted:
            asked.append(("planted", each.listed, False))
        for kind, claim, true in asked:
            inputs = {"variant_id": each.variant.variant_id, "claim": claim, "kind": kind, "listed": each.listed}
            yield Example(f"{each.variant.variant_id}:{kind}", inputs, {"true": true, "shown": each.shown})


def _plainly_another(word: str, shown: str) -> bool:
    return FAMILY[word] != FAMILY[shown] and distance(word, shown) > PLAINLY_ANOTHER


def _claim_metrics(rows: list[Row], judged: list[tuple[float, bool]]) -> list[Metric]:
    told = [row for row in rows if row.scores["verdict"] is not None]
    error = bootstrapped("calibration_error", judged, calibration_error, better="lower", unit="score", about="ECE of p")
    return [
        rate("verdict_accuracy", [row.passed for row in told], about="of the claims that it decided"),
        rate("decided_share", [row in told for row in rows], about="claims that it was not unsure of", tolerance=0.05),
        error,
    ]


def _planted_metrics(rows: list[Row]) -> list[Metric]:
    """An alarm is a contradicted listed colour, which is what a feed's audit looks at."""
    planted = [row for row in rows if row.example.inputs["kind"] == "planted"]
    honest = [row for row in rows if row.example.inputs["kind"] == "shown" and _as_listed(row)]
    return [
        rate("planted_found", [_alarm(row) for row in planted], about="wrong pictures that were contradicted"),
        rate("false_alarms", [_alarm(row) for row in honest], better="lower", about="good pictures contradicted"),
    ]


def _as_listed(row: Row) -> bool:
    return bool(row.example.inputs["listed"] == row.example.expected["shown"])


def _alarm(row: Row) -> bool:
    return bool(row.outputs.get("verdict") == "contradicted")


def _fill_carts(around: Surroundings) -> list[Row]:
    """Ask for a colour and take the first result that is confirmed, or the first, with the verifier and without."""
    shop, shown = swapped_demo(around.scratch)
    shelf = Shelf(shop, shown)
    examples = list(itertools.islice(_wishes(shelf), WISHES))

    def results(inputs: Json) -> Json:
        found: Json = {}
        for key, verify in (("on", True), ("off", False)):
            cards = answer(shop, [inputs["message"]], verify=verify)
            sure = [each for each in cards if verify and _confirmed(each)]
            found[key] = [each["variant_id"] for each in cards[:1]]
            found[f"cart_{key}"] = [each["variant_id"] for each in (sure or cards)[:1]]
            found[f"sure_{key}"] = bool(sure)
        return found

    def colour_in_cart(_inputs: Json, got: Json, want: Json) -> bool:
        return not _wrong(shelf, got["cart_on"], want["color"])

    rows = run_examples(
        "carts", examples, results, {"colour_in_cart": colour_in_cart}, around.counter("carts", len(examples))
    )
    for row in rows:
        wished = row.example.expected["color"]
        row.outputs |= {f"wrong_{key}": _wrong(shelf, row.outputs.get(key) or [], wished) for key in LISTS}
    shop.engine.dispose()
    return rows


def _confirmed(card: Json) -> bool:
    colours = [each["verdict"] for each in card["evidence"] if each["attribute"] == "color"]
    return bool(colours) and set(colours) == {"confirmed"}


def _wishes(shelf: Shelf) -> Iterator[Example]:
    """Every misplaced listing by its own name, then every colour of every category in several wordings."""
    asked: dict[str, str] = {}
    for each in shelf.listings():
        if each.planted:
            asked[f"{each.product.title} in {each.listed}"] = each.listed
    for wording in WORDINGS:
        for each in shelf.listings():
            asked.setdefault(wording.format(colour=each.listed, category=each.product.category), each.listed)
    for message, colour in asked.items():
        yield Example(f"cart:{message}", {"message": message}, {"color": colour})


def _wrong(shelf: Shelf, variant_ids: list[str], wished: str) -> bool:
    """The thing has another colour than the one asked for. Nothing at all is not wrong."""
    return any(
        (shelf.wrong_colour(each) or shelf.goods[each][1].options.get("color", "").lower()) != wished
        for each in variant_ids
    )


def _cart_metrics(rows: list[Row]) -> list[Metric]:
    found = [row for row in rows if row.outputs.get("cart_on")]
    bare = [row for row in rows if row.outputs.get("cart_off")]
    sure = [row for row in found if row.outputs["sure_on"]]
    off = "the same without the verifier: what it saves"
    return [
        _wrongs("wrong_colour_at_rank_1_on", found, "wrong_on", "5 % of the pictures in the wrong place"),
        _wrongs("wrong_colour_at_rank_1_off", bare, "wrong_off", off, tolerance=1.0),
        _wrongs("wrong_colour_in_cart_on", found, "wrong_cart_on", "the first confirmed result is taken"),
        _wrongs("wrong_colour_in_cart_off", bare, "wrong_cart_off", off, tolerance=1.0),
        _wrongs("wrong_colour_confirmed", sure, "wrong_cart_on", "of the carts filled with what is confirmed"),
        rate("cart_filled", [row in found for row in rows], about="wishes that found anything"),
    ]


def _wrongs(name: str, rows: list[Row], key: str, about: str, tolerance: float = 0.0) -> Metric:
    wrong = [bool(row.outputs[key]) for row in rows]
    if tolerance:
        return rate(name, wrong, better="lower", about=about, tolerance=tolerance)
    return rate(name, wrong, better="lower", about=about)


def _failure(row: Row) -> Failure:
    got, want = row.outputs, row.example.expected
    if "verdict" in got:
        note = f"{got['verdict']} with p {got['p']:.2f}, the picture shows {want['shown']}"
    else:
        note = f"{got.get('cart_on')} for a wish in {want['color']}"
    return Failure(row.example.id, row.example.inputs, want, got, row.error or note)
