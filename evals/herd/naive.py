"""The same calls by a client as the SDK comes: its retries, its time-outs, nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

from agents.intent.model.prompt import messages, schema
from evals.herd import lines
from tools.catalog.types import Vocabulary
from tools.settings import CHECKOUT

LOADING_S = 15.0  # of the SDK, beside the time of the calls


def run(base_url: str, vocabulary: Vocabulary, times: list[float], limit_s: float) -> dict[str, Any]:
    """Calls at these times in a process of their own: how many, how many were answered, and how long those took."""
    spec = {
        "base_url": base_url,
        "times": times,
        "calls": [messages(text, vocabulary, {}) for text in sorted(lines.table())],
        "schema": schema(vocabulary),
        "limit_s": limit_s,
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    with tempfile.TemporaryFile("w+") as told:
        child = subprocess.Popen(
            [sys.executable, "-m", "evals.herd.naive"],
            cwd=CHECKOUT,
            env=clean,
            stdin=subprocess.PIPE,
            stdout=told,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.communicate(json.dumps(spec), timeout=limit_s + LOADING_S)
        child.kill()
        child.wait()
        told.seek(0)
        took = [float(line) for line in told if line.endswith("\n")]
    return {"turns": len(times), "answered": len(took), "seconds": took}


async def _all(spec: dict[str, Any]) -> None:
    """Prints for each answer how many seconds it took, as soon as it is there."""
    from langchain_openai import ChatOpenAI

    chat = ChatOpenAI(model="herd", base_url=spec["base_url"], api_key=_no_key(), temperature=0.0)
    form = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": spec["schema"]}}
    bound = chat.bind(response_format=form)
    start, calls = time.monotonic(), spec["calls"]

    async def one(number: int, at: float) -> None:
        await asyncio.sleep(max(0.0, start + at - time.monotonic()))
        reply = await bound.ainvoke([tuple(each) for each in calls[number * 7 % len(calls)]])
        json.loads(str(reply.content))
        print(time.monotonic() - start - at, flush=True)

    tasks = [asyncio.create_task(one(*each)) for each in enumerate(spec["times"])]
    await asyncio.wait(tasks, timeout=spec["limit_s"])


def _no_key() -> Any:
    from pydantic import SecretStr

    return SecretStr("none")


if __name__ == "__main__":
    asyncio.run(_all(json.load(sys.stdin)))
    os._exit(0)  # whoever still waits is not waited for
