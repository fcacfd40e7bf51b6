"""Figures of past jobs on the whole stack: completed, failed and cancelled ones, to the last token."""

from __future__ import annotations

import uuid

from tests.e2e.exams import topics
from tests.e2e.service import Document, OfflineModel, Person, Service


def _asked(person: Person, **query: str) -> Document:
    answer = person.get("/v1/analytics", params=query)
    assert answer.status_code == 200, answer.text
    body: Document = answer.json()
    return body


def test_what_has_ended_is_told_exactly(service: Service, model: OfflineModel) -> None:
    org_id = f"mill-{uuid.uuid4().hex[:8]}"
    owner = service.person(org_id=org_id, plan="pro")
    admin = service.person(org_id=org_id, roles=["org_admin"])
    operator = service.person(roles=["operator"])

    model.faults({"fault": "refuse", "contains": "Topic 2", "kind": "lesson"})
    retried = owner.start_exam_course(topics(3))["job_id"]
    assert owner.await_job(retried)["status"] == "failed"
    model.faults()
    assert owner.post(f"/v1/jobs/{retried}/retry").status_code == 202
    jobs = [owner.await_job(retried)]
    jobs.append(owner.await_job(owner.start("course_outline", {"topic": "Sourdough bread"})["job_id"]))
    model.latency(3_000)
    stopped = owner.start_exam_course(topics(2))["job_id"]
    owner.await_job(stopped, lambda job: job["status"] == "running")
    assert owner.post(f"/v1/jobs/{stopped}/cancel").status_code == 202
    jobs.append(owner.job(stopped))
    assert [job["status"] for job in jobs] == ["completed", "completed", "cancelled"]

    told = _asked(owner)["total"]
    assert told["jobs"] == {"started": 3, "completed": 2, "failed": 1, "cancelled": 1}
    assert told["failures_by_code"] == {"model-refused": 1}
    used = [job["usage"] for job in jobs]
    for name in ("input", "output", "cache_read", "cache_write"):
        assert told["tokens"][name] == sum(usage[f"{name}_tokens"] for usage in used)
    for name in ("model_calls", "aborted_calls", "reused_calls"):
        assert told[name] == sum(usage[name] for usage in used)
    assert told["queue_ms"]["p95"] >= 0
    assert told["duration_ms"]["p50"] > 0

    assert _asked(admin, scope="org")["total"] == told
    rows = {row["key"]: row["jobs"] for row in _asked(owner, by="pipeline")["rows"]}
    assert rows == {
        "course_outline": {"started": 1, "completed": 1, "failed": 0, "cancelled": 0},
        "exam_course": {"started": 2, "completed": 1, "failed": 1, "cancelled": 1},
    }
    steps = {row["key"]: row for row in _asked(owner, by="step")["rows"]}
    assert steps["exam_course/generate_lessons"]["failures_by_code"] == {"model-refused": 1}
    assert [row["key"] for row in _asked(admin, scope="org", by="owner")["rows"]] == [owner.sub]
    assert _asked(operator, scope="all")["computed_at"]
    assert service.person().get("/v1/analytics").json()["total"]["jobs"]["started"] == 0
