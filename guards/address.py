"""Rules of an address, and its one way of writing: lengths, a known country, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, TypedDict, cast

from guards.violations import Violation, violation


class Address(TypedDict):
    """Where a purchase goes. `region` is a state's or province's code, `country` ISO 3166-1 alpha-2."""

    name: str
    street: str
    city: str
    region: str
    postal_code: str
    country: str


LONGEST = {"name": 100, "street": 200, "city": 100, "region": 8, "postal_code": 16, "country": 2}
NEEDED = ("name", "street", "city", "country")
UPPER = ("region", "postal_code", "country")
CODE = re.compile(r"[A-Z0-9-]*")
JOINERS = "\u200c\u200d"  # invisible, but letters of Persian and Indic words need them
INVISIBLE = ("Cc", "Cf", "Cs", "Zl", "Zp")
_ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO
JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR
MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO
RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV
TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_ISO_3166.split())


def check_address(address: Mapping[str, Any]) -> list[Violation]:
    """What keeps this from being an address that something can be sent to; details name the `field`."""
    unknown = sorted(set(address) - set(LONGEST))
    if unknown:
        return [_wrong(str(unknown[0])[:40], "An address has no such field.")]
    found = [_wrong(field, "It is not a text.") for field in LONGEST if not isinstance(address.get(field, ""), str)]
    if found:
        return found
    return [_wrong(field, why) for field, text in _written(address).items() if (why := _problem(field, text))]


def tidy(address: Mapping[str, Any]) -> Address:
    """One way of writing: NFC, single spaces, codes in capitals; a field that is not given is empty."""
    return cast("Address", _written(address))


def _written(address: Mapping[str, Any]) -> dict[str, str]:
    plain = {
        field: re.sub(r" +", " ", unicodedata.normalize("NFC", address.get(field, ""))).strip() for field in LONGEST
    }
    return {field: text.upper() if field in UPPER else text for field, text in plain.items()}


def _problem(field: str, text: str) -> str:
    if field in NEEDED and not text:
        return "It is empty."
    if len(text) > LONGEST[field]:
        return f"It is longer than {LONGEST[field]} characters."
    if any(unicodedata.category(each) in INVISIBLE and each not in JOINERS for each in text):
        return "It holds an invisible character."
    if field == "country" and text not in COUNTRIES:
        return "It is no ISO 3166-1 alpha-2 code."
    if field == "region" and not CODE.fullmatch(text):
        return "It is no code of letters and digits."
    return ""


def _wrong(field: str, why: str) -> Violation:
    return violation("bad_address", f"address.{field}", f"{field}: {why}", field=field)
