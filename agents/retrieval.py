"""Candidates for a wish: what fulfils all of it, else what fulfils most of it, and what had to give way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from agents.arrival import is_date
from agents.relations import relational
from guards.violations import Violation, violation
from tools.catalog.types import Hit
from tools.errors import TruecartError
from tools.llm.contract import Constraint
from tools.vision.colour_names import members

if TYPE_CHECKING:
    from tools.catalog.search import CatalogSearch

# What is given up first. Not listed, and so never given up: price bounds, exclusions, the category, the colour, the
# brand and the size, because a shopper who named them would be shown something else without having agreed to it.
LOOSENED = (
    "delivery_days",
    "style",
    "pattern",
    "strap",
    "fit",
    "feature",
    "use",
    "material",
    "collection",
    "department",
)
KEPT = frozenset({"price", "category", "color", "brand", "size", "gender", "seller"})
MEANT = {"at_most": "at most", "at_least": "at least", "about": "about", "range": "between", "exactly": "exactly"}


@dataclass(frozen=True)
class Retrieved:
    """`hits`, best first. `relaxed` names the constraints that nothing fulfilled, in words: "material: wool".

    `violations` says why there cannot be any hit, as for a price in another currency.
    """

    hits: list[Hit]
    relaxed: list[str]
    violations: list[Violation] = field(default_factory=list[Violation])


def retrieve(search: CatalogSearch, query: str, constraints: Sequence[Constraint], k: int) -> Retrieved:
    """Up to `k` products. When nothing fulfils all constraints, a colour may be any of its shades ("blue": a navy one);
    then one is turned from a condition into a preference, in
    the order of `LOOSENED`; when no single one is enough, more and more of them in that order. A day by which goods
    are needed is no condition: it is for the order of the results.

    Raises what the catalogue's search raises, except that a constraint it cannot compare becomes a violation.
    """
    must = [each for each in constraints if not relational(each) and not is_date(each)]
    relaxed: list[Constraint] = []
    shades: list[str] = []
    try:
        hits = search.search(query, k=k, constraints=must)
        if not hits and (shaded := _in_shades(must)) != must:
            hits = search.search(query, k=k, constraints=shaded)
            shades = [f"plain {each['value']}" for each in must if each not in shaded] if hits else []
        for relaxed in [] if hits else _loosenings(must):
            left = [_preferred(each) if each in relaxed else each for each in must]
            hits = search.search(query, k=k, constraints=left)
            if hits:
                break
    except TruecartError as problem:
        if problem.code not in ("other_currency", "bad_request"):
            raise
        return Retrieved([], [], [violation(problem.code, "constraints", problem.message)])
    return Retrieved(hits, [*shades, *(in_words(each) for each in relaxed)] if hits else [])


def _in_shades(constraints: list[Constraint]) -> list[Constraint]:
    """A wish for a family of colours with every member of it: nothing is plain blue, but a navy mug is a blue mug."""
    return [
        {**each, "value": list(members(str(each["value"])))}
        if each["attribute"] == "color" and each["op"] == "is" and len(members(str(each["value"]))) > 1
        else each
        for each in constraints
    ]


def in_words(constraint: Constraint) -> str:
    """ "material: wool", as a reply says it."""
    value = constraint["value"]
    said = " or ".join(str(each) for each in value) if isinstance(value, list) else str(value)
    op = MEANT.get(constraint["op"], "")
    return f"{constraint['attribute'].replace('_', ' ')}: {op} {said}".replace(":  ", ": ")


def _loosenings(constraints: Sequence[Constraint]) -> list[list[Constraint]]:
    """What may give way together, in order. Attributes that are in neither list come first."""
    order = {attribute: place for place, attribute in enumerate(LOOSENED)}
    loose = sorted(
        (each for each in constraints if _may_give_way(each)), key=lambda each: order.get(each["attribute"], -1)
    )
    return [[each] for each in loose] + [loose[:count] for count in range(2, len(loose) + 1)]


def _may_give_way(constraint: Constraint) -> bool:
    held = constraint["attribute"] in KEPT or constraint["op"] == "is_not"
    return not held and constraint.get("known") is not False


def _preferred(constraint: Constraint) -> Constraint:
    """The same as a wish that is only ranked on."""
    loosened: Constraint = {**constraint, "known": False}
    return loosened
