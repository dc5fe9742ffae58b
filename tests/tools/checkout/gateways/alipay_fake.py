"""The other side of the Alipay gateway: a small server that speaks Alipay's signed protocol with keys of its own.

It signs and verifies with `cryptography`, not with the SDK that the gateway uses, so that an error in one of them
does not cancel out. Trades, money and refunds are kept in memory. Faults are armed by method and met once each.
"""

from __future__ import annotations

import base64
import functools
import html
import ipaddress
import json
import secrets
import socket
import ssl
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

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
APP_ID, SELLER, BUYER = "2021000117600000", "2088101106499364", "2088102122524333"
EAST = timezone(timedelta(hours=8))
TIME = "%Y-%m-%d %H:%M:%S"
SCHEDULE = (0.0, 0.05, 0.05, 0.1, 0.1, 0.2, 0.4, 0.8)  # seconds; Alipay: at once, 4 m, 10 m, 10 m, 1 h, 2 h, 6 h, 15 h
ENOUGH = timedelta(minutes=15)  # how far a question's timestamp may be from now


@dataclass
class Trade:
    number: str
    trade_no: str
    total: int  # in fen, like every amount in here
    passback: str
    notify_url: str
    closes_at: str
    status: str = "WAIT_BUYER_PAY"
    paid_at: str = ""
    refunds: dict[str, int] = field(default_factory=dict)
    under_way: dict[str, int] = field(default_factory=dict)  # refunds that are accepted and not made

    @property
    def refunded(self) -> int:
        return sum(self.refunds.values())


class Business(Exception):
    """A refusal, told under the signature."""

    def __init__(self, sub_code: str, message: str = "", code: str = "40004") -> None:
        super().__init__(sub_code)
        self.body = {"code": code, "msg": "Business Failed", "sub_code": sub_code, "sub_msg": message or "操作失败"}


@functools.cache
def new_key(name: str) -> rsa.RSAPrivateKey:
    """The key pair of `name`; made once, as it takes long."""
    assert name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(name: str) -> str:
    kept = serialization.PrivateFormat.TraditionalOpenSSL
    return new_key(name).private_bytes(serialization.Encoding.PEM, kept, serialization.NoEncryption()).decode()


def public_pem(name: str) -> str:
    kept = serialization.PublicFormat.SubjectPublicKeyInfo
    return new_key(name).public_key().public_bytes(serialization.Encoding.PEM, kept).decode()


def certificate(file: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, and its key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, new_key("tls").public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(new_key("tls"), hashes.SHA256())
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private_pem("tls").encode())
    return file


