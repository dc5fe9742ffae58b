"""The ways to an endpoint: authorities of one's own, and proxies that the environment names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.certificates import Signed, signed
from tests.connect_proxy import ConnectProxy, proxying_by_name
from tests.model_endpoint import ModelEndpoint, serving
from tools import settings
from tools.errors import TruecartError
from tools.llm.pool import ModelPool

WHOLE = "hello"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    return signed(tmp_path_factory.mktemp("certificates"))


@pytest.fixture
def endpoint(certificates: Signed) -> Iterator[ModelEndpoint]:
    with serving(certificates.server) as running:
        running.content = WHOLE
        yield running


@pytest.fixture
def proxy(monkeypatch: pytest.MonkeyPatch) -> Iterator[ConnectProxy]:
    with proxying_by_name(monkeypatch) as running:
        yield running


def asked(endpoint: ModelEndpoint, bundle: str = "") -> str:
    pool = ModelPool(settings.load(llm_base_url=endpoint.base_url(), llm_model="m", llm_seconds=5.0, ca_bundle=bundle))
    try:
        return pool.complete([("human", "hello")], deadline_s=5.0)
    except TruecartError as problem:
        return problem.code
    finally:
        pool.close()


def test_a_named_authority_is_believed(endpoint: ModelEndpoint, certificates: Signed) -> None:
    assert asked(endpoint, str(certificates.authority)) == WHOLE


def test_one_that_the_environment_names_too(
    endpoint: ModelEndpoint, certificates: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    assert asked(endpoint) == WHOLE


def test_a_stranger_is_not(endpoint: ModelEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    assert asked(endpoint) == "llm_unavailable"
    assert endpoint.requests == []


def test_an_expired_certificate_is_not(tmp_path: Path) -> None:
    expired = signed(tmp_path, expired=True)
    with serving(expired.server) as running:
        assert asked(running, str(expired.authority)) == "llm_unavailable"
        assert running.requests == []


def test_the_proxy_of_the_environment_is_used(
    endpoint: ModelEndpoint, certificates: Signed, proxy: ConnectProxy
) -> None:
    assert asked(endpoint, str(certificates.authority)) == WHOLE
    assert proxy.tunnels == [f"127.0.0.1:{endpoint.port}"]


def test_not_for_those_whom_it_excepts(
    endpoint: ModelEndpoint, certificates: Signed, proxy: ConnectProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    assert asked(endpoint, str(certificates.authority)) == WHOLE
    assert proxy.tunnels == []


@pytest.mark.parametrize("status", [403, 407])
def test_a_proxy_that_refuses_is_an_endpoint_that_is_away(
    endpoint: ModelEndpoint, certificates: Signed, proxy: ConnectProxy, status: int
) -> None:
    proxy.status = status
    assert asked(endpoint, str(certificates.authority)) == "llm_unavailable"
    assert endpoint.requests == []
