"""A made-up catalogue for heads: products in three of five colours, whose features are noisy points."""

from __future__ import annotations

import numpy as np

from tools.vision.heads import Features

COLOURS = ("Black", "Blue", "Green", "Red", "White")


def catalogue(products: int = 40, noise: float = 0.25, seed: int = 0) -> tuple[list[str | None], list[str], Features]:
    """Labels, products and features of three pictures a product; higher noise makes colours run together."""
    random = np.random.default_rng(seed)
    labels: list[str | None] = []
    owners: list[str] = []
    points = []
    for product in range(products):
        for colour in random.choice(len(COLOURS), 3, replace=False):
            labels.append(COLOURS[colour])
            owners.append(f"p{product}")
            points.append(np.eye(len(COLOURS))[colour] + random.normal(0, noise, len(COLOURS)))
    return labels, owners, Features(np.array(points, np.float32))
