"""`python -m benchmarks flow`: S8, many jobs under one limit of the model, in simulated time.

The engine's own workers, service and sweep over stores in memory; the model keeps the limit as Claude does.
One owner starts half of the jobs at once, 19 others the other half by and by, for as long as the limit needs
for all. Prints a row for each kind of limit and seed, as docs/benchmarks.md has them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from generation.engine.flow.gcra import ModelLimits
from tests.simulation.load import Load, Measured, measure

HEAD = """\
| limit of | order | seed | completed | refused | use | idle | running, P95 | the others' start, P95 | took |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""

CALLS = 12
"""Of a job."""

TOKENS = 1_000
"""Output of an answer."""


def main(arguments: Sequence[str] | None = None) -> int:
    chosen = _arguments(arguments)
    sys.stdout.write(HEAD)
    for seed in range(1, chosen.seeds + 1):
        for limit in ("requests", "output tokens"):
            for is_fair in (True, False) if seed == 1 else (True,):
                load = _load(chosen.jobs, chosen.calls_per_minute, limit, is_fair)
                sys.stdout.write(_row(limit, is_fair, seed, measure(load, seed)))
                sys.stdout.flush()
    return 0


def _load(jobs: int, per_minute: int, limit: str, is_fair: bool) -> Load:
    is_requests = limit == "requests"
    limits = ModelLimits(
        requests=per_minute if is_requests else 0, output_tokens=0 if is_requests else TOKENS * per_minute
    )
    return Load(
        jobs=jobs,
        flood=jobs // 2,
        owners=19,
        limits=limits,
        calls=CALLS,
        tokens=TOKENS,
        is_fair=is_fair,
        at_once=True,
        within_s=jobs * CALLS * 60 / per_minute,
    )


def _row(limit: str, is_fair: bool, seed: int, measured: Measured) -> str:
    order = "fair" if is_fair else "first come, first served"
    return f"| {limit} | {order} | {seed} {measured.row()}\n"


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks flow", description=__doc__)
    parser.add_argument("--jobs", type=int, default=1_000, help="half of them one owner's, at once")
    parser.add_argument("--calls-per-minute", type=int, default=60, help="that the limit lets through")
    parser.add_argument("--seeds", type=int, default=3, help="of the fair order; one of the other")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
