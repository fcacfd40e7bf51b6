"""Prompts: the one call of the pipeline, worded. Its guide is the same for every job, and cached."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from generation.engine.run import Prompt
from generation.pipelines.course_outline.answers import may_share
from generation.pipelines.course_outline.contracts import OutlinesAnswer
from generation.pipelines.course_outline.preview import outlines_preview
from generation.pipelines.course_outline.request import CourseOutlineRequest
from generation.pipelines.shared.prompting import blocks, data, render
from generation.pipelines.shared.schema import answer_schema

_FILES = Path(__file__).parent / "prompts"


def about_the_data() -> str:
    """What courses by projects tell the model about the data that people wrote."""
    return render(_FILES / "about_the_data.md")


def outlines_prompt(request: CourseOutlineRequest) -> Prompt:
    """All alternatives in one answer, since they have to differ. `request` is what `accept` made."""
    alternatives, projects = request.alternatives, request.projects
    call = {
        "kind": "outlines",
        "language": request.language,
        "audience": request.audience,
        "projects": projects,
        "alternatives": alternatives,
    }
    return Prompt(
        shared=(render(_FILES / "outlines_guide.md", about_the_data=about_the_data()),),
        text=blocks(
            render(
                _FILES / "outlines.md",
                outlines="1 outline" if alternatives == 1 else f"{alternatives} outlines",
                projects=projects,
                alternatives=_alternatives(alternatives, projects),
            ),
            data("call", call),
            data("topic", {"topic": request.topic}),
        ),
        schema=_schema(),
        # Twice what it takes in English: thinking counts too, and other scripts take more tokens.
        max_output_tokens=12_000 + alternatives * (1_000 + 400 * projects),
        expected_chars=alternatives * (1_200 + 520 * projects),
        effort="high",
        preview=outlines_preview,
    )


def _alternatives(alternatives: int, projects: int) -> str:
    if alternatives == 1:
        return render(_FILES / "alone.md").strip()
    return render(_FILES / "alternatives.md", shared=_few(may_share(projects))).strip()


def _few(count: int) -> str:
    if count == 0:
        return "no project"
    return "one project at most" if count == 1 else f"{count} projects at most"


@cache
def _schema() -> Mapping[str, Any]:
    return answer_schema(OutlinesAnswer)
