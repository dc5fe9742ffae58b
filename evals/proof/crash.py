"""kill -9 at every step of a purchase, in a real process; then a fresh one must put the books right by itself.

The steps are not listed here: each scene is acted once to its end, and every step that it reached is then made the
last one of so many further processes.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.proof.gateway import HookedGateway
from evals.proof.killing import Switch
from evals.proof.result import Proof, Surroundings
from evals.proof.scenes import GOODS, SCENES, Scene
from evals.proof.shop import build, enter
from tools.database import open_database
from tools.settings import CHECKOUT

RUNS = 5  # at each step
DATABASE = "shop.db"


def run(around: Surroundings) -> Proof:
    """Every scene, every step, `runs` times: in three of five the shopper goes on, in two nobody does."""
    return prove(around, list(SCENES.values()), around.size("runs", RUNS))


def prove(around: Surroundings, scenes: Sequence[Scene], runs: int) -> Proof:
    proof = Proof("crash")
    stages = [Stage(scene, around.scratch / f"scene-{number}") for number, scene in enumerate(scenes)]
    steps = [(stage, step) for stage in stages for step in stage.steps()]
    done = 0
    for stage, step in steps:
        seen: list[dict[str, Any]] = []
        for number in range(runs):
            around.show(stage.scene.name, done, len(steps) * runs)
            seen.append(stage.die_and_recover(step, number))
            done += 1
        proof.rows.append(_row(stage.scene.name, step, seen))
        proof.failures += [
            f"{stage.scene.name}, {step}, {'shopper goes on' if each['goes_on'] else 'nobody goes on'}: {wrong}"
            for each in seen
            for wrong in each["wrong"]
        ]
    sweeps, starts = [row["worst sweep ms"] for row in proof.rows], [row["worst with start ms"] for row in proof.rows]
    proof.told("steps", len(proof.rows))
    proof.at_least("deaths at each step", min(row["runs"] for row in proof.rows), runs)
    proof.exactly("books straight afterwards", sum(row["ok"] for row in proof.rows), len(steps) * runs)
    proof.told("recovery, median ms of a sweep", statistics.median(row["sweep ms"] for row in proof.rows))
    proof.told("recovery, worst ms of a sweep", max(sweeps))
    proof.told("recovery, worst ms with the process's start", max(starts))
    return proof


def _row(scene: str, step: str, seen: list[dict[str, Any]]) -> dict[str, Any]:
    sweeps, whole = [each["sweep_ms"] for each in seen], [each["whole_ms"] for each in seen]
    return {
        "scene": scene,
        "killed": step,
        "runs": len(seen),
        "ok": sum(not each["wrong"] for each in seen),
        "sweep ms": round(statistics.median(sweeps), 1),
        "worst sweep ms": round(max(sweeps), 1),
        "with start ms": round(statistics.median(whole)),
        "worst with start ms": round(max(whole)),
    }


@dataclass(frozen=True)
class Stage:
    """A scene with its shop prepared once in a folder, and copied for each death."""

    scene: Scene
    folder: Path

    @property
    def prepared(self) -> Path:
        return self.folder / "prepared"

    def steps(self) -> list[str]:
        """Prepare the shop; then every step that the scene reaches, in order."""
        shop = build(_url(self.prepared), self.prepared, GOODS)
        self.scene.prepare(shop)
        shop.close()
        reached = self.folder / "reached.json"
        status = self._act(self._copied(), None, reached)
        assert status == 0, f"the scene {self.scene.name!r} does not come to its end"
        steps: list[str] = json.loads(reached.read_text())
        return steps

    def die_and_recover(self, step: str, number: int) -> dict[str, Any]:
        home = self._copied()
        status = self._act(home, step, None)
        goes_on = number % 2 == 0
        asked = time.monotonic()
        command = [sys.executable, "-m", "evals.proof.recovery", _url(home), str(home), self.scene.name]
        fresh = subprocess.run(
            [*command, "go" if goes_on else "leave"], cwd=CHECKOUT, capture_output=True, text=True, check=False
        )
        if status != -signal.SIGKILL or fresh.returncode:
            why = f"the process ended with {status}, the fresh one with {fresh.returncode}: {fresh.stderr[-2000:]}"
            return {"goes_on": goes_on, "wrong": [why], "sweep_ms": 0.0, "whole_ms": 0.0}
        told = json.loads(fresh.stdout)
        return {
            "goes_on": goes_on,
            "wrong": told["wrong"],
            "sweep_ms": (told["ended"] - told["began"]) * 1000,
            "whole_ms": (told["ended"] - asked) * 1000,
        }

    def _copied(self) -> Path:
        home = self.folder / "home"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.prepared, home)
        return home

    def _act(self, home: Path, fatal: str | None, reached: Path | None) -> int:
        """Act the scene in a process of its own; answers its exit status, -9 when it was killed."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a progress bar's thread does nothing in the child
            child = os.fork()
        if child == 0:
            status = 1
            try:
                switch = Switch(fatal)
                engine = open_database(_url(home))
                switch.wire(engine)
                gateway = lambda inner: HookedGateway(inner, always=switch.reach)  # noqa: E731
                self.scene.act(enter(engine, home, minutes=self.scene.minutes, wrap=gateway))
                if reached:
                    reached.write_text(json.dumps(switch.reached))
                status = 0
            finally:
                os._exit(status)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _url(home: Path) -> str:
    return f"sqlite:///{home / DATABASE}"
