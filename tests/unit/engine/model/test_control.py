"""What is paused, and for whom it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generation.engine.model.control import LONGEST_PUT_OFF, MOST_PAUSES, PUT_OFF, Pause, Pauses, Scope

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def pause(scope: Scope, value: str = "", reason: str = "The bill") -> Pause:
    return Pause(scope=scope, value=value, reason=reason, paused_at=NOW)


EXAMS, ADA, ALL = pause(Scope.PIPELINE, "exam_course"), pause(Scope.OWNER, "ada"), pause(Scope.ALL)


@pytest.mark.parametrize(
    ("pauses", "owner", "pipeline", "found"),
    [
        ((), "ada", "exam_course", None),
        ((EXAMS,), "ada", "exam_course", EXAMS),
        ((EXAMS,), "ada", "project_course", None),
        ((EXAMS,), "ada", None, None),
        ((EXAMS,), "exam_course", "ada", None),
        ((ADA,), "ada", "project_course", ADA),
        ((ADA,), "bob", "project_course", None),
        ((EXAMS, ALL), "bob", "project_course", ALL),
        ((EXAMS, ADA), "ada", "exam_course", EXAMS),
    ],
)
def test_which_pause_holds(
    pauses: tuple[Pause, ...], owner: str, pipeline: str | None, found: Pause | None
) -> None:
    assert Pauses(pauses=pauses).of(owner, pipeline) is found
    assert Pauses(pauses=pauses).everything is (ALL if ALL in pauses else None)


def test_a_resume_is_remembered_only_where_something_was_paused() -> None:
    later = NOW + timedelta(hours=1)
    assert Pauses(pauses=(ADA,)).without(Scope.OWNER, "bob", later) == Pauses(pauses=(ADA,))
    assert Pauses(pauses=(ADA,)).without(Scope.OWNER, "ada", later) == Pauses(
        resumed_at=later, past=(replace(ADA, reason="", paused_by="", resumed_at=later),)
    )


def test_what_a_person_reads() -> None:
    assert ALL.message == "Paused by the operator: The bill"


def test_paused_messages_come_back_within_two_minutes() -> None:
    assert (timedelta(minutes=1), timedelta(minutes=2)) == (PUT_OFF, LONGEST_PUT_OFF)
    assert MOST_PAUSES == 50


def _over(scope: Scope, value: str, begin: int, end: int | None) -> Pause:
    """From minute to minute; None: it lasts."""
    at = NOW + timedelta(minutes=begin)
    resumed_at = None if end is None else NOW + timedelta(minutes=end)
    return Pause(scope=scope, value=value, reason="x", paused_at=at, resumed_at=resumed_at)


@pytest.mark.parametrize(
    ("past", "now", "minutes"),
    [
        ((), (), 0),
        ([(Scope.ALL, "", 10, 20)], (), 12),  # and 2 until the messages are back
        ([(Scope.ALL, "", -30, 20)], (), 22),  # since the job was queued
        ([(Scope.ALL, "", -30, -10)], (), 0),
        ([(Scope.OWNER, "bob", 10, 20), (Scope.PIPELINE, "other", 10, 20)], (), 0),
        ([(Scope.OWNER, "ada", 10, 20), (Scope.PIPELINE, "exam_course", 15, 30)], (), 22),  # overlap
        ([(Scope.OWNER, "ada", 10, 20), (Scope.ALL, "", 40, 50)], (), 24),
        ([(Scope.ALL, "", 10, 20)], [(Scope.ALL, "", 90, None)], 22),  # it lasts: 10 minutes so far
        ([(Scope.ALL, "", 10, 99)], (), 90),
    ],
)
def test_how_long_a_job_was_held_up(past: Any, now: Any, minutes: int) -> None:
    """By minute 100, of a job of ada that was queued in minute 0."""
    pauses = Pauses(past=tuple(_over(*one) for one in past), pauses=tuple(_over(*one) for one in now))
    held_up = pauses.held_up("ada", "exam_course", NOW, NOW + timedelta(minutes=100))
    assert held_up == timedelta(minutes=minutes)
