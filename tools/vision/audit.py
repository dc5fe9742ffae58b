"""Listings against their pictures, over a whole catalogue: which are wrong, how surely, and where the picture belongs.

A listing is what a product says of one attribute in one picture ("the navy one", all its sizes together).
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from tools.catalog.types import Product, Variant
from tools.vision.colour_names import BY_NAME, NAMES
from tools.vision.fusion import SILENT, log_odds
from tools.vision.types import ColourShare, Evidence, Measurement, ObservedValue, Verdict
from tools.vision.verifier import listed_values

if TYPE_CHECKING:
    from tools.vision.verifier import Verifier

ATTRIBUTES = ("color", "category", "pattern", "sleeve", "neckline")
MEASURED = frozenset({"color"})  # read from every picture: a value that cannot be judged is worth telling
LEAST_P = 1e-3  # of a picture, however little it shows the word
SWAP_ODDS = math.log(0.02 / 0.98)  # before looking: one pair of siblings in fifty has changed places
# From this probability a swap is an accusation by itself, where each picture alone was unsure. `python -m
# evals.vision_audit`, which plants swaps in the demo and among shop photos: no honest listing was accused by it.
SWAP_SURE = 0.5
MOST = 0.99  # nothing that is measured here is surer than this
FITS = 0.5  # a sibling is named when its picture, or its word, is likelier right than wrong
HABIT_LEAST, HABIT_SHARE = 3, 0.12  # listings, and their share of all with that word, from which it is the shop's usage

Kind = Literal["swapped", "fits_better", "shows_it"]
Why = Literal["no_picture", "unreadable_picture", "not_judged"]


@dataclass(frozen=True)
class Sibling:
    """Another listing of the same product.

    `swapped`: the two pictures fit each other's words. `fits_better`: its picture fits the word of the finding.
    `shows_it`: the picture of the finding shows what this one is called. `p`, 0 to 1, that this is so.
    """

    kind: Kind
    listed: str
    variant_ids: tuple[str, ...]
    image: str
    p: float


@dataclass(frozen=True)
class Habit:
    """How this catalogue uses a word: of `of` listings called so, `listings` show `shows` (a family of colours)."""

    shows: str
    listings: int
    of: int


@dataclass(frozen=True)
class Finding:
    """A listing that its picture does not confirm, or that changed pictures with a sibling.

    `p` that the listing is true, by its picture; `confidence` that it is wrong, by all. What would be contradicted is
    `unsure`, at even odds, when the catalogue's own `habit` explains it.
    """

    product_id: str
    title: str
    category: str
    variant_ids: tuple[str, ...]
    attribute: str
    listed: str
    observed: tuple[ObservedValue, ...]  # what the picture shows, best first
    colours: tuple[ColourShare, ...]
    p: float
    verdict: Verdict
    confidence: float
    picture_confidence: float  # low for dark, tinted or tiny pictures
    image: str
    sibling: Sibling | None = None
    habit: Habit | None = None


@dataclass(frozen=True)
class Unseen:
    """A listing that no picture speaks of, and why."""

    product_id: str
    title: str
    category: str
    variant_ids: tuple[str, ...]
    attribute: str
    listed: str
    why: Why
    image: str | None


@dataclass
class Audit:
    """What came out: `listings` = `confirmed` + findings + unseen; `findings` in the order they were met."""

    products: int = 0
    confirmed: int = 0
    findings: list[Finding] = field(default_factory=list[Finding])
    unseen: list[Unseen] = field(default_factory=list[Unseen])
    words: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])  # listings by attribute and word

    def add(
        self, verifier: Verifier, product: Product, variants: Iterable[Variant], seen: Mapping[str, Measurement]
    ) -> None:
        """Look at one product: its variants, and the measurements of their pictures by content hash."""
        self.products += 1
        given = list(variants)
        told: dict[str | None, str] = {}  # a missing or unreadable picture is told of under one attribute
        for attribute in ATTRIBUTES:
            judged: list[_Listing] = []
            for listing in _listings(verifier, product, given, attribute, seen):
                why = listing.why
                if why is None:
                    judged.append(listing)
                elif why == "not_judged" or told.setdefault(listing.variant.image, attribute) == attribute:
                    self.unseen.append(_unseen(listing, why))
            swaps = _swaps(verifier, judged)
            doubtful = [
                _finding(verifier, each, judged, swaps.get(place))
                for place, each in enumerate(judged)
                if place in swaps or not each.confirmed
            ]
            self.confirmed += len(judged) - len(doubtful)
            self.words.update(_word(attribute, each.listed) for each in judged)
            self.findings += doubtful

    def settle(self) -> None:
        """To be called once, after the last product: tells the shop's use of a word from a wrong picture.

        A shop that calls its pinks "red" contradicts itself nowhere, while a picture put in the wrong place shows
        now this, now that. A suspected swap is no habit.
        """
        accused = [each for each in self.findings if _may_be_habit(each)]
        shown = Counter((_word(each.attribute, each.listed), _family(each)) for each in accused)
        for place, each in enumerate(self.findings):
            word, family = _word(each.attribute, each.listed), _family(each)
            habit = Habit(family, shown[word, family], self.words[word])
            if _may_be_habit(each) and habit.listings >= max(HABIT_LEAST, HABIT_SHARE * habit.of):
                self.findings[place] = replace(each, verdict="unsure", confidence=0.5, habit=habit)

    def ranked(self, *, unsure: bool = False, at_least: float = 0.0, limit: int | None = None) -> list[Finding]:
        """Contradicted listings, surest first; with `unsure` also those of which the picture says neither."""
        verdicts = ("contradicted", "unsure") if unsure else ("contradicted",)
        kept = [each for each in self.findings if each.verdict in verdicts and each.confidence >= at_least]
        kept.sort(key=lambda each: (-each.confidence, each.product_id, each.attribute, each.listed))
        return kept[:limit]

    def counts(self) -> dict[str, int]:
        """`checked` is what a picture could speak of; `swaps` are pairs of listings."""
        verdicts = [each.verdict for each in self.findings]
        reasons = [each.why for each in self.unseen]
        swapped = [each for each in self.findings if each.sibling and each.sibling.kind == "swapped"]
        return {
            "products": self.products,
            "listings": self.confirmed + len(self.findings) + len(self.unseen),
            "checked": self.confirmed + len(self.findings),
            "confirmed": self.confirmed,
            "contradicted": verdicts.count("contradicted"),
            "unsure": verdicts.count("unsure"),
            "habits": sum(each.habit is not None for each in self.findings),
            "swaps": len({_pair(each) for each in swapped}),
            "no_picture": reasons.count("no_picture"),
            "unreadable_picture": reasons.count("unreadable_picture"),
            "not_judged": reasons.count("not_judged"),
        }


@dataclass
class _Listing:
    product: Product
    variant: Variant  # the first of its variants
    attribute: str
    listed: str
    claimed: str  # of several listed values, the one that its picture fits best
    evidence: Evidence
    measurement: Measurement | None
    variant_ids: list[str]

    @property
    def confirmed(self) -> bool:
        return self.evidence["verdict"] == "confirmed"

    @property
    def why(self) -> Why | None:
        """Why no picture speaks of it; None when one does."""
        if not self.variant.image:
            return "no_picture"
        if self.measurement is None or not self.measurement["colours"]:
            return "unreadable_picture"
        return None if _spoken(self.evidence) else "not_judged"


def _listings(
    verifier: Verifier, product: Product, variants: list[Variant], attribute: str, seen: Mapping[str, Measurement]
) -> list[_Listing]:
    found: dict[tuple[tuple[str, ...], str | None], _Listing] = {}
    for variant in variants:
        values = listed_values(product, variant, attribute)
        if not values:
            continue
        key = (values, variant.image)
        if key not in found:
            measurement = seen.get(variant.image) if variant.image else None
            claims = [verifier.verify(product, variant, attribute, each, measurement) for each in values]
            best = max(claims, key=lambda each: each["p"])
            listed = ", ".join(values)
            found[key] = _Listing(product, variant, attribute, listed, best["claimed"], best, measurement, [])
        found[key].variant_ids.append(variant.variant_id)
    return [each for each in found.values() if each.why != "not_judged" or attribute in MEASURED]


def _spoken(evidence: Evidence) -> bool:
    return any(each["name"] != "catalog" and each["p"] != SILENT for each in evidence["witnesses"])


def _finding(verifier: Verifier, listing: _Listing, family: list[_Listing], exchanged: Sibling | None) -> Finding:
    evidence, measurement = listing.evidence, listing.measurement
    swap = exchanged.p if exchanged else 0.0
    return Finding(
        product_id=listing.product.product_id,
        title=listing.product.title,
        category=listing.product.category,
        variant_ids=tuple(listing.variant_ids),
        attribute=listing.attribute,
        listed=listing.listed,
        observed=tuple(evidence["observed"]),
        colours=tuple(measurement["colours"]) if measurement else (),
        p=evidence["p"],
        verdict="contradicted" if exchanged else evidence["verdict"],
        confidence=round(min(max(1 - evidence["p"], swap), MOST), 4),
        picture_confidence=measurement["confidence"] if measurement else 0.0,
        image=listing.variant.image or "",
        sibling=exchanged or _sibling(verifier, listing, family),
    )


def _swaps(verifier: Verifier, judged: list[_Listing]) -> dict[int, Sibling]:
    """By place in `judged` the sibling that a listing changed pictures with: the likeliest pairs, each listing in one.

    A word as wide as "red" is true of the burgundy one's picture too, so one of the two may well be confirmed.
    """
    pairs: list[tuple[float, int, int]] = []
    for (one, first), (other, second) in itertools.combinations(enumerate(judged), 2):
        differ = first.listed != second.listed and first.variant.image != second.variant.image
        if differ and not (first.confirmed and second.confirmed):
            pairs.append((_exchanged(verifier, first, second), one, other))
    found: dict[int, Sibling] = {}
    for p, one, other in sorted(pairs, reverse=True):
        if p >= SWAP_SURE and one not in found and other not in found:
            found[one], found[other] = _named("swapped", judged[other], p), _named("swapped", judged[one], p)
    return found


def _exchanged(verifier: Verifier, first: _Listing, second: _Listing) -> float:
    """Probability of "the two changed places" against "both are right": the odds of each picture for each word."""
    crossed = _shows(verifier, first, second.claimed), _shows(verifier, second, first.claimed)
    straight = _shows(verifier, first, first.claimed), _shows(verifier, second, second.claimed)
    for_it, against = (sum(log_odds(p, LEAST_P) for p in each) for each in (crossed, straight))
    return 1 / (1 + math.exp(-(for_it - against + SWAP_ODDS)))


def _sibling(verifier: Verifier, listing: _Listing, family: list[_Listing]) -> Sibling | None:
    """Of those that did not change places: whose picture fits better, else whose word the picture shows."""
    own = _shows(verifier, listing, listing.claimed)
    named: dict[Kind, list[tuple[float, int]]] = {"fits_better": [], "shows_it": []}
    for place, other in enumerate(family):
        if other.listed == listing.listed:
            continue
        named["shows_it"].append((_shows(verifier, listing, other.claimed), place))
        if other.variant.image != listing.variant.image:
            named["fits_better"].append((_shows(verifier, other, listing.claimed), place))
    for kind, ranked in named.items():
        p, place = max(ranked, default=(0.0, 0))
        if p > max(FITS, own):
            return _named(kind, family[place], p)
    return None


def _named(kind: Kind, other: _Listing, p: float) -> Sibling:
    return Sibling(kind, other.listed, tuple(other.variant_ids), other.variant.image or "", round(min(p, MOST), 4))


def _shows(verifier: Verifier, listing: _Listing, value: str) -> float:
    """Probability that a listing's picture shows a value, whatever the listing says."""
    if listing.measurement is None:
        return SILENT
    return verifier.verify_alone(listing.product.product_id, listing.measurement, listing.attribute, value)["p"]


def _unseen(listing: _Listing, why: Why) -> Unseen:
    return Unseen(
        listing.product.product_id,
        listing.product.title,
        listing.product.category,
        tuple(listing.variant_ids),
        listing.attribute,
        listing.listed,
        why,
        listing.variant.image,
    )


def _word(attribute: str, listed: str) -> tuple[str, str]:
    return attribute, listed.casefold()


def _family(finding: Finding) -> str:
    best = finding.observed[0]["value"] if finding.observed else ""
    return NAMES[BY_NAME[best]].family if finding.attribute == "color" and best in BY_NAME else best


def _may_be_habit(finding: Finding) -> bool:
    swapped = finding.sibling is not None and finding.sibling.kind == "swapped"
    return finding.verdict == "contradicted" and bool(finding.observed) and not swapped


def _pair(finding: Finding) -> tuple[str, str, frozenset[str]]:
    other = finding.sibling.listed if finding.sibling else ""
    return finding.product_id, finding.attribute, frozenset({finding.listed, other})
