"""A shopper's message to an `Intent`: the embedded parser, the dialogue's constraints, amounts, yes and no."""

from agents.intent.comparisons import answered
from agents.intent.merge import merge
from agents.intent.parse import parse

__all__ = ["answered", "merge", "parse"]
