"""What must stand in the environment before the parts that phone home are loaded."""

from __future__ import annotations

import os
import sys

from tools.settings import Settings

QUIET = {
    "LANGGRAPH_NO_VERSION_CHECK": "1",
    "LANGGRAPH_CLI_NO_ANALYTICS": "1",
    "LANGSMITH_TRACING": "false",
    "LANGCHAIN_TRACING_V2": "false",
    "ANONYMIZED_TELEMETRY": "False",
    "GUARDRAILS_RUN_SYNC": "true",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
}
TRACE = {"LANGSMITH_TRACING": "true", "LANGSMITH_HIDE_INPUTS": "true", "LANGSMITH_HIDE_OUTPUTS": "true"}


def settle(settings: Settings) -> None:
    """Silence on the wire; traces, without what was said, only when `TRUECART_TRACE` asks for them."""
    os.environ.update(QUIET)
    os.environ.setdefault("LOG_LEVEL", "WARNING")
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        os.environ.setdefault("LOG_COLOR", "false")
    if settings.trace:
        os.environ.update(TRACE)
