"""Outline: the projects of a course before it is written, as a client may send it back, edited or not."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from generation.pipelines.shared.audience import Audience, Language
from generation.validation import CLOSED, Written

MIN_PROJECTS, MAX_PROJECTS = 3, 8
"""Of a generated outline. A person may delete down to one, and add up to the same number."""

MAX_OBJECTIVES = 8
MAX_FACTS = 20
MAX_TITLE = 200
MAX_ANGLE = 300
MAX_DESCRIPTION = 2_000
MAX_OBJECTIVE = 300
MAX_FACT = 300
"""Lengths in characters."""

Title = Annotated[str, Written(most=MAX_TITLE, one_line=True)]
Description = Annotated[str, Written(most=MAX_DESCRIPTION)]


class Project(BaseModel):
    """A project of an outline. Only the title has to be there: a person may leave the rest to the model."""

    model_config = CLOSED

    title: Title
    description: Description | None = None
    objectives: Annotated[
        list[Annotated[str, Written(most=MAX_OBJECTIVE)]], Field(max_length=MAX_OBJECTIVES)
    ] = Field(default_factory=list)


class Outline(BaseModel):
    """An outline as the result of a course_outline shows it and the input of a project_course takes it.

    angle               what sets it apart from its alternatives
    facts               agreed names, numbers and materials, one each: all authors of the course get them,
                        since they write at the same time
    language, audience  what it was written in and for: an edited outline brings them along
    """

    model_config = CLOSED

    title: Title
    angle: Annotated[str, Written(most=MAX_ANGLE)] | None = None
    description: Description | None = None
    language: Language | None = None
    audience: Audience | None = None
    projects: Annotated[list[Project], Field(min_length=1, max_length=MAX_PROJECTS)]
    facts: Annotated[list[Annotated[str, Written(most=MAX_FACT)]], Field(max_length=MAX_FACTS)] = Field(
        default_factory=list
    )

    @property
    def content(self) -> dict[str, Any]:
        """What the course is made from: JSON, without language and audience, absent texts as null."""
        return self.model_dump(mode="json", exclude={"language", "audience"})
