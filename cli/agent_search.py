"""`truecart agent search`: a query and filters to the catalogue's best products."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from tools.errors import TruecartError
from tools.llm.contract import Constraint

if TYPE_CHECKING:
    from graph.services import Services

DEFAULT_K = 10
MAX_K = 1_000
MAX_QUERY_CHARS = 100_000
OPS = ("is", "is_not", "at_most", "at_least", "about", "range", "exactly")


def answerer(services: Services) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Rows `{"query", "k"?, "filters"?}` to `{"results": [{product_id, variant_id, score}]}`.

    `filters` is a list of constraints (their spans may be left out), or a mapping of attributes to a value or to a
    list of values of which one must hold. Raises TruecartError `bad_row` for anything else.
    """

    def answer(row: dict[str, Any]) -> dict[str, Any]:
        query, k = _query(row.get("query")), _count(row.get("k"))
        constraints = filters(row.get("filters"))
        try:
            hits = services.search.search(query, k=k, constraints=constraints)
        except TruecartError as problem:
            if problem.code != "bad_request":
                raise
            raise TruecartError("bad_row", problem.message) from problem
        return {
            "results": [
                {"product_id": hit.product_id, "variant_id": hit.variant_id, "score": hit.score} for hit in hits
            ]
        }

    return answer


def filters(given: Any) -> list[Constraint]:
    """Constraints from either form. Raises TruecartError `bad_row`."""
    if given is None:
        return []
    if isinstance(given, dict):
        return [_held(name, value) for name, value in given.items()]
    if isinstance(given, list):
        return [_constraint(each) for each in given]
    raise TruecartError("bad_row", "filters is a list of constraints or an object of attributes.")


def _held(name: str, value: Any) -> Constraint:
    if name == "price" and isinstance(value, dict):
        op = value.get("op", "range" if "minor_max" in value else "exactly")
        return _constraint({"attribute": name, "op": op, "value": {k: v for k, v in value.items() if k != "op"}})
    return _constraint({"attribute": name, "op": "is", "value": value})


def _constraint(given: Any) -> Constraint:
    if not isinstance(given, dict):
        raise TruecartError("bad_row", "A filter is an object.")
    attribute, op, value = given.get("attribute"), given.get("op", "is"), given.get("value")
    if not isinstance(attribute, str) or not attribute.strip():
        raise TruecartError("bad_row", "A filter names its attribute.")
    if op not in OPS:
        raise TruecartError("bad_row", f"A filter's op is one of {', '.join(OPS)}.")
    if attribute == "price":
        _check_price(value, op)
    elif attribute == "delivery_days":
        if type(value) is not int:
            raise TruecartError("bad_row", "delivery_days is a whole number.")
    else:
        _check_values(attribute, value)
    checked = {"attribute": attribute, "op": op, "value": value, "span": [0, 0]}
    if given.get("known") is False:
        checked["known"] = False
    return cast("Constraint", checked)


def _check_values(attribute: str, value: Any) -> None:
    values = value if isinstance(value, list) else [value]
    if not values or not all(isinstance(each, (str, int)) and not isinstance(each, bool) for each in values):
        raise TruecartError("bad_row", f"The value of {attribute!r} is text, or a list of texts.")


def _check_price(value: Any, op: str) -> None:
    needed = ("minor", "minor_max") if op == "range" else ("minor",)
    if not isinstance(value, dict) or any(type(value.get(name)) is not int for name in needed):
        raise TruecartError("bad_row", f"A price has {' and '.join(needed)} in whole minor units, and a currency.")
    if any(abs(value[name]) >= 2**63 for name in needed):
        raise TruecartError("bad_row", "That is beyond any price.")
    if not isinstance(value.get("currency", ""), str):
        raise TruecartError("bad_row", "A price's currency is an ISO 4217 code.")


def _query(given: Any) -> str:
    if given is None:
        return ""
    if not isinstance(given, str):
        raise TruecartError("bad_row", f"The query is not text but {type(given).__name__}.")
    return given[:MAX_QUERY_CHARS]


def _count(given: Any) -> int:
    if given is None:
        return DEFAULT_K
    if type(given) is not int or not 0 < given <= MAX_K:
        raise TruecartError("bad_row", f"k is a whole number from 1 to {MAX_K}.")
    return given
