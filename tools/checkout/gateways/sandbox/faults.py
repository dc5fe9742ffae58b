"""Faults on demand: armed in the gateway's own file, each met by the next call of its operation.

Of a call:

- `lost_request`: the gateway never sees the call; the caller gets no answer
- `lost_reply`: the gateway acts, the answer is lost
- `slow`: the answer comes late (`seconds`)
- `decline`: the reservation, or the capture, is refused
- `requires_action`: the reservation waits for its payer
- `crash_before`, `crash_after`: the process dies at once, before or after the gateway acted

Of the next webhook (operation `webhook`):

- `duplicate`: it is sent again after it was acknowledged
- `out_of_order`: it is held back until a later one of the same charge was sent, `seconds` at most
- `late`: it is sent `seconds` later
- `lost`: it is never sent
- `bad_signature`: its first sending is signed wrongly
"""

from __future__ import annotations

import sqlite3
from typing import Literal, get_args

from tools.errors import TruecartError

CallOperation = Literal["authorize", "capture", "void", "refund", "lookup", "lookup_refund"]
CallFault = Literal["lost_request", "lost_reply", "slow", "decline", "requires_action", "crash_before", "crash_after"]
WebhookFault = Literal["duplicate", "out_of_order", "late", "lost", "bad_signature"]
Operation = CallOperation | Literal["webhook"]
Fault = CallFault | WebhookFault
ONLY = {"decline": ("authorize", "capture"), "requires_action": ("authorize",)}
CRASH_STATUS = 70  # exit status of a process that an armed crash ended

TABLES = """
CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY, operation TEXT NOT NULL, fault TEXT NOT NULL, seconds REAL NOT NULL);
"""


def arm(books: sqlite3.Connection, operation: str, fault: str, times: int, seconds: float) -> None:
    """Raises TruecartError `bad_request` for a fault that this operation cannot meet."""
    known = get_args(WebhookFault) if operation == "webhook" else get_args(CallFault)
    if operation != "webhook" and operation not in get_args(CallOperation):
        raise TruecartError("bad_request", f"The operation is one of {', '.join(get_args(CallOperation))}, webhook.")
    if fault not in known or operation not in ONLY.get(fault, (operation,)):
        possible = [each for each in known if operation in ONLY.get(each, (operation,))]
        raise TruecartError("bad_request", f"A fault of {operation} is one of {', '.join(possible)}.")
    if not 1 <= times <= 10_000 or not 0 <= seconds <= 86_400:
        raise TruecartError("bad_request", "At most 10,000 times, and 86,400 seconds.")
    books.executemany(
        "INSERT INTO faults (operation, fault, seconds) VALUES (?, ?, ?)", [(operation, fault, seconds)] * times
    )


def disarm(books: sqlite3.Connection) -> None:
    books.execute("DELETE FROM faults")


def take(books: sqlite3.Connection, operation: Operation) -> tuple[str, float]:
    """The oldest armed fault of the operation, used up: (fault, seconds), or ("", 0.0)."""
    if books.execute("SELECT 1 FROM faults WHERE operation=?", (operation,)).fetchone() is None:
        return "", 0.0
    row = books.execute(
        "DELETE FROM faults WHERE id = (SELECT MIN(id) FROM faults WHERE operation=?) RETURNING fault, seconds",
        (operation,),
    ).fetchone()
    return (row[0], row[1]) if row else ("", 0.0)
