"""/v1/courses/{course_id}/lessons/{lesson_id}: its versions, and who else writes it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

import pytest

from generation.engine.errors import DocumentChanged
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint, Document, DocumentChange
from generation.engine.model.job import Job, JobStatus
from generation.http.lesson_routes import VersionsView
from generation.pipelines.shared import history
from generation.pipelines.shared.lessons import all_of
from tests.unit.engine.examples import job as example_job
from tests.unit.functions.http import Client
from tests.unit.functions.lessons import BLOCKING, address, edit, store
from tests.unit.functions.world import START, World

# ---- Versions


def test_versions_are_kept_and_one_is_made_live_again(world: World, ada: Client, course: Document) -> None:
    path = address(course)
    first = ada.get(path)
    listed = ada.get(f"{path}/versions").json["versions"]
    assert [(one["version"], one["is_live"]) for one in listed] == [(first.json["version"], True)]
    world.clock.time = START.replace(year=2027)
    second = edit(ada, path, title="Second title of this lesson").json["version"]
    listed = ada.get(f"{path}/versions")
    VersionsView.model_validate(listed.json)
    assert [
        (one["version"], one["made_by"], one["note"], one["is_live"]) for one in listed.json["versions"]
    ] == [
        (second, "author", "Changed: title", True),
        (first.json["version"], course.summary["made_by"], history.GENERATED, False),
    ]
    restored = ada.post(f"{path}/restore", {"version": first.json["version"]})
    assert (restored.status, restored.text) == (200, first.text)
    assert restored.headers["etag"] == first.headers["etag"]
    assert ada.get(path).text == first.text
    listed = ada.get(f"{path}/versions").json["versions"]
    assert [(one["version"], one["is_live"]) for one in listed] == [
        (second, False),
        (first.json["version"], True),
    ]
    assert ada.post(f"{path}/restore", {"version": first.json["version"]}).status == 200
    missing = ada.post(f"{path}/restore", {"version": "0" * 32})
    assert (missing.status, missing.code) == (404, "version-not-found")


def test_a_version_is_read_beside_the_live_one(world: World, ada: Client, course: Document) -> None:
    path = address(course)
    before = ada.get(path)
    live = ada.put(path, {**before.json, "title": "Changed"}, headers={"If-Match": before.headers["etag"]})
    older = ada.get(path, query={"version": before.json["version"]})
    shown = {name: value for name, value in older.json.items() if name != "findings"}
    assert (older.status, shown, older.headers["etag"]) == (200, before.json, before.headers["etag"])
    newer = ada.get(path, query={"version": live.json["version"]}).json
    assert {**newer, "findings": None} == {**ada.get(path).json, "findings": None}
    assert ada.get(path).json == live.json
    unknown = ada.get(path, query={"version": "0" * 32})
    assert (unknown.status, unknown.code) == (404, "version-not-found")
    assert ada.get(path, query={"version": ""}).json["errors"][0]["pointer"] == "/query/version"


def test_the_oldest_versions_go_and_never_the_live_one(world: World, ada: Client, course: Document) -> None:
    path = address(course)
    first = ada.get(path).json["version"]
    made = [first]
    for number in range(history.MOST_KEPT + 3):
        world.clock.time = START.replace(year=2030 + number)
        made.append(edit(ada, path, title=f"Title number {number} of it").json["version"])
    listed = ada.get(f"{path}/versions").json["versions"]
    assert [one["version"] for one in listed] == made[: -history.MOST_KEPT - 1 : -1]
    oldest = listed[-1]["version"]
    ada.post(f"{path}/restore", {"version": oldest})
    world.clock.time = START.replace(year=3000)
    edit(ada, path, title="One more")
    assert oldest in [one["version"] for one in ada.get(f"{path}/versions").json["versions"]]


def test_a_change_drops_a_bounded_number_of_versions(world: World, ada: Client, course: Document) -> None:
    path = address(course)
    place = next(iter(all_of(course).values()))
    lesson_id = place.lesson["lesson_id"]
    titled = [{**place.lesson, "title": f"Title number {number}"} for number in range(history.MOST_KEPT + 90)]
    for number in range(0, len(titled), 40):
        versions = [history.version(one, START, "author", "Kept") for one in titled[number : number + 40]]
        write = history.kept(course, lesson_id, versions)
        known = world.documents.get(history.KIND, "ada", write.document_id)
        assert write.head is not None
        parts = {**((known.parts or {}) if known else {}), **write.parts}
        world.documents.put(replace(write.head, parts=parts))
    before = len(ada.get(f"{path}/versions").json["versions"])
    world.clock.time = START.replace(year=2031)
    assert edit(ada, path, title="Mine").status == 200
    assert len(ada.get(f"{path}/versions").json["versions"]) == before + 1 - history.MOST_DROPPED


def test_a_version_that_blocks_is_made_live_with_its_findings(
    world: World, ada: Client, course: Document
) -> None:
    quality = {**(course.parts or {})["quality"], "findings": [], "blocked": False}
    world.documents.put(replace(course, parts={**(course.parts or {}), "quality": quality}))
    path, of_course = address(course), f"/v1/courses/{course.document_id}"
    lesson = ada.get(path).json
    blocking = edit(ada, path, body=lesson["body"] + "\n\n" + BLOCKING).json["version"]
    ada.post(f"{path}/restore", {"version": lesson["version"]})
    assert ada.get(of_course).json["blocked"] is False
    ada.post(f"{path}/restore", {"version": blocking})
    assert ada.get(of_course).json["blocked"] is True
    assert ada.post(f"{of_course}/publish").code == "quality-blocked"
    ada.post(f"{path}/restore", {"version": lesson["version"]})
    assert ada.get(of_course).json["blocked"] is False


def test_a_version_of_another_exam_is_not_made_live(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    path = address(course)
    first = ada.get(path).json["version"]
    edit(ada, path, title="Another title of mine")
    stored = world.documents.get("course", "ada", course.document_id)
    assert stored is not None
    place = next(iter(all_of(stored).values()))
    lesson = copy.deepcopy(dict(place.lesson))
    lesson["worked_questions"][0]["why_wrong"][0]["option_id"] = "X"
    part = {"lessons": [lesson, *(stored.parts or {})[place.part]["lessons"][1:]]}
    world.documents.put(replace(stored, parts={**(stored.parts or {}), place.part: part}))
    answer = ada.post(f"{path}/restore", {"version": first})
    assert (answer.status, answer.code) == (409, "version-outdated")


# ---- Who else writes


def stored_job(world: World, course: Document, status: JobStatus, subject: str = "s") -> Job:
    job = example_job(job_id=course.summary["job_id"], owner="ada", subject=subject, status=status)
    world.store.create(Checkpoint(job=job, slot=ActiveSlot.CLAIM, max_active=9), {})
    return job


@pytest.mark.parametrize("status", [JobStatus.PENDING, JobStatus.RUNNING])
def test_nothing_is_changed_while_a_job_writes_the_course(
    world: World, ada: Client, course: Document, status: JobStatus
) -> None:
    before = ada.get(address(course))
    edit(ada, address(course), title="A first change")
    job = stored_job(world, course, status)
    now = ada.get(address(course))
    for answer in (
        edit(ada, address(course), title="Meanwhile"),
        ada.post(f"{address(course)}/restore", {"version": before.json["version"]}),
    ):
        assert (answer.status, answer.code) == (409, "course-being-written")
        assert answer.json["job_id"] == job.job_id
    assert ada.get(address(course)).text == now.text


def test_lessons_can_be_changed_where_the_job_waits_for_a_person(world: World, ada: Client) -> None:
    course = store(world, "project_course", "manual")
    stored_job(world, course, JobStatus.WAITING)
    path = address(course)
    assert edit(ada, path, title="As I want it").status == 200
    assert ada.get(path).json["tasks"] == []
    task = {"title": "x", "instructions": "x", "expected_result": "x", "hints": ["x"], "minutes": 1}
    assert edit(ada, path, tasks=[{**task, "difficulty": 1}]).pointers == ["/tasks"]
    assert ada.get(f"/v1/courses/{course.document_id}").json["status"] == "generating"


def test_a_change_that_meets_another_one_is_made_of_what_is_there_then(
    world: World, ada: Client, course: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of another lesson of the course: both are kept. Of the same one: the later is told."""
    change = world.documents.change
    met: list[str] = []

    def meeting(path: str) -> Callable[[DocumentChange], None]:
        def changing(wanted: DocumentChange) -> None:
            if not met:
                met.append(path)
                assert edit(ada, path, title="Theirs").status == 200
            change(wanted)

        return changing

    monkeypatch.setattr(world.documents, "change", meeting(address(course, 1)))
    assert edit(ada, address(course), title="Mine").status == 200
    assert ada.get(address(course, 1)).json["title"] == "Theirs"
    met.clear()
    monkeypatch.setattr(world.documents, "change", meeting(address(course)))
    assert edit(ada, address(course), title="Mine too").status == 412
    assert ada.get(address(course)).json["title"] == "Theirs"


def test_a_course_that_changes_all_the_time_is_told_of(
    world: World, ada: Client, course: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: DocumentChange) -> None:
        raise DocumentChanged

    monkeypatch.setattr(world.documents, "change", never)
    answer = edit(ada, address(course), title="Mine")
    assert (answer.status, answer.code) == (503, "unavailable")
