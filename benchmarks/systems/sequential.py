"""What the older systems do: one worker, one call after another, a row after each."""

from __future__ import annotations

import asyncio
import json
import os

import anthropic

from benchmarks import work as bench
from benchmarks.process import ready
from benchmarks.systems import database
from benchmarks.systems.inbox import InboxSystem


class Sequential(InboxSystem):
    name = "sequential"
    label = "one call after another, Postgres"
    module = "benchmarks.systems.sequential"
    one_at_a_time = True


async def _serve(url: str, model_url: str) -> None:
    model = bench.client(model_url)
    async with database.pool(url, 2) as connections:
        ready()
        async for work in database.arriving(url):
            try:
                await _carry_on(work, model, connections)
            except anthropic.APIStatusError:
                await database.end(connections, work.mark, "failed")
            else:
                await database.end(connections, work.mark, "completed")


async def _carry_on(work: bench.Work, model: anthropic.AsyncAnthropic, connections: database.Pool) -> None:
    kept = await database.kept(connections, work.mark)
    for call in _calls(work):
        if call.key not in kept:
            await database.keep(connections, work.mark, call.key, await bench.ask(model, call))


def _calls(work: bench.Work) -> list[bench.Call]:
    if work.topics:
        return [work.plan(), *map(work.topic, range(len(work.topics)))]
    calls = []
    for index, project in enumerate(work.projects):
        calls += [work.project(index), *(work.lesson(index, n) for n in range(len(project.lessons)))]
    return calls


if __name__ == "__main__":
    asyncio.run(_serve(os.environ["POSTGRES"], json.loads(os.environ["BENCH"])["model_url"]))
