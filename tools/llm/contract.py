"""The contract between a message and the rest of the turn: `Intent`. Both parsers answer in it."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, Protocol, TypedDict

Kind = Literal[
    "search",  # a new wish
    "refine",  # a change of the running wish: cheaper, not black, in size M
    "compare",
    "ask",  # a question about a product
    "add",
    "change",  # a cart line's quantity or option
    "remove",
    "view_cart",
    "clear_cart",
    "checkout",
    "confirm",  # a typed yes: charges nothing by itself
    "cancel",  # stop the purchase that is under way
    "stop",  # leave off altogether: what is under way is put aside, nothing else is offered
    "track",
    "return",
    "watch_price",
    "try_on",
    "human",
    "help",
    "small_talk",
    "unclear",
]
KINDS: tuple[str, ...] = Kind.__args__  # type: ignore[attr-defined]

Relation = Literal["lighter", "darker", "more_vivid", "less_vivid", "same_as", "other_than"]
RELATIONS: tuple[str, ...] = Relation.__args__  # type: ignore[attr-defined]
Op = Literal["is", "is_not", "at_most", "at_least", "about", "range", "exactly"] | Relation


class Compared(TypedDict):
    """The thing that a relation compares with."""

    product_id: str
    variant_id: str


class Constraint(TypedDict):
    """One condition: attribute, operator, value, and the half-open span [start, end) of the utterance behind it.

    `value` is a word of the catalogue's vocabulary, for attribute "price" a `{"minor", "currency"[, "minor_max"]}`, and
    for attribute "delivery" (op at_most) the ISO date by which the goods must be there. A relation ("lighter than the
    second one") has the variant that it compares with in `reference`, and that one's name as its value; its attribute
    is color, pattern or product. `text` is the utterance's own wording and `turn` the turn that said it, so that a
    constraint keeps its origin when it lives on in later turns.
    """

    attribute: str
    op: Op
    value: Any
    span: list[int]
    text: NotRequired[str]
    turn: NotRequired[str]
    reference: NotRequired[Compared]
    known: NotRequired[bool]  # False: the catalogue has no such value; it may be ranked on, never filtered on


class Reference(TypedDict):
    """Which of the shown results or cart lines is meant: 1-based positions, or all."""

    positions: list[int]  # negative counts from the end: -1 is the last
    where: Literal["results", "cart", "last"]
    span: list[int]


class Amount(TypedDict):
    """Money read in running text. `op` range has `minor_max`."""

    minor: int
    currency: str
    op: Literal["exactly", "at_most", "at_least", "about", "range"]
    span: list[int]
    minor_max: NotRequired[int]


class CouponWish(TypedDict):
    """A coupon to use or to take back, its code as typed; a removal with an empty code means all of them."""

    op: Literal["use", "remove"]
    code: str


class Intent(TypedDict):
    kind: Kind
    constraints: list[Constraint]
    quantity: int | None  # as said, unchecked: 0, -1 and 10**9 are for the validator to refuse
    language: Literal["en", "zh"]
    confidence: float  # 0..1
    source: Literal["embedded", "model"]
    query: NotRequired[str]  # the words left for full-text search
    references: NotRequired[list[Reference]]
    drop: NotRequired[list[str]]  # attributes whose earlier constraints the shopper took back
    ignored: NotRequired[list[str]]  # wordings that could not be used, to be said in the reply
    sort: NotRequired[Literal["price_asc", "price_desc", "delivery", "relevance"]]
    compared: NotRequired[list[Constraint]]  # relations that do not say with what: to be asked, never guessed
    order_id: NotRequired[str]
    cap: NotRequired[Amount]  # a budget for the whole purchase
    coupon: NotRequired[CouponWish]  # with a kind that is about the cart; "change" when nothing else is said
    then: NotRequired[list[Intent]]  # the further requests of the same message, in order; spans are the whole message's
    words: NotRequired[str]  # of this request, where the message has more than one


class ShownProduct(TypedDict):
    """A product on the shopper's screen, for references such as "the second one"."""

    product_id: str
    variant_id: str
    title: str
    price_minor: NotRequired[int]
    color: NotRequired[str]  # as listed, to tell two variants of one title apart
    size: NotRequired[str]  # of the shown variant
    facts: NotRequired[list[str]]  # what its listing says of it: "hood", "waterproof", "wool"


class IntentContext(TypedDict, total=False):
    """What earlier turns left behind."""

    constraints: list[Constraint]
    query: str
    shown: list[ShownProduct]
    cart: list[ShownProduct]
    focus: ShownProduct  # what was touched last: "this one"
    last: str  # kind of the turn before
    pending_approval: bool
    today: str  # ISO date, for "by Friday" and "next month"; the clock's when it is missing


Purpose = Literal["parse", "reply"]
Level = Literal["full", "templates", "embedded"]  # the ladder: all of the model, none for replies, none at all
Message = tuple[str, str]  # role ("system", "human", "ai") and content


class LanguageModel(Protocol):
    """What agents know of a language model; behind it stand one endpoint or several, and what keeps them upright."""

    @property
    def name(self) -> str: ...

    def level(self) -> Level:
        """What may be asked of it at this moment. Costs nothing and waits for nothing."""
        ...

    def complete(
        self,
        messages: list[Message],
        *,
        schema: dict[str, Any] | None = None,
        deadline_s: float,
        purpose: Purpose = "parse",
    ) -> str:
        """The text of the model's reply within `deadline_s` seconds in all, at temperature 0.

        `schema` asks for strict JSON of that JSON schema. Raises TruecartError `llm_unavailable` when no endpoint can
        be reached, has room or is quick enough, and `llm_malformed` when what it sends is no whole reply.
        """
        ...
