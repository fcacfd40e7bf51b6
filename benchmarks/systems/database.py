"""A fresh database for a system's turn, and an inbox in it for the systems that bring no queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import psycopg
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb
from psycopg_pool import AsyncConnectionPool

from benchmarks.work import Work

Pool = AsyncConnectionPool[psycopg.AsyncConnection[TupleRow]]

_TABLES = """
CREATE TABLE bench_job (id text PRIMARY KEY, work jsonb NOT NULL, status text NOT NULL DEFAULT 'queued',
                        number bigserial);
CREATE TABLE bench_answer (job text NOT NULL, key text NOT NULL, answer jsonb NOT NULL,
                           PRIMARY KEY (job, key))
"""


async def fresh(url: str, name: str) -> str:
    """An empty database with the tables of jobs and answers; gives its address."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
        await connection.execute(f"CREATE DATABASE {name}".encode())
    own = url.rsplit("/", 1)[0] + f"/{name}"
    async with await psycopg.AsyncConnection.connect(own, autocommit=True) as connection:
        await connection.execute(_TABLES)
    return own


def pool(url: str, size: int) -> Pool:
    return AsyncConnectionPool(url, min_size=1, max_size=size, open=False, kwargs={"autocommit": True})


async def put(connections: Pool, work: Work) -> str:
    """Stores a job and says so to whoever listens."""
    async with connections.connection() as connection:
        await connection.execute(
            "INSERT INTO bench_job (id, work) VALUES (%s, %s)", (work.mark, Jsonb(work.to_json()))
        )
        await connection.execute("NOTIFY bench")
    return work.mark


async def again(connections: Pool, job_id: str) -> str:
    async with connections.connection() as connection:
        await connection.execute("UPDATE bench_job SET status = 'queued' WHERE id = %s", (job_id,))
        await connection.execute("NOTIFY bench")
    return job_id


async def status(connections: Pool, job_id: str) -> tuple[str, int]:
    """Status of the job, and how many items' answers are stored."""
    async with connections.connection() as connection:
        found = await connection.execute(
            "SELECT status, (SELECT count(*) FROM bench_answer WHERE job = id AND key <> 'plan') "
            "FROM bench_job WHERE id = %s",
            (job_id,),
        )
        row = await found.fetchone()
        assert row is not None  # noqa: S101 - it was put there
        return str(row[0]), int(row[1])


async def end(connections: Pool, job_id: str, status: str) -> None:
    async with connections.connection() as connection:
        await connection.execute("UPDATE bench_job SET status = %s WHERE id = %s", (status, job_id))


async def keep(connections: Pool, job_id: str, key: str, answer: dict[str, Any]) -> None:
    async with connections.connection() as connection:
        await connection.execute(
            "INSERT INTO bench_answer (job, key, answer) VALUES (%s, %s, %s)", (job_id, key, Jsonb(answer))
        )


async def kept(connections: Pool, job_id: str) -> set[str]:
    async with connections.connection() as connection:
        found = await connection.execute("SELECT key FROM bench_answer WHERE job = %s", (job_id,))
        return {str(row[0]) for row in await found.fetchall()}


async def arriving(url: str) -> AsyncIterator[Work]:
    """The jobs of a single worker as they come. What an earlier one had not ended comes first."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("LISTEN bench")
        await connection.execute("UPDATE bench_job SET status = 'queued' WHERE status = 'running'")
        while True:
            found = await connection.execute(
                "UPDATE bench_job SET status = 'running' WHERE id IN "
                "(SELECT id FROM bench_job WHERE status = 'queued' ORDER BY number LIMIT 1) RETURNING work"
            )
            row = await found.fetchone()
            if row is not None:
                yield Work.of_json(row[0])
                continue
            await _notified(connection)


async def _notified(connection: psycopg.AsyncConnection[TupleRow]) -> None:
    async for _ in connection.notifies(timeout=1.0, stop_after=1):
        await asyncio.sleep(0)
