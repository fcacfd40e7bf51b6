"""Edits of heads over HTTP: models, and routes as the OpenAPI document describes them."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, model_validator

from generation.http.answers import answers, route, says
from generation.http.courses import CourseHead
from generation.http.exams import ExamSummary
from generation.http.parameters import CLOSED
from generation.http.programs import ProgramHead
from generation.pipelines.shared.audience import Audience
from generation.validation import Written, refuse

MAX_TITLE = 200
MAX_DESCRIPTION = 2_000
"""Characters."""

Title = Annotated[str, Written(most=MAX_TITLE, one_line=True)]
Description = Annotated[str, Written(most=MAX_DESCRIPTION)]


class ExamEdit(BaseModel):
    """Members that are not named stay as they are."""

    model_config = CLOSED

    title: Title | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.model_fields_set:
            refuse([((), f"needs one of {', '.join(type(self).model_fields)}")])
        if "title" in self.model_fields_set and self.title is None:
            refuse([(("title",), "must be a text")])
        return self

    @property
    def edits(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set}


class ProgramEdit(ExamEdit):
    description: Description | None = Field(default=None, description="null: none.")

    @property
    def edits(self) -> dict[str, Any]:
        """A head has a description always."""
        edits = super().edits
        return {**edits, "description": edits["description"] or ""} if "description" in edits else edits


class CourseEdit(ProgramEdit):
    audience: Audience | None = Field(default=None, description="Who it is for; null: nobody named.")


_PROBLEMS = (400, 404, 413, 422)

EDIT_EXAM = route(
    "editExam",
    "Library",
    "Rename an exam",
    answers({200: says("As lists show it from now on.", ExamSummary)}, *_PROBLEMS),
    description="The same exam uploaded again is this one, under its new title.",
)
EDIT_COURSE = route(
    "editCourse",
    "Library",
    "Change a course's title, description, audience",
    answers({200: says("As lists show it from now on.", CourseHead)}, *_PROBLEMS),
    description="Also while it is being generated: what is named here stands over what the job writes.",
)
EDIT_PROGRAM = route(
    "editProgram",
    "Training",
    "Change a program's title and description",
    answers({200: says("As lists show it from now on.", ProgramHead)}, *_PROBLEMS),
    description="Also while it is being generated: what is named here stands over what the job writes.",
)
