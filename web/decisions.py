"""An answer that came with a run, recorded before the run is queued."""

from __future__ import annotations

from typing import Any

from agents.checkout import read_answer
from graph.services import services
from tools.checkout.types import Approval
from web.identities import Role


def decide(actor: str, role: Role, thread_id: str, answer: Any) -> Approval:
    """The decided approval. Raises TruecartError as `Checkout.answer` does: 409 when somebody was first."""
    return services().checkout.answer(thread_id, read_answer(answer), actor=actor, role=role)
