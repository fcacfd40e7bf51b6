"""Profile: what is let in, what is refused, and in which words."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from generation.pipelines.training_program.person.profile import Equipment, Injury, Profile, ProgramRequest
from generation.validation import field_errors
from tests.unit.pipelines.training_program import people

PERSON = {"age": 30, "sex": "female", "height_cm": 170, "mass_kg": 65.5, "experience": "beginner"}
WISH = {"goal": "strength", "weeks": 4, "days_per_week": 3}


def faults(model: type[Profile] | type[ProgramRequest], raw: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(ValidationError) as refused:
        model.model_validate(raw)
    return {error.pointer: error.message for error in field_errors(refused.value, data=raw)}


def test_five_fields_are_enough() -> None:
    assert Profile.model_validate(PERSON).equipment is None


def test_it_is_stored_and_read_again_as_it_was() -> None:
    stored = people.profile(
        lifts=people.LIFTS, equipment=people.GYM, injuries=["knee"], notes="None.", goal="strength"
    )
    raw = stored.model_dump(mode="json", exclude_none=True)
    assert Profile.model_validate(raw) == stored


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("age", 12),
        ("age", 101),
        ("age", 30.5),
        ("age", "30"),
        ("sex", "other"),
        ("height_cm", 99.9),
        ("height_cm", 250.1),
        ("height_cm", 0),
        ("mass_kg", -80),
        ("mass_kg", 24),
        ("mass_kg", 351),
        ("mass_kg", float("nan")),
        ("mass_kg", True),
        ("experience", "expert"),
        ("sleep_hours", 25),
        ("sleep_hours", -1),
        ("sessions_per_week", -1),
        ("minutes_per_session", 19),
        ("minutes_per_session", 181),
        ("minutes_per_session", 45.5),
        ("goal", "world peace"),
        ("notes", "x" * 2_001),
        ("notes", " "),
        ("shoe_size", 43),
    ],
)
def test_a_field_out_of_bounds_is_named(field: str, value: Any) -> None:
    assert list(faults(Profile, {**PERSON, field: value})) == [f"/{field}"]


@pytest.mark.parametrize("field", sorted(PERSON))
def test_a_missing_field_is_named(field: str) -> None:
    raw = {key: value for key, value in PERSON.items() if key != field}
    assert faults(Profile, raw) == {f"/{field}": "is required"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("load_kg", -1),
        ("load_kg", 1_001),
        ("load_kg", float("inf")),
        ("repetitions", 0),
        ("repetitions", 101),
        ("exercise", ""),
    ],
)
def test_a_lift_out_of_bounds_is_named(field: str, value: Any) -> None:
    lift = {"exercise": "squat", "load_kg": 100, "repetitions": 5, field: value}
    assert list(faults(Profile, {**PERSON, "lifts": [lift]})) == [f"/lifts/0/{field}"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weeks", 0),
        ("weeks", 17),
        ("days_per_week", 0),
        ("days_per_week", 8),
        ("goal", ""),
        ("minutes_per_session", 0),
    ],
)
def test_a_wish_out_of_bounds_is_named(field: str, value: Any) -> None:
    assert list(faults(ProgramRequest, {**WISH, field: value})) == [f"/{field}"]


@pytest.mark.parametrize(("field", "names"), [("equipment", Equipment), ("injuries", Injury)])
def test_unknown_names_are_refused_with_the_allowed_ones(field: str, names: type[Equipment]) -> None:
    for model, raw in ((Profile, PERSON), (ProgramRequest, WISH)):
        message = faults(model, {**raw, field: ["spaceship"]})[f"/{field}/0"]
        assert all(f"'{name}'" in message for name in names)


def test_equipment_is_a_set_with_the_own_body_in_it() -> None:
    equipment = people.profile(equipment=["rack", "barbell", "rack"]).equipment
    assert equipment == [Equipment.BODYWEIGHT, Equipment.BARBELL, Equipment.RACK]
    assert people.request().equipment_for(people.profile()) == [Equipment.BODYWEIGHT]


def test_the_place_of_training_decides_on_the_equipment() -> None:
    at_home = people.profile(equipment=["dumbbell"])
    assert people.request().equipment_for(at_home) == [Equipment.BODYWEIGHT, Equipment.DUMBBELL]
    assert people.request(equipment=[]).equipment_for(at_home) == [Equipment.BODYWEIGHT]


def test_no_injury_of_the_profile_is_forgotten() -> None:
    injured = people.profile(injuries=["knee"])
    assert people.request(injuries=[]).injuries_for(injured) == [Injury.KNEE]
    assert people.request(injuries=["neck"]).injuries_for(injured) == [Injury.NECK, Injury.KNEE]
