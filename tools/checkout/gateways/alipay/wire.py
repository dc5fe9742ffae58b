"""Signed questions to Alipay and checked answers, over python-alipay-sdk."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import logging.config
import re
import socket
import ssl
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpcore
import httpx

from tools.checkout.gateways.alipay.terms import Carried, beijing
from tools.checkout.gateways.port import OutcomeUnknown
from tools.clock import Clock
from tools.errors import TruecartError
from tools.settings import Settings

log = logging.getLogger(__name__)
FORM = {"content-type": "application/x-www-form-urlencoded;charset=utf-8"}
LOCAL = ("127.0.0.1", "localhost", "::1")
LARGEST_ANSWER = 1_000_000  # bytes
NO_ANSWER = (  # it may or may not have acted
    "ACQ.SYSTEM_ERROR",
    "aop.ACQ.SYSTEM_ERROR",
    "SYSTEM_ERROR",
    "ACQ.REFUND_PROCESSING",
)


class Refused(TruecartError):
    """Alipay understood the call and said no, under its signature."""

    def __init__(self, method: str, reason: str) -> None:
        super().__init__("gateway_refused", f"Alipay refuses {method}: {reason}.", reason=reason)
        self.reason = reason


@dataclass(frozen=True)
class Account:
    """A seller's app at Alipay: `key` is the app's private, `public_key` Alipay's own, each PEM or bare base64.

    Alipay tells `notify_url` of payments; a payer comes back to `return_url` where the charge names no other.
    """

    app_id: str
    seller_id: str
    key: str = field(repr=False)
    public_key: str
    url: str
    notify_url: str = ""
    return_url: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Account:
        """Raises TruecartError `bad_setting` that names what is missing."""
        asked = {
            "TRUECART_ALIPAY_APP_ID": settings.alipay_app_id,
            "TRUECART_ALIPAY_SELLER_ID": settings.alipay_seller_id,
            "TRUECART_ALIPAY_KEY": settings.alipay_key.get_secret_value(),
            "TRUECART_ALIPAY_PUBLIC_KEY": settings.alipay_public_key,
            "TRUECART_ALIPAY_URL": settings.alipay_url,
        }
        if missing := [name for name, value in asked.items() if not value.strip()]:
            raise TruecartError("bad_setting", f"Alipay needs {', '.join(missing)}.", missing=missing)
        app_id, seller_id, key, public_key, url = asked.values()
        shop = settings.public_url.rstrip("/")
        return cls(app_id, seller_id, key, public_key, url, f"{shop}/pay/webhook/alipay" if shop else "", shop)


class Wire:
    """Signed questions and checked answers. The SDK signs and verifies; the time limit and the connection are ours:
    its own waits anew for every byte, and follows any redirect.
    """

    def __init__(self, account: Account, clock: Clock, seconds: float, ca_bundle: str) -> None:
        self._account = account
        self._clock = clock
        self._seconds = seconds
        where = urlsplit(account.url)
        self._near = where.hostname in LOCAL  # no proxy on the way
        if not where.hostname or where.scheme not in (("http", "https") if self._near else ("https",)):
            raise TruecartError("bad_setting", "TRUECART_ALIPAY_URL is no https address.")
        self._trust = ssl.create_default_context()
        if ca_bundle:
            try:
                self._trust.load_verify_locations(cafile=ca_bundle)
            except (OSError, ssl.SSLError) as problem:
                raise TruecartError("bad_setting", f"TRUECART_CA_BUNDLE: {ca_bundle} cannot be read.") from problem
        self._sdk = _sdk(account)

    def link(self, number: str, amount: str, carried: Carried) -> str:
        """The web cashier for a trade: the same for the same arguments."""
        content = {
            "out_trade_no": number,
            "total_amount": amount,
            "subject": f"Truecart {number[:8]}",
            "product_code": "FAST_INSTANT_TRADE_PAY",
            "time_expire": carried.closes_at,
            "passback_params": carried.text(),
        }
        signed = self._sdk.client_api(
            "alipay.trade.page.pay",
            biz_content=content,
            timestamp=carried.signed_at,
            return_url=carried.return_url,
            notify_url=self._account.notify_url,
        )
        return f"{self._account.url}?{signed}"

    def ask(self, method: str, number: str, **content: str) -> dict[str, Any]:
        """The signed answer to a question about a trade. Raises `OutcomeUnknown`, or `Refused` with the reason."""
        data = self._sdk.build_body(
            method, {"out_trade_no": number, **content}, timestamp=beijing(self._clock()), format="JSON"
        )
        answer = self._checked(method, self._post(self._sdk.sign_data(data)))
        code, reason = str(answer.get("code", "")), str(answer.get("sub_code", ""))
        if code != "10000":
            if code in ("", "20000") or reason in NO_ANSWER or reason.startswith("isp."):
                raise OutcomeUnknown(f"Alipay has trouble: {code} {reason[:64]}.")
            raise Refused(method, reason[:64] or code)
        if answer.get("out_trade_no", number) != number:
            raise OutcomeUnknown("Alipay answered for another trade.")
        return answer

    def open(self, payload: bytes) -> dict[str, str]:
        """The fields of a notification. Raises TruecartError `unauthenticated` or `bad_request`."""
        try:
            pairs = parse_qsl(payload.decode(), keep_blank_values=True, strict_parsing=True, errors="strict")
        except ValueError as problem:
            raise TruecartError("bad_request", "The notification is not a form.") from problem
        fields = dict(pairs)
        if len(fields) != len(pairs) or fields.get("charset", "utf-8").lower() != "utf-8":
            raise TruecartError("bad_request", "The notification names a field twice, or is not UTF-8.")
        signature, sign_type = fields.pop("sign", ""), fields.pop("sign_type", "")
        try:
            binascii.a2b_base64(signature, strict_mode=True)  # the SDK passes over what is not base64
            genuine = sign_type == "RSA2" and self._sdk.verify(dict(fields), signature)
        except (binascii.Error, ValueError):
            genuine = False
        if not genuine:
            raise TruecartError("unauthenticated", "The notification's signature is wrong.")
        return fields

    def _post(self, form: str) -> str:
        """The answer's body, all of it within the time limit. Addresses are logged, so the question is not in it."""
        sockets: list[socket.socket] = []

        def trace(_event: str, about: Mapping[str, Any]) -> None:
            if isinstance(stream := about.get("return_value"), httpcore.NetworkStream):
                sockets.append(stream.get_extra_info("socket"))

        cut = threading.Timer(self._seconds, _hang_up, [sockets])
        cut.start()
        try:
            with (
                httpx.Client(verify=self._trust, timeout=self._seconds, trust_env=not self._near) as client,
                client.stream(
                    "POST", self._account.url, content=form, headers=FORM, extensions={"trace": trace}
                ) as response,
            ):
                if response.status_code != 200:
                    raise OutcomeUnknown(f"Alipay answered with status {response.status_code}.")
                body = b""
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) > LARGEST_ANSWER:
                        raise OutcomeUnknown("Alipay's answer does not end.")
            return body.decode()
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeDecodeError) as problem:
            raise OutcomeUnknown(f"Alipay did not answer: {type(problem).__name__}.") from None
        finally:
            cut.cancel()

    def _checked(self, method: str, raw: str) -> dict[str, Any]:
        from alipay.exceptions import AliPayException, AliPayValidationError

        name = f"{method.replace('.', '_')}_response"
        try:
            answer = self._sdk._verify_and_return_sync_response(raw, name)
            if not isinstance(answer, dict) or json.loads(raw)[name] != answer:  # the SDK finds the name by text search
                raise AliPayValidationError
        except AliPayValidationError:
            log.error("an answer of Alipay to %s is not signed by it", method)
            raise OutcomeUnknown("Alipay's answer is not signed by it.") from None
        except AliPayException:  # an error without a signature: perhaps true, and then a matter of the settings
            log.error("Alipay does not accept %s: check app id and keys", method)
            raise OutcomeUnknown("Alipay does not accept the call.") from None
        except (ValueError, LookupError, AttributeError, TypeError) as problem:
            raise OutcomeUnknown(f"Alipay's answer is not understood: {type(problem).__name__}.") from None
        return answer


