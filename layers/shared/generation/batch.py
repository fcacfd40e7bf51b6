"""Batch: the messages of one invocation of the worker."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from aws_lambda_powertools import Logger

from generation.engine.runner import Runner

logger = Logger()


async def carry_on_all(
    records: Sequence[dict[str, Any]], runner: Runner, until: datetime
) -> dict[str, list[dict[str, str]]]:
    """Carry on the jobs of all messages at the same time; what SQS is told (ReportBatchItemFailures):
    only the messages that failed come again."""
    outcomes = await asyncio.gather(*(_carry_on(record, runner, until) for record in records))
    failed = [record["messageId"] for record, is_done in zip(records, outcomes, strict=True) if not is_done]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


async def _carry_on(record: dict[str, Any], runner: Runner, until: datetime) -> bool:
    try:
        job_id = json.loads(record["body"])["job_id"]
        await runner.carry_on(job_id, until)
    except Exception:
        # Whatever it was, the other jobs of the batch go on; the message comes again, and at last
        # goes to the dead-letter queue, where an alarm stands.
        logger.exception("A message failed", message_id=record["messageId"])
        return False
    logger.info("Let a job go", job_id=job_id)
    return True
