"""Sums of money: `running_text` finds them in any text, with what is meant by them."""
