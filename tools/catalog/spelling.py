"""Words that the catalogue does not know, as the words that were probably meant."""

from __future__ import annotations

from collections.abc import Mapping
from heapq import nlargest

_MIN_LENGTH = 4  # shorter words have too many neighbours
_COMPLETIONS = 3


def meant(term: str, known: Mapping[str, int]) -> list[str]:
    """Known terms for an unknown one, most frequent first; [] when nothing is near.

    The word's beginning ("headph"), else a slip of one letter, or two from seven letters on; the first letter is
    held to be right.
    """
    if len(term) < _MIN_LENGTH or not term.isalpha() or not term.isascii():
        return []
    completions = [each for each in known if each.startswith(term)]
    if completions:
        return nlargest(_COMPLETIONS, completions, key=lambda each: known[each])
    from rapidfuzz.distance import OSA

    slips = 2 if len(term) >= 7 else 1
    near = {
        each: distance
        for each in known
        if each[0] == term[0]
        and abs(len(each) - len(term)) <= slips
        and (distance := OSA.distance(term, each, score_cutoff=slips)) <= slips
    }
    return sorted(near, key=lambda each: (near[each], -known[each]))[:1]
