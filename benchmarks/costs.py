"""Costs: what a job and what a reader's polls cost on AWS, from counted calls and the price table.

`python -m benchmarks.costs` prints the tables. The job is that of the sketches: 12 calls of 15 s in three
rounds, a worker of 256 MB on arm64 for it alone, one browser that asks each second as `Retry-After` says.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import polls, prices, units
from benchmarks.fixtures import fixtures
from benchmarks.polls import Poll
from benchmarks.prices import Use, billed_s
from benchmarks.units import JobUnits
from generation.engine.policy import HeartbeatPolicy

ROUNDS, CALL_S = 3, 15.0
JOB_MB = 256
BEYOND_S = 4.5
"""What a lone job takes beyond its calls in a warm worker under the CPU quota of so much memory, measured by
`benchmarks.worker` on a busy machine."""

JOB_S = ROUNDS * CALL_S + BEYOND_S
HANDLER_MB = 512
POLL_EVERY_S = 1.0

RENEWED_EVERY_S = 20.0 / 3
"""The lease of 20 s is renewed when a third of it is over and no checkpoint has moved it."""

WAITED_S = 0.005
"""For DynamoDB, by a handler: its usual answer time. Handlers are billed for it."""

START_CPU_S = 0.010
LOGGED_BYTES = 500
"""Of an invocation: Lambda's own three lines; the functions log hardly more."""


@dataclass(frozen=True, slots=True)
class JobCost:
    start: Use
    worker: Use
    heartbeat: Use
    polls: Use

    @property
    def whole(self) -> Use:
        return self.start + self.worker + self.heartbeat + self.polls


def job_cost(measured: JobUnits, poll: Poll) -> JobCost:
    """Of one job. Checkpoints as measured; pulses and renewals of the lease by its length."""
    start, work = measured.start, measured.work
    handler_s = HANDLER_MB / 1024 * billed_s(START_CPU_S, WAITED_S, HANDLER_MB)
    return JobCost(
        start=Use(
            gb_seconds=handler_s,
            invocations=1,
            write_units=start.write_units,
            read_units=start.read_units,
            sqs_requests=start.sqs_requests,
            http_requests=1,
            traces=1,
            logged_bytes=LOGGED_BYTES,
        ),
        worker=Use(
            gb_seconds=JOB_S * JOB_MB / 1024,
            invocations=1,
            write_units=work.write_units,
            read_units=work.read_units,
            sqs_requests=work.sqs_requests,
            traces=1,
            logged_bytes=2 * LOGGED_BYTES,
        ),
        heartbeat=Use(read_units=JOB_S / HeartbeatPolicy().pulse_s, write_units=JOB_S / RENEWED_EVERY_S),
        polls=poll_use(poll) * (JOB_S / POLL_EVERY_S),
    )


def poll_use(poll: Poll) -> Use:
    return Use(
        gb_seconds=HANDLER_MB / 1024 * billed_s(poll.cpu_ms / 1000, WAITED_S, HANDLER_MB),
        invocations=1,
        write_units=poll.write_units,
        read_units=poll.read_units,
        http_requests=1,
        logged_bytes=LOGGED_BYTES,
    )


def job_table(cost: JobCost) -> str:
    """Dollars for 1,000 jobs."""
    parts = {"start": cost.start, "worker": cost.worker, "heartbeat": cost.heartbeat, "polls": cost.polls}
    names = list(cost.whole.usd_by_part)
    lines = [
        f"| USD for 1,000 jobs | {' | '.join(parts)} | all |",
        f"| --- |{' --- |' * (len(parts) + 1)}",
    ]
    for name in names:
        row = [use.usd_by_part[name] * 1000 for use in (*parts.values(), cost.whole)]
        lines.append(f"| {name} | " + " | ".join(f"{usd:.3f}" for usd in row) + " |")
    whole = [use.usd * 1000 for use in (*parts.values(), cost.whole)]
    lines.append("| **all** | " + " | ".join(f"{usd:.3f}" for usd in whole) + " |")
    return "\n".join(lines)


def design_table(cost: JobCost) -> str:
    rows = sorted(
        [*prices.DESIGNS.items(), ("**Coursemill**", cost.whole.usd * 1000)], key=lambda row: row[1]
    )
    lines = ["| design | AWS, USD for 1,000 jobs |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {name} | {usd:.2f} |" for name, usd in rows)])


def poll_table(measured: Sequence[Poll]) -> str:
    lines = ["| 1,000 polls | USD |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {one.what} | {poll_use(one).usd * 1000:.4f} |" for one in measured)])


def main() -> None:
    with fixtures() as on:
        asked = polls.polls(on)
        cost = job_cost(units.exam_job(on), asked[0])
    tables = (
        prices.table(),
        job_table(cost),
        design_table(cost),
        poll_table(asked),
    )
    sys.stdout.write("\n\n".join(tables) + "\n")


if __name__ == "__main__":
    main()
