"""Words that mean the same to a shopper, and words that turn a product into an accessory of it."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from tools.catalog.words import stem, tokens

Phrase = tuple[str, ...]  # stems in order

_SAME = """
laptop | notebook
tv | television
ssd | solid state drive
usb stick | flash drive | memory stick | thumb drive
hard drive | hard disk | hdd
smartphone | mobile phone | cell phone
power bank | portable charger
headphones | earphones
backpack | rucksack
tee | t-shirt
pants | trousers
sneakers | trainers
sweater | jumper | pullover
hoodie | hooded sweatshirt
sofa | couch
fridge | refrigerator
raincoat | rain jacket
handbag | purse
gray | grey
waterproof | water-resistant
espresso machine | espresso maker
coffee maker | coffee machine
"""
_ACCESSORY = """
accessories accessory adapter arm bag battery bracket cable cart cartridge case charger cleaner cover dock docking drum
film filter guard holder hub insert kit lens license lock mount pad part pillow protector remote rest roller sensor
shelf shell skin sleeve spare stand strap tip toner tray
"""


def alternatives(terms: Sequence[str]) -> list[list[Phrase]]:
    """The query as concepts in order, each with its own wording first and then the other wordings of its group."""
    concepts: list[list[Phrase]] = []
    at = 0
    while at < len(terms):
        phrase, others = _longest(tuple(terms[at:]))
        concepts.append([phrase, *others])
        at += len(phrase)
    return concepts


def is_accessory(word: str) -> bool:
    """Does the stem, after a product's name, make it something for that product ("mouse pad")?"""
    return word in _accessory_stems()


def _longest(terms: Phrase) -> tuple[Phrase, list[Phrase]]:
    for width in range(min(3, len(terms)), 0, -1):
        group = _groups().get(terms[:width])
        if group:
            return terms[:width], [phrase for phrase in group if phrase != terms[:width]]
    return terms[:1], []


@functools.cache
def _groups() -> dict[Phrase, list[Phrase]]:
    found: dict[Phrase, list[Phrase]] = {}
    for line in _SAME.strip().splitlines():
        group = [tuple(tokens(phrase)) for phrase in line.split("|")]
        found.update((phrase, group) for phrase in group)
    return found


@functools.cache
def _accessory_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _ACCESSORY.split())
