"""`python -m benchmarks run` measures, `report` writes docs/benchmarks.md and its chart; `flow` is S8."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
from pathlib import Path

from benchmarks import flow
from local.configuration import ROOT

RAW = ROOT / "build" / "benchmarks.json"


def main() -> int:
    if sys.argv[1:2] == ["flow"]:
        return flow.main(sys.argv[2:])
    from benchmarks import report, running  # need .tools/bench, which S8 does not

    arguments = _arguments()
    # Both end the run in order: whatever was started is stopped.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if arguments.command == "run":
        try:
            asyncio.run(running.run(running.Choice.of(arguments), arguments.raw))
        except KeyboardInterrupt:
            sys.stderr.write("benchmarks: stopped; what was measured so far is kept\n")
            return 130
    if arguments.report or arguments.command == "report":
        report.write(arguments.raw)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("command", choices=("run", "report"))
    parser.add_argument("--raw", type=Path, default=RAW, help="where the raw results are kept (JSON)")
    parser.add_argument("--report", action="store_true", help="run: write the report as well")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--systems", default="", help="names, separated by commas; all of them otherwise")
    parser.add_argument("--scenarios", default="", help="S1,S2,...; all of them otherwise")
    parser.add_argument("--port", type=int, default=8500, help="the first of thirty ports")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
