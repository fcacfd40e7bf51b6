"""GET /v1/jobs"""

from __future__ import annotations

from datetime import timedelta

import pytest

from generation.engine.model.job import JobStatus, Options
from tests.unit.functions.contract import JOB_MEMBERS
from tests.unit.functions.http import Client
from tests.unit.functions.world import World, course_request, question, small_exam


def _start(client: Client, n: int) -> str:
    exam = small_exam(title=f"Exam {n}", questions=[question(f"only-{n}")])
    started: str = client.post("/v1/jobs", course_request(input={"exam": exam})).json["job_id"]
    return started


def test_jobs_are_listed_newest_first_in_pages(world: World, ada: Client, bob: Client) -> None:
    mine = [_start(ada, n) for n in range(3)]
    _start(bob, 9)
    first = ada.get("/v1/jobs", query={"limit": 2}).json
    second = ada.get("/v1/jobs", query={"limit": 2, "cursor": first["next_cursor"]}).json
    listed = [job["job_id"] for job in first["jobs"] + second["jobs"]]
    assert listed == sorted(mine, reverse=True)
    assert second["next_cursor"] is None
    assert set(first["jobs"][0]) >= JOB_MEMBERS


def test_a_list_can_be_narrowed(world: World, ada: Client) -> None:
    done, waiting, pending = (_start(ada, n) for n in range(3))
    world.change(waiting, status=JobStatus.WAITING, options=Options(mode="manual"))
    ada.post(f"/v1/jobs/{done}/cancel")

    def listed(query: str) -> set[str]:
        return {job["job_id"] for job in ada.get("/v1/jobs", query=query).json["jobs"]}

    assert listed("status=active") == {waiting, pending}
    assert listed("status=cancelled") == {done}
    assert listed("status=waiting&pipeline=exam_course") == {waiting}
    assert listed("pipeline=project_course") == set()
    assert listed("") == {done, waiting, pending}


@pytest.mark.parametrize(
    ("query", "seconds"), [("", "1"), ("status=active", "1"), ("status=waiting", "5"), ("limit=1", "5")]
)
def test_a_list_is_as_hurried_as_the_first_of_its_jobs_to_move(
    world: World, ada: Client, query: str, seconds: str
) -> None:
    # In the order of a list: of jobs of one millisecond any may be the newest.
    done, _, waiting = sorted(_start(ada, n) for n in range(3))
    ada.post(f"/v1/jobs/{done}/cancel")
    world.change(waiting, status=JobStatus.WAITING)
    assert ada.get("/v1/jobs", query=query).headers["retry-after"] == seconds


@pytest.mark.parametrize("query", ["", "status=cancelled", "status=active"])
def test_a_list_in_which_nothing_moves_says_nothing_of_asking_again(
    world: World, ada: Client, query: str
) -> None:
    ada.post(f"/v1/jobs/{_start(ada, 1)}/cancel")
    assert "retry-after" not in ada.get("/v1/jobs", query=query).headers


def test_an_unchanged_list_is_304_without_a_body(world: World, ada: Client) -> None:
    for n in range(2):
        _start(ada, n)
    tag = ada.get("/v1/jobs").headers["etag"]
    world.clock.time += timedelta(seconds=3)
    answer = ada.get("/v1/jobs", headers={"If-None-Match": tag})
    assert (answer.status, answer.text) == (304, "")
    assert (answer.headers["etag"], answer.headers["retry-after"]) == (tag, "1")
    assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize("change", ["job", "new job", "rest"])
def test_a_changed_list_is_sent_again(world: World, ada: Client, change: str) -> None:
    first, _ = (_start(ada, n) for n in range(2))
    query = {"limit": 1 if change == "rest" else 2}
    tag = ada.get("/v1/jobs", query=query).headers["etag"]
    if change == "job":
        world.change(first, progress=50)
    elif change == "new job":
        _start(ada, 3)
    else:
        del world.memory.jobs[first]  # its time was over: the page is the same, but nothing follows
    answer = ada.get("/v1/jobs", query=query, headers={"If-None-Match": tag})
    assert answer.status == 200
    assert answer.headers["etag"] != tag


def test_each_owner_has_a_list_with_a_tag_of_its_own(world: World, ada: Client, bob: Client) -> None:
    _start(ada, 1)
    tag = ada.get("/v1/jobs").headers["etag"]
    assert bob.get("/v1/jobs", headers={"If-None-Match": tag}).json["jobs"] == []


def test_an_administrator_sees_the_jobs_of_the_organization(world: World) -> None:
    members = {"org_id": "o1"}
    mine = _start(Client({"sub": "ada", **members}), 1)
    theirs = _start(Client({"sub": "bob", **members}), 2)
    _start(Client({"sub": "eve", "org_id": "o2"}), 3)
    admin = Client({"sub": "carl", "roles": "[org_admin]", **members})
    listed = {job["job_id"] for job in admin.get("/v1/jobs", query="scope=org").json["jobs"]}
    assert listed == {mine, theirs}
    assert admin.get(f"/v1/jobs/{theirs}").status == 200
    assert admin.post(f"/v1/jobs/{theirs}/cancel").status == 404


@pytest.mark.parametrize(
    "claims", [{"org_id": "o1"}, {"roles": "[org_admin]"}, {"org_id": "o1", "roles": "[]"}]
)
def test_nobody_else_does(world: World, claims: dict[str, str]) -> None:
    answer = Client({"sub": "ada", **claims}).get("/v1/jobs", query="scope=org")
    assert (answer.status, answer.code) == (403, "role-required")
