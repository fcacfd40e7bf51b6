"""A run of any pipeline without an engine: steps one after another, answers from a script."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generation.engine.model.checkpoint import Document
from generation.engine.model.job import Options
from generation.engine.pipeline import Each, FanOut, Item, Outcome, Pipeline, Step
from generation.engine.run import Prompt, Results, Run
from tests.unit.pipelines.documents import CountingDocuments, requester
from tests.unit.pipelines.project_course.examples import answer_of
from tests.unit.pipelines.scripted import ScriptedWorker


@dataclass
class Played:
    """A run that goes on step by step, and what it has left behind."""

    pipeline: Pipeline[Any]
    request: dict[str, Any]
    worker: ScriptedWorker
    options: Options
    results: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    outcomes: dict[str, Outcome] = field(default_factory=dict)

    def document(self, kind: str) -> Document:
        """The only one of its kind."""
        [found] = [document for (of_kind, _), document in self.worker.documents.items() if of_kind == kind]
        return found

    def items(self, step: FanOut[Any]) -> list[Item]:
        if not isinstance(step.over, Each):
            return list(step.over(Results(self.results)))
        source = [task_id for task_id in self.results if task_id.startswith(f"{step.over.step}/")]
        return [
            item
            for task_id in source
            for item in step.over.items(task_id.partition("/")[2], self.results[task_id])
        ]

    def play(self, name: str) -> None:
        """One step; items of a fan-out at the same time."""
        step = self.pipeline.step(name)
        if isinstance(step, Step):
            asyncio.run(self._all([(name, step.run(self._run(name, name)))]))
            return
        items = [(f"{name}/{item.item_id}", item) for item in self.items(step)]
        asyncio.run(self._all([(task, step.run(self._run(name, task), item)) for task, item in items]))

    def _run(self, step: str, task_id: str) -> Run[Any]:
        return Run(
            job_id="job_1",
            owner="ada",
            task_id=task_id,
            step=step,
            request=self.request,
            options=self.options,
            results=Results(dict(self.results)),
            models={"": "claude-sonnet-5-5"},
            worker=self.worker,
        )

    async def _all(self, tasks: Sequence[tuple[str, Awaitable[Outcome]]]) -> None:
        outcomes = await asyncio.gather(*(run for _, run in tasks))
        for (task_id, _), outcome in zip(tasks, outcomes, strict=True):
            self.outcomes[task_id] = outcome
            self.results[task_id] = json.loads(json.dumps(dict(outcome.result)))
            for write in outcome.documents:
                self.worker.store(write)


def play(
    pipeline: Pipeline[Any],
    raw: Mapping[str, Any],
    *,
    answer: Callable[[Prompt], dict[str, Any]] = answer_of,
    options: Options | None = None,
    until: str | None = None,
) -> Played:
    """From the input through `accept` and all steps, or those before `until`."""
    accepted = pipeline.accept(requester(CountingDocuments()), raw)
    request = pipeline.request.model_validate(
        json.loads(json.dumps(accepted.request.model_dump(mode="json")))
    )
    played = Played(pipeline, request, ScriptedWorker(answer), options or Options())
    for step in pipeline.steps:
        if step.name == until:
            break
        played.play(step.name)
    return played