def signed(text: str, name: str = "alipay") -> str:
    return base64.b64encode(new_key(name).sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def joined(fields: dict[str, str]) -> str:
    """What RSA2 signs of a form: its fields by name, without the signature."""
    return "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if name != "sign")


def form(fields: dict[str, str], name: str = "alipay") -> bytes:
    """A notification: everything is signed but `sign` and `sign_type`."""
    sign = signed(joined({key: value for key, value in fields.items() if key != "sign_type"}), name)
    return urlencode({**fields, "sign": sign, "sign_type": "RSA2"}).encode()


def decimal(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def fen(amount: str) -> int:
    whole, _, places = amount.partition(".")
    assert len(places) == 2, f"{amount} has not two places"
    return int(whole) * 100 + int(places)


class AlipayFake:
    """`with AlipayFake() as fake:` serves on a port of its own; over TLS with a `certificate` (PEM, with its key)."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.lock = threading.RLock()
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
            self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
            self.trades: dict[str, Trade] = {}
            self.money = {"buyer": 0, "seller": 0}
            self.asked: list[dict[str, str]] = []  # every question with a good signature
            self.refused: list[str] = []  # those without
            self.refunds_take_time = False  # until they are all made by `make_refunds`
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

    # the payer

    def browse(self, url: str) -> tuple[int, str]:
        """Open a link as the payer's browser does: status and page."""
        try:
            with urllib.request.urlopen(url, timeout=5) as page:
                return page.status, page.read().decode()
        except urllib.error.HTTPError as problem:
            with problem:
                return problem.code, problem.read().decode()

    def pay(self, number: str) -> str:
        """The payer agrees in the cashier: answers the trade's status. Paying twice moves nothing."""
        with self.lock:
            trade = self._trade(number)
            if trade.status == "WAIT_BUYER_PAY":
                trade.status, trade.paid_at = "TRADE_SUCCESS", self.now()
                self._move(trade.total)
                self._notify(trade)
            return trade.status

    def finish(self, number: str) -> None:
        """The time in which a trade can be refunded is over."""
        self.trades[number].status = "TRADE_FINISHED"

    def make_refunds(self) -> None:
        """What was accepted is given back."""
        with self.lock:
            for trade in self.trades.values():
                for request, amount in trade.under_way.items():
                    self._refund(trade, request, amount)
                trade.under_way.clear()

    # notifications

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
                with urllib.request.urlopen(asked, timeout=5) as answer:
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

    # what it is asked

    def cashier(self, question: dict[str, str]) -> tuple[int, str]:
        """`alipay.trade.page.pay`: the trade comes to be when the payer opens the link."""
        content = json.loads(question["biz_content"])
        with self.lock:
            number, total = content["out_trade_no"], fen(content["total_amount"])
            trade = self.trades.get(number)
            if trade is None:
                trade = Trade(
                    number=number,
                    trade_no=f"2026{secrets.randbelow(10**24):024d}",
                    total=total,
                    passback=content.get("passback_params", ""),
                    notify_url=question.get("notify_url", ""),
                    closes_at=content.get("time_expire", ""),
                )
                if self._late(trade):
                    return 400, "ACQ.CONTEXT_INCONSISTENT 订单已失效"
                self.trades[number] = trade
            self._trade(number)
            if trade.total != total:
                return 400, "ACQ.CONTEXT_INCONSISTENT"
            if trade.status != "WAIT_BUYER_PAY":
                return 400, "ACQ.TRADE_HAS_SUCCESS" if trade.paid_at else "ACQ.TRADE_HAS_CLOSE"
            return 200, f"<html><title>收银台</title>{html.escape(content['subject'])} {content['total_amount']}</html>"

    def query(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self._trade(content["out_trade_no"])
        answer = {
            "trade_no": trade.trade_no,
            "out_trade_no": trade.number,
            "buyer_logon_id": "159****5620",
            "buyer_user_id": BUYER,
            "trade_status": trade.status,
            "total_amount": decimal(trade.total),
            "receipt_amount": decimal(trade.total if trade.paid_at else 0),
            "buyer_pay_amount": decimal(trade.total if trade.paid_at else 0),
            "passback_params": trade.passback,
        }
        return {**answer, "send_pay_date": trade.paid_at} if trade.paid_at else answer

    def close(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self._trade(content["out_trade_no"])
        if trade.status != "WAIT_BUYER_PAY":
            raise Business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法")
        trade.status = "TRADE_CLOSED"
        return {"trade_no": trade.trade_no, "out_trade_no": trade.number}

    def refund(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self._trade(content["out_trade_no"])
        amount, request = fen(content["refund_amount"]), content["out_request_no"]
        if {**trade.under_way, **trade.refunds}.get(request, amount) != amount:
            raise Business("ACQ.DISCORDANT_REPEAT_REQUEST", "退款金额不一致")
        fresh = request not in trade.refunds and not self.refunds_take_time
        if fresh:
            self._refund(trade, request, amount)
        elif request not in trade.refunds:
            trade.under_way[request] = amount
        return {
            "trade_no": trade.trade_no,
            "out_trade_no": trade.number,
            "buyer_logon_id": "159****5620",
            "fund_change": "Y" if fresh else "N",
            "refund_fee": decimal(trade.refunded),
        }

    def _refund(self, trade: Trade, request: str, amount: int) -> None:
        if trade.status != "TRADE_SUCCESS":
            raise Business("ACQ.TRADE_HAS_CLOSE" if trade.status == "TRADE_CLOSED" else "ACQ.TRADE_STATUS_ERROR")
        if not 0 < amount <= trade.total - trade.refunded:
            raise Business("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效")
        trade.refunds[request] = amount
        self._move(-amount)
        if trade.refunded == trade.total:
            trade.status = "TRADE_CLOSED"
        self._notify(trade)

    def refund_query(self, content: dict[str, Any]) -> dict[str, Any]:
        trade = self._trade(content["out_trade_no"])
        request = content["out_request_no"]
        if request in trade.under_way:
            asked = {"out_request_no": request, "refund_amount": decimal(trade.under_way[request])}
            return {"out_trade_no": trade.number, **asked, "refund_status": "REFUND_PROCESSING"}
        if request not in trade.refunds:
            return {}
        return {
            "trade_no": trade.trade_no,
            "out_trade_no": trade.number,
            "out_request_no": request,
            "total_amount": decimal(trade.total),
            "refund_amount": decimal(trade.refunds[request]),
            "refund_status": "REFUND_SUCCESS",
        }

    # how it answers

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
        try:
            sign = base64.b64decode(question.get("sign", ""))
            new_key("app").public_key().verify(sign, joined(question).encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            return "isv.invalid-signature"
        asked_at = datetime.strptime(question["timestamp"], TIME).replace(tzinfo=EAST)
        if abs(asked_at - self.clock()) > ENOUGH and question["method"] != "alipay.trade.page.pay":
            return "isv.invalid-timestamp"
        return ""

    def now(self) -> str:
        return self.clock().astimezone(EAST).strftime(TIME)

    def _late(self, trade: Trade) -> bool:
        return bool(trade.closes_at) and trade.closes_at <= self.now()

    def _trade(self, number: str) -> Trade:
        """A trade as it is now: one that nobody has paid in time is closed."""
        trade = self.trades.get(number)
        if trade is None:
            raise Business("ACQ.TRADE_NOT_EXIST", "交易不存在")
        if trade.status == "WAIT_BUYER_PAY" and self._late(trade):
            trade.status = "TRADE_CLOSED"
        return trade

    def _move(self, amount: int) -> None:
        self.money["buyer"] -= amount
        self.money["seller"] += amount


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
