"""The first stations of a turn: open it durably, screen the words, read them."""

from __future__ import annotations

import base64
import binascii
import uuid
from datetime import timedelta
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage
from langchain_core.runnables import RunnableConfig

from agents import intent as language
from agents.cart import completed, empty_cart
from agents.picture import PictureReading, read_picture, with_picture
from graph.identity import actor
from graph.services import Services
from graph.state import ShopState, Turn
from guards import message as message_guard
from guards.validators import input_guard
from guards.violations import Violation, violation
from tools.checkout.types import CartLine
from tools.clock import moment, stamp
from tools.errors import TruecartError
from tools.llm.contract import Intent, IntentContext, ShownProduct

CLEARED: dict[str, Any] = {
    "presented": None,
    "superseded": None,
    "superseded_refund": None,
    "failed": [],
    "refused": [],
    "candidates": [],
    "relaxed": [],
    "search_violations": [],
    "evidence": {},
    "contradicted": [],
    "ranked": [],
    "results": [],
    "picture": None,
    "requests": [],
    "change": {},
    "cart_violations": [],
    "undone": [],
    "quote": None,
    "quote_violations": [],
    "decision": {},
    "approval": None,
    "order": None,
    "payment": None,
    "refund": None,
    "payment_violations": [],
    "skill": {},
    "reply": "",
    "violations": [],
    "degraded": [],
}


def begin_turn(services: Services, state: ShopState, config: RunnableConfig) -> dict[str, Any]:
    """Clear the turn's keys, record the turn before any model work, settle what it means for a pending approval.

    A message that does not carry the pending approval's id and digest puts that approval aside.
    """
    who = actor(config)
    spoken = _last_message(state)
    text = _text(spoken)
    now = services.clock()
    turn: Turn = {
        "turn_id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{who.thread_id}/{spoken.id if spoken else stamp(now)}")),
        "text": text,
        "started_at": stamp(now),
        "deadline": stamp(now + timedelta(seconds=services.settings.turn_seconds)),
        "shopper": who.name,
        "thread_id": who.thread_id,
    }
    kept = _redacted(text, services.settings.max_message_chars)
    services.turns.begin(turn["turn_id"], who.thread_id, who.name, services.settings.catalog, kept)
    cleared = {**CLEARED, "turn": turn, "image": None, **_paid_since(services, state)}
    presented = state.get("approval")
    if presented and ("decision" in presented or "status" not in presented):  # else the view that the last turn left
        return {**cleared, "presented": presented}
    superseded = services.checkout.supersede(who.thread_id, actor=who.name, turn_id=turn["turn_id"])
    cleared["superseded"] = superseded[0]["id"] if superseded else None
    aside = (each["quote_id"] for each in superseded if services.checkout.is_refund(each["quote_id"]))
    cleared["superseded_refund"] = next(aside, None)
    image = state.get("image")
    if image is not None:
        try:
            cleared["image"] = {"content_hash": _stored_picture(services, image)}
        except TruecartError as problem:
            cleared["refused"] = [violation(problem.code, "image", problem.message)]
    return cleared


def _paid_since(services: Services, state: ShopState) -> dict[str, Any]:
    """A charge that was left open may have become an order meanwhile: its goods leave the cart."""
    quote_id, cart = state.get("paying"), state.get("cart")
    if not quote_id:
        return {}
    order = services.checkout.order_of_quote(quote_id)
    if order is None:
        ended = (services.checkout.payment(quote_id) or {}).get("state") in ("declined", "voided")
        return {"paying": None} if ended else {}
    bought = {line["variant_id"] for line in order["lines"]}
    if cart and {line["variant_id"] for line in cart["lines"]} == bought:
        return {"paying": None, "cart": empty_cart(cart["currency"])}
    return {"paying": None}


