"""From the state to a few sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agents.arrival import is_date
from agents.relations import WORDS, relational
from agents.reply.discounts import is_said_aside, offers
from agents.reply.phrases import PHRASES
from agents.reply.picture import seen_in_picture
from agents.reply.problems import changed_nothing, messages
from agents.reply.refund import concerns_refund, refund_told
from agents.reply.service import told
from guards.violations import Violation, blocking
from tools.money import display

SAFE = "I could not put that into words safely. Your cart and your money are as they were; please ask again."
CART = frozenset({"add", "change", "remove", "view_cart", "clear_cart"})
ASKING = frozenset({"ask", "compare", "track", "watch_price", "try_on", "human"})
QUESTIONS = frozenset({"ambiguous_variant", "ambiguous_order"})  # nothing went wrong: a choice is asked for
Say = Callable[..., str]


@dataclass(frozen=True)
class Facts:
    """All that a reply is made of."""

    state: dict[str, Any]
    violations: list[Violation]
    currency: str
    language: str

    @property
    def kind(self) -> str:
        intent = self.state.get("intent")
        presented = self.state.get("presented") or self.state.get("decision")
        return "approval" if presented else intent["kind"] if intent else "unclear"

    def money(self, minor: int) -> str:
        return display(minor, self.currency)


def facts(state: dict[str, Any], violations: list[Violation], currency: str) -> Facts:
    intent = state.get("intent") or {}
    return Facts(state, violations, currency, intent.get("language", "en"))


def compose(known: Facts) -> str:
    """The reply's text: what happened, then what stands in the way, then what may be said next."""
    phrases = PHRASES[known.language]

    def say(key: str, **values: Any) -> str:
        return phrases[key].format(**values)

    state = known.state
    if state.get("refused"):
        return _refusal(known, say)
    parts = [seen_in_picture(state.get("picture"), say), _beside(known, say), _main(known, say)]
    again = {"return"} if state.get("superseded_refund") else set()
    if state.get("superseded") and known.kind not in {"cancel", "stop", "confirm", "checkout", *again}:
        parts.append(say("refund_put_aside" if again else "superseded"))
    if known.kind in {"cancel", "stop"} and not concerns_refund(state):
        stopped = "refund_rejected" if again else "cancelled"
        nothing = "stopped" if known.kind == "stop" else "nothing_to_cancel"
        parts = [say(stopped if state.get("superseded") else nothing)]
    intent = state.get("intent") or {}
    if ignored := intent.get("ignored"):
        parts.append(say("ignored", words=", ".join(f"“{word}”" for word in ignored[:5])))
    return "\n".join(part for part in parts if part)


def _main(known: Facts, say: Say) -> str:
    state, kind = known.state, known.kind
    if concerns_refund(state) and not state.get("failed"):
        return refund_told(state, _problems(known, say), say)
    if state.get("order"):
        order = state["order"]
        return say("paid", total=known.money(order["total_minor"]), order=order["order_id"])
    if state.get("failed"):
        return _problems(known, say)
    if kind == "approval":
        return _approval(known, say)
    if kind not in CART and blocking(state.get("cart_violations") or []):
        return _problems(known, say)
    if kind in {"search", "refine"}:
        return _found(known, say)
    if kind in CART:
        return _cart(known, say)
    if kind in {"checkout", "confirm"}:
        return _problems(known, say) or say("nothing_to_confirm")
    if state.get("skill"):
        return _skill(known, say)
    if (state.get("intent") or {}).get("compared"):
        return say("beside_which")
    return say(kind if kind in {"help", "small_talk"} else "unclear")


def _beside(known: Facts, say: Say) -> str:
    """What became of the cart in a turn that ends with something else: "add it and show me hoodies"."""
    aside = known.kind not in CART and any(each["kind"] in CART for each in known.state.get("requests") or [])
    stopped = known.state.get("failed") or blocking(known.state.get("cart_violations") or [])
    return _cart_now(known, say) if aside and not stopped and known.kind in {"search", "refine", *ASKING} else ""


def _found(known: Facts, say: Say) -> str:
    state = known.state
    results, left_out = state.get("results") or [], state.get("contradicted") or []
    conditions = describe(state.get("constraints") or [], known)
    if not results:
        lines = [say("none", conditions=conditions) if conditions else say("none_at_all")]
    else:
        key = "found_one" if len(results) == 1 else "found"
        lines = [say(key, n=len(results), conditions=f" ({conditions})" if conditions else "")]
    if state.get("relaxed"):
        lines.append(say("relaxed", what=", ".join(state["relaxed"])))
    beside = sum(bool(each.get("compared")) for each in left_out)
    for key, count in (("left_out", len(left_out) - beside), ("beside", beside)):
        if count:
            lines.append(say(f"{key}_one" if count == 1 else key, n=count))
    unsure = sum(any(e["verdict"] == "unsure" for e in each["evidence"]) for each in results)
    if unsure:
        lines.append(say("unsure_one" if unsure == 1 else "unsure", n=unsure))
    unknown = [str(each["value"]) for each in state.get("constraints") or [] if each.get("known") is False]
    if unknown:
        lines.append(say("unknown", words=", ".join(f"“{word}”" for word in unknown)))
    return ("" if known.language == "zh" else " ").join(lines)


