"""Contracts: the answers of the model, as shapes. `answers` checks what a shape cannot say.

The order of the fields is the order in which the model writes them, so what later ones build on comes first.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from generation.pipelines.shared import around
from generation.pipelines.shared.answering import Contract, Stripped
from generation.quality.asked import MAX_TERMS
from generation.validation import Written

MIN_LESSONS, MAX_LESSONS = 3, 6
MIN_TASKS, MAX_TASKS = 2, 4
MIN_HINTS, MAX_HINTS = 2, 4
MIN_DIFFICULTY, MAX_DIFFICULTY = 1, 5
MAX_MINUTES = 480
"""A day's work: what takes longer is a project and no task."""

MAX_OBJECTIVES = 5
MAX_HEADING = 200
MAX_OBJECTIVE = 500
MAX_PROSE = 4_000
MAX_EXAMPLE = 20_000
MAX_BODY = 40_000
"""Lengths in characters, far above what the prompts ask for. They stand in no schema: a model takes a bound
for a wish."""

Heading = Annotated[Stripped, Written(most=MAX_HEADING, one_line=True, in_schema=False)]
Objective = Annotated[Stripped, Written(most=MAX_OBJECTIVE, in_schema=False)]
Prose = Annotated[Stripped, Written(most=MAX_PROSE, in_schema=False)]
Example = Annotated[Stripped, Written(most=MAX_EXAMPLE, in_schema=False)]
Body = Annotated[Stripped, Written(most=MAX_BODY, in_schema=False)]


class Lesson(Contract):
    title: Heading = Field(description="What this lesson is about, in at most ten words")
    objectives: list[Objective] = Field(
        min_length=1, max_length=MAX_OBJECTIVES, description="What the reader can do afterwards"
    )
    body: Body = Field(description="The explanation, in Markdown, complete in itself")
    example: Example = Field(description="One case worked through to its result, in Markdown")
    summary: Prose = Field(description="What to keep in mind for the project, two to four sentences")


class LessonsAnswer(Contract):
    lessons: list[Lesson] = Field(
        min_length=MIN_LESSONS, max_length=MAX_LESSONS, description="In the order in which they are read"
    )


class Task(Contract):
    title: Heading = Field(description="What is done, in at most ten words")
    difficulty: int = Field(
        ge=MIN_DIFFICULTY, le=MAX_DIFFICULTY, description="1 repeats the lesson's case, 5 is one's own"
    )
    instructions: Prose = Field(description="What to do, and all that is needed for it")
    expected_result: Prose = Field(description="What exists afterwards, and how one sees that it is right")
    hints: list[Prose] = Field(
        min_length=MIN_HINTS, max_length=MAX_HINTS, description="From a nudge to the way, never the result"
    )
    minutes: int = Field(ge=1, le=MAX_MINUTES, description="What these readers need, not what an expert does")


class TasksAnswer(Contract):
    tasks: list[Task] = Field(
        min_length=MIN_TASKS, max_length=MAX_TASKS, description="In the order of their difficulty"
    )


class WholeCourseAnswer(Contract):
    """What the finished course has around its lessons."""

    introduction: around.Prose = Field(description="To the reader who begins, in Markdown without headings")
    glossary: list[around.Term] = Field(
        max_length=MAX_TERMS, description="The terms that one has to know, in any order"
    )
    summary: around.Body = Field(description="What to have at hand while making, on one sheet, in Markdown")
