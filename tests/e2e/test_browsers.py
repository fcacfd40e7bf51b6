"""Web pages of anybody, in the browser of whoever runs the stack: by raw HTTP, with forged headers."""

from __future__ import annotations

import socket

import pytest

from tests.e2e.service import Service

BODY = b'{"sub": "ada"}'


def asked(url: str, request: str, *headers: str, body: bytes = BODY) -> bytes:
    """The answer, as it comes over the wire; `{port}` in a header is the server's."""
    port = int(url.rsplit(":", 1)[1])
    lines = [f"{request} HTTP/1.1", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=10) as wire:
        wire.sendall("\r\n".join(lines).replace("{port}", str(port)).encode() + body)
        return b"".join(iter(lambda: wire.recv(65536), b""))


OWN = "Host: 127.0.0.1:{port}"
FORGED = [
    ("Host: evil.example:{port}",),  # DNS rebinding
    ("Host: evil.example",),
    ("Host: 127.0.0.1:1",),
    (OWN, "Host: evil.example"),
]
PAGES = [
    (OWN, "Origin: http://evil.example"),
    (OWN, "Origin: http://127.0.0.1:3000"),
    (OWN, "Origin: null"),
]


@pytest.mark.parametrize("headers", [*FORGED, *PAGES, (OWN, "Sec-Fetch-Site: cross-site")])
def test_no_page_calls_the_emulator_or_the_model(service: Service, headers: tuple[str, ...]) -> None:
    query = "GET /?Action=ListQueues&Version=2012-11-05"
    for request in (
        query,
        "POST /2015-03-31/functions",
        "GET /_ministack/health",
        "OPTIONS /",
        "POST /_ministack/reset",
    ):
        answer = asked(service.record.emulator_url, request, *headers)
        assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 400")), (request, answer[:200])
        assert b"access-control" not in answer.lower()
    answer = asked(service.record.model_url, "POST /_control/reset", *headers)
    assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 400")), answer[:200]


def test_the_emulator_has_no_cors_for_anybody(service: Service) -> None:
    answer = asked(service.record.emulator_url, "GET /_ministack/health", OWN)
    assert answer.startswith(b"HTTP/1.1 200")
    for request in ("GET /", "POST /", "OPTIONS /"):
        assert b"access-control" not in asked(service.record.emulator_url, request, OWN).lower()


@pytest.mark.parametrize("headers", [*FORGED, *PAGES])
def test_no_page_gets_a_token(service: Service, headers: tuple[str, ...]) -> None:
    answer = asked(service.record.url, "POST /dev/token", *headers)
    assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 400")), answer[:200]
    assert b"access_token" not in answer


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}"])
def test_the_page_of_the_stack_itself_does(service: Service, host: str) -> None:
    for headers in ((), (f"Origin: http://{host}",)):
        assert b"access_token" in asked(service.record.url, "POST /dev/token", f"Host: {host}", *headers)


@pytest.mark.parametrize("headers", FORGED)
@pytest.mark.parametrize("path", ["/", "/v1/jobs", "/docs", "/config.json", "/dev/issuer"])
def test_the_front_answers_to_its_own_names_alone(
    service: Service, headers: tuple[str, ...], path: str
) -> None:
    answer = asked(service.record.url, f"GET {path}", *headers, body=b"")
    assert answer.startswith((b"HTTP/1.1 403", b"HTTP/1.1 400")), answer[:200]


def test_nobody_hands_on_an_origin_of_their_own(service: Service) -> None:
    answer = asked(service.record.url, "GET /v1/jobs", OWN, "X-Forwarded-Origin: https://localhost", body=b"")
    assert b"access-control-allow-origin" not in answer.lower()
