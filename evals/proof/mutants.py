"""Every guard kills its mutants: values that were made wrong, and rules that were made wrong one operator at a time."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections import Counter

from evals.proof import values
from evals.proof.mutation import mutants
from evals.proof.result import Proof, Surroundings
from tools.errors import TruecartError
from tools.settings import CHECKOUT

GUARDS = ("cart", "quote", "approval", "policy", "after_sale")
SAID = "only how a refusal is worded"
EQUIVALENT: dict[str, dict[str, str]] = {  # by guard: what nothing can tell from the rule itself, and why
    "cart": {"check_quantity: 40 → 41": SAID},
    "quote": {
        "check_sums: 40 → 41": SAID,
        "_check_line: offer.price_minor < line['unit_minor'] → offer.price_minor <= line['unit_minor']": "equal "
        "prices were let through the line before",
    },
    "policy": {"_is_outlier: line.pack_size > 1 → line.pack_size >= 1": "as many packs of one are as many units"},
    "after_sale": {"check_swaps: 0 → 1": "only for the type: a swap without a price was refused before"},
}


def run(around: Surroundings) -> Proof:
    """Raises TruecartError `not_available` without pytest, with which the guards' own tests are run."""
    if importlib.util.find_spec("pytest") is None or not (CHECKOUT / "tests" / "guards").is_dir():
        raise TruecartError("not_available", "The guards' tests and pytest are needed: pip install -e '.[test]'")
    proof = Proof("mutants")
    tried, refused = values.judge(proof)
    proof.exactly("wrong values refused", refused, tried)
    total = Counter[str]()
    for guard in GUARDS:
        total.update(_rules(proof, guard, around))
    meaningful = total["mutants"] - total["equivalent"]
    proof.told("rules made wrong", total["mutants"])
    proof.told("of these equivalent, listed with the reason", total["equivalent"])
    proof.exactly("killed by the guards' own tests", total["killed"], meaningful)
    proof.told("kill rate, %", round(100 * total["killed"] / max(meaningful, 1), 1))
    return proof


def _rules(proof: Proof, guard: str, around: Surroundings) -> Counter[str]:
    """One guard's mutants against its tests, in a process in which the guard was never loaded."""
    wanted = sum(1 for _ in mutants(f"guards.{guard}"))
    command = [sys.executable, "-W", "ignore", "-m", "evals.proof.mutation", f"guards.{guard}"]
    count: Counter[str] = Counter(mutants=0, killed=0, equivalent=0)
    equivalent = EQUIVALENT.get(guard, {})
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRUECART_")}
    with subprocess.Popen(
        [*command, f"tests/guards/test_{guard}.py"], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, env=environment
    ) as worker:
        for line in worker.stdout or ():
            told = json.loads(line)
            if "broken" in told:
                proof.failures.append(told["broken"])
                continue
            count["mutants"] += 1
            around.show(f"guards/{guard}.py", count["mutants"], wanted)
            if not told["survives"]:
                count["killed"] += 1
            elif told["name"] in equivalent:
                count["equivalent"] += 1
            else:
                proof.failures.append(f"guards/{guard}.py:{told['line']} survives: {told['name']}")
    if count["mutants"] != wanted:
        proof.failures.append(f"guards/{guard}.py: {count['mutants']} of {wanted} mutants were judged")
    proof.rows.append(
        {"guard": guard, "kind": "rules", **count, "why equivalent": "; ".join(sorted(set(equivalent.values())))}
    )
    return count
