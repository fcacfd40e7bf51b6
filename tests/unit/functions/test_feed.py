"""GET /v1/jobs/{job_id}/events and /logs"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from generation.engine.model.job import JobStatus
from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request

STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
def job_id(world: World, ada: Client) -> str:
    started: str = ada.post("/v1/jobs", course_request()).json["job_id"]
    return started


def test_a_feed_is_read_after_an_event(world: World, ada: Client, job_id: str) -> None:
    first = ada.get(f"/v1/jobs/{job_id}/events")
    assert first.headers["cache-control"] == "no-store"
    assert (first.json["last_event_id"], first.json["is_finished"]) == (1, False)
    event = first.json["events"][0]
    assert (event["event_id"], event["type"], event["job_id"]) == (1, "job_created", job_id)
    assert (event["timestamp"], event["pipeline"]) == ("2026-11-22T09:30:00.125Z", "exam_course")
    assert event["estimated_duration_ms"] > 0
    then = ada.get(f"/v1/jobs/{job_id}/events", query="after=1").json
    assert then == {"events": [], "last_event_id": 1, "is_finished": False}


def test_the_feed_of_a_job_that_has_ended_is_finished(world: World, ada: Client, job_id: str) -> None:
    ada.post(f"/v1/jobs/{job_id}/cancel", {"reason": "enough"})
    feed = ada.get(f"/v1/jobs/{job_id}/events", query="after=1").json
    assert (feed["last_event_id"], feed["is_finished"]) == (2, True)
    cancelled = feed["events"][0]
    assert (cancelled["type"], cancelled["reason"]) == ("job_cancelled", "enough")
    assert cancelled["cancelled_at"].endswith("Z")


def test_a_failed_job_says_so_in_its_feed(world: World, ada: Client, job_id: str) -> None:
    world.fail(job_id)
    failed = ada.get(f"/v1/jobs/{job_id}/events", query="after=1").json["events"][0]
    assert (failed["type"], failed["failed_step"], failed["error"]["code"]) == (
        "job_failed",
        "detect_topics",
        "refused",
    )


@pytest.mark.parametrize(
    "accept", ["text/event-stream", "TEXT/Event-Stream; q=1", "application/json,text/event-stream"]
)
def test_the_feed_as_a_stream(world: World, ada: Client, job_id: str, accept: str) -> None:
    answer = ada.get(f"/v1/jobs/{job_id}/events", headers={"Accept": accept})
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    retry, event, rest = answer.text.split("\n\n")
    assert (retry, rest) == ("retry: 1000", "")
    lines = dict(line.split(": ", 1) for line in event.split("\n"))
    assert (lines["id"], lines["event"]) == ("1", "job_created")
    assert json.loads(lines["data"]) == ada.get(f"/v1/jobs/{job_id}/events").json["events"][0]


def test_markup_and_line_breaks_stay_data(world: World, ada: Client, job_id: str) -> None:
    reason = "</script>\n\nid: 99\ndata: <b>\u2028"
    ada.post(f"/v1/jobs/{job_id}/cancel", {"reason": reason})
    text = ada.get(f"/v1/jobs/{job_id}/events", headers={**STREAM, "Last-Event-ID": "1"}).text
    assert len(text.split("\n\n")) == 3
    assert json.loads(text.split("data: ", 1)[1])["reason"] == reason


def test_the_last_event_that_the_client_has_seen_wins_over_the_address(
    world: World, ada: Client, job_id: str
) -> None:
    headers = {**STREAM, "Last-Event-ID": "1"}
    answer = ada.get(f"/v1/jobs/{job_id}/events", query="after=0", headers=headers)
    assert (answer.status, answer.text) == (200, "retry: 1000\n\n: nothing new\n\n")


def test_a_stream_that_has_been_read_to_its_end_is_204(world: World, ada: Client, job_id: str) -> None:
    ada.post(f"/v1/jobs/{job_id}/cancel")
    last = ada.get(f"/v1/jobs/{job_id}/events", headers={**STREAM, "Last-Event-ID": "1"})
    assert (last.status, "event: job_cancelled" in last.text) == (200, True)
    after = ada.get(f"/v1/jobs/{job_id}/events", headers={**STREAM, "Last-Event-ID": "2"})
    assert (after.status, after.text) == (204, "")
    assert "content-type" not in after.headers


@pytest.mark.parametrize("accept", [None, "*/*", "application/json", "text/html"])
def test_everybody_else_gets_json(world: World, ada: Client, job_id: str, accept: str | None) -> None:
    headers = {"Accept": accept} if accept else {}
    assert ada.get(f"/v1/jobs/{job_id}/events", headers=headers).headers["content-type"] == "application/json"


def test_the_log_is_for_people(world: World, ada: Client, job_id: str) -> None:
    ada.post(f"/v1/jobs/{job_id}/cancel", {"reason": "enough"})
    log = ada.get(f"/v1/jobs/{job_id}/logs").json
    assert [entry["message"] for entry in log["logs"]] == ["Queued", "Cancelled"]
    assert log["logs"][1] == {
        "log_id": 2,
        "timestamp": "2026-11-22T09:30:00.125Z",
        "level": "warning",
        "message": "Cancelled",
        "details": {"reason": "enough"},
    }
    assert (log["last_log_id"], log["is_finished"]) == (2, True)
    rest = ada.get(f"/v1/jobs/{job_id}/logs", query="after=2").json
    assert rest == {"logs": [], "last_log_id": 2, "is_finished": True}


@pytest.mark.parametrize("path", ["events", "logs"])
@pytest.mark.parametrize(("status", "seconds"), [(JobStatus.RUNNING, "1"), (JobStatus.WAITING, "5")])
def test_when_to_ask_again(
    world: World, ada: Client, job_id: str, path: str, status: JobStatus, seconds: str
) -> None:
    world.change(job_id, status=status)
    for after in (0, 1):
        answer = ada.get(f"/v1/jobs/{job_id}/{path}", query={"after": after})
        assert (answer.headers["retry-after"], answer.headers["cache-control"]) == (seconds, "no-store")


@pytest.mark.parametrize("path", ["events", "logs"])
def test_what_is_not_visible_yet_of_a_job_that_has_ended_is_worth_asking_for(
    world: World, ada: Client, job_id: str, path: str
) -> None:
    ada.post(f"/v1/jobs/{job_id}/cancel")
    kept = getattr(world.memory.jobs[job_id], path)
    last = kept.pop(2)
    early = ada.get(f"/v1/jobs/{job_id}/{path}")
    assert (early.json["is_finished"], early.headers["retry-after"]) == (False, "1")
    kept[2] = last
    whole = ada.get(f"/v1/jobs/{job_id}/{path}")
    assert (whole.json["is_finished"], len(whole.json[path])) == (True, 2)
    assert "retry-after" not in whole.headers


@pytest.mark.parametrize("path", ["events", "logs"])
def test_entries_whose_time_is_over_are_not_waited_for(
    world: World, ada: Client, job_id: str, path: str
) -> None:
    ada.post(f"/v1/jobs/{job_id}/cancel")
    world.clock.time += timedelta(days=29)
    answer = ada.get(f"/v1/jobs/{job_id}/{path}")
    assert (answer.json[path], answer.json["is_finished"]) == ([], True)
    assert "retry-after" not in answer.headers


def test_a_stream_says_when_to_come_again_in_its_own_way(world: World, ada: Client, job_id: str) -> None:
    answer = ada.get(f"/v1/jobs/{job_id}/events", headers=STREAM)
    assert "retry-after" not in answer.headers
    assert answer.text.startswith("retry: 1000")


def test_somebody_who_looks_is_noticed(world: World, ada: Client, job_id: str) -> None:
    ada.get(f"/v1/jobs/{job_id}")
    pulse = world.store.pulse(job_id)
    assert pulse is not None
    assert pulse.watched_until is None
    ada.get(f"/v1/jobs/{job_id}/events")
    pulse = world.store.pulse(job_id)
    assert pulse is not None
    assert pulse.watched_until is not None
