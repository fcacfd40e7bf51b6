"""Readers of a feed who drop out and come back, by JSON and by server-sent events: none misses an event,
none sees one twice."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.e2e.assortment import Marked, begin
from tests.e2e.service import Document, Person, Service

SEED = int(os.environ.get("RELIABILITY_SEED", "4"))
LONG = int(os.environ.get("RELIABILITY_READERS", "200"))

READERS_OF_A_JOB = 20
REQUESTS_AT_ONCE = 4
"""Each request at the same time as others is one more process on this machine."""

LATENCY_MS = 4000
"""Long enough for readers to come while something happens, and for previews."""

TERMINAL = {"job_completed", "job_failed", "job_cancelled"}


@dataclass
class Reader:
    """Somebody who reads the feed of a job, piece by piece. `seen` is what came, as it came."""

    job: Marked
    rng: random.Random
    seen: list[Document] = field(default_factory=list)
    requests: int = 0
    breaks: int = 0
    is_done: bool = False

    @property
    def last(self) -> int:
        return int(self.seen[-1]["event_id"]) if self.seen else 0

    async def read(self, http: httpx.AsyncClient, gate: asyncio.Semaphore) -> None:
        """To the end of the feed."""
        while not self.is_done:
            async with gate:
                events, is_finished = await self._ask(http)
            if events and self.rng.random() < 0.3:
                # The connection broke: the rest of the answer never came.
                self.breaks += 1
                events, is_finished = events[: self.rng.randrange(len(events))], False
            self.seen += events
            self.is_done = is_finished
            await asyncio.sleep(self.rng.uniform(0.0, 2.0))

    async def _ask(self, http: httpx.AsyncClient) -> tuple[list[Document], bool]:
        self.requests += 1
        path = f"/v1/jobs/{self.job.job_id}/events"
        headers = {"authorization": self.job.person.authorization}
        if self.rng.random() < 0.5:
            answer = await http.get(path, params={"after": self.last}, headers=headers)
            assert answer.status_code == 200, answer.text
            feed = answer.json()
            assert feed["last_event_id"] == (feed["events"][-1]["event_id"] if feed["events"] else self.last)
            return feed["events"], feed["is_finished"]
        headers["accept"] = "text/event-stream"
        if self.last:
            headers["last-event-id"] = str(self.last)
        answer = await http.get(path, headers=headers)
        if answer.status_code == 204:
            return [], True
        assert answer.status_code == 200, answer.text
        return list(server_sent(answer.text)), False


def server_sent(text: str) -> Iterator[Document]:
    """The events of an answer; id and type beside the data have to agree with it."""
    for block in text.split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "data" in fields:
            event: Document = json.loads(fields["data"])
            assert (str(event["event_id"]), event["type"]) == (fields["id"], fields["event"])
            yield event


def check(readers: list[Reader]) -> int:
    """Number of the events that were read, each once and all of them by everybody."""
    feeds: dict[str, list[Document]] = {}
    for reader in readers:
        job_id = reader.job.job_id
        whole = feeds.setdefault(job_id, reader.job.person.events(job_id))
        assert [event["event_id"] for event in reader.seen] == list(range(1, len(whole) + 1))
        assert reader.seen == whole
        assert [event["type"] in TERMINAL for event in whole].count(True) == 1
        assert whole[-1]["type"] == "job_completed"
    return sum(len(reader.seen) for reader in readers)


@pytest.mark.parametrize(
    "count", [pytest.param(20, id="short"), pytest.param(LONG, id="long", marks=pytest.mark.reliability)]
)
def test_readers_who_drop_out_and_come_back(
    service: Service, count: int, record_property: Callable[[str, object], None]
) -> None:
    service.model.latency(LATENCY_MS)
    began = time.monotonic()
    pipelines = ("exam_course", "project_course")
    jobs = [
        begin(service.person(plan="pro"), pipelines[n % 2]) for n in range(max(2, count // READERS_OF_A_JOB))
    ]
    readers = [Reader(jobs[n % len(jobs)], random.Random(SEED * 1000 + n)) for n in range(count)]

    async def read_all() -> None:
        gate = asyncio.Semaphore(REQUESTS_AT_ONCE)
        async with (
            httpx.AsyncClient(base_url=service.record.url, timeout=30, trust_env=False) as http,
            asyncio.timeout(300),
        ):
            await asyncio.gather(*(reader.read(http, gate) for reader in readers))

    asyncio.run(read_all())
    events = check(readers)
    figures = {
        "seed": SEED,
        "readers": count,
        "jobs": len(jobs),
        "requests": sum(reader.requests for reader in readers),
        "broken_off": sum(reader.breaks for reader in readers),
        "events_read": events,
        "missed": 0,
        "twice": 0,
        "seconds": round(time.monotonic() - began),
    }
    record_property("figures", figures)
    print(figures)  # noqa: T201 - what docs/reliability.md quotes


# ---- A real EventSource


@pytest.fixture
def same_origin(service: Service, person: Person) -> Iterator[tuple[str, list[str | None]]]:
    """What a page has in front of the API, since an EventSource cannot send a token: a proxy that adds it.

    Gives its address, and the Last-Event-ID of each request.
    """
    asked: list[str | None] = []
    upstream = httpx.Client(base_url=service.record.url, timeout=30, trust_env=False)

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            last = self.headers.get("Last-Event-ID")
            asked.append(last)
            headers = {"authorization": person.authorization, "accept": self.headers["Accept"]}
            answer = upstream.get(self.path, headers=headers | ({"last-event-id": last} if last else {}))
            self.send_response(answer.status_code)
            for name in ("content-type", "cache-control"):
                if name in answer.headers:
                    self.send_header(name, answer.headers[name])
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()
    thread.join()
    upstream.close()


def test_an_event_source_reads_the_feed_to_its_end(
    service: Service, person: Person, same_origin: tuple[str, list[str | None]]
) -> None:
    service.model.latency(3000)
    url, asked = same_origin
    job = begin(person, "exam_course")
    read = subprocess.run(  # noqa: S603 - its EventSource is the one of the HTML standard
        [
            shutil.which("node") or "node",
            "--experimental-eventsource",
            str(Path(__file__).with_name("event_source.mjs")),
            f"{url}/v1/jobs/{job.job_id}/events",
        ],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert read.returncode == 0, read.stderr
    seen = [json.loads(line) for line in read.stdout.splitlines()]
    assert [int(event["id"]) for event in seen] == list(range(1, len(seen) + 1))
    assert [event["data"] for event in seen] == person.events(job.job_id)
    assert seen[-1]["type"] == "job_completed"
    assert len(asked) >= 3, "it came back by itself"
    assert asked[0] is None
    assert asked[-1] == seen[-1]["id"], "and was told by 204 not to come again"
