"""`python -m benchmarks.flow`: S8, many jobs under one limit of the model, in simulated time.

The engine's own workers, service and sweep over stores in memory; the model keeps the limit as Claude does.
Prints a row for each kind of limit and seed, as docs/flow.md has them. A minute and more of CPU for 100 jobs.
"""

from __future__ import annotations

import argparse
import sys

from generation.engine.flow.gcra import ModelLimits
from tests.simulation.load import Load, Measured, measure

HEAD = """\
| load | seed | completed | refused | use | a job's running time, P95 | the others' start, P95 | took |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def main() -> int:
    arguments = _arguments()
    sys.stdout.write(HEAD)
    per_minute = arguments.calls_per_minute
    for name, limits in (
        ("requests", ModelLimits(requests=per_minute)),
        ("output tokens", ModelLimits(output_tokens=1_000 * per_minute)),
    ):
        for seed in range(1, arguments.seeds + 1):
            jobs = arguments.jobs
            load = Load(jobs=jobs, flood=jobs // 2, owners=19, limits=limits)
            sys.stdout.write(_row(name, seed, measure(load, seed)))
            sys.stdout.flush()
    return 0


def _row(name: str, seed: int, measured: Measured) -> str:
    return f"| {name} | {seed} {measured.row()}\n"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.flow", description=__doc__)
    parser.add_argument("--jobs", type=int, default=100, help="half of them one owner's, all in a minute")
    parser.add_argument("--calls-per-minute", type=int, default=120, help="that the limit lets through")
    parser.add_argument("--seeds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
