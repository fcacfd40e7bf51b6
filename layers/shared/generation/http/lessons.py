"""Lessons over HTTP, as courses hold them: models."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from generation.http.documents import SHOWN, CourseOption


class Dispute(BaseModel):
    model_config = SHOWN

    answer: list[str] = Field(description="What a second model answered that saw no key.")
    reason: str
    claim: str = Field(description="The sentence of the body that it took it from, where there is one.")
    about: Literal["explanation"] | None = Field(
        default=None,
        description="`explanation`: `answer` is what the question's explanation argues for, by that model.",
    )


Disputed = Annotated[
    Dispute | None,
    Field(
        description="A second model answers otherwise, or the explanation argues for something else, and the "
        "author does not agree. Not to be graded."
    ),
]


class QuizQuestion(BaseModel):
    model_config = SHOWN

    question: str
    options: list[CourseOption]
    correct: list[str]
    explanation: str
    disputed: Disputed = None


class WrongOption(BaseModel):
    model_config = SHOWN

    option_id: str
    reason: str


class MarkingDoubt(BaseModel):
    model_config = SHOWN

    reason: str
    likely: list[str] = Field(description="Options that are likelier to be right; none of them is the key.")


class WorkedQuestion(BaseModel):
    model_config = SHOWN

    question_id: str
    why_right: str
    why_wrong: list[WrongOption]
    marking_doubt: MarkingDoubt | None = Field(
        default=None, description="Why the exam's key is doubtful. Readers are not graded on such a question."
    )
    disputed: Disputed = None


class LessonView(BaseModel):
    model_config = SHOWN

    lesson_id: str
    title: str
    objectives: list[str]
    body: str = Field(description="Markdown.")
    key_points: list[str]
    question_ids: list[str]
    worked_questions: list[WorkedQuestion]
    quiz: list[QuizQuestion]
    checked_by: str | None = Field(
        default=None,
        description="The model that answered questions of it without their keys, named as in `made_by`; "
        "null: none did.",
    )


class TaskView(BaseModel):
    model_config = SHOWN

    task_id: str
    title: str
    instructions: str
    expected_result: str
    hints: list[str]
    minutes: int
    difficulty: Annotated[int, Field(ge=1, le=5)]


class ProjectLessonView(BaseModel):
    model_config = SHOWN

    lesson_id: str
    title: str
    objectives: list[str]
    body: str = Field(description="Markdown.")
    example: str
    summary: str
    status: Literal["pending", "completed"] = Field(description="Completed with its tasks.")
    tasks: list[TaskView]
