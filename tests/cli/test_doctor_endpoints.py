"""What the doctor says of an endpoint, against one of each kind of trouble on this machine."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.doctor_endpoints import State, told
from tests.certificates import AUTHORITY, Signed, signed
from tests.connect_proxy import ConnectProxy, proxying_by_name
from tests.model_endpoint import ModelEndpoint, serving
from tools import settings


@pytest.fixture
def endpoint() -> Iterator[ModelEndpoint]:
    with serving() as running:
        running.content = '{"ok": true}'
        yield running


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectProxy]:
    with proxying_by_name(monkeypatch) as running:
        yield running


@pytest.fixture(autouse=True)
def no_other_authorities(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return signed(tmp_path_factory.mktemp("certificates"))


def said(base_url: str, **chosen: object) -> tuple[State, str]:
    return told(settings.load(**{"llm_base_url": base_url, "llm_model": "m", "llm_seconds": 8.0, **chosen}))


def test_an_endpoint_in_order_is_timed(endpoint: ModelEndpoint) -> None:
    state, words = said(endpoint.base_url())
    assert state == "ok", words
    assert "two short questions were sent" in words
    assert "takes json_schema" in words
    assert len(endpoint.requests) == 2


def test_none_configured_is_in_order() -> None:
    state, words = told(settings.load())
    assert (state, "embedded parser" in words) == ("ok", True)


def test_one_that_is_too_slow_would_never_be_used(endpoint: ModelEndpoint) -> None:
    endpoint.seconds = 0.4
    state, words = said(endpoint.base_url(), llm_seconds=0.2)
    assert state == "warning"
    assert "the shop waits 0.2 s: raise TRUECART_LLM_SECONDS or it will never be used" in words


def test_one_that_is_slow_will_often_be_late(endpoint: ModelEndpoint) -> None:
    endpoint.seconds = 0.6
    state, words = said(endpoint.base_url(), llm_seconds=1.1)
    assert state == "warning", words


def test_one_without_schemas_is_told(endpoint: ModelEndpoint) -> None:
    endpoint.refused_formats = ("json_schema",)
    state, words = said(endpoint.base_url())
    assert (state, "json_object, not json_schema" in words) == ("ok", True)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "does not accept the key (401): see TRUECART_LLM_API_KEY"),
        (403, "may not use m"),
        (404, "does not know the model m"),
        (429, "quota"),
        (503, "answered 503"),
        (302, "web page"),
    ],
)
def test_a_status_is_explained(endpoint: ModelEndpoint, status: int, words: str) -> None:
    endpoint.behaviour, endpoint.status = "status", status
    state, found = said(endpoint.base_url())
    assert state == "problem"
    assert words in found


def test_a_web_page_in_place_of_json_is_explained(endpoint: ModelEndpoint) -> None:
    endpoint.behaviour = "html"
    state, words = said(endpoint.base_url())
    assert (state, "web page in place of JSON" in words) == ("problem", True)


def test_the_second_endpoint_is_tried_too(endpoint: ModelEndpoint) -> None:
    with serving() as second:
        second.behaviour, second.status = "status", 401
        state, words = said(endpoint.base_url(), llm_fallback_base_url=second.base_url())
    assert state == "problem"
    assert "takes json_schema; second: " in words
    assert "TRUECART_LLM_FALLBACK_API_KEY" in words


def test_an_unknown_authority_is_named(certificates: Signed) -> None:
    with serving(certificates.server) as running:
        running.content = '{"ok": true}'
        state, words = said(running.base_url())
        assert state == "problem"
        assert f"signed by “{AUTHORITY}”" in words
        assert "TRUECART_CA_BUNDLE" in words
        assert running.requests == []
        state, words = said(running.base_url(), ca_bundle=str(certificates.authority))
        assert state == "ok", words


def test_one_behind_a_proxy_is_named_too(certificates: Signed, proxy: ConnectProxy) -> None:
    with serving(certificates.server) as running:
        running.content = '{"ok": true}'
        assert f"signed by “{AUTHORITY}”" in said(running.base_url())[1]
        state, words = said(running.base_url(), ca_bundle=str(certificates.authority))
    assert state == "ok", words
    assert f"through the proxy 127.0.0.1:{proxy.port}" in words


def test_an_expired_certificate_is_explained(tmp_path: Path) -> None:
    expired = signed(tmp_path, expired=True)
    with serving(expired.server) as running:
        state, words = said(running.base_url(), ca_bundle=str(expired.authority))
    assert (state, "has expired" in words) == ("problem", True)


def test_a_certificate_of_another_host_is_explained(tmp_path: Path) -> None:
    other = signed(tmp_path, address="127.0.0.2")
    with serving(other.server) as running:
        state, words = said(running.base_url(), ca_bundle=str(other.authority))
    assert (state, "is not for 127.0.0.1" in words) == ("problem", True)


def test_a_bundle_that_cannot_be_read_is_explained(endpoint: ModelEndpoint, tmp_path: Path) -> None:
    state, words = said(endpoint.base_url(), ca_bundle=str(tmp_path / "none.pem"))
    assert (state, "bad_setting" in words) == ("problem", True)


def test_http_where_https_was_said_is_explained(endpoint: ModelEndpoint) -> None:
    state, words = said(endpoint.base_url().replace("http:", "https:"))
    assert (state, "does not speak TLS" in words) == ("problem", True)


def test_https_where_http_was_said_is_explained(certificates: Signed) -> None:
    with serving(certificates.server) as running:
        state, words = said(running.base_url().replace("https:", "http:"))
    assert state == "problem"
    assert "https" in words


@pytest.mark.parametrize(
    ("status", "words"), [(407, "wants a name and password (407)"), (403, "does not let this machine reach")]
)
def test_a_proxy_that_refuses_is_explained(certificates: Signed, proxy: ConnectProxy, status: int, words: str) -> None:
    proxy.status = status
    with serving(certificates.server) as running:
        state, found = said(running.base_url(), ca_bundle=str(certificates.authority))
    assert state == "problem"
    assert words in found


def test_nobody_listening_is_explained() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        state, words = said(url)
    assert (state, "nothing listens there" in words) == ("problem", True)


@pytest.mark.parametrize(("url", "model"), [("ftp://127.0.0.1", "m"), ("127.0.0.1:9", "m"), ("http://127.0.0.1:9", "")])
def test_what_is_no_address_is_a_bad_setting(url: str, model: str) -> None:
    state, words = said(url, llm_model=model)
    assert (state, "(bad_setting)" in words) == ("problem", True)
