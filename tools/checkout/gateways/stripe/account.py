"""What stands in a Stripe account, and how a charge is found there by our key, however old it is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

from tools.checkout.gateways.port import OutcomeUnknown
from tools.checkout.gateways.stripe.reading import KEY, REFUND
from tools.checkout.gateways.stripe.refusals import RequestRefused, translated
from tools.checkout.gateways.stripe.wire import Wire
from tools.settings import Settings
from tools.trust import trust

SEARCH_LAG_S = 6 * 3600  # Stripe's search is behind by a minute, by an hour in a bad time; the list never is
REMEMBERED = 10_000  # keys whose PaymentIntent this process knows

Json = dict[str, Any]


class Account:
    """Asks through the official SDK, once for each question; PaymentIntents come with their latest charge.

    Every call may raise what `refusals` makes of Stripe's errors.
    """

    def __init__(self, settings: Settings, *, page_size: int, pages: int) -> None:
        self._settings = settings
        self._wire = Wire(trust(settings.ca_bundle), settings.gateway_seconds)
        self._page_size = page_size
        self._pages = pages
        self._references: dict[str, str] = {}

    def create(self, wanted: Json, idempotency_key: str) -> tuple[Json, bool]:
        """A PaymentIntent, and whether this is the first answer once more, which may be out of date."""
        intent, replayed = self._ask(self._sdk.v1.payment_intents.create, wanted, {"idempotency_key": idempotency_key})
        return self._known(intent), replayed

    def capture(self, reference: str) -> Json:
        """Take all that is reserved. It cannot be done twice, so it needs no idempotency key: that would also repeat
        a failure for a day.
        """
        return self._ask(self._sdk.v1.payment_intents.capture, reference, {"expand": ["latest_charge"]})[0]

    def cancel(self, reference: str) -> Json:
        """Give up what is not captured; no idempotency key, as with `capture`."""
        return self._ask(self._sdk.v1.payment_intents.cancel, reference, {"expand": ["latest_charge"]})[0]

    def give_back(self, wanted: Json, idempotency_key: str) -> Json:
        """A refund."""
        return self._ask(self._sdk.v1.refunds.create, wanted, {"idempotency_key": idempotency_key})[0]

    def find(self, key: str) -> Json | None:
        """The PaymentIntent of a key: by search if it is old, by the list if it may be too new for the search."""
        known = self.remembered(key)
        if known:
            return known
        asked_at = int(time.time())
        try:
            query = f"metadata['{KEY}']:'{_quoted(key)}'"
            found, _ = self._ask(self._sdk.v1.payment_intents.search, {"query": query, "limit": self._page_size})
            since = asked_at - SEARCH_LAG_S
        except RequestRefused:  # not every country's accounts may search
            found, since = {"data": []}, 0
        for each in found["data"]:
            if each["metadata"].get(KEY) == key:
                return self.retrieve(each["id"])  # what the search shows of it may be old
        intent = self._listed(
            self._sdk.v1.payment_intents.list,
            {"created": {"gte": since}, "expand": ["data.latest_charge"]},
            lambda each: each["metadata"].get(KEY) == key,
        )
        return self._known(intent) if intent else None

    def find_refund(self, reference: str, refund_key: str) -> Json | None:
        """The refund of a PaymentIntent that was made under this key."""
        return self._listed(
            self._sdk.v1.refunds.list,
            {"payment_intent": reference},
            lambda each: (each.get("metadata") or {}).get(REFUND) == refund_key,
        )

    def remembered(self, key: str) -> Json | None:
        """The PaymentIntent as it now is, if this process has seen it before."""
        reference = self._references.get(key)
        return self.retrieve(reference) if reference else None

    def retrieve(self, reference: str) -> Json:
        intent, _ = self._ask(self._sdk.v1.payment_intents.retrieve, reference, {"expand": ["latest_charge"]})
        return self._known(intent)

    def close(self) -> None:
        self._wire.close()

    def _listed(self, listing: Callable[..., Any], wanted: Json, fits: Callable[[Json], bool]) -> Json | None:
        """The newest one that fits. Raises `OutcomeUnknown` when there are more than can be read."""
        page: Json = {"limit": self._page_size, **wanted}
        for _ in range(self._pages):
            found, _ = self._ask(listing, page)
            fitting = next((each for each in found["data"] if fits(each)), None)
            if fitting or not found["has_more"]:
                return fitting
            page["starting_after"] = found["data"][-1]["id"]
        raise OutcomeUnknown("Stripe lists too many to tell whether this one is there.")

    def _known(self, intent: Json) -> Json:
        if len(self._references) >= REMEMBERED:
            self._references.clear()
        self._references[intent["metadata"][KEY]] = intent["id"]
        return intent

    def _ask(self, call: Callable[..., Any], *given: Any) -> tuple[Json, bool]:
        """(Stripe's answer as plain JSON, whether it is the first answer once more)."""
        import stripe

        try:
            answer = call(*given).last_response
        except stripe.StripeError as problem:
            raise translated(problem) from None
        if not isinstance(answer.data, dict) or "object" not in answer.data:
            raise OutcomeUnknown("Stripe's answer is not understood.")
        return answer.data, answer.headers.get("idempotent-replayed") == "true"

    @cached_property
    def _sdk(self) -> Any:
        import stripe

        stripe.enable_telemetry = False  # it would also name this machine, in a file of the user's
        logging.getLogger("stripe").setLevel(logging.WARNING)  # below that it writes whole answers
        base = self._settings.stripe_url.rstrip("/")
        return stripe.StripeClient(
            self._settings.stripe_key.get_secret_value(),
            stripe_account=self._settings.stripe_account or None,
            base_addresses={"api": base} if base else None,
            max_network_retries=0,
            http_client=cast("Any", self._wire),  # it has what the SDK calls
        )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
