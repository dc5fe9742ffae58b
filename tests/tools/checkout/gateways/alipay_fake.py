"""The other side of the Alipay gateway: a small server that speaks Alipay's signed protocol with keys of its own.

Faults are armed by method and met once each.
"""

from __future__ import annotations

import json
import secrets
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

from tests.tools.checkout.gateways.alipay_ledger import BUYER, EAST, TIME, Business, Ledger, Trade, decimal
from tests.tools.checkout.gateways.alipay_signing import form, genuine, signed

Fault = Literal[
    "lost_request",
    "lost_reply",
    "slow",
    "drip",
    "html",
    "http_500",
    "redirect",
    "bad_signature",
    "unsigned",
    "system_error",
    "unknown_error",
    "busy",
    "no_permission",
    "other_trade",
    "decoy",
]
APP_ID, SELLER = "2021000117600000", "2088101106499364"
SCHEDULE = (0.0, 0.05, 0.05, 0.1, 0.1, 0.2, 0.4, 0.8)  # seconds; Alipay: at once, 4 m, 10 m, 10 m, 1 h, 2 h, 6 h, 15 h
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
ENOUGH = timedelta(minutes=15)  # how far a question's timestamp may be from now


class AlipayFake(Ledger):
    """`with AlipayFake() as fake:` serves on a port of its own; over TLS with a `certificate` (PEM, with its key)."""

    def __init__(self, certificate: Path | None = None) -> None:
        super().__init__(self._notify)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if certificate:
            secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            secure.load_cert_chain(certificate)
            self._server.socket = secure.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        scheme = "https" if certificate else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_address[1]}/gateway.do"
        self.reset()

    def reset(self) -> None:
        """As on the first day."""
        with self.lock:
            self.forget()
            self.asked: list[dict[str, str]] = []  # every question with a good signature
            self.refused: list[str] = []  # those without
            self.held = False  # notifications stay in `notices` until they are sent by hand
            self.notices: list[tuple[str, bytes]] = []  # address, payload; oldest first
            self.answers: list[tuple[str, str]] = []  # what the shop's address said: notify_id, body
            self.meanwhile: dict[str, Callable[[], object]] = {}  # by method: done once, just before it is answered
            self._faults: list[tuple[str, Fault, float]] = []

    def __enter__(self) -> AlipayFake:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def arm(self, method: str, fault: Fault, seconds: float = 0.0) -> None:
        """Let the next question of that method, `alipay.trade.` left out, meet the fault."""
        with self.lock:
            self._faults.append((f"alipay.trade.{method}", fault, seconds))

    def browse(self, url: str) -> tuple[int, str]:
        """Open a link as the payer's browser does: status and page."""
        try:
            with DIRECTLY.open(url, timeout=5) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as problem:
            with problem:
                return problem.code, problem.read().decode()

    def notification(self, number: str, **changes: str) -> bytes:
        """What Alipay says of a trade as it stands, under a new notify_id."""
        trade = self.trades[number]
        fields = {
            "notify_time": self.now(),
            "notify_type": "trade_status_sync",
            "notify_id": secrets.token_hex(17),
            "charset": "utf-8",
            "version": "1.0",
            "app_id": APP_ID,
            "auth_app_id": APP_ID,
            "seller_id": SELLER,
            "buyer_id": BUYER,
            "buyer_logon_id": "159****5620",
            "subject": "订单 & 100%+ ä",
            "trade_no": trade.trade_no,
            "out_trade_no": number,
            "trade_status": trade.status,
            "total_amount": decimal(trade.total),
            "passback_params": trade.passback,
            "fund_bill_list": '[{"amount":"10.00","fundChannel":"ALIPAYACCOUNT"}]',
        }
        if trade.refunds:
            fields |= {"refund_fee": decimal(trade.refunded), "gmt_refund": f"{self.now()}.123"}
        return form({**fields, **changes})

    def send(self, address: str, payload: bytes) -> int:
        """Tell the shop until its answer is exactly `success`: how often it was told."""
        notify_id = dict(parse_qsl(payload.decode()))["notify_id"]
        for tries, wait in enumerate(SCHEDULE, 1):
            time.sleep(wait)
            asked = urllib.request.Request(address, payload, {"content-type": "application/x-www-form-urlencoded"})
            try:
                with DIRECTLY.open(asked, timeout=5) as answer:
                    body = answer.read().decode()
            except OSError as problem:
                body = str(problem)
            with self.lock:
                self.answers.append((notify_id, body))
            if body == "success":
                return tries
        return len(SCHEDULE)

    def _notify(self, trade: Trade) -> None:
        if not trade.notify_url:
            return
        self.notices.append((trade.notify_url, self.notification(trade.number)))
        if not self.held:
            threading.Thread(target=self.send, args=self.notices[-1], daemon=True).start()

    def answer(self, question: dict[str, str]) -> tuple[int, str]:
        """A question, signed or not: status and text of the answer."""
        method = question.get("method", "")
        if problem := self._wrong(question):
            self.refused.append(problem)
            return 200, self._signed(method, {"code": "40002", "msg": "Invalid Arguments", "sub_code": problem})
        self.asked.append(question)
        if method == "alipay.trade.page.pay":
            return self.cashier(question)
        doing = {
            "alipay.trade.query": self.query,
            "alipay.trade.close": self.close,
            "alipay.trade.refund": self.refund,
            "alipay.trade.fastpay.refund.query": self.refund_query,
        }[method]
        try:
            with self.lock:
                body = {"code": "10000", "msg": "Success", **doing(json.loads(question["biz_content"]))}
        except Business as problem_:
            body = problem_.body
        return 200, self._signed(method, body)

    def faulty(self, question: dict[str, str]) -> tuple[Fault | Literal[""], float]:
        """The oldest armed fault of the question's method, used up."""
        with self.lock:
            for index, (method, fault, seconds) in enumerate(self._faults):
                if method == question.get("method"):
                    del self._faults[index]
                    return fault, seconds
        return "", 0.0

    def spoilt(self, fault: str, question: dict[str, str]) -> tuple[int, str]:
        """A wrong answer to a question that nothing is done about."""
        method = question["method"]
        trouble = {"code": "20000", "msg": "Service Currently Unavailable", "sub_code": "isp.unknow-error"}
        if fault == "html":
            return 200, "<html>系统维护中</html>"
        if fault == "http_500":
            return 500, "Internal Server Error"
        if fault == "system_error":
            return 200, self._signed(method, Business("ACQ.SYSTEM_ERROR").body)
        if fault == "unknown_error":
            return 200, self._signed(method, trouble)
        if fault == "busy":
            return 200, self._signed(method, {**trouble, "sub_code": "aop.unknow-error"})
        if fault == "decoy":  # genuine words, in another place than where they are looked for
            _, genuine = self.answer(question)
            name = f"{method.replace('.', '_')}_response"
            return 200, f'{{"found":"{name}",{genuine[1:-1].replace(name, "kept")},"{name}":{{"code":"10000"}}}}'
        if fault == "no_permission":
            return 200, self._signed(method, Business("isv.insufficient-isv-permissions", code="40006").body)
        if fault == "unsigned":
            return 200, json.dumps({f"{method.replace('.', '_')}_response": Business("isv.invalid-app-id").body})
        if fault == "other_trade":
            paid = {"code": "10000", "out_trade_no": "other", "trade_status": "TRADE_SUCCESS", "total_amount": "10.00"}
            return 200, self._signed(method, paid)
        status, text = self.answer(question)
        assert fault == "bad_signature"
        return status, text.replace('"code"', '"Code"', 1)

    def _signed(self, method: str, body: dict[str, Any]) -> str:
        """Alipay signs the very characters of the inner object; it escapes slashes and not its Chinese."""
        inner = json.dumps(body, ensure_ascii=False, separators=(",", ":")).replace("/", "\\/")
        return f'{{"{method.replace(".", "_")}_response":{inner},"sign":"{signed(inner)}"}}'

    def _wrong(self, question: dict[str, str]) -> str:
        if question.get("app_id") != APP_ID:
            return "isv.invalid-app-id"
        if (question.get("sign_type"), question.get("charset"), question.get("version")) != ("RSA2", "utf-8", "1.0"):
            return "isv.invalid-signature-type"
        if not genuine(question):
            return "isv.invalid-signature"
        asked_at = datetime.strptime(question["timestamp"], TIME).replace(tzinfo=EAST)
        if abs(asked_at - self.clock()) > ENOUGH and question["method"] != "alipay.trade.page.pay":
            return "isv.invalid-timestamp"
        return ""


