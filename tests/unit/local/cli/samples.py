"""A job, as the API answers it; with markup where text is expected."""

from __future__ import annotations

import copy
from typing import Any

JOB: dict[str, Any] = {
    "job_id": "job_1",
    "pipeline": "exam_course",
    "title": "Git [bold]basics",
    "status": "running",
    "progress": 42,
    "message": "Generating\x1b[31m lessons",
    "steps": [
        {
            "name": "detect_topics",
            "label": "Finding topics",
            "status": "completed",
            "items_total": None,
            "items_completed": None,
            "duration_ms": 1500,
        },
        {
            "name": "generate_lessons",
            "label": "Generating lessons",
            "status": "running",
            "items_total": 2,
            "items_completed": 1,
            "duration_ms": 100,
        },
        {
            "name": "save_course",
            "label": "Saving",
            "status": "pending",
            "items_total": None,
            "items_completed": None,
            "duration_ms": None,
        },
    ],
    "items": [
        {
            "item_id": "t1",
            "step": "generate_lessons",
            "label": "Commits",
            "status": "completed",
            "progress": 100,
            "attempts": 1,
        },
        {
            "item_id": "t2",
            "step": "generate_lessons",
            "label": "Remotes",
            "status": "running",
            "progress": 50,
            "attempts": 2,
        },
    ],
    "is_finished": False,
    "error": None,
    "eta_ms": 65_000,
    "usage": {"model_calls": 3, "input_tokens": 1000, "output_tokens": 2000, "cost_usd": None},
    "result": None,
}


def finished_job() -> dict[str, Any]:
    """JOB, some time later."""
    job = copy.deepcopy(JOB)
    for part in (*job["steps"], *job["items"]):
        part["status"] = "completed"
    return {
        **job,
        "status": "completed",
        "progress": 100,
        "is_finished": True,
        "eta_ms": None,
        "result": {"course_id": "course_1"},
    }
