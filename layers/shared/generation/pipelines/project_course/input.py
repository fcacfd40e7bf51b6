"""Input: what a client asks for, accepted or refused before a job exists."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, ValidationError, model_validator

from generation.engine.errors import FieldError, InvalidInput, NotFound
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.course_outline import outline_document
from generation.pipelines.course_outline.outline import Outline
from generation.pipelines.project_course.request import ProjectCourseRequest
from generation.pipelines.shared.audience import Audience, Language
from generation.validation import CLOSED, Written, field_errors, refuse

MAX_ID = 100
LANGUAGE = "en"
"""Where neither the input nor the outline names one."""

LESSONS = 4
"""Of a project, usually."""

CALLS_AT_ONCE = 10
"""Default of `ItemsAtOnce`: an estimate need not know what a deployment chose."""


class ProjectCourseInput(BaseModel):
    """`input` of a project_course: an outline, or the choice among generated ones.

    outline             as a course_outline gave it, edited, or written by hand
    outline_id, choice  of a course_outline's result: the index in `outlines`, from 0
    language, audience  those of the outline where they are not given
    """

    model_config = CLOSED

    outline: Outline | None = None
    outline_id: Annotated[str, Written(most=MAX_ID, one_line=True)] | None = None
    choice: Annotated[int, Field(ge=0)] | None = None
    language: Language | None = None
    audience: Audience | None = None

    @model_validator(mode="after")
    def _names_one_outline(self) -> Self:
        faults: list[tuple[tuple[str, ...], str]] = []
        if self.outline is not None:
            chosen = {"outline_id": self.outline_id, "choice": self.choice}
            faults += [
                ((name,), "cannot be given together with outline")
                for name, value in chosen.items()
                if value is not None
            ]
        elif self.outline_id is None:
            faults.append(((), "needs outline, or outline_id and choice"))
        elif self.choice is None:
            faults.append((("choice",), "is required with outline_id"))
        refuse(faults)
        return self


def accept(requester: Requester, raw: Mapping[str, Any]) -> Accepted[ProjectCourseRequest]:
    """Raises InvalidInput, with pointers below /input, and NotFound for outlines that the owner has not, or
    has no more.

    The subject is what is in the outline and who it is written for, wherever it comes from: the same course
    is not written twice at the same time, two versions of it are.
    """
    try:
        request = ProjectCourseInput.model_validate(raw)
    except ValidationError as error:
        faults = field_errors(error, "/input", raw)
        raise InvalidInput("The input of a project_course cannot be used as it is.", errors=faults) from error
    outline = request.outline or _chosen(requester, request.outline_id or "", request.choice or 0)
    wanted = ProjectCourseRequest(
        outline=outline.content,
        language=request.language or outline.language or LANGUAGE,
        audience=request.audience or outline.audience,
    )
    return Accepted(
        request=wanted,
        subject=_content_hash(wanted.model_dump(mode="json")),
        title=outline.title,
        estimated_duration_ms=estimated_duration_ms(len(outline.projects)),
    )


def estimated_duration_ms(projects: int) -> int:
    """Lessons: 85 s for those of a project, ten projects at the same time. Tasks: 30 s for those of a
    lesson, ten lessons at the same time. The call over the whole course: 35 s and a second a lesson, 60 s at
    most. 2 s for what needs no model. For models that write about 70 tokens a second."""
    lessons = projects * LESSONS
    writing = math.ceil(projects / CALLS_AT_ONCE) * 85
    return 1_000 * (2 + writing + math.ceil(lessons / CALLS_AT_ONCE) * 30 + min(60, 35 + lessons))


def _chosen(requester: Requester, outline_id: str, choice: int) -> Outline:
    stored = requester.documents.get(outline_document.KIND, requester.owner, outline_id)
    if stored is None or outline_document.is_expired(stored, requester.now):
        raise NotFound("There is no such outline.", code="outline-not-found")
    outlines = outline_document.outlines_of(stored)
    if choice >= len(outlines):
        there = f"must be a number from 0 to {len(outlines) - 1}, the index of an outline"
        raise InvalidInput(
            f"There are {len(outlines)} outlines to choose from.",
            errors=(FieldError("/input/choice", there if len(outlines) > 1 else "must be 0"),),
        )
    return Outline.model_validate(outlines[choice])


def _content_hash(wanted: Mapping[str, Any]) -> str:
    """SHA-256, 64 hex digits."""
    canonical = json.dumps(wanted, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
