"""Assignments: what `generate` can be asked for, each as jobs to start and a text to write in the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.cli.client import ApiClient, Document
from local.errors import GenerateError

Start = Callable[[ApiClient, Document], Document]
"""Starts a job, given the one before it (empty for the first), and returns it."""

_PROGRAM_DEFAULTS = {"goal": "general_fitness", "weeks": 4, "days_per_week": 3}
_PROFILE_ONLY = frozenset({"age", "mass_kg"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """starts  the jobs, in order
    text    the file, from the last of them
    file    what it is called unless the person says otherwise
    """

    starts: tuple[Start, ...]
    text: Callable[[ApiClient, Document], str]
    file: Path


def assignment(
    wanted: str, *, title: str | None = None, program: Mapping[str, Any] | None = None
) -> Assignment:
    """What `wanted` asks for: a course from the exam in a file, a training program for the profile in a
    file, or, where it is no file, a project course about that topic.

    title    of the course, instead of the exam's
    program  `goal`, `weeks`, `days_per_week`, `equipment` that go before those of the file

    Raises GenerateError where a file is no JSON object; what is in it, the API checks.
    """
    path = Path(wanted)
    if path.suffix.lower() != ".json" and not path.exists():
        return topic_assignment(wanted)
    content = read(path)
    if is_program(content):
        return program_assignment(content, program or {})
    return exam_assignment({**content, "title": title} if title else content)


def exam_assignment(exam: Document) -> Assignment:
    """A course from an exam, as `POST /v1/exams` takes it."""

    def start(client: ApiClient, _: Document) -> Document:
        # The same exam has the same id, so that a second start meets the first one's job.
        return client.start_job("exam_course", {"exam_id": client.create_exam(exam)["exam_id"]})

    return Assignment(starts=(start,), text=_course, file=Path("course.md"))


def topic_assignment(topic: str) -> Assignment:
    """A project course about a topic, from the first of its outlines."""

    def start_outline(client: ApiClient, _: Document) -> Document:
        return client.start_job("course_outline", {"topic": topic})

    def start_course(client: ApiClient, outline: Document) -> Document:
        chosen = outline["result"]["outlines"][0]
        return client.start_job("project_course", {"outline": chosen})

    return Assignment(starts=(start_outline, start_course), text=_course, file=Path("course.md"))


def program_assignment(content: Document, chosen: Mapping[str, Any]) -> Assignment:
    """A training program.

    content  the `input` of a training_program, or a profile alone, as `PUT /v1/profile` takes it
    chosen   members of the input that go before those of `content`
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    request = program_request(content, given)

    def start(client: ApiClient, _: Document) -> Document:
        return client.start_job("training_program", request)

    return Assignment(starts=(start,), text=_program, file=Path("program.md"))


def _course(client: ApiClient, job: Document) -> str:
    return client.course_export(job["result"]["course_id"])


def _program(client: ApiClient, job: Document) -> str:
    return client.program_export(job["result"]["program_id"])


def is_program(content: Document) -> bool:
    """Whether it is a profile, or the input of a training program; else it is an exam."""
    return bool("profile" in content or _PROFILE_ONLY & content.keys())


def program_request(content: Document, given: Mapping[str, Any] | None = None) -> Document:
    """`input` of a training_program from one, or from a profile alone; `given` goes before it."""
    return {**content, **(given or {})} if "profile" in content else _request_for(content, given or {})


def _request_for(profile: Document, given: Mapping[str, Any]) -> Document:
    """What the profile says about goal and equipment, the API takes from there."""
    defaults: Document = dict(_PROGRAM_DEFAULTS)
    if profile.get("goal"):
        del defaults["goal"]
    if profile.get("equipment") is None:
        defaults["equipment"] = []
    if 1 <= (profile.get("sessions_per_week") or 0) <= 7:
        defaults["days_per_week"] = profile["sessions_per_week"]
    return {**defaults, **given, "profile": profile}


def read(path: Path) -> Document:
    """Raises GenerateError where the file is no JSON object."""
    try:
        content: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GenerateError(f"{path}: {error}") from error
    if not isinstance(content, dict):
        raise GenerateError(f"{path}: not a JSON object with an exam or a training profile")
    return content
