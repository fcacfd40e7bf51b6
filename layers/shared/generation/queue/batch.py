"""Batch: the messages of one invocation of the worker."""

from __future__ import annotations

import asyncio
import json
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from generation.engine.in_hand import take_in_hand
from generation.engine.worker.runner import Runner
from generation.telemetry.logs import structured_logger

logger = structured_logger()

JOB_ID_CHARS = 64
"""Of what a message calls a job, in the log: whoever may send to the queue can write anything."""


async def carry_on_all(
    records: Sequence[dict[str, Any]], runner: Runner, until: datetime, put_off: Callable[[str], None]
) -> dict[str, list[dict[str, str]]]:
    """Carry on the jobs of all messages at the same time; what SQS is told (ReportBatchItemFailures):
    only the messages that failed come again. `put_off` says of one, by its receipt, that it is to come
    soon, and may fail."""
    outcomes = await asyncio.gather(*(_carry_on(record, runner, until, put_off) for record in records))
    failed = [record["messageId"] for record, is_done in zip(records, outcomes, strict=True) if not is_done]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


async def _carry_on(
    record: dict[str, Any], runner: Runner, until: datetime, put_off: Callable[[str], None]
) -> bool:
    try:
        job_id = json.loads(record["body"])["job_id"]
        take_in_hand(str(job_id)[:JOB_ID_CHARS])
        await runner.carry_on(job_id, until)
    except Exception as error:
        # Whatever it was, the other jobs of the batch go on; the message comes again, and at last
        # goes to the dead-letter queue, where an alarm stands. What an error says could quote what a
        # person wrote, so its kind and place are logged.
        kinds = [type(one).__name__ for one in (error, error.__cause__) if one is not None]
        frames = traceback.format_tb(error.__traceback__)
        logger.error("A message failed", message_id=record["messageId"], error=kinds, frames=frames)
        await _come_again_soon(record, put_off)
        return False
    logger.info("Let a job go")
    return True


async def _come_again_soon(record: dict[str, Any], put_off: Callable[[str], None]) -> None:
    try:
        await asyncio.to_thread(put_off, record["receiptHandle"])
    except Exception:
        # Then it comes after the queue's visibility timeout, and its job is the sweep's.
        logger.warning("A message could not be put off", message_id=record["messageId"], exc_info=True)
