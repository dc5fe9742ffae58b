"""Whole amounts in whole parts."""

from __future__ import annotations

from collections.abc import Mapping


def half_up(number: int, divisor: int) -> int:
    """number / divisor to the nearest whole number, halves upwards; both are zero or more."""
    return (2 * number + divisor) // (2 * divisor)


def spread(amount: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`amount` in whole shares proportional to the weights, by largest remainder; equal remainders go by key.

    The shares add up to `amount`, and none is above its weight as long as `amount` is not above their sum.
    """
    whole = sum(weights.values())
    if amount == 0 or whole == 0:
        return {}
    shares = {key: amount * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: (-(amount * weights[key] % whole), key))
    for key in by_remainder[: amount - sum(shares.values())]:
        shares[key] += 1
    return {key: share for key, share in shares.items() if share}
