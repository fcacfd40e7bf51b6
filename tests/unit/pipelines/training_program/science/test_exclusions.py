"""Exclusions: docs/exclusions.md shows every exercise beside every injury, as the data have it.

`UPDATE_SNAPSHOTS=1 pytest` writes the page anew; what changed in it is for a reviewer to read.
"""

from __future__ import annotations

import os
from itertools import groupby
from pathlib import Path

import pytest

from generation.pipelines.training_program.person.profile import Equipment, Experience, Injury
from generation.pipelines.training_program.planning.rule_based import rule_based
from generation.pipelines.training_program.prompts import enhanced_prompt
from generation.pipelines.training_program.rules.checks import check
from generation.pipelines.training_program.science.exclusions import (
    demands,
    exclusion,
    possible,
    reasons,
    rulings,
)
from generation.pipelines.training_program.science.exercises import Pattern, exercises
from generation.pipelines.training_program.science.person import Person
from tests.unit.pipelines.training_program import people

PAGE = Path(__file__).parents[5] / "docs/exclusions.md"
CATALOGUE = list(exercises().values())

HEAD = """\
# What injuries rule out

Made from `exercises.csv`, `demands.csv` and `exclusions.csv` in `training_program/science`; a test holds this page against them (`UPDATE_SNAPSHOTS=1` writes it anew).

An exercise lists its **demands**: what it asks of the body. An injury rules out demands, each with a reason and a source, and so every exercise that has one of them. Nothing is decided for a whole movement pattern: a painful shoulder rules out the bar on the back and not the squat, and it rules out the bar behind the legs though the pattern is a squat.

The sources measured or reviewed loads on joints and injuries. That somebody whose joint hurts should avoid such a load is a cautious reading of them; `practice` is a coach's caution without a study. No source says that what is left is safe for an injury that nobody has looked at. The sources were cited from the literature and not looked up again.
"""  # noqa: E501


def page() -> str:
    parts = [HEAD, "## Demands\n"]
    for injury in Injury:
        told = exclusion(injury)
        gone = ", ".join(told.patterns)
        parts.append(
            f"### {injury}\n\nRules out {told.exercises} of {len(CATALOGUE)} exercises. "
            f"Nothing is left of: {gone}.\n"
        )
        rows = [
            f"| `{one.demand}` | {demands()[one.demand]} | {one.reason} | {one.source} |"
            for one in rulings()[injury].values()
        ]
        parts.append(_table(["demand", "is", "reason", "source"], rows))
    parts.append("## Exercises\n\nA cell names the demands by which the injury rules the exercise out.\n")
    for pattern, group in groupby(
        sorted(CATALOGUE, key=lambda one: list(Pattern).index(one.pattern)), _pattern
    ):
        rows = [
            "| "
            + " | ".join(
                [
                    exercise.name,
                    *(", ".join(r.demand for r in reasons(exercise, injury)) for injury in Injury),
                ]
            )
            + " |"
            for exercise in group
        ]
        parts.append(f"### {pattern}\n\n{_table(['exercise', *Injury], rows)}")
    return "\n".join(parts).rstrip() + "\n"


def _pattern(exercise: object) -> str:
    return exercise.pattern  # type: ignore[attr-defined,no-any-return]


def _table(head: list[str], rows: list[str]) -> str:
    return "\n".join([f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *rows]) + "\n"


def test_the_page_shows_every_exercise_beside_every_injury() -> None:
    text = page()
    if os.environ.get("UPDATE_SNAPSHOTS"):
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    assert PAGE.read_text(encoding="utf-8") == text, "UPDATE_SNAPSHOTS=1 writes it; read what changed"
    assert sum(f"| {exercise.name} |" in text for exercise in CATALOGUE) == len(CATALOGUE)


