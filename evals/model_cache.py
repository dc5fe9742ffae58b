"""Answers of a language model, kept between runs: the same question is paid for once.

The one place where langchain-community is used; without a model endpoint it is not even imported.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KEPT = Path(__file__).parent / "out" / "model-cache.db"


@contextmanager
def cached_model_calls(path: Path = KEPT) -> Iterator[None]:
    """While this lasts, every model call of this process asks the cache at `path` first."""
    from langchain_core.globals import get_llm_cache, set_llm_cache

    path.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the package is being sunset and says so at import
        from langchain_community.cache import SQLiteCache

        cache = SQLiteCache(database_path=str(path))
    before = get_llm_cache()
    set_llm_cache(cache)
    try:
        yield
    finally:
        set_llm_cache(before)
        cache.engine.dispose()
