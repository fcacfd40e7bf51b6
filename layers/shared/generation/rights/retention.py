"""Retention: how long what is kept of an owner stays, in one place. docs/data.md says the same to people, and
a test holds it to this table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from generation.engine.figures.policy import FIGURES_KEPT
from generation.engine.policy import JOB_RETENTION, ServicePolicy
from generation.pipelines.course_outline import outline_document
from generation.rights import archive

_SERVICE = ServicePolicy()

SPEND = timedelta(days=62)
"""Two months of any length, since the accounts of a month are read until it is over."""

LASTING: Mapping[str, timedelta] = {
    "deleted": _SERVICE.restorable,
    "outlines": outline_document.KEPT,
    "jobs": JOB_RETENTION,
    "parts of jobs": 2 * JOB_RETENTION,
    "batches": _SERVICE.answers_kept + 2 * JOB_RETENTION,
    "idempotency keys": _SERVICE.answers_kept,
    "deliveries": JOB_RETENTION,
    "archives": archive.KEPT,
    "figures": FIGURES_KEPT,
    "spend": SPEND,
}
"""From its end (jobs), from their day (figures), from the latest day booked (spend), from its making (all
others)."""

BY_PARAMETER: Mapping[str, str] = {
    "events and logs of jobs": "RetentionHours",
    "answers kept for reuse": "ReuseDays",
    "log lines": "LogRetentionDays",
}
"""What an operator chooses, by the parameter of the template."""
