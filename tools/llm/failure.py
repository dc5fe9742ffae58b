"""How one call to an endpoint can end badly, in the few kinds that the pool treats differently."""

from __future__ import annotations

from typing import Literal

from tools.errors import TruecartError

FailureKind = Literal[
    "limited",  # 429: more than it takes at one time, or in one minute
    "failing",  # 5xx
    "broken",  # no connection, or one that ended in the middle
    "malformed",  # an answer that is no whole chat completion
    "rejected",  # 4xx: this request is not one that it takes
    "forbidden",  # 401, 403, 404: the key, the account or the model's name is wrong
    "late",  # no answer in the time that a turn has
]
_FORBIDDEN = (401, 403, 404)
_NOT_NOW = (408, 425)


class CallFailed(Exception):
    """One try at one endpoint.

    `retry_after_s` is what the endpoint asks for, in seconds; `page`: a web page came in place of an answer.
    """

    def __init__(
        self,
        kind: FailureKind,
        said: str,
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        page: bool = False,
    ) -> None:
        super().__init__(said)
        self.kind, self.said, self.status, self.retry_after_s, self.page = kind, said, status, retry_after_s, page

    def as_error(self) -> TruecartError:
        if self.kind == "malformed":
            return TruecartError("llm_malformed", self.said)
        return TruecartError("llm_unavailable", self.said, reason=self.kind)


def kind_of_status(status: int) -> FailureKind:
    if status == 429:
        return "limited"
    if status in _FORBIDDEN:
        return "forbidden"
    return "failing" if status >= 500 or status in _NOT_NOW else "rejected"
