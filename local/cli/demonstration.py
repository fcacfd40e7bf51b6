"""Demonstration: `make run`, the stack and a course generated before your eyes."""

from __future__ import annotations

import sys
from pathlib import Path

from local.claude import recordings
from local.cli.assignments import assignment
from local.cli.client import ApiClient
from local.cli.generate import run, sign_in
from local.configuration import ROOT, Configuration
from local.errors import GenerateError
from local.stack.launch import LaunchedStack, launch
from local.terminal import write

EXAM = recordings.EXAM
"""The one whose answers are recorded: the first thing that one sees is what a model writes."""

_LATENCY_MS = 4000


def demonstrate(configuration: Configuration, *, stay: bool) -> int:
    """Starts a stack, generates the example course, and stays until Ctrl-C if asked to.

    Returns the exit status of the generation. Raises LaunchError, GenerateError or ApiProblem.
    """
    out = configuration.state_dir / "example-course.md"
    # Else the local model has answered before there is any progress to see.
    latency_ms = _LATENCY_MS if configuration.latency_ms is None else configuration.latency_ms
    stack = launch(
        {
            "STATE_DIR": str(configuration.state_dir),
            "PORT": str(configuration.port),
            "LATENCY_MS": str(latency_ms),
            **{name: str(limit) for name, limit in configuration.per_minute.items()},
        }
    )
    try:
        status = _generate(stack, out)
        if stay:
            _stay(stack, out)
        return status
    finally:
        stack.stop()


def _generate(stack: LaunchedStack, out: Path) -> int:
    _say(f"\nGenerating a course from {EXAM.relative_to(ROOT)} ...\n")
    client = ApiClient(stack.record.url)
    sign_in(client)
    return run(client, assignment(str(EXAM)), out)


def _stay(stack: LaunchedStack, out: Path) -> None:
    url = stack.record.url
    _say(
        f"""
The stack goes on, and this is its page:
  {url}/
The API: {url}/docs. More courses: the page, or .venv/bin/python -m local generate FILE.json --url {url}
Ctrl-C stops it."""
    )
    try:
        status = stack.process.wait()
    except KeyboardInterrupt:
        return
    raise GenerateError(f"the stack ended by itself with status {status}; the course is still in {out}")


def _say(text: str) -> None:
    write(sys.stdout, text + "\n")
