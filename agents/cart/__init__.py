"""What a message does to the cart. A pure decision: the caller checks it and keeps the old cart when it is refused."""

from agents.cart.change import CartChange, update
from agents.cart.lines import empty_cart
from agents.cart.question import Asked, completed, question_of

__all__ = ["Asked", "CartChange", "completed", "empty_cart", "question_of", "update"]
