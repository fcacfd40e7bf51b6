"""poems: one poem for each subject. A pipeline as small as one can be, in its own folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from generation.engine.errors import InvalidInput
from generation.engine.model.checkpoint import Document, new_document
from generation.engine.pipeline import (
    Accepted,
    FanOut,
    Item,
    Outcome,
    Pipeline,
    Requester,
    ResultView,
    Step,
)
from generation.engine.run import Prompt, Results, Run
from generation.validation import CLOSED, field_errors


class PoemsInput(BaseModel):
    """`input` of poems."""

    model_config = CLOSED

    subjects: list[str]


class PoemsRequest(BaseModel):
    """What the steps of poems get."""

    model_config = CLOSED

    subjects: list[str]


def accept(requester: Requester, raw: Mapping[str, Any]) -> Accepted[PoemsRequest]:
    try:
        wanted = PoemsInput.model_validate(raw)
    except ValidationError as error:
        faults = field_errors(error, "/input", raw)
        raise InvalidInput("The input of poems cannot be used as it is.", errors=faults) from error
    return Accepted(
        request=PoemsRequest(subjects=wanted.subjects),
        subject="one",
        title="Poems",
        estimated_duration_ms=1_000,
    )


async def initialize(run: Run[PoemsRequest]) -> Outcome:
    head = Document(
        kind="poems",
        owner=run.owner,
        document_id=run.new_id("poems"),
        status="generating",
        created_at=run.now(),
        summary={"title": "Poems"},
    )
    return Outcome(
        result={"subjects": run.request.subjects},
        documents=(new_document(head),),
        artifact={"poems_id": head.document_id},
    )


def subjects(results: Results) -> Sequence[Item]:
    return [Item(item_id=f"s{n}", label=label) for n, label in enumerate(results["initialize"]["subjects"])]


async def write_poem(run: Run[PoemsRequest], item: Item) -> Outcome:
    text = await run.ask("poem", Prompt(shared=(), text=f"A poem on {item.label}", schema=None), str)
    return Outcome(result={"letters": len(text)}, generated=1)


PIPELINE = Pipeline(
    name="poems",
    label="Poems",
    input_model=PoemsInput,
    request=PoemsRequest,
    accept=accept,
    result_view=ResultView(address="/poems/{poems_id}", opening="Read the poems"),
    steps=(
        Step("initialize", initialize, label="Preparing"),
        FanOut(
            "write_poems",
            over=subjects,
            run=write_poem,
            label="Writing poems",
            nouns=("poem", "poems"),
            weight=9,
        ),
    ),
)
