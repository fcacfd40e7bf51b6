"""Webhooks for real: a receiver on this machine, which the stack tells by http, and which refuses once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks import Webhook

from tests.e2e.exams import topics
from tests.e2e.service import Person, Service

HOOKS = "/v1/webhooks"


class Receiver(ThreadingHTTPServer):
    """Answers 503 to the first request of all, and 204 to the others."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[tuple[dict[str, str], bytes]] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"

    def verified(self, secret: str) -> list[Any]:
        with self.lock:
            return [Webhook(secret).verify(body, headers) for headers, body in self.received]


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        with self.server.lock:
            is_first = not self.server.received
            self.server.received.append(({k.lower(): v for k, v in self.headers.items()}, body))
        self.send_response(503 if is_first else 204)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join(5)


def _delivered(person: Person, address: str, count: int) -> list[Any]:
    """The deliveries, once so many were received."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        shown: list[Any] = person.get(f"{address}/deliveries").json()["deliveries"]
        if [one["status"] for one in shown].count("delivered") == count:
            return shown
        time.sleep(0.2)
    raise AssertionError(shown)


def test_what_happens_is_told_signed_and_tried_again(shared_service: Service, receiver: Receiver) -> None:
    ada = shared_service.person(plan="pro")
    made = ada.post(HOOKS, {"url": receiver.url}).raise_for_status().json()
    address = f"{HOOKS}/{made['webhook_id']}"

    job = ada.await_job(ada.start_exam_course(topics(1, 2))["job_id"])
    ada.post(f"/v1/courses/{job['result']['course_id']}/publish").raise_for_status()
    shown = _delivered(ada, address, 2)
    assert {one["event"] for one in shown} == {"job.completed", "course.published"}
    statuses = sorted([one["status_code"] for one in delivery["tries"]] for delivery in shown)
    assert statuses == [[204], [503, 204]]

    heard = receiver.verified(made["secret"])
    assert len(heard) == 3
    (completed,) = [one for one in heard if one["type"] == "job.completed"][:1]
    assert completed["data"]["result"] == job["result"]
    ids = [headers["webhook-id"] for headers, _ in receiver.received]
    assert len(set(ids)) == 2
    assert f"{job['job_id']}-1-completed" in ids

    rotated = ada.post(f"{address}/rotate").raise_for_status().json()
    ada.post(f"{address}/test").raise_for_status()
    _delivered(ada, address, 3)
    headers, body = receiver.received[-1]
    for secret in (made["secret"], rotated["secret"]):
        assert Webhook(secret).verify(body, headers)["type"] == "webhook.test"


def test_only_this_machine_and_the_internet_are_reachable(shared_service: Service) -> None:
    ada = shared_service.person()
    for url in ("http://10.0.0.1/", "https://169.254.169.254/", "http://hooks.example.org/"):
        answer = ada.post(HOOKS, {"url": url})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/url")
