"""Lessons: the smallest pipeline with a fan-out, for jobs of any number of items, and a model for it."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from generation.engine.model.checkpoint import Document, DocumentWrite, new_document
from generation.engine.model.job import Usage
from generation.engine.pipeline import Accepted, FanOut, Item, Outcome, Pipeline, Requester, Step
from generation.engine.ports import ModelReply, ModelRequest
from generation.engine.run import Prompt, Results, Run
from local.configuration import ROOT
from testing.pipelines import NO_VIEW, AnyRequest

LESSON_BYTES = 6_000
TITLES = (
    "Caches that answer for others",
    "What a status code promises",
    "Who may read a cookie",
    "Redirects",
)


def accept(requester: Requester, request: Mapping[str, Any]) -> Accepted[AnyRequest]:
    return Accepted(
        request=AnyRequest(request),
        subject=requester.ids.new("subject"),
        title="Lessons",
        estimated_duration_ms=1,
    )


async def begin(run: Run[AnyRequest]) -> Outcome:
    head = Document(
        kind="course",
        owner=run.owner,
        document_id=run.new_id("course"),
        status="generating",
        created_at=run.now(),
        summary={"title": "Lessons"},
    )
    return Outcome(result={"course_id": head.document_id}, documents=(new_document(head),))


def every_item(results: Results) -> Sequence[Item]:
    count = results["plan"]["items"]
    return [Item(item_id=f"topic-{n:03d}", label=f"{TITLES[n % len(TITLES)]} ({n})") for n in range(count)]


async def plan(run: Run[AnyRequest]) -> Outcome:
    return Outcome(result={"items": run.request["items"]}, message=f"Found {run.request['items']} topics")


async def write(run: Run[AnyRequest], item: Item) -> Outcome:
    prompt = Prompt(
        shared=("shared",), text=f"Write {item.item_id}", schema=None, expected_chars=LESSON_BYTES
    )
    body = await run.ask("lesson", prompt, str)
    course = run.results["begin"]["course_id"]
    part = DocumentWrite(
        kind="course", owner=run.owner, document_id=course, parts={item.item_id: {"lessons": [body]}}
    )
    return Outcome(
        result={"lessons": 1, "questions": 5},
        documents=(part,),
        message=f"Generated 1 lesson for: {item.label}",
        generated=1,
    )


LESSONS = Pipeline(
    name="lessons",
    label="Lessons",
    input_model=AnyRequest,
    request=AnyRequest,
    accept=accept,
    result_view=NO_VIEW,
    steps=(
        Step("begin", begin, label="Preparing the course"),
        Step("plan", plan, label="Finding topics", weight=16),
        FanOut("write", over=every_item, run=write, label="Generating lessons", weight=78),
    ),
)


class UnevenModel:
    """Answers with 6 KB of English after a tenth to three tenths of a second, so that items end apart."""

    def __init__(self, seed: int, longest_s: float = 0.3) -> None:
        self._rng = random.Random(seed)  # noqa: S311 - repeatable, nothing secret
        self._longest_s = longest_s

    async def call(self, request: ModelRequest, on_text: Callable[[str], None]) -> ModelReply:
        await asyncio.sleep(self._rng.uniform(self._longest_s / 3, self._longest_s))
        text = english(self._rng, LESSON_BYTES)
        on_text(text)
        return ModelReply(text=text, model="uneven", usage=Usage(model_calls=1))

    def most_expensive(self, request: ModelRequest) -> Decimal | None:
        return None


def english(rng: random.Random, length: int) -> str:
    """Sentences in an order of their own: as long and as hard to shrink as a lesson."""
    text = " ".join(rng.sample(_sentences(), len(_sentences())))
    return text[:length]


@cache
def _sentences() -> list[str]:
    exam = json.loads((ROOT / "examples" / "exam.json").read_text(encoding="utf-8"))
    options = (option["text"] for one in exam["questions"] for option in one["options"])
    return [*options, *(one[part] for one in exam["questions"] for part in ("text", "explanation"))]
