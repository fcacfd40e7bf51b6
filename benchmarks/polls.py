"""Polls: what readers of a running job ask for, by the real handlers over the emulator.

`python -m benchmarks.polls` prints the table.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from benchmarks.fixtures import ACCESS, Fixtures, fixtures
from benchmarks.jobs import ADA, Bench, bench, exam
from benchmarks.meter import Meter
from generation import wiring
from generation.engine.flow.turn import CARRIED_ON
from generation.engine.model import transitions
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.event import LogLevel
from generation.engine.model.version import versioned
from generation.stores.dynamodb import DynamoJobStore
from local.configuration import ROOT

TIMES = 40
"""Requests over which CPU time is averaged, after one that builds what is built once."""


@dataclass(frozen=True, slots=True)
class Poll:
    """One request of a reader; units and CPU are means over `TIMES` of them."""

    what: str
    status: int
    read_units: float
    write_units: float
    requests: float
    answer_bytes: int
    cpu_ms: float


def polls(on: Fixtures) -> list[Poll]:
    """Of a job of 50 questions: while it runs, and when it has ended."""
    with bench(on) as at, _wired(on, at) as status:
        on.reset_claude(0)
        running = at.start("exam_course", {"exam": exam(50)})
        _begin(at, running)
        tag = json.loads(json.dumps(status(running, "", {})["headers"]))["ETag"]
        asked: list[tuple[str, str, str, dict[str, str]]] = [
            ("status", running, "", {}),
            ("status, nothing new (304)", running, "", {"if-none-match": tag}),
            ("status with items", running, "items", {}),
            ("feed, nothing new", running, "events", {}),
        ]
        return [
            _measured(what, partial(status, job_id, path, headers)) for what, job_id, path, headers in asked
        ]


def _begin(at: Bench, job_id: str) -> None:
    """Make it a running job with a feed, as a worker that has just begun would."""
    clock = at.runner.clock
    store = at.runner.store
    now = clock.now()
    taken = store.take(job_id, now=now, until=now + at.runner.limits.lease, expect=CARRIED_ON)
    assert taken is not None  # noqa: S101 - nobody else has it
    job, events = transitions.start_step(taken, "initialize", now)
    job, entry = transitions.log(job, now, LogLevel.INFO, "Preparing")
    job = versioned(taken, replace(job, lease_until=now))
    store.commit(Checkpoint(job=job, events=events, logs=(entry,)))


Ask = Callable[[str, str, Mapping[str, str]], dict[str, Any]]


@contextmanager
def _wired(on: Fixtures, at: Bench) -> Iterator[Ask]:
    """The status handler as Lambda would call it, over this bench's table."""
    environment = {
        "TABLE_NAME": at.table,
        "QUEUE_URL": at.queue_url,
        "AWS_ENDPOINT_URL": on.endpoint,
        "AWS_DEFAULT_REGION": ACCESS["region_name"],
        "AWS_ACCESS_KEY_ID": ACCESS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": ACCESS["aws_secret_access_key"],
        "POWERTOOLS_SERVICE_NAME": "coursemill",
        "POWERTOOLS_LOG_LEVEL": "ERROR",
    }
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    built = [made for made in vars(wiring).values() if hasattr(made, "cache_clear")]
    for made in built:
        made.cache_clear()
    try:
        yield partial(_ask, _handler("status"))
    finally:
        for made in built:
            made.cache_clear()
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.__setitem__(name, value)


def _handler(function: str) -> Callable[..., dict[str, Any]]:
    path = ROOT / "functions" / function / "app.py"
    spec = importlib.util.spec_from_file_location(f"measured_{function}", path)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - the file is there
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    handler: Callable[..., dict[str, Any]] = module.lambda_handler
    return handler


def _ask(
    handler: Callable[..., dict[str, Any]], job_id: str, path: str, headers: Mapping[str, str]
) -> dict[str, Any]:
    event = json.loads((ROOT / "events" / "status-get-job.json").read_text(encoding="utf-8"))
    with_items = path == "items"
    end = "" if with_items or not path else f"/{path}"
    event["rawPath"] = event["requestContext"]["http"]["path"] = f"/v1/jobs/{job_id}{end}"
    event["pathParameters"] = {"job_id": job_id}
    query = {"include": "items"} if with_items else ({"after": "2"} if path else {})
    event["queryStringParameters"] = query
    event["rawQueryString"] = "&".join(f"{name}={value}" for name, value in query.items())
    event["headers"] |= headers
    claims = event["requestContext"]["authorizer"]["jwt"]["claims"]
    claims["sub"] = ADA.owner
    context = SimpleNamespace(
        function_name="status",
        memory_limit_in_mb=512,
        invoked_function_arn="arn",
        aws_request_id="1",
        get_remaining_time_in_millis=lambda: 15_000,
    )
    return handler(event, context)


def _measured(what: str, ask: Callable[[], dict[str, Any]]) -> Poll:
    store = wiring.job_store()
    assert isinstance(store, DynamoJobStore)  # noqa: S101 - what wiring builds
    answer = ask()
    with Meter().on(wiring._table_client()) as meter:
        began = time.process_time()
        for _ in range(TIMES):
            ask()
        cpu_s = time.process_time() - began
    tally = meter.take()
    return Poll(
        what=what,
        status=answer["statusCode"],
        read_units=tally.read_units / TIMES,
        write_units=tally.write_units / TIMES,
        requests=tally.dynamodb_requests / TIMES,
        answer_bytes=len((answer.get("body") or "").encode()),
        cpu_ms=cpu_s / TIMES * 1000,
    )


def table(measured: list[Poll]) -> str:
    lines = [
        "| poll | answer | read units | write units | requests | bytes | CPU, ms |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.what} | {one.status} | {one.read_units:.2f} | {one.write_units:.2f} | {one.requests:.2f} "
        f"| {one.answer_bytes:,} | {one.cpu_ms:.1f} |"
        for one in measured
    ]
    return "\n".join(lines)


def main() -> None:
    with fixtures() as on:
        sys.stdout.write(table(polls(on)) + "\n")


if __name__ == "__main__":
    main()
