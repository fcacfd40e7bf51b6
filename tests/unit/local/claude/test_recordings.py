"""The recorded answers: played to the calls of the example, which has moved on where a test here fails.

`make recordings` lists what is to be written anew; `make recordings KEEP=1` keeps the answers where a prompt
has changed in wording alone.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generation.engine.limits import CHECK
from generation.engine.run import Prompt
from generation.http.shared import SharedCourse
from generation.pipelines.exam_course import course
from generation.quality.artifact import ExamCourse, artifact
from generation.quality.artifact import exam as read_exam
from generation.quality.checking import check
from local.claude import answers, script
from local.claude.cache import InputTokens
from local.claude.recordings import COURSE, EXAM, key_of, recordings
from scripts import recordings as listing
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

    models = {"": "claude-sonnet-5-5", CHECK: "claude-haiku-5-5"}
    return play(RAW, answer=answer, models=models), by


def test_the_prompts_of_the_day_are_those_that_were_answered(played: tuple[Played, list[str]]) -> None:
    assert set(played[1]) == {MADE_BY}, "make recordings lists what to write anew"
    assert len(played[1]) == len(recordings().by_key), "nothing is recorded that nobody asks"


def test_the_example_is_a_whole_course_without_a_finding(played: tuple[Played, list[str]]) -> None:
    view = course.view(played[0].course)
    made = artifact(view)
    assert isinstance(made, ExamCourse)
    assert check(made, read_exam(RAW)) == []
    assert view["coverage"]["missing"] == []
    lessons = [lesson for topic in view["topics"] for lesson in topic["lessons"]]
    assert all(lesson["checked_by"] for lesson in lessons), "a lesson was not checked"
    assert all([view["introduction"], view["glossary"], view["summary"], view["final_exam"]])


def test_the_sample_of_the_page_is_that_course(played: tuple[Played, list[str]]) -> None:
    found = json.loads(COURSE.read_text(encoding="utf-8"))
    made = json.loads(listing.sample(played[0].course))
    assert found == {**made, "made_by": MADE_BY}, "make recordings writes it anew"
    SharedCourse.model_validate(found)


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


def test_what_is_listed_is_what_is_recorded() -> None:
    asked, _ = listing.played()
    assert {one.key: one.about for one in asked} == {
        key: one.about for key, one in recordings().by_key.items()
    }
    assert len({one.about for one in asked}) == len(asked), "each is about something of its own"


def wanted(key: str, about: str) -> listing.Asked:
    return listing.Asked(key, about, prompt="", is_answered=False)


def test_all_answers_that_are_there_are_taken_up_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "FOLDER", tmp_path)
    for key in ("k1", "k2"):
        (tmp_path / f"{key}.answer.json").write_text(f'{{"from": "{key}"}}', encoding="utf-8")
    raw: dict[str, Any] = {"answers": []}
    asked = [wanted("k1", "lesson: A"), wanted("k2", "lesson: B"), wanted("k3", "lesson: C")]
    assert listing.take_up(raw, asked, is_kept=True) == 2
    assert [(one["key"], one["about"], one["answer"]) for one in raw["answers"]] == [
        ("k1", "lesson: A", {"from": "k1"}),
        ("k2", "lesson: B", {"from": "k2"}),
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("old", "new", "is_kept"),
    [
        (["lesson: A"], ["lesson: A"], True),
        (["lesson: A", "lesson: A"], ["lesson: A"], False),
        (["lesson: A"], ["lesson: A", "lesson: A"], False),
        (["lesson: A"], ["lesson: B"], False),
    ],
    ids=["one of each", "two answers", "two calls", "about something else"],
)
def test_an_answer_is_kept_only_where_there_is_no_choice(
    old: list[str], new: list[str], is_kept: bool
) -> None:
    used = {"key": "used", "about": "lesson: A", "answer": {}}
    raw = {"answers": [used, *({"key": f"o{n}", "about": one, "answer": {}} for n, one in enumerate(old))]}
    asked = [
        listing.Asked("used", "lesson: A", prompt="", is_answered=True),
        *(wanted(f"n{n}", one) for n, one in enumerate(new)),
    ]
    assert listing.take_up(raw, asked, is_kept=False) == 0
    assert listing.take_up(raw, asked, is_kept=True) == is_kept
    assert [one["key"] for one in raw["answers"]] == [
        "used",
        *(["n0"] if is_kept else [f"o{n}" for n in range(len(old))]),
    ]


def test_parts_of_a_topic_and_checks_of_lessons_are_told_apart() -> None:
    topic = '<topic>{"title": "T"}</topic>'
    parts = [f'<call>{{"kind": "lesson", "part": {n}, "parts": 2}}</call>{topic}' for n in (1, 2)]
    assert [listing.about(one) for one in parts] == ["lesson: T, part 1 of 2", "lesson: T, part 2 of 2"]
    check = '<call>{"kind": "check_lesson"}</call><lesson>{"title": "L", "body": ""}</lesson>'
    assert listing.about(check) == "check_lesson: L"
