"""docs/training.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generation.pipelines.training_program.person.profile import Experience, Goal, Injury
from generation.pipelines.training_program.rules.checks import BASIC, ENHANCED
from generation.pipelines.training_program.science.exclusions import exclusion
from generation.pipelines.training_program.science.exercises import Muscle, exercises
from generation.pipelines.training_program.science.intensity import zone
from generation.pipelines.training_program.science.landmarks import weekly_sets
from generation.pipelines.training_program.science.schedule import Kind, PlannedSession

PAGE = (Path(__file__).parents[4] / "docs/training.md").read_text(encoding="utf-8")


def row(section: str, first: str) -> list[str]:
    """Cells of the row that begins so, in that section."""
    part = PAGE.split(f"\n## {section}\n")[1].split("\n## ")[0]
    line = next(line for line in part.splitlines() if line.startswith(f"| {first} |"))
    return [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize("goal", Goal)
def test_landmarks(goal: Goal) -> None:
    """With days enough that nothing is lowered."""
    plan = [PlannedSession(day=day, kind=Kind.UPPER, muscles=[Muscle.CHEST]) for day in range(1, 8)]
    chest = [weekly_sets(goal, experience, plan, [Muscle.CHEST])[0] for experience in Experience]
    assert row("Weekly hard sets", goal)[1:] == [
        f"{sets.minimum} - {sets.target} - {sets.maximum}" for sets in chest
    ]


@pytest.mark.parametrize("goal", Goal)
def test_zones(goal: Goal) -> None:
    zones = [zone(goal, experience, is_at_the_edge=False) for experience in Experience]
    percents = [f"{one.percent_low:g}-{one.percent_high:g}" for one in zones]
    _, said, rests = row("Intensity", goal)
    assert said.split(" / ") == (percents if len(set(percents)) > 1 else percents[:1])
    assert rests == f"{zones[0].rest_s} / {zones[0].other_rest_s} s"


@pytest.mark.parametrize("injury", Injury)
def test_exclusions(injury: Injury) -> None:
    told = exclusion(injury)
    assert row("Injuries", injury)[1:] == [str(told.exercises), ", ".join(told.patterns)]


def test_rules_in_their_order() -> None:
    named = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    assert named == [rule.__name__ for rule in ENHANCED]
    assert named[: len(BASIC)] == [rule.__name__ for rule in BASIC]
    assert len(BASIC) == 15, "the page says so in words"


def test_the_number_of_exercises() -> None:
    assert f"{len(exercises())} exercises in `exercises.csv`" in PAGE
