"""One message, one change of the cart, or none and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypedDict

from agents.cart import coupons, reference
from agents.cart import lines as cart_lines
from agents.cart.variant import Choice, choose
from guards.violations import Violation, violation
from tools.catalog.types import Product, Variant
from tools.checkout.types import Cart, CartLine, Lineage
from tools.errors import TruecartError
from tools.llm.contract import Constraint, Intent, ShownProduct
from tools.vision.types import Evidence

NAMES_A_THING = ("category", "brand", "department", "seller", "price")  # words that point, not options to change
Action = Literal["added", "changed", "removed", "cleared", "viewed", "coupon_used", "coupon_removed", "none"]


class Shelf(Protocol):
    """Where products are looked up; raises TruecartError `unknown_product` for what is not there."""

    def product(self, product_id: str) -> Product: ...

    def variants_of(self, product_id: str) -> list[Variant]: ...


class CartChange(TypedDict):
    """The proposed cart and what was done. With an `error` among the violations, `cart` is the old one."""

    cart: Cart
    action: Action
    variant_id: str | None  # of the line that was touched last
    quantity: int | None  # units in that line now
    violations: list[Violation]
    ask: str | None


@dataclass(frozen=True)
class Step:
    """What the message and the screen say; the same for all lines of one change."""

    intent: Intent
    shelf: Shelf
    shown: list[ShownProduct]
    evidence: dict[str, list[Evidence]]
    turn_id: str
    utterance: str
    earlier: list[Constraint]
    last_line: str | None
    max_quantity: int


class Refused(Exception):
    """Ends the step: nothing changes."""

    def __init__(self, found: Violation, ask: str | None = None) -> None:
        self.violation = found
        self.ask = ask
        super().__init__(found["message"])


def update(
    cart: Cart,
    intent: Intent,
    *,
    shown: list[ShownProduct],
    shelf: Shelf,
    evidence: dict[str, list[Evidence]],
    turn_id: str,
    utterance: str,
    constraints: list[Constraint],
    last_line: str | None = None,
    max_quantity: int = 100,
) -> CartChange:
    """What the message does to the cart; stock and budget are checked by `guards.cart` afterwards.

    `shown` are the products on the screen, `constraints` those of the search that led to them, `last_line` the
    variant that was touched or looked at last ("it"), `max_quantity` the most units of one line. The old cart comes
    back as it is, with violations, when anything is wrong; several things asked at once happen together or not at all.
    """
    step = Step(intent, shelf, shown, evidence, turn_id, utterance, constraints, last_line, max_quantity)
    ways = {"add": _add, "change": _change, "remove": _remove, "clear_cart": _clear, "view_cart": _view}
    way = _coupon if coupons.is_all(intent) else ways.get(intent["kind"])
    if way is None:
        return _unchanged(cart, "none")
    try:
        return _with_coupon(way(cart, step), step)
    except Refused as refusal:
        return {**_unchanged(cart, "none"), "violations": [refusal.violation], "ask": refusal.ask}


def _unchanged(cart: Cart, action: Action) -> CartChange:
    return {"cart": cart, "action": action, "variant_id": None, "quantity": None, "violations": [], "ask": None}


def _changed(cart: Cart, lines: list[CartLine], action: Action, variant_id: str, currency: str | None) -> CartChange:
    after = cart_lines.with_lines(cart, lines, currency)
    quantity = cart_lines.held(lines, variant_id)
    return {**_unchanged(after, action), "variant_id": variant_id, "quantity": quantity}


def _add(cart: Cart, step: Step) -> CartChange:
    quantity = _quantity(step) or 1
    last = next((each for each in cart["lines"] if each["variant_id"] == step.last_line), None)
    pointed = reference.in_results(step.intent, step.shown, step.last_line, last["product_id"] if last else None)
    if last is not None and _more_of(last, step, pointed):
        return _swap(cart, step, last, last["quantity"] + quantity)
    _must_point(pointed, step)
    lines, currency, variant_id = cart["lines"], cart["currency"], ""
    for place in pointed.places:
        card = step.shown[place]
        product, variants = _look_up(step.shelf, card["product_id"])
        shown = next((each for each in variants if each.variant_id == card["variant_id"]), None)
        picked = choose(product, variants, shown=shown, said=step.intent["constraints"], earlier=step.earlier)
        variant = _chosen(picked)
        currency = _same_currency(variant, currency if lines else "")
        _within(step, variant, quantity + cart_lines.held(lines, variant.variant_id))
        seen = cart_lines.seen(step.evidence, variant, variants)
        lineage = [_lineage(step, pointed.span, place + 1)]
        lines = cart_lines.put(lines, cart_lines.line_of(product, variant, quantity, seen, lineage))
        variant_id = variant.variant_id
    return _changed(cart, lines, "added", variant_id, currency)


def _more_of(last: CartLine, step: Step, pointed: reference.Pointed) -> bool:
    """ "Another one": more of the line that was touched last, unless a newer search is what "it" means."""
    said_last = any(each["where"] == "last" for each in step.intent.get("references", []))
    still_shown = any(each["product_id"] == last["product_id"] for each in step.shown)
    return said_last and not _options_said(step) and (still_shown or not pointed.places)


def _options_said(step: Step) -> list[Constraint]:
    return [
        each
        for each in step.intent["constraints"]
        if each["op"] in ("is", "is_not", "exactly") and each["attribute"] not in NAMES_A_THING
    ]


def _change(cart: Cart, step: Step) -> CartChange:
    quantity = _quantity(step)
    pointed = reference.in_cart(step.intent, cart, step.shown, step.last_line)
    if not pointed.places and not pointed.outside and quantity and _one_shown(step):
        return _add(cart, step)
    _must_hold(cart, pointed)
    if quantity is None and not _options_said(step):
        question = "What should change: how many, the size, or the colour?"
        raise Refused(violation("bad_request", "cart", question), question)
    after = _unchanged(cart, "none")
    for line in [cart["lines"][place] for place in pointed.places]:
        after = _swap(after["cart"], step, line, quantity or line["quantity"])
    return after


def _swap(cart: Cart, step: Step, line: CartLine, quantity: int) -> CartChange:
    """The line with another quantity or option; it merges into a line that already holds that variant."""
    product, variants = _look_up(step.shelf, line["product_id"])
    present = next((each for each in variants if each.variant_id == line["variant_id"]), None)
    if present is None:
        raise Refused(violation("unknown_variant", "cart", f"{line['title']} is no longer sold in that kind."))
    said = _options_said(step)
    variant = _chosen(choose(product, variants, shown=present, said=said, earlier=[], keep_all=True))
    others = [each for each in cart["lines"] if each is not line]
    _within(step, variant, quantity + cart_lines.held(others, variant.variant_id))
    _same_currency(variant, cart["currency"])
    seen = line["evidence"] if variant is present else cart_lines.seen(step.evidence, variant, variants)
    lineage = [*line["lineage"], _lineage(step, None, None)]
    new = cart_lines.line_of(product, variant, quantity, seen, lineage)
    if cart_lines.held(others, variant.variant_id):
        lines = cart_lines.put(others, new)
    else:
        lines = [new if each is line else each for each in cart["lines"]]
    return _changed(cart, lines, "changed", variant.variant_id, None)


def _remove(cart: Cart, step: Step) -> CartChange:
    fewer = _quantity(step)
    pointed = reference.in_cart(step.intent, cart, step.shown, step.last_line)
    _must_hold(cart, pointed)
    leaving = [cart["lines"][place] for place in pointed.places]
    if fewer is not None and len(leaving) == 1 and fewer < leaving[0]["quantity"]:
        bare: Intent = {**step.intent, "constraints": []}
        kept = leaving[0]["quantity"] - fewer
        return _swap(cart, _with_intent(step, bare), leaving[0], kept)
    lines = [line for line in cart["lines"] if line not in leaving]
    return _changed(cart, lines, "removed", leaving[-1]["variant_id"], None)


def _clear(cart: Cart, _step: Step) -> CartChange:
    return _unchanged(cart_lines.empty_cart(cart["currency"]), "cleared")


def _view(cart: Cart, _step: Step) -> CartChange:
    return _unchanged(cart, "viewed")


def _coupon(cart: Cart, step: Step) -> CartChange:
    wish = step.intent["coupon"]
    return _unchanged(cart, "coupon_used" if wish["op"] == "use" else "coupon_removed")


def _with_coupon(change: CartChange, step: Step) -> CartChange:
    """The change with the coupon that was typed beside it, or taken back."""
    wish = step.intent.get("coupon")
    if wish is None:
        return change
    codes, problem = coupons.after(change["cart"].get("coupons", []), wish)
    if problem:
        raise Refused(problem)
    return {**change, "cart": {**change["cart"], "coupons": codes}}


def _with_intent(step: Step, intent: Intent) -> Step:
    return Step(**{**step.__dict__, "intent": intent})


def _one_shown(step: Step) -> bool:
    return len(reference.in_results(step.intent, step.shown, step.last_line, None).places) == 1


def _quantity(step: Step) -> int | None:
    """The number that was said; refuses zero, less, and more than a line may hold."""
    said = step.intent["quantity"]
    if said is None:
        return None
    if type(said) is not int or said < 1:
        message = f"{said} is not a number of things to buy: from 1 to {step.max_quantity}."
        raise Refused(violation("bad_quantity", "intent.quantity", message, quantity=said, limit=step.max_quantity))
    if said > step.max_quantity:
        message = f"{said:,} is more than this shop sells at once: from 1 to {step.max_quantity}."
        raise Refused(
            violation("quantity_over_limit", "intent.quantity", message, quantity=said, limit=step.max_quantity)
        )
    return said


def _within(step: Step, variant: Variant, quantity: int) -> None:
    limit = min(step.max_quantity, variant.max_quantity or step.max_quantity)
    if quantity > limit:
        message = f"That would make {quantity:,} in one line: at most {limit} are sold at once."
        raise Refused(violation("quantity_over_limit", "cart", message, quantity=quantity, limit=limit))


def _must_point(pointed: reference.Pointed, step: Step) -> None:
    count = len(step.shown)
    if pointed.outside:
        said = ", ".join(str(each) for each in pointed.outside)
        message = f"There is no number {said}: {count or 'nothing'} {'are' if count > 1 else 'is'} shown."
        raise Refused(violation("unknown_product", "intent.references", message, shown=count))
    if not pointed.places:
        many = count > 1 and not step.intent.get("query")
        if many:
            question = f"Which one: 1 to {count}?"
            raise Refused(violation("ambiguous_variant", "intent.references", question, shown=count), question)
        message = "Nothing that is shown goes by that name. Say what you are looking for first."
        raise Refused(violation("unknown_product", "intent.references", message, shown=count))
    if len(pointed.places) > 1 and pointed.span is None:
        titles = [f"{place + 1} {step.shown[place]['title']}" for place in pointed.places]
        question = f"Which one: {', '.join(titles)}?"
        raise Refused(violation("ambiguous_variant", "intent.references", question, options=titles), question)


def _must_hold(cart: Cart, pointed: reference.Pointed) -> None:
    count = len(cart["lines"])
    if not count:
        raise Refused(violation("empty_cart", "cart"))
    if pointed.outside or not pointed.places:
        message = f"The cart has no such line: it has {count}."
        question = None if pointed.outside else f"Which line: 1 to {count}?"
        raise Refused(violation("not_in_cart", "intent.references", question or message, lines=count), question)
    if len(pointed.places) > 1 and pointed.span is None:
        question = f"Which line: {', '.join(str(place + 1) for place in pointed.places)}?"
        raise Refused(violation("ambiguous_variant", "intent.references", question, lines=count), question)


def _look_up(shelf: Shelf, product_id: str) -> tuple[Product, list[Variant]]:
    try:
        product, variants = shelf.product(product_id), shelf.variants_of(product_id)
    except TruecartError as problem:
        raise Refused(violation(problem.code, "cart", problem.message, product_id=product_id)) from problem
    if not variants:
        raise Refused(violation("unknown_variant", "cart", f"{product.title} is not sold at present."))
    return product, variants


def _chosen(picked: Choice) -> Variant:
    if picked.variant is None:
        assert picked.violation is not None
        raise Refused(picked.violation, picked.ask)
    if picked.variant.price is None:
        raise Refused(violation("unpriced", "cart", variant_id=picked.variant.variant_id))
    return picked.variant


def _same_currency(variant: Variant, currency: str) -> str:
    assert variant.price is not None
    if currency and variant.price.currency != currency:
        message = f"The cart is in {currency}, this is sold in {variant.price.currency}."
        raise Refused(violation("other_currency", "cart", message))
    return variant.price.currency


def _lineage(step: Step, span: list[int] | None, rank: int | None) -> Lineage:
    """What was said now, each constraint with its words and its turn; with a rank also what the search asked for."""
    now: list[dict[str, Any]] = [
        {
            **each,
            "text": each.get("text") or step.utterance[each["span"][0] : each["span"][1]],
            "turn": each.get("turn") or step.turn_id,
        }
        for each in step.intent["constraints"]
    ]
    said_now = [(each["attribute"], str(each["value"]).casefold()) for each in now]
    searched: list[dict[str, Any]] = [{**each} for each in step.earlier] if rank is not None else []
    kept = [each for each in searched if (each["attribute"], str(each["value"]).casefold()) not in said_now]
    return cart_lines.lineage_of(
        turn_id=step.turn_id, utterance=step.utterance, span=span, constraints=[*kept, *now], rank=rank
    )
