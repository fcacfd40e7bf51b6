"""A small pipeline with everything that the engine can do."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from generation.engine.errors import FieldError, InvalidInput, InvalidOutput
from generation.engine.model.checkpoint import Document, DocumentWrite
from generation.engine.model.job import Options
from generation.engine.pipeline import (
    Accepted,
    Each,
    FanOut,
    Item,
    Outcome,
    Pipeline,
    Requester,
    Result,
    Step,
)
from generation.engine.run import Prompt, Results, Run
from testing.pipelines import NO_VIEW, AnyRequest


def accept(requester: Requester, request: Mapping[str, Any]) -> Accepted[AnyRequest]:
    if "topics" not in request:
        raise InvalidInput("No topics.", errors=(FieldError("/input/topics", "missing"),))
    subject = f"simulated:{request.get('subject', 'one')}"
    return Accepted(
        request=AnyRequest(request), subject=subject, title="Simulated", estimated_duration_ms=9_000
    )


def prompt(text: str) -> Prompt:
    return Prompt(shared=("shared",), text=text, schema=None, expected_chars=40)


def parse(text: str) -> dict[str, Any]:
    value = json.loads(text)
    if "said" not in value:
        raise InvalidOutput(["said is missing"])
    return dict(value)


async def begin(run: Run[AnyRequest]) -> Outcome:
    course_id = run.new_id("course")
    head = Document(
        kind="course",
        owner=run.owner,
        document_id=course_id,
        status="generating",
        created_at=run.now(),
        summary={"title": "Simulated"},
    )
    write = DocumentWrite(
        kind="course", owner=run.owner, document_id=course_id, head=head, parts={"outline": []}
    )
    return Outcome(result={"course_id": course_id}, documents=(write,), artifact={"course_id": course_id})


async def find(run: Run[AnyRequest]) -> Outcome:
    """Two calls at the same time, then one more: like slices that are merged."""
    numbers = range(run.request.get("slices", 2))
    parts = await run.ask_all([run.ask(f"slice-{n}", prompt(f"slice {n}"), parse) for n in numbers])
    merged = await run.ask("merge", prompt(f"merge {len(parts)}"), parse)
    return Outcome(result={"topics": run.request["topics"], "said": merged["said"]}, message="Found topics")


def topics(results: Results) -> Sequence[Item]:
    return [Item(item_id=f"t{n}", label=f"Topic {n}") for n in range(results["find"]["topics"])]


async def write_topic(run: Run[AnyRequest], item: Item) -> Outcome:
    parts = run.request.get("lessons", 1)
    asks = [run.ask(f"lesson-{n}", prompt(f"lesson {item.item_id} {n}"), parse) for n in range(parts)]
    said = await run.ask_all(asks)
    course_id = run.results["begin"]["course_id"]
    write = DocumentWrite(kind="course", owner=run.owner, document_id=course_id, parts={item.item_id: said})
    return Outcome(result={"lessons": parts}, documents=(write,), generated=parts)


def exercises_of(item_id: str, result: Result) -> Sequence[Item]:
    return [Item(item_id=f"{item_id}-e{n}", label=f"Exercise {n}") for n in range(result["lessons"])]


def by_hand(options: Options) -> str | None:
    return "Read the lessons, then continue" if options.mode == "manual" else None


async def write_exercise(run: Run[AnyRequest], item: Item) -> Outcome:
    said = await run.ask("exercise", prompt(f"exercise {item.item_id}"), parse)
    return Outcome(result={"said": said["said"]}, generated=1)


async def save(run: Run[AnyRequest]) -> Outcome:
    course_id = run.results["begin"]["course_id"]
    course = await run.document("course", course_id)
    assert course is not None
    written = sorted(key for key in course.parts or {} if key.startswith("t"))
    return Outcome(result={"written": written}, job_result={"course_id": course_id, "topics": len(written)})


SIMULATED = Pipeline(
    name="simulated",
    label="Simulated",
    input_model=AnyRequest,
    request=AnyRequest,
    accept=accept,
    result_view=NO_VIEW,
    steps=(
        Step("begin", begin, "Beginning"),
        Step("find", find, "Finding topics", weight=20),
        FanOut("write", over=topics, run=write_topic, label="Writing", weight=50),
        FanOut(
            "exercise",
            over=Each(step="write", items=exercises_of),
            run=write_exercise,
            label="Exercises",
            weight=20,
            gate=by_hand,
            started="Exercise {number} of {total}: {item}",
        ),
        Step("save", save, "Saving"),
    ),
)
