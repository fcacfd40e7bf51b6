"""What people send stays between them and their own documents: no log and no problem answer repeats it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import boto3
import httpx
import pytest

from tests.e2e.service import Document, OfflineModel, Person, Service
from tests.unit import hostile


class Marks:
    """Texts that occur nowhere else, by what they stand in. `mark("notes")`"""

    def __init__(self) -> None:
        self.made: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        return self.made.setdefault(place, f"zq{uuid.uuid4().hex}")

    def found_in(self, text: str) -> list[str]:
        return [place for place, mark in self.made.items() if mark in text]


class Teller:
    """Asks as somebody would, and keeps every problem answer."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.problems: list[httpx.Response] = []

    def post(self, path: str, body: Any = None, status: int = 0, **how: Any) -> Document:
        return self._kept(self.person.post(path, body, **how), status)

    def put(self, path: str, body: Any, status: int = 0) -> Document:
        return self._kept(self.person.put(path, body), status)

    def get(self, path: str, status: int = 0, **how: Any) -> Document:
        return self._kept(self.person.get(path, **how), status)

    def _kept(self, answer: httpx.Response, status: int) -> Document:
        assert not status or answer.status_code == status, answer.text
        assert answer.status_code < 500, answer.text
        if answer.status_code >= 400:
            self.problems.append(answer)
        read: Document = answer.json()
        return read


@pytest.fixture
def service(service_with: Callable[..., Service]) -> Service:
    """The stack that fuzzing uses as well."""
    service = service_with(LATENCY_MS="0", PARAM_MaxActiveJobs="1000")
    service.model.reset()
    return service


def test_logs_and_problems_repeat_nothing_that_people_send(service: Service) -> None:
    mark = Marks()
    person = service.person(sub=mark("subject"), org_id=mark("organization"), plan="pro")
    mark.made["token"] = person.authorization.removeprefix("Bearer ")
    mark.made["signature"] = person.authorization.rpartition(".")[2]
    teller = Teller(person)
    jobs = started(teller, mark)
    for job_id in jobs:
        person.await_job(job_id)
    failing(teller, service.model, mark)
    cancelled(teller, service.model, mark)
    refused(teller, mark)
    strangers = Teller(service.person())
    for job_id in jobs:
        strangers.get(f"/v1/jobs/{job_id}", 404)
        strangers.post(f"/v1/jobs/{job_id}/cancel", {"reason": mark("reason")}, 404)
    intruding(service, mark, teller)

    assert len(teller.problems) >= 30
    for problem in (*teller.problems, *strangers.problems):
        assert not mark.found_in(problem.text), f"{problem.request.url}: {problem.text}"
    log = logged(service)
    assert all(job_id in log for job_id in jobs), "the log is of these jobs"
    assert log.count('"Refused"') >= 30
    assert not mark.found_in(log), {place: _line(log, mark(place)) for place in mark.found_in(log)}


def started(teller: Teller, mark: Marks) -> list[str]:
    """A job of each pipeline, its texts marked each by its place."""
    inputs = {pipeline: marked(body, mark, pipeline) for pipeline, body in hostile.inputs("x").items()}
    return [
        str(
            teller.post(
                "/v1/jobs",
                {"pipeline": pipeline, "input": body},
                202,
                headers={"Idempotency-Key": mark(f"key of {pipeline}")},
            )["job_id"]
        )
        for pipeline, body in inputs.items()
    ]


def marked(value: Any, mark: Marks, place: str) -> Any:
    """Free texts replaced by marks. What has to name something else of the body does so still."""
    if isinstance(value, dict):
        return {name: marked(inner, mark, f"{place}/{name}") for name, inner in value.items()}
    if isinstance(value, list):
        return [marked(inner, mark, f"{place}/{index}") for index, inner in enumerate(value)]
    if isinstance(value, str) and "x" in value.split():
        owner = place.replace("/correct/0", "/options/1/option_id")  # B is right
        return mark(owner)
    return value


def failing(teller: Teller, model: OfflineModel, mark: Marks) -> None:
    """Jobs whose calls break, are refused, or come back as something else."""
    for fault in ("refuse", "invalid_json", "breaks_schema", "garbage", "truncate", "server_error"):
        model.faults({"fault": fault, "kind": "outlines"})
        input_ = {"topic": mark(f"topic {fault}"), "projects": 3, "alternatives": 1}
        job_id = teller.post("/v1/jobs", {"pipeline": "course_outline", "input": input_}, 202)["job_id"]
        if fault == "refuse":
            job = teller.person.await_job(job_id)
            assert (job["status"], mark.found_in(job["error"]["message"])) == ("failed", [])
        else:  # these are tried again, with pauses
            teller.person.await_job(
                job_id, lambda job: bool(job["usage"]["model_calls"]) or job["is_finished"]
            )
            teller.post(f"/v1/jobs/{job_id}/cancel", {"reason": mark(f"reason {fault}")})
    model.faults()


