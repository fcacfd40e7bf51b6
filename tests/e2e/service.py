"""Service: a running stack as the end-to-end tests use it, through HTTP with real tokens."""

from __future__ import annotations

import contextlib
import os
import signal
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from local.stack.launch import LaunchedStack
from local.stack.record import StackRecord
from local.stack.workers import worker_pids

Document = dict[str, Any]

POLL_SECONDS = 0.1


class OfflineModel:
    """The stack's Claude-compatible server, by its control routes (docs/local-claude.md)."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def faults(self, *rules: Document) -> None:
        """Replaces all rules."""
        self._http.post("/_control/faults", json=list(rules)).raise_for_status()

    def latency(self, milliseconds: float) -> None:
        """From a request to the end of its answer."""
        self._http.post("/_control/latency", json={"latency_ms": milliseconds}).raise_for_status()

    def stats(self) -> Document:
        stats: Document = self._http.get("/_control/stats").raise_for_status().json()
        return stats

    def reset(self) -> None:
        """No calls counted, no faults, the first latency."""
        self._http.post("/_control/reset").raise_for_status()


class Person:
    """Somebody with a token. `get`, `post` and `put` give the raw answer, whatever its status."""

    def __init__(self, http: httpx.Client, **claims: Any) -> None:
        self.sub = claims.setdefault("sub", f"test-{uuid.uuid4().hex[:12]}")
        self._http = http
        token = self._http.post("/dev/token", json=claims).raise_for_status().json()["access_token"]
        self._http.headers["authorization"] = f"Bearer {token}"

    @property
    def authorization(self) -> str:
        """The header of every request."""
        return self._http.headers["authorization"]

    def get(self, path: str, **arguments: Any) -> httpx.Response:
        return self._http.get(path, **arguments)

    def post(self, path: str, body: Any = None, **arguments: Any) -> httpx.Response:
        return self._http.post(path, json=body, **arguments)

    def put(self, path: str, body: Any = None, **arguments: Any) -> httpx.Response:
        return self._http.put(path, json=body, **arguments)

    def patch(self, path: str, body: Any = None, **arguments: Any) -> httpx.Response:
        return self._http.patch(path, json=body, **arguments)

    def delete(self, path: str, **arguments: Any) -> httpx.Response:
        return self._http.delete(path, **arguments)

    def upload(self, exam: Document) -> str:
        """Stores an exam, under an id of its own, and gives that id."""
        without_id = {name: value for name, value in exam.items() if name != "exam_id"}
        return str(_expect(self.post("/v1/exams", without_id), 201)["exam_id"])

    def start(self, pipeline: str, input_: Document, **options: Any) -> Document:
        """Starts a job."""
        body = {"pipeline": pipeline, "input": input_, "options": options}
        return _expect(self.post("/v1/jobs", body), 202)

    def start_exam_course(self, exam: Document, **options: Any) -> Document:
        return self.start("exam_course", {"exam_id": self.upload(exam)}, **options)

    def job(self, job_id: str, *, items: bool = False) -> Document:
        return _expect(self.get(f"/v1/jobs/{job_id}", params={"include": "items"} if items else {}), 200)

    def await_job(
        self,
        job_id: str,
        until: Callable[[Document], bool] = lambda job: bool(job["is_finished"]),
        s: float = 60,
    ) -> Document:
        """Polls until the job, with its items, is as wanted. Raises AssertionError after `s` seconds."""
        deadline = time.monotonic() + s
        while True:
            job = self.job(job_id, items=True)
            if until(job):
                return job
            assert time.monotonic() < deadline, f"after {s:g} s the job is {job}"
            time.sleep(POLL_SECONDS)

    def events(self, job_id: str, after: int = 0) -> list[Document]:
        feed = _expect(self.get(f"/v1/jobs/{job_id}/events", params={"after": after}), 200)
        events: list[Document] = feed["events"]
        return events

    def course(self, course_id: str) -> Document:
        return _expect(self.get(f"/v1/courses/{course_id}"), 200)


class Service:
    """A running stack."""

    def __init__(self, stack: LaunchedStack) -> None:
        self.stack = stack
        self._clients: list[httpx.Client] = []
        self.model = OfflineModel(self._client(stack.record.model_url))

    @property
    def record(self) -> StackRecord:
        return self.stack.record

    @property
    def emulator_log(self) -> Path:
        return Path(self.record.state_dir) / "logs" / "emulator.log"

    def person(self, **claims: Any) -> Person:
        """Somebody whom no other test knows, unless `sub` says who."""
        return Person(self._client(self.record.url), **claims)

    def anybody(self) -> httpx.Client:
        """Somebody without a token."""
        return self._client(self.record.url)

    def stop(self) -> int:
        """Stops the stack, if it still runs, and gives its exit status."""
        for client in self._clients:
            client.close()
        return self.stack.stop()

    def worker_pids(self, function: str = "ProcessFunction") -> list[int]:
        return worker_pids(self.record, function)

    def kill_workers(self, function: str = "ProcessFunction") -> list[int]:
        """Kills the processes that run a function, in the middle of whatever they do; gives their pids."""
        killed = self.worker_pids(function)
        for pid in killed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return killed

    def _client(self, url: str) -> httpx.Client:
        # Kept, to be closed with the service: tests come and go, and a warning is an error.
        client = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self._clients.append(client)
        return client


def await_end(pids: list[int]) -> None:
    """Returns when none of the processes runs any more."""
    deadline = time.monotonic() + 15
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert alive(pids) == []


def alive(pids: list[int]) -> list[int]:
    """Those of the processes that still run; one that nobody has waited for yet does not."""
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z":
                found.append(pid)
    return found


def _expect(answer: httpx.Response, status: int) -> Document:
    assert answer.status_code == status, f"{answer.request.url}: {answer.status_code} {answer.text[:1000]}"
    body: Document = answer.json()
    return body
