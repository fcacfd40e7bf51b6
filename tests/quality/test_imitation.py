"""The offline imitation is held to the rules as a model is: what it makes can be published, in every language
that the page offers. So none of its answers goes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generation.engine.run import Prompt
from generation.pipelines.course_outline.pipeline import PIPELINE as COURSE_OUTLINE
from generation.pipelines.exam_course import course
from generation.pipelines.project_course import course as project_course
from generation.pipelines.project_course.pipeline import PIPELINE as PROJECT_COURSE
from generation.pipelines.training_program.answers import read_basic, read_enhanced
from generation.pipelines.training_program.checks import plan_faults
from generation.quality.artifact import ExamCourse, artifact
from generation.quality.artifact import exam as read_exam
from generation.quality.checking import check
from generation.quality.cues import longest, most_overlap
from generation.quality.findings import blocks
from generation.quality.items import single_keys
from local.claude.answers import KINDS
from tests.unit.pipelines.exams import exam
from tests.unit.pipelines.project_course import playing
from tests.unit.pipelines.project_course.examples import outline as a_person_s_outline
from tests.unit.pipelines.scripted import play, tags
from tests.unit.pipelines.training_program.plans import basic, enhanced, finish, lifter

MOST_GUESSED = 0.4
EVENTS = Path(__file__).resolve().parents[2] / "events"


def imitated(prompt: Prompt) -> dict[str, Any]:
    data = tags("\n".join((*prompt.shared, prompt.text)))
    return KINDS[data["call"]["kind"]](data)


@pytest.mark.parametrize("questions", [1, 50, 250])
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


LANGUAGES = (
    *("English", "German", "Spanish", "French", "Italian", "Dutch", "Polish", "Portuguese"),
    *("Turkish", "Ukrainian", "Japanese", "Chinese"),
)
"""Names as the page gives them."""

EXAMPLE = json.loads((EVENTS.parent / "examples" / "exam.json").read_text(encoding="utf-8"))
GERMAN = {
    "title": "Lebensmittelhygiene",
    "questions": [
        {
            "question_id": f"q{number}",
            "text": text,
            "options": [
                {"option_id": letter, "text": option} for letter, option in zip("ABC", options, strict=True)
            ],
            "correct": ["A"],
            "explanation": explanation,
        }
        for number, (text, options, explanation) in enumerate(
            (
                (
                    "Bei welcher Temperatur vermehren sich die meisten Keime am schnellsten?",
                    ("Bei etwa 37 Grad", "Bei etwa 4 Grad", "Bei etwa 75 Grad"),
                    "Keime, die im Menschen leben, wachsen am besten bei der Temperatur des Körpers.",
                ),
                (
                    "Was verhindert am ehesten, dass rohes Fleisch anderes Essen verunreinigt?",
                    ("Getrennte Bretter", "Ein Tuch für alle Flächen", "Das Lagern über dem Salat"),
                    "Getrennte Bretter verhindern, dass Keime vom rohen Fleisch auf gegartes Essen kommen.",
                ),
                (
                    "Was bedeutet das Verbrauchsdatum auf einer Packung mit Hackfleisch?",
                    (
                        "Danach wird es nicht mehr gegessen",
                        "Danach schmeckt es fade",
                        "Danach ist es billiger",
                    ),
                    "Das Verbrauchsdatum gilt für leicht Verderbliches; danach kann das Essen krank machen.",
                ),
            ),
            1,
        )
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("raw", [EXAMPLE, GERMAN], ids=["english exam", "german exam"])
def test_an_exam_course_passes_in_every_language(raw: dict[str, Any], language: str) -> None:
    played = play(raw, answer=imitated, language=language)
    made = artifact(course.view(played.course))
    assert blocks(check(made, read_exam(raw))) == []
    assert [key for key in played.worker.prompts if key.endswith("-again")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_outlines_and_a_project_course_pass_in_every_language(language: str) -> None:
    wanted = {"topic": "Sourdough bread", "projects": 8, "alternatives": 4, "language": language}
    outlined = playing.play(COURSE_OUTLINE, wanted, answer=imitated)
    result = dict(outlined.outcomes["finalize"].job_result or {})
    assert blocks(check(artifact({**result, "language": language}))) == []
    for outline in result["outlines"][1:2]:
        played = playing.play(PROJECT_COURSE, {"outline": outline}, answer=imitated)
        assert blocks(check(artifact(project_course.view(played.document("course"))))) == []
        assert [key for key in played.worker.prompts if key.endswith("-again")] == []
    assert [key for key in outlined.worker.prompts if key.endswith("-again")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lessons_of_an_outline_in_another_language_pass(language: str) -> None:
    sent = {**a_person_s_outline(3), "language": language}
    played = playing.play(PROJECT_COURSE, {"outline": sent}, answer=imitated)
    # Its projects differ by a number, and so do their lessons: nothing else blocks.
    found = blocks(check(artifact(project_course.view(played.document("course")))))
    assert {one.rule for one in found} <= {"near-lesson", "near-task"}
    assert [key for key in played.worker.prompts if key.endswith("-again")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_program_passes_in_every_language(language: str) -> None:
    person = lifter(language=language)
    for read, text in ((read_enhanced, enhanced(person)), (read_basic, basic(person))):
        reading = read(text, person)
        assert reading.plan is not None
        assert finish(plan_faults(reading.plan, person)) == ()
