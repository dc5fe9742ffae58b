"""When one word says what another claims."""

from __future__ import annotations

import pytest

from tools.vision.agreement import implies


@pytest.mark.parametrize(
    ("attribute", "listed", "claimed", "true"),
    [
        ("color", "navy", "blue", True),
        ("color", "blue", "navy", False),
        ("color", "Navy Blue", "藏青色", True),
        ("color", "Sparkly", "sparkly", True),
        ("color", "sparkly", "red", False),
        ("category", "jeans", "Pants", True),
        ("category", "Pants", "jeans", False),
        ("category", "hoodie", "Hoodies & Sweatshirts", True),
        ("category", "Hoodies & Sweatshirts", "hoodie", False),
        ("category", "Tees", "t-shirt", True),
        ("category", "Sofa  Beds", "sofa beds", True),
        ("category", "sofa", "bed", False),
        ("category", "sofa", "jeans", False),
        ("category", "jeans", "sofa", False),
        ("pattern", "stripes", "striped", True),
        ("pattern", "plaid", "striped", False),
        ("sleeve", "长袖", "long sleeves", True),
        ("material", " Wool", "wool ", True),
        ("material", "wool", "silk", False),
        ("material", "merino wool", "wool", False),
    ],
)
def test_what_a_word_implies(attribute: str, listed: str, claimed: str, true: bool) -> None:
    assert implies(attribute, listed, claimed) is true
