"""Steps: what happens, in order."""

from __future__ import annotations

from functools import partial

from generation.engine.errors import PermanentError
from generation.engine.model.checkpoint import Document, new_document
from generation.engine.pipeline import Outcome
from generation.engine.run import Run
from generation.pipelines.course_outline import outline_document
from generation.pipelines.course_outline.answers import parse_outlines
from generation.pipelines.course_outline.checks import outlines_check
from generation.pipelines.course_outline.prompts import outlines_prompt
from generation.pipelines.course_outline.request import CourseOutlineRequest
from generation.pipelines.shared import sent_back


async def initialize(run: Run[CourseOutlineRequest]) -> Outcome:
    """Say in the log what was asked for."""
    run.log(
        f"Topic: {' '.join(run.request.topic.split())}",
        language=run.request.language,
        audience=run.request.audience,
        model=run.models.get("generate_outlines") or run.models[""],
    )
    return Outcome(message=f"{_outlines(run.request.alternatives)} of {run.request.projects} projects wanted")


async def generate_outlines(run: Run[CourseOutlineRequest]) -> Outcome:
    """All alternatives in one call; they are stored with it, to be chosen from by their index."""
    alternatives, projects = run.request.alternatives, run.request.projects
    outlines = await sent_back.ask(
        run,
        "outlines",
        outlines_prompt(run.request),
        lambda text: parse_outlines(text, alternatives=alternatives, projects=projects),
        partial(outlines_check, run.request.language),
    )
    stored = outline_document.document(
        owner=run.owner,
        request=run.request,
        outlines=outlines,
        made_by=run.made_by,
        created_at=run.now(),
    )
    return Outcome(
        documents=(new_document(stored),),
        message=f"Generated {_outlines(len(outlines))} of {projects} projects",
        artifact={"outline_id": stored.document_id},
    )


async def finalize(run: Run[CourseOutlineRequest]) -> Outcome:
    """Name the result: the outlines themselves, for a person to choose from."""
    stored = await _stored(run)
    outlines = outline_document.outlines_of(stored)
    titles = " · ".join(outline["title"] for outline in outlines)
    return Outcome(
        message=f"{_outlines(len(outlines))} to choose from: {titles}",
        job_result=outline_document.view(stored),
    )


async def _stored(run: Run[CourseOutlineRequest]) -> Document:
    stored = await run.document(outline_document.KIND, run.request.outline_id)
    if stored is None:
        raise PermanentError("The outlines are not there any more.", code="outline-missing", retryable=False)
    return stored


def _outlines(count: int) -> str:
    return "1 outline" if count == 1 else f"{count} outlines"
