"""Web pages of anybody, in the browser of whoever runs the stack: by raw HTTP, with forged headers."""

from __future__ import annotations

import os
import signal
import socket
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import free_port
from tests.e2e.service import Document, Service

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


def test_others_have_no_access_to_the_folder_of_a_stack(
    start_service: Callable[..., Service], tmp_path: Path
) -> None:
    state = tmp_path / "state"
    state.mkdir(mode=0o755)
    (state / "lock").touch()
    service = start_service(STATE_DIR=str(state), PORT=str(free_port()))
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    service.stop()


@pytest.mark.parametrize("victim", ["pid", "emulator_pid"])
def test_a_killed_stack_leaves_no_key(
    service: Service, start_service: Callable[..., Service], example_exam: Document, victim: str
) -> None:
    key = "sk-test-fedcba9876543210"
    killed = start_service(ANTHROPIC_API_KEY=key, ANTHROPIC_BASE_URL=service.record.model_url)
    person = killed.person()
    person.await_job(person.start_exam_course(example_exam)["job_id"])
    emulator = killed.record.emulator_pid
    os.kill(getattr(killed.record, victim), signal.SIGKILL)
    killed.stack.process.wait(30)
    deadline = time.monotonic() + 15
    while Path(f"/proc/{emulator}/cmdline").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    kept = [path for path in Path(killed.record.state_dir).rglob("*") if path.is_file()]
    assert kept
    assert [path for path in kept if key.encode() in path.read_bytes()] == []
