"""The offline imitation is held to the rules as a model is: what it makes of an English exam can be published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generation.engine.run import Prompt
from generation.pipelines.exam_course import course
from generation.quality.artifact import ExamCourse, artifact
from generation.quality.artifact import exam as read_exam
from generation.quality.checking import check
from generation.quality.cues import longest, most_overlap
from generation.quality.findings import blocks
from generation.quality.items import single_keys
from local.claude.answers import KINDS
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.scripted import play, tags

MOST_GUESSED = 0.4
EVENTS = Path(__file__).resolve().parents[2] / "events"


def imitated(prompt: Prompt) -> dict[str, Any]:
    data = tags("\n".join((*prompt.shared, prompt.text)))
    return KINDS[data["call"]["kind"]](data)


@pytest.mark.parametrize("questions", [1, 50, 599])
def test_a_course_passes_and_its_quizzes_cannot_be_guessed(questions: int) -> None:
    raw = exam(questions)
    made = artifact(course.view(play(raw, answer=imitated).course))
    assert isinstance(made, ExamCourse)
    assert blocks(check(made, read_exam(raw))) == []
    if questions < 50:
        return
    single = single_keys([one for topic in made.topics for lesson in topic.lessons for one in lesson.quiz])
    assert len(single) >= questions // 4
    assert longest(single) <= len(single) * MOST_GUESSED
    assert most_overlap(single) <= len(single) * MOST_GUESSED
    for place in range(4):
        assert sum(key == place for _, key in single) <= len(single) * MOST_GUESSED


def test_an_exam_of_one_topic_with_a_short_title_passes() -> None:
    raw = json.loads(json.loads((EVENTS / "library-add-exam.json").read_text(encoding="utf-8"))["body"])
    made = artifact(course.view(play(raw, answer=imitated).course))
    assert isinstance(made, ExamCourse)
    assert [topic.title for topic in made.topics] == ["Request"]
    assert blocks(check(made, read_exam(raw))) == []
