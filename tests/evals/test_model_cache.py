"""The same question to the same model is asked once, and only while the cache is on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from langchain_core.globals import get_llm_cache
from langchain_core.language_models.fake_chat_models import SimpleChatModel
from langchain_core.messages import BaseMessage

from evals.model_cache import cached_model_calls


class Counting(SimpleChatModel):
    """Answers with how often it was really asked."""

    asked: int = 0

    @property
    def _llm_type(self) -> str:
        return "counting"

    def _call(self, _messages: list[BaseMessage], *_args: Any, **_more: Any) -> str:
        self.asked += 1
        return f"answer {self.asked}"


def test_a_second_run_asks_nothing_again(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "cache.db"
    with cached_model_calls(path):
        first = Counting().invoke("a navy hoodie")
    model = Counting()
    with cached_model_calls(path):
        assert model.invoke("a navy hoodie").content == first.content
        assert model.asked == 0
        model.invoke("a red hoodie")
    assert model.asked == 1


def test_outside_it_nothing_is_kept(tmp_path: Path) -> None:
    before = get_llm_cache()
    with cached_model_calls(tmp_path / "cache.db"):
        pass
    assert get_llm_cache() is before


async def test_it_serves_the_asynchronous_way_too(tmp_path: Path) -> None:
    with cached_model_calls(tmp_path / "cache.db"):
        first = await Counting().ainvoke("a navy hoodie")
        model = Counting()
        assert (await model.ainvoke("a navy hoodie")).content == first.content
    assert model.asked == 0
