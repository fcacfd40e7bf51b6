"""Worker: memory and CPU time of the real `process` handler while its calls are streamed.

`python -m benchmarks.worker` prints the tables. Each job has 50 questions: one call, then ten at the same
time, each streamed in pieces 25 times a second. CPU time says the same on a busy machine, nearly. The second
table has the same jobs under the CPU quota of functions with so much memory (`quota`): what an invocation
takes beyond its model's calls is billed, and grows as the memory falls.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from benchmarks import LAYER
from benchmarks.fixtures import ACCESS, Fixtures, fixtures
from benchmarks.jobs import Bench, bench, exam
from benchmarks.prices import CORE_MB, GB_SECOND
from benchmarks.quota import cpu_of
from local.configuration import ROOT, child_environment

CALL_S = 15.0
CALLS = 11
ROUNDS = 2
"""Of calls one after the other: the topics, then the lessons."""

MEMORY_MB = (256, 512, 1_024)
LARGEST = 1_000
"""Questions of the largest exam that is taken."""

QUOTA_CALL_S = 6.0
"""Of the runs under a quota: long enough for what is prepared beside the first call."""

_JOB_S = 45.0
"""Of calls: the job of `costs`, twelve calls in three rounds."""

_LONGEST_S = 120

_CHILD = """
import json, resource, sys, time
from types import SimpleNamespace
import app
print("initialized", flush=True)
sys.stdin.readline()
def rss():
    return int(next(l for l in open("/proc/self/status") if l.startswith("VmRSS")).split()[1]) / 1024
context = SimpleNamespace(get_remaining_time_in_millis=lambda: 900_000, function_name="process",
                          memory_limit_in_mb=1024, invoked_function_arn="arn", aws_request_id="1")
found = []
for ids in json.loads(sys.argv[1]):
    records = [{"messageId": j, "receiptHandle": j, "body": json.dumps({"job_id": j})} for j in ids]
    idle_mb, cpu, began = rss(), time.process_time(), time.monotonic()
    answer = app.lambda_handler({"Records": records}, context)
    assert answer == {"batchItemFailures": []}, answer
    found.append({"idle_mb": idle_mb, "cpu_s": time.process_time() - cpu, "wall_s": time.monotonic() - began,
                  "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})
print("measured", json.dumps(found))
"""


@dataclass(frozen=True, slots=True)
class WorkerUse:
    """One invocation with so many jobs. `idle_mb` before its message, `peak_mb` at most so far.

    quota_mb  memory whose part of a core it had; None: as much as there was
    is_warm   not the first one of its process
    """

    jobs: int
    quota_mb: int | None
    is_warm: bool
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
    def beyond_s(self) -> float:
        """What the invocation took beyond its calls."""
        return self.wall_s - ROUNDS * self.call_s

    @property
    def memory_mb(self) -> float:
        return self.cores * CORE_MB


def worker_uses(on: Fixtures, jobs: Sequence[int] = (1, 2, 4), call_s: float = CALL_S) -> list[WorkerUse]:
    with bench(on) as at:
        return [_run(on, at, count, call_s)[0] for count in jobs]


def cpu_per_answer_s(streamed: WorkerUse, at_once: WorkerUse) -> float:
    """What streaming an answer takes: of two runs of the same jobs, one with calls that take no time."""
    return (streamed.cpu_s - at_once.cpu_s) / (CALLS * streamed.jobs)


def quota_uses(
    on: Fixtures, memory_mb: Sequence[int] = MEMORY_MB, jobs: Sequence[int] = (1, 2)
) -> list[WorkerUse]:
    """The first and the second invocation of a process each. Empty where this machine has no control groups
    to write to."""
    try:
        with bench(on) as at:
            return [
                use
                for mb in memory_mb
                for count in jobs
                for use in _run(on, at, count, QUOTA_CALL_S, quota_mb=mb, invocations=2)
            ]
    except OSError as error:
        sys.stderr.write(f"worker: no run under a quota: {error}\n")
        return []


def largest(on: Fixtures) -> WorkerUse:
    """One job about the largest exam: what memory it needs."""
    with bench(on) as at:
        return _run(on, at, 1, 1.0, questions=LARGEST)[0]


def _run(
    on: Fixtures,
    at: Bench,
    jobs: int,
    call_s: float,
    *,
    quota_mb: int | None = None,
    invocations: int = 1,
    questions: int = 50,
) -> list[WorkerUse]:
    """So many invocations of one process, one after the other, each with so many jobs."""
    on.reset_claude(call_s * 1000)
    numbers = iter(range(invocations * jobs))
    ids = [[_started(at, questions, next(numbers)) for _ in range(jobs)] for _ in range(invocations)]
    quota = cpu_of(quota_mb) if quota_mb else nullcontext(lambda _: None)
    with quota as join, _child(on, at, ids) as process:
        assert process.stdout is not None  # noqa: S101 - for the type checker
        if process.stdout.readline() != "initialized\n":
            raise RuntimeError("the worker did not start")
        join(process.pid)
        output, _ = process.communicate("go\n", timeout=_LONGEST_S)
    line = next(line for line in output.splitlines() if line.startswith("measured "))
    found: list[dict[str, Any]] = json.loads(line.removeprefix("measured "))
    return [
        WorkerUse(jobs=jobs, quota_mb=quota_mb, is_warm=number > 0, call_s=call_s, **one)
        for number, one in enumerate(found)
    ]


def _started(at: Bench, questions: int, number: int) -> str:
    return at.start("exam_course", {"exam": exam(questions) | {"title": f"Exam {number}"}})


def _child(on: Fixtures, at: Bench, ids: Sequence[Sequence[str]]) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - fixed program
        [sys.executable, "-c", _CHILD, json.dumps(ids)],
        env=_environment(on, at),
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


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


def quota_table(measured: Sequence[WorkerUse]) -> str:
    lines = [
        f"| MB | core | worker | jobs | beyond the calls, s | peak, MB | CPU, s | USD for 1,000 jobs of "
        f"{_JOB_S:g} s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in measured:
        memory_mb = one.quota_mb or CORE_MB
        gb_seconds = (_JOB_S + one.beyond_s) * memory_mb / 1024 / one.jobs
        lines.append(
            f"| {memory_mb:,} | {memory_mb / CORE_MB:.2f} | {'warm' if one.is_warm else 'cold'} | {one.jobs} "
            f"| {one.beyond_s:.2f} | {one.peak_mb:.0f} | {one.cpu_s:.2f} "
            f"| {1000 * gb_seconds * GB_SECOND.usd:.3f} |"
        )
    return "\n".join(lines)


def main() -> None:
    with fixtures() as on:
        [quick] = worker_uses(on, (1,), 0.0)
        streamed = worker_uses(on)
        limited = quota_uses(on)
        large = largest(on)
    sys.stdout.write(table([quick, *streamed]) + "\n\n")
    if limited:
        sys.stdout.write(quota_table(limited) + "\n\n")
    sys.stdout.write(
        f"CPU of a streamed answer: {cpu_per_answer_s(streamed[0], quick) * 1000:.0f} ms. "
        f"Peak with the largest exam ({LARGEST:,} questions): {large.peak_mb:.0f} MB.\n"
    )


if __name__ == "__main__":
    main()
