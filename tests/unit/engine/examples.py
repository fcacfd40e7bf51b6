"""One running job in the middle of its work, and what stands around it in these tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from generation.engine.model.job import Job, JobStatus, StepState, StepStatus
from generation.engine.model.task import Task
from generation.engine.pipeline import Accepted, Each, FanOut, Item, Outcome, Pipeline, Step
from testing.pipelines import NO_VIEW, AnyRequest

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@dataclass
class Clock:
    """Stands still. What is tested here does not wait."""

    time: datetime = NOW

    def now(self) -> datetime:
        return self.time

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("the service does not wait")


async def nothing(*_: Any) -> Outcome:
    return Outcome()


def not_started(*_: Any) -> Accepted[Any]:
    raise AssertionError("nothing here starts a job")


PIPELINE: Pipeline[Any] = Pipeline(
    name="simulated",
    label="Simulated",
    input_model=AnyRequest,
    request=AnyRequest,
    accept=not_started,
    result_view=NO_VIEW,
    steps=(
        Step("plan", nothing, "Planning", weight=10),
        FanOut(
            "write",
            over=lambda results: [
                Item(item_id=name, label=name.upper(), data={"name": name})
                for name in results["plan"]["names"]
            ],
            run=nothing,
            label="Writing",
            weight=60,
            started="Writing {item} ({number}/{total})",
        ),
        FanOut(
            "illustrate",
            over=Each(
                step="write",
                items=lambda item_id, result: [Item(item_id=f"{item_id}-1", label="Picture")],
            ),
            run=nothing,
            label="Illustrating",
            weight=20,
        ),
        Step(
            "publish",
            nothing,
            "Publishing",
            weight=10,
            gate=lambda options: "Approve it." if options.mode == "manual" else None,
        ),
    ),
)


def job(**changes: Any) -> Job:
    members: dict[str, Any] = {
        "job_id": "job_1",
        "owner": "ada",
        "org_id": None,
        "pipeline": "simulated",
        "subject": "simulated:1",
        "title": "First aid",
        "status": JobStatus.RUNNING,
        "steps": tuple(StepState(name=step.name, label=step.label) for step in PIPELINE.steps),
        "created_at": NOW,
        "started_at": NOW,
        "version": 7,
    }
    return Job(**{**members, **changes})


def step_task(name: str, **changes: Any) -> Task:
    members: dict[str, Any] = {"task_id": name, "step": name, "step_index": PIPELINE.index(name)}
    return Task(**{**members, **changes})


def item_task(step: str, item_id: str, **changes: Any) -> Task:
    members: dict[str, Any] = {
        "task_id": f"{step}/{item_id}",
        "step": step,
        "step_index": PIPELINE.index(step),
        "item_id": item_id,
        "label": item_id.upper(),
    }
    return Task(**{**members, **changes})


def done(task: Task, **result: Any) -> Task:
    return replace(task, status=StepStatus.COMPLETED, progress=100, result=result)


def known(*tasks: Task) -> dict[str, Task]:
    return {task.task_id: task for task in tasks}
