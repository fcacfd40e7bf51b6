"""Clients of the SDK, of each event loop and for each of the three providers, and their streams."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from ssl import SSLContext
from typing import Any

import anthropic
import httpx2
from botocore.exceptions import BotoCoreError

from generation.engine.errors import PermanentError
from generation.models.claude import errors as claude_errors
from generation.models.claude.keys import KeySource

Client = anthropic.AsyncAnthropic | anthropic.AsyncAnthropicBedrockMantle
Signer = anthropic.AsyncAnthropicAWS | anthropic.AsyncAnthropicBedrockMantle
Response = anthropic.AsyncAPIResponse[anthropic.AsyncStream[Any]]

ENDPOINTS: Mapping[str, str] = {
    "anthropic": "https://api.anthropic.com",
    "bedrock": "https://bedrock-mantle.{region}.api.aws/anthropic",
    "aws": "https://aws-external-anthropic.{region}.api.aws",
}
"""The SDK's own addresses. Passed in, because where none is, it takes one from the environment."""

STREAMS_A_CLIENT = 10
"""At the same time. For each request a pool looks at all its connections and polls the idle ones: with 50
streams and one pool that was a quarter of the worker's CPU time."""

CONNECT_SECONDS = 5.0
NO_KEY = "none"
"""Sent where a base URL is set and no key is: a gateway that brings its own, or a local server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where and as whom calls are made.

    base_url       '' for the provider's own address
    stall_seconds  no byte for that long, and a stream is broken
    workspace_id   of Claude Platform on AWS; None: the SDK takes it from ANTHROPIC_AWS_WORKSPACE_ID
    transport      instead of the network, for tests
    """

    provider: str
    keys: KeySource | None
    base_url: str
    stall_seconds: float
    workspace_id: str | None = None
    transport: httpx2.AsyncBaseTransport | None = None


@dataclass(slots=True)
class Pooled:
    """A client with a pool of its own, and how many streams are open on it."""

    client: Client
    streams: int = 0

    @contextmanager
    def stream(self) -> Iterator[Client]:
        self.streams += 1
        try:
            yield self.client
        finally:
            self.streams -= 1


