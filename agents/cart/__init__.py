"""What a message does to the cart. A pure decision: the caller checks it and keeps the old cart when it is refused."""

from agents.cart.change import CartChange, update
from agents.cart.lines import empty_cart
from agents.cart.question import Asked, completed, question_of
from agents.cart.sequence import CartChanges, by_request, update_all

__all__ = [
    "Asked",
    "CartChange",
    "CartChanges",
    "by_request",
    "completed",
    "empty_cart",
    "question_of",
    "update",
    "update_all",
]
