"""Ceilings as a caller meets them: GET /v1/limits, and starts over a limit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from generation import wiring
from generation.engine.flow.gcra import ModelLimits
from generation.engine.limits import CHECK
from generation.engine.model.checkpoint import Checkpoint
from generation.engine.model.job import JobStatus
from generation.engine.model.ledger import Ceiling, LedgerEntry, day_of
from testing.memory.budget import MemoryModelBudget
from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request, small_exam


@pytest.fixture
def limited(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("OWNER_DAILY_USD", "free=1,pro=20")
    monkeypatch.setenv("OWNER_MONTHLY_USD", "free=5,pro=200")
    monkeypatch.setenv("DEPLOYMENT_DAILY_USD", "50")
    wiring.settings.cache_clear()
    return world


def _spend(world: World, owner: str, used: str, reserved: str = "0", closed: str = "") -> None:
    entry = LedgerEntry(
        owner=owner,
        day=day_of(world.clock.now()),
        used_usd=Decimal(used),
        reserved_usd=Decimal(reserved),
        closed={Ceiling.OWNER_DAY: Decimal(closed)} if closed else {},
    )
    world.memory.book([entry])


def test_where_nothing_is_limited_nothing_is_counted(ada: Client) -> None:
    nothing = {"used": None, "reserved": None, "limit": None}
    assert ada.get("/v1/limits").json == {
        "plan": "free",
        "active_jobs": {"used": 0, "limit": 3},
        "spend_usd": {"day": nothing, "month": nothing},
        "paused": {"is_paused": False, "reason": None},
        "model": [],
    }


def test_limits_tell_how_long_the_model_s_line_is(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    budget, second = MemoryModelBudget(), timedelta(seconds=1)
    monkeypatch.setattr(wiring, "model_budget", lambda: budget)
    monkeypatch.setattr(wiring, "model_limits", lambda: ModelLimits(requests=60))
    model = wiring.settings().models[""]
    budget.reserve(model, 10 * second, now=world.clock.now(), owed=0 * second, ahead=second)
    checking = {"model": wiring.settings().models[CHECK], "requests_per_minute": 60, "waits_s": 0.0}
    told = [checking, {"model": model, "requests_per_minute": 60, "waits_s": 8.0}]
    assert ada.get("/v1/limits").json["model"] == told
    operator = Client({"sub": "eve", "roles": "[operator]"})
    assert operator.get("/v1/admin/overview").json["model"] == told


def test_limits_tell_what_is_used_reserved_and_left(limited: World, ada: Client) -> None:
    ada.post("/v1/jobs", course_request())
    _spend(limited, "ada", "0.25", "0.5")
    limits = Client({"sub": "ada", "plan": "pro"}).get("/v1/limits").json
    assert limits["plan"] == "pro"
    assert limits["active_jobs"] == {"used": 1, "limit": 3}
    assert limits["spend_usd"] == {
        "day": {"used": 0.25, "reserved": 0.5, "limit": 20},
        "month": {"used": 0.25, "reserved": 0.5, "limit": 200},
    }
    assert ada.get("/v1/limits").json["spend_usd"]["day"]["limit"] == 1
    others = Client({"sub": "bob"}).get("/v1/limits").json
    assert others["spend_usd"]["day"] == {"used": 0, "reserved": 0, "limit": 1}
    assert others["active_jobs"]["used"] == 0


@pytest.mark.parametrize(
    ("used", "closed", "status"),
    [("0.99", "", 202), ("1", "", 429), ("0.9", "1", 429), ("0.9", "0.5", 202)],
)
def test_a_start_over_the_day_s_limit(
    limited: World, ada: Client, used: str, closed: str, status: int
) -> None:
    _spend(limited, "ada", used, "99", closed)
    before = dict(limited.memory.heads)
    answer = ada.post("/v1/jobs", course_request(), headers={"idempotency-key": "k"})
    assert answer.status == status
    if status == 429:
        assert answer.code == "spend-limit-reached"
        assert answer.json["ceiling"] == "owner_day"
        # From 09:30:00.125 to midnight.
        assert int(answer.headers["retry-after"]) == 14 * 3600 + 30 * 60
        assert limited.memory.jobs == {}
        assert limited.memory.heads == before
        assert limited.queue.next_due() is None
        assert ada.post("/v1/jobs", course_request(), headers={"idempotency-key": "k"}).status == 429
    assert Client({"sub": "bob"}).post("/v1/jobs", course_request()).status == 202


def test_the_next_day_begins_anew_and_the_month_does_not(limited: World, ada: Client) -> None:
    _spend(limited, "ada", "1")
    assert ada.post("/v1/jobs", course_request()).status == 429
    limited.clock.time = datetime(2026, 11, 23, 0, 0, 1, tzinfo=UTC)
    assert ada.post("/v1/jobs", course_request()).status == 202
    _spend(limited, "ada", "4")
    limited.clock.time = datetime(2026, 11, 24, tzinfo=UTC)
    answer = ada.post("/v1/jobs", course_request(input={"exam": small_exam(title="Other")}))
    assert (answer.status, answer.json["ceiling"]) == (429, "owner_month")
    assert int(answer.headers["retry-after"]) == 7 * 86_400


def test_what_all_spend_together_stops_everybody_and_tells_no_amount(limited: World, ada: Client) -> None:
    _spend(limited, "bob", "50")
    answer = ada.post("/v1/jobs", course_request())
    assert (answer.status, answer.json["ceiling"]) == (429, "deployment_day")
    assert "50" not in answer.text


def test_retry_and_continue_are_starts_too(limited: World, ada: Client) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    limited.change(job_id, status=JobStatus.WAITING)
    _spend(limited, "ada", "1")
    before = limited.job(job_id)
    assert ada.post(f"/v1/jobs/{job_id}/continue").code == "spend-limit-reached"
    assert limited.job(job_id) == before
    limited.fail(job_id)
    before = limited.job(job_id)
    assert ada.post(f"/v1/jobs/{job_id}/retry").code == "spend-limit-reached"
    assert limited.job(job_id) == before
    pro = Client({"sub": "ada", "plan": "pro"})
    assert pro.post(f"/v1/jobs/{job_id}/retry").status == 202
    assert limited.job(job_id).plan == "pro"


def test_a_cancel_settles_what_the_job_had_reserved(limited: World, ada: Client) -> None:
    from generation.engine.model import funding
    from generation.engine.model.job import OpenCalls

    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    now = limited.clock.now()
    job, entries = funding.reserve(
        limited.take(job_id), Decimal("0.5"), now, wiring.limits().spend.of("free")
    )
    job = replace(job, open_calls=OpenCalls.one(Decimal("0.2")))
    limited.store.commit(Checkpoint(job=job, ledger=entries))
    assert ada.get("/v1/limits").json["spend_usd"]["day"] == {"used": 0, "reserved": 0.5, "limit": 1}
    assert ada.post(f"/v1/jobs/{job_id}/cancel").status == 202
    assert ada.get("/v1/limits").json["spend_usd"]["day"] == {"used": 0.2, "reserved": 0, "limit": 1}
    assert ada.post(f"/v1/jobs/{job_id}/cancel").status == 200
    assert ada.get("/v1/limits").json["spend_usd"]["month"]["used"] == 0.2
