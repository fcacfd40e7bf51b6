"""Who may do what: every route of the OpenAPI document x everybody who could ask."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from local.configuration import ROOT
from tests.e2e.cells import (
    APART,
    ASKED,
    CELLS,
    NAMES_THINGS,
    PROFILE,
    REFUSED_BATCH,
    WEBHOOK,
    route_of,
)
from tests.e2e.exams import topics
from tests.e2e.service import Document, Person, Service
from tests.e2e.tokens import FLAWS, Forge

DOCUMENT: Document = json.loads(
    (ROOT / "layers/shared/generation/http/openapi.json").read_text(encoding="utf-8")
)
ROUTES = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
OPEN = {"GET /openapi.json", "GET /docs", "GET /v1/shared/{slug}"}

CALLERS: Mapping[str, Document] = {
    "owner": {"org_id": "mill", "plan": "pro"},
    "stranger": {"plan": "pro"},
    "colleague": {"org_id": "mill", "plan": "pro"},
    "admin": {"org_id": "mill", "roles": ["org_admin"], "plan": "pro"},
    "foreign admin": {"org_id": "other-mill", "roles": ["org_admin"], "plan": "pro"},
    "admin of nothing": {"roles": ["org_admin"], "plan": "pro"},
    "operator": {"roles": ["operator"], "plan": "pro"},
}
"""Claims; `admin` is the organization's in which the owner is, who alone has anything."""


@dataclass(frozen=True)
class Scene:
    """`ids` are the owner's, by the names that the paths have for them; `missing` are nobody's."""

    service: Service
    people: Mapping[str, Person]
    forge: Forge
    ids: Mapping[str, str]
    missing: Mapping[str, str]

    def ask(
        self, client: httpx.Client | Person, cell: str, ids: Mapping[str, str], **how: Any
    ) -> httpx.Response:
        method, path = cell.split(" ", 1)
        sent = json.dumps(CELLS[cell].body)
        for name, value in ids.items():
            path, sent = path.replace(f"{{{name}}}", value), sent.replace(f"{{{name}}}", value)
        body = None if method in ("GET", "DELETE") else json.loads(sent)
        if isinstance(client, Person):
            answer: httpx.Response = getattr(client, method.lower())(path, *[body] if body else [], **how)
            return answer
        return client.request(method, path, json=body, **how)


@pytest.fixture(scope="module")
def scene(shared_service: Service) -> Scene:
    """An owner with everything that can be owned, and the others."""
    shared_service.model.reset()
    people = {name: shared_service.person(**claims) for name, claims in CALLERS.items()}
    owner = people["owner"]
    exam_id = owner.upload(topics(2, 2))
    job_id = owner.start("exam_course", {"exam_id": exam_id})["job_id"]
    course_id = owner.await_job(job_id)["result"]["course_id"]
    ids = {"job_id": job_id, "exam_id": exam_id, "course_id": course_id}
    ids["lesson_id"] = owner.get(f"/v1/courses/{course_id}").json()["topics"][0]["lessons"][0]["lesson_id"]
    ids["batch_id"] = owner.post("/v1/batches", REFUSED_BATCH).json()["batch_id"]
    for name in ("webhook_id", "spare_webhook_id"):
        ids[name] = owner.post("/v1/webhooks", WEBHOOK).json()["webhook_id"]
    ids["spare_exam_id"] = owner.upload(topics(3, 1))
    owner.put("/v1/profile", PROFILE).raise_for_status()
    asked = {"goal": "strength", "weeks": 1, "days_per_week": 2, "equipment": []}
    program = owner.await_job(owner.start("training_program", asked)["job_id"])
    ids["program_id"] = program["result"]["program_id"]
    spare_job = owner.await_job(owner.start("exam_course", {"exam_id": ids["spare_exam_id"]})["job_id"])
    ids |= {"spare_job_id": spare_job["job_id"], "spare_course_id": spare_job["result"]["course_id"]}
    spare = owner.await_job(owner.start("training_program", asked)["job_id"])
    ids["spare_program_id"] = spare["result"]["program_id"]
    exported = owner.await_job(owner.get("/v1/me/export").raise_for_status().json()["job_id"])
    ids["archive_id"] = exported["result"]["archive_id"]
    published = owner.post(f"/v1/courses/{course_id}/publish", {"link": "anyone"}).raise_for_status()
    ids["slug"] = published.json()["share"]["slug"]
    missing = {name: value[:-4] + "none" for name, value in ids.items()}
    return Scene(shared_service, people, Forge(shared_service.record), ids, missing)


def test_every_route_has_its_cells() -> None:
    assert set(ROUTES) == {route_of(cell) for cell in CELLS}


def test_the_document_says_which_routes_are_open() -> None:
    assert {route for route, operation in ROUTES.items() if operation.get("security") == []} == OPEN


def test_process_and_sweep_have_no_route(scene: Scene) -> None:
    for path in (
        "/process",
        "/sweep",
        "/v1/process",
        "/v1/sweep",
        "/2015-03-31/functions/process/invocations",
    ):
        assert scene.people["owner"].post(path, {}).status_code == 404


# ---- Tokens that are none


