"""One finding on the page of the audit: the picture, the word beside what is seen, and the sibling it may belong to."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cli import terminal
from cli.catalog_audit import SHOWN, relation, usage

if TYPE_CHECKING:
    from tools.vision.audit import Finding, Sibling
    from tools.vision.types import ColourShare

DIM = 0.6  # under this confidence of the measurement the page says that the picture is hard to read
IDS = 40  # variants written out under one finding
LABELS = {"color": "colour"}
VERDICTS = {"contradicted": "Contradicted", "unsure": "Unsure"}
WIDE = 'viewBox="0 0 100 1" preserveAspectRatio="none"'  # of a drawing that is stretched


def card(each: Finding, pictures: Mapping[str, str]) -> str:
    """One finding; `pictures` are data URLs by content hash, "" for one that could not be opened."""
    seen = " ".join(value["value"] for value in each.observed[:SHOWN])
    words = " ".join((each.title, each.product_id, *each.variant_ids, each.listed, seen)).casefold()
    swapped = "yes" if each.sibling and each.sibling.kind == "swapped" else ""
    dim = '<p class="note">Dark, tinted or small: hard to read.</p>' if each.picture_confidence < DIM else ""
    habit = f'<p class="note" dir="auto">{text(usage(each.habit, each.listed))}</p>' if each.habit else ""
    return f"""<article class="{each.verdict}" data-attribute="{text(each.attribute)}"
 data-category="{text(each.category)}" data-verdict="{each.verdict}" data-swap="{swapped}" data-words="{text(words)}">
<figure class="shot">{_picture(pictures.get(each.image, ""), f"Picture of {each.title}")}</figure>
<div class="facts">
<p class="verdict"><span class="badge">{VERDICTS[each.verdict]}</span>{_confidence(each)}</p>
<h2 dir="auto">{text(each.title)}</h2>
<p class="soft ids">{text(" · ".join(part for part in (each.product_id, each.category) if part))}</p>
<dl>
<div><dt>Listed {text(LABELS.get(each.attribute, each.attribute))}</dt>
<dd>{_swatch(_listed_colour(each))}<b dir="auto">{text(each.listed)}</b></dd></div>
<div><dt>The picture shows</dt><dd>{_shows(each)}</dd></div>
</dl>
{_shares(each.colours)}{dim}{habit}
{_variants(each.variant_ids)}
</div>
{_sibling(each, pictures)}
</article>
"""


def _shows(each: Finding) -> str:
    if not each.observed:
        return "nothing that can be named"
    best, *others = each.observed[:SHOWN]
    rest = ", ".join(f"{text(other['value'])} {other['p']:.0%}" for other in others if other["p"] >= 0.05)
    more = f' <span class="soft">or {rest}</span>' if rest else ""
    shown = _swatch(_hex(each.colours[0]) if each.colours and each.attribute == "color" else "")
    return f"{shown}<b>{text(best['value'])}</b> {best['p']:.0%}{more}"


def _shares(colours: Sequence[ColourShare]) -> str:
    if not colours:
        return ""
    rects = stacked([(each["share"], f'fill="{_hex(each)}"') for each in colours])
    named = "".join(f"<li>{_swatch(_hex(each))}{text(each['name'])} {each['share']:.0%}</li>" for each in colours)
    return f'<svg class="shares" {WIDE} aria-hidden="true">{rects}</svg><ul class="named soft">{named}</ul>'


def _variants(ids: Sequence[str]) -> str:
    if len(ids) == 1:
        return f'<p class="soft ids">Variant {text(ids[0])}</p>'
    more = f" and {len(ids) - IDS} more" if len(ids) > IDS else ""
    return (
        f'<details class="soft"><summary>{len(ids)} variants</summary>'
        f'<p class="ids">{text(", ".join(ids[:IDS]))}{more}</p></details>'
    )


def _sibling(each: Finding, pictures: Mapping[str, str]) -> str:
    other: Sibling | None = each.sibling
    if other is None:
        return ""
    return f"""<figure class="shot sibling">{_picture(pictures.get(other.image, ""), f"Picture of {other.listed}")}
<figcaption><b dir="auto" class="relation">{text(relation(other))}</b>
<span class="soft">{other.p:.0%}</span></figcaption></figure>"""


def _picture(url: str, words: str) -> str:
    if not url:
        return '<span class="gone">no picture</span>'
    return f'<img src="{html.escape(url)}" alt="{text(words)}" loading="lazy">'


def _confidence(each: Finding) -> str:
    rects = '<rect width="100" height="1" class="track"/>' + stacked([(each.confidence, 'class="full"')])
    words = "sure it is wrong" if each.verdict == "contradicted" else "likely wrong"
    return f'<span class="sure"><svg {WIDE} aria-hidden="true">{rects}</svg>{each.confidence:.0%} {words}</span>'


def stacked(parts: Iterable[tuple[float, str]]) -> str:
    """Rectangles side by side, each as wide as its share of 100; colours as attributes, which the policy lets pass."""
    rects, at = [], 0.0
    for share, look in parts:
        rects.append(f'<rect x="{at:.2f}" width="{share * 100:.2f}" height="1" {look}/>')
        at += share * 100
    return "".join(rects)


def _swatch(colour: str) -> str:
    if not colour:
        return ""
    return (
        f'<svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="{colour}"/></svg>'
    )


def _hex(colour: ColourShare) -> str:
    import numpy as np

    from tools.vision.oklab import srgb

    red, green, blue = (round(float(each)) for each in srgb(np.array(colour["oklab"], np.float32)))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _listed_colour(each: Finding) -> str:
    """What the listed word looks like, in the vocabulary's first anchor; "" for a word that is not in it."""
    from tools.vision.colour_names import BY_NAME, NAMES, known

    name = known(each.listed) if each.attribute == "color" else None
    return f"#{NAMES[BY_NAME[name]].anchors[0]}" if name else ""


def text(value: str) -> str:
    """Text from a feed for a place between tags or in a quoted attribute; control and direction marks are dropped."""
    return html.escape(" ".join(terminal.clean(value).split()), quote=True)
