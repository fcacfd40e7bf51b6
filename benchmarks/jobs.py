"""Jobs: carried on in this process by service and runner with their real adapters, and counted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from benchmarks.fixtures import Fixtures
from benchmarks.meter import Meter
from generation.catalogue import PIPELINES
from generation.engine.limits import Limits
from generation.engine.model.job import Job, JobStatus, Options
from generation.engine.pipeline import Pipeline
from generation.engine.ports import Model
from generation.engine.service.jobs import JobService
from generation.engine.service.requests import Caller
from generation.engine.worker.runner import Runner
from generation.models.claude.model import ClaudeModel
from generation.queue.sqs import SqsJobQueue
from generation.stores.dynamodb import DynamoControl, DynamoDocuments, DynamoJobStore
from generation.system import RandomIds, SystemClock
from local.configuration import ROOT

ADA = Caller(owner="ada", plan="pro")
WORKER_TIME = timedelta(minutes=15)
"""What a worker has until it hands its job over: the most that a Lambda function may run."""

LIMITS = Limits(models={"": "offline"}, max_active=1_000, max_calls=10_000)
"""The template's, with room for many jobs and large ones."""


@dataclass(frozen=True, slots=True)
class Bench:
    """A table and a queue of its own, and what works on them. All it asks of them is in `meter`."""

    fixtures: Fixtures
    service: JobService
    runner: Runner
    meter: Meter
    table: str
    queue_url: str

    def start(self, pipeline: str, request: Mapping[str, Any], options: Options | None = None) -> str:
        return self.service.start(ADA, pipeline, request, options or Options()).job.job_id

    def carry_on(self, job_id: str) -> Job:
        """From its message to its end, as the function would: the job as it is then."""

        async def work() -> None:
            await self.runner.carry_on(job_id, self.runner.clock.now() + WORKER_TIME)
            if isinstance(self.runner.model, ClaudeModel):
                await self.runner.model.close()

        sqs = self.fixtures.sqs
        [message] = sqs.receive_message(QueueUrl=self.queue_url, WaitTimeSeconds=5)["Messages"]
        asyncio.run(work())
        sqs.delete_message(QueueUrl=self.queue_url, ReceiptHandle=message["ReceiptHandle"])
        job = self.service.job(ADA, job_id)
        if job.status is not JobStatus.COMPLETED:
            raise RuntimeError(f"{job.job_id} is {job.status}: {job.message}")
        return job


@contextmanager
def bench(
    fixtures: Fixtures, model: Model | None = None, pipelines: Mapping[str, Pipeline[Any]] = PIPELINES
) -> Iterator[Bench]:
    """`model` None: the Claude-compatible server, by the real adapter."""
    table, queue_url = fixtures.new_table(), fixtures.new_queue()
    shared: dict[str, Any] = {
        "store": DynamoJobStore(fixtures.dynamodb, table),
        "documents": DynamoDocuments(fixtures.dynamodb, table),
        "control": DynamoControl(fixtures.dynamodb, table),
        "queue": SqsJobQueue(fixtures.sqs, queue_url),
        "pipelines": pipelines,
        "clock": SystemClock(),
        "ids": RandomIds(),
        "limits": LIMITS,
    }
    runner = Runner(model=model or ClaudeModel(base_url=fixtures.claude), **shared)
    with Meter().on(fixtures.dynamodb, fixtures.sqs) as meter:
        yield Bench(fixtures, JobService(**shared), runner, meter, table, queue_url)


def exam(questions: int = 50) -> dict[str, Any]:
    """The example's questions, as often as it takes."""
    example = json.loads((ROOT / "examples" / "exam.json").read_text(encoding="utf-8"))
    known = example["questions"]
    rounds = range(-(-questions // len(known)))
    again = [
        {**one, "question_id": f"{one['question_id']}-{turn}", "text": f"{one['text']} ({turn + 1})"}
        for turn in rounds
        for one in known
    ]
    return {"title": f"{example['title']}, {questions} questions", "questions": again[:questions]}
