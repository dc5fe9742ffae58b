"""The same calls by a client as the SDK comes: its retries, its time-outs, nothing else."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
from typing import Any

from agents.intent.prompt import messages, schema
from evals.herd import arrivals, lines
from tools.catalog.types import Vocabulary
from tools.settings import CHECKOUT

GRACE_S = 10.0  # after the last arrival; who has no answer by then is sent away


def run(base_url: str, vocabulary: Vocabulary, rate: float, seconds: float, seed: int) -> dict[str, Any]:
    """Calls at `rate` a second in a process of their own: how many, how many were answered, and how long those took."""
    spec = {
        "base_url": base_url,
        "times": arrivals.poisson(rate, seconds, f"{seed}/naive/{rate}"),
        "calls": [messages(text, vocabulary, {}) for text in sorted(lines.table())],
        "schema": schema(vocabulary),
        "limit_s": seconds + GRACE_S,
    }
    command = [sys.executable, "-m", "evals.herd.naive"]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OPENAI_")}
    finished = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=clean,
        input=json.dumps(spec),
        capture_output=True,
        text=True,
        check=True,
        timeout=seconds + GRACE_S + 60,
    )
    return dict(json.loads(finished.stdout))


async def _all(spec: dict[str, Any]) -> dict[str, Any]:
    from langchain_openai import ChatOpenAI

    chat = ChatOpenAI(model="herd", base_url=spec["base_url"], api_key=_no_key(), temperature=0.0)
    form = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": spec["schema"]}}
    bound = chat.bind(response_format=form)
    start, took, calls = time.monotonic(), [], spec["calls"]

    async def one(number: int, at: float) -> None:
        await asyncio.sleep(max(0.0, start + at - time.monotonic()))
        reply = await bound.ainvoke([tuple(each) for each in calls[number * 7 % len(calls)]])
        json.loads(str(reply.content))
        took.append(time.monotonic() - start - at)

    tasks = [asyncio.create_task(one(*each)) for each in enumerate(spec["times"])]
    _, late = await asyncio.wait(tasks, timeout=spec["limit_s"])
    for each in late:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return {"turns": len(tasks), "answered": len(took), "given_up": len(late), "seconds": took}


def _no_key() -> Any:
    from pydantic import SecretStr

    return SecretStr("none")


if __name__ == "__main__":
    json.dump(asyncio.run(_all(json.load(sys.stdin))), sys.stdout)
