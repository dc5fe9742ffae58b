"""Several requests about the cart in one message: done one after the other, all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NotRequired

from agents.cart.change import CartChange, update
from guards.violations import Violation, blocking
from tools.checkout.types import Cart
from tools.llm.contract import Intent, Reference


class CartChanges(CartChange):
    """What the message comes to: the last change, with one entry in `steps` for each request.

    With an error among the violations `cart` is the old one, and their details name the request (from 1) that failed
    in `request` and, where there is more than one, its words in `words`.
    """

    steps: NotRequired[list[dict[str, Any]]]  # {"action", "variant_id", "quantity"}


def update_all(cart: Cart, requests: Sequence[Intent], *, last_line: str | None = None, **step: Any) -> CartChanges:
    """What the requests do to the cart, in their order. `step` is what `update` takes.

    It is all or nothing: the shopper wrote one message, and a cart with half of it in would have to be explained. A
    place in the cart ("the first line") is of the cart that they saw, with what the message has added behind it; "it"
    is what the request before has touched.
    """
    after, touched = cart, last_line
    steps: list[dict[str, Any]] = []
    violations: list[Violation] = []
    change: CartChange | None = None
    for number, request in enumerate(requests, 1):
        change = update(after, _in_present_cart(request, cart, after), last_line=touched, **step)
        violations += [_of_request(each, number, requests) for each in change["violations"]]
        if blocking(violations):
            return {**change, "cart": cart, "violations": violations, "steps": []}
        after, touched = change["cart"], change["variant_id"] or touched
        steps.append({key: change[key] for key in ("action", "variant_id", "quantity")})
    assert change is not None, "a turn about the cart has a request about it"
    held = any(line["variant_id"] == touched for line in after["lines"])
    named = change["variant_id"] or (touched if held and len(steps) > 1 else None)
    return {**change, "variant_id": named, "violations": violations, "steps": steps}


def by_request(violations: Sequence[Violation], steps: Sequence[dict[str, Any]], cart: Cart) -> list[Violation]:
    """Violations of the whole proposed cart, each with the last request that touched the line it is about."""
    return [_by_line(each, steps, cart) for each in violations]


def _by_line(found: Violation, steps: Sequence[dict[str, Any]], cart: Cart) -> Violation:
    paths = {f"cart.lines[{place}]": line["variant_id"] for place, line in enumerate(cart["lines"])}
    variant_id = next((each for path, each in paths.items() if found["path"].startswith(path)), None)
    numbers = [number for number, step in enumerate(steps, 1) if variant_id and step["variant_id"] == variant_id]
    if not numbers or len(steps) < 2:
        return found
    return {**found, "details": {**found.get("details", {}), "request": numbers[-1]}}


def _of_request(found: Violation, number: int, requests: Sequence[Intent]) -> Violation:
    more: dict[str, Any] = {"request": number}
    if len(requests) > 1 and "words" in requests[number - 1]:
        more["words"] = requests[number - 1]["words"]
    return {**found, "details": {**found.get("details", {}), **more}} if len(requests) > 1 else found


def _in_present_cart(request: Intent, seen: Cart, now: Cart) -> Intent:
    """The request with its places in the cart counted in the cart as it has become."""
    if now is seen or not request.get("references"):
        return request
    return {**request, "references": [_moved(each, seen, now) for each in request["references"]]}


def _moved(reference: Reference, seen: Cart, now: Cart) -> Reference:
    if reference["where"] != "cart" or not reference["positions"]:
        return reference
    present = [line["variant_id"] for line in now["lines"]]
    before = [line["variant_id"] for line in seen["lines"]]
    added = [each for each in present if each not in before]
    places: list[int] = []
    for said in reference["positions"]:
        among = [*before, *added] if said > 0 else before or added
        place = said - 1 if said > 0 else len(among) + said
        variant_id = among[place] if 0 <= place < len(among) else None
        places.append(present.index(variant_id) + 1 if variant_id in present else len(present) + abs(said))
    return {**reference, "positions": places}
