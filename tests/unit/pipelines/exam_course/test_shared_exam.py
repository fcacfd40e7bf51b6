"""When the calls of a job begin with the whole exam, and when each brings its own questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from generation.engine.run import Prompt
from generation.pipelines.exam_course.shared_exam import MOST_CHARS
from tests.unit.pipelines.exams import exam, question
from tests.unit.pipelines.scripted import Played, play, tags

ONE_MODEL = {"": "claude-sonnet-5-5"}
TWO_MODELS = {"": "claude-sonnet-5-5", "detect_topics": "claude-haiku-5-5"}


def calls(played: Played, step: str) -> list[Prompt]:
    return [prompt for key, prompt in played.worker.prompts.items() if key.startswith(step)]


def begin_with_the_exam(prompts: Sequence[Prompt]) -> bool:
    """Whether all of them do; fails where only some do, or where questions are sent twice or not at all."""
    [found] = {"questions" in tags(prompt.shared[1]) for prompt in prompts}
    assert all(("questions" in tags(prompt.text)) is not found for prompt in prompts)
    return found


def long(questions: int) -> dict[str, Any]:
    """In one slice, which sees 600 characters of an explanation, and too long to be sent with each lesson."""
    explanation = "e" * (MOST_CHARS // questions)
    return exam() | {"questions": [question(n, explanation=explanation) for n in range(questions)]}


def test_all_calls_over_an_ordinary_exam_begin_with_it() -> None:
    played = play(exam(50), models=ONE_MODEL)
    assert len(played.worker.prompts) == 12
    assert begin_with_the_exam(calls(played, ""))
    assert len({prompt.shared[:2] for prompt in calls(played, "")}) == 1


def test_every_lesson_names_its_questions_in_the_order_of_its_topic() -> None:
    played = play(exam(50), models=ONE_MODEL)
    named = [tags(prompt.text)["question_ids"] for prompt in calls(played, "generate_lessons")]
    outline = (played.course.parts or {})["outline"]["topics"]
    assert named == [topic["question_ids"] for topic in outline]


@pytest.mark.parametrize(
    ("raw", "models"),
    [
        pytest.param(exam(121), ONE_MODEL, id="two slices"),
        pytest.param(long(20), ONE_MODEL, id="too long"),
        pytest.param(exam(20), TWO_MODELS, id="another model"),
    ],
)
def test_elsewhere_each_call_brings_its_own_questions(raw: dict[str, Any], models: dict[str, str]) -> None:
    played = play(raw, models=models)
    assert not begin_with_the_exam(calls(played, "detect_topics/slice"))
    assert not begin_with_the_exam(calls(played, "generate_lessons"))


@pytest.mark.parametrize(("minutes", "is_warm"), [(4, True), (5, False), (60 * 24 * 7, False)])
def test_lessons_that_begin_late_bring_their_own(minutes: int, is_warm: bool) -> None:
    """After a wait for a person, or for a retry: the cache keeps for five minutes what nobody reads."""
    played = play(exam(20), models=ONE_MODEL, until="generate_lessons")
    played.worker.clock += timedelta(minutes=minutes)
    played.play("generate_lessons")
    assert begin_with_the_exam(calls(played, "detect_topics"))
    assert begin_with_the_exam(calls(played, "generate_lessons")) is is_warm


@pytest.mark.parametrize(
    ("before_lessons", "before_saving", "is_warm"), [(4, 4, True), (0, 5, False), (5, 0, False)]
)
def test_the_call_over_the_course_writes_no_exam_for_nobody(
    before_lessons: int, before_saving: int, is_warm: bool
) -> None:
    """Lessons that begin with the exam keep it in the cache; what they do not, this call would only write."""
    played = play(exam(20), models=ONE_MODEL, until="generate_lessons")
    played.worker.clock += timedelta(minutes=before_lessons)
    played.play("generate_lessons")
    played.worker.clock += timedelta(minutes=before_saving)
    played.play("save_course")
    [prompt] = calls(played, "save_course")
    assert ("questions" in tags(prompt.shared[1])) is is_warm
    assert ("exam_questions" in tags(prompt.text)) is not is_warm


def test_topics_that_an_earlier_release_found_are_no_reason_to_send_the_exam() -> None:
    played = play(exam(20), models=ONE_MODEL, until="generate_lessons")
    played.results["detect_topics"] = {"topics": played.results["detect_topics"]["topics"]}
    played.play("generate_lessons")
    assert not begin_with_the_exam(calls(played, "generate_lessons"))