class Clients:
    """Opens streams. Connections belong to the loop that opened them, so each loop has clients of its own,
    as many as its streams need."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._of_loop: dict[asyncio.AbstractEventLoop, list[Pooled]] = {}
        self._lock = threading.Lock()

    async def events(
        self, body: dict[str, Any], on_headers: Callable[[Mapping[str, str]], None] = lambda headers: None
    ) -> AsyncGenerator[dict[str, Any], None]:
        """The events of one call to /v1/messages, as they come; before them `on_headers` gets those of the
        answer. Raises CallError.

        Closing the generator closes the stream and its connection.
        """
        async with AsyncExitStack() as stack:
            response = await self._open(stack, body)
            headers = response.http_response.headers
            on_headers(headers)
            try:
                async for sent in anthropic.AsyncStream.raw_events(response.http_response):
                    event = json.loads(sent.data) if sent.data else {}
                    if sent.event == "error":
                        raise claude_errors.of_event(event, response.http_response, body)
                    if event:
                        yield event
            except (httpx2.HTTPError, httpx2.StreamError, ValueError, RecursionError) as error:
                raise claude_errors.of_stream(error, headers.get("request-id")) from error

    async def _open(self, stack: AsyncExitStack, body: dict[str, Any]) -> Response:
        """Begin the call; `stack` closes it. A key that is refused is read again, once: it may have
        been replaced since it was kept."""
        keys = self._access.keys
        key = await keys.current() if keys else NO_KEY
        try:
            return await self._begin(stack, body, key)
        except anthropic.AuthenticationError as refusal:
            renewed = await keys.renewed(key) if keys else key
            if renewed == key:
                raise claude_errors.of_response(refusal, body) from refusal
        try:
            return await self._begin(stack, body, renewed)
        except anthropic.AuthenticationError as refusal:
            raise claude_errors.of_response(refusal, body) from refusal

    async def _begin(self, stack: AsyncExitStack, body: dict[str, Any], key: str) -> Response:
        """Raises CallError, and AuthenticationError where the key is refused."""
        client = stack.enter_context(self._pooled().stream())
        if self._access.provider == "anthropic":
            client.api_key = key
        try:
            # Not `messages.stream`: its snapshots and typed events cost four times the CPU.
            return await stack.enter_async_context(
                client.messages.with_streaming_response.create(stream=True, **body)
            )
        except anthropic.AuthenticationError:
            raise
        except anthropic.APIStatusError as error:
            raise claude_errors.of_response(error, body) from error
        except (anthropic.APIError, httpx2.HTTPError) as error:
            raise claude_errors.of_connection(error) from error
        except UnicodeEncodeError as error:
            raise PermanentError("The request is no valid Unicode", code="model-request-invalid") from error
        except (BotoCoreError, RuntimeError) as error:
            # Requests are signed before they are sent; RuntimeError is the SDK's for a role without
            # credentials.
            raise claude_errors.of_signing(error) from error

    def _pooled(self) -> Pooled:
        """The first client that has room, so that one call after another finds an open connection."""
        loop = asyncio.get_running_loop()
        with self._lock:
            if loop not in self._of_loop:
                # A loop that ended without `close` has left its clients behind.
                self._of_loop = {it: pooled for it, pooled in self._of_loop.items() if not it.is_closed()}
            own = self._of_loop.setdefault(loop, [])
            for pooled in own:
                if pooled.streams < STREAMS_A_CLIENT:
                    return pooled
            own.append(Pooled(_made(self._access)))
            return own[-1]

    async def close(self) -> None:
        """Close the running loop's connections."""
        with self._lock:
            own = self._of_loop.pop(asyncio.get_running_loop(), [])
        for pooled in own:
            await pooled.client.close()


def _made(access: Access) -> Client:
    """Raises PermanentError where the region or the workspace is missing."""
    timeout = httpx2.Timeout(access.stall_seconds, connect=min(CONNECT_SECONDS, access.stall_seconds))
    carrier: dict[str, Any] = {"transport": access.transport} if access.transport else {"verify": _tls()}
    common: dict[str, Any] = {
        "base_url": access.base_url or ENDPOINTS[access.provider],
        "timeout": timeout,
        "max_retries": 0,
        "open_telemetry": False,
        "http_client": anthropic.DefaultAsyncHttpxClient(timeout=timeout, **carrier),
    }
    try:
        client = _client_class(access.provider)(**_credentials(access), **common)
    except anthropic.AnthropicError as error:
        raise PermanentError("The model provider is not set up", code="model-access-denied") from error
    if isinstance(client, Signer):
        _sign(client, access)
    # ANTHROPIC_CUSTOM_HEADERS has no switch. A test holds this line against the SDK.
    client._custom_headers = {}
    return client


def _client_class(provider: str) -> type[Client]:
    return {
        "anthropic": anthropic.AsyncAnthropic,
        "bedrock": anthropic.AsyncAnthropicBedrockMantle,
        "aws": anthropic.AsyncAnthropicAWS,
    }[provider]


def _credentials(access: Access) -> dict[str, Any]:
    """With a key passed in, the SDK does not look for others in the environment or on the disk."""
    if access.provider == "anthropic":
        return {"api_key": NO_KEY}
    return {"workspace_id": access.workspace_id} if access.provider == "aws" else {}


def _sign(client: Signer, access: Access) -> None:
    """By the function's role, whatever API keys the environment holds; to the region's own address."""
    client.api_key, client._use_sigv4 = None, True
    if not client.aws_region:
        raise PermanentError("The model provider needs an AWS region", code="model-access-denied")
    if not access.base_url:
        client.base_url = ENDPOINTS[access.provider].format(region=client.aws_region)


@cache
def _tls() -> SSLContext:
    """Reading the certificates takes 17 ms, so loops share them."""
    return httpx2.create_ssl_context()
