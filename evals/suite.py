"""What a suite is: a name and a function from its surroundings to its result."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from evals.results import SuiteResult
from tools.settings import Settings, load

if TYPE_CHECKING:
    from graph.services import Services

Progress = Callable[[str, int, int], None]  # what is being done, how much of it is done, of how much


@dataclass(frozen=True)
class Surroundings:
    """What every suite is given. The demo shop is read, never written; `scratch` is the run's own folder."""

    scratch: Path
    progress: Progress

    @cached_property
    def settings(self) -> Settings:
        return load()

    @cached_property
    def demo(self) -> Services:
        """The demo shop with the default settings; it must have been built (`evals.demo.demo_home`)."""
        from evals.demo import copy_home, demo_home
        from graph.services import Services

        return Services(load(home=copy_home(demo_home(), self.scratch / "demo"), catalog="demo", database_url=""))

    def counter(self, what: str, total: int) -> Callable[[], None]:
        """A function to call once for each of `total` things done."""
        done = iter(range(1, total + 1))
        return lambda: self.progress(what, next(done, total), total)


class Suite(Protocol):
    def __call__(self, around: Surroundings) -> SuiteResult: ...
