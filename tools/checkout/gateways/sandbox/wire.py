"""How the service and its client write to each other: JSON, read strictly on both sides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tools.checkout.gateways.port import ChargeRequest, ChargeResult, RefundResult
from tools.checkout.gateways.sandbox.faults import Fault, Operation
from tools.errors import TruecartError

LARGEST = 64_000  # bytes of a call or an answer to one; the books are not bounded
T = TypeVar("T")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Key(Strict):
    key: str = Field(min_length=1, max_length=200)


class Capture(Key):
    amount_minor: int


class Refund(Capture):
    refund_key: str = Field(min_length=1, max_length=200)


class RefundKey(Key):
    refund_key: str = Field(min_length=1, max_length=200)


class Arm(Strict):
    operation: Operation
    fault: Fault
    times: int = 1
    seconds: float = 0.0


class Nothing(Strict):
    """The body of a call that needs none: `{}`."""


@dataclass(frozen=True)
class ChargeAnswer:
    charge: ChargeResult | None


@dataclass(frozen=True)
class RefundAnswer:
    refund: RefundResult | None


@dataclass(frozen=True)
class BooksAnswer:
    charges: list[ChargeResult]
    refunds: list[RefundResult]
    balances: dict[str, int]


@dataclass(frozen=True)
class DoneAnswer:
    done: bool


CHARGE_REQUEST = TypeAdapter(ChargeRequest)
CHARGE, REFUND = TypeAdapter(ChargeAnswer), TypeAdapter(RefundAnswer)
BOOKS, DONE = TypeAdapter(BooksAnswer), TypeAdapter(DoneAnswer)


def read(of: TypeAdapter[T], raw: bytes) -> T:
    """Raises TruecartError `bad_request`."""
    try:
        return of.validate_json(raw, strict=True)
    except ValidationError as problem:
        where = ".".join(str(part) for part in problem.errors()[0]["loc"])
        raise TruecartError("bad_request", f"The body is not understood{f' at {where}' if where else ''}.") from problem
