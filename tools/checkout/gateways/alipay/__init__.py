"""Alipay behind the gateway port, over python-alipay-sdk."""

from tools.checkout.gateways.alipay.gateway import AlipayGateway
from tools.checkout.gateways.alipay.wire import Account

__all__ = ["Account", "AlipayGateway"]
