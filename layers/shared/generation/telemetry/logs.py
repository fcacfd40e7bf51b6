"""Logs: every line is JSON and says which job it is about, the engine's own lines too."""

from __future__ import annotations

import hashlib
import logging
from functools import cache

from aws_lambda_powertools import Logger

from generation.engine.in_hand import in_hand

OWNER_HASH_CHARS = 12
"""48 bits: two owners among 100,000 share one with a probability of 1 in 50,000."""


@cache
def structured_logger() -> Logger:
    """Of all modules of a function. What the engine writes with `logging` goes the same way, with the request
    id that the handler has set."""
    logger = Logger()
    handler = logger.registered_handler
    handler.addFilter(_name_the_job)
    engine = logging.getLogger("generation")
    engine.handlers = [handler]
    engine.setLevel(logger.log_level)
    for root in logging.getLogger().handlers:
        if type(root).__module__.startswith("awslambdaric"):
            root.addFilter(_is_not_ours)  # Lambda's own, which would write the line a second time as text
    return logger


def owner_hash(owner: str) -> str:
    """Plain SHA-256 of the claim `sub`, cut: it joins the lines of one owner without naming anybody. Not
    keyed, so that an operator who has a `sub` finds its lines with `sha256sum`."""
    return hashlib.sha256(owner.encode()).hexdigest()[:OWNER_HASH_CHARS]


def _is_not_ours(record: logging.LogRecord) -> bool:
    return not record.name.startswith("generation")


def _name_the_job(record: logging.LogRecord) -> bool:
    job = in_hand()
    if job.job_id and not hasattr(record, "job_id"):
        record.job_id = job.job_id
    if job.owner:
        record.owner_hash = owner_hash(job.owner)
    return True
