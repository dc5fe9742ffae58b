"""A few random schedules of the machine that `python -m evals.proof schedules` plays by the thousand."""

from __future__ import annotations

import hypothesis

from evals.proof.machine import Schedules
from evals.proof.schedules import chosen

Schedules.TestCase.settings = chosen(hypothesis, 15)
TestSchedules = Schedules.TestCase
