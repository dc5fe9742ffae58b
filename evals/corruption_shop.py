"""The shop of the written utterances, and what one message does in it: to the cart, and to money."""

from __future__ import annotations

from typing import NamedTuple

from agents.cart import CartChanges, completed, update_all
from agents.cart.lines import empty_cart, line_of, with_lines
from agents.intent import CART, merge, parse, planned
from evals.corruption_replies import Utterance
from evals.intent_cases import vocabulary
from guards.violations import blocking
from tools.catalog.types import Product, Variant
from tools.checkout.types import Cart
from tools.errors import TruecartError
from tools.llm.contract import Constraint, Intent, IntentContext, ShownProduct
from tools.money import Money

_COLOURS = ("navy", "black", "olive", "white")
_SIZES = {"hoodie": ("S", "M", "L", "XL"), "boot": ("8", "9", "10", "11")}
_FOLLOWING = "add the first one"
_MONEY = frozenset({"checkout", "confirm", "cancel", "return"})


Lines = tuple[tuple[str, int], ...]


class Outcome(NamedTuple):
    """What a message has done: units by variant, coupons, and the steps that begin or end a purchase or a refund.

    `following` are the units if the shopper had then said "add the first one" with the old cart and the wish as it
    runs now: a wish that was read wrongly must not buy anything else.
    """

    lines: Lines
    coupons: tuple[str, ...]
    money: tuple[str, ...]
    following: Lines

    @property
    def done(self) -> tuple[Lines, tuple[str, ...], tuple[str, ...]]:
        return self.lines, self.coupons, self.money


class Shelf:
    """Every product of the utterances' screens, in four colours, hoodies and boots in four sizes too."""

    def __init__(self, seen: list[ShownProduct]) -> None:
        self._seen = {each["product_id"]: each for each in seen}

    def product(self, product_id: str) -> Product:
        if product_id not in self._seen:
            raise TruecartError("unknown_product")
        return Product(product_id, self._seen[product_id]["title"], category=product_id.partition("-")[0])

    def variants_of(self, product_id: str) -> list[Variant]:
        seen = self._seen[product_id]
        price = Money(seen.get("price_minor", 5000), "USD")
        first = next((each for each in _COLOURS if each in seen["title"].casefold()), _COLOURS[0])
        sizes = _SIZES.get(product_id.partition("-")[0], ("",))
        made = []
        for color in dict.fromkeys((first, *_COLOURS)):
            for size in sizes:
                options = {"color": color} | ({"size": size} if size else {})
                id = seen["variant_id"] if not made else f"{product_id}-{color}-{size}".rstrip("-")
                made.append(Variant(id, product_id, options, price, 50))
        return made


def shelf_of(utterances: list[Utterance]) -> Shelf:
    contexts = [each.context for each in utterances]
    return Shelf([product for each in contexts for product in (*each.get("shown", []), *each.get("cart", []))])


def played(intent: Intent, said: Utterance, shelf: Shelf) -> Outcome:
    """The cart and the steps of money after this message; as in a turn, nothing is done where a request is refused."""
    cart = _cart(said, shelf)
    whole = completed(intent, said.asked, said.text)
    requests = planned(whole, said.text, pending=said.context.get("pending_approval", False)).requests
    about_cart = [each for each in requests if each["kind"] in CART]
    if about_cart:
        change = _changed(cart, about_cart, said, said.text, said.context.get("constraints", []), shelf)
        if blocking(change["violations"]):
            return untouched(said, shelf)
        cart = change["cart"]
    lines = _lines(cart)
    steps = tuple(each["kind"] for each in requests if each["kind"] in _MONEY)
    return Outcome(lines, tuple(cart.get("coupons", [])), steps, _followed(requests[-1], said, shelf))


def _followed(wish: Intent | None, said: Utterance, shelf: Shelf) -> Lines:
    """The cart after "add the first one" behind this wish, or behind none."""
    context, cart = said.context, _cart(said, shelf)
    constraints, query = context.get("constraints", []), context.get("query", "")
    if wish is not None:
        constraints, query = merge(constraints, query, wish)
    around: IntentContext = {**context, "constraints": constraints, "query": query, "last": "search"}
    add = parse(_FOLLOWING, vocabulary(), around)
    change = _changed(cart, [add], said, _FOLLOWING, constraints, shelf)
    return _lines(cart if blocking(change["violations"]) else change["cart"])


def _changed(
    cart: Cart, requests: list[Intent], said: Utterance, text: str, constraints: list[Constraint], shelf: Shelf
) -> CartChanges:
    return update_all(
        cart, requests, shown=said.context.get("shown", []), shelf=shelf, evidence={}, turn_id="t", utterance=text,
        constraints=constraints, last_line=said.context["focus"]["variant_id"] if "focus" in said.context else None,
    )  # fmt: skip


def _lines(cart: Cart) -> Lines:
    return tuple((line["variant_id"], line["quantity"]) for line in cart["lines"])


def untouched(said: Utterance, shelf: Shelf) -> Outcome:
    """As it was before the message."""
    return Outcome(_lines(_cart(said, shelf)), (), (), _followed(None, said, shelf))


def _cart(said: Utterance, shelf: Shelf) -> Cart:
    lines = []
    for each in said.context.get("cart", []):
        variants = shelf.variants_of(each["product_id"])
        held = next((one for one in variants if one.variant_id == each["variant_id"]), variants[0])
        lines.append(line_of(shelf.product(each["product_id"]), held, 1, [], []))
    return with_lines(empty_cart("USD"), lines)
