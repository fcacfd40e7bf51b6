"""Who may talk to a server on this machine."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from local.guard import FORWARDED_ORIGIN, Guard, served_hosts

HOSTS = served_hosts(8080)


async def inner(scope: Any, _receive: Any, send: Any) -> None:
    """Answers with the origin that it was told, and lets everybody read it."""
    origin = dict(scope["headers"]).get(b"origin", b"none")
    headers = [(b"Access-Control-Allow-Origin", b"*"), (b"x-origin", origin)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def asked(*headers: tuple[bytes, bytes], browsers: bool = False) -> httpx.Response:
    transport = httpx.ASGITransport(Guard(inner, HOSTS, browsers=browsers))
    async with httpx.AsyncClient(transport=transport) as client:
        request = httpx.Request("GET", "http://x/v1", headers=list(headers))
        return await client.send(request)


@pytest.mark.parametrize("host", [b"127.0.0.1:8080", b"localhost:8080", b"LOCALHOST:8080", b"[::1]:8080"])
@pytest.mark.anyio
async def test_a_server_answers_to_its_own_names(host: bytes) -> None:
    assert (await asked((b"host", host))).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        b"evil.example",
        b"evil.example:8080",
        b"127.0.0.1",
        b"127.0.0.1:8081",
        b"localhost:8080.evil.example",
        b"",
    ],
)
@pytest.mark.parametrize("browsers", [True, False])
@pytest.mark.anyio
async def test_and_to_no_other(host: bytes, browsers: bool) -> None:
    answer = await asked((b"host", host), browsers=browsers)
    assert answer.status_code == 403
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "forbidden"


@pytest.mark.anyio
async def test_two_hosts_are_none() -> None:
    answer = await asked((b"host", b"localhost:8080"), (b"host", b"evil.example"))
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "header",
    [(b"origin", b"null"), (b"origin", b"http://localhost:8080"), (b"sec-fetch-site", b"cross-site")],
)
@pytest.mark.anyio
async def test_browsers_pass_where_they_may(header: tuple[bytes, bytes]) -> None:
    host = (b"host", b"localhost:8080")
    assert (await asked(host, header)).status_code == 403
    assert (await asked(host, header, browsers=True)).status_code == 200


@pytest.mark.anyio
async def test_only_a_forwarded_origin_gets_headers_of_cors() -> None:
    host = (b"host", b"localhost:8080")
    alone = await asked(host)
    assert "access-control-allow-origin" not in alone.headers
    forwarded = await asked(host, (FORWARDED_ORIGIN, b"https://a.example"))
    assert forwarded.headers["x-origin"] == "https://a.example"
    assert "access-control-allow-origin" in forwarded.headers


@pytest.mark.anyio
async def test_a_socket_is_closed_before_it_opens() -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "websocket", "path": "/", "headers": [(b"host", b"evil.example")]}
    await Guard(inner, HOSTS, browsers=False)(scope, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]