@pytest.mark.parametrize("flaw", FLAWS)
@pytest.mark.parametrize("cell", ASKED)
def test_nobody_gets_in_with(scene: Scene, cell: str, flaw: str) -> None:
    header = FLAWS[flaw](scene.forge, scene.people["owner"].sub)
    headers = {} if header is None else {"authorization": header}
    answer = scene.ask(scene.service.anybody(), cell, scene.ids, headers=headers)
    if cell in OPEN:
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert not any(value in answer.json()["detail"] for value in scene.ids.values())


def test_the_same_claims_without_a_flaw_get_in(scene: Scene) -> None:
    token = scene.forge.good(scene.people["owner"].sub)
    answer = scene.service.anybody().get("/v1/jobs", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 200


# ---- Tokens of others


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("cell", [cell for cell in ASKED if cell not in APART])
def test_what_is_answered_to(scene: Scene, cell: str, caller: str) -> None:
    person, cells = scene.people[caller], CELLS[cell]
    answer = scene.ask(person, cell, scene.ids)
    assert answer.status_code == cells.expected(caller), answer.text
    if caller == "owner" or (cells.expected(caller) == 200 and caller == "admin" and "jobs" in cell):
        return
    if answer.status_code == 404 and cells.is_private:
        as_missing = scene.ask(person, cell, scene.missing)
        assert _without_instance(answer) == _without_instance(as_missing)
    if cell not in OPEN | NAMES_THINGS and "{" not in cell and cells.body is None:
        assert not any(value in answer.text for value in scene.ids.values())


def _without_instance(answer: httpx.Response) -> tuple[int, Document, list[str]]:
    """Status, body and the names of the headers."""
    members = {name: value for name, value in answer.json().items() if name != "instance"}
    return answer.status_code, members, sorted(answer.headers)


def test_an_admin_sees_the_jobs_of_the_own_organization_and_no_others(scene: Scene) -> None:
    seen = {
        caller: {job["job_id"] for job in scene.people[caller].get("/v1/jobs?scope=org").json()["jobs"]}
        for caller in ("admin", "foreign admin")
    }
    assert scene.ids["job_id"] in seen["admin"]
    assert seen["foreign admin"].isdisjoint(seen["admin"])


def test_nothing_of_the_owner_s_was_changed(scene: Scene) -> None:
    """After all that was asked above, or before: it does not matter."""
    owner = scene.people["owner"]
    job = owner.job(scene.ids["job_id"])
    assert (job["status"], job["attempt"], job["options"]["max_cost_usd"]) == ("completed", 1, 20)
    assert owner.get(f"/v1/exams/{scene.ids['exam_id']}").json()["questions"] == topics(2, 2)["questions"]


def test_a_key_of_the_owner_s_replays_nothing_to_another(scene: Scene) -> None:
    key = {"idempotency-key": "everybody-uses-this-one"}
    exam = topics(1, 3)
    first = scene.people["owner"].post("/v1/exams", exam, headers=key)
    other = scene.people["colleague"].post("/v1/exams", exam, headers=key)
    assert (first.status_code, other.status_code) == (201, 201)
    assert "idempotency-replayed" not in other.headers


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/exams"])
def test_a_cursor_of_the_owner_s_leads_another_nowhere(scene: Scene, path: str) -> None:
    owner, stranger = scene.people["owner"], scene.people["stranger"]
    job_id = owner.start_exam_course(topics(1, 4))["job_id"]
    cursor = owner.get(path, params={"limit": 1}).json()["next_cursor"]
    assert cursor is not None
    answer = stranger.get(path, params={"limit": 100, "cursor": cursor})
    assert answer.status_code in (200, 422)
    assert not any(value in answer.text for value in scene.ids.values())
    owner.post(f"/v1/jobs/{job_id}/cancel")


# ---- Time

TIMED = (
    "GET /v1/jobs/{job_id}",
    "GET /v1/exams/{exam_id}",
    "GET /v1/courses/{course_id}",
    "GET /v1/courses/{course_id}/export?format=md",
    "POST /v1/jobs/{job_id}/cancel",
)


@pytest.mark.parametrize("cell", TIMED)
def test_no_time_tells_what_exists(
    scene: Scene, cell: str, record_property: Callable[[str, object], None]
) -> None:
    _times_are_equal(scene, cell, 40, 1.5, record_property)


@pytest.mark.reliability
@pytest.mark.parametrize("cell", TIMED)
def test_no_time_tells_what_exists_in_many_requests(
    scene: Scene, cell: str, record_property: Callable[[str, object], None]
) -> None:
    _times_are_equal(scene, cell, int(os.environ.get("RELIABILITY_TIMED", "200")), 1.2, record_property)


def _times_are_equal(
    scene: Scene, cell: str, pairs: int, most: float, record_property: Callable[[str, object], None]
) -> None:
    """By turns, so that what else the machine does meets both; the median ignores single delays."""
    stranger = scene.people["stranger"]
    took: dict[str, list[float]] = {"theirs": [], "nobody's": []}
    for number in range(pairs):
        turns = [("theirs", scene.ids), ("nobody's", scene.missing)]
        for name, ids in turns if number % 2 else reversed(turns):
            begun = time.perf_counter()
            assert scene.ask(stranger, cell, ids).status_code == 404
            took[name].append(time.perf_counter() - begun)
    theirs, nobodys = (statistics.median(times) for times in took.values())
    record_property("median_ms", (round(1000 * theirs, 2), round(1000 * nobodys, 2)))
    assert 1 / most < theirs / nobodys < most, took