def screen_input(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Size, readability, instructions to the agent; personal data is taken out of what is kept."""
    if state.get("presented") or state["refused"]:
        return {}
    text = state["turn"]["text"]
    if not text.strip() and state.get("image"):
        return {}
    screened = input_guard(text, services.settings.max_message_chars)
    turn: Turn = {**state["turn"], "text": screened["text"]}
    refused: list[Violation] = []
    if screened["outcome"] != "allow":
        refused = [violation(code, "messages[-1]") for code in screened["codes"] or ["internal"]]
        turn["text"] = screened["text"][:200]
    spoken = _last_message(state)
    kept = [HumanMessage(id=spoken.id, content=turn["text"])] if spoken and spoken.content != turn["text"] else []
    return {"turn": turn, "refused": refused, "messages": kept}


def parse_intent(services: Services, state: ShopState, _config: RunnableConfig) -> dict[str, Any]:
    """Words into what this turn carries out, by the model when there is one and time is left, else by the embedded
    parser. What the message asks for beyond one turn is among the last request's `ignored`.
    """
    text, turn_id = state["turn"]["text"], state["turn"]["turn_id"]
    context = _context(services, state)
    message, degraded = _read(services, state, context)
    if "then" not in message:
        message = language.answered(message, state.get("comparing") or [], text, context.get("shown", []))
    message = completed(message, state.get("asked"), text)
    turn = language.planned(message, text, pending=context.get("pending_approval", False))
    intent, seen = _with_picture(services, state, turn.requests[-1])
    ignored = [words for each in turn.requests for words in each.get("ignored", [])] + turn.waiting
    if ignored:
        intent = {**intent, "ignored": list(dict.fromkeys(ignored))}
    requests = [*turn.requests[:-1], intent]
    for constraint in (each for request in requests for each in request["constraints"]):
        constraint.setdefault("turn", turn_id)
    return {
        "requests": requests,
        "intent": intent,
        "degraded": degraded,
        "comparing": intent.get("compared", []),
        "asked": None,
        "picture": seen,
    }


def _with_picture(services: Services, state: ShopState, intent: Intent) -> tuple[Intent, PictureReading | None]:
    image = state.get("image")
    if not image:
        return intent, None
    measurement = services.measurements.measured(services.pictures, image["content_hash"])
    return with_picture(intent, read_picture(services.verifier, measurement), services.catalog.vocabulary())


def _read(services: Services, state: ShopState, context: IntentContext) -> tuple[Intent, list[str]]:
    text, vocabulary, model = state["turn"]["text"], services.catalog.vocabulary(), services.model
    left = (moment(state["turn"]["deadline"]) - services.clock()).total_seconds()
    if model is not None and left > 0.5 and text.strip():
        from agents.intent.model.parser import parse_with_model

        try:
            seconds = min(left - 0.3, services.settings.llm_seconds)
            return parse_with_model(model, text, vocabulary, context, seconds), []
        except TruecartError as problem:
            return language.parse(text, vocabulary, context), [f"intent: {problem.code}"]
    return language.parse(text, vocabulary, context), []


def _context(services: Services, state: ShopState) -> IntentContext:
    cart = state.get("cart")
    bought = [_held(line) for line in (cart["lines"] if cart else [])]
    context: IntentContext = {
        "constraints": state.get("constraints") or [],
        "query": state.get("query") or "",
        "shown": state.get("shown") or [],
        "cart": bought,
        "last": state.get("last_kind") or "",
        "pending_approval": bool(state.get("superseded")),
        "today": services.clock().date().isoformat(),
    }
    touched = next((each for each in bought if each["variant_id"] == state.get("focus")), None)
    if touched and not state.get("image"):  # beside a picture, "this" is the picture
        context["focus"] = touched
    return context


def _held(line: CartLine) -> ShownProduct:
    options = {name.casefold(): value for name, value in line["options"].items()}
    return {
        "product_id": line["product_id"],
        "variant_id": line["variant_id"],
        "title": line["title"],
        "price_minor": line["unit_minor"],
        "color": options.get("color", options.get("colour", "")),
        "size": options.get("size", ""),
    }


def _last_message(state: ShopState) -> AnyMessage | None:
    messages = state.get("messages") or []
    return messages[-1] if messages and messages[-1].type == "human" else None


def _text(spoken: AnyMessage | None) -> str:
    """A message's words; the parts of a many-part message joined."""
    if spoken is None:
        return ""
    if isinstance(spoken.content, str):
        return spoken.content
    parts = [part if isinstance(part, str) else str(part.get("text", "")) for part in spoken.content]
    return "\n".join(part for part in parts if part)


def _redacted(text: str, limit: int) -> str:
    return message_guard.screen(text[:limit], origin="shopper", max_chars=limit)["text"]


def _stored_picture(services: Services, image: dict[str, str]) -> str:
    if content_hash := image.get("content_hash"):
        services.pictures.path(content_hash)
        return content_hash
    url = image.get("data_url", "")
    if len(url) > services.settings.max_image_bytes * 4 // 3 + 100:
        raise TruecartError("image_too_large")
    head, _, body = url.partition(";base64,")
    if not head.startswith("data:image/") or not body:
        raise TruecartError("unsupported_image")
    try:
        return services.pictures.put(base64.b64decode(body, validate=True))
    except binascii.Error as problem:
        raise TruecartError("unsupported_image") from problem
