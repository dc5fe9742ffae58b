"""Names and signs of currencies, as shoppers write them."""

from __future__ import annotations

from decimal import Decimal

CENT = Decimal("0.01")
DOLLARS = frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "TWD"})  # "$" in their own shops
PESOS = frozenset({"PHP", "MXN", "COP", "CLP", "ARS"})

# names separated by commas; "$" stands for the shop's own dollar, else the US one
_MAJOR = {
    "$": "dollar, dollars, buck, bucks",
    "USD": "usd, us dollar, us dollars, american dollars, u s dollars, united states dollars",
    "EUR": "eur, euro, euros",
    "GBP": "gbp, pound, pounds, quid, sterling, stg, pounds sterling, british pound, british pounds",
    "CNY": "cny, rmb, yuan, renminbi, chinese yuan, kuai",
    "JPY": "jpy, yen, japanese yen",
    "INR": "inr, rupee, rupees, rs, indian rupees",
    "AUD": "aud, australian dollar, australian dollars",
    "CAD": "cad, canadian dollar, canadian dollars",
    "NZD": "nzd, new zealand dollars",
    "SGD": "sgd, singapore dollars",
    "HKD": "hkd, hong kong dollar, hong kong dollars",
    "TWD": "twd, taiwan dollars, new taiwan dollars",
    "CHF": "chf, franc, francs, swiss franc, swiss francs",
    "MXN": "mxn, mexican peso, mexican pesos",
    "PHP": "php, peso, pesos, philippine pesos",
    "KRW": "krw, korean won, 원",
    "SEK": "sek, kronor, krona, kr",
    "NOK": "nok, kroner",
    "DKK": "dkk",
    "PLN": "pln, zloty, złoty, zł, zl",
    "CZK": "czk, kč, korun",
    "TRY": "tl, lira, turkish lira",
    "RUB": "rub, ruble, rubles, rouble, roubles, руб, рублей, рубля, р",
    "UAH": "uah, грн, hrn, hryvnia",
    "BRL": "brl, reais",
    "ZAR": "zar, rand",
    "AED": "aed, dirham, dirhams",
    "SAR": "sar, riyal, riyals",
    "ILS": "ils, shekel, shekels",
    "THB": "thb, baht",
    "VND": "vnd, dong, đ, vnđ",
    "IDR": "idr, rupiah, rp",
    "MYR": "myr, ringgit, rm",
    "HUF": "huf, forint, ft",
    "RON": "lei, leu, lej",
    "BGN": "bgn, lev, leva, лв",
    "RSD": "rsd, din, dinara",
    "OMR": "omr",
    "KWD": "kwd",
    "BHD": "bhd",
    "QAR": "qar",
    "EGP": "egp",
    "NGN": "ngn, naira",
    "KZT": "kzt",
    "AOA": "aoa, kwanza, kwz",
    "ARS": "argentine pesos, argentinian pesos",
    "ESP": "peseta, pesetas",
    "NLG": "guilder, guilders, dutch guilders",
    "DEM": "deutschmark, deutschmarks, deutsche marks",
    "GRD": "drachma, drachmas",
    "PEN": "peruvian soles",
    "BDT": "taka",
    "PKR": "pkr, pakistani rupees",
    "LKR": "lkr, sri lankan rupees",
    "ISK": "isk, icelandic kronur",
    "XXX": "bitcoin, bitcoins",
}
_MINOR = {"$": "cent, cents, ¢", "GBP": "pence, penny, pennies"}
_SIGNS = {
    "$": "$",
    "USD": "us$, usd$, u.s.$",
    "EUR": "€",
    "GBP": "£, ₤",
    "CNY": "cn¥, rmb¥",
    "JPY": "jp¥, 円",
    "¥": "¥",
    "INR": "₹",
    "KRW": "₩",
    "RUB": "₽",
    "UAH": "₴",
    "TRY": "₺",
    "ILS": "₪",
    "PHP": "₱",
    "VND": "₫",
    "NGN": "₦",
    "XXX": "₿",
    "THB": "฿",
    "KZT": "₸",
    "CAD": "c$, ca$, cad$",
    "AUD": "a$, au$, aud$",
    "NZD": "nz$",
    "HKD": "hk$",
    "SGD": "s$, sg$",
    "TWD": "nt$",
    "MXN": "mx$, mex$, mxn$",
    "BRL": "r$",
}


def _table(source: dict[str, str], factor: Decimal) -> dict[tuple[str, ...], tuple[str, Decimal]]:
    return {
        tuple(name.split()): (code, factor)
        for code, names in source.items()
        for name in names.split(",")
        if name.strip()
    }


NAMES = _table(_MAJOR, Decimal(1)) | _table(_MINOR, CENT)
NAMES |= {(f"m{code.lower()}",): (code, Decimal(10**6)) for code in ("USD", "EUR", "GBP", "AUD", "CAD", "CHF", "SEK")}
SIGNS = {
    tuple(part for part in sign.strip().replace("$", " $").replace("¥", " ¥").replace(".", " . ").split()): code
    for code, signs in _SIGNS.items()
    for sign in signs.split(",")
}
LONGEST_NAME = max(map(len, NAMES))
# words that are something else unless a number stands right before them
NEVER_BEFORE = frozenset(
    {("kr",), ("rm",), ("rs",), ("din",), ("p",), ("р",), ("ft",), ("pound",), ("pounds",), ("buck",)}
)


def resolve(code: str, shop: str) -> str:
    """The ISO code of a sign or name in a shop that sells in `shop`."""
    if code == "$":
        return shop if shop in DOLLARS else "USD"
    if code == "¥":
        return shop if shop in ("CNY", "JPY") else "CNY"
    if code == "PHP" and shop in PESOS:
        return shop
    return code
