"""The reply: templates filled from the state, in the shopper's language. A model may not add a fact to it."""

from agents.reply.amounts import amounts_of
from agents.reply.compose import Facts, compose, facts, safe

__all__ = ["Facts", "amounts_of", "compose", "facts", "safe"]
