"""The recorded answers: played to the calls of the example, which has moved on where a test here fails.

`make recordings` lists what is to be written anew; `make recordings KEEP=1` keeps the answers where a prompt
has changed in wording alone.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from generation.engine.run import Prompt
from generation.pipelines.exam_course import course
from generation.quality.artifact import ExamCourse, artifact
from generation.quality.artifact import exam as read_exam
from generation.quality.checking import check
from local.claude import answers, script
from local.claude.cache import InputTokens
from local.claude.recordings import EXAM, key_of, recordings
from tests.unit.pipelines.scripted import Played, play

RAW: dict[str, Any] = json.loads(EXAM.read_text(encoding="utf-8"))
MADE_BY = "recorded answers, 2026-11-27"


@pytest.fixture(scope="module")
def played() -> tuple[Played, list[str]]:
    """A course over the example, and by whom each of its answers was."""
    by = []

    def answer(prompt: Prompt) -> dict[str, Any]:
        asked = "\n".join((*prompt.shared, prompt.text))
        found = answers.answer(answers.kind_of(prompt.text), asked, dict(prompt.schema or {}))
        by.append(found.model)
        made: dict[str, Any] = json.loads(found.text)
        return made

    return play(RAW, answer=answer, models={"": "claude-sonnet-5-5"}), by


def test_the_prompts_of_the_day_are_those_that_were_answered(played: tuple[Played, list[str]]) -> None:
    assert set(played[1]) == {MADE_BY}, "make recordings lists what to write anew"
    assert len(played[1]) == len(recordings().by_key), "nothing is recorded that nobody asks"


def test_the_example_is_a_whole_course_without_a_finding(played: tuple[Played, list[str]]) -> None:
    view = course.view(played[0].course)
    made = artifact(view)
    assert isinstance(made, ExamCourse)
    assert check(made, read_exam(RAW)) == []
    assert view["coverage"]["missing"] == []
    assert all([view["introduction"], view["glossary"], view["summary"], view["final_exam"]])


def test_who_is_asked_otherwise_is_the_imitation() -> None:
    asked = '<call>{"kind": "topics", "target_topics": 1, "max_topics": 1}</call>'
    questions = json.dumps(RAW["questions"]).replace("<", "\\u003c").replace(">", "\\u003e")
    assert answers.answer("topics", f"{asked}<questions>{questions}</questions>", None).model == "offline"


def test_a_job_has_ids_of_its_own_that_say_nothing() -> None:
    one = key_of("Go on with course_01m8f2t60xjae64fv6f7mq6t7q.", None)
    assert one == key_of("Go on with course_01m8f2t60xjae64fv6f7mq6t7x.", None)
    assert one != key_of("Go on with course_01m8f2t60xjae64fv6f7mq6t7q", None)
    assert one != key_of("Go on with course_01m8f2t60xjae64fv6f7mq6t7q.", {})


@pytest.mark.parametrize("is_stream", [True, False])
def test_a_recorded_answer_says_so_on_the_wire(is_stream: bool) -> None:
    answer = answers.Answer("{}", model=MADE_BY)
    tokens = InputTokens(1, 0, 0, 0)
    made = (
        script.streamed("m", answer, tokens, None, 0)
        if is_stream
        else script.plain("m", answer, tokens, None)
    )
    assert f'"model": "{MADE_BY}"'.encode() in b"".join(piece for _, piece in made.pieces)
