"""Input: what a client asks for, accepted or refused before a job exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from generation.engine.errors import InvalidInput
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.course_outline.outline import MAX_PROJECTS, MIN_PROJECTS
from generation.pipelines.course_outline.request import CourseOutlineRequest
from generation.pipelines.shared.audience import Audience, Language
from generation.validation import CLOSED, Written, field_errors

MAX_TOPIC = 300
"""Characters: a subject with what is special about it, not a text to be summarized."""

MAX_ALTERNATIVES = 4


class CourseOutlineInput(BaseModel):
    """`input` of a course_outline.

    language      a BCP-47 tag or the name of a language; what outlines and course are written in
    audience      who the course is for
    projects      of each outline
    alternatives  outlines to choose from
    """

    model_config = CLOSED

    topic: Annotated[str, Written(most=MAX_TOPIC)]
    audience: Audience | None = None
    language: Language = "en"
    projects: Annotated[int, Field(ge=MIN_PROJECTS, le=MAX_PROJECTS)] = 5
    alternatives: Annotated[int, Field(ge=1, le=MAX_ALTERNATIVES)] = 3


def accept(requester: Requester, raw: Mapping[str, Any]) -> Accepted[CourseOutlineRequest]:
    """Raises InvalidInput, with pointers below /input.

    Every job has a subject of its own: to ask again is how one gets further alternatives for a topic.
    """
    try:
        request = CourseOutlineInput.model_validate(raw)
    except ValidationError as error:
        faults = field_errors(error, "/input", raw)
        raise InvalidInput("The input of a course_outline cannot be used as it is.", errors=faults) from error
    outline_id = requester.ids.new("outline")
    return Accepted(
        request=CourseOutlineRequest(outline_id=outline_id, **request.model_dump()),
        subject=outline_id,
        title=" ".join(request.topic.split()),
        estimated_duration_ms=estimated_duration_ms(request.alternatives, request.projects),
    )


def estimated_duration_ms(alternatives: int, projects: int) -> int:
    """One call: 15 s before it begins to write, 1.5 s for an outline and 2 s for each of its projects.
    For models that write about 70 tokens a second."""
    return round(1_000 * (15 + alternatives * (1.5 + 2 * projects)))
