"""The three providers, the environment that must not reach them, and a client for each event loop."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from typing import Any

import anthropic
import pytest

from generation.engine.errors import PermanentError, TransientCallError
from generation.models.claude.clients import ENDPOINTS, STREAMS_A_CLIENT, Access, Clients
from tests.unit.models.claude.wire import REQUEST, Wire, model, refusing, started, stopped, streaming, text

REGION = "eu-central-1"
WORKSPACE = "wrkspc_1"
AWS: dict[str, str] = {
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret",
}
STRAY = {
    "ANTHROPIC_API_KEY": "sk-stray",
    "ANTHROPIC_AUTH_TOKEN": "stray-token",
    "ANTHROPIC_BASE_URL": "https://stray.test",
    "ANTHROPIC_CUSTOM_HEADERS": "X-Stray: 1\nAuthorization: Bearer stray",
    "ANTHROPIC_PROFILE": "stray",
    "ANTHROPIC_WEBHOOK_SIGNING_KEY": "whsec_stray",
    "ANTHROPIC_OPEN_TELEMETRY_TRACES_CONTENT_MODE": "content",
    "ANTHROPIC_AWS_API_KEY": "stray-aws",
    "ANTHROPIC_AWS_BASE_URL": "https://stray.test",
    "ANTHROPIC_BEDROCK_MANTLE_BASE_URL": "https://stray.test",
    "AWS_BEARER_TOKEN_BEDROCK": "stray-bedrock",
}
HOSTS = {
    "anthropic": "api.anthropic.com",
    "bedrock": f"bedrock-mantle.{REGION}.api.aws",
    "aws": f"aws-external-anthropic.{REGION}.api.aws",
}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in AWS.items():
        monkeypatch.setenv(name, value)
    for name in STRAY:
        monkeypatch.delenv(name, raising=False)


def _good() -> Any:
    return streaming(started(), text("x"), stopped())


class _Key:
    """A key source with a key."""

    async def current(self) -> str:
        return "sk-ours"

    async def renewed(self, refused: str) -> str:
        return refused


def _access(provider: str, wire: Wire, **settings: Any) -> Access:
    keys: Any = _Key() if provider == "anthropic" else None
    workspace = WORKSPACE if provider == "aws" else None
    return Access(
        **{"provider": provider, "keys": keys, "base_url": "", "workspace_id": workspace}
        | {"stall_seconds": 5.0, "transport": wire}
        | settings
    )


async def _drained(clients: Clients) -> None:
    async for _ in clients.events({"model": "m", "max_tokens": 1, "messages": []}):
        pass


def _sent(provider: str, **settings: Any) -> tuple[str, dict[str, str]]:
    """URL and headers of a call, without the signature, which has the time in it."""
    wire = Wire(_good)
    asyncio.run(_drained(Clients(_access(provider, wire, **settings))))
    [request] = wire.requests
    headers = {name: value for name, value in request.headers.items() if name != "x-amz-date"}
    headers["authorization"] = headers["authorization"].split(", Signature=")[0]
    return str(request.url), headers


@pytest.mark.parametrize("provider", ENDPOINTS)
def test_a_call_goes_to_the_provider_s_own_address_as_whom_it_should(provider: str) -> None:
    url, headers = _sent(provider)
    assert url.startswith(f"https://{HOSTS[provider]}/")
    assert url.endswith("/v1/messages")
    if provider == "anthropic":
        assert headers["authorization"] == "Bearer sk-ours"
    else:
        assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
        assert f"/{REGION}/" in headers["authorization"]
    assert (headers.get("anthropic-workspace-id") == WORKSPACE) is (provider == "aws")


@pytest.mark.parametrize("provider", ENDPOINTS)
def test_nothing_of_the_environment_reaches_a_call(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    clean = _sent(provider)
    for name, value in STRAY.items():
        monkeypatch.setenv(name, value)
    stray = _sent(provider)
    assert stray == clean
    assert "stray" not in repr(stray)


@pytest.mark.parametrize("provider", ENDPOINTS)
def test_the_addresses_are_the_sdk_s_own(provider: str) -> None:
    clients: dict[str, Any] = {
        "anthropic": lambda: anthropic.AsyncAnthropic(api_key="k"),
        "bedrock": anthropic.AsyncAnthropicBedrockMantle,
        "aws": lambda: anthropic.AsyncAnthropicAWS(workspace_id=WORKSPACE),
    }
    assert str(clients[provider]().base_url).rstrip("/") == ENDPOINTS[provider].format(region=REGION)


@pytest.mark.parametrize("provider", ENDPOINTS)
def test_a_base_url_goes_before_the_provider_s_address(provider: str) -> None:
    url, _ = _sent(provider, base_url="http://gateway.test/claude")
    assert url == "http://gateway.test/claude/v1/messages"


def test_the_workspace_comes_from_the_template_s_variable_where_none_is_passed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANTHROPIC_AWS_WORKSPACE_ID", WORKSPACE)
    assert _sent("aws", workspace_id=None)[1]["anthropic-workspace-id"] == WORKSPACE


@pytest.mark.parametrize(
    ("provider", "missing"), [("bedrock", "REGION"), ("aws", "REGION"), ("aws", "WORKSPACE")]
)
def test_a_provider_that_is_not_set_up_is_final(
    provider: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings: dict[str, Any] = {}
    if missing == "REGION":
        monkeypatch.delenv("AWS_REGION")
        monkeypatch.delenv("AWS_DEFAULT_REGION")
    else:
        settings["workspace_id"] = None
    with pytest.raises(PermanentError) as caught:
        _sent(provider, **settings)
    assert caught.value.code == "model-access-denied"


@pytest.mark.parametrize("provider", ["bedrock", "aws"])
@pytest.mark.parametrize(
    ("found", "error"), [(None, PermanentError), (ConnectionError("metadata"), TransientCallError)]
)
def test_a_role_without_credentials_is_final_and_an_outage_is_not(
    provider: str, found: Exception | None, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    from botocore.exceptions import MetadataRetrievalError
    from botocore.session import Session

    def get_credentials(self: Session) -> None:
        if found is not None:
            raise MetadataRetrievalError(error_msg=str(found))

    monkeypatch.setattr(Session, "get_credentials", get_credentials)
    with pytest.raises(error):
        _sent(provider)


def test_the_sdk_does_not_wait_and_does_not_trace() -> None:
    async def look() -> None:
        client = Clients(_access("anthropic", Wire(_good)))._pooled().client
        assert client.max_retries == 0
        assert client.open_telemetry["traces"]["enabled"] is False
        timeout: Any = client.timeout
        assert (timeout.connect, timeout.read) == (5.0, 5.0)

    asyncio.run(look())


def test_a_pool_is_wider_than_a_client_s_share_of_streams() -> None:
    async def look() -> None:
        client: Any = Clients(_access("anthropic", Wire(_good), transport=None))._pooled().client
        pool = client._client._transport._pool
        assert pool._max_connections >= 100
        await client.close()

    asyncio.run(look())


def test_a_loop_keeps_its_client_and_another_loop_gets_its_own() -> None:
    clients = Clients(_access("anthropic", Wire(_good)))

    async def two() -> tuple[object, object]:
        return clients._pooled().client, clients._pooled().client

    first = asyncio.run(two())
    second = asyncio.run(two())
    assert first[0] is first[1]
    assert second[0] is second[1]
    assert first[0] is not second[0]


def test_many_streams_share_out_over_clients_and_few_go_to_the_first() -> None:
    clients = Clients(_access("anthropic", Wire(_good)))

    async def look() -> None:
        with ExitStack() as streams:
            used = [streams.enter_context(clients._pooled().stream()) for _ in range(STREAMS_A_CLIENT + 1)]
            assert len(set(map(id, used))) == 2
            assert used[0] is used[STREAMS_A_CLIENT - 1]
        assert clients._pooled().client is used[0]

    asyncio.run(look())


def test_a_call_gives_its_place_back_whatever_comes_of_it() -> None:
    async def look() -> None:
        for answer in (_good, lambda: refusing(400)):
            clients = Clients(_access("anthropic", Wire(answer)))
            with suppress(PermanentError):
                await _drained(clients)
            assert clients._pooled().streams == 0

    asyncio.run(look())


def test_clients_of_loops_that_ended_are_let_go() -> None:
    clients = Clients(_access("anthropic", Wire(_good)))
    for _ in range(5):
        asyncio.run(_drained(clients))
    gc.collect()
    assert len(clients._of_loop) == 1


def test_closing_ends_the_client_and_the_next_call_has_a_new_one() -> None:
    claude = model(Wire(_good))

    async def twice() -> None:
        await claude.call(REQUEST, lambda said: None)
        await claude.close()
        await claude.close()
        assert (await claude.call(REQUEST, lambda said: None)).text == "x"

    asyncio.run(twice())


def test_loops_in_many_threads_share_a_model() -> None:
    wire = Wire(_good)
    claude = model(wire)
    texts: list[str] = []

    def work() -> None:
        texts.append(asyncio.run(claude.call(REQUEST, lambda said: None)).text)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == ["x"] * 8


def test_the_sdk_is_loaded_by_the_adapter_alone_and_prices_when_they_are_needed() -> None:
    program = (
        "import sys, generation.engine.worker.runner, generation.engine.service.jobs\n"
        "assert 'anthropic' not in sys.modules\n"
        "import generation.models.claude.prices\n"
        "assert 'genai_prices' not in sys.modules and 'anthropic' not in sys.modules\n"
        "import generation.models.claude.model\n"
        "assert 'anthropic' in sys.modules and 'genai_prices' not in sys.modules\n"
    )
    environment = {"PYTHONPATH": ":".join(path for path in sys.path if path)}
    done = subprocess.run(  # noqa: S603 - a program of this test's own
        [sys.executable, "-c", program], env=environment, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
