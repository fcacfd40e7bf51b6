"""The seven steps, one after another, over exams of every size."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from generation.catalogue import PIPELINES
from generation.engine.errors import InvalidOutput, PermanentError
from generation.engine.model.job import Options
from generation.engine.run import Prompt
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.pipeline import PIPELINE as EXAM_COURSE
from generation.pipelines.shared.around import MAX_HEADING
from tests.data.exams import ALL, load
from tests.unit.pipelines.exams import exam, hostile_exam, question, small_exam
from tests.unit.pipelines.scripted import Played, answer_of, lesson_of, play, tags

NOT_HEAD = {"topics", "coverage", "quality", "doubtful_keys", *course.AROUND}


STEPS = [
    "initialize",
    "fetch_ai_settings",
    "fetch_questions",
    "detect_topics",
    "generate_lessons",
    "save_course",
    "finalize",
]


EXAMS: list[Any] = [
    *(pytest.param(load(path), id=path.stem) for path in ALL),
    *(pytest.param(exam(count), id=f"{count} questions") for count in (1, 2, 3, 4, 11, 120, 121, 1_000)),
    pytest.param(small_exam(), id="small"),
    pytest.param(hostile_exam(), id="hostile"),
]


def _size(value: Any) -> int:
    return len(json.dumps(value).encode())


def test_the_catalogue_has_it_with_its_seven_steps() -> None:
    assert PIPELINES["exam_course"] is EXAM_COURSE
    assert [step.name for step in EXAM_COURSE.steps] == STEPS
    assert sum(step.weight for step in EXAM_COURSE.steps) == 100
    assert all(step.label for step in EXAM_COURSE.steps)


@pytest.fixture(scope="module", params=EXAMS)
def made(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Played]:
    """An exam and what became of it; both tests below read it."""
    return request.param, play(request.param)


def test_an_exam_becomes_a_course_that_covers_every_question(made: tuple[dict[str, Any], Played]) -> None:
    raw, played = made
    view = course.view(played.course)
    ids = [question["question_id"] for question in raw["questions"]]
    assert view["coverage"] == {"questions_total": len(ids), "questions_covered": len(ids), "missing": []}
    assert view["status"] == "draft"
    assert Counter(one for topic in view["topics"] for one in topic["question_ids"]) == Counter(ids)
    for topic in view["topics"]:
        lessons = topic["lessons"]
        assert topic["status"] == "completed"
        assert [one for lesson in lessons for one in lesson["question_ids"]] == topic["question_ids"]
        assert max(len(lesson["question_ids"]) for lesson in lessons) <= 10
        for lesson in lessons:
            assert [worked["question_id"] for worked in lesson["worked_questions"]] == lesson["question_ids"]
    lesson_ids = [lesson["lesson_id"] for topic in view["topics"] for lesson in topic["lessons"]]
    assert len(set(lesson_ids)) == len(lesson_ids)
    assert played.outcomes["finalize"].job_result == {"course_id": "course_1"}


def test_what_is_stored_stays_small(made: tuple[dict[str, Any], Played]) -> None:
    _, played = made
    for task_id, outcome in played.outcomes.items():
        assert _size(outcome.result) < 8_000, task_id
        assert len(outcome.message) < 300
    for item in played.items():
        assert _size(item.data) < 2_000
    assert _size(course.summary(played.course)) < 4_000


def test_long_titles_in_any_script_leave_the_result_small() -> None:
    def answer(prompt: Prompt) -> dict[str, Any]:
        answer = answer_of(prompt)
        for number, topic in enumerate(answer["merged_topics"] or ()):
            topic["title"] = f"{number}" + "漢🧑" * (MAX_HEADING // 2 - 2)
        return answer

    played = play(exam(1_000), answer=answer, until="generate_lessons")
    # As stores write it, without escapes: 36 titles of 200 characters would have 25 KB.
    result = json.dumps(played.results["detect_topics"], ensure_ascii=False).encode()
    assert len(result) < 8_000
    assert played.results["detect_topics"]["topics"][0]["label"].endswith("…")
    assert len(course.view(played.course)["topics"][0]["title"]) > 190


def test_large_exams_are_sorted_in_slices_at_the_same_time_and_merged() -> None:
    played = play(exam(599), until="generate_lessons")
    assert list(played.worker.prompts) == [
        *(f"detect_topics/slice-{n}" for n in range(1, 6)),
        "detect_topics/merge",
    ]
    assert played.worker.most_at_once == 5
    drafts = tags(played.worker.prompts["detect_topics/merge"].text)["drafts"]
    assert sum(draft["questions"] for draft in drafts) == 599
    assert all(len(draft["examples"]) == 3 for draft in drafts)
    assert played.outcomes["detect_topics"].message == "Found 24 topics in 599 questions"


def test_exams_of_one_slice_are_not_merged() -> None:
    played = play(exam(120), until="generate_lessons")
    assert list(played.worker.prompts) == ["detect_topics/slice-1"]


def test_lessons_of_a_topic_are_written_at_the_same_time() -> None:
    played = play(exam(5), until="save_course")
    assert list(played.worker.prompts)[1:] == ["generate_lessons/topic-01/lesson-1"]
    large = play(exam(50), answer=_one_topic)
    keys = [key for key in large.worker.prompts if key.startswith("generate_lessons")]
    assert keys == [f"generate_lessons/topic-01/lesson-{number}" for number in range(1, 6)]
    assert large.worker.most_at_once == 5
    assert large.outcomes["generate_lessons/topic-01"].generated == 5
    assert large.outcomes["generate_lessons/topic-01"].message == "Generated 5 lessons for: Topic 1"


def _one_topic(prompt: Prompt) -> dict[str, Any]:
    answer = answer_of(prompt)
    if answer["topics"]:
        ids = [one for topic in answer["topics"] for one in topic["question_ids"]]
        answer["topics"] = [answer["topics"][0] | {"question_ids": ids}]
    return answer


def test_a_course_can_be_read_while_it_is_written() -> None:
    begun = course.view(play(exam(20), until="fetch_ai_settings").course)
    assert begun["status"] == "generating"
    assert (begun["topics"], begun["made_by"], begun["description"]) == ([], None, "")
    assert begun["coverage"] == {"questions_total": 20, "questions_covered": 0, "missing": []}
    planned = course.view(play(exam(20), until="generate_lessons").course)
    assert {topic["status"] for topic in planned["topics"]} == {"pending"}
    assert all(topic["lessons"] == [] for topic in planned["topics"])
    assert len(planned["coverage"]["missing"]) == 20
    assert planned["description"] == "Topic 1 · Topic 2 · Topic 3 · Topic 4"
    assert begun.keys() == planned.keys() == course.view(play(exam(20)).course).keys()


def test_the_course_says_what_it_is() -> None:
    view = course.view(play(exam(3), language="de", audience="Nurses").course)
    assert {name: value for name, value in view.items() if name not in NOT_HEAD} == {
        "course_id": "course_1",
        "kind": "exam",
        "title": "Logic for the examination",
        "description": "Topic 1",
        "language": "de",
        "audience": "Nurses",
        "status": "draft",
        "made_by": "scripted",
        "job_id": "job_1",
        "exam_id": "exam_1",
        "created_at": "2026-03-01T12:00:00.000Z",
        "published_at": None,
        "share": None,
        "blocked": True,
    }


def test_what_the_rules_block_stays_a_draft_with_its_findings() -> None:
    played = play(exam(3), options=Options(auto_publish=True))
    view = course.view(played.course)
    assert (view["status"], view["published_at"], view["blocked"]) == ("draft", None, True)
    assert view["quality"]["blocked"]
    assert {"rule", "level", "pointer", "message"} == view["quality"]["findings"][0].keys()
    assert played.outcomes["save_course"].message.startswith("Saved as a draft: ")
    assert any("of them block" in line for line in played.worker.logs)


def test_options_of_a_quiz_are_shuffled_and_the_key_with_them() -> None:
    view = course.view(play(exam(20)).course)
    quizzes = [lesson["quiz"] for topic in view["topics"] for lesson in topic["lessons"]]
    keys = {
        one["question"]: option["text"]
        for one in lesson_of(exam(10)["questions"])["quiz"]
        for option in one["options"]
        if option["option_id"] in one["correct"]
    }
    for asked in (asked for quiz in quizzes for asked in quiz):
        assert [option["option_id"] for option in asked["options"]] == list("ABCD")
        key = next(one["text"] for one in asked["options"] if one["option_id"] in asked["correct"])
        assert key == keys[asked["question"]]


def test_auto_publish_publishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generation.quality.checking.passes", lambda *_: [])
    played = play(exam(3), options=Options(auto_publish=True))
    view = course.view(played.course)
    assert (view["status"], view["published_at"]) == ("published", "2026-03-01T12:00:00.000Z")
    assert played.outcomes["finalize"].message == (
        "Course ready (published): topics 1, lessons 1, questions covered 3 of 3"
    )


def test_the_list_has_counts_and_no_lessons() -> None:
    summary = course.summary(play(exam(50)).course)
    counts = {name: summary[name] for name in summary if name.endswith(("_total", "_covered"))}
    assert counts == {"questions_total": 50, "questions_covered": 50, "topics_total": 10, "lessons_total": 10}
    assert not {"topics", "coverage"} & summary.keys()


def test_language_audience_and_models_are_settled_first() -> None:
    played = play(exam(3), language="fr", audience="Pilots", until="detect_topics")
    assert played.outcomes["fetch_ai_settings"].message == (
        "Language: fr; model: claude-haiku-5-5 and claude-sonnet-5-5"
    )
    assert played.outcomes["fetch_questions"].message == (
        "Read 3 questions: 0 with an explanation, 0 with several right answers"
    )
    assert played.outcomes["initialize"].artifact == {"course_id": "course_1"}


def test_manual_mode_waits_before_the_lessons_are_paid_for() -> None:
    gates = [step.gate(Options(mode="manual")) for step in EXAM_COURSE.steps]
    assert [step for step, gate in zip(STEPS, gates, strict=True) if gate] == ["generate_lessons"]
    assert not any(step.gate(Options()) for step in EXAM_COURSE.steps)


def test_an_answer_that_breaks_its_contract_goes_back() -> None:
    def forgetful(prompt: Prompt) -> dict[str, Any]:
        answer = answer_of(prompt)
        if answer["lesson"]:
            answer["lesson"]["worked_questions"].pop()
        return answer

    with pytest.raises(InvalidOutput) as refused:
        play(exam(5), answer=forgetful)
    assert refused.value.errors == ['worked_questions: 1 of 5 question ids are missing: "q5".']


def test_a_question_that_no_lesson_covers_is_an_error() -> None:
    played = play(exam(5), until="save_course")
    worker = played.worker
    stored = worker.documents["course", "course_1"]
    lessons = stored.parts["topic-01"]["lessons"]  # type: ignore[index]
    lessons[0]["worked_questions"] = lessons[0]["worked_questions"][:4]
    assert course.coverage(stored) == {"questions_total": 5, "questions_covered": 4, "missing": ["q5"]}
    with pytest.raises(PermanentError) as failed:
        played.play("save_course")
    assert failed.value.code == "coverage-incomplete"
    assert str(failed.value) == "The lessons work through 4 of 5 questions."


@pytest.mark.parametrize("kind", ["exam", "course"])
def test_a_document_that_is_gone_ends_the_job_for_good(kind: str) -> None:
    played = play(exam(3), until="generate_lessons")
    document_id = "exam_1" if kind == "exam" else "course_1"
    del played.worker.documents[kind, document_id]
    with pytest.raises(PermanentError) as failed:
        played.play("generate_lessons")
    assert failed.value.code == f"{kind}-missing"
    assert not failed.value.retryable


def test_a_stored_exam_that_breaks_the_rules_of_today_is_named() -> None:
    played = play(exam(3), until="fetch_questions")
    stored = played.worker.documents["exam", "exam_1"]
    stored.parts["exam"]["questions"][1] = question(2, correct=["Z"])  # type: ignore[index]
    with pytest.raises(PermanentError) as failed:
        played.play("fetch_questions")
    assert (failed.value.code, failed.value.retryable) == ("exam-invalid", False)


def test_a_doubt_about_a_key_is_kept_and_listed_for_the_author() -> None:
    doubt = {"reason": "The rule was changed in 2024.", "likely": ["C"]}

    def doubting(prompt: Prompt) -> dict[str, Any]:
        answer = answer_of(prompt)
        if answer["lesson"]:
            answer["lesson"]["worked_questions"][1]["marking_doubt"] = doubt
        return answer

    view = course.view(play(exam(3), answer=doubting).course)
    [lesson] = [lesson for topic in view["topics"] for lesson in topic["lessons"]]
    doubts = [worked["marking_doubt"] for worked in lesson["worked_questions"]]
    assert doubts == [None, doubt, None]
    doubted = lesson["worked_questions"][1]["question_id"]
    assert view["doubtful_keys"] == [{"question_id": doubted, **doubt, "lesson_id": "topic-01-lesson-1"}]
    assert not [one for one in view["quality"]["findings"] if one["rule"] == "doubt-likely"]


@pytest.mark.parametrize(("likely", "found"), [(["C", "D"], 0), ([], 0), (["B"], 1), (["C", "E"], 1)])
def test_what_is_likelier_is_an_option_that_is_not_the_key(likely: list[str], found: int) -> None:
    def doubting(prompt: Prompt) -> dict[str, Any]:
        answer = answer_of(prompt)
        if answer["lesson"]:
            doubt = {"reason": "It was changed.", "likely": likely}
            answer["lesson"]["worked_questions"][0]["marking_doubt"] = doubt
        return answer

    played = play(exam(1), answer=doubting)
    findings = course.view(played.course)["quality"]["findings"]
    assert sum(one["rule"] == "doubt-likely" for one in findings) == found
    assert ("generate_lessons/topic-01/lesson-1-again" in played.worker.prompts) is bool(found)
