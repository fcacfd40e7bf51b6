"""sweep: what it finds is counted, logged and measured."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from generation import wiring
from generation.engine.errors import Unavailable
from generation.engine.model.job import JobStatus
from tests.unit.functions.http import Client, Context, handler
from tests.unit.functions.world import World, course_request, question, small_exam


def _start(ada: Client, name: str) -> str:
    exam = small_exam(questions=[question(name)])
    started: str = ada.post("/v1/jobs", course_request(input={"exam": exam})).json["job_id"]
    return started


def test_lost_jobs_are_queued_again_and_late_ones_fail(
    world: World, ada: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    late = _start(ada, "late")
    world.clock.time += timedelta(hours=24)
    lost = _start(ada, "lost")
    while world.queue.receive():
        pass
    world.clock.time += timedelta(seconds=61)
    assert handler("sweep")({}, Context()) == {
        "active": 2,
        "requeued": 0,
        "failed": 1,
        "told": 0,
        "purged": 0,
        "counted": 0,
    }
    world.clock.time += timedelta(seconds=60)
    assert handler("sweep")({}, Context()) == {
        "active": 1,
        "requeued": 1,
        "failed": 0,
        "told": 0,
        "purged": 0,
        "counted": 0,
    }
    assert world.queue.receive() == lost
    assert world.job(late).status is JobStatus.FAILED
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [line["pipeline"] for line in lines if line.get("JobsStarted")] == ["exam_course"] * 2
    measured = [line for line in lines if "ActiveJobs" in line]
    told = [[line[name] for name in ("ActiveJobs", "RequeuedJobs", "OverdueJobs")] for line in measured]
    assert told == [[2, 0, 1], [1, 1, 0]]
    (by_code,) = (line for line in lines if "code" in line)
    assert (by_code["code"], by_code["JobsFailed"]) == ("queue-deadline-exceeded", 1)


def test_jobs_are_counted_though_what_was_deleted_cannot_be_found(
    world: World,
    ada: Client,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refusing(*_: object) -> None:
        raise Unavailable("the table does not answer")

    monkeypatch.setattr(wiring.trash(), "due", refusing)
    _start(ada, "one")
    with pytest.raises(Unavailable):
        handler("sweep")({}, Context())
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["ActiveJobs"] for line in lines if "ActiveJobs" in line] == [1]
    assert "Swept" in caplog.messages


def test_nothing_to_do_is_no_fault(world: World) -> None:
    assert handler("sweep")({}, Context()) == {
        "active": 0,
        "requeued": 0,
        "failed": 0,
        "told": 0,
        "purged": 0,
        "counted": 0,
    }
