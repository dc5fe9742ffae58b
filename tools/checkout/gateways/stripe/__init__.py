"""Stripe behind the gateway port: PaymentIntents that are reserved first and captured when the ledger says so."""

from tools.checkout.gateways.stripe.gateway import StripeGateway

__all__ = ["StripeGateway"]
