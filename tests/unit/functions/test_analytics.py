"""GET /v1/analytics: what is answered, to whom, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from generation import wiring
from generation.engine.model.job import Usage
from tests.unit.functions.http import Client, Context, handler
from tests.unit.functions.world import World, course_request

TODAY = "2026-11-22"
USAGE = Usage(model_calls=2, input_tokens=10, output_tokens=20, cost_usd=Decimal("0.25"), limited_calls=3)


def end_three(ada: Client, world: World) -> None:
    """One job fails, one is cancelled, and the failed one is retried and fails again."""
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    world.change(job_id, begun_at=world.clock.now() + timedelta(seconds=3), usage=USAGE, made_by="sonnet")
    world.fail(job_id)
    topic = {"pipeline": "course_outline", "input": {"topic": "Bread"}}
    other = ada.post("/v1/jobs", topic).json["job_id"]
    assert ada.post(f"/v1/jobs/{other}/cancel").status == 202
    assert ada.post(f"/v1/jobs/{job_id}/retry").status == 202
    world.fail(job_id)


def test_the_figures_of_a_day(ada: Client, world: World) -> None:
    end_three(ada, world)
    answer = ada.get("/v1/analytics", query=f"from={TODAY}&to={TODAY}")
    assert answer.status == 200
    (row,) = answer.json["rows"]
    assert row == {
        "key": TODAY,
        "jobs": {"started": 2, "completed": 0, "failed": 2, "cancelled": 1},
        "failures_by_code": {"refused": 2},
        "duration_ms": {"p50": None, "p95": None, "p99": None},
        "queue_ms": {"p50": row["queue_ms"]["p50"], "p95": row["queue_ms"]["p95"]},
        "model_calls": 2,
        "aborted_calls": 0,
        "reused_calls": 0,
        "rate_limited": 3,
        "tokens": {"input": 10, "output": 20, "cache_read": 0, "cache_write": 0},
        "cost_usd": 0.25,
    }
    assert abs(row["queue_ms"]["p95"] - 3_000) <= 60
    assert answer.json["total"] == {name: value for name, value in row.items() if name != "key"}
    assert (answer.json["first_day"], answer.json["last_day"]) == (TODAY, TODAY)
    assert answer.json["computed_at"] == "2026-11-22T09:30:00.125Z"


def test_they_are_the_same_when_the_sweep_has_added_them(ada: Client, world: World) -> None:
    end_three(ada, world)
    before = ada.get("/v1/analytics").json
    world.clock.time += timedelta(minutes=20)
    assert handler("sweep")({}, Context())["counted"] == 3
    after = ada.get("/v1/analytics").json
    assert after["rows"] == before["rows"]


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ("pipeline", ["course_outline", "exam_course"]),
        ("model", ["none", "sonnet"]),
        ("owner", ["ada"]),
        ("step", ["exam_course/detect_topics"]),
    ],
)
def test_rows_by_something_else(ada: Client, world: World, by: str, keys: list[str]) -> None:
    end_three(ada, world)
    rows = ada.get("/v1/analytics", query=f"by={by}").json["rows"]
    assert [row["key"] for row in rows] == keys
    assert all((row["cost_usd"] is None) == (by == "step") for row in rows)
    assert all((row["tokens"] is None) == (by == "step") for row in rows)


def test_an_empty_day_costs_nothing_and_has_no_times(ada: Client) -> None:
    (row,) = ada.get("/v1/analytics", query=f"from={TODAY}&to={TODAY}").json["rows"]
    assert row["cost_usd"] == 0
    assert row["queue_ms"] == {"p50": None, "p95": None}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("by=hour", "/query/by"),
        ("scope=team", "/query/scope"),
        ("from=yesterday", "/query/from"),
        ("to=2026-13-01", "/query/to"),
        ("from=2026-11-22&to=2026-11-21", "/query/from"),
        ("from=2025-11-21&to=2026-11-22", "/query/from"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_place(ada: Client, query: str, pointer: str) -> None:
    answer = ada.get("/v1/analytics", query=f"{query}")
    assert (answer.status, answer.code) == (422, "invalid-input")
    assert answer.pointers == [pointer]


def test_a_moment_stands_for_its_day(ada: Client) -> None:
    answer = ada.get("/v1/analytics", query="from=2026-11-20T23:30:00-02:00&to=2026-11-22T10:00:00Z").json
    assert [row["key"] for row in answer["rows"]] == ["2026-11-21", TODAY]


@pytest.mark.parametrize(
    ("claims", "scope", "status"),
    [
        ({}, "org", 403),
        ({"org_id": "mill", "roles": "[org_admin]"}, "org", 200),
        ({"org_id": "mill", "roles": "[org_admin]"}, "all", 403),
        ({"roles": "[operator]"}, "all", 200),
        ({"roles": "[operator]"}, "org", 403),
    ],
)
def test_the_figures_of_others_need_a_role(
    world: World, claims: dict[str, str], scope: str, status: int
) -> None:
    answer = Client({"sub": "eve", **claims}).get("/v1/analytics", query=f"scope={scope}")
    assert answer.status == status
    assert status == 200 or answer.code == "role-required"


def test_others_see_nothing_of_it(ada: Client, bob: Client, world: World) -> None:
    end_three(ada, world)
    assert bob.get("/v1/analytics").json["total"]["jobs"]["started"] == 0
    assert bob.get("/v1/analytics", query="by=owner").json["rows"] == []


def test_where_nothing_is_counted(ada: Client, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYTICS", "false")
    wiring.settings.cache_clear()
    wiring.analytics.cache_clear()
    answer = ada.get("/v1/analytics")
    assert (answer.status, answer.code) == (404, "analytics-off")
    assert handler("sweep")({}, Context())["counted"] == 0
