"""Logs: each line is JSON, the engine's own too, and says which job of which owner it is about."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from generation.telemetry.logs import owner_hash

PROGRAM = """
import asyncio, logging
from types import SimpleNamespace
from generation.engine.in_hand import take_in_hand
from generation.telemetry.logs import structured_logger

engine = logging.getLogger("generation.engine.worker.scheduler")

async def job(number):
    take_in_hand(f"job_{number}", f"owner-{number}")
    await asyncio.sleep(0)  # the other one runs
    await asyncio.to_thread(engine.info, "from a thread")
    engine.warning("this worker stops")
    structured_logger().info("Let a job go")

@structured_logger().inject_lambda_context(clear_state=True)
def handler(event, context):
    async def main():
        await asyncio.gather(job(1), job(2))
    asyncio.run(main())
    engine.info("of no job")

handler({}, SimpleNamespace(function_name="f", memory_limit_in_mb=1, invoked_function_arn="a",
                            aws_request_id="request-1"))
"""


def test_jobs_that_run_at_the_same_time_keep_their_lines_apart() -> None:
    done = subprocess.run(  # noqa: S603 - fixed program, code of our own
        [sys.executable, "-c", PROGRAM],
        env={"PYTHONPATH": os.pathsep.join(sys.path), "POWERTOOLS_SERVICE_NAME": "coursemill"},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == 7
    assert {line["function_request_id"] for line in lines} == {"request-1"}
    for number in (1, 2):
        own = [line for line in lines if line.get("job_id") == f"job_{number}"]
        assert [line["message"] for line in own] == ["from a thread", "this worker stops", "Let a job go"]
        assert {line["owner_hash"] for line in own} == {owner_hash(f"owner-{number}")}
    (other,) = (line for line in lines if line["message"] == "of no job")
    assert not {"job_id", "owner_hash"} & set(other)
    assert "owner-1" not in done.stdout
    assert done.stderr == ""


FAILING = """
import asyncio
from generation.engine.errors import CallError, PermanentError
from generation.engine.in_hand import take_in_hand
from generation.telemetry.logs import structured_logger
from generation.telemetry.meter import EmfMeter
from generation.telemetry.metered import MeteredModel

class Refusing:
    async def call(self, request, on_text):
        error = PermanentError("Claude answered 404", code="model-request-invalid")
        error.said = "model: claude-9 not found"
        raise error

structured_logger()
take_in_hand("job_1", "ada", "exam_course")
try:
    asyncio.run(MeteredModel(Refusing(), EmfMeter("stage", write=lambda line: None)).call(None, print))
except CallError:
    pass
"""


def test_what_the_api_said_of_a_refused_call_stands_in_the_log_of_the_function() -> None:
    done = subprocess.run(  # noqa: S603 - fixed program, code of our own
        [sys.executable, "-c", FAILING],
        env={"PYTHONPATH": os.pathsep.join(sys.path), "POWERTOOLS_SERVICE_NAME": "coursemill"},
        capture_output=True,
        text=True,
        check=True,
    )
    [line] = [json.loads(line) for line in done.stdout.splitlines()]
    assert (line["message"], line["level"]) == ("Model call failed: Claude answered 404", "WARNING")
    assert (line["said"], line["code"]) == ("model: claude-9 not found", "model-request-invalid")
    assert line["job_id"] == "job_1"


def test_an_owner_is_found_with_sha256sum_and_not_read_from_the_log() -> None:
    assert owner_hash("ada") == "fdee430d40bd"  # printf ada | sha256sum
    assert owner_hash("ada") != owner_hash("ada ")
