"""Every error code of the product, in one place.

A code is a promise to callers: it is stable, while the message may be reworded. `TruecartError` is raised when a
programmer or the world is at fault; what a shopper causes travels as a `guards.violations.Violation` with one of
the same codes.
"""

from __future__ import annotations

from typing import Any

# code -> (HTTP status, what it means to the person who meets it)
CODES: dict[str, tuple[int, str]] = {
    # input
    "empty_message": (400, "The message is empty."),
    "message_too_long": (413, "The message is longer than this shop accepts."),
    "message_not_text": (400, "The message is not readable text."),
    "bad_request": (400, "The request is not understood."),
    "bad_row": (400, "The row is not usable."),
    "unsupported_image": (415, "The picture could not be read."),
    "image_too_large": (413, "The picture is larger than this shop accepts."),
    "off_topic": (400, "I can only help with shopping here."),
    "prompt_injection": (400, "The text tries to give instructions to the agent."),
    # identity
    "unauthenticated": (401, "A known token is needed."),
    "forbidden": (403, "This identity may not do that."),
    "not_found": (404, "There is no such thing here."),
    # catalogue
    "unknown_catalog": (404, "There is no catalogue of that name."),
    "unknown_product": (404, "That product is not in the catalogue."),
    "unknown_variant": (404, "That variant is not in the catalogue."),
    "ambiguous_variant": (409, "More than one variant fits: a choice is needed."),
    "no_such_option": (409, "The product is not made in that size or colour."),
    "unpriced": (409, "The product has no price and cannot be sold."),
    "feed_unreadable": (400, "The feed is in no format that this shop reads."),
    "missing_field": (400, "A required field is missing."),
    "bad_price": (400, "The price is not a positive amount in a known currency."),
    "bad_stock": (400, "The stock is not a whole number of zero or more."),
    "duplicate_id": (409, "The id stands in the feed twice with different contents."),
    "other_currency": (409, "One catalogue, and one quote, has one currency."),
    "index_mismatch": (409, "The index was built by another model or version."),
    "model_mismatch": (409, "The pictures were embedded by another encoder."),
    "clip_unavailable": (503, "The encoder of pictures is not on this machine."),
    "clip_unusable": (500, "The encoder of pictures cannot be loaded."),
    # cart and quote
    "bad_quantity": (400, "The quantity must be a whole number from 1 to the shop's limit."),
    "quantity_over_limit": (400, "The quantity is above the shop's limit for one line."),
    "out_of_stock": (409, "There is less in stock than asked for."),
    "empty_cart": (409, "The cart is empty."),
    "not_in_cart": (404, "The cart has no such line."),
    "over_budget": (409, "The total is above the budget that was stated."),
    "price_changed": (409, "The price is not the one that was shown."),
    "terms_changed": (409, "What was agreed to is no longer what would be bought."),
    "contradicted_attribute": (409, "The picture contradicts what was asked for."),
    "totals_disagree": (500, "The lines do not add up to the total."),
    "unknown_coupon": (404, "This shop has no such coupon."),
    "coupon_not_applicable": (409, "The coupon takes nothing off this purchase."),
    "coupon_used": (409, "The coupon was used already."),
    "no_shipping": (409, "The shop does not ship to that address."),
    "nothing_to_pay": (409, "The total is zero: there is nothing to charge."),
    "bad_tariff": (500, "The shop's tariff is not usable."),
    "quote_expired": (409, "The quote has expired."),
    # approval and payment
    "approval_required": (409, "This purchase needs an approval first."),
    "approval_superseded": (409, "The approval was replaced by a later one."),
    "approval_unnamed": (409, "This conversation has had more than one purchase: name the approval's id and digest."),
    "already_decided": (409, "Somebody has decided this already."),
    "digest_mismatch": (409, "The approval does not cover these terms."),
    "not_your_approval": (403, "This approval is for somebody else to decide."),
    "payment_declined": (402, "The payment was declined."),
    "payment_unknown": (503, "The payment's outcome is not known yet; it is being settled, nothing is charged twice."),
    "action_required": (402, "The payment waits for its payer to confirm it with the payment service."),
    "gateway_unavailable": (503, "The payment gateway does not answer."),
    "gateway_refused": (502, "The payment gateway refuses this shop's request; nothing was charged by it."),
    "bad_address": (400, "The address is not one that something can be sent to."),
    "address_changed": (409, "The delivery address is not the one that was approved."),
    "bad_instrument": (400, "That is no means of payment of this shopper's."),
    "no_instrument": (409, "There is no means of payment to charge yet."),
    "instrument_changed": (409, "The means of payment is not the one that was approved."),
    # after the sale
    "order_state": (409, "The order is not in a state that allows this."),
    "not_in_order": (404, "The order has no such line."),
    "not_returnable": (409, "These goods cannot be returned."),
    "return_too_late": (409, "The time for returning this order has passed."),
    "refund_open": (409, "A refund of these goods is already asked for, under way or done."),
    "over_refunded": (409, "More would be given back than was paid."),
    "other_instrument": (409, "Money goes back only to where it came from."),
    "other_product": (409, "Only another variant of the same product can take its place."),
    "refund_failed": (409, "The gateway did not give the money back; the shop has to look at it."),
    "refund_unknown": (503, "The refund's outcome is not known yet; it is being settled, nothing is given back twice."),
    "ambiguous_order": (409, "More than one order fits: a choice is needed."),
    # audit
    "audit_broken": (500, "The audit chain does not verify."),
    "unknown_order": (404, "There is no such order."),
    # running
    "port_taken": (1, "The port is in use."),
    "not_available": (501, "This is not built yet."),
    "bad_setting": (1, "A setting is not usable."),
    "schema_mismatch": (500, "The database has another schema version."),
    "llm_unavailable": (503, "The language model does not answer."),
    # what goes out
    "reply_too_long": (500, "The reply is longer than any reply should be."),
    "foreign_amount": (500, "The reply names an amount that is not in the shop's own figures."),
    "garbled_text": (500, "The reply is not readable text."),
    "leaked_secret": (500, "The reply holds something secret."),
    "llm_malformed": (502, "The language model's reply is not usable."),
    "internal": (500, "Something broke here; nothing was charged."),
}


class TruecartError(Exception):
    """An error with a stable code.

    Raises KeyError when the code is not listed in `CODES`, so that an unlisted code cannot be born.
    """

    def __init__(self, code: str, message: str | None = None, **details: Any) -> None:
        self.code = code
        self.message = message or CODES[code][1]
        self.status = CODES[code][0]
        self.details = details
        super().__init__(f"{code}: {self.message}")

    def as_json(self) -> dict[str, Any]:
        """The one shape of an error on every surface: `{"error": {"code", "message", "details"?}}`."""
        body: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.details:
            body["details"] = self.details
        return {"error": body}
