"""The page on which a payer agrees to a charge or refuses it: English and Chinese, no script, one file."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from tools.money import display

Language = Literal["en", "zh"]
LANGUAGES: dict[Language, str] = {"en": "English", "zh": "中文"}


@dataclass(frozen=True)
class Asked:
    """What the payer is asked; `state` is the charge's own."""

    key: str
    reference: str
    state: str
    reason: str
    payer: str
    payee: str
    amount_minor: int
    currency: str
    return_url: str


WORDS: dict[Language, dict[str, str]] = {
    "en": {
        "bank": "Sandbox bank",
        "play": "Play money: nothing is really paid.",
        "question": "Approve this payment?",
        "to": "Pay to",
        "from": "From",
        "reference": "Reference",
        "approve": "Approve",
        "refuse": "Refuse",
        "back": "Back to the shop",
        "authorized": "You approved this payment. The shop goes on by itself.",
        "captured": "This payment is done.",
        "declined": "You refused this payment. Nothing was charged.",
        "voided": "This payment has ended. Nothing was charged.",
        "expired": "The time for this payment is over. Nothing was charged.",
        "done": "There is nothing left to do here.",
    },
    "zh": {
        "bank": "沙盒银行",
        "play": "这是模拟资金，不会真的扣款。",
        "question": "确认这笔付款？",
        "to": "收款方",
        "from": "付款人",
        "reference": "参考号",
        "approve": "同意付款",
        "refuse": "拒绝",
        "back": "返回商店",
        "authorized": "您已同意这笔付款，商店会自动继续。",
        "captured": "这笔付款已完成。",
        "declined": "您已拒绝这笔付款，没有扣款。",
        "voided": "这笔付款已结束，没有扣款。",
        "expired": "这笔付款已过期，没有扣款。",
        "done": "这里无需再做任何操作。",
    },
}

STYLE = """
:root{color-scheme:light dark;--paper:light-dark(#f8f4ec,#161310);--card:light-dark(#fffdf8,#1f1b17);
--ink:light-dark(#241d16,#f3ece1);--soft:light-dark(#655a4d,#bdb0a0);--line:light-dark(#e2d9ca,#3a332b);
--pine:light-dark(#1e5b4c,#86cdb4);--on:light-dark(#fffdf8,#0d211b);--brick:light-dark(#9c2f22,#f39c8c);
--focus:light-dark(#b4561f,#f6b27f)}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:var(--paper);color:var(--ink);
font:400 1rem/1.5 system-ui,"Segoe UI",Roboto,"Noto Sans","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{width:100%;max-width:26rem;background:var(--card);border:1px solid var(--line);border-radius:1.25rem;
padding:1.5rem;overflow-wrap:anywhere}
header{display:flex;justify-content:space-between;gap:1rem;font-size:.875rem;color:var(--soft)}
h1{margin:1.25rem 0 0;font-size:1.125rem;font-weight:600}
.amount{margin:.25rem 0 1.25rem;font-size:2.25rem;font-weight:650;letter-spacing:-.02em;
font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:auto 1fr;gap:.375rem 1rem;margin:0;padding:1rem 0;
border-top:1px solid var(--line)}
dt{color:var(--soft)}dd{margin:0;text-align:right}dd:last-child{font-size:.8125rem;align-self:center}
form{display:grid;gap:.75rem;margin-top:.5rem}
button,.back{display:block;width:100%;min-height:3rem;padding:.75rem;border-radius:.875rem;font:inherit;font-weight:600;
text-align:center;text-decoration:none;cursor:pointer;border:1px solid var(--pine);
background:var(--pine);color:var(--on)}
button.refuse{background:transparent;border-color:var(--line);color:var(--brick)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
a{color:inherit}.play{margin:1.25rem 0 0;font-size:.875rem;color:var(--soft);text-align:center}
"""
_STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; frame-ancestors 'none';"
        " base-uri 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


def language_of(asked_for: str | None, accepted: str | None) -> Language:
    """The language that was chosen on the page, or the browser's first one of ours."""
    for each in [asked_for or "", *(accepted or "").split(",")]:
        code = each.strip().lower()[:2]
        if code in LANGUAGES:
            return "zh" if code == "zh" else "en"
    return "en"


def render(asked: Asked, language: Language, *, home: str = "") -> str:
    """The question while the charge waits, its outcome afterwards. `home` is where back leads without a return URL."""
    words = WORDS[language]
    waiting = asked.state == "requires_action"
    outcome = words["expired"] if asked.reason == "expired" else words.get(asked.state, words["done"])
    other: Language = "en" if language == "zh" else "zh"
    facts = [(words["to"], asked.payee), (words["from"], asked.payer), (words["reference"], asked.reference)]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    return f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex"><title>{words["bank"]}</title><style>{STYLE}</style></head>
<body><main data-state="{escape(asked.state)}">
<header><span>{words["bank"]}</span>
<a href="?lang={other}" hreflang="{other}" lang="{other}">{LANGUAGES[other]}</a></header>
<h1 role="status">{words["question"] if waiting else outcome}</h1>
<p class="amount">{escape(display(asked.amount_minor, asked.currency))}</p>
<dl>{rows}</dl>
{_buttons(words, language) if waiting else _back(words, asked.return_url, home)}
<p class="play">{words["play"]}</p>
</main></body></html>
"""


def _buttons(words: dict[str, str], language: Language) -> str:
    return (
        f'<form method="post" action="?lang={language}">'
        f'<button name="decision" value="approve">{words["approve"]}</button>'
        f'<button name="decision" value="refuse" class="refuse">{words["refuse"]}</button></form>'
    )


def _back(words: dict[str, str], return_url: str, home: str) -> str:
    url = return_url if _is_page(return_url) else home
    return f'<a class="back" href="{escape(url)}">{words["back"]}</a>' if url else ""


def _is_page(url: str) -> bool:
    """A page of the web, or a path of this server; nothing that a browser would run."""
    if url.startswith("/"):
        return not url.startswith(("//", "/\\"))
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and bool(parts.netloc)
