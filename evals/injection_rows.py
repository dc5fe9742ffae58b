"""Texts to learn the input guard's score from, and texts to judge it by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from evals.injection_texts import attacks_en, attacks_zh, benign_data, benign_en, benign_zh, planted
from evals.injection_texts.grammar import Slots, sentences
from tools.settings import CHECKOUT

OFF_TOPIC = (
    "bipia_text",
    "odd_jobs",
    "zh_odd_jobs",
    "agent_tasks",
    "in_your_answer",
    "plant_in_answer",
    "planted_code",
)
OFF_TOPIC += ("bipia_code", "zh_in_answer")
LICENCES = ("MIT", "Apache-2.0")
ATTACKS, BENIGN = 150, 500  # sentences of each of the generator's families; more where it has many templates
LONGEST = 4000


class Row(NamedTuple):
    text: str
    attack: bool
    family: str
    source: str  # generator, guard_text or crosswoz
    origin: str = "shopper"  # or data: a text that nobody speaks to the agent
    held_out: bool = False  # of a template that is never learned from
    group: str = ""  # what belongs together in one fold: a template's fillings


def generated() -> list[Row]:
    """The project's own sentences; the same ones each time."""
    rows = [
        *_family_rows(attacks_en.FAMILIES, attacks_en.SLOTS, True, ATTACKS),
        *_family_rows(attacks_zh.FAMILIES, attacks_zh.SLOTS, True, ATTACKS),
        *_family_rows(planted.FAMILIES, planted.SLOTS, True, ATTACKS),
        *_family_rows(planted.DATA_FAMILIES, planted.SLOTS, True, ATTACKS, origin="data"),
        *_family_rows(benign_en.FAMILIES, benign_en.SLOTS, False, BENIGN),
        *_family_rows(benign_zh.FAMILIES, benign_zh.SLOTS, False, BENIGN),
        *_family_rows(benign_data.FAMILIES, benign_data.SLOTS, False, BENIGN, origin="data"),
        *_family_rows(benign_en.HELD_OUT, benign_en.SLOTS, False, 200, held_out=True),
        *_family_rows(benign_zh.HELD_OUT, benign_zh.SLOTS, False, 200, held_out=True),
    ]
    harmful = {each.text for each in rows if each.attack}
    return [each for each in rows if each.attack or each.text not in harmful]


def _family_rows(
    families: Mapping[str, list[str]],
    slots: Slots,
    attack: bool,
    n: int,
    *,
    origin: str = "shopper",
    held_out: bool = False,
) -> Iterator[Row]:
    for family, templates in families.items():
        for place, text in sentences(templates, slots, max(n, 3 * len(templates)), f"{family}:{held_out}"):
            yield Row(text, attack, family, "generator", origin, held_out, f"{family}:{place}")


def judged(data: Path) -> list[Row]:
    """The development part of `guard_text`: attacks and harmless texts that this project did not write."""
    rows = []
    for kind in ("attacks", "benign"):
        for each in lines(data / "guard_text" / f"{kind}_dev.jsonl"):
            if each["licence"] in LICENCES:
                rows.append(Row(each["text"], kind == "attacks", each["family"], "guard_text", group=each["text"]))
    return rows


def shoppers(data: Path) -> list[Row]:
    """Harmless messages: half of each set is learned from, the other half only measured (`held_out`).

    Licences: MIT (webshop_goals, presidio_pii) and Apache-2.0 (crosswoz_zh, shoppingbench). The goals are only
    measured: `guard_text` holds enough of their kind.
    """
    rows = [_shopper(each["text"], "crosswoz_zh") for each in lines(data / "crosswoz_zh" / "user_turns_dev.jsonl")]
    rows += [
        _shopper(each["text"], "presidio_pii", str(each["template_id"]))
        for each in lines(data / "presidio_pii" / "synth_dev.jsonl")
    ]
    for kind in ("product", "shop", "voucher"):
        rows += [
            _shopper(each["query"], "shoppingbench") for each in lines(data / "shoppingbench" / f"{kind}_dev.jsonl")
        ]
    for each in lines(data / "webshop_goals" / "goals_dev.jsonl"):
        rows.append(_shopper(each["text"], "webshop_goals")._replace(held_out=True))
    return list({row.text: row for row in rows}.values())


def written() -> list[Row]:
    """The project's own utterances (those not set aside), half of them only measured."""
    files = [CHECKOUT / "evals" / "cases" / name for name in ("utterances.jsonl", "intent.jsonl")]
    texts = [each.get("text", "") for file in files for each in lines(file) if each.get("part", "dev") == "dev"]
    return [_shopper(text, "utterances") for text in dict.fromkeys(texts) if text.strip()]


def _shopper(text: str, family: str, group: str = "") -> Row:
    group = group or text
    return Row(text, False, family, family, held_out=half(group) == 1, group=f"{family}:{group}")


def half(text: str) -> int:
    """0 or 1, by the text alone."""
    return hashlib.sha256(text.encode()).digest()[0] & 1


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON-lines file."""
    for line in path.read_text("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def root(family: str) -> str:
    """`bipia_text` of `bipia_text:Anagramming`."""
    return family.partition(":")[0]
