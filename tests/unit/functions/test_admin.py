"""Operators: pause, resume, overview; and what everybody else meets while something is paused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generation import wiring
from generation.engine.model.audit import broken_at
from generation.engine.model.job import JobStatus
from tests.unit.functions.http import Client, Context, handler
from tests.unit.functions.world import World, course_request

ROUTES = [
    ("POST", "/v1/admin/pause", {"scope": "all", "reason": "x"}),
    ("POST", "/v1/admin/resume", {"scope": "all"}),
    ("GET", "/v1/admin/overview", None),
    ("GET", "/v1/admin/audit", None),
]


@pytest.fixture
def olga(world: World) -> Client:
    return Client({"sub": "olga", "roles": "[operator]"})


def _pause(olga: Client, scope: str, value: str | None = None, reason: str = "The bill") -> Any:
    answer = olga.post("/v1/admin/pause", {"scope": scope, "value": value, "reason": reason})
    assert answer.status == 200, answer.text
    return answer.json


@pytest.mark.parametrize(("method", "path", "body"), ROUTES)
@pytest.mark.parametrize("roles", [None, "[]", "[org_admin]", "operators", "[operator_of_nothing]"])
def test_nobody_else_may(world: World, method: str, path: str, body: Any, roles: str | None) -> None:
    client = Client({"sub": "ada", **({"roles": roles} if roles else {})})
    answer = client.get(path) if method == "GET" else client.post(path, body)
    assert (answer.status, answer.code) == (403, "role-required")
    assert not world.memory.pauses.pauses


def test_what_is_paused_is_answered(olga: Client, world: World) -> None:
    _pause(olga, "owner", "ada")
    paused = _pause(olga, "pipeline", "exam_course", "Lessons are mended")["paused"]
    assert paused == [
        {
            "scope": "owner",
            "value": "ada",
            "reason": "The bill",
            "paused_at": "2026-11-22T09:30:00.125Z",
            "paused_by": "olga",
        },
        {
            "scope": "pipeline",
            "value": "exam_course",
            "reason": "Lessons are mended",
            "paused_at": "2026-11-22T09:30:00.125Z",
            "paused_by": "olga",
        },
    ]
    again = _pause(olga, "pipeline", "exam_course", "Lessons are mended")["paused"]
    assert again == paused
    resumed = olga.post("/v1/admin/resume", {"scope": "owner", "value": "ada", "reason": "Paid"})
    assert resumed.json == {"paused": paused[1:]}
    assert olga.post("/v1/admin/resume", {"scope": "owner", "value": "ada"}).json == resumed.json


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({}, ["/scope", "/reason"]),
        ({"scope": "some", "reason": "x"}, ["/scope"]),
        ({"scope": "all"}, ["/reason"]),
        ({"scope": "all", "reason": "  "}, ["/reason"]),
        ({"scope": "all", "reason": "x" * 201}, ["/reason"]),
        ({"scope": "all", "value": "exam_course", "reason": "x"}, ["/value"]),
        ({"scope": "pipeline", "reason": "x"}, ["/value"]),
        ({"scope": "pipeline", "value": "exam_curse", "reason": "x"}, ["/value"]),
        ({"scope": "owner", "value": "", "reason": "x"}, ["/value"]),
        ({"scope": "owner", "value": "a" * 256, "reason": "x"}, ["/value"]),
        ({"scope": "owner", "value": 7, "reason": "x"}, ["/value"]),
        ({"scope": "all", "reason": "x", "until": "tomorrow"}, ["/until"]),
    ],
)
def test_what_is_no_pause_is_refused(olga: Client, world: World, body: Any, pointers: list[str]) -> None:
    answer = olga.post("/v1/admin/pause", body)
    assert (answer.status, answer.code) == (422, "invalid-input")
    assert answer.pointers == pointers
    assert not world.memory.pauses.pauses


@pytest.mark.parametrize(("scope", "value"), [("all", None), ("pipeline", "exam_course"), ("owner", "ada")])
def test_while_paused_nothing_is_queued(
    olga: Client, ada: Client, world: World, scope: str, value: str | None
) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    world.change(job_id, status=JobStatus.WAITING)
    world.queue.receive()
    _pause(olga, scope, value)
    stored = dict(world.memory.jobs)
    for path, body in (("/v1/jobs", course_request()), (f"/v1/jobs/{job_id}/continue", None)):
        answer = ada.post(path, body)
        assert (answer.status, answer.code) == (503, "paused")
        assert "The bill" in answer.json["detail"]
        assert answer.headers["retry-after"] == "60"
    world.fail(job_id)
    assert ada.post(f"/v1/jobs/{job_id}/retry").code == "paused"
    assert set(world.memory.jobs) == set(stored)
    assert world.queue.next_due() is None
    is_everything = scope != "pipeline"
    told = ada.get("/v1/limits").json["paused"]
    assert told == {"is_paused": is_everything, "reason": "The bill" if is_everything else None}
    bob = Client({"sub": "bob"}).post("/v1/jobs", course_request())
    assert bob.status == (202 if scope == "owner" else 503)
    olga.post("/v1/admin/resume", {"scope": scope, "value": value})
    assert ada.post(f"/v1/jobs/{job_id}/retry").status == 202


def test_refusals_of_a_pause_are_counted_and_no_others(
    olga: Client, ada: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    assert ada.post("/v1/jobs", {}).status == 422
    _pause(olga, "all")
    assert ada.post("/v1/jobs", course_request()).code == "paused"
    assert ada.post(f"/v1/jobs/{job_id}/retry").status == 409
    counted = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "RefusedPaused" in line]
    (line,) = counted
    assert line["RefusedPaused"] == 1
    (described,) = line["_aws"]["CloudWatchMetrics"]
    assert described["Dimensions"] == [["service", "stage"]]


def test_what_was_answered_before_the_pause_is_answered_again(olga: Client, ada: Client) -> None:
    key = {"idempotency-key": "k"}
    first = ada.post("/v1/jobs", course_request(), headers=key)
    _pause(olga, "all")
    again = ada.post("/v1/jobs", course_request(), headers=key)
    assert (again.status, again.json) == (202, first.json)


def test_a_paused_job_can_be_cancelled_and_read(olga: Client, ada: Client) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    _pause(olga, "all")
    assert ada.get(f"/v1/jobs/{job_id}").status == 200
    assert ada.post(f"/v1/jobs/{job_id}/cancel").status == 202


def test_the_overview_counts_jobs_by_status_and_owner(
    olga: Client, ada: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPLOYMENT_DAILY_USD", "50")
    wiring.settings.cache_clear()
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    for owner in ("bob", "eve"):
        Client({"sub": owner}).post("/v1/jobs", course_request())
    topic = {"pipeline": "course_outline", "input": {"topic": "Bread"}}
    Client({"sub": "eve"}).post("/v1/jobs", topic)
    world.change(job_id, status=JobStatus.RUNNING)
    _pause(olga, "owner", "eve")
    overview = olga.get("/v1/admin/overview").json
    assert overview["jobs"] == {"pending": 3, "running": 1, "waiting": 0}
    assert overview["waiting_by_owner"] == [{"owner": "eve", "jobs": 2}, {"owner": "bob", "jobs": 1}]
    assert overview["is_complete"] is True
    assert overview["spend_usd"] == {"day": {"used": 0, "reserved": 0, "limit": 50}}
    assert [pause["value"] for pause in overview["paused"]] == ["eve"]


@pytest.mark.parametrize(("ceiling", "line"), [("0", False), ("50", True)])
def test_the_sweep_counts_the_day_s_spend_for_the_alarm(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ceiling: str,
    line: bool,
) -> None:
    monkeypatch.setenv("DEPLOYMENT_DAILY_USD", ceiling)
    wiring.settings.cache_clear()
    handler("sweep")({}, Context())
    assert ('"DaySpendPercent": 0' in capsys.readouterr().out) is line


def test_who_paused_and_resumed_is_told_by_page(olga: Client, world: World) -> None:
    _pause(olga, "owner", "ada")
    Client({"sub": "otto", "roles": "[operator]"}).post(
        "/v1/admin/resume", {"scope": "owner", "value": "ada"}
    )
    first = olga.get("/v1/admin/audit", query={"limit": 1}).json
    (second,) = olga.get("/v1/admin/audit", query={"cursor": first["next_cursor"]}).json["entries"]
    (resumed,) = first["entries"]
    assert (resumed["actor"], resumed["action"], resumed["number"]) == ("otto", "resume", 2)
    assert resumed["target"] == {"scope": "owner", "value": "ada"}
    assert second["target"] == {"scope": "owner", "value": "ada", "reason": "The bill"}
    assert second["at"] == "2026-11-22T09:30:00.125Z"
    assert broken_at([second, resumed]) is None
    assert olga.get("/v1/admin/audit", query={"cursor": "x"}).pointers == ["/query/cursor"]


def test_an_admin_of_an_organization_is_told_of_there(olga: Client, world: World) -> None:
    ada = Client({"sub": "ada", "org_id": "o1"})
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    orla = Client({"sub": "orla", "org_id": "o1", "roles": "[org_admin]"})
    for path in (f"/v1/jobs/{job_id}", f"/v1/jobs/{job_id}/events", f"/v1/jobs/{job_id}/logs"):
        assert orla.get(path).status == ada.get(path).status == 200
    assert orla.get("/v1/jobs", query={"scope": "org"}).status == 200
    assert orla.post(f"/v1/jobs/{job_id}/cancel").status == 404
    entries = olga.get("/v1/admin/audit").json["entries"]
    assert [(one["actor"], one["role"], one["action"], one["target"]) for one in entries] == [
        ("orla", "org_admin", "list_jobs", {"org_id": "o1"}),
        ("orla", "org_admin", "read_job", {"job_id": job_id, "owner": "ada"}),
    ]
