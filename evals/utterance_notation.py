"""One line of notation for one expected parse: `search color=black price<=80 n=2 + checkout`.

The first word of each part is the kind; `+` starts a further request of the same message. Values write `_` for a space.

    color=black  color!=black       is, is_not; a trailing `?` marks a value that the catalogue lacks
    (color=black)                   may be there or not: it describes what the message points at
    color.darker=Some_Title         a relation, with the title of what it compares with
    price<=80  price>=80  price~80  price==80  price:20-30     a currency may follow (80GBP); else the catalogue's
    delivery<=2026-04-01            there by that day
    n=2  n=any                      how many; "any" is not scored
    at=1,2  in_cart=-1  last        what it points at: shown results, cart lines, what was touched last
    sort=price_asc  drop=color,size  cap=80  order=ORD-…  coupon+=CODE  coupon-=CODE  compared=darker
    unused=some_words               wordings that must be ignored aloud or searched for as text
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from tools.money import exponent

Json = dict[str, Any]

_MONEY = re.compile(r"([\d.]+)([A-Z]{3})?")
_PRICE = re.compile(r"(price|cap)(<=|>=|==|~|:|=)(.+)")
_PLAIN = re.compile(r"([a-z_]+)(!=|<=|\.[a-z_]+=|[+-]?=)(.+)")
_OPS = {"<=": "at_most", ">=": "at_least", "==": "exactly", "~": "about", ":": "range", "=": "exactly"}
_PLACES = {"at": "results", "in_cart": "cart"}


def read(line: str, currency: str) -> Json:
    """The `expect` of a case, as in evals/cases/intent.jsonl. Raises ValueError for a token it does not know."""
    first, *further = [_request(part.split(), currency) for part in line.split(" + ")]
    return {**first, "then": further} if further else first


def _request(tokens: list[str], currency: str) -> Json:
    expect: Json = {"kind": tokens[0], "constraints": []}
    for token in tokens[1:]:
        if token.startswith("("):
            described = _request(["", token[1:-1]], currency)["constraints"]
            expect["optional"] = [*expect.get("optional", []), *described]
        elif token == "last":
            expect["references"] = [{"where": "last", "positions": []}]
        elif money := _PRICE.fullmatch(token):
            _add_money(expect, money, currency)
        elif plain := _PLAIN.fullmatch(token):
            _add(expect, *plain.groups())
        else:
            raise ValueError(f"unknown: {token}")
    return expect


def _add_money(expect: Json, money: re.Match[str], currency: str) -> None:
    name, sign, text = money.groups()
    low, _, high = text.partition("-")
    found = _MONEY.search(high or low)
    assert found, text
    value: Json = {"minor": 0, "currency": found[2] or currency}
    value["minor"] = _minor(low, value["currency"])
    if high:
        value["minor_max"] = _minor(high, value["currency"])
    if name == "cap":
        expect["cap"] = value
    else:
        expect["constraints"].append({"attribute": "price", "op": _OPS[sign], "value": value})


def _minor(text: str, currency: str) -> int:
    found = _MONEY.fullmatch(text)
    assert found, text
    return int(Decimal(found[1]).scaleb(exponent(currency)))


def _add(expect: Json, name: str, sign: str, text: str) -> None:
    said = text.replace("_", " ")
    if name == "n":
        expect["quantity"] = said if said == "any" else int(said)
    elif name in _PLACES:
        expect["references"] = [{"where": _PLACES[name], "positions": [int(each) for each in said.split(",")]}]
    elif name == "order":
        expect["order_id"] = text
    elif name == "coupon":
        expect["coupon"] = {"op": "use" if sign == "+=" else "remove", "code": text}
    elif name in ("drop", "compared"):
        expect[name] = said.split(",")
    elif name == "unused":
        expect["ignored"] = [said]
    elif name == "sort":
        expect["sort"] = text
    else:
        expect["constraints"].append(_constraint(name, sign, said))


def _constraint(name: str, sign: str, said: str) -> Json:
    op = {"=": "is", "!=": "is_not", "<=": "at_most"}.get(sign) or sign[1:-1]
    constraint: Json = {"attribute": name, "op": op, "value": said.removesuffix("?")}
    return {**constraint, "known": False} if said.endswith("?") else constraint
