"""process: jobs are carried on at the same time, and each message is reported on its own."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from generation import wiring, wiring_worker
from generation.engine.errors import Unavailable
from tests.unit.functions.http import Context, handler
from tests.unit.functions.world import START


class RecordingRunner:
    """Ends once all that it expects have begun: one after the other would never end."""

    def __init__(self, together: int) -> None:
        self.begun: list[tuple[str, datetime]] = []
        self.loops: set[int] = set()
        self.put_off: list[str] = []
        self._barrier = asyncio.Barrier(together)

    async def carry_on(self, job_id: str, until: datetime) -> None:
        self.begun.append((job_id, until))
        self.loops.add(id(asyncio.get_running_loop()))
        async with asyncio.timeout(5):
            await self._barrier.wait()
        if job_id == "unavailable":
            raise Unavailable("the table does not answer")
        if job_id == "broken":
            raise RuntimeError("a fault of ours")


def _process(monkeypatch: pytest.MonkeyPatch, runner: RecordingRunner, *bodies: str) -> Any:
    monkeypatch.setattr(wiring_worker, "runner", lambda: runner)
    monkeypatch.setattr(wiring, "put_off", runner.put_off.append)
    records = [
        {"messageId": f"m{n}", "receiptHandle": f"r{n}", "body": body} for n, body in enumerate(bodies)
    ]
    return handler("process")({"Records": records}, Context(remaining_ms=90_000))


def _message(job_id: str) -> str:
    return json.dumps({"job_id": job_id})


@pytest.mark.usefixtures("event_loop_of_the_worker")
def test_the_jobs_of_a_batch_run_at_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    runner = RecordingRunner(together=3)
    answer = _process(monkeypatch, runner, *map(_message, ("a", "b", "c")))
    assert answer == {"batchItemFailures": []}
    until = START + timedelta(seconds=90)
    assert sorted(runner.begun) == [("a", until), ("b", until), ("c", until)]


@pytest.mark.usefixtures("event_loop_of_the_worker")
@pytest.mark.parametrize("bad", ["not JSON", "{}", "[]", "null", _message("unavailable"), _message("broken")])
def test_only_the_message_that_failed_comes_again(monkeypatch: pytest.MonkeyPatch, bad: str) -> None:
    runner = RecordingRunner(together=1)
    answer = _process(monkeypatch, runner, _message("a"), bad, _message("b"))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert runner.put_off == ["r1"]
    assert {"a", "b"} <= {job_id for job_id, _ in runner.begun}


@pytest.mark.usefixtures("event_loop_of_the_worker")
def test_an_empty_batch_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _process(monkeypatch, RecordingRunner(together=1)) == {"batchItemFailures": []}


@pytest.mark.usefixtures("event_loop_of_the_worker")
def test_invocations_share_one_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    runner = RecordingRunner(together=1)
    for _ in range(3):
        _process(monkeypatch, runner, _message("a"))
    assert len(runner.loops) == 1
