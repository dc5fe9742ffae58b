"""The port's calls as Stripe's. Stripe's idempotency keys keep a day, our keys for ever: they stand in the metadata."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
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
from tools.checkout.gateways.stripe.account import Account, Json
from tools.checkout.gateways.stripe.amounts import from_stripe, to_stripe
from tools.checkout.gateways.stripe.refusals import CardRefused, OtherTerms, RequestRefused
from tools.errors import TruecartError
from tools.settings import Settings

SIGNATURE_HEADER = "stripe-signature"
OLDEST_WEBHOOK_S = 300


class StripeGateway:
    """Charges cards through Stripe. An instrument is `pm_…`, or `cus_…/pm_…` for a card that a customer keeps there.

    Safe to use from any number of threads. The key is sent to Stripe and to nothing else.
    """

    name = "stripe"
    currencies: frozenset[str] | None = None
    acknowledgement = "ok"  # Stripe reads the status only

    def __init__(self, settings: Settings, *, page_size: int = 100, pages: int = 100) -> None:
        """Opens no connection. `page_size` is how much Stripe lists at once (100 at most), `pages` how many are read
        for one answer. Raises TruecartError `bad_setting` for a key or an address that cannot be right.
        """
        _check(settings)
        self._settings = settings
        self._account = Account(settings, page_size=page_size, pages=pages)

    def authorize(self, request: ChargeRequest) -> ChargeResult:
        """Reserve the amount: `authorized`, `requires_action` or `declined`. Raises `KeyReused`, and TruecartError
        `bad_price` for an amount that Stripe does not charge, `gateway_refused` when it refuses this shop.

        Stripe may forget an idempotency key after a day. By then a quote is long over, and a claim that is older than
        a moment is looked up before it is tried.
        """
        if not request.instrument:
            return reading.untouched(request, "no_instrument")
        try:
            intent = self._account.remembered(request.key) or self._create(request)
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
        return self._moved(intent, self._account.capture)

    def void(self, key: str) -> ChargeResult:
        """Give up a reservation or a charge that waits for its payer. Raises TruecartError `not_found`."""
        intent = self._existing(key)
        if intent["status"] not in reading.GIVEN_UP:
            return reading.result(intent)
        return self._moved(intent, self._account.cancel)

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
        intent = self._account.find(key)
        return None if intent is None or intent["status"] == reading.UNTRIED else reading.result(intent)

    def lookup_refund(self, key: str, refund_key: str) -> RefundResult | None:
        """What became of a refund; None when Stripe has never seen it. Raises TruecartError `refund_failed`."""
        intent = self._account.find(key)
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
        self._account.close()

    def _create(self, request: ChargeRequest) -> Json:
        wanted = reading.creation(
            request,
            return_url=request.return_url or self._settings.public_url,
            statement=self._settings.stripe_statement,
        )
        try:
            intent, replayed = self._account.create(wanted, f"{request.key}-authorize")
            return self._account.retrieve(intent["id"]) if replayed else intent
        except CardRefused as refused:
            found = self._account.retrieve(refused.intent) if refused.intent else self._account.find(request.key)
            if found is None:
                raise OutcomeUnknown("Stripe names no PaymentIntent for its refusal.") from None
        except OtherTerms:
            found = self._account.find(request.key)
            if found is None:
                raise KeyReused(request.key) from None
        return found

    def _moved(self, intent: Json, move: Callable[[str], Json]) -> ChargeResult:
        """The PaymentIntent after a capture or a cancellation, ours or somebody else's."""
        try:
            return reading.result(move(intent["id"]))
        except (CardRefused, RequestRefused) as refused:
            now = self._account.retrieve(intent["id"])
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
            return self._account.give_back(wanted, f"{refund_key}-refund")
        except OtherTerms:
            raise KeyReused(refund_key) from None
        except RequestRefused as refused:
            if refused.reason == "charge_already_refunded" or refused.param == "amount":
                raise _too_much() from None
            raise

    def _refund_of(self, intent: Json, refund_key: str) -> Json | None:
        return self._account.find_refund(intent["id"], refund_key) if intent.get("latest_charge") else None

    def _existing(self, key: str) -> Json:
        intent = self._account.find(key)
        if intent is None:
            raise TruecartError("not_found", "The gateway has never seen this key.")
        return intent


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


def _too_much() -> TruecartError:
    return TruecartError("bad_request", "A refund is at most what was captured and not yet refunded.")
