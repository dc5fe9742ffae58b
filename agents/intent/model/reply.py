"""The shape of a model's reply, checked strictly: an unknown key, a string for a number, a missing field is wrong."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tools.errors import TruecartError
from tools.llm.contract import Kind


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Wanted(_Strict):
    attribute: str = Field(max_length=100)
    op: Literal["is", "is_not"]
    value: str = Field(max_length=200)
    words: str = Field(max_length=500)


class Pointed(_Strict):
    positions: list[int] = Field(max_length=50)
    where: Literal["results", "cart", "last"]
    words: str = Field(max_length=500)


class Dropped(_Strict):
    attribute: str = Field(max_length=100)
    words: str = Field(max_length=500)


class Request(_Strict):
    """One request of the message."""

    kind: Kind
    constraints: list[Wanted] = Field(max_length=30)
    quantity: int | None
    references: list[Pointed] = Field(max_length=10)
    drop: list[Dropped] = Field(max_length=20)
    sort: Literal["price_asc", "price_desc", "delivery", "relevance"]
    query: str = Field(max_length=500)
    ignored: list[str] = Field(max_length=20)


class Further(Request):
    """A further request of the same message, in these words of it."""

    words: str = Field(max_length=1000)


class ModelReply(Request):
    then: list[Further] = Field(default_factory=list[Further], max_length=6)


def checked(given: dict[str, Any]) -> ModelReply:
    """The reply in its shape. Raises TruecartError `llm_malformed`."""
    try:
        return ModelReply.model_validate(given)
    except ValidationError as problem:
        first = problem.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the reply"
        raise TruecartError("llm_malformed", f"{where}: {first['msg']}", codes=["shape"]) from problem
