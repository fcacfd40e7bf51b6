"""A run: servers up, every system in turn, round after round, everything down again whatever happens."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks import cpu, servers
from benchmarks.scenarios import SCENARIOS, Bench, warm_up
from benchmarks.subprocess_tables import subprocess_tables
from benchmarks.systems.base import Place, System

SYSTEMS = {
    "memory": "memory.Memory",
    "engine": "engine.CoursemillEngine",
    "stack": "stack.CoursemillStack",
    "langgraph": "langgraph_postgres.LangGraph",
    "procrastinate": "procrastinate_postgres.Procrastinate",
    "celery": "celery_redis.Celery",
    "dbos": "dbos_workflows.DbosPostgres",
    "dbos-sqlite": "dbos_workflows.DbosSqlite",
    "durable": "durable_functions.DurableFunctions",
    "sequential": "sequential.Sequential",
}
"""By name, in the order of the tables: module and class under `benchmarks.systems`."""

STARTERS = 20
"""Starts and looks at the same time, of systems whose clients block. A service has as many start functions as
requests; asyncio's own number hangs on the cores, and with six threads fifty starts stand in a queue here."""

_VERSIONS = (
    "anthropic",
    "aws-durable-execution-sdk-python",
    "celery",
    "dbos",
    "langgraph",
    "langgraph-checkpoint-postgres",
    "procrastinate",
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What of it all is to be run."""

    rounds: int
    systems: tuple[str, ...]
    scenarios: tuple[str, ...]
    port: int

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Choice:
        def chosen(text: str, known: Sequence[str]) -> tuple[str, ...]:
            return tuple(filter(None, text.split(","))) or tuple(known)

        return cls(
            rounds=arguments.rounds,
            systems=chosen(arguments.systems, tuple(SYSTEMS)),
            scenarios=chosen(arguments.scenarios, (*SCENARIOS, "S7", "cost")),
            port=arguments.port,
        )


class Raw:
    """The results as they come, kept after each turn so that a stopped run keeps what it has."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.data: dict[str, Any] = {"machine": machine(), "turns": []}

    def add(self, turn: dict[str, Any]) -> None:
        self.data["turns"].append(turn)
        self.save()

    def save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        temporary = self._path.with_suffix(".new")
        temporary.write_text(json.dumps(self.data, indent=1), encoding="utf-8")
        os.replace(temporary, self._path)


async def run(choice: Choice, path: Path) -> None:
    """Raises CalledProcessError or DidNotStart where a server cannot be had."""
    servers.install_missing()
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(STARTERS))
    raw, begun = Raw(path), time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="coursemill-bench-"))
    try:
        async with _serving(folder, choice.port) as (place, model):
            systems = [_system(name, place) for name in choice.systems]
            for number in range(choice.rounds):
                # Each round begins with another one, so that none always follows the same.
                start = number * len(systems) // max(1, choice.rounds)
                for system in systems[start:] + systems[:start]:
                    raw.add(await _turn(system, model, number, choice.scenarios))
            if "S7" in choice.scenarios:
                raw.data["latencies"] = await _latencies(place)
                raw.save()
    finally:
        _keep_logs(folder, path.with_suffix(".logs"))
        shutil.rmtree(folder, ignore_errors=True)
    raw.data |= subprocess_tables(choice.scenarios)
    raw.data["seconds"] = time.monotonic() - begun
    raw.save()


async def _latencies(place: Place) -> list[dict[str, Any]]:
    """Empty where they could not be measured: the rest of the run is worth keeping."""
    try:
        stored = importlib.import_module("benchmarks.stored")  # it loads every pipeline
        found: list[dict[str, Any]] = await stored.latencies(place)
    except Exception as error:
        _tell(f"S7: {error!r}")
        return []
    return found


def _keep_logs(folder: Path, where: Path) -> None:
    shutil.rmtree(where, ignore_errors=True)
    where.mkdir(parents=True)
    for log in folder.rglob("*.log"):
        shutil.copy(log, where / "-".join(log.relative_to(folder).parts))


@asynccontextmanager
async def _serving(folder: Path, port: int) -> AsyncIterator[tuple[Place, servers.Model]]:
    started: list[servers.Daemon] = []
    model: servers.Model | None = None
    try:
        started.append(servers.start_postgres(folder, port))
        started.append(servers.start_redis(folder, port + 1))
        model = servers.Model(port + 2, folder)
        place = Place(
            folder,
            model.url,
            f"postgresql://bench@127.0.0.1:{port}/postgres",
            f"redis://127.0.0.1:{port + 1}/0",
            port + 3,
        )
        yield place, model
    finally:
        if model is not None:
            await model.stop()
        for server in reversed(started):
            server.stop()


def _system(name: str, place: Place) -> System:
    module, kind = SYSTEMS[name].split(".")
    made: System = getattr(importlib.import_module(f"benchmarks.systems.{module}"), kind)(place)
    return made


async def _turn(
    system: System, model: servers.Model, number: int, scenarios: Sequence[str]
) -> dict[str, Any]:
    """All scenarios on one system. What goes wrong is kept as a result: the others still get their turn."""
    bench = Bench(system, model, f"r{number}-{os.getpid()}")
    turn: dict[str, Any] = {"system": system.name, "label": system.label, "round": number, "figures": {}}
    turn |= {"cannot": dict(system.cannot), "order": list(SYSTEMS).index(system.name)}
    begun = time.monotonic()
    try:
        await system.start()
        turn["start_s"] = time.monotonic() - begun
        await warm_up(bench)
        for name in scenarios:
            if name in SCENARIOS and name not in system.cannot:
                turn["figures"][name] = await _measured(name, bench)
                _tell(f"{system.name} {name} {turn['figures'][name]}")
    except Exception as error:
        turn["error"] = f"{type(error).__name__}: {error}"
        _tell(f"{system.name}: {turn['error']}")
    finally:
        await _stop(system)
    turn["seconds"] = time.monotonic() - begun
    _tell(f"{system.name} round {number + 1}: {turn['seconds']:.1f} s")
    return turn


async def _measured(name: str, bench: Bench) -> dict[str, Any]:
    before = cpu.used()
    try:
        figures = await SCENARIOS[name](bench)
        return {**figures, "cpu_s": cpu.since(before)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


async def _stop(system: System) -> None:
    try:
        await system.stop()
    except Exception as error:
        # It may never have started; whatever it left ends with this process.
        _tell(f"{system.name} did not stop: {error!r}")


def _tell(text: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {text}\n")


def machine() -> dict[str, Any]:
    """What the figures hang on."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "processor": models[0] if models else platform.processor(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 2),
        "packages": {name: metadata.version(name) for name in _VERSIONS},
    }
