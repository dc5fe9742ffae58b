"""The words around a number that make it a price bound."""

from __future__ import annotations

from typing import Literal

from agents.intent.tokens import listed

AmountOp = Literal["exactly", "at_most", "at_least", "about", "range"]


def _phrases(table: dict[AmountOp, str]) -> dict[tuple[str, ...], AmountOp]:
    return {tuple(phrase.split()): op for op, line in table.items() for phrase in line.split(", ")}


# before the number
BEFORE = _phrases(
    {
        "at_most": "under, below, beneath, less than, cheaper than, lower than, up to, upto, at most, no more than, "
        "not more than, not over, not above, no higher than, no greater than, nothing over, nothing above, within, "
        "inside, max, maximum, max of, a maximum of, maximum of, not exceeding, <, < =, underneath, max price, "
        "maximum price, at the most, anything under, anything below, priced under, priced below, costing less than, "
        "for under, for less than, for at most, for no more than, no pricier than, not exceed, not to exceed, "
        "not spend more than, max budget, upper limit of, a limit of, limit of, cap of, a cap of, price limit, "
        "a price limit of, price below, price under, price lower than, keep it under, stay under, cheaper then, "
        "less then, that's under, shy of, sub, sub -, ≤, < =, i've only got, i only have, only have, only got, "
        "maximum spend of, spending limit of, top whack, under about, under around, less expensive than",
        "at_least": "over, above, more than, at least, no less than, not less than, not below, not under, min, "
        "minimum, "
        "minimum of, a minimum of, from, starting at, starting from, upwards of, exceeding, >, > =, greater than, "
        "higher than, priced above, priced over, costing more than, in excess of, more expensive than, "
        "pricier than, no cheaper than, not cheaper than, ≥, north of, nothing under, nothing below, price above,"
        " price over, more then",
        "about": "about, around, around the, about the, roughly, approximately, approx, circa, ~, near, nearly, "
        "close to, in the region of, "
        "somewhere around, around about, roundabout, give or take, more or less, somewhere near, almost, "
        "in the neighborhood of, in the neighbourhood of",
        "exactly": "exactly, precisely",
    }
)
# before a number: words that only say that a price follows
LEAD_INS = _phrases(
    {
        "at_most": "budget of, budget is, a budget of, my budget is, budget, budget :, budget's, can spend, "
        "i can spend, afford, can afford, i have, got only, i've got, willing to pay, willing to spend, "
        "i can only spend, only spend, can only spend, spend",
        "exactly": "price of, price is, price, price :, priced at, costs, cost, costing, worth",
    }
)
# behind the number
AFTER = _phrases(
    {
        "at_most": "or less, or under, or below, or cheaper, max, maximum, tops, at most, at the most, or lower, "
        "and under, and below, and less, limit, budget, top",
        "at_least": "or more, or over, or above, and up, and above, and over, or higher, and more, +, plus, minimum, "
        "min, at least, upwards, and upwards, or up",
        "about": "ish, or so, or thereabouts, give or take, - ish, more or less, - odd",
        "exactly": "exactly, each, apiece",
    }
)
NEGATORS = frozenset(
    {"not", "no", "don't", "dont", "never", "can't", "cannot", "cant", "won't", "wouldn't", "nothing", "isn't"}
)
BARE_ENDS = frozenset(
    listed(
        "and or but with for in please not if that which from on total altogether all each apiece overall per "
        "as ideally preferably if would is max maximum tops without only by to right thanks thank so then "
        "instead no budget mark"
    )
)
UNITS_OF_OTHER_THINGS = frozenset(
    listed(
        '% percent inch inches in" " \' cm mm m km kg g lb lbs oz ml l litre litres liter liters gb tb mb hz '
        "ghz mah w watt watts volt volts v years year months month days day weeks week hours hour minutes "
        "minute people persons pieces pcs items pack packs stars star degrees feet foot ft meters metres of x "
        "units pairs reviews ratings"
    )
)
