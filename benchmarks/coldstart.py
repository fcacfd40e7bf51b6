"""Cold start: what importing each function costs in a fresh process, with its byte-code there.

`python -m benchmarks.coldstart` prints the table. Time is given twice: as it passes, which others on the
machine make longer, and as CPU time, which is what the work itself takes.
"""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from local.configuration import ROOT, child_environment

FUNCTIONS = ("start", "status", "cancel", "retry", "library", "export", "admin", "sweep", "process")
RUNS = 9

_PROBE = """
import json, sys, time
wall, cpu = time.perf_counter(), time.process_time()
import app
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
def rss():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) / 1024
found = {"wall_ms": wall * 1000, "cpu_ms": cpu * 1000, "rss_mb": rss(), "modules": len(sys.modules)}
first = time.process_time()
from generation import wiring
wiring.job_service(), wiring.library(), wiring.sweep()
if "generation.wiring_worker" in sys.modules:
    from generation import wiring_worker
    wiring_worker.runner()
print(json.dumps({**found, "first_ms": (time.process_time() - first) * 1000, "first_mb": rss()}))
"""

_ENVIRONMENT = {
    "TABLE_NAME": "table",
    "QUEUE_URL": "http://127.0.0.1:1/queue",
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_LAMBDA_FUNCTION_NAME": "function",
    "POWERTOOLS_SERVICE_NAME": "coursemill",
    "POWERTOOLS_TRACE_DISABLED": "1",
    "PYDANTIC_DISABLE_PLUGINS": "true",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
}


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Medians of `runs`; `wall_ms` with its lowest and highest.

    first_cpu_ms  of what the first request builds: the client of the table and what works on it
    first_mb      afterwards
    """

    function: str
    wall_ms: float
    lowest_ms: float
    highest_ms: float
    cpu_ms: float
    rss_mb: float
    modules: int
    first_cpu_ms: float
    first_mb: float
    runs: int


def cold_starts(functions: Sequence[str] = FUNCTIONS, runs: int = RUNS) -> list[ColdStart]:
    """In turns, so that what else the machine does falls on all of them alike."""
    for folder in ("functions", "layers/shared/generation"):
        compileall.compile_dir(ROOT / folder, quiet=1)
    for function in functions:
        _probe(function)  # reads what is not in the file cache yet
    seen: dict[str, list[dict[str, float]]] = {function: [] for function in functions}
    for _ in range(runs):
        for function in functions:
            seen[function].append(_probe(function))
    return [_median(function, measured) for function, measured in seen.items()]


def _probe(function: str) -> dict[str, float]:
    paths = (ROOT / "functions" / function, ROOT / "layers" / "shared")
    environment = {
        **child_environment(),
        **_ENVIRONMENT,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    output = subprocess.run(  # noqa: S603 - fixed program
        [sys.executable, "-c", _PROBE], env=environment, cwd=Path("/"), capture_output=True, check=True
    ).stdout
    measured: dict[str, float] = json.loads(output)
    return measured


def _median(function: str, measured: Sequence[dict[str, float]]) -> ColdStart:
    def of(name: str) -> float:
        return statistics.median(one[name] for one in measured)

    return ColdStart(
        function=function,
        wall_ms=of("wall_ms"),
        lowest_ms=min(one["wall_ms"] for one in measured),
        highest_ms=max(one["wall_ms"] for one in measured),
        cpu_ms=of("cpu_ms"),
        rss_mb=of("rss_mb"),
        modules=int(of("modules")),
        first_cpu_ms=of("first_ms"),
        first_mb=of("first_mb"),
        runs=len(measured),
    )


def table(measured: Sequence[ColdStart]) -> str:
    lines = [
        f"| function | import, ms (median of {measured[0].runs}; lowest-highest) | CPU, ms | MB | modules "
        "| first request builds, CPU ms | MB then |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in measured:
        spread = f"{one.lowest_ms:.0f}-{one.highest_ms:.0f}"
        lines.append(
            f"| {one.function} | {one.wall_ms:.0f} ({spread}) | {one.cpu_ms:.0f} | {one.rss_mb:.0f} "
            f"| {one.modules:,} | {one.first_cpu_ms:.0f} | {one.first_mb:.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(table(cold_starts()) + "\n")
