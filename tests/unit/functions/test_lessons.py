"""/v1/courses/{course_id}/lessons/{lesson_id}: read, changed, its versions."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from generation.engine.errors import DocumentChanged
from generation.engine.model.checkpoint import ActiveSlot, Checkpoint, Document, DocumentChange
from generation.engine.model.job import Job, JobStatus
from generation.http.lesson_routes import LessonOfExam, LessonOfProject, VersionsView
from generation.pipelines.exam_course import exam_document
from generation.pipelines.shared import history
from generation.pipelines.shared.courses import view
from generation.pipelines.shared.lessons import all_of, parts_with
from generation.quality.artifact import artifact
from generation.quality.artifact import exam as read_exam
from generation.quality.checking import check
from generation.quality.findings import report
from tests.unit.engine.examples import job as example_job
from tests.unit.functions.http import Client, HttpAnswer
from tests.unit.functions.world import START, World
from tests.simulation.written_courses import written

BLOCKING = "As an AI language model, I cannot see the lesson."


def store(world: World, pipeline: str, mode: str = "auto") -> Document:
    documents = written(pipeline, mode)
    for document in documents:
        world.documents.put(document)
    return documents[0]


@pytest.fixture(params=["exam_course", "project_course"])
def course(request: pytest.FixtureRequest, world: World) -> Document:
    return store(world, request.param)


def address(course: Document, number: int = 0) -> str:
    return f"/v1/courses/{course.document_id}/lessons/{list(all_of(course))[number]}"


def changed(lesson: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {**copy.deepcopy(lesson), **members}


def put(client: Client, path: str, lesson: Any, tag: str | None) -> HttpAnswer:
    return client.put(path, lesson, headers={} if tag is None else {"If-Match": tag})


def edit(client: Client, path: str, **members: Any) -> HttpAnswer:
    found = client.get(path)
    return put(client, path, changed(found.json, **members), found.headers["etag"])


def shown_in_course(client: Client, course: Document, lesson_id: str) -> dict[str, Any]:
    whole = client.get(f"/v1/courses/{course.document_id}").json
    of = whole.get("topics") or whole["projects"]
    return next(one for part in of for one in part["lessons"] if one["lesson_id"] == lesson_id)


def test_a_lesson_is_shown_with_its_version_as_in_the_course(
    world: World, ada: Client, course: Document
) -> None:
    found = ada.get(address(course, 1))
    lesson = found.json
    (LessonOfExam if course.summary["kind"] == "exam" else LessonOfProject).model_validate(lesson)
    assert found.headers["etag"] == f'"{lesson["version"]}"'
    shown = shown_in_course(ada, course, lesson["lesson_id"])
    assert {**shown, "version": lesson["version"]} == lesson
    again = ada.get(address(course, 1), headers={"If-None-Match": found.headers["etag"]})
    assert (again.status, again.text) == (304, "")


def test_every_lesson_comes_back_to_the_byte_and_nothing_is_written(
    world: World, ada: Client, course: Document
) -> None:
    before = ada.get(f"/v1/courses/{course.document_id}").text
    for number in range(len(all_of(course))):
        found = ada.get(address(course, number))
        answer = put(ada, address(course, number), found.json, found.headers["etag"])
        assert (answer.status, answer.text) == (200, found.text)
    assert ada.get(f"/v1/courses/{course.document_id}").text == before


def test_a_change_is_live_to_the_byte_and_the_rest_stays(world: World, ada: Client, course: Document) -> None:
    body = "  \r\n# Mine\n\n`<b>`  \n\n\t* one\u00a0\n" + "Plain words about the matter. " * 40 + "\n\n "
    before = ada.get(f"/v1/courses/{course.document_id}").json
    found = ada.get(address(course))
    answer = edit(ada, address(course), body=body, title="Another title of mine")
    assert answer.status == 200
    assert answer.headers["etag"] == f'"{answer.json["version"]}"' != found.headers["etag"]
    assert ada.get(address(course)).text == answer.text
    lesson = {**found.json, "body": body, "title": "Another title of mine", "version": answer.json["version"]}
    if lesson.get("checked_by"):
        lesson["checked_by"] = None
    assert answer.json == lesson
    after = ada.get(f"/v1/courses/{course.document_id}").json
    key = "topics" if "topics" in after else "projects"
    assert after[key][0]["lessons"][1:] == before[key][0]["lessons"][1:]
    assert after[key][1:] == before[key][1:]
    assert after["lesson_changes"] == 1


def test_a_change_needs_the_version_that_was_read(world: World, ada: Client, course: Document) -> None:
    path = address(course)
    lesson, tag = ada.get(path).json, ada.get(path).headers["etag"]
    wanted = changed(lesson, title="Once more")
    assert (answer := put(ada, path, wanted, None)).status == 428
    assert answer.code == "if-match-required"
    for stale in ('"nothing"', f"W/{tag}", tag.strip('"')):
        assert (answer := put(ada, path, wanted, stale)).status == 412
        assert answer.code == "changed-meanwhile"
        assert f'"{answer.json["version"]}"' == tag
    assert ada.get(path).json == lesson
    assert put(ada, path, wanted, f'"other", {tag}').status == 200
    assert put(ada, path, changed(lesson, title="Late"), tag).status == 412
    # The answer to the first one got lost, and it is sent again.
    assert put(ada, path, wanted, tag).status == 200
    assert put(ada, path, changed(lesson, title="By force"), "*").status == 200


EXAM_FAULTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "/title": lambda lesson: lesson.update(title=" "),
    "/body": lambda lesson: lesson.update(body=7),
    "/objectives": lambda lesson: lesson.update(objectives=[]),
    "/notes": lambda lesson: lesson.update(notes="x"),
    "/lesson_id": lambda lesson: lesson.update(lesson_id="topic-99-lesson-1"),
    "/question_ids": lambda lesson: lesson.update(question_ids=["q99"]),
    "/key_points/0": lambda lesson: lesson["key_points"].insert(0, ""),
    "/worked_questions": lambda lesson: lesson["worked_questions"].pop(),
    "/worked_questions/1/question_id": lambda lesson: lesson["worked_questions"][1].update(
        question_id=lesson["worked_questions"][0]["question_id"]
    ),
    "/worked_questions/0/why_wrong": lambda lesson: lesson["worked_questions"][0]["why_wrong"].pop(),
    "/quiz/0/correct": lambda lesson: lesson["quiz"][0].update(correct=["Z"]),
    "/quiz/0/options": lambda lesson: lesson["quiz"][0]["options"].append(lesson["quiz"][0]["options"][0]),
    "": lambda lesson: lesson.update(body=lesson["body"] + " " * 11_000),
}
PROJECT_FAULTS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "/title": lambda lesson: lesson.update(title="two\nlines"),
    "/example": lambda lesson: lesson.pop("example"),
    "/tasks": lambda lesson: lesson.update(tasks=lesson["tasks"][:1]),
    "/tasks/0/minutes": lambda lesson: lesson["tasks"][0].update(minutes=0),
    "/tasks/1/task_id": lambda lesson: lesson["tasks"][1].update(task_id=lesson["tasks"][0]["task_id"]),
    "/tasks/0/task_id": lambda lesson: lesson["tasks"][0].update(task_id=["x"]),
}


@pytest.mark.parametrize(
    ("pipeline", "pointer"),
    [*(("exam_course", one) for one in EXAM_FAULTS), *(("project_course", one) for one in PROJECT_FAULTS)],
)
def test_what_breaks_the_contract_is_told_with_its_place(
    world: World, ada: Client, pipeline: str, pointer: str
) -> None:
    course = store(world, pipeline)
    before = ada.get(address(course))
    lesson = copy.deepcopy(before.json)
    (EXAM_FAULTS if pipeline == "exam_course" else PROJECT_FAULTS)[pointer](lesson)
    answer = put(ada, address(course), lesson, before.headers["etag"])
    assert (answer.status, answer.code) == (422, "invalid-input")
    assert pointer in answer.pointers
    assert ada.get(address(course)).text == before.text


def test_a_new_task_gets_an_id_and_the_others_keep_theirs(world: World, ada: Client) -> None:
    course = store(world, "project_course")
    lesson = ada.get(address(course)).json
    tasks = lesson["tasks"]
    new = {name: value for name, value in tasks[0].items() if name != "task_id"}
    made = edit(ada, address(course), tasks=[tasks[-1], {**new, "title": "Bake it twice"}]).json["tasks"]
    assert [task["task_id"] for task in made] == [
        tasks[-1]["task_id"],
        f"{lesson['lesson_id']}-task-{len(tasks) + 1}",
    ]
    edit(ada, address(course), tasks=[*made[:1], {**new, "title": "Bake it a third time"}])
    again = edit(ada, address(course), tasks=[*made[:1], {**new, "title": "And a fourth time"}]).json["tasks"]
    assert [task["task_id"].rpartition("-")[2] for task in again] == [str(len(tasks)), str(len(tasks) + 3)]


def test_a_dispute_stays_with_the_question_that_was_read(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    place = next(iter(all_of(course).values()))
    dispute = {"answer": ["A"], "reason": "It says so.", "claim": ""}
    lesson = copy.deepcopy(dict(place.lesson))
    lesson["checked_by"] = "claude-haiku"
    for part in ("quiz", "worked_questions"):
        lesson[part] = [{**one, "disputed": dispute} for one in lesson[part]]
    others = [
        one for one in (course.parts or {})[place.part]["lessons"] if one["lesson_id"] != lesson["lesson_id"]
    ]
    world.documents.put(
        replace(course, parts={**(course.parts or {}), place.part: {"lessons": [lesson, *others]}})
    )
    titled = edit(ada, address(course), title="Only the title").json
    assert titled["checked_by"] == "claude-haiku"
    assert titled["quiz"] == lesson["quiz"]
    quiz = copy.deepcopy(titled["quiz"])
    quiz[0]["question"] += " And why?"
    answer = edit(ada, address(course), quiz=quiz).json
    assert answer["checked_by"] is None
    assert "disputed" not in answer["quiz"][0]
    assert answer["quiz"][1:] == lesson["quiz"][1:]
    assert answer["worked_questions"] == lesson["worked_questions"]


def test_the_quality_rules_look_at_what_was_changed(world: World, ada: Client, course: Document) -> None:
    other = {"rule": "near-lesson", "level": "warn", "message": "Like another one."}
    first, second = (place.pointer for place in list(all_of(course).values())[:2])
    findings = [
        {**other, "pointer": f"{first}/body"},
        {**other, "rule": "placeholder", "pointer": f"{first}/title"},
        {**other, "pointer": f"{second}/body"},
    ]
    parts = {**(course.parts or {}), "quality": {**(course.parts or {})["quality"], "findings": findings}}
    world.documents.put(replace(course, parts=parts))
    path = f"/v1/courses/{course.document_id}"

    edit(ada, address(course), title="A title of my own")
    found = ada.get(path).json["quality"]["findings"]
    assert [one["pointer"] for one in found if one["message"] == "Like another one."] == [
        f"{first}/body",
        f"{second}/body",
    ]
    lesson = ada.get(address(course)).json
    edit(ada, address(course), body=lesson["body"] + "\n\n" + BLOCKING)
    whole = ada.get(path).json
    assert (whole["blocked"], whole["quality"]["blocked"]) == (True, True)
    blocking = {one["pointer"] for one in whole["quality"]["findings"] if one["level"] == "block"}
    assert blocking == {f"{first}/body"}
    assert [
        one["pointer"] for one in whole["quality"]["findings"] if one["message"] == "Like another one."
    ] == [f"{second}/body"]
    assert ada.post(f"{path}/publish").code == "quality-blocked"
    edit(ada, address(course), body=lesson["body"])
    assert ada.get(path).json["blocked"] is False
    assert ada.post(f"{path}/publish").status == 200
    # What is published can be changed too.
    assert edit(ada, address(course), title="Better still").status == 200


def stored_with(world: World, course: Document, *lessons: dict[str, Any], **outline: Any) -> None:
    """The course with these lessons in place of those with their ids, and what the rules find in it."""
    for lesson in lessons:
        place = all_of(course)[lesson["lesson_id"]]
        course = replace(course, parts={**(course.parts or {}), **parts_with(course, place, lesson)})
    parts = {**(course.parts or {})}
    parts["outline"] = {**parts["outline"], **outline}
    course = replace(course, parts=parts)
    exam = course.summary.get("exam_id")
    known = world.documents.get("exam", "ada", exam) if exam else None
    content = (known.parts or {})[exam_document.PART] if known else None
    found = check(artifact(view(course)), read_exam(content) if content else None)
    parts["quality"] = report(found, "2026-01-01T00:00:00Z")
    world.documents.put(
        replace(course, parts=parts, summary={**course.summary, "blocked": bool(parts["quality"]["blocked"])})
    )


def found_by(client: Client, course: Document, rule: str) -> list[str]:
    whole = client.get(f"/v1/courses/{course.document_id}").json
    findings = [one for one in whole["quality"]["findings"] if one["rule"] == rule]
    assert whole["blocked"] is whole["quality"]["blocked"]
    assert whole["blocked"] or not any(one["level"] == "block" for one in findings)
    return [one["pointer"] for one in findings]


def own_lessons(course: Document) -> list[dict[str, Any]]:
    return [copy.deepcopy(dict(place.lesson)) for place in all_of(course).values()]


def other_stem(quiz: list[dict[str, Any]], place: int) -> list[dict[str, Any]]:
    stem = "Where would a reader of this course look first for an answer of quite another kind?"
    return [{**one, "question": stem} if n == place else one for n, one in enumerate(quiz)]


@pytest.mark.parametrize("is_within", [False, True])
def test_a_question_that_the_course_asks_twice_is_found_until_it_is_another_one(
    world: World, ada: Client, *, is_within: bool
) -> None:
    course = store(world, "exam_course")
    first, second, *_ = own_lessons(course)
    source = second if is_within else first
    second["quiz"][1] = copy.deepcopy(source["quiz"][0])
    stored_with(world, course, second)
    at = f"{all_of(course)[second['lesson_id']].pointer}/quiz/1/question"
    assert found_by(ada, course, "same-question") == [at]
    edit(ada, address(course, 1), title="Another title of mine")
    edit(ada, address(course, 1), title="And yet another one")
    assert found_by(ada, course, "same-question") == [at]
    assert ada.post(f"/v1/courses/{course.document_id}/publish").code == "quality-blocked"
    edit(ada, address(course, 1), quiz=other_stem(second["quiz"], 0 if is_within else 1))
    assert found_by(ada, course, "same-question") == []


def test_no_lesson_asks_a_question_of_the_exam_that_another_one_works(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    first, second, *_ = own_lessons(course)
    exam = world.documents.get("exam", "ada", course.summary["exam_id"])
    assert exam is not None
    questions = {one["question_id"]: one for one in (exam.parts or {})[exam_document.PART]["questions"]}
    plain_quiz = copy.deepcopy(second["quiz"])
    second["quiz"][0]["question"] = questions[first["question_ids"][0]]["text"]
    stored_with(world, course, second)
    at = [f"{all_of(course)[second['lesson_id']].pointer}/quiz/0/question"]
    assert found_by(ada, course, "quiz-from-exam") == at
    edit(ada, address(course, 1), title="Another title of mine")
    assert found_by(ada, course, "quiz-from-exam") == at
    edit(ada, address(course, 1), quiz=plain_quiz)
    assert found_by(ada, course, "quiz-from-exam") == []
    edit(ada, address(course, 1), quiz=second["quiz"])
    assert found_by(ada, course, "quiz-from-exam") == at


def test_a_lesson_whose_exam_is_gone_is_not_blocked_for_it(world: World, ada: Client) -> None:
    course = store(world, "exam_course")
    world.documents.delete("exam", "ada", course.summary["exam_id"], until=world.clock.now())
    edit(ada, address(course), title="Another title of mine")
    assert found_by(ada, course, "unknown-question") == []


def test_what_the_outline_agreed_on_holds_for_a_changed_lesson(world: World, ada: Client) -> None:
    course = store(world, "project_course")
    lesson = own_lessons(course)[0]
    plain_body = lesson["body"]
    lesson["body"] += "\n\nThe starter weighs 120 g."
    stored_with(world, course, lesson, facts=["The starter weighs 100 g"])
    at = [f"{all_of(course)[lesson['lesson_id']].pointer}/body"]
    assert found_by(ada, course, "contradicts-fact") == at
    edit(ada, address(course), title="Another title of mine")
    assert found_by(ada, course, "contradicts-fact") == at
    edit(ada, address(course), body=plain_body)
    assert found_by(ada, course, "contradicts-fact") == []
    edit(ada, address(course), body=lesson["body"])
    assert found_by(ada, course, "contradicts-fact") == at


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
    assert (older.status, older.json, older.headers["etag"]) == (200, before.json, before.headers["etag"])
    assert ada.get(path, query={"version": live.json["version"]}).json == ada.get(path).json == live.json
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


# ---- What is not there, or somebody else's


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("PUT", "", {"title": "x", "objectives": [], "body": "x"}),
        ("GET", "/versions", None),
        ("POST", "/restore", {"version": "x"}),
    ],
)
def test_lessons_of_somebody_else_are_as_those_that_are_not_there(
    world: World, ada: Client, bob: Client, course: Document, method: str, path: str, body: Any
) -> None:
    how: dict[str, Any] = {"headers": {"If-Match": "*"}}

    def ask(client: Client, place: str) -> HttpAnswer:
        match method:
            case "GET":
                return client.get(f"{place}{path}")
            case "PUT":
                return client.put(f"{place}{path}", body, **how)
            case _:
                return client.post(f"{place}{path}", body)

    theirs, none = ask(bob, address(course)), ask(bob, "/v1/courses/course_none/lessons/x")
    assert (theirs.status, theirs.code) == (404, "course-not-found")
    assert {**theirs.json, "instance": ""} == {**none.json, "instance": ""}
    how.clear()
    assert ask(bob, address(course)).status == 404
    missing = ask(ada, f"/v1/courses/{course.document_id}/lessons/none")
    assert (missing.status, missing.code) == (404, "lesson-not-found")
