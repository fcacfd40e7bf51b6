"""The local stack itself: what it serves, and to whom."""

from __future__ import annotations

import contextlib
import os
import socket
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from local.configuration import ROOT
from local.stack import translation
from local.stack.page import DIST
from tests.e2e.service import Person, Service

SAM = translation.parse(ROOT / "template.yaml")

START_LIMIT_S = 60.0
"""No promise, only a guard against a start that waits for something: measured are 2 to 5 s."""


def test_it_starts_in_seconds(service: Service, record_property: Callable[[str, object], None]) -> None:
    record_property("start_seconds", service.record.start_seconds)
    assert service.record.start_seconds < START_LIMIT_S


# ---- What it serves


def test_every_route_of_the_template_is_served_behind_its_authorizer(service: Service) -> None:
    for route in translation.routes(SAM):
        method, path = route.key.split()
        answer = service.anybody().request(method, path.replace("{", "").replace("}", ""))
        # No course is shared under such a name.
        expected = 404 if path.startswith("/v1/shared/") else 200
        assert answer.status_code == (401 if route.authorizer else expected), route


def test_without_a_token_the_answer_is_a_problem_document(service: Service) -> None:
    answer = service.anybody().get("/v1/jobs")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"
    assert answer.json()["code"] == "unauthenticated"


def test_what_is_no_route_is_not_found(person: Person) -> None:
    answer = person.get("/v1/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_token_is_good_until_somebody_changes_it(service: Service, person: Person) -> None:
    assert person.get("/v1/jobs").status_code == 200
    token = person.get("/v1/jobs").request.headers["authorization"]
    head, payload, signature = token.split(".")
    changed = payload[:-4] + ("AAAA" if payload[-4:] != "AAAA" else "BBBB")
    forged = {"authorization": f"{head}.{changed}.{signature}"}
    answer = service.anybody().get("/v1/jobs", headers=forged)
    assert answer.status_code == 401


def test_a_browser_of_the_template_s_origin_may_call_and_no_other(service: Service) -> None:
    origin = SAM["Parameters"]["CorsOrigin"]["Default"]
    asked = {"access-control-request-method": "POST", "access-control-request-headers": "authorization"}
    anybody = service.anybody()
    allowed = anybody.options("/v1/jobs", headers={"origin": origin, **asked})
    refused = anybody.options("/v1/jobs", headers={"origin": "https://evil.example", **asked})
    assert allowed.headers["access-control-allow-origin"] == origin
    assert "access-control-allow-origin" not in refused.headers


def test_the_page_is_what_a_browser_finds_first(service: Service) -> None:
    anybody = service.anybody()
    browser = {"accept": "text/html"}
    first = anybody.get("/", headers=browser)
    assert first.status_code == 200, first.text
    assert first.headers["content-type"].startswith("text/html")
    assert anybody.get("/courses/course_1", headers=browser).text == first.text
    files = [path.relative_to(DIST).as_posix() for path in DIST.rglob("*") if path.is_file()]
    assert any(file.endswith(".js") for file in files)
    for file in files:
        answer = anybody.get(f"/{file}")
        assert answer.content == (DIST / file).read_bytes(), file
        assert answer.headers["content-type"] != "application/octet-stream", file
    assert anybody.get("/docs", headers=browser).text != first.text
    assert anybody.get("/openapi.json").json()["openapi"].startswith("3.1")


def test_no_address_leads_out_of_the_page_s_folder(service: Service) -> None:
    """On the wire: a client would tidy these addresses up."""
    _, host, port = service.record.url.split(":")
    for path in ("/../package.json", "/assets/%2e%2e/%2e%2e/package.json", "/assets/..%2f..%2fpackage.json"):
        with socket.create_connection((host.strip("/"), int(port)), timeout=10) as wire:
            wire.sendall(
                f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode()
            )
            answer = b"".join(iter(lambda: wire.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 404 "), path
        assert b"devDependencies" not in answer


@pytest.mark.alone
def test_a_poll_takes_milliseconds(person: Person, record_property: Callable[[str, object], None]) -> None:
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        person.get("/v1/jobs")
        times.append(time.perf_counter() - begun)
    record_property("poll_ms", round(1000 * statistics.median(times), 1))
    assert statistics.median(times) < 1


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_nothing_listens_for_other_machines(service: Service) -> None:
    addresses = [
        address
        for pid in (service.record.pid, service.record.emulator_pid, service.record.model_pid)
        for address in listening(pid)
    ]
    assert len(addresses) == 3
    assert set(addresses) == {"0100007F"}, "127.0.0.1 as the kernel writes it"


def listening(pid: int) -> list[str]:
    """Addresses, as the kernel writes them, on which a process accepts TCP connections."""
    inodes = set()
    for handle in Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            target = os.readlink(handle)
            if target.startswith("socket:["):
                inodes.add(target[8:-1])
    rows = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]
    ]
    return [row[1].split(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes]
