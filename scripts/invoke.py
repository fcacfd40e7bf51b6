"""Run a function in this process, on the running stack: `python scripts/invoke.py start events/start.json`.

For a debugger: `python -m pdb -m scripts.invoke ...`, or the same as the launch configuration of an editor.
Environment and table are those of the function in the stack that `STATE_DIR` (.state) names.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "layers/shared")]

from local.configuration import configuration
from local.stack.deployment import Deployer
from local.stack.record import read_record
from local.stack.translation import REGION


@dataclass
class Context:
    """What the handlers ask of Lambda's context."""

    function_name: str
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:local:000000000000:function:debugged"
    aws_request_id: str = "debugged"

    def get_remaining_time_in_millis(self) -> int:
        return 900_000  # as the worker's timeout; time spent in the debugger is not taken off


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write("usage: python scripts/invoke.py FUNCTION EVENT.json\n")
        return 2
    name, event = arguments
    try:
        record = read_record(configuration().state_dir)
    except FileNotFoundError:
        sys.stderr.write("no stack is running: make up\n")
        return 1
    function = record.functions[f"{name.capitalize()}Function"]
    deployed = (
        Deployer(record.emulator_url).client("lambda").get_function_configuration(FunctionName=function)
    )
    os.environ |= deployed["Environment"]["Variables"]
    os.environ |= {
        "AWS_ENDPOINT_URL": record.emulator_url,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "000000000000",
        "AWS_SECRET_ACCESS_KEY": "local",
        "POWERTOOLS_TRACE_DISABLED": "1",
    }
    handler = importlib.import_module(f"functions.{name}.app").lambda_handler
    answer = handler(json.loads(Path(event).read_text(encoding="utf-8")), Context(function))
    sys.stdout.write(json.dumps(answer, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
