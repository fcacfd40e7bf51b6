"""What belongs to a person stays in no cache: neither on the way nor in a browser that others use after."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.unit.functions.http import Client, HttpAnswer
from tests.unit.functions.test_programs import MINIMUM, store_program
from tests.unit.functions.world import World, course_request, small_exam

PERSONAL = [
    "/v1/profile",
    "/v1/programs",
    "/v1/programs/program_1",
    "/v1/programs/program_1/export?format=md",
    "/v1/exams",
    "/v1/exams/mine",
    "/v1/courses",
    "/v1/jobs/JOB/events",
    "/v1/jobs/JOB/logs",
]


@pytest.mark.parametrize("path", PERSONAL)
def test_what_is_personal_is_not_stored_by_any_cache(world: World, ada: Client, path: str) -> None:
    ada.put("/v1/profile", MINIMUM)
    store_program(world)
    ada.post("/v1/exams", small_exam(exam_id="mine"))
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    path, _, query = path.replace("JOB", job_id).partition("?")
    answer = ada.get(path, query=query)
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")


@pytest.mark.parametrize(
    "write",
    [
        lambda client: client.put("/v1/profile", MINIMUM),
        lambda client: client.post("/v1/exams", small_exam()),
        lambda client: client.post("/v1/jobs", course_request()),
    ],
    ids=["profile", "exam", "job"],
)
def test_nor_is_the_answer_to_a_write(
    world: World, ada: Client, write: Callable[[Client], HttpAnswer]
) -> None:
    answer = write(ada)
    assert (answer.status < 300, answer.headers["cache-control"]) == (True, "no-store")


@pytest.mark.parametrize("path", ["/v1/jobs", "/v1/jobs/JOB"])
def test_what_has_an_etag_may_be_kept_by_its_reader_and_is_asked_for_each_time(
    world: World, ada: Client, path: str
) -> None:
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    answer = ada.get(path.replace("JOB", job_id))
    assert (answer.headers["cache-control"], "etag" in answer.headers) == ("private, no-cache", True)
