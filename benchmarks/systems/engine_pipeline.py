"""The benchmark's work as pipelines of the engine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks import work as bench
from generation.engine.pipeline import Accepted, Each, FanOut, Item, Outcome, Pipeline, Requester, Step
from generation.engine.run import Prompt, Results, Run
from testing.pipelines import NO_VIEW, AnyRequest


def accept(_: Requester, raw: Mapping[str, Any]) -> Accepted[AnyRequest]:
    request = AnyRequest(raw)
    return Accepted(request=request, subject=raw["mark"], title=raw["mark"], estimated_duration_ms=1_000)


async def _asked(run: Run[AnyRequest], call: bench.Call) -> dict[str, Any]:
    prompt = Prompt(shared=(bench.SHARED,), text=call.text, schema=None)
    answer: dict[str, Any] = await run.ask(call.key, prompt, json.loads)
    return answer


async def plan(run: Run[AnyRequest]) -> Outcome:
    work = bench.Work.of_json(dict(run.request))
    answer = await _asked(run, work.plan())
    return Outcome(result={"topics": len(answer["topics"])})


def topics(results: Results) -> Sequence[Item]:
    count = results["plan"]["topics"]
    return [Item(item_id=f"{i:03}", label=f"Topic {i}", data={"index": i}) for i in range(count)]


async def topic(run: Run[AnyRequest], item: Item) -> Outcome:
    work = bench.Work.of_json(dict(run.request))
    return Outcome(result=await _asked(run, work.topic(item.data["index"])), generated=1)


async def prepare(run: Run[AnyRequest]) -> Outcome:
    return Outcome(result={"projects": len(run.request["projects"])})


def projects(results: Results) -> Sequence[Item]:
    count = results["prepare"]["projects"]
    return [Item(item_id=f"{i}", label=f"Project {i}", data={"project": i}) for i in range(count)]


async def project(run: Run[AnyRequest], item: Item) -> Outcome:
    work = bench.Work.of_json(dict(run.request))
    index = item.data["project"]
    answer = await _asked(run, work.project(index))
    lessons = len(work.projects[index].lessons)
    return Outcome(result={"project": index, "lessons": lessons, **answer}, generated=lessons)


def lessons_of(item_id: str, result: Mapping[str, Any]) -> Sequence[Item]:
    return [
        Item(item_id=f"{item_id}-{n}", label=f"Lesson {n}", data={"project": result["project"], "lesson": n})
        for n in range(result["lessons"])
    ]


async def lesson(run: Run[AnyRequest], item: Item) -> Outcome:
    work = bench.Work.of_json(dict(run.request))
    answer = await _asked(run, work.lesson(item.data["project"], item.data["lesson"]))
    return Outcome(result=answer, generated=1)


TOPICS = Pipeline(
    name="topics",
    label="Topics",
    input_model=AnyRequest,
    request=AnyRequest,
    accept=accept,
    result_view=NO_VIEW,
    steps=(
        Step("plan", plan, label="Planning"),
        FanOut("topics", over=topics, run=topic, label="Topics", weight=10),
    ),
)

PROJECTS = Pipeline(
    name="projects",
    label="Projects",
    input_model=AnyRequest,
    request=AnyRequest,
    accept=accept,
    result_view=NO_VIEW,
    steps=(
        Step("prepare", prepare, label="Preparing"),
        FanOut("projects", over=projects, run=project, label="Projects", weight=5),
        FanOut(
            "lessons", over=Each(step="projects", items=lessons_of), run=lesson, label="Lessons", weight=15
        ),
    ),
)

PIPELINES = {pipeline.name: pipeline for pipeline in (TOPICS, PROJECTS)}
