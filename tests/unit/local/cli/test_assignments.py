"""What `generate` makes of its argument."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from local.cli.assignments import Assignment, assignment, program_assignment
from local.cli.client import ApiClient
from local.errors import GenerateError
from tests.unit.exports.samples import EXAM

PROFILE: dict[str, Any] = {
    "age": 30,
    "sex": "male",
    "height_cm": 180,
    "mass_kg": 80,
    "experience": "beginner",
}


class Api(ApiClient):
    """Remembers what would be sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, dict[str, Any]]] = []

    def create_exam(self, exam: dict[str, Any]) -> dict[str, Any]:
        self.sent.append(("exam", exam))
        return {"exam_id": "e1"}

    def start_job(
        self, pipeline: str, input_: dict[str, Any], options: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        self.sent.append((pipeline, input_))
        return {"job_id": "job_1"}


def _started(work: Assignment) -> list[tuple[str, dict[str, Any]]]:
    api = Api()
    work.starts[0](api, {})
    return api.sent


def _file(tmp_path: Path, content: Any) -> str:
    path = tmp_path / "file.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return str(path)


def test_an_exam_is_uploaded_and_named_by_its_id(tmp_path: Path) -> None:
    work = assignment(_file(tmp_path, EXAM))
    assert _started(work) == [("exam", EXAM), ("exam_course", {"exam_id": "e1"})]
    assert work.file == Path("course.md")


def test_a_title_replaces_the_exam_s(tmp_path: Path) -> None:
    [(_, sent), _] = _started(assignment(_file(tmp_path, EXAM), title="Mine"))
    assert sent["title"] == "Mine"


def test_words_are_a_topic() -> None:
    assert _started(assignment("Keeping bees")) == [("course_outline", {"topic": "Keeping bees"})]


def test_a_profile_alone_gets_what_a_program_needs(tmp_path: Path) -> None:
    work = assignment(_file(tmp_path, PROFILE))
    assert work.file == Path("program.md")
    assert _started(work) == [
        (
            "training_program",
            {"goal": "general_fitness", "weeks": 4, "days_per_week": 3, "equipment": [], "profile": PROFILE},
        )
    ]


def test_what_a_profile_says_needs_no_default() -> None:
    profile = {**PROFILE, "goal": "strength", "equipment": ["barbell"], "sessions_per_week": 5}
    [(_, sent)] = _started(program_assignment(profile, {"weeks": 12, "goal": None}))
    assert sent == {"weeks": 12, "days_per_week": 5, "profile": profile}


def test_the_input_of_a_program_is_sent_as_it_is_but_for_what_was_chosen(tmp_path: Path) -> None:
    given = {"profile": PROFILE, "goal": "strength", "weeks": 6, "days_per_week": 2, "equipment": []}
    assert _started(assignment(_file(tmp_path, given))) == [("training_program", given)]
    [(_, sent)] = _started(assignment(_file(tmp_path, given), program={"weeks": 8}))
    assert sent == {**given, "weeks": 8}


@pytest.mark.parametrize(
    ("content", "message"), [("[1]", "not a JSON object"), ("{", "Expecting"), (None, "No such")]
)
def test_a_file_that_cannot_be_used_is_explained(tmp_path: Path, content: str | None, message: str) -> None:
    path = str(tmp_path / "none.json") if content is None else _file(tmp_path, content)
    with pytest.raises(GenerateError, match=message):
        assignment(path)