def describe(constraints: list[Any], known: Facts) -> str:
    """The running wish in words: "navy, not black, under $60.00"."""
    said: list[str] = []
    for each in constraints:
        value = each["value"]
        if isinstance(value, dict):
            low = display(value["minor"], value["currency"])
            high = display(value["minor_max"], value["currency"]) if "minor_max" in value else ""
            said.append(f"{PRICE_WORDS[known.language].get(each['op'], '')}{low}{f' – {high}' if high else ''}")
        else:
            if relational(each):
                said.append(RELATIONS[known.language][each["attribute"], each["op"]].format(value))
                continue
            if is_date(each):
                said.append(BY[known.language].format(value))
                continue
            said.append(f"{NOT[known.language] if each['op'] == 'is_not' else ''}{value}")
    return ", ".join(said)


RELATIONS = {
    "en": WORDS,
    "zh": {
        ("color", "lighter"): "比“{}”浅",
        ("color", "darker"): "比“{}”深",
        ("color", "more_vivid"): "比“{}”鲜艳",
        ("color", "less_vivid"): "比“{}”素",
        ("color", "same_as"): "与“{}”同色",
        ("color", "other_than"): "与“{}”不同色",
        ("pattern", "same_as"): "与“{}”图案相同",
        ("pattern", "other_than"): "与“{}”图案不同",
        ("product", "same_as"): "类似“{}”",
    },
}
BY = {"en": "here by {}", "zh": "{} 前送到"}
NOT = {"en": "not ", "zh": "不要"}
PRICE_WORDS = {
    "en": {"at_most": "up to ", "at_least": "from ", "about": "around "},
    "zh": {"at_most": "不超过", "at_least": "不低于", "about": "大约"},
}


def _cart(known: Facts, say: Say) -> str:
    return _problems(known, say) or _cart_now(known, say)


def _cart_now(known: Facts, say: Say) -> str:
    """What was done to the cart, each request with its own sentence, and what it comes to."""
    change = known.state.get("change") or {}
    cart = known.state.get("cart") or {"lines": [], "goods_minor": 0}
    offered = offers(change.get("estimate"), known.violations, known.currency, known.language)
    if not cart["lines"]:
        return say("coupon_kept" if cart.get("coupons") else "cart_empty")
    total = say("cart_total", n=sum(line["quantity"] for line in cart["lines"]), total=known.money(cart["goods_minor"]))
    total = " ".join([*offered, total])
    lines = {line["variant_id"]: line for line in cart["lines"]}
    told = [_step(each, lines.get(each["variant_id"]), say) for each in change.get("steps", [])]
    return " ".join([*dict.fromkeys(each for each in told if each), total])


def _step(step: dict[str, Any], line: dict[str, Any] | None, say: Say) -> str:
    action = step.get("action")
    if line and action in {"added", "changed"}:
        options = ", ".join(line["options"].values())
        name = line["title"] + (f" ({options})" if options else "")
        return say(action, quantity=line["quantity"], title=name)
    return say("removed") if action in {"removed", "coupon_removed"} else ""


def _approval(known: Facts, say: Say) -> str:
    decision = known.state.get("decision") or {}
    status = decision.get("status")
    if problems := _problems(known, say):
        return problems
    if status == "rejected":
        return say("rejected_by_reviewer" if decision.get("role") == "reviewer" else "rejected")
    waiting = (known.state.get("approval") or {}).get("waiting_for") or []
    return say("waiting" if waiting else "not_approved")


def _skill(known: Facts, say: Say) -> str:
    """Facts first, then what could not be done; asking changes nothing, so nothing is said of that."""
    intent = known.state["intent"]
    facts_told = told(known.state["skill"], intent["constraints"], say)
    problems = messages(known.violations, known.language)
    return " ".join(
        part for part in [facts_told if not problems or known.kind == "watch_price" else "", *problems] if part
    )


def _problems(known: Facts, say: Say) -> str:
    """Each violation once: its rule in words; details such as the stock that is left are in the message."""
    stopping = [each for each in known.violations if each["severity"] == "error"] or [
        each for each in known.violations if each["code"] != "price_changed" and not is_said_aside(each)
    ]
    sentences = messages(stopping, known.language)
    if known.kind in {"checkout", "confirm"} and any(each["path"].startswith("cart.coupons") for each in stopping):
        sentences.append(say("remove_coupon"))
    quiet = all(each["code"] in QUESTIONS for each in stopping) or not changed_nothing(stopping)
    return " ".join(sentences if quiet else [*sentences, say("unchanged")]) if sentences else ""


def _refusal(known: Facts, say: Say) -> str:
    return " ".join([*messages(known.violations, known.language), say("unchanged")])