def _sdk(account: Account) -> Any:
    from Cryptodome.PublicKey import RSA

    alipay = _import_sdk()
    key, public_key = account.key, account.public_key
    for variable, text, private in (("KEY", key, True), ("PUBLIC_KEY", public_key, False)):
        try:
            good = RSA.import_key(_pem(text)).has_private() == private
        except (ValueError, IndexError, TypeError, OSError):
            good = False
        if not good:
            kind = "private" if private else "public"
            raise TruecartError(
                "bad_setting", f"TRUECART_ALIPAY_{variable} is not an RSA {kind} key: PEM, base64, or a file of it."
            ) from None
    return alipay.AliPay(
        appid=account.app_id,
        app_private_key_string=_pem(key),
        alipay_public_key_string=_pem(public_key),
        sign_type="RSA2",
    )


def _hang_up(sockets: Iterable[socket.socket]) -> None:
    for each in sockets:
        with suppress(OSError):  # handed over to TLS, or closed
            each.shutdown(socket.SHUT_RDWR)


def _pem(text: str) -> str | bytes:
    """A key as PEM text, as the bare base64 that Alipay's own key tool writes, or as the path of a file of either."""
    text = text.replace("\\n", "\n").strip()
    if "-----BEGIN" in text:
        return text
    if re.fullmatch(r"[A-Za-z0-9+/=\s]{200,}", text):
        return base64.b64decode(text)
    return _pem(read) if "-----BEGIN" in (read := Path(text).read_text().strip()) else base64.b64decode(read)


def _import_sdk() -> Any:
    """The SDK, without what it does to logging when it is loaded: it closes every handler of the process."""
    configure = logging.config.dictConfig
    logging.config.dictConfig = lambda config: None  # noqa: ARG005 its name
    try:
        import alipay

        return alipay
    finally:
        logging.config.dictConfig = configure