def test_every_demand_is_used_explained_and_ruled_out_by_an_injury() -> None:
    used = {demand for exercise in CATALOGUE for demand in exercise.demands}
    ruled = {demand for of_injury in rulings().values() for demand in of_injury}
    assert used == ruled == set(demands())
    assert all(exercise.demands for exercise in CATALOGUE if exercise.is_strength)
    assert all(len(set(exercise.demands)) == len(exercise.demands) for exercise in CATALOGUE)


def test_every_exclusion_has_a_reason_and_a_source() -> None:
    for of_injury in rulings().values():
        for ruled in of_injury.values():
            assert ruled.reason.endswith(".")
            assert ruled.source == "practice" or any(year in ruled.source for year in ("19", "20"))


TOO_WIDE = [
    (Injury.SHOULDER, "deadlift"),
    (Injury.SHOULDER, "romanian_deadlift"),
    (Injury.SHOULDER, "goblet_squat"),
    (Injury.SHOULDER, "dumbbell_squat"),
    (Injury.SHOULDER, "leg_press"),
    (Injury.SHOULDER, "barbell_row"),
    (Injury.ANKLE, "wall_sit"),
    (Injury.ANKLE, "leg_press"),
    (Injury.ANKLE, "deadlift"),
    (Injury.KNEE, "stationary_bike"),
    (Injury.KNEE, "deadlift"),
    (Injury.WRIST, "back_squat"),
    (Injury.NECK, "bodyweight_good_morning"),
]
TOO_NARROW = [
    (Injury.SHOULDER, "barbell_hack_squat"),
    (Injury.SHOULDER, "back_squat"),
    (Injury.SHOULDER, "bench_dip"),
    (Injury.SHOULDER, "incline_curl"),
    (Injury.ELBOW, "farmers_walk_dumbbell"),
    (Injury.ELBOW, "dumbbell_squat"),
    (Injury.UPPER_BACK, "hip_thrust"),
    (Injury.HIP, "sliding_leg_curl"),
    (Injury.ANKLE, "standing_leg_curl"),
    (Injury.ANKLE, "rowing_machine"),
]


@pytest.mark.parametrize(("injury", "exercise_id"), TOO_WIDE)
def test_what_an_injury_has_no_reason_to_rule_out(injury: Injury, exercise_id: str) -> None:
    assert reasons(exercises()[exercise_id], injury) == []


@pytest.mark.parametrize(("injury", "exercise_id"), TOO_NARROW)
def test_what_an_injury_has_to_rule_out(injury: Injury, exercise_id: str) -> None:
    assert reasons(exercises()[exercise_id], injury)


def test_with_a_painful_shoulder_legs_are_still_trained_by_heavy_lifts() -> None:
    left = {exercise.pattern for exercise in possible(Equipment, [Injury.SHOULDER])}
    assert {Pattern.SQUAT, Pattern.LUNGE, Pattern.HINGE, Pattern.BRIDGE} <= left
    told = people.analysis(
        {"equipment": people.GYM, "lifts": people.LIFTS, "injuries": ["shoulder"]}, goal="strength"
    )
    weeks = rule_based(told)
    assert check(weeks, told).is_passed
    lifted = {one.exercise_id for session in weeks[0].sessions for one in session.exercises if one.load_kg}
    assert "deadlift" in lifted


@pytest.mark.parametrize("injury", Injury)
def test_no_word_of_the_prompt_asks_for_a_pattern_of_which_nothing_is_left(injury: Injury) -> None:
    profile = people.profile(injuries=[injury], equipment=people.GYM)
    person = Person(profile=profile, request=people.request(), language="en", audience=None)
    there = {one.pattern for one in person.allowed.values()}
    gone = [pattern for pattern in Pattern if pattern not in there]
    told = enhanced_prompt(person).shared[1]
    assert set(exclusion(injury).patterns) <= set(gone)
    assert f"nothing is asked of: {', '.join(gone)}." in told


def test_what_is_possible_shrinks_with_every_injury() -> None:
    healthy = len(possible(Equipment, [], Experience.ADVANCED))
    for injury in Injury:
        assert 0 < len(possible(Equipment, [injury], Experience.ADVANCED)) < healthy
