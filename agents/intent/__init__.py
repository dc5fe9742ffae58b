"""A shopper's message to an `Intent`: the embedded parser, the dialogue's constraints, amounts, yes and no."""

from agents.intent.comparisons import answered
from agents.intent.merge import merge
from agents.intent.requests import parse, words_of
from agents.intent.single import CART
from agents.intent.turn import planned

__all__ = ["CART", "answered", "merge", "parse", "planned", "words_of"]
