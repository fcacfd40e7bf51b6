"""One Claude-compatible server for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.integration.claude_server import Server, running, sdk_client


@pytest.fixture(scope="module")
def shared_server() -> Iterator[Server]:
    # Clients for all tests: each costs a tenth of a second.
    with running() as (_, url), sdk_client(url) as client, httpx.Client(base_url=url) as http:
        yield Server(url, client, http)


@pytest.fixture
def server(shared_server: Server) -> Server:
    shared_server.control("POST", "reset")
    return shared_server
