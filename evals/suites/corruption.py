"""Broken model replies: carts that nobody asked for, and clean replies that are held back."""

from __future__ import annotations

from evals.corruption import SEED, Wrong, measured
from evals.corruption_prose import Alarms, false_alarms, prose
from evals.results import Failure, Metric, SuiteResult
from evals.scores import rate
from evals.suite import Surroundings

COUNT = 5_200
_ALARMS = 0.01  # of clean replies may be held back


def run(around: Surroundings, count: int = COUNT) -> SuiteResult:
    around.progress("broken replies", 0, count)
    tallies = measured(count)
    spoken = prose(count // 4, seed=SEED)
    alarms = list(false_alarms(around.settings.data))
    wrong = [each for tally in tallies.values() for each in tally.wrong]
    caught = [True] * sum(each.held for each in spoken.values())
    missed = [False] * (sum(each.n for each in spoken.values()) - len(caught))
    metrics = [
        rate("wrong_cart_rate", [at < len(wrong) for at in range(count)], better="lower", tolerance=0.0, limit=0.0),
        rate("prose_held_back", caught + missed, about="broken sentences"),
        *(_false(language, alarms) for language in ("en", "zh")),
    ]
    failures = [_wrong(each) for each in wrong] + [_alarm(each, at) for each in alarms for at in range(len(each.held))]
    return SuiteResult("corruption", count + sum(each.n for each in alarms), metrics, failures)


def _false(language: str, alarms: list[Alarms]) -> Metric:
    mine = [each for each in alarms if each.language == language]
    held, n = sum(len(each.held) for each in mine), sum(each.n for each in mine)
    outcomes = [at < held for at in range(n)]
    return rate(f"false_alarm_rate_{language}", outcomes, better="lower", tolerance=0.002, limit=_ALARMS)


def _wrong(each: Wrong) -> Failure:
    return Failure(f"{each.mutator}: {each.utterance}", each.said, each.wanted, each.got, "wrong cart")


def _alarm(each: Alarms, at: int) -> Failure:
    text, codes = each.held[at]
    return Failure(f"{each.name} {at}", text, [], codes, "a clean text held back")
