"""A worker process around the engine: takes messages from the queue, carries their jobs on, sweeps."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from benchmarks.fixtures import ACCESS
from benchmarks.process import ready
from benchmarks.systems.engine_pipeline import PIPELINES
from generation.aws import dynamodb_client, sqs_client
from generation.engine.limits import Limits
from generation.engine.recovery.sweep import Sweep
from generation.engine.service.jobs import JobService
from generation.engine.worker.runner import Runner
from generation.models.claude.model import ClaudeModel
from generation.queue.sqs import SqsJobQueue
from generation.stores.dynamodb import DynamoControl, DynamoDocuments, DynamoJobStore
from generation.system import RandomIds, SystemClock

JOBS_AT_ONCE = 25
"""Of one worker process."""
RECEIVE_WAIT_S = 1
"""Shorter than the lease: the open receive of a killed worker still swallows a message."""
SWEEP_S = 0.5
TIME = timedelta(minutes=5)


class Engine:
    """The engine's parts at the emulator, as `wiring` would build them.

    where  endpoint, table, queue_url, lease_s, items_at_once
    """

    def __init__(self, where: Mapping[str, Any]) -> None:
        access: dict[str, Any] = {"endpoint_url": where["endpoint"], **ACCESS}
        self.dynamodb, self.sqs = dynamodb_client(**access), sqs_client(**access)
        self.queue_url: str = where["queue_url"]
        self.store = DynamoJobStore(self.dynamodb, where["table"])
        self.limits = Limits(
            models={"": "claude-sonnet-5-5"},
            items_at_once=where["items_at_once"],
            lease=timedelta(seconds=where["lease_s"]),
            max_active=1_000,
            max_calls=10_000,
        )
        self._common: dict[str, Any] = {
            "store": self.store,
            "documents": DynamoDocuments(self.dynamodb, where["table"]),
            "control": DynamoControl(self.dynamodb, where["table"]),
            "queue": SqsJobQueue(self.sqs, self.queue_url),
            "pipelines": PIPELINES,
            "clock": SystemClock(),
            "ids": RandomIds(),
            "limits": self.limits,
        }

    def service(self) -> JobService:
        return JobService(**self._common)

    def runner(self, model_url: str) -> Runner:
        return Runner(**self._common, model=ClaudeModel(base_url=model_url))

    def sweep(self) -> Sweep:
        common = self._common
        return Sweep(
            store=common["store"], queue=common["queue"], clock=common["clock"], control=common["control"]
        )


async def work(engine: Engine, model_url: str, *, sweeps: bool) -> None:
    """Until the process ends. One worker of several sweeps."""
    runner = engine.runner(model_url)
    running: set[asyncio.Task[None]] = set()
    if sweeps:
        asyncio.get_running_loop().create_task(_sweeping(engine.sweep())).add_done_callback(_fail)
    # The first connection and the prices are part of the boot, as in a function's initialization.
    await asyncio.to_thread(engine.store.read, "nobody")
    ready()
    while True:
        if len(running) >= JOBS_AT_ONCE:
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            running = {task for task in running if not task.done()}
        free = min(10, JOBS_AT_ONCE - len(running))
        receive = partial(
            engine.sqs.receive_message,
            QueueUrl=engine.queue_url,
            MaxNumberOfMessages=free,
            WaitTimeSeconds=RECEIVE_WAIT_S,
        )
        for message in (await asyncio.to_thread(receive)).get("Messages", ()):
            running.add(asyncio.create_task(_carry_on(engine, runner, message)))
        running = {task for task in running if not task.done()}


async def _carry_on(engine: Engine, runner: Runner, message: Any) -> None:
    await runner.carry_on(json.loads(message["Body"])["job_id"], datetime.now(UTC) + TIME)
    delete = partial(
        engine.sqs.delete_message, QueueUrl=engine.queue_url, ReceiptHandle=message["ReceiptHandle"]
    )
    await asyncio.to_thread(delete)


async def _sweeping(sweep: Sweep) -> None:
    while True:
        await asyncio.sleep(SWEEP_S)
        await asyncio.to_thread(sweep.run)


def _fail(task: asyncio.Task[None]) -> None:
    task.result()


if __name__ == "__main__":
    where, model = json.loads(os.environ["ENGINE"]), json.loads(os.environ["BENCH"])["model_url"]
    asyncio.run(work(Engine(where), model, sweeps=sys.argv[1] == "0"))
