"""From the state to a few sentences."""

from __future__ import annotations

import re
from typing import Any

from agents.reply.discounts import is_said_aside, offers
from agents.reply.known import Facts, facts
from agents.reply.picture import seen_in_picture
from agents.reply.problems import changed_nothing, messages
from agents.reply.refund import concerns_refund, refund_told
from agents.reply.service import told
from agents.reply.wishes import beside, found
from guards.violations import blocking

__all__ = ["Facts", "compose", "facts", "safe"]

SAFE = {
    "en": "I could not put that into words safely. Your cart and your money are as they were; please ask again.",
    "zh": "这次的回答我没能稳妥地写出来。您的购物车和钱款都没有变，请再说一次。",
}
CART = frozenset({"add", "change", "remove", "view_cart", "clear_cart"})
ASKING = frozenset({"ask", "compare", "track", "watch_price", "try_on", "human"})
BEHIND_CART = frozenset({"search", "refine", "checkout", "confirm", *ASKING})
QUESTIONS = frozenset({"ambiguous_variant", "ambiguous_order"})  # nothing went wrong: a choice is asked for
BESIDE_FACTS = frozenset({"compare", "ask", "help"})  # here the template stays whole behind a lead
MOST_IGNORED = 5
THANKS = re.compile(r"\b(?:thank(?:s| you|ed)?|thx|cheers|ta)\b|谢|多谢|感谢|辛苦", re.IGNORECASE)
FAREWELL = re.compile(r"\b(?:good ?bye|bye|good ?night|see you|see ya|farewell)\b|再见|拜拜|晚安|回头见", re.IGNORECASE)


def safe(language: str) -> str:
    """What is said when nothing else may go out."""
    return SAFE.get(language, SAFE["en"])


def compose(known: Facts, lead: str = "") -> str:
    """The reply's text: what happened, then what stands in the way, then what may be said next.

    `lead` takes the place of the first words of an answer about goods, or of small talk; all that has to be said
    beside it stays.
    """
    state = known.state
    if state.get("refused"):
        return _refusal(known)
    parts = [_picture(known), _beside(known), _led(known, lead) if lead else _main(known)]
    again = {"return"} if state.get("superseded_refund") else set()
    if state.get("superseded") and known.kind not in {"cancel", "stop", "confirm", "checkout", *again}:
        parts.append(known.say("refund_put_aside" if again else "superseded"))
    if known.kind in {"cancel", "stop"} and not concerns_refund(state):
        stopped = "refund_rejected" if again else "cancelled"
        nothing = "stopped" if known.kind == "stop" else "nothing_to_cancel"
        parts = [known.say(stopped if state.get("superseded") else nothing)]
    ignored = (state.get("intent") or {}).get("ignored")
    if ignored and not state.get("presented"):
        parts.append(known.say("ignored", words=known.quoted(ignored[:MOST_IGNORED])))
    return "\n".join(part for part in parts if part)


def _picture(known: Facts) -> str:
    return seen_in_picture(known.state.get("picture"), known.say, known.word)


def _led(known: Facts, lead: str) -> str:
    if known.kind in BESIDE_FACTS:
        return f"{lead}\n{_main(known)}"
    return known.sentences([lead, *(beside(known) if known.kind in {"search", "refine"} else [])])


def _main(known: Facts) -> str:
    state, kind = known.state, known.kind
    if concerns_refund(state) and not state.get("failed"):
        return refund_told(known, _problems(known))
    if state.get("order"):
        order = state["order"]
        return known.say("paid", total=known.money(order["total_minor"]), order=order["order_id"])
    if state.get("failed"):
        return _problems(known)
    if kind == "approval":
        return _approval(known)
    if kind not in CART and blocking(state.get("cart_violations") or []):
        return _problems(known)
    if kind in {"search", "refine"}:
        return _problems(known) or found(known)
    if kind in CART:
        return _problems(known) or _cart_now(known)
    if kind in {"checkout", "confirm"}:
        return _problems(known) or known.say("nothing_to_confirm")
    if state.get("skill"):
        return _skill(known)
    if (state.get("intent") or {}).get("compared"):
        return known.say("beside_which")
    if kind == "small_talk":
        return known.say(_small_talk(state))
    return known.say("help" if kind == "help" else "unclear")


def _small_talk(state: dict[str, Any]) -> str:
    """Which courtesy is answered: thanks, a farewell, or else a greeting."""
    text = (state.get("turn") or {}).get("text", "")
    return "thanks" if THANKS.search(text) else "farewell" if FAREWELL.search(text) else "small_talk"


