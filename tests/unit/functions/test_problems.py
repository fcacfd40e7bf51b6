"""Problem answers (RFC 9457), whatever goes wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from generation import wiring, wiring_telling
from generation.engine import errors
from generation.engine.errors import GenerationError, RequestError, Unavailable
from generation.http import problems as problem
from local.configuration import ROOT
from tests.unit.functions.contract import PROBLEM_MEMBERS
from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request, small_exam


def _kinds(of: type[GenerationError]) -> list[type[GenerationError]]:
    return [of, *(kind for child in of.__subclasses__() for kind in _kinds(child))]


def test_every_error_of_a_request_has_a_status() -> None:
    for kind in _kinds(RequestError):
        if kind is not RequestError:
            # What the operator has paused is nobody's fault, and the service's to end.
            assert 400 <= problem.status_of(kind("x")) < 500 or kind is errors.Paused, kind


def test_no_other_error_is_the_callers_fault() -> None:
    request_errors = set(_kinds(RequestError))
    for kind in set(_kinds(GenerationError)) - request_errors:
        error = kind.__new__(kind)
        assert problem.status_of(error) >= 500, kind


def test_a_problem_answer_has_all_members(world: World, ada: Client) -> None:
    answer = ada.get("/v1/jobs/none")
    body = answer.json
    assert set(body) == PROBLEM_MEMBERS
    assert body["type"] == "/problems/job-not-found"
    assert body["title"] == "Job not found"
    assert body["status"] == answer.status == 404
    assert body["instance"] == "/v1/jobs/none"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/v1/nothing", "/", "/v2/jobs", "/v1/jobs/a/b/c", "/V1/jobs", "/v1//jobs"])
@pytest.mark.parametrize("function", ["start", "status", "cancel", "retry", "library", "export", "admin"])
def test_an_address_that_leads_nowhere(world: World, ada: Client, path: str, function: str) -> None:
    answer = ada.ask("GET", path, function=function)
    assert (answer.status, answer.code) == (404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "function", "allowed"),
    [
        ("PUT", "/v1/jobs", "start", "POST"),
        ("DELETE", "/v1/jobs/job_1", "status", "GET"),
        ("GET", "/v1/jobs/job_1/cancel", "cancel", "POST"),
        ("DELETE", "/v1/exams", "library", "GET, POST"),
    ],
)
def test_a_method_that_an_address_does_not_know(
    world: World, ada: Client, method: str, path: str, function: str, allowed: str
) -> None:
    answer = ada.ask(method, path, function=function)
    assert (answer.status, answer.code) == (405, "method-not-allowed")
    assert answer.headers["allow"] == allowed


LESSON = {"title": "t", "objectives": ["o"], "body": "b"}
PAUSE = {"scope": "all", "reason": "r"}
BODIES: dict[str, dict[str, Any]] = {
    "POST /v1/jobs": course_request(),
    "POST /v1/quote": course_request(),
    "POST /v1/batches": {"jobs": [course_request()]},
    "POST /v1/exams": small_exam(),
    "PATCH /v1/exams/{exam_id}": {"title": "t"},
    "PATCH /v1/courses/{course_id}": {"title": "t"},
    "PATCH /v1/programs/{program_id}": {"title": "t"},
    "PUT /v1/courses/{course_id}/lessons/{lesson_id}": LESSON,
    "POST /v1/courses/{course_id}/lessons/{lesson_id}/restore": {"version": "v"},
    "PUT /v1/profile": {
        "age": 30, "sex": "female", "height_cm": 170, "mass_kg": 65, "experience": "beginner",
    },
    "POST /v1/webhooks": {"url": "https://93.184.215.14/"},
    "PUT /v1/webhooks/{webhook_id}": {"url": "https://93.184.215.14/"},
    "POST /v1/admin/pause": PAUSE,
    "POST /v1/admin/resume": PAUSE,
}  # fmt: skip
"""Of the routes that need one."""

IDS = {"job_id": "job_1", "batch_id": "batch_1", "slug": "s1"}


def _routes() -> Iterator[tuple[str, str, str | None]]:
    """Every route of the OpenAPI document that needs a token: method, path, body."""
    document = json.loads((ROOT / "layers/shared/generation/http/openapi.json").read_text(encoding="utf-8"))
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if operation.get("security") == []:
                continue
            body = BODIES.get(f"{method.upper()} {path}")
            given = re.sub(r"\{(\w+)\}", lambda name: IDS.get(name[1], "x"), path)
            yield method.upper(), given, None if body is None else json.dumps(body)


ROUTES = list(_routes())


def _query(path: str) -> str:
    return "format=md" if path.endswith("/export") else ""


def test_every_route_is_asked() -> None:
    assert len(ROUTES) > 40
    assert {path for _, path, _ in ROUTES} >= {"/v1/batches/batch_1/retry", "/v1/courses/x/lessons/x"}


@pytest.mark.parametrize(
    "claims", [None, {}, {"sub": ""}, {"sub": " "}, {"org_id": "o1"}, {"sub": "x" * 256}, {"sub": 5}], ids=str
)
def test_without_a_subject_there_is_nothing(world: World, claims: dict[str, Any] | None) -> None:
    for method, path, raw in ROUTES:
        answer = Client(claims).ask(method, path, query=_query(path), raw=raw)
        assert (answer.status, answer.code) == (401, "unauthenticated"), path
        assert answer.headers["www-authenticate"] == "Bearer"


BUILDERS = (
    "job_service", "batches", "quotes", "operations", "library", "authoring", "lessons", "sharing", "exports",
    "archives",
    "analytics",
)  # fmt: skip
OPERATOR = Client({"sub": "ada", "roles": ["operator"], "plan": "pro"})


def test_a_fault_of_ours_is_answered_without_details(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "table arn:aws:dynamodb:eu-central-1:000000000000:table/secret"  # noqa: S105 - a name

    def broken() -> Any:
        raise RuntimeError(secret)

    for builder in BUILDERS:
        monkeypatch.setattr(wiring, builder, broken)
    monkeypatch.setattr(wiring_telling, "webhooks", broken)
    for method, path, raw in ROUTES:
        caplog.clear()
        answer = OPERATOR.ask(method, path, query=_query(path), raw=raw)
        assert (answer.status, answer.code) == (500, "internal-error"), path
        assert "secret" not in answer.text
        assert "RuntimeError" not in answer.text
        logged = vars(caplog.records[-1])
        assert (logged["error"], logged["exc_info"]) == ("RuntimeError", None)
        assert "in broken" in logged["frames"][-1]


def test_an_answer_that_cannot_be_written_is_a_fault_of_ours(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    world.change(job_id, result={"n": 1})
    monkeypatch.setattr(
        "generation.http.polling.JobView.of", lambda *_: (_ for _ in ()).throw(TypeError("x"))
    )
    assert ada.get(f"/v1/jobs/{job_id}").code == "internal-error"


def test_an_answer_that_does_not_fit_its_type_is_a_fault_of_ours(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generation.http.polling.JobView.of", lambda *_: {"job_id": 5})
    answer = ada.post("/v1/jobs", course_request())
    assert (answer.status, answer.code) == (500, "internal-error")


def test_a_store_that_does_not_answer_is_503(
    world: World, ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: Any) -> Any:
        raise Unavailable("dynamodb does not answer: ThrottlingException")

    monkeypatch.setattr(world.store, "read", silent)
    answer = ada.get("/v1/jobs/job_1")
    assert (answer.status, answer.code) == (503, "unavailable")
    assert "dynamodb" not in answer.text
    assert int(answer.headers["retry-after"]) > 0


def test_neither_tokens_nor_bodies_nor_keys_are_logged(
    world: World, ada: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    sentinel = "sentinel-4711"
    body = course_request()
    body["input"]["exam"]["title"] = sentinel
    headers = {"Authorization": f"Bearer {sentinel}", "Idempotency-Key": sentinel}
    assert ada.post("/v1/jobs", body, headers=headers).status == 202
    assert ada.post("/v1/jobs", {**body, sentinel: 1}, headers=headers).status == 422
    assert ada.ask("POST", "/v1/jobs", raw=sentinel, headers=headers).status == 400
    assert sentinel not in "".join(capfd.readouterr())


def test_codes_of_the_table_are_the_documented_ones() -> None:
    assert {kind.__name__: status for kind, status in problem.STATUS.items()} == {
        "MalformedRequest": 400,
        "Unauthenticated": 401,
        "Forbidden": 403,
        "NotFound": 404,
        "Conflict": 409,
        "PreconditionFailed": 412,
        "PayloadTooLarge": 413,
        "AnswerTooLarge": 413,
        "InvalidInput": 422,
        "IdempotencyKeyReused": 422,
        "PreconditionRequired": 428,
        "TooManyJobs": 429,
        "SpendLimitReached": 429,
        "Paused": 503,
        "Unavailable": 503,
    }
    assert problem.status_of(errors.PlanRequired("x")) == 403
