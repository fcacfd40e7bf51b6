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


def test_an_owner_is_found_with_sha256sum_and_not_read_from_the_log() -> None:
    assert owner_hash("ada") == "fdee430d40bd"  # printf ada | sha256sum
    assert owner_hash("ada") != owner_hash("ada ")
