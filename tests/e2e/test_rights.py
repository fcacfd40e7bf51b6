"""Everything of somebody: saved to a file, brought back by somebody else, erased; on the whole stack."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from local.cli import me
from local.cli.client import ApiClient
from tests.e2e.cells import PROFILE
from tests.e2e.exams import topics
from tests.e2e.service import Person, Service
from tests.e2e.table import stored_items

TITLE = "zqcanary Erste Hilfe"


def _said(item: dict[str, Any]) -> str:
    found = []
    for value in item.values():
        ((_, content),) = value.items()
        if isinstance(content, bytes) and content[:1] == b"\x78":
            content = zlib.decompress(content)
        found.append(repr(content))
    return "\n".join(found)


def _items_that_say(service: Service, text: str) -> list[str]:
    return [item["pk"]["S"] for item in stored_items(service.record) if text in _said(item)]


@pytest.fixture
def client(service: Service) -> Iterator[Callable[[Person], ApiClient]]:
    """What the terminal asks with, as that person."""
    made: list[ApiClient] = []

    def of(person: Person) -> ApiClient:
        token = person.authorization.removeprefix("Bearer ")
        made.append(ApiClient(service.record.url, token=token))
        return made[-1]

    yield of
    for one in made:
        one._http.close()


def _exam() -> dict[str, Any]:
    exam = topics(2, 2)
    exam["questions"][0]["text"] = "What does zqcanary mean?"
    return {**exam, "title": TITLE}


@pytest.fixture
def filled(service: Service) -> tuple[Person, str]:
    """Somebody with an exam, a shared course, a profile and jobs, and the link's slug."""
    person = service.person(plan="pro", org_id="mill")
    job = person.await_job(person.start_exam_course(_exam())["job_id"])
    course_id = job["result"]["course_id"]
    person.patch(f"/v1/courses/{course_id}", {"title": "zqcanary course"}).raise_for_status()
    shared = person.post(f"/v1/courses/{course_id}/publish", {"link": "anyone", "accept_findings": True})
    person.put("/v1/profile", {**PROFILE, "notes": "zqcanary knees"}).raise_for_status()
    return person, shared.raise_for_status().json()["share"]["slug"]


def test_from_one_account_to_another_and_gone(
    service: Service,
    client: Callable[[Person], ApiClient],
    filled: tuple[Person, str],
    tmp_path: Path,
) -> None:
    person, slug = filled
    bystander = service.person(plan="pro")
    bystander.upload({**_exam(), "title": "Of a bystander"})
    file = tmp_path / "archive.json"
    me.export(client(person), file)
    archive = json.loads(file.read_text(encoding="ascii"))
    assert archive["owner"] == person.sub
    (course,) = archive["courses"]
    assert course == person.course(course["course_id"])
    (exam,) = archive["exams"]
    assert exam == person.get(f"/v1/exams/{exam['exam_id']}").json()

    other = service.person(plan="pro")
    lines = me.bring_back(client(other), file)
    assert [line.split()[0] for line in lines] == ["there", "there"]
    assert other.get("/v1/profile").json() == archive["profile"]
    brought = other.get(f"/v1/exams/{exam['exam_id']}").json()
    assert brought["questions"] == exam["questions"]
    me.erase(client(other))

    assert len(_items_that_say(service, "zqcanary")) >= 10
    of_bystander = _items_of(service, bystander)
    (told,) = me.erase(client(person))
    assert "course: 1" in told
    assert service.anybody().get(f"/v1/shared/{slug}").status_code == 404
    left = [pk for pk in _items_that_say(service, "zqcanary") if bystander.sub not in pk]
    assert left == []
    assert _items_of(service, bystander) == of_bystander
    (receipt,) = person.get("/v1/jobs").json()["jobs"]
    assert (receipt["pipeline"], receipt["status"]) == ("data_erasure", "completed")


def _items_of(service: Service, person: Person) -> dict[tuple[str, str], Any]:
    """What stands in partitions that name the person."""
    return {
        (item["pk"]["S"], item["sk"]["S"]): item
        for item in stored_items(service.record)
        if person.sub in item["pk"]["S"]
    }