def _handler(fake: AlipayFake) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # the names that http.server looks for
            """A payer's browser: only the cashier is asked like this."""
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["content-length"])).decode())

        def _answer(self, form: str) -> None:
            question = dict(parse_qsl(form, keep_blank_values=True))
            with fake.lock:
                if meanwhile := fake.meanwhile.pop(question.get("method", ""), None):
                    meanwhile()
            fault, seconds = fake.faulty(question)
            if fault == "lost_request":
                self._hang_up()
                return
            if fault == "redirect":
                self._say(302, "", {"location": f"{fake.url}?{form}"})
                return
            whole = fault in ("", "lost_reply", "slow", "drip")
            status, text = fake.answer(question) if whole else fake.spoilt(fault, question)
            if fault == "lost_reply":
                self._hang_up()
                return
            if fault == "slow":
                time.sleep(seconds)
            self._say(status, text, {}, seconds if fault == "drip" else 0.0)

        def _say(self, status: int, text: str, headers: dict[str, str], drip: float = 0.0) -> None:
            body = text.encode()
            head = [f"HTTP/1.1 {status} Said", "content-type: text/html;charset=utf-8", f"content-length: {len(body)}"]
            head += [f"{name}: {value}" for name, value in headers.items()]
            said = "\r\n".join(head).encode() + b"\r\n\r\n" + body
            try:
                for start in range(0, len(said), 1 if drip else len(said)):
                    self.wfile.write(said[start : start + 1] if drip else said)
                    time.sleep(drip)
            except OSError:  # the other side has had enough
                self.close_connection = True

        def _hang_up(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler
