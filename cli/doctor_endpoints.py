"""What `truecart doctor` says of the language model's endpoints: each is tried for real, and failures are explained."""

from __future__ import annotations

import socket
import ssl
import time
import urllib.request
from typing import TYPE_CHECKING, Literal
from urllib.parse import SplitResult, urlsplit

from tools.errors import TruecartError
from tools.trust import trust

if TYPE_CHECKING:
    from tools.llm.addresses import Address
    from tools.llm.failure import CallFailed
    from tools.settings import Settings

State = Literal["ok", "warning", "problem"]
CONNECT_S = 3.0
TRY_S = 20.0  # enough to see how long a slow one takes; a turn waits TRUECART_LLM_SECONDS
QUESTION = [("system", "You test a connection."), ("human", 'Answer with the JSON object {"ok": true}.')]
SCHEMA = {
    "type": "object",
    "properties": {"ok": {"type": "boolean"}},
    "required": ["ok"],
    "additionalProperties": False,
}
VARIABLES = {
    "first": ("TRUECART_LLM_BASE_URL", "TRUECART_LLM_MODEL", "TRUECART_LLM_API_KEY"),
    "second": ("TRUECART_LLM_FALLBACK_BASE_URL", "TRUECART_LLM_FALLBACK_MODEL", "TRUECART_LLM_FALLBACK_API_KEY"),
}


def told(settings: Settings) -> tuple[State, str]:
    """One line for all configured endpoints, the worst state of them."""
    from tools.llm.addresses import addresses

    found = [_tried(settings, each) for each in addresses(settings)]
    if not found:
        return "ok", "none configured: the embedded parser answers, nothing is sent anywhere"
    worst = max((state for state, _ in found), key=("ok", "warning", "problem").index)
    return worst, "; second: ".join(said for _, said in found)


def _tried(settings: Settings, address: Address) -> tuple[State, str]:
    url_variable, model_variable, _ = VARIABLES[address.label]
    url = urlsplit(address.base_url)
    if url.scheme not in ("http", "https") or not url.hostname:
        return "problem", f"{url_variable} is not an http or https address (bad_setting)"
    if not address.model:
        return "problem", f"{model_variable} names no model (bad_setting)"
    proxy = proxy_of(url)
    try:
        _reached(url, proxy, settings.ca_bundle)
    except TruecartError as problem:
        return "problem", f"{problem.message} ({problem.code})"
    except ssl.SSLCertVerificationError as problem:
        return "problem", _distrusted(problem, url, proxy, url_variable)
    except ssl.SSLError as problem:
        reason = problem.reason or "no TLS"
        return "problem", f"{_place(url)} does not speak TLS ({reason}): if it is http, say so in {url_variable}"
    except OSError as problem:
        return "problem", _unreached(problem, url, proxy)
    return _asked(settings, address, _place(url) + (f" through the proxy {_place(proxy)}" if proxy else ""))


def proxy_of(url: SplitResult) -> SplitResult | None:
    """The proxy that the environment names for this address (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY)."""
    if urllib.request.proxy_bypass_environment(f"{url.hostname}:{_port(url)}"):
        return None
    proxies = urllib.request.getproxies()
    found = proxies.get(url.scheme) or proxies.get("all")
    if not found:
        return None
    return urlsplit(found if "://" in found else f"http://{found}")


def _reached(url: SplitResult, proxy: SplitResult | None, ca_bundle: str) -> None:
    """A connection and, for https, the handshake. Raises OSError, ssl.SSLError or TruecartError `bad_setting`."""
    trusted = trust(ca_bundle)
    first = proxy or url
    with socket.create_connection((str(first.hostname), _port(first)), CONNECT_S) as connection:
        if proxy is not None and url.scheme == "https":
            _tunnelled(connection, url, proxy)
        if url.scheme == "https":
            trusted.wrap_socket(connection, server_hostname=url.hostname).close()


class _ProxyRefused(OSError):
    """`said` is the proxy's own status line."""

    def __init__(self, status: int, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


def _tunnelled(connection: socket.socket, url: SplitResult, proxy: SplitResult) -> None:
    import base64
    from urllib.parse import unquote

    target = f"{url.hostname}:{_port(url)}"
    lines = [f"CONNECT {target} HTTP/1.1", f"Host: {target}"]
    if proxy.username:
        pair = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(pair.encode()).decode()}")
    connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    answer = b""
    while b"\r\n\r\n" not in answer and len(answer) < 65_536:
        more = connection.recv(1)  # not a byte of the handshake behind it
        if not more:
            break
        answer += more
    said = answer.split(b"\r\n", 1)[0].decode("latin-1")
    status = said.split(" ")[1] if said.startswith("HTTP/") and " " in said else ""
    if not status.isdigit() or not 200 <= int(status) < 300:
        raise _ProxyRefused(int(status) if status.isdigit() else 0, said[:80])


def _unreached(problem: OSError, url: SplitResult, proxy: SplitResult | None) -> str:
    where = f"the proxy {_place(proxy)}" if proxy else _place(url)
    if isinstance(problem, _ProxyRefused):
        if problem.status == 407:
            return f"{where} wants a name and password (407): http://NAME:PASSWORD@HOST:PORT in HTTPS_PROXY"
        said = f"{where} does not let this machine reach {url.hostname} ({problem.said or 'no answer'})"
        return f"{said}: ask for it to be allowed, or name {url.hostname} in NO_PROXY if it can be reached directly"
    if isinstance(problem, socket.gaierror):
        return f"the name {(proxy or url).hostname} is not known here"
    if isinstance(problem, TimeoutError):
        return f"{where} does not answer within {CONNECT_S:.0f} s"
    if isinstance(problem, ConnectionRefusedError):
        return f"{where} refuses the connection: nothing listens there"
    return f"{where}: {problem.strerror or problem}"


def _distrusted(
    problem: ssl.SSLCertVerificationError, url: SplitResult, proxy: SplitResult | None, variable: str
) -> str:
    reason, host = problem.verify_message, url.hostname
    if "expired" in reason or "not yet valid" in reason:
        return f"the certificate of {host} has expired or is not valid yet, or this machine's clock is wrong"
    if "mismatch" in reason.lower() or "not valid for" in reason:
        return f"the certificate is not for {host}: {variable} must have the name that it was made for"
    if "self-signed" in reason or "self signed" in reason or "issuer" in reason:
        issuer = _issuer(url, proxy)
        signed = f"signed by “{issuer}”, an authority unknown here" if issuer else "signed by an authority unknown here"
        return (
            f"the certificate of {host} was {signed}, and not by a public one: unless {host} is your own, something "
            "between here and there opens the connection; put that authority's PEM file into TRUECART_CA_BUNDLE"
        )
    return f"the certificate of {host} is not accepted: {reason}"


def _speaks_tls(url: SplitResult) -> bool:
    try:
        with socket.create_connection((str(url.hostname), _port(url)), CONNECT_S) as connection:
            _blind().wrap_socket(connection, server_hostname=url.hostname).close()
    except OSError:
        return False
    return True


def _blind() -> ssl.SSLContext:
    """Believes everybody: to look at what is presented. Nothing is sent over such a connection."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _issuer(url: SplitResult, proxy: SplitResult | None) -> str:
    """Who signed the certificate that is presented; "" when it cannot be read."""
    from cryptography import x509

    try:
        first = proxy or url
        with socket.create_connection((str(first.hostname), _port(first)), CONNECT_S) as connection:
            if proxy is not None:
                _tunnelled(connection, url, proxy)
            with _blind().wrap_socket(connection, server_hostname=url.hostname) as spoken:
                presented = x509.load_der_x509_certificate(spoken.getpeercert(binary_form=True) or b"")
        names = {each.oid: str(each.value) for each in presented.issuer}
        known = (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME)
        return next((names[each] for each in known if each in names), presented.issuer.rfc4514_string())
    except (OSError, ValueError):
        return ""


def _asked(settings: Settings, address: Address, where: str) -> tuple[State, str]:
    """One tiny completion, then a second one over the same connection: the first also pays for the handshake."""
    from tools.llm.client import ModelClient
    from tools.llm.failure import CallFailed

    client = ModelClient(settings, address)
    try:
        client.ask(list(QUESTION), schema=SCHEMA, deadline_s=TRY_S)
        started = time.monotonic()
        client.ask(list(QUESTION), schema=SCHEMA, deadline_s=TRY_S)
        seconds = time.monotonic() - started
    except CallFailed as problem:
        return "problem", _failed(problem, address, where)
    finally:
        client.close()
    return _timed(seconds, settings.llm_seconds, f"{where} answers as {address.model}", client.formats.known)


def _timed(seconds: float, patience: float, who: str, format_: str) -> tuple[State, str]:
    formats = {
        "json_schema": "it takes json_schema",
        "json_object": "it takes json_object, not json_schema: more of its answers will be refused",
        "none": "it takes no response_format: more of its answers will be refused",
    }
    said = f"{who}, two short questions were sent, {seconds:.2f} s for the second; {formats[format_]}"
    if seconds > patience:
        needed = f"needs {seconds:.1f} s, the shop waits {patience:g} s"
        return "warning", f"{said}; {needed}: raise TRUECART_LLM_SECONDS or it will never be used"
    if seconds > patience / 2:
        return "warning", f"{said}; the shop waits {patience:g} s, and real questions are longer: it will often be late"
    return "ok", said


def _failed(problem: CallFailed, address: Address, where: str) -> str:
    _, model_variable, key_variable = VARIABLES[address.label]
    if problem.status == 401:
        return f"{where} does not accept the key (401): see {key_variable}"
    if problem.status == 403:
        return f"{where} forbids this (403): the key in {key_variable} may not use {address.model}"
    if problem.status == 404:
        return f"{where} does not know the model {address.model} or this path (404): see {model_variable}"
    if problem.status == 407:
        return f"{where}: the proxy wants a name and password (407)"
    if problem.kind == "limited":
        return f"{where} is full, or the quota is used up (429)"
    if problem.kind == "late":
        return f"{where} takes the question and does not answer within {TRY_S:.0f} s"
    url = urlsplit(address.base_url)
    if problem.kind == "broken" and url.scheme == "http" and proxy_of(url) is None and _speaks_tls(url):
        return f"{where} speaks TLS: write https in {VARIABLES[address.label][0]}"
    if problem.page:
        return (
            f"{where} answers with a web page in place of JSON: a sign-in page stands between, or the path is wrong "
            "(it mostly ends in /v1)"
        )
    return f"{where}: {problem.said}"


def _port(url: SplitResult) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


def _place(url: SplitResult) -> str:
    return f"{url.hostname}:{_port(url)}"
