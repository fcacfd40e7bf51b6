"""People to train: fixed ones, and every one that a client could send."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from generation.pipelines.training_program.person.profile import (
    MAX_SESSION_MINUTES,
    MIN_SESSION_MINUTES,
    Equipment,
    Experience,
    Goal,
    Injury,
    Profile,
    ProgramRequest,
    Sex,
)
from generation.pipelines.training_program.planning.fitting import fitted
from generation.pipelines.training_program.science.analysis import Analysis, analyze
from generation.pipelines.training_program.science.exercises import exercises

GYM = ["barbell", "rack", "bench", "dumbbell", "cable", "machine", "pull_up_bar"]
LIFTS = [
    {"exercise": "squat", "load_kg": 100, "repetitions": 5},
    {"exercise": "Bench press", "load_kg": 75, "repetitions": 6},
    {"exercise": "deadlift", "load_kg": 130, "repetitions": 5},
    {"exercise": "ohp", "load_kg": 47.5, "repetitions": 6},
]


def profile(**changed: Any) -> Profile:
    """A man of 30 with 80 kg and half a year of training; nothing but his body unless changed."""
    return Profile.model_validate(
        {
            "age": 30,
            "sex": "male",
            "height_cm": 180,
            "mass_kg": 80,
            "experience": "intermediate",
            **changed,
        }
    )


def request(**changed: Any) -> ProgramRequest:
    return ProgramRequest.model_validate(
        {"goal": "general_fitness", "weeks": 4, "days_per_week": 3, **changed}
    )


def analysis(person: dict[str, Any] | None = None, **wish: Any) -> Analysis:
    return fitted(analyze(profile(**(person or {})), request(**wish)))


def lifter(**wish: Any) -> Analysis:
    """Strength in a gym, four days a week, all maxima known."""
    wish = {"goal": "strength", "weeks": 8, "days_per_week": 4, **wish}
    return analysis({"equipment": GYM, "lifts": LIFTS}, **wish)


def _subset(names: type[Equipment] | type[Injury]) -> st.SearchStrategy[list[str]]:
    """Every subset, also the whole."""
    return st.sets(st.sampled_from(sorted(names))).map(sorted)


lifts = st.lists(
    st.fixed_dictionaries(
        {
            "exercise": st.sampled_from([*exercises(), "squat", "bench", "ohp", "underwater basket weaving"]),
            "load_kg": st.sampled_from([0, 0.5, 3.3, 20, 47.5, 99.9, 300, 1000]) | st.floats(0, 1000),
            "repetitions": st.integers(1, 100),
        }
    ),
    max_size=8,
)

profiles = st.fixed_dictionaries(
    {
        "age": st.integers(13, 100),
        "sex": st.sampled_from(sorted(Sex)),
        "height_cm": st.floats(100, 250),
        "mass_kg": st.floats(25, 350),
        "experience": st.sampled_from(sorted(Experience)),
    },
    optional={
        "lifts": lifts,
        "sleep_hours": st.floats(0, 24),
        "sessions_per_week": st.integers(0, 21),
        "equipment": _subset(Equipment),
        "injuries": _subset(Injury),
        "goal": st.sampled_from(sorted(Goal)),
        "notes": st.just("I like mornings."),
    },
)

requests = st.fixed_dictionaries(
    {
        "goal": st.sampled_from(sorted(Goal)),
        "weeks": st.integers(1, 16),
        "days_per_week": st.integers(1, 7),
    },
    optional={
        "equipment": _subset(Equipment),
        "injuries": _subset(Injury),
        "minutes_per_session": st.integers(MIN_SESSION_MINUTES, MAX_SESSION_MINUTES),
    },
)

analyses = st.builds(
    lambda person, wish: fitted(analyze(Profile.model_validate(person), ProgramRequest.model_validate(wish))),
    profiles,
    requests,
)
"""Of every profile and request that is valid, with its most extreme values."""
