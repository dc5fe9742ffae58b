"""What every picture encoder offers, whichever model is behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

Floats = NDArray[np.float32]


class Encoder(Protocol):
    """A CLIP model. `name` and `digest` (SHA-256 of its weights, hex) say which; an index carries both."""

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def scale(self) -> float:
        """What cosines are multiplied by before a softmax: the model's trained logit scale."""
        ...

    def pictures(self, images: Sequence[Image]) -> Floats:
        """(n, d) unit vectors."""
        ...

    def texts(self, texts: Sequence[str]) -> Floats:
        """(n, d) unit vectors, in the same space."""
        ...
