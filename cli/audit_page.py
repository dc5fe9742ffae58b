"""The audit as one page that can be sent to a merchant: pictures inside, nothing fetched, all catalogue text escaped.

Titles and ids come from feeds and are hostile until shown otherwise: they only ever reach the page through `text`,
and the policy in its head allows this page's own style and script by their hashes, pictures in data URLs, and no more.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.audit_card import WIDE, card, stacked, text
from cli.catalog_audit import why
from tools.errors import TruecartError
from tools.settings import CHECKOUT

if TYPE_CHECKING:
    from tools.catalog.pictures import PictureStore
    from tools.vision.audit import Audit, Finding, Unseen

HERE = Path(__file__).parent
TOKENS = CHECKOUT / "web" / "static" / "css" / "tokens.css"
SIDE = 320  # pixels of a thumbnail's longer side: twice what is shown, for sharp screens
QUALITY = 80
UNSEEN_ROWS = 2000


def page(
    catalog: str, at: datetime, found: Audit, shown: Sequence[Finding], pictures: Mapping[str, str], more: int = 0
) -> str:
    """The whole document. `pictures` are data URLs by content hash, "" for one that could not be opened; `more`
    findings were left out."""
    style, script = _style(), (HERE / "audit_page.js").read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    findings = "".join(card(each, pictures) for each in shown)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Catalogue audit: {text(catalog)}</title>
<style>{style}</style>
</head>
<body>
<main>
{_head(catalog, at, found)}
{_filters(shown) if shown else ""}
<section id="findings" aria-label="Findings">{findings or _nothing(found)}</section>
<p id="none" class="empty" hidden>No finding fits these filters.</p>
{f'<p class="soft">And {more:,} more, less sure: --limit N writes more of them.</p>' if more else ""}
{_unseen(found.unseen)}
<p class="foot soft">Confidence is the probability that the listing is wrong. Shares are of the thing in the picture,
without its background. A suspected swap rests on both pictures.</p>
</main>
<script>{script}</script>
</body>
</html>
"""


def thumbnail(pictures: PictureStore, content_hash: str) -> str:
    """A small JPEG of a stored picture as a data URL; "" when it is gone or cannot be opened."""
    from PIL import Image as images

    try:
        opened = pictures.open(content_hash)
    except TruecartError:
        return ""
    opened.thumbnail((SIDE, SIDE))
    layered = opened.convert("RGBA")
    flat = images.alpha_composite(images.new("RGBA", layered.size, "white"), layered).convert("RGB")
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode()


def _head(catalog: str, at: datetime, found: Audit) -> str:
    counts = found.counts()
    unseen = len(found.unseen)
    tiles = (
        ("checked", counts["checked"], "listings checked"),
        ("contradicted", counts["contradicted"], "contradicted"),
        ("swapped", counts["swaps"], "pairs that seem swapped"),
        ("unsure", counts["unsure"], "unsure"),
        ("unseen", unseen, "without a usable picture"),
    )
    figures = "".join(
        f'<li class="{kind if number else "none"}"><b>{number:,}</b> {words}</li>' for kind, number, words in tiles
    )
    parts = [(kind, counts[kind]) for kind in ("confirmed", "unsure", "contradicted") if counts[kind]]
    when = f"{at:%d %B %Y, %H:%M} UTC".lstrip("0")
    return f"""<header>
<p class="brand">Truecart catalogue audit</p>
<h1 dir="auto">{text(catalog)}</h1>
<p class="soft">{counts["products"]:,} products, {when}</p>
<ul class="tiles">{figures}</ul>
{_verdict_bar(parts, counts["checked"])}
</header>"""


def _verdict_bar(parts: Sequence[tuple[str, int]], total: int) -> str:
    if not total:
        return ""
    words = ", ".join(f"{number / total:.1%} {kind}" for kind, number in parts)
    rects = stacked([(number / total, f'class="{kind}"') for kind, number in parts])
    return f"""<figure class="overall"><svg {WIDE} role="img" aria-label="{words}">{rects}</svg>
<figcaption class="soft">{words}</figcaption></figure>"""


def _filters(shown: Sequence[Finding]) -> str:
    options = {
        "attribute": ("All attributes", _values(each.attribute for each in shown)),
        "category": ("All categories", _values(each.category for each in shown)),
        "verdict": ("All verdicts", _values(each.verdict for each in shown)),
    }
    selects = "".join(_select(name, every, values) for name, (every, values) in options.items() if len(values) > 1)
    swaps = any(each.sibling and each.sibling.kind == "swapped" for each in shown)
    swap = '<label class="tick"><input type="checkbox" id="swap"> Swaps only</label>' if swaps else ""
    return f"""<form id="filters" role="search" hidden>
<label class="search"><span class="unseen-label">Search</span>
<input type="search" id="words" placeholder="Title, product, variant or colour" autocomplete="off"></label>
{selects}{swap}
<output id="count" class="soft" aria-live="polite"></output>
</form>"""


def _values(given: Iterable[str]) -> list[str]:
    return sorted({each for each in given if each})


def _select(name: str, every: str, values: Sequence[str]) -> str:
    options = "".join(f'<option value="{text(each)}">{text(each)}</option>' for each in values)
    return (
        f'<label><span class="unseen-label">{name.capitalize()}</span><select id="{name}">'
        f'<option value="">{every}</option>{options}</select></label>'
    )


def _unseen(every: Sequence[Unseen]) -> str:
    if not every:
        return ""
    rows = "".join(
        f'<tr><td dir="auto">{text(each.title)}</td><td class="ids">{text(each.product_id)}</td>'
        f'<td dir="auto">{text(each.listed)}</td><td>{why(each)}</td>'
        f'<td class="number">{len(each.variant_ids)}</td></tr>'
        for each in every[:UNSEEN_ROWS]
    )
    more = f'<p class="soft">And {len(every) - UNSEEN_ROWS:,} more.</p>' if len(every) > UNSEEN_ROWS else ""
    return f"""<section class="unseen-list"><h2>Not checked ({len(every):,})</h2>
<div class="scroll" tabindex="0"><table><thead><tr><th>Title</th><th>Product</th><th>Listed</th><th>Why</th>
<th class="number">Variants</th></tr></thead><tbody>{rows}</tbody></table></div>{more}</section>"""


def _nothing(found: Audit) -> str:
    if not found.products:
        return '<p class="empty">The catalogue is empty.</p>'
    if not found.counts()["checked"]:
        return '<p class="empty">There was nothing to check: no listing has a picture that can be read.</p>'
    return '<p class="empty">No listing here is contradicted by its picture.</p>'


@functools.cache
def _style() -> str:
    return TOKENS.read_text(encoding="utf-8") + (HERE / "audit_page.css").read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
