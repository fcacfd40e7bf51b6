"""Artifact: what the rules look at, as `GET /v1/courses/{id}` and `GET /v1/programs/{id}` give it.

Types only: a text may be empty and a list short, since telling that is what the rules are for. Members that
no rule looks at are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generation.engine.errors import FieldError
from generation.validation import field_errors

Texts = list[str]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class Option(_Part):
    option_id: str
    text: str


class Dispute(_Part):
    """What the second reader answered, who saw no key. claim: the sentence of the lesson that led to it,
    where there is one. about: `question`, or `explanation`: what he took that to argue for."""

    answer: Texts
    reason: str
    claim: str = ""
    about: str = "question"


class Question(_Part):
    """Of a quiz."""

    question: str
    options: list[Option]
    correct: Texts
    explanation: str = ""
    disputed: Dispute | None = None


class WrongOption(_Part):
    option_id: str
    reason: str


class MarkingDoubt(_Part):
    reason: str
    likely: Texts


class WorkedQuestion(_Part):
    question_id: str
    why_right: str
    why_wrong: list[WrongOption]
    marking_doubt: MarkingDoubt | None = None
    disputed: Dispute | None = None


class Lesson(_Part):
    title: str
    objectives: Texts
    body: str
    key_points: Texts
    question_ids: Texts
    worked_questions: list[WorkedQuestion]
    quiz: list[Question]


class Topic(_Part):
    title: str
    description: str = ""
    question_ids: Texts
    lessons: list[Lesson]


class Term(_Part):
    term: str
    meaning: str


class WholeCourse(_Part):
    """What a course has around its lessons; null and empty while it is not written, or where it was not."""

    introduction: str | None = None
    glossary: list[Term] = Field(default_factory=list)
    summary: str | None = None
    final_exam: list[Question] = Field(default_factory=list)


class ExamCourse(WholeCourse):
    title: str
    description: str = ""
    language: str
    topics: list[Topic]


class Task(_Part):
    title: str
    instructions: str
    expected_result: str
    hints: Texts


class ProjectLesson(_Part):
    title: str
    objectives: Texts
    body: str
    example: str
    summary: str
    tasks: list[Task] = Field(default_factory=list)


class Project(_Part):
    title: str
    description: str = ""
    objectives: Texts = Field(default_factory=list)
    lessons: list[ProjectLesson] = Field(default_factory=list)


class ProjectCourse(WholeCourse):
    """facts: of its outline, agreed between all authors."""

    title: str
    description: str = ""
    language: str
    facts: Texts = Field(default_factory=list)
    projects: list[Project]


class Outline(_Part):
    title: str
    angle: str = ""
    description: str | None = None
    projects: list[Project]


class Outlines(_Part):
    outlines: Annotated[list[Outline], Field(min_length=1)]
    language: str | None = None


class Prescription(_Part):
    exercise_id: str = ""
    name: str
    sets: int
    repetitions: int
    duration_s: int | None = None
    intensity: str | None = None
    rest_s: int
    notes: str = ""


class Session(_Part):
    day: int
    title: str
    notes: str = ""
    exercises: list[Prescription]


class Week(_Part):
    week: int
    focus: str
    is_deload: bool = False
    sessions: list[Session]


class Program(_Part):
    """analysis: null while it is not made; of it the rules read what they know."""

    title: str
    description: str = ""
    language: str = "en"
    weeks: list[Week]
    analysis: dict[str, Any] | None = None


class ExamQuestion(_Part):
    question_id: str
    text: str
    options: list[Option]
    correct: Texts
    explanation: str | None = None
    references: Texts | None = None


class Exam(_Part):
    questions: list[ExamQuestion]

    def by_id(self) -> dict[str, ExamQuestion]:
        return {question.question_id: question for question in self.questions}

    def whole_text(self) -> str:
        """Everything that stands in it, a text a line."""
        return "\n".join(
            text
            for question in self.questions
            for text in (
                question.text,
                question.explanation or "",
                *(option.text for option in question.options),
                *(question.references or ()),
            )
        )


Artifact = ExamCourse | ProjectCourse | Program | Outlines

P = TypeVar("P", bound=BaseModel)


class NoArtifact(Exception):
    """What was given is none; `faults` say where."""

    def __init__(self, faults: tuple[FieldError, ...]) -> None:
        super().__init__("; ".join(f"{fault.pointer or '/'} {fault.message}" for fault in faults[:3]))
        self.faults = faults


def artifact(raw: Any) -> Artifact:
    """A course, a program or outlines. Raises NoArtifact."""
    if not isinstance(raw, Mapping):
        raise NoArtifact((FieldError("", "must be an object: a course, a program or outlines"),))
    if raw.get("kind") == "project" or ("projects" in raw and "kind" not in raw):
        return _read(ProjectCourse, raw)
    if raw.get("kind") == "exam" or "topics" in raw:
        return _read(ExamCourse, raw)
    if "weeks" in raw or "program_id" in raw:
        return _read(Program, raw)
    if "outlines" in raw:
        return _read(Outlines, raw)
    raise NoArtifact(
        (FieldError("/kind", "must be exam or project; programs have weeks, outlines outlines"),)
    )


def exam(raw: Any) -> Exam:
    """As `POST /v1/exams` takes it and `GET /v1/exams/{id}` gives it. Raises NoArtifact."""
    return _read(Exam, raw)


def _read(model: type[P], raw: Any) -> P:
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        raise NoArtifact(field_errors(error)) from error
