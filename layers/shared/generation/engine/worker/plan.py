"""Plan: what there is to do, derived from the pipeline and the tasks alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generation.engine.model.job import Job, StepStatus
from generation.engine.model.task import Task
from generation.engine.pipeline import Each, FanOut, Item, Pipeline, Step
from generation.engine.run import Results

Tasks = Mapping[str, Task]


def results(tasks: Tasks) -> Results:
    return Results({t.task_id: t.result or {} for t in tasks.values() if t.status is StepStatus.COMPLETED})


def of_step(tasks: Tasks, name: str) -> list[Task]:
    return [task for task in tasks.values() if task.step == name]


def is_complete(pipeline: Pipeline[Any], tasks: Tasks, name: str) -> bool:
    """All items of a fan-out are known once the steps before it are complete, and not earlier."""
    index = pipeline.index(name)
    step = pipeline.steps[index]
    own = of_step(tasks, name)
    if any(task.status is not StepStatus.COMPLETED for task in own):
        return False
    if isinstance(step, Step):
        return bool(own)
    if not all(is_complete(pipeline, tasks, earlier.name) for earlier in pipeline.steps[:index]):
        return False
    # Items that have just become known may not be among the tasks yet.
    return len(_items(step, tasks, before_done=True)) == len(own)


def unknown(pipeline: Pipeline[Any], tasks: Tasks) -> list[Task]:
    """Tasks that have become known by what is done and are not among `tasks` yet."""
    known: list[Task] = []
    for index, step in enumerate(pipeline.steps):
        before_done = all(is_complete(pipeline, tasks, earlier.name) for earlier in pipeline.steps[:index])
        known.extend(_known_now(step, index, tasks, before_done))
    return known


def _known_now(step: Step[Any] | FanOut[Any], index: int, tasks: Tasks, before_done: bool) -> list[Task]:
    if isinstance(step, Step):
        new_step = before_done and step.name not in tasks
        return (
            [Task(task_id=step.name, step=step.name, step_index=index, label=step.label)] if new_step else []
        )
    count = len(of_step(tasks, step.name))
    new = [item for item in _items(step, tasks, before_done) if f"{step.name}/{item.item_id}" not in tasks]
    return [_task(step, index, count + n, item) for n, item in enumerate(new)]


def _items(step: FanOut[Any], tasks: Tasks, before_done: bool) -> Sequence[Item]:
    if isinstance(step.over, Each):
        done = [t for t in of_step(tasks, step.over.step) if t.status is StepStatus.COMPLETED]
        return [item for t in done for item in step.over.items(t.item_id or t.task_id, t.result or {})]
    return step.over(results(tasks)) if before_done else ()


def _task(step: FanOut[Any], step_index: int, index: int, item: Item) -> Task:
    return Task(
        task_id=f"{step.name}/{item.item_id}",
        step=step.name,
        step_index=step_index,
        item_id=item.item_id,
        index=index,
        label=item.label,
        data=item.data,
    )


def begun_by(job: Job, task: Task) -> Task:
    """The task as this attempt of the job sees it: what an earlier attempt left unfinished is
    pending again."""
    if task.status is StepStatus.COMPLETED or task.job_attempt == job.attempt:
        return task
    return replace(task, status=StepStatus.PENDING, progress=0, attempts=0, error=None, started_at=None)


def shown(job: Job, task: Task) -> StepStatus:
    """Status of an item for a reader. A job that has ended has no running items: that follows
    from its status, so nobody has to write it into each of them."""
    task = begun_by(job, task)
    if not job.is_finished:
        return task.status
    if task.status is StepStatus.RUNNING:
        return StepStatus.CANCELLED
    return StepStatus.SKIPPED if task.status is StepStatus.PENDING else task.status


def counted(pipeline: Pipeline[Any], job: Job, tasks: Tasks) -> Job:
    """The job with the number of items of each fan-out."""
    for step in pipeline.steps:
        own = of_step(tasks, step.name)
        if own and not isinstance(step, Step):
            done = sum(task.status is StepStatus.COMPLETED for task in own)
            job = job.with_step(replace(job.step(step.name), items_total=len(own), items_completed=done))
    return job


def progress(pipeline: Pipeline[Any], tasks: Tasks) -> int:
    """Percent of the whole job, by the weights of its steps."""
    total = sum(step.weight for step in pipeline.steps)
    done = sum(step.weight * _fraction(pipeline, tasks, step) for step in pipeline.steps)
    return int(100 * done / total)


def _fraction(pipeline: Pipeline[Any], tasks: Tasks, step: Step[Any] | FanOut[Any]) -> float:
    own = of_step(tasks, step.name)
    if not own:
        return 1.0 if isinstance(step, FanOut) and is_complete(pipeline, tasks, step.name) else 0.0
    share = sum(1.0 if t.status is StepStatus.COMPLETED else t.progress / 100 for t in own) / len(own)
    if isinstance(step, FanOut) and isinstance(step.over, Each):
        # Its items are not all known before its source is complete.
        return share * _fraction(pipeline, tasks, pipeline.step(step.over.step))
    return share


def gate(pipeline: Pipeline[Any], job: Job, step: str) -> str | None:
    """What a person has to do before the step begins; None: nothing, or it has been done."""
    return None if step in job.passed else pipeline.step(step).gate(job.options)


def started(pipeline: Pipeline[Any], task: Task, total: int) -> str:
    """What a person reads when the item begins."""
    step = pipeline.step(task.step)
    template = step.started if isinstance(step, FanOut) else step.label
    # No str.format: a label is data, and braces in it are braces.
    values = {"{item}": task.label, "{number}": str(task.index + 1), "{total}": str(total)}
    return re.sub("|".join(map(re.escape, values)), lambda found: values[found[0]], template)


def failed(tasks: Iterable[Task]) -> Task | None:
    """The first failed task in the order of the steps: the one that the job's error names."""
    broken = [task for task in tasks if task.status is StepStatus.FAILED]
    return min(broken, key=lambda task: (task.step_index, task.index), default=None)
