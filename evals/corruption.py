"""Corrupted model replies against the parser and the cart: `python -m evals.corruption`.

Every written utterance gets the reply of a model that understands it. That reply is then broken in two dozen ways at
four strengths (evals/corruption_mutators.py), each by its own seed, and goes the whole road: a language model that
answers the broken text, the model parser, the embedded one where the reply is refused, the cart. A cart or a step of
money is wrong when it is neither what the clean reply leads to nor what the embedded parser alone does, at once or,
behind a search, when the shopper then says "add the first one". Where the
shopper meant a change and nothing is touched instead (a question, a search), that is counted by itself, as left alone.
The last column is the same of a parser that trusts what it is told: the JSON between the outermost brackets, its kind,
quantity, places and values as they stand.

The second table is of false alarms, on clean texts only. The firewall's one table is made of the project's documents
and code (evals/corruption_table.py), its one fitted threshold was set on the benign texts of guard_text; neither is
measured on. The written sentences are in two halves by a hash of their text: the rules were looked over with one
half, "held back" is the other, and the sets from outside (where they are at hand) were never looked at.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from agents.intent import parse
from agents.intent.model.agreement import ACTING
from agents.intent.model.parser import parse_with_model
from evals import intent_cases
from evals.corruption_mutators import MUTATORS, Sent
from evals.corruption_prose import Alarms, Caught, false_alarms, prose
from evals.corruption_replies import Utterance, utterances
from evals.corruption_shop import Outcome, Shelf, played, shelf_of, untouched
from evals.intervals import wilson
from tools.errors import TruecartError
from tools.llm.contract import Intent, Level, Message

STRENGTHS = (0.1, 0.35, 0.65, 1.0)
SEED = 20_260_305


class Saying:
    """A language model that says one thing."""

    name = "saying"

    def __init__(self, said: str) -> None:
        self.said = said

    def level(self) -> Level:
        return "full"

    def complete(
        self, messages: list[Message], *, schema: object = None, deadline_s: float, purpose: str = "parse"
    ) -> str:
        del messages, schema, deadline_s, purpose
        return self.said


class Wrong(NamedTuple):
    """A cart that nobody asked for."""

    mutator: str
    utterance: str
    said: str
    got: Outcome
    wanted: Outcome


@dataclass
class Tally:
    """What became of the replies that one mutator broke."""

    n: int = 0
    firewall: int = 0
    shape: int = 0
    accepted: int = 0
    left_alone: int = 0
    trusting: int = 0  # wrong carts of a parser that believes every reply
    wrong: list[Wrong] = field(default_factory=list[Wrong])
    codes: Counter[str] = field(default_factory=Counter[str])


def measured(count: int, *, seed: int = SEED, rows: Sequence[Utterance] | None = None) -> dict[str, Tally]:
    """`count` broken replies, spread evenly over mutators, strengths and utterances; by mutator.

    Utterances that touch the cart or money come three times as often as the others.
    """
    said = [each for each in rows or utterances() for _ in range(3 if each.reply["kind"] in ACTING else 1)]
    shelf, tallies = shelf_of(said), {name: Tally() for name in MUTATORS}
    names = list(MUTATORS)
    clean: dict[str, tuple[Outcome, Outcome]] = {}
    order = random.Random(seed)
    order.shuffle(said)
    for at in range(count):
        one = said[at % len(said)]
        if one.id not in clean:
            clean[one.id] = _right(one, shelf)
        name = names[at % len(names)]
        chance = random.Random(f"{seed}-{at}")
        strength = STRENGTHS[at // len(names) % len(STRENGTHS)]
        text = _broken(name, one, chance, strength)
        _tell(tallies[name], name, one, text, clean[one.id], shelf)
    return tallies


def _broken(name: str, one: Utterance, chance: random.Random, strength: float) -> str:
    """The reply as it arrives; never as it was sent, except where there is nothing that this mutator could change."""
    raw, whole = one.rendered(chance), json.dumps(one.reply, ensure_ascii=False, separators=(",", ":"))
    text = raw
    for _ in range(8):
        text = MUTATORS[name](Sent(raw, one.reply, chance, strength))
        if text not in (raw, whole):
            break
    return text


def _right(one: Utterance, shelf: Shelf) -> tuple[Outcome, Outcome]:
    """What the clean reply leads to, and what the embedded parser alone does."""
    words = intent_cases.vocabulary()
    clean = parse_with_model(Saying(json.dumps(one.reply, ensure_ascii=False)), one.text, words, one.context, 1.0)
    return played(clean, one, shelf), played(parse(one.text, words, one.context), one, shelf)


def _tell(tally: Tally, name: str, one: Utterance, text: str, right: tuple[Outcome, Outcome], shelf: Shelf) -> None:
    tally.n += 1
    intent, codes = understood(one, text)
    tally.codes.update(codes)
    tally.shape += codes == ["shape"]
    tally.firewall += bool(codes) and codes != ["shape"]
    tally.accepted += not codes
    before, got = untouched(one, shelf), played(intent, one, shelf)
    allowed = (*right, before)
    tally.trusting += not _is_right(played(trusting(one, text), one, shelf), allowed)
    if not _is_right(got, allowed):
        tally.wrong.append(Wrong(name, one.text, text, got, right[0]))
    elif got.done not in [each.done for each in right]:
        tally.left_alone += 1


def _is_right(got: Outcome, allowed: tuple[Outcome, ...]) -> bool:
    """Whether both what was done and what the shopper would buy next are of the allowed ones, or nothing."""
    follows = {each.following for each in allowed} | {allowed[-1].lines}
    return got.done in [each.done for each in allowed] and got.following in follows


def trusting(one: Utterance, text: str) -> Intent:
    """The message as a parser understands it that believes the reply; the embedded one's where there is no JSON."""
    own = parse(one.text, intent_cases.vocabulary(), one.context)
    found = re.search(r"\{.*\}", text, re.DOTALL)
    try:
        said = json.loads(found.group()) if found else {}
        whole = [0, len(one.text)]
        intent: Any = {
            "kind": said["kind"],
            "constraints": [{**each, "span": whole} for each in said["constraints"]],
            "quantity": None if said["quantity"] is None else int(said["quantity"]),
            "language": own["language"],
            "confidence": 1.0,
            "source": "model",
            "query": str(said["query"]),
            "references": [{**each, "span": whole} for each in said["references"]],
        }
        played(intent, one, shelf_of([one]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return own
    return cast("Intent", intent)


def understood(one: Utterance, text: str) -> tuple[Intent, list[str]]:
    """The message as it is understood when the model says this, and why the reply was refused if it was."""
    words = intent_cases.vocabulary()
    try:
        return parse_with_model(Saying(text), one.text, words, one.context, 1.0), []
    except TruecartError as problem:
        return parse(one.text, words, one.context), problem.details["codes"]


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m evals.corruption", description=__doc__)
    reader.add_argument("--count", type=int, default=5200, help="broken replies (default 5200)")
    reader.add_argument("--seed", type=int, default=SEED)
    reader.add_argument("--show", action="store_true", help="the wrong carts and the false alarms themselves")
    asked = reader.parse_args()
    from tools.settings import current

    tallies = measured(asked.count, seed=asked.seed)
    alarms = list(false_alarms(current().data))
    _print(tallies, prose(asked.count // 4, seed=asked.seed), alarms, show=asked.show)
    return int(any(each.wrong for each in tallies.values()))


def _counts(each: Tally) -> tuple[int, ...]:
    return each.n, each.firewall, each.shape, each.accepted, each.left_alone, len(each.wrong), each.trusting


def _print(tallies: dict[str, Tally], worded: dict[str, Caught], alarms: list[Alarms], *, show: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(width=150)
    table = Table("reply broken by", "n", "firewall", "shape", "accepted", "left alone", "wrong carts",
                  "wrong, trusting", "found most")  # fmt: skip
    for name, each in tallies.items():
        most = ", ".join(f"{code} {n}" for code, n in each.codes.most_common(3))
        table.add_row(name, *map(str, _counts(each)), most)
    table.add_section()
    table.add_row("all", *(str(sum(column)) for column in zip(*map(_counts, tallies.values()), strict=True)), "")
    spoken = Table("reply in words, broken by", "n", "held back", "found most")
    for name, caught in worded.items():
        most = ", ".join(f"{code} {n}" for code, n in caught.codes.most_common(3))
        spoken.add_row(name, str(caught.n), f"{caught.held} = {caught.held / max(caught.n, 1):.0%}", most)
    clean = Table("clean texts", "language", "n", "held back by the firewall", "95 % interval")
    for each in alarms:
        low, high = wilson(len(each.held), each.n) if each.n else (0.0, 0.0)
        rate = f"{len(each.held)} = {len(each.held) / max(each.n, 1):.1%}"
        clean.add_row(each.name, each.language, str(each.n), rate, f"{low:.1%} to {high:.1%}")
    console.print(table, spoken, clean)
    if show:
        for tally in tallies.values():
            for wrong in tally.wrong[:5]:
                console.print(wrong, markup=False)
        for alarm in alarms:
            for held in alarm.held[:10]:
                console.print(alarm.name, held, markup=False)


if __name__ == "__main__":
    raise SystemExit(main())