def _cart_was_changed(known: Facts) -> bool:
    """Whether a turn that ends with something else has done its part about the cart: "add it and show me hoodies"."""
    if known.kind not in BEHIND_CART or known.state.get("failed"):
        return False
    about = any(each["kind"] in CART for each in known.state.get("requests") or [])
    return about and not blocking(known.state.get("cart_violations") or [])


def _beside(known: Facts) -> str:
    return _cart_now(known) if _cart_was_changed(known) else ""


def _cart_now(known: Facts) -> str:
    """What was done to the cart, each request with its own sentence, and what it comes to."""
    change = known.state.get("change") or {}
    cart = known.state.get("cart") or {"lines": [], "goods_minor": 0}
    lines = {line["variant_id"]: line for line in cart["lines"]}
    steps = [_step(each, lines.get(each["variant_id"]), known) for each in change.get("steps", [])]
    done = list(dict.fromkeys(each for each in steps if each))
    if not cart["lines"]:
        empty = "coupon_kept" if cart.get("coupons") else "cart_empty"
        cleared = any(each["action"] == "cleared" for each in change.get("steps", []))
        return known.sentences([*done, "" if cleared and empty == "cart_empty" else known.say(empty)])
    count = sum(line["quantity"] for line in cart["lines"])
    total = known.say("cart_total_one" if count == 1 else "cart_total", n=count, total=known.money(cart["goods_minor"]))
    ready = "" if known.kind in {"checkout", "confirm"} else known.say("ready")
    return known.sentences([*done, *offers(change.get("estimate"), known), total, ready])


def _step(step: dict[str, Any], line: dict[str, Any] | None, known: Facts) -> str:
    """What one request did; nothing for looking at the cart."""
    action = step.get("action")
    if action in {"added", "changed"} and line:
        return known.say(action, quantity=line["quantity"], title=_named(line, known))
    if action == "removed":
        title = known.titles.get(step["variant_id"] or "")
        return known.say("removed_title", title=title) if title and not line else known.say("removed")
    return known.say(action) if action in {"cleared", "coupon_removed"} else ""


def _named(line: dict[str, Any], known: Facts) -> str:
    """A cart line with its options: "Party Dress (red, M)"."""
    options = known.listed([known.word(value, name.casefold()) for name, value in line["options"].items()])
    if not options:
        return str(line["title"])
    return f"{line['title']}（{options}）" if known.language == "zh" else f"{line['title']} ({options})"


def _approval(known: Facts) -> str:
    decision = known.state.get("decision") or {}
    status = decision.get("status")
    if problems := _problems(known):
        return problems
    if status == "rejected":
        return known.say("rejected_by_reviewer" if decision.get("role") == "reviewer" else "rejected")
    waiting = (known.state.get("approval") or {}).get("waiting_for") or []
    return known.say("waiting" if waiting else "not_approved")


def _skill(known: Facts) -> str:
    """Facts first, then what could not be done; asking changes nothing, so nothing is said of that."""
    facts_told = told(known.state["skill"], known.state["intent"]["constraints"], known)
    problems = messages(known.violations, known.language, kind=known.kind, titles=known.titles)
    shown = facts_told if not problems or known.kind == "watch_price" else ""
    return known.sentences([shown, *problems])


def _problems(known: Facts) -> str:
    """Each violation once: its rule in words; details such as the stock that is left are in the message."""
    stopping = [each for each in known.violations if each["severity"] == "error"] or [
        each for each in known.violations if each["code"] != "price_changed" and not is_said_aside(each)
    ]
    sentences = messages(stopping, known.language, kind=known.kind, titles=known.titles)
    if not sentences:
        return ""
    if known.kind in {"checkout", "confirm"} and any(each["path"].startswith("cart.coupons") for each in stopping):
        sentences.append(known.say("remove_coupon"))
    undone = known.state.get("undone") or []
    asked = all(each["code"] in QUESTIONS for each in stopping)
    if undone:
        waits = asked and known.state.get("asked")
        sentences.append(known.say("waits") if waits else known.say("undone", words=known.quoted(undone)))
    if not (undone or asked or _cart_was_changed(known)) and changed_nothing(stopping):
        sentences.append(known.say("unchanged"))
    return known.sentences(sentences)


def _refusal(known: Facts) -> str:
    if any(each["code"] == "off_topic" for each in known.violations):
        return known.say("off_topic")
    return known.sentences([*messages(known.violations, known.language), known.say("unchanged")])
