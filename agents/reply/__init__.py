"""The reply: templates filled from the state, in the shopper's language. A model may word its beginning, and add no
fact to it.
"""

from agents.reply.amounts import amounts_of
from agents.reply.compose import Facts, compose, facts, safe
from agents.reply.draft import LEAST_S, Draft, drafted, named, shelf_of, wanted
from agents.reply.goods import Good, good, names_of

__all__ = [
    "LEAST_S",
    "Draft",
    "Facts",
    "Good",
    "amounts_of",
    "compose",
    "drafted",
    "facts",
    "good",
    "named",
    "names_of",
    "safe",
    "shelf_of",
    "wanted",
]
