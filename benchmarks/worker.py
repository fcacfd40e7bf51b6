"""Worker: memory and CPU time of the real `process` handler while its calls are streamed.

`python -m benchmarks.worker` prints the table. Each job has 50 questions: one call, then ten at the same
time, each streamed in pieces 25 times a second. CPU time says the same on a busy machine, nearly.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks import LAYER
from benchmarks.fixtures import ACCESS, Fixtures, fixtures
from benchmarks.jobs import Bench, bench, exam
from benchmarks.prices import CORE_MB
from local.configuration import ROOT, child_environment

CALL_S = 15.0
CALLS = 11

_CHILD = """
import json, resource, sys, time
from types import SimpleNamespace
import app
def rss():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) / 1024
from generation import wiring_worker
wiring_worker.runner()
idle_mb, cpu = rss(), time.process_time()
records = [{"messageId": j, "receiptHandle": j, "body": json.dumps({"job_id": j})} for j in sys.argv[1:]]
context = SimpleNamespace(get_remaining_time_in_millis=lambda: 900_000, function_name="process",
                          memory_limit_in_mb=1024, invoked_function_arn="arn", aws_request_id="1")
began = time.monotonic()
answer = app.lambda_handler({"Records": records}, context)
assert answer == {"batchItemFailures": []}, answer
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print("measured", json.dumps({"idle_mb": idle_mb, "peak_mb": peak, "cpu_s": time.process_time() - cpu,
                              "wall_s": time.monotonic() - began}))
"""


@dataclass(frozen=True, slots=True)
class WorkerUse:
    """One invocation with so many jobs. `idle_mb` before the first message, `peak_mb` at most."""

    jobs: int
    call_s: float
    idle_mb: float
    peak_mb: float
    cpu_s: float
    wall_s: float

    @property
    def cores(self) -> float:
        """Of a core, on the average; a function with so much memory must give it: `memory_mb`."""
        return self.cpu_s / self.wall_s

    @property
    def memory_mb(self) -> float:
        return self.cores * CORE_MB


def worker_uses(on: Fixtures, jobs: Sequence[int] = (1, 2, 4), call_s: float = CALL_S) -> list[WorkerUse]:
    with bench(on) as at:
        return [_measured(on, at, count, call_s) for count in jobs]


def cpu_per_answer_s(streamed: WorkerUse, at_once: WorkerUse) -> float:
    """What streaming an answer takes: of two runs of the same jobs, one with calls that take no time."""
    return (streamed.cpu_s - at_once.cpu_s) / (CALLS * streamed.jobs)


def _measured(on: Fixtures, at: Bench, jobs: int, call_s: float) -> WorkerUse:
    on.reset_claude(call_s * 1000)
    ids = [at.start("exam_course", {"exam": exam(50) | {"title": f"Exam {n}"}}) for n in range(jobs)]
    output = subprocess.run(  # noqa: S603 - fixed program
        [sys.executable, "-c", _CHILD, *ids],
        env=_environment(on, at),
        cwd="/",
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    line = next(line for line in output.splitlines() if line.startswith("measured "))
    found: dict[str, Any] = json.loads(line.removeprefix("measured "))
    return WorkerUse(jobs=jobs, call_s=call_s, **found)


def _environment(on: Fixtures, at: Bench) -> dict[str, str]:
    return {
        **child_environment(),
        "PYTHONPATH": os.pathsep.join((str(ROOT / "functions" / "process"), str(LAYER))),
        "TABLE_NAME": at.table,
        "QUEUE_URL": at.queue_url,
        "MODEL_BASE_URL": on.claude,
        "MODEL_ID": "offline",
        "AWS_ENDPOINT_URL": on.endpoint,
        "AWS_DEFAULT_REGION": ACCESS["region_name"],
        "AWS_ACCESS_KEY_ID": ACCESS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": ACCESS["aws_secret_access_key"],
        "POWERTOOLS_SERVICE_NAME": "coursemill",
        "PYDANTIC_DISABLE_PLUGINS": "true",
    }


def table(measured: Sequence[WorkerUse]) -> str:
    lines = [
        "| jobs | call, s | idle, MB | peak, MB | CPU, s | wall, s | cores | MB that give them |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {one.jobs} | {one.call_s:g} | {one.idle_mb:.0f} | {one.peak_mb:.0f} | {one.cpu_s:.2f} "
        f"| {one.wall_s:.1f} | {one.cores:.3f} | {one.memory_mb:.0f} |"
        for one in measured
    ]
    return "\n".join(lines)


def main() -> None:
    with fixtures() as on:
        [quick] = worker_uses(on, (1,), 0.0)
        streamed = worker_uses(on)
    sys.stdout.write(table([quick, *streamed]) + "\n\n")
    sys.stdout.write(f"CPU of a streamed answer: {cpu_per_answer_s(streamed[0], quick) * 1000:.0f} ms\n")


if __name__ == "__main__":
    main()
