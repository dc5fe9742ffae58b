"""The port's calls as Stripe's. Stripe's idempotency keys keep a day, our keys for ever: they stand in the metadata."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlsplit

from tools.checkout.gateways.port import (
    ChargeRequest,
    ChargeResult,
    KeyReused,
    OutcomeUnknown,
    RefundResult,
    WebhookEvent,
)
from tools.checkout.gateways.stripe import reading
from tools.checkout.gateways.stripe.amounts import from_stripe, to_stripe
from tools.checkout.gateways.stripe.refusals import CardRefused, OtherTerms, RequestRefused, translated
from tools.checkout.gateways.stripe.wire import Wire
from tools.errors import TruecartError
from tools.settings import Settings
from tools.trust import trust

SIGNATURE_HEADER = "stripe-signature"
OLDEST_WEBHOOK_S = 300
SEARCH_LAG_S = 6 * 3600  # Stripe's search is behind by a minute, by an hour in a bad time; the list never is
REMEMBERED = 10_000  # keys whose PaymentIntent this process knows

Json = dict[str, Any]


class StripeGateway:
    """Charges cards through Stripe. An instrument is `pm_…`, or `cus_…/pm_…` for a card that a customer keeps there.

    Safe to use from any number of threads. The key is sent to Stripe and to nothing else.
    """

    name = "stripe"
    acknowledgement = "ok"  # Stripe reads the status only
    page_size = 100  # the most that Stripe lists at once
    pages = 100  # that are read for one answer

    def __init__(self, settings: Settings) -> None:
        """Opens no connection. Raises TruecartError `bad_setting` for a key or an address that cannot be right."""
        _check(settings)
        self._settings = settings
        self._wire = Wire(trust(settings.ca_bundle), settings.gateway_seconds)
        self._references: dict[str, str] = {}

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        """Reserve the amount: `authorized`, `requires_action` or `declined`. Raises `KeyReused`, and TruecartError
        `bad_price` for an amount that Stripe does not charge, `gateway_refused` when it refuses this shop.

        Stripe may forget an idempotency key after a day. By then a quote is long over, and a claim that is older than
        a moment is looked up before it is tried.
        """
        if not request.instrument:
            return reading.untouched(request, "no_instrument")
        try:
            intent = self._remembered(request.key) or self._create(request)
        except RequestRefused as refused:
            if refused.param.startswith(("payment_method", "customer")):
                return reading.untouched(request, refused.reason or "unusable_instrument")
            raise
        if intent["metadata"].get(reading.TERMS) != reading.terms_mark(request):
            raise KeyReused(request.key)
        return reading.result(intent)

    def capture(self, key: str, amount_minor: int) -> ChargeResult:
        """Take the whole reserved amount. Raises TruecartError `not_found`, or `KeyReused` for another amount."""
        intent = self._existing(key)
        if from_stripe(intent["amount"], intent["currency"].upper()) != amount_minor:
            raise KeyReused(key)
        if intent["status"] != "requires_capture":
            return reading.result(intent)
        return self._moved(intent, self._sdk.v1.payment_intents.capture)

    def void(self, key: str) -> ChargeResult:
        """Give up a reservation or a charge that waits for its payer. Raises TruecartError `not_found`."""
        intent = self._existing(key)
        if intent["status"] not in reading.GIVEN_UP:
            return reading.result(intent)
        return self._moved(intent, self._sdk.v1.payment_intents.cancel)

    def refund(self, key: str, amount_minor: int, refund_key: str) -> RefundResult:
        """Give back up to what was captured. Raises TruecartError `not_found`, `bad_request`, `refund_failed`, or
        `KeyReused`.
        """
        intent = self._existing(key)
        known = self._refund_of(intent, refund_key)
        if known is None:
            charge = reading.result(intent)
            if not 0 < amount_minor <= charge.captured_minor - charge.refunded_minor:
                raise _too_much()
            known = self._give_back(intent, key, to_stripe(amount_minor, charge.currency), refund_key)
        made = reading.refund_result(known)
        if made.amount_minor != amount_minor:
            raise KeyReused(refund_key)
        return made

    def lookup(self, key: str) -> ChargeResult | None:
        """What became of the key; None only after everything that could hold it was read."""
        intent = self._find(key)
        return None if intent is None or intent["status"] == reading.UNTRIED else reading.result(intent)

    def lookup_refund(self, key: str, refund_key: str) -> RefundResult | None:
        """What became of a refund; None when Stripe has never seen it. Raises TruecartError `refund_failed`."""
        intent = self._find(key)
        refund = self._refund_of(intent, refund_key) if intent else None
        return reading.refund_result(refund) if refund else None

    def verify_webhook(self, payload: bytes, headers: Mapping[str, str]) -> WebhookEvent:
        """The event in a payload that Stripe has signed within five minutes; its `key` is empty when it is about
        something that is none of ours, as it may be where an account serves more than this shop.

        Raises TruecartError `unauthenticated` or `bad_request`.
        """
        import stripe

        secret = self._settings.stripe_webhook_secret.get_secret_value()
        try:
            stripe.WebhookSignature.verify_header(payload, headers.get(SIGNATURE_HEADER), secret, OLDEST_WEBHOOK_S)
        except (stripe.SignatureVerificationError, ValueError, TypeError):
            raise TruecartError("unauthenticated", "The webhook's signature is wrong.") from None
        try:
            event = json.loads(payload)
            about = event["data"]["object"]
            key = (about.get("metadata") or {}).get(reading.KEY, "")
            told = {"id": event["id"], "type": event["type"], "object": about["id"], "status": about.get("status")}
            return WebhookEvent(event_id=event["id"], kind=event["type"], key=str(key), body=told)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise TruecartError("bad_request", "The webhook's payload is not understood.") from None

    def close(self) -> None:
        """Closes the connections."""
        self._wire.close()

    def _create(self, request: ChargeRequest) -> Json:
        wanted = reading.creation(
            request,
            return_url=request.return_url or self._settings.public_url,
            statement=self._settings.stripe_statement,
        )
        try:
            intent, replayed = self._ask(
                self._sdk.v1.payment_intents.create, wanted, {"idempotency_key": f"{request.key}-authorize"}
            )
        except CardRefused as refused:
            intent, replayed = {"id": refused.intent}, True
        except OtherTerms:
            intent, replayed = {}, True
        if not replayed:
            return self._known(intent)
        found = self._retrieve(intent["id"]) if intent.get("id") else self._find(request.key)
        if found is None and intent:
            raise OutcomeUnknown("Stripe names no PaymentIntent for its refusal.")
        if found is None:
            raise KeyReused(request.key)
        return found

    def _moved(self, intent: Json, move: Callable[..., Any]) -> ChargeResult:
        """The PaymentIntent after a capture or a cancellation, ours or somebody else's.

        Neither can be done twice, so they need no idempotency key, which would also repeat a failure for a day.
        """
        try:
            return reading.result(self._ask(move, intent["id"], {"expand": ["latest_charge"]})[0])
        except (CardRefused, RequestRefused) as refused:
            now = self._retrieve(intent["id"])
            if now["status"] != intent["status"]:
                return reading.result(now)
            if isinstance(refused, CardRefused):
                raise TruecartError("gateway_refused", f"Stripe refuses: {refused.reason}.") from None
            raise

    def _give_back(self, intent: Json, key: str, amount: int, refund_key: str) -> Json:
        wanted = {
            "payment_intent": intent["id"],
            "amount": amount,
            "metadata": {reading.KEY: key, reading.REFUND: refund_key},
        }
        try:
            return self._ask(self._sdk.v1.refunds.create, wanted, {"idempotency_key": f"{refund_key}-refund"})[0]
        except OtherTerms:
            raise KeyReused(refund_key) from None
        except RequestRefused as refused:
            if refused.reason == "charge_already_refunded" or refused.param == "amount":
                raise _too_much() from None
            raise

    def _existing(self, key: str) -> Json:
        intent = self._find(key)
        if intent is None:
            raise TruecartError("not_found", "The gateway has never seen this key.")
        return intent

    def _find(self, key: str) -> Json | None:
        """The PaymentIntent of a key: by search if it is old, by the list if it may be too new for the search."""
        known = self._remembered(key)
        if known:
            return known
        asked_at = int(time.time())
        try:
            query = f"metadata['{reading.KEY}']:'{_quoted(key)}'"
            found, _ = self._ask(self._sdk.v1.payment_intents.search, {"query": query, "limit": self.page_size})
            since = asked_at - SEARCH_LAG_S
        except RequestRefused:  # not every country's accounts may search
            found, since = {"data": []}, 0
        for each in found["data"]:
            if each["metadata"].get(reading.KEY) == key:
                return self._retrieve(each["id"])  # what the search shows of it may be old
        return self._listed(key, since)

    def _listed(self, key: str, since: int) -> Json | None:
        """Newest first. Raises `OutcomeUnknown` when there are more than can be read."""
        page: Json = {"limit": self.page_size, "created": {"gte": since}, "expand": ["data.latest_charge"]}
        for _ in range(self.pages):
            found, _ = self._ask(self._sdk.v1.payment_intents.list, page)
            for each in found["data"]:
                if each["metadata"].get(reading.KEY) == key:
                    return self._known(each)
            if not found["has_more"]:
                return None
            page["starting_after"] = found["data"][-1]["id"]
        raise OutcomeUnknown("Stripe has too many charges to tell whether this one is there.")

    def _refund_of(self, intent: Json, refund_key: str) -> Json | None:
        page: Json = {"payment_intent": intent["id"], "limit": self.page_size}
        for _ in range(self.pages):
            if intent.get("latest_charge") is None:
                return None
            found, _ = self._ask(self._sdk.v1.refunds.list, page)
            for each in found["data"]:
                if (each.get("metadata") or {}).get(reading.REFUND) == refund_key:
                    return dict(each)
            if not found["has_more"]:
                return None
            page["starting_after"] = found["data"][-1]["id"]
        raise OutcomeUnknown("Stripe has too many refunds to tell whether this one is there.")

    def _remembered(self, key: str) -> Json | None:
        reference = self._references.get(key)
        return self._retrieve(reference) if reference else None

    def _retrieve(self, reference: str) -> Json:
        intent, _ = self._ask(self._sdk.v1.payment_intents.retrieve, reference, {"expand": ["latest_charge"]})
        return self._known(intent)

    def _known(self, intent: Json) -> Json:
        if len(self._references) >= REMEMBERED:
            self._references.clear()
        self._references[intent["metadata"][reading.KEY]] = intent["id"]
        return intent

    def _ask(self, call: Callable[..., Any], *given: Any) -> tuple[Json, bool]:
        """(Stripe's answer as plain JSON, whether it is the first answer once more). Its errors as in `refusals`."""
        import stripe

        try:
            answer = call(*given).last_response
        except stripe.StripeError as problem:
            raise translated(problem) from None
        if not isinstance(answer.data, dict):
            raise OutcomeUnknown("Stripe's answer is not understood.")
        return answer.data, answer.headers.get("idempotent-replayed") == "true"

    @cached_property
    def _sdk(self) -> Any:
        import stripe

        stripe.enable_telemetry = False
        logging.getLogger("stripe").setLevel(logging.WARNING)  # below that it writes whole answers
        base = self._settings.stripe_url.rstrip("/")
        return stripe.StripeClient(
            self._settings.stripe_key.get_secret_value(),
            stripe_account=self._settings.stripe_account or None,
            base_addresses={"api": base} if base else None,
            max_network_retries=0,
            http_client=cast("Any", self._wire),  # it has what the SDK calls
        )


def _check(settings: Settings) -> None:
    key = settings.stripe_key.get_secret_value()
    if not re.fullmatch(r"[sr]k_\w+", key, re.ASCII):
        said = "is empty" if not key else "is no secret key (sk_… or rk_…)"
        raise TruecartError("bad_setting", f"TRUECART_STRIPE_KEY {said}.", variable="TRUECART_STRIPE_KEY")
    statement = settings.stripe_statement
    if statement and (re.search(r"[<>\\'\"*]|[^ -~]", statement) or not re.search("[A-Za-z]", statement)):
        said = "TRUECART_STRIPE_STATEMENT needs a letter, and none of < > \\ ' \" *."
        raise TruecartError("bad_setting", said, variable="TRUECART_STRIPE_STATEMENT")
    if settings.stripe_url and not _private(settings.stripe_url):
        raise TruecartError("bad_setting", "TRUECART_STRIPE_URL is no https address.", variable="TRUECART_STRIPE_URL")


def _private(address: str) -> bool:
    """Whether a key that is sent there crosses no network in the clear."""
    try:
        url = urlsplit(address)
        return bool(url.hostname) and (
            url.scheme == "https" or (url.scheme == "http" and url.hostname in ("127.0.0.1", "localhost", "::1"))
        )
    except ValueError:
        return False


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _too_much() -> TruecartError:
    return TruecartError("bad_request", "A refund is at most what was captured and not yet refunded.")
