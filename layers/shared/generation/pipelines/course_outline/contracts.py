"""Contracts: the answer of the model, as a shape. `answers` checks what a shape cannot say.

Every generated outline is one that a client may send back, so no bound here is wider than its counterpart
in `outline`; and four alternatives of eight projects in any script stay under the 300 KB of a job's result.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generation.pipelines.course_outline.outline import MAX_ANGLE, MAX_TITLE
from generation.pipelines.shared.answering import Contract, Stripped
from generation.validation import Written

MAX_DESCRIPTION = 1_000
MAX_PROJECT_DESCRIPTION = 600
MAX_OBJECTIVE = 200
MAX_FACT = 150
"""Lengths in characters. They stand in no schema: a model takes a bound for a wish."""

MIN_OBJECTIVES, MAX_OBJECTIVES = 2, 5
MAX_FACTS = 10

Title = Annotated[Stripped, Written(most=MAX_TITLE, one_line=True, in_schema=False)]


class ProjectDraft(Contract):
    title: Title = Field(description="Names what is made, in two to eight words")
    description: Annotated[Stripped, Written(most=MAX_PROJECT_DESCRIPTION, in_schema=False)] = Field(
        description="What is made, how one sees that it is done, what it takes up; two or three sentences"
    )
    objectives: list[Annotated[Stripped, Written(most=MAX_OBJECTIVE, in_schema=False)]] = Field(
        min_length=MIN_OBJECTIVES, max_length=MAX_OBJECTIVES, description="What its maker can do afterwards"
    )


class OutlineDraft(Contract):
    angle: Annotated[Stripped, Written(most=MAX_ANGLE, in_schema=False)] = Field(
        description="What organizes this course and whom it suits, in one sentence"
    )
    title: Title = Field(description="Title of the course, in three to ten words")
    description: Annotated[Stripped, Written(most=MAX_DESCRIPTION, in_schema=False)] = Field(
        description="What one can do at the end, how the projects lead there; two to four sentences"
    )
    projects: list[ProjectDraft] = Field(min_length=1, description="In the order in which they are made")
    facts: list[Annotated[Stripped, Written(most=MAX_FACT, in_schema=False)]] = Field(
        max_length=MAX_FACTS,
        description="Names, numbers and materials that several projects share, one each; three to ten",
    )


class OutlinesAnswer(Contract):
    outlines: list[OutlineDraft] = Field(min_length=1)
