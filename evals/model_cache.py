"""Answers of a language model, kept between runs: the same question is paid for once.

The one place where langchain-community is used; without a model endpoint it is not even imported.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

KEPT = Path(__file__).parent / "out" / "model-cache.db"


@contextmanager
def cached_model_calls(path: Path = KEPT) -> Iterator[None]:
    """While this lasts, every model call of this process asks the cache at `path` first."""
    from langchain_core.globals import get_llm_cache, set_llm_cache

    path.parent.mkdir(parents=True, exist_ok=True)
    cache = _open(path)
    before = get_llm_cache()
    set_llm_cache(cache)
    try:
        yield
    finally:
        set_llm_cache(before)
        cache.engine.dispose()


def _open(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the package is being sunset and says so at import
        from langchain_community.cache import SQLiteCache

    class Kept(SQLiteCache):
        def lookup(self, prompt: str, llm_string: str) -> Any:
            """It reads with langchain-core's `loads`, which warns; as an error that would turn answers into junk."""
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message=".*allowed_objects|.*`loads` is in beta")
                return super().lookup(prompt, llm_string)

    return Kept(database_path=str(path))
