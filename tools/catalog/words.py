"""How catalogue text and a shopper's words become comparable: tokens, English stems, Chinese bigrams, singulars."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TOKEN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_COMPOUND = re.compile(r"(?<![a-z0-9])[a-z0-9]{1,12}(?:-[a-z0-9]{1,12})+(?![a-z0-9])")
MAX_TOKEN = 40  # characters; longer runs are serial numbers or noise

# Words that carry no wish. Kept short: "not" and the like are read by the intent parser, never searched for.
_STOP = """
a an the and or of for to in on at by is are be am was with without from it its this that these those i me my we you
your our some any please want need would like show find looking look buy get give have has can could do does something
的 了 我 要 想 吗 呢 和 在 有 个
"""
STOP = frozenset(_STOP.split())
_PLURALS = """
pants shorts jeans trousers leggings tights glasses sunglasses headphones earphones earbuds scissors clothes gloves
mittens pajamas pyjamas sweatpants joggers chinos overalls briefs boxers electronics series lens gas
"""
_KEEP_PLURAL = frozenset(_PLURALS.split())
_IE = frozenset(("hoodies", "beanies", "onesies", "movies", "cookies", "selfies", "ties", "pies", "brownies"))


def plain(text: str) -> str:
    """NFKC, lower case, apostrophes dropped ("women's" → "womens"), white space collapsed."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "").replace("'", "")
    return " ".join(folded.split())


def words(text: str) -> list[str]:
    """The unstemmed words of a text in order; a run of Chinese characters is one word."""
    return [word[:MAX_TOKEN] for word in _TOKEN.findall(plain(text))]


def tokens(text: str) -> list[str]:
    """Index terms in order: stems of words, bigrams of Chinese runs, and hyphen compounds joined as well.

    "T-shirts" gives t, shirt and tshirt, so that it is found however it is written.
    """
    found: list[str] = []
    for word in words(text):
        found.extend(_han_terms(word) if _is_han(word) else (stem(word),))
    for compound in _COMPOUND.findall(plain(text)):
        found.append(stem(compound.replace("-", "")))
    return found


def wished(text: str, limit: int) -> list[str]:
    """The distinct index terms of a query without stop words, at most `limit`, in order."""
    cut = text[: limit * 64]
    kept = " ".join(word for word in re.split(r"\s+", plain(cut)) if word not in STOP)
    return list(dict.fromkeys(tokens(kept)))[:limit]


@functools.lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Snowball's English stem; words with digits or outside Latin script are left alone."""
    return str(_stemmer().stemWord(word)) if word.isascii() and word.isalpha() else word


def stems(text: str) -> tuple[str, ...]:
    """The stems of a short value such as "Navy Blue", for comparing values."""
    return tuple(stem(word) for word in words(text))


def singular(phrase: str) -> str:
    """The phrase with its last word in the singular: "coffee makers" → "coffee maker", "pants" stays."""
    head, _, last = phrase.rpartition(" ")
    return f"{head} {_singular_word(last)}".strip()


@functools.cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def _is_han(word: str) -> bool:
    return bool(re.match(rf"[{_HAN}]", word))


def _han_terms(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def _singular_word(word: str) -> str:
    if len(word) <= 3 or word in _KEEP_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word in _IE:
        return word[:-1]
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    return word[:-1]
