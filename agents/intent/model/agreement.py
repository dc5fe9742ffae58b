"""Two readings of one message, the model's and the embedded parser's: which of them stands.

Whatever changes the cart or moves money stands only as the embedded parser reads it from the shopper's own words: its
kind, quantity, references and options. A model can widen everything else. Where the two disagree about such a step:

- the words say it plainly (the embedded parser is sure): they stand, whatever the model makes of them;
- it is not sure, and the model reads something that touches nothing: that is done, and the cart stays as it is;
- it is not sure, and the model reads another such step: the shopper is asked;
- only the model sees such a step: it is not done. A question stays a question; words that the embedded parser is not
  sure of are asked about.
"""

from __future__ import annotations

from typing import Literal

from tools.llm.contract import Intent, Kind

ACTING: frozenset[str] = frozenset({"add", "change", "remove", "clear_cart", "checkout", "confirm", "cancel", "return"})
SURE = 0.9  # of the embedded parser: so it reads plain wordings of such steps; described or short ones have less
Standing = Literal["own", "model", "ask"]


def standing(proposed: Kind, own: Intent) -> Standing:
    """Whose kind is taken, or that the shopper is to be asked, for a message or one request of it."""
    if acts(own):
        if proposed == own["kind"] or own["confidence"] >= SURE or "coupon" in own:
            return "own"
        return "ask" if proposed in ACTING else "model"
    if proposed in ACTING:
        return "own" if own["confidence"] >= SURE else "ask"
    return "own" if proposed == "unclear" else "model"  # not to understand is no reading


def acts(intent: Intent) -> bool:
    """Whether carrying it out changes the cart, a purchase or an order."""
    return intent["kind"] in ACTING or "coupon" in intent


def asked_about(own: Intent) -> Intent:
    """The message as one that is asked about: nothing of it is carried out."""
    if own["kind"] == "unclear":
        return {**own, "source": "model"}
    unclear: Intent = {
        "kind": "unclear",
        "constraints": [],
        "quantity": None,
        "language": own["language"],
        "confidence": 0.4,
        "source": "model",
        "query": "",
    }
    if "words" in own:
        unclear["words"] = own["words"]
    return unclear
