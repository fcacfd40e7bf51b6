"""What is paused, and for whom it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from generation.engine.model.control import PastPauses, Pause, Pauses, Scope, held_up
from generation.engine.policy import LONGEST_PUT_OFF, MOST_PAST, MOST_PAUSES, PUT_OFF

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


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
    assert Pauses(pauses=(ADA,)).without(Scope.OWNER, "bob") == Pauses(pauses=(ADA,))
    assert Pauses(pauses=(ADA,)).without(Scope.OWNER, "ada") == Pauses()
    past = PastPauses().with_over((ADA,), LATER)
    assert past.pauses == (replace(ADA, reason="", paused_by="", resumed_at=LATER),)


@pytest.mark.parametrize(
    ("owner", "pipeline", "minute"),
    [
        ("ada", "exam_course", 40),
        ("ada", "project_course", 30),
        ("bob", "exam_course", 40),
        ("bob", "other", None),
    ],
)
def test_when_a_job_was_resumed_last(owner: str, pipeline: str, minute: int | None) -> None:
    over = [(Scope.OWNER, "ada", 0, 30), (Scope.PIPELINE, "exam_course", 0, 40), (Scope.OWNER, "eve", 0, 50)]
    past = PastPauses(pauses=tuple(_over(*one) for one in over))
    expected = None if minute is None else NOW + timedelta(minutes=minute)
    assert past.resumed_at(owner, pipeline) == expected


def test_a_pause_that_is_over_is_known_once() -> None:
    """However often its resume broke off; another pause of the same thing is another one."""
    past = PastPauses().with_over((ADA,), NOW + timedelta(minutes=1))
    past = past.with_over((ADA,), NOW + timedelta(minutes=2))
    again = replace(ADA, paused_at=NOW + timedelta(minutes=3))
    past = past.with_over((again,), NOW + timedelta(minutes=4))
    assert [pause.resumed_at for pause in past.pauses] == [NOW + timedelta(minutes=n) for n in (2, 4)]


def test_more_pauses_that_are_over_are_known_than_there_can_be_at_once() -> None:
    many = tuple(pause(Scope.OWNER, f"owner-{n}") for n in range(MOST_PAUSES))
    past = PastPauses().with_over(many, NOW).with_over((ADA,), NOW)
    assert len(past.pauses) == MOST_PAUSES + 1
    assert len(past.with_over((replace(one, paused_at=LATER) for one in many), NOW).pauses) == MOST_PAST


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
        ([(Scope.ALL, "", 10, 20)], [(Scope.ALL, "", 10, None)], 90),  # a resume that broke off
    ],
)
def test_how_long_a_job_was_held_up(past: Any, now: Any, minutes: int) -> None:
    """By minute 100, of a job of ada that was queued in minute 0."""
    pauses = [_over(*one) for one in (*past, *now)]
    found = held_up(pauses, "ada", "exam_course", NOW, NOW + timedelta(minutes=100))
    assert found == timedelta(minutes=minutes)
