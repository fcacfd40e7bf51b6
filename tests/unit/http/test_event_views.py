"""Events as clients get them: to the letter of the contract, whatever the engine calls them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from generation.engine.model import transitions
from generation.engine.model.event import Event, EventType
from generation.engine.model.job import Job, JobStatus, StepState
from generation.engine.model.task import Task
from generation.http.feed import EventView, FeedEventType

NOW = datetime(2026, 11, 22, 9, 30, 0, 125_000, tzinfo=UTC)
TASK = Task(
    task_id="write/t1",
    step="write",
    step_index=0,
    item_id="t1",
    index=2,
    label="Wounds",
    started_at=NOW,
    completed_at=NOW,
)
JOB = Job(
    job_id="job_1",
    owner="ada",
    org_id=None,
    pipeline="exam_course",
    subject="exam_course:1",
    title="First aid",
    status=JobStatus.RUNNING,
    steps=(StepState(name="write", label="Writing", items_total=5),),
    created_at=NOW,
)
OWN = {"event_id": 1, "timestamp": "2026-11-22T09:30:00.125Z", "job_id": "job_1"}


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (
            transitions.start_item(JOB, TASK, 5, "Writing", NOW),
            {
                "type": "topic_started",
                "step": "write",
                "item_id": "t1",
                "topic_name": "Wounds",
                "topic_index": 2,
                "total_topics": 5,
            },
        ),
        (
            transitions.preview_item(JOB, TASK, 40, "A wound is", NOW),
            {
                "type": "topic_progress",
                "step": "write",
                "item_id": "t1",
                "topic_name": "Wounds",
                "progress": 40,
                "preview": "A wound is",
            },
        ),
        (
            transitions.complete_item(JOB, TASK, 3, 50, NOW),
            {
                "type": "topic_completed",
                "step": "write",
                "item_id": "t1",
                "topic_name": "Wounds",
                "lessons_generated": 3,
                "duration_ms": 0,
            },
        ),
        (
            transitions.advance(JOB, "write", 50, "Half", NOW),
            {"type": "step_progress", "step": "write", "progress": 50, "message": "Half"},
        ),
    ],
    ids=["started", "progress", "completed", "of a step"],
)
def test_an_event_is_shown_as_the_contract_names_it(
    change: transitions.Change, shown: dict[str, Any]
) -> None:
    event = change[1][0]
    assert json.loads(EventView.of(event, "job_1").model_dump_json()) == {**OWN, **shown}


@pytest.mark.parametrize("kind", EventType)
def test_every_event_of_the_engine_has_a_name_for_clients(kind: EventType) -> None:
    shown = EventView.of(Event(event_id=1, type=kind, timestamp=NOW), "job_1")
    assert shown.type.value == kind.value.replace("item_", "topic_")


def test_clients_know_no_event_that_the_engine_has_not() -> None:
    assert len(FeedEventType) == len(EventType)


def test_a_field_of_a_step_is_not_renamed() -> None:
    event = replace(transitions.advance(JOB, "write", 50, "Half", NOW)[1][0], fields={"label": "Writing"})
    assert EventView.of(event, "job_1").model_extra == {"label": "Writing"}
