"""What stands around the lessons of a course: title, introduction, glossary, summary, final exam."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from generation.engine.errors import CallError, InvalidOutput, PermanentError
from generation.engine.run import Prompt
from generation.pipelines.exam_course import course
from generation.pipelines.exam_course.whole_course import parse_whole_course
from generation.quality.asked import final_questions
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.scripted import answer_of, only, play, tags, whole_course_of


def test_a_course_has_title_introduction_glossary_summary_and_final_exam() -> None:
    played = play(exam(30))
    view = course.view(played.course)
    assert view["title"] == "Logic for the examination" == course.summary(played.course)["title"]
    assert view["introduction"].startswith("An argument")
    assert [term["term"] for term in view["glossary"]] == ["Form", "Premise"], "in order"
    sizes = [len(topic["question_ids"]) for topic in view["topics"]]
    counts = Counter(question["topic_id"] for question in view["final_exam"])
    assert [counts[topic["topic_id"]] for topic in view["topics"]] == final_questions(sizes)
    assert len({question["correct"][0] for question in view["final_exam"]}) == 4, "shuffled"
    assert not [one for one in view["quality"]["findings"] if one["pointer"].startswith("/final_exam")]


LEAK = "As an AI language model, I cannot see the exam."


@pytest.mark.parametrize("mended", [True, False], ids=["mended", "twice"])
def test_what_blocks_around_a_course_goes_back_once_and_is_kept(mended: bool) -> None:
    answered: list[str] = []

    def answer(prompt: Prompt) -> dict[str, Any]:
        given = answer_of(prompt)
        if whole := given["whole_course"]:
            answered.append(prompt.text)
            if len(answered) == 1 or not mended:
                whole["final_exam"][0]["explanation"] = LEAK
        return given

    played = play(exam(5), answer=answer)
    assert [key for key in played.worker.prompts if key.startswith("save_course/")] == [
        "save_course/course",
        "save_course/course-again",
    ]
    assert "/final_exam/0/explanation" in str(tags(answered[1])["faults"])
    view = course.view(played.course)
    assert blocking_final_exam(view) == ([] if mended else ["/final_exam/0/explanation"])
    assert (view["status"], len(view["final_exam"])) == ("draft", 4)


def test_the_first_answer_around_a_course_is_kept_where_it_cannot_go_back() -> None:
    answered: list[str] = []

    def answer(prompt: Prompt) -> dict[str, Any]:
        given = answer_of(prompt)
        if whole := given["whole_course"]:
            answered.append(prompt.text)
            if len(answered) == 2:
                raise PermanentError("The next call could pass the job's limit.", code="budget-exceeded")
            whole["final_exam"][0]["explanation"] = LEAK
        return given

    view = course.view(play(exam(5), answer=answer).course)
    assert view["title"] == "Logic for the examination"
    assert blocking_final_exam(view) == ["/final_exam/0/explanation"]


def blocking_final_exam(view: dict[str, Any]) -> list[str]:
    findings = [one for one in view["quality"]["findings"] if one["level"] == "block"]
    return [one["pointer"] for one in findings if one["pointer"].startswith("/final_exam")]


def test_an_author_who_always_marks_the_same_place_is_not_asked_again_for_it() -> None:
    """`answer_of` marks B throughout: places are dealt out when the options are shuffled."""
    played = play(exam(30))
    assert "save_course/course-again" not in played.worker.prompts
    assert not [one for one in course.view(played.course)["quality"]["findings"] if "key-" in one["rule"]]


FAILURES = [InvalidOutput(["no"]), PermanentError("refused", code="model-refused")]


@pytest.mark.parametrize("error", FAILURES, ids=["contract", "refused"])
def test_a_course_is_not_lost_where_nothing_can_be_written_around_it(error: CallError) -> None:
    def answer(prompt: Prompt) -> dict[str, Any]:
        if tags(prompt.text)["call"]["kind"] == "whole_course":
            raise error
        return answer_of(prompt)

    played = play(exam(5), answer=answer)
    view = course.view(played.course)
    assert (view["status"], view["title"]) == ("draft", "Logic, practice exam")
    assert (view["introduction"], view["glossary"], view["summary"], view["final_exam"]) == (
        None,
        [],
        None,
        [],
    )
    last = view["quality"]["findings"][-1]
    assert (last["rule"], last["level"], last["pointer"]) == ("whole-course", "note", "")
    assert any("without introduction" in line for line in played.worker.logs)


Wrong = Callable[[dict[str, Any]], Any]


BAD_WHOLES: list[tuple[str, Wrong, str]] = [
    ("unknown lesson", lambda a: a["glossary"][0].update(lesson_ids=["x"]), "lesson_ids: not in the data: x"),
    ("same term", lambda a: a["glossary"][0].update(term="form"), "stands at glossary"),
    ("unknown topic", lambda a: a["final_exam"][0].update(topic_id="t"), "t is no topic_id"),
    ("too many", lambda a: a["final_exam"].append(a["final_exam"][0]), "are wanted"),
    ("too few", lambda a: a.update(final_exam=a["final_exam"][:1]), "1 questions, 4 are wanted"),
    ("no option", lambda a: a["final_exam"][1].update(correct=["E"]), "is not an option_id"),
    ("blank", lambda a: a.update(introduction=" "), "/introduction"),
]


@pytest.mark.parametrize(
    ("change", "told"), [row[1:] for row in BAD_WHOLES], ids=[row[0] for row in BAD_WHOLES]
)
def test_what_stands_around_a_course_keeps_its_contract(change: Wrong, told: str) -> None:
    topics = course.view(play(exam(5)).course)["topics"]
    asked = [{**topic, "final_exam_questions": 4} for topic in topics[:1]]
    answer = whole_course_of(asked)
    assert parse_whole_course(json.dumps(only(whole_course=answer)), topics[:1])["title"] == answer["title"]
    change(answer)
    with pytest.raises(InvalidOutput, match=re.escape(told)):
        parse_whole_course(json.dumps(only(whole_course=answer)), topics[:1])


def test_a_final_exam_may_be_left_out_where_nothing_can_be_asked() -> None:
    topics = course.view(play(exam(5)).course)["topics"]
    answer = whole_course_of([{**topics[0], "final_exam_questions": 4}]) | {"final_exam": [], "glossary": []}
    assert parse_whole_course(json.dumps(only(whole_course=answer)), topics)["final_exam"] == []


@pytest.mark.parametrize(
    ("sizes", "counts"),
    [([1], [4]), ([3, 3], [2, 2]), ([10, 5, 1], [3, 1, 1]), ([60, 30, 30], [15, 8, 7]), ([1] * 36, [1] * 36)],
)
def test_a_topic_has_its_share_of_the_final_exam(sizes: list[int], counts: list[int]) -> None:
    assert final_questions(sizes) == counts
