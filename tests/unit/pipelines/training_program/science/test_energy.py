"""Energy: against the published equations and tables."""

from __future__ import annotations

from itertools import product

import pytest

from generation.pipelines.training_program.person.profile import Goal, Sex
from generation.pipelines.training_program.science.energy import (
    Formula,
    activity_factor,
    energy,
    mifflin_st_jeor,
    protein_g,
    schofield_10_to_18,
)
from tests.unit.pipelines.training_program import people


@pytest.mark.parametrize(
    ("sex", "mass_kg", "height_cm", "age", "kcal"),
    [
        (Sex.MALE, 70, 175, 30, 1_648.75),
        (Sex.FEMALE, 70, 175, 30, 1_482.75),
        (Sex.MALE, 100, 180, 50, 1_880),
        (Sex.FEMALE, 55, 160, 25, 1_264),
    ],
)
def test_mifflin_st_jeor(sex: Sex, mass_kg: float, height_cm: float, age: int, kcal: float) -> None:
    """10 kg + 6.25 cm - 5 years + 5 or - 161, worked by hand."""
    assert mifflin_st_jeor(sex, mass_kg=mass_kg, height_cm=height_cm, age=age) == pytest.approx(kcal)


def test_mifflin_st_jeor_agrees_with_the_regression_it_was_simplified_from() -> None:
    """The abstract of 1990 gives both, and says that the simple one predicts as well:
    9.99 kg + 6.25 cm - 4.92 years + 166 for men - 161."""
    for sex, mass_kg, height_cm, age in product(Sex, (45, 80, 140), (150, 170, 195), (19, 45, 78)):
        regression = 9.99 * mass_kg + 6.25 * height_cm - 4.92 * age - 161 + 166 * (sex is Sex.MALE)
        simple = mifflin_st_jeor(sex, mass_kg=mass_kg, height_cm=height_cm, age=age)
        assert simple == pytest.approx(regression, abs=8)


@pytest.mark.parametrize(("sex", "per_kg", "constant"), [(Sex.MALE, 74, 2_754), (Sex.FEMALE, 56, 2_898)])
def test_schofield_agrees_with_its_published_form_in_kilojoules(
    sex: Sex, per_kg: float, constant: float
) -> None:
    for mass_kg in (30, 50, 70):
        kj = per_kg * mass_kg + constant
        assert schofield_10_to_18(sex, mass_kg=mass_kg) == pytest.approx(kj / 4.184, rel=0.001)


def test_the_activity_factor_is_that_of_the_report_with_an_hour_never_and_every_day() -> None:
    assert activity_factor(0) == 1.55
    assert activity_factor(7) == 1.75
    assert activity_factor(3) == pytest.approx(1.64, abs=0.005)
    assert activity_factor(14) == 1.75


@pytest.mark.parametrize(
    ("age", "formula", "is_uncertain"),
    [
        (13, Formula.SCHOFIELD, False),
        (18, Formula.SCHOFIELD, False),
        (19, Formula.MIFFLIN_ST_JEOR, False),
        (78, Formula.MIFFLIN_ST_JEOR, False),
        (79, Formula.MIFFLIN_ST_JEOR, True),
    ],
)
def test_each_formula_for_the_ages_it_was_made_from(age: int, formula: Formula, is_uncertain: bool) -> None:
    told = energy(people.profile(age=age), Goal.STRENGTH, 3)
    assert (told.formula, told.is_uncertain) == (formula, is_uncertain)


@pytest.mark.parametrize(
    ("mass_kg", "goal", "difference"),
    [
        (80, Goal.STRENGTH, 0),
        (80, Goal.HYPERTROPHY, 360),
        (110, Goal.HYPERTROPHY, 0),
        (90, Goal.FAT_LOSS, -500),
        (50, Goal.FAT_LOSS, 0),
    ],
)
def test_what_the_goal_makes_of_it(mass_kg: float, goal: Goal, difference: int) -> None:
    told = energy(people.profile(mass_kg=mass_kg), goal, 3)
    assert told.target_kcal - told.maintenance_kcal == pytest.approx(difference, abs=1)


def test_a_lean_person_loses_slowly_and_nobody_eats_less_than_at_rest() -> None:
    lean = energy(people.profile(mass_kg=70), Goal.FAT_LOSS, 3)
    assert lean.target_kcal == pytest.approx(0.9 * lean.maintenance_kcal, abs=1)
    small = energy(people.profile(age=70, height_cm=110, mass_kg=40), Goal.FAT_LOSS, 1)
    assert small.target_kcal == small.resting_kcal


def test_minors_get_no_diet() -> None:
    young = energy(people.profile(age=17, mass_kg=100), Goal.FAT_LOSS, 3)
    assert young.target_kcal == young.maintenance_kcal
    assert young.protein_g is None
    assert "physician" in young.note


def test_protein_is_that_of_the_position_stand() -> None:
    assert protein_g(people.profile(mass_kg=80)) == (112, 160)
    assert protein_g(people.profile(mass_kg=200)) == protein_g(people.profile(mass_kg=150))
