"""Estimate of when a running job ends."""

from __future__ import annotations

from datetime import datetime, timedelta

from generation.engine.model.job import Job


def eta_at(job: Job, progress: int, now: datetime) -> datetime | None:
    """When the job is expected to end; None before it has begun.

    Begins as the pipeline's own estimate and follows the measured pace the more the further the job
    is: with share p done after t, the rest is p * (t (1 - p) / p) + (1 - p) * (1 - p) * estimate.
    """
    if job.started_at is None:
        return None
    share = min(max(progress, 0), 99) / 100
    by_pace = (now - job.started_at).total_seconds() * (1 - share)
    by_estimate = (1 - share) ** 2 * job.estimated_duration_ms / 1000
    return now + timedelta(seconds=by_pace + by_estimate)
