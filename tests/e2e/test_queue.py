"""Many jobs at once: the limit of an owner, lists that stay stable, retries, jobs of an organization."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.e2e.exams import topics
from tests.e2e.service import Document, OfflineModel, Person, Service

MAX_ACTIVE_JOBS = 10
"""Default of the template."""

BEES: Document = {"title": "Beekeeping", "projects": [{"title": "A hive"}, {"title": "A jar of honey"}]}


def page(person: Person, **query: Any) -> Document:
    answer = person.get("/v1/jobs", params=query)
    assert answer.status_code == 200, answer.text
    found: Document = answer.json()
    return found


def ids(person: Person, **query: Any) -> list[str]:
    return [job["job_id"] for job in page(person, **query)["jobs"]]


def outline(topic: str) -> Document:
    return {"pipeline": "course_outline", "input": {"topic": topic}}


def program(**members: Any) -> Document:
    profile = {"age": 34, "sex": "female", "height_cm": 168, "mass_kg": 62, "experience": "intermediate"}
    wanted = {"goal": "strength", "weeks": 4, "days_per_week": 3, "equipment": ["barbell", "rack", "bench"]}
    return {"pipeline": "training_program", "input": {"profile": profile, **wanted, **members}}


def start(person: Person, body: Document) -> str:
    answer = person.post("/v1/jobs", body)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["job_id"])


@pytest.fixture
def slow(model: OfflineModel) -> Iterator[OfflineModel]:
    """A model that answers after the test: jobs stay active until somebody cancels them."""
    model.latency(120_000)
    yield model
    model.reset()


@pytest.fixture
def idle(person: Person) -> Iterator[Person]:
    """Somebody whose jobs are all cancelled at the end, so that no worker keeps one."""
    yield person
    for job_id in ids(person, status="active", limit=100):
        person.post(f"/v1/jobs/{job_id}/cancel")


# ---- At once


def test_jobs_of_one_owner_run_at_the_same_time(idle: Person, slow: OfflineModel) -> None:
    started = [idle.start_exam_course(topics(1, each=3 + n))["job_id"] for n in range(3)]
    deadline = time.monotonic() + 30
    while slow.stats()["open"] < 3:
        assert time.monotonic() < deadline, "the jobs wait for each other"
        time.sleep(0.1)
    assert [(job["job_id"], job["status"]) for job in page(idle, status="active")["jobs"]] == [
        (job_id, "running") for job_id in reversed(started)
    ]


def test_one_job_more_than_the_limit_is_refused_until_another_has_ended(
    idle: Person, slow: OfflineModel
) -> None:
    started = [start(idle, outline(f"Subject number {n}")) for n in range(MAX_ACTIVE_JOBS)]
    refused = idle.post("/v1/jobs", outline("One more"))
    assert (refused.status_code, refused.json()["code"]) == (429, "too-many-jobs")
    assert int(refused.headers["retry-after"]) >= 1
    assert ids(idle) == started[::-1], "nothing was stored for the refused one"
    assert idle.post(f"/v1/jobs/{started[3]}/cancel").status_code == 202
    start(idle, outline("One more"))
    assert idle.post(f"/v1/jobs/{started[3]}/retry").json()["code"] == "too-many-jobs"


def test_the_limit_of_one_owner_is_not_that_of_another(service: Service, slow: OfflineModel) -> None:
    people = [service.person() for _ in range(2)]
    for person in people:
        for n in range(MAX_ACTIVE_JOBS // 2 + 1):
            start(person, outline(f"Subject number {n}"))
    for person in people:
        for job_id in ids(person):
            assert person.post(f"/v1/jobs/{job_id}/cancel").status_code == 202


def test_twenty_jobs_of_four_pipelines_at_once(service: Service, model: OfflineModel) -> None:
    model.latency(200)
    people = [service.person(plan="pro") for _ in range(5)]
    started: dict[str, tuple[Person, str]] = {}
    for person in people:
        exam_id = person.upload(topics(2))
        bodies: tuple[Document, ...] = (
            {"pipeline": "exam_course", "input": {"exam_id": exam_id}},
            outline("Beekeeping"),
            {"pipeline": "project_course", "input": {"outline": BEES}},
            program(),
        )
        for body in bodies:
            started[start(person, body)] = (person, body["pipeline"])
    assert len(started) == 20
    for job_id, (person, pipeline) in started.items():
        job = person.await_job(job_id, s=180)
        assert (job["status"], job["pipeline"]) == ("completed", pipeline), job["error"]
        events = person.events(job_id)
        assert {event["job_id"] for event in events} == {job_id}
        assert [event["event_id"] for event in events] == list(range(1, len(events) + 1))
        steps = [step["name"] for step in job["steps"]]
        assert [event["step"] for event in events if event["type"] == "step_started"] == steps
        assert events[-1]["result"] == job["result"]
    artifacts = [tuple(person.job(job_id)["artifact"].items()) for job_id, (person, _) in started.items()]
    assert len(set(artifacts)) == 20, "each has its own artifact"


# ---- Lists


def test_a_list_can_be_filtered_by_status_and_pipeline(idle: Person, model: OfflineModel) -> None:
    done = start(idle, outline("Beekeeping"))
    idle.await_job(done)
    model.faults({"fault": "refuse"})
    failed = idle.start_exam_course(topics(1))["job_id"]
    idle.await_job(failed)
    model.faults()
    model.latency(120_000)
    active = start(idle, outline("Sailing"))
    cancelled = start(idle, program())
    idle.post(f"/v1/jobs/{cancelled}/cancel")
    assert ids(idle) == [cancelled, active, failed, done]
    assert ids(idle, status="completed") == [done]
    assert ids(idle, status="failed") == [failed]
    assert ids(idle, status="cancelled") == [cancelled]
    assert ids(idle, status="active") == [active]
    assert ids(idle, status="waiting") == []
    assert ids(idle, pipeline="course_outline") == [active, done]
    assert ids(idle, pipeline="training_program") == [cancelled]
    assert ids(idle, pipeline="course_outline", status="active") == [active]
    assert ids(idle, pipeline="exam_course", status="active") == []


def test_pages_stay_stable_while_new_jobs_arrive(idle: Person, slow: OfflineModel) -> None:
    started = [start(idle, outline(f"Subject number {n}")) for n in range(7)]
    first = page(idle, limit=3)
    assert [job["job_id"] for job in first["jobs"]] == started[:3:-1]
    start(idle, outline("A new one"))
    start(idle, outline("Another new one"))
    seen = [job["job_id"] for job in first["jobs"]]
    cursor = first["next_cursor"]
    while cursor is not None:
        following = page(idle, limit=3, cursor=cursor)
        seen += [job["job_id"] for job in following["jobs"]]
        cursor = following["next_cursor"]
    assert seen == started[::-1], "none twice, none left out, none of the new ones"
    assert len(ids(idle)) == 9


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ({"status": "done"}, "/query/status"),
        ({"pipeline": "no pipeline"}, "/query/pipeline"),
        ({"limit": "0"}, "/query/limit"),
        ({"limit": "101"}, "/query/limit"),
        ({"cursor": "x"}, "/query/cursor"),
        ({"scope": "all"}, "/query/scope"),
    ],
)
def test_a_list_cannot_be_asked_for_anything(person: Person, query: dict[str, str], pointer: str) -> None:
    answer = person.get("/v1/jobs", params=query)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


def test_a_list_says_when_to_ask_again_and_only_what_is_new(idle: Person, slow: OfflineModel) -> None:
    def ask(tag: str = "") -> httpx.Response:
        return idle.get("/v1/jobs", headers={"If-None-Match": tag} if tag else {})

    start(idle, outline("Beekeeping"))
    deadline = time.monotonic() + 30
    while (seen := ask(tag := ask().headers["etag"])).status_code != 304:
        assert time.monotonic() < deadline, "the list never comes to rest"
        time.sleep(0.5)
    assert (seen.content, seen.headers["etag"], seen.headers["retry-after"]) == (b"", tag, "1")
    idle.post(f"/v1/jobs/{ids(idle)[0]}/cancel")
    changed = ask(tag)
    assert (changed.status_code, changed.json()["jobs"][0]["status"]) == (200, "cancelled")
    assert "retry-after" not in changed.headers


# ---- Again


def test_a_retry_shows_its_attempt(person: Person, model: OfflineModel) -> None:
    model.faults({"fault": "refuse", "kind": "lesson", "times": 1})
    job_id = person.start_exam_course(topics(2))["job_id"]
    job = person.await_job(job_id)
    assert (job["status"], job["attempt"], job["can_resume"]) == ("failed", 1, True)
    accepted = person.post(f"/v1/jobs/{job_id}/retry")
    assert (accepted.status_code, accepted.json()["attempt"]) == (202, 2)
    assert accepted.headers["location"] == f"/v1/jobs/{job_id}"
    job = person.await_job(job_id)
    assert (job["status"], job["attempt"], job["can_resume"]) == ("completed", 2, False)
    assert [listed["attempt"] for listed in page(person)["jobs"]] == [2]
    again = person.post(f"/v1/jobs/{job_id}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "job-not-resumable")


def test_a_subject_has_one_active_job(idle: Person, slow: OfflineModel) -> None:
    exam_id = idle.upload(topics(1))
    body = {"pipeline": "exam_course", "input": {"exam_id": exam_id}}
    job_id = start(idle, body)
    duplicate = idle.post("/v1/jobs", body)
    assert (duplicate.status_code, duplicate.json()["code"]) == (409, "duplicate-job")
    assert duplicate.json()["job_id"] == job_id
    training = start(idle, program())
    duplicate = idle.post("/v1/jobs", program(weeks=2))
    assert (duplicate.json()["code"], duplicate.json()["job_id"]) == ("duplicate-job", training)


# ---- Of an organization


def test_jobs_of_an_organization_are_for_its_admins(service: Service, slow: OfflineModel) -> None:
    org_id = f"org-{uuid.uuid4().hex[:8]}"
    ada, ben = service.person(org_id=org_id), service.person(org_id=org_id)
    stranger = service.person(org_id=f"{org_id}-other")
    admin = service.person(org_id=org_id, roles=["org_admin"])
    theirs = [start(person, outline("Beekeeping")) for person in (ada, ben)]
    others = start(stranger, outline("Beekeeping"))
    assert ids(admin, scope="org") == theirs[::-1]
    assert ids(admin, scope="org", pipeline="exam_course") == []
    assert ids(admin) == []
    assert ids(ada) == theirs[:1]
    for person in (ada, stranger):
        refused = person.get("/v1/jobs", params={"scope": "org"})
        assert (refused.status_code, refused.json()["code"]) == (403, "role-required")
    assert admin.get(f"/v1/jobs/{theirs[0]}").status_code == 200
    assert admin.get(f"/v1/jobs/{others}").status_code == 404
    assert ben.get(f"/v1/jobs/{theirs[0]}").status_code == 404
    assert admin.post(f"/v1/jobs/{theirs[0]}/cancel").status_code == 404, "to see is not to change"
    for person, job_id in zip((ada, ben, stranger), (*theirs, others), strict=True):
        assert person.post(f"/v1/jobs/{job_id}/cancel").status_code == 202
