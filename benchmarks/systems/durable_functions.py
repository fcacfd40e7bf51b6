"""AWS durable functions on their local runner: a step a call, topics by `map`."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Mapping
from typing import Any

from aws_durable_execution_sdk_python.config import CompletionConfig, MapConfig, StepConfig
from aws_durable_execution_sdk_python.context import DurableContext
from aws_durable_execution_sdk_python.execution import durable_execution
from aws_durable_execution_sdk_python.lambda_service import OperationStatus
from aws_durable_execution_sdk_python.retries import RetryDecision
from aws_durable_execution_sdk_python_testing.runner import DurableFunctionTestRunner
from aws_durable_execution_sdk_python_testing.stores.memory import InMemoryExecutionStore

from benchmarks import work as bench
from benchmarks.systems.base import Look
from benchmarks.systems.socketed import SocketSystem, serve

ONCE = StepConfig(retry_strategy=lambda error, attempt: RetryDecision.no_retry())
ALL: MapConfig[Any] = MapConfig(completion_config=CompletionConfig.all_completed())


class DurableFunctions(SocketSystem):
    name = "durable"
    label = "AWS durable functions, local runner"
    module = "benchmarks.systems.durable_functions"
    cannot: Mapping[str, str] = {
        "S3": "the local runner keeps its state in the process that runs the function",
        "S5": "an execution that has failed cannot be taken up again",
    }


def _function(ask: Any) -> Any:
    def step(context: DurableContext, name: str, call: bench.Call) -> None:
        context.step(lambda _: ask(call), name=name, config=ONCE)

    def project(context: DurableContext, index: int, _: int, __: Any, work: bench.Work) -> None:
        step(context, "item", work.project(index))
        lessons = range(len(work.projects[index].lessons))
        calls = [work.lesson(index, number) for number in lessons]
        context.map(calls, lambda child, call, _, __: step(child, "item", call), config=ALL)

    @durable_execution
    def job(event: Any, context: DurableContext) -> None:
        work = bench.Work.of_json(event)
        if work.projects:
            numbers = list(range(len(work.projects)))
            done = context.map(
                numbers, lambda child, n, i, every: project(child, n, i, every, work), config=ALL
            )
        else:
            step(context, "plan", work.plan())
            calls = [work.topic(number) for number in range(len(work.topics))]
            done = context.map(calls, lambda child, call, _, __: step(child, "item", call), config=ALL)
        done.throw_if_error()

    return job


async def _serve(port: int, model_url: str) -> None:
    loop, model = asyncio.new_event_loop(), bench.client(model_url)
    threading.Thread(target=loop.run_forever, daemon=True).start()

    def ask(call: bench.Call) -> dict[str, Any]:
        return asyncio.run_coroutine_threadsafe(bench.ask(model, call), loop).result()

    store = InMemoryExecutionStore()
    runner = DurableFunctionTestRunner(_function(ask), store=store, skip_time=False)
    executions: dict[str, str] = {}

    def begin(work: bench.Work) -> None:
        executions[work.mark] = runner.run_async(json.dumps(work.to_json()), execution_name=work.mark)

    def look(job_id: str) -> Look:
        execution = store.load(executions[job_id])
        done = sum(
            one.name == "item" and one.status is OperationStatus.SUCCEEDED for one in execution.operations
        )
        return Look(done, execution.is_complete)

    await serve(port, begin, look)


if __name__ == "__main__":
    asyncio.run(_serve(int(os.environ["PORT"]), json.loads(os.environ["BENCH"])["model_url"]))
