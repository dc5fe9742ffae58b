"""A learned judgement beside the rules: hashed words and letters, one linear model, numpy only.

`python -m evals.injection_train` makes the weights; `python -m evals.guard_text` measures what they are worth on
texts and on whole families that they have not seen.
"""

from __future__ import annotations

import functools
import re
import unicodedata
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

BITS = 17
LIMITS = ("shopper", "data", "likely")
LONGEST = 4000  # characters that are looked at
WORD = re.compile(r"[^\W\d_\u3040-\u9fff]+|[\u3040-\u9fff]|\d+|[^\w\s]")
FILE = Path(__file__).with_name("injection_weights.npz")
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0x100000001B3)
_DOWN = np.uint64(64 - BITS)
_NUMBER = zlib.crc32(b"0")


class Weights(NamedTuple):
    """A linear model over the buckets of `features`: two weights a bucket, and for each its bias.

    `attack` tells attacks from harmless texts; `off_topic` tells which attacks are mere requests of another trade.
    `limits` are the margins of `attack` from which a text is refused: a shopper's message, a text of data, and the
    surroundings of what a likely rule found.
    """

    attack: NDArray[np.float32]
    off_topic: NDArray[np.float32]
    biases: tuple[float, float]
    limits: dict[str, float]


class Margins(NamedTuple):
    """Distances from the two decision planes; above zero is an attack, and a request of another trade."""

    attack: float
    off_topic: float


def margins(text: str, weights: Weights) -> Margins:
    """What the weights say of the text's first 4,000 characters."""
    buckets, values = features(text)
    attack = float(values @ weights.attack[buckets]) + weights.biases[0]
    return Margins(attack, float(values @ weights.off_topic[buckets]) + weights.biases[1])


def features(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Buckets (each once) and their values: 1 + log of the counts, of Euclidean length 1 over the text.

    Words, pairs of words, and runs of 3 to 5 characters; every number is the same word.
    """
    words = WORD.findall(unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    if not words:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    hashed = np.array([_NUMBER if each.isdigit() else zlib.crc32(each.encode()) for each in words], dtype=np.uint64)
    pairs = hashed[:-1] * _STEP + hashed[1:]
    letters = np.frombuffer(f" {' '.join(words)} ".encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    runs = [_runs(letters, n) for n in (3, 4, 5)]
    spread = np.concatenate([hashed, pairs, *runs]) * _SPREAD >> _DOWN
    buckets, counts = np.unique(spread.astype(np.int64), return_counts=True)
    values = (1 + np.log(counts)).astype(np.float32)
    return buckets, values / np.float32(np.sqrt(values @ values))


def _runs(letters: NDArray[np.uint64], n: int) -> NDArray[np.uint64]:
    """A hash of each run of n characters (Fowler, Noll and Vo's multiplier)."""
    if len(letters) < n:
        return np.zeros(0, dtype=np.uint64)
    found = np.full(len(letters) - n + 1, n, dtype=np.uint64)
    for place in range(n):
        found = (found * _STEP) ^ letters[place : len(letters) - n + 1 + place]
    return found


@functools.cache
def shipped() -> Weights:
    """The weights in the repository. OSError or ValueError when the file is not there or is another format's."""
    with np.load(FILE, allow_pickle=False) as saved:
        if saved["attack"].shape != (1 << BITS,):
            raise ValueError(f"{FILE.name} is made for another number of buckets")
        first, second = (float(each) for each in saved["biases"])
        limits = dict(zip(LIMITS, (float(each) for each in saved["limits"]), strict=True))
        return Weights(
            saved["attack"].astype(np.float32), saved["off_topic"].astype(np.float32), (first, second), limits
        )
