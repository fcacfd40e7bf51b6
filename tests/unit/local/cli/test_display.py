"""A job in the terminal."""

from __future__ import annotations

import copy
import io
from datetime import UTC, datetime

import pytest
from rich.console import Console

from local.cli.display import LineDisplay, LiveDisplay, ordinal, picture
from tests.unit.local.cli.samples import JOB, finished_job


def drawn() -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    console.print(picture(JOB))
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_the_picture_shows_steps_topics_bar_and_rest() -> None:
    lines = [line.rstrip() for line in drawn().splitlines()]
    assert any("✓ Finding topics" in line and "1.5 s" in line for line in lines)
    assert any("● Generating lessons 1/2" in " ".join(line.split()) for line in lines)
    assert any("✓ Commits" in line for line in lines)
    assert any("● Remotes" in line and "try 2" in line for line in lines)
    assert any("· Saving" in line for line in lines)
    assert any("42 %   about 1 min 5 s left" in line for line in lines)


def test_a_wait_for_the_limit_is_told_by_the_clock_of_this_machine() -> None:
    until = datetime(2026, 11, 22, 18, 25, 40, tzinfo=UTC)
    waiting = {
        **JOB,
        "waiting_for": "model_limit",
        "waits_until": until.isoformat(),
        "eta_ms": None,
        "message": "Waits for the model's limit until 18:25 UTC",
    }
    said = f"waits for the model's limit until {until.astimezone():%H:%M}"
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    console.print(picture(waiting))
    stream = io.StringIO()
    shown = LineDisplay(stream)
    for job in (JOB, waiting, waiting, JOB):
        shown.show(job)
    assert isinstance(console.file, io.StringIO)
    assert said in console.file.getvalue()
    assert "left" not in console.file.getvalue()
    assert stream.getvalue().splitlines()[-2:] == [
        f"[ 42 %] job Git [bold]basics: {said}",
        "[ 42 %] job Git [bold]basics: running, about 1 min 5 s left",
    ]


def test_texts_of_the_server_are_neither_markup_nor_commands() -> None:
    assert "Git [bold]basics" in drawn()
    assert "\x1b" not in drawn()


def test_a_terminal_keeps_the_last_picture() -> None:
    console = Console(file=io.StringIO(), width=100, force_terminal=True)
    shown = LiveDisplay(console)
    shown.show(JOB)
    shown.show(finished_job())
    shown.close()
    assert isinstance(console.file, io.StringIO)
    assert "100 %" in console.file.getvalue()


def test_elsewhere_each_change_is_one_line() -> None:
    stream = io.StringIO()
    shown = LineDisplay(stream)
    shown.show(JOB)
    shown.show(copy.deepcopy(JOB))
    shown.show(finished_job())
    shown.close()
    assert stream.getvalue().splitlines() == [
        "[ 42 %] step Finding topics: completed, about 1 min 5 s left",
        "[ 42 %] step Generating lessons: running, about 1 min 5 s left",
        "[ 42 %] topic Commits: completed, about 1 min 5 s left",
        "[ 42 %] topic Remotes: running, about 1 min 5 s left",
        "[ 42 %] job Git [bold]basics: running, about 1 min 5 s left",
        "[100 %] step Generating lessons: completed",
        "[100 %] step Saving: completed",
        "[100 %] topic Remotes: completed",
        "[100 %] job Git [bold]basics: completed",
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
    ],
)
def test_a_place_in_line_is_said_as_people_do(number: int, said: str) -> None:
    assert ordinal(number) == said


def test_a_job_that_waits_for_its_turn_says_its_place_and_when_it_begins() -> None:
    start = datetime(2026, 11, 22, 18, 22, tzinfo=UTC)
    queue = {"position": 3, "ahead_of_own": 1, "expected_start_at": start.isoformat()}
    waiting = {**JOB, "status": "pending", "waiting_for": "turn", "queue": queue, "eta_ms": None}
    stream = io.StringIO()
    LineDisplay(stream).show(waiting)
    said = f"3rd in line, begins at about {start.astimezone():%H:%M}"
    assert said in stream.getvalue()
    unknown = {**waiting, "queue": {**queue, "expected_start_at": None}}
    console = Console(file=io.StringIO(), width=100, force_terminal=False)
    console.print(picture(unknown))
    assert isinstance(console.file, io.StringIO)
    assert "3rd in line" in console.file.getvalue()
    assert "about" not in console.file.getvalue()
