"""Record: what a running stack says of itself in STATE_DIR/stack.json, for tests and for the curious."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class StackRecord:
    """A stack that is ready.

    url            of API and page
    pid            of the process that runs it; SIGTERM stops the stack
    state_dir      its state folder
    emulator_url   endpoint for boto3, any credentials
    emulator_pid   its children are the Lambda workers
    model_url      of the Claude-compatible server, '' for Claude itself
    model_pid      of the stack's own Claude-compatible server, 0 where it started none
    table          name of the table
    queue_url      of the job queue
    dead_letter_queue_url
    functions      name of each function by its logical id, such as ProcessFunction
    start_seconds  from the command to being ready
    """

    url: str
    pid: int
    state_dir: str
    emulator_url: str
    emulator_pid: int
    model_url: str
    model_pid: int
    table: str
    queue_url: str
    dead_letter_queue_url: str
    functions: Mapping[str, str]
    start_seconds: float

    def write(self) -> None:
        path = record_path(Path(self.state_dir))
        temporary = path.with_suffix(".new")
        temporary.write_text(json.dumps(asdict(self), indent=2))
        os.replace(temporary, path)


def record_path(state_dir: Path) -> Path:
    return state_dir / "stack.json"


def read_record(state_dir: Path) -> StackRecord:
    """Raises FileNotFoundError while no stack is ready there."""
    return StackRecord(**json.loads(record_path(state_dir).read_text()))