def cancelled(teller: Teller, model: OfflineModel, mark: Marks) -> None:
    model.latency(5000)
    input_ = {"topic": mark("topic"), "projects": 3, "alternatives": 1}
    job_id = teller.post("/v1/jobs", {"pipeline": "course_outline", "input": input_}, 202)["job_id"]
    teller.post(f"/v1/jobs/{job_id}/cancel", {"reason": mark("reason")}, 202)
    model.latency(0)


def refused(teller: Teller, mark: Marks) -> None:
    """Wrong in every way, with what was sent in the wrong place."""
    key = {"Idempotency-Key": mark("key")}
    exam = marked(hostile.exam(("x",), "x"), mark, "exam")
    teller.post("/v1/exams", exam, 201, headers=key)
    teller.post("/v1/exams", {**exam, "title": mark("other title")}, 422, headers=key)
    question = exam["questions"][0]
    for wrong in (
        {**exam, "title": mark("long title") * 100},
        {**exam, "title": [mark("title in a list")]},
        {**exam, "title": f"{mark('title with NUL')}\0"},
        {**exam, "more": mark("unknown field")},
        {**exam, "questions": [question, question]},
        {**exam, "questions": mark("questions")},
        {**exam, "questions": [{**question, "correct": [mark("no option")]}]},
    ):
        teller.post("/v1/exams", wrong, 422)
    for text in (
        f'{{"title": "{mark("broken")}',
        f'{{"a": NaN, "b": "{mark("beside NaN")}"}}',
        mark("no JSON"),
    ):
        teller.post("/v1/exams", status=400, content=text)
    profile = hostile.profile("x")
    for name in ("age", "sex", "height_cm", "experience", "lifts", "equipment", "notes"):
        teller.put("/v1/profile", {**profile, name: {"of": mark(f"profile {name}")}}, 422)
    for name in ("sex", "experience", "goal"):
        teller.put("/v1/profile", {**profile, name: mark(f"profile {name}")}, 422)
    teller.post("/v1/jobs", {"pipeline": mark("pipeline"), "input": {}}, 422)
    for pipeline in hostile.inputs("x"):
        wrong = {"topic": 1, "exam_id": 1, "audience": 1, mark("name")[:2]: mark(f"unknown of {pipeline}")}
        teller.post("/v1/jobs", {"pipeline": pipeline, "input": wrong}, 422)
    missing = {"exam_id": mark("exam of nobody")}
    teller.post("/v1/jobs", {"pipeline": "exam_course", "input": missing}, 404)
    teller.post(
        "/v1/jobs", {"pipeline": "exam_course", "input": missing, "options": {"mode": mark("mode")}}, 422
    )
    for name in ("cursor", "limit", "status", "pipeline", "scope"):
        teller.get("/v1/jobs", params={name: f"{mark(f'query {name}')}-"}, status=422)
    teller.get("/v1/exams", params={"cursor": mark("cursor")}, status=422)
    teller.post("/v1/exams", exam, 422, headers={"Idempotency-Key": f"{mark('spaced key')} " + "x" * 300})


def intruding(service: Service, mark: Marks, teller: Teller) -> None:
    """Tokens that are none."""
    for token in (mark("no token"), f"{mark('head')}.{mark('claims')}.{mark('seal')}"):
        answer = service.anybody().get("/v1/jobs", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 401
        teller.problems.append(answer)


def logged(service: Service) -> str:
    """All that the functions have written to CloudWatch, and what the emulator says itself."""
    client = boto3.client(
        "logs",
        endpoint_url=service.record.emulator_url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the emulator wants some
    )
    groups = [group["logGroupName"] for group in client.describe_log_groups()["logGroups"]]
    pages = (
        page
        for group in groups
        for page in client.get_paginator("filter_log_events").paginate(logGroupName=group)
    )
    lines = [event["message"] for page in pages for event in page["events"]]
    return "\n".join([*lines, service.emulator_log.read_text(errors="replace")])


def _line(log: str, mark: str) -> str:
    return next(line for line in log.splitlines() if mark in line)[:500]
