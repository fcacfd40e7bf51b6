"""LangGraph with its Postgres checkpointer: topics and projects by `Send`, a project's lessons in a subgraph.

Status comes from a checkpointer of the reader's own, pending writes of the running superstep included.
"""

from __future__ import annotations

import asyncio
import json
import operator
import os
from typing import Annotated, Any, TypedDict

import anthropic
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Send
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from benchmarks import work as bench
from benchmarks.process import ready
from benchmarks.systems import database
from benchmarks.systems.base import Look
from benchmarks.systems.inbox import InboxSystem

CONNECTIONS = 10


class Course(TypedDict, total=False):
    work: dict[str, Any]
    topics: list[str]
    answers: Annotated[list[dict[str, Any]], operator.add]


class Topic(TypedDict):
    work: dict[str, Any]
    index: int


class Part(TypedDict, total=False):
    work: dict[str, Any]
    project: int
    lesson: int
    answers: Annotated[list[dict[str, Any]], operator.add]


class PartOut(TypedDict):
    answers: Annotated[list[dict[str, Any]], operator.add]


def graph(ask: bench.Ask, saver: AsyncPostgresSaver) -> Any:
    async def plan(state: Course) -> Course:
        work = bench.Work.of_json(state["work"])
        return {"topics": (await ask(work.plan()))["topics"] if work.topics else []}

    def parts(state: Course) -> list[Send]:
        if projects := state["work"]["projects"]:
            return [Send("project", {"work": state["work"], "project": n}) for n in range(len(projects))]
        return [Send("topic", {"work": state["work"], "index": n}) for n in range(len(state["topics"]))]

    async def topic(state: Topic) -> Course:
        return {"answers": [await ask(bench.Work.of_json(state["work"]).topic(state["index"]))]}

    made = StateGraph(Course)
    made.add_node("plan", plan)
    made.add_node("topic", topic)
    made.add_node("project", _project(ask))
    made.add_edge(START, "plan")
    made.add_conditional_edges("plan", parts, ["topic", "project"])
    made.add_edge("topic", END)
    made.add_edge("project", END)
    return made.compile(checkpointer=saver)


def _project(ask: bench.Ask) -> Any:
    async def begin(state: Part) -> Part:
        return {"answers": [await ask(bench.Work.of_json(state["work"]).project(state["project"]))]}

    def lessons(state: Part) -> list[Send]:
        count = len(state["work"]["projects"][state["project"]]["lessons"])
        part = {"work": state["work"], "project": state["project"]}
        return [Send("lesson", {**part, "lesson": n}) for n in range(count)]

    async def lesson(state: Part) -> Part:
        work = bench.Work.of_json(state["work"])
        return {"answers": [await ask(work.lesson(state["project"], state["lesson"]))]}

    made = StateGraph(Part, output_schema=PartOut)
    made.add_node("begin", begin)
    made.add_node("lesson", lesson)
    made.add_edge(START, "begin")
    made.add_conditional_edges("begin", lessons, ["lesson"])
    made.add_edge("lesson", END)
    return made.compile()


class LangGraph(InboxSystem):
    name = "langgraph"
    label = "LangGraph, Postgres checkpointer"
    module = "benchmarks.systems.langgraph_postgres"

    async def start(self) -> None:
        await super().start()
        self._saver_pool = _saver_pool(self.url)
        await self._saver_pool.open()

        async def nobody(_: bench.Call) -> dict[str, Any]:
            raise NotImplementedError

        self._graph = graph(nobody, AsyncPostgresSaver(self._saver_pool))

    async def stop(self) -> None:
        await self._saver_pool.close()
        await super().stop()

    async def look(self, job_id: str) -> Look:
        status, _ = await database.status(self.pool, job_id)
        if status != "running":
            return Look(0 if status != "completed" else 10, status != "queued", status == "failed")
        state = await self._graph.aget_state({"configurable": {"thread_id": job_id}})
        return Look(len(state.values.get("answers", ())), is_finished=False)


def _saver_pool(url: str) -> Any:
    settings = {"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row}
    return AsyncConnectionPool(url, min_size=1, max_size=CONNECTIONS, open=False, kwargs=settings)


async def _serve(url: str, model_url: str) -> None:
    model = bench.client(model_url)
    running: set[asyncio.Task[None]] = set()
    async with database.pool(url, CONNECTIONS) as connections, _saver_pool(url) as saver_pool:
        saver = AsyncPostgresSaver(saver_pool)
        await saver.setup()
        made = graph(lambda call: bench.ask(model, call), saver)
        ready()
        async for work in database.arriving(url):
            running.add(asyncio.create_task(_carry_on(made, connections, work)))
            running = {task for task in running if not task.done()}


async def _carry_on(made: Any, connections: database.Pool, work: bench.Work) -> None:
    config = {"configurable": {"thread_id": work.mark}, "max_concurrency": 100}
    begun = await made.aget_state(config)
    status = "completed"
    try:
        await made.ainvoke(None if begun.created_at else {"work": work.to_json()}, config, durability="async")
    except anthropic.APIStatusError:
        status = "failed"
    await database.end(connections, work.mark, status)


if __name__ == "__main__":
    asyncio.run(_serve(os.environ["POSTGRES"], json.loads(os.environ["BENCH"])["model_url"]))
