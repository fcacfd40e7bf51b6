"""Prompts: the two calls of the pipeline, worded.

A call begins with two blocks that all calls of the job share to the byte: a guide that is the same for
every job, and the person. They are marked for caching.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from generation.engine.run import Prompt
from generation.pipelines.shared.answering import Contract
from generation.pipelines.shared.prompting import blocks, data, render
from generation.pipelines.shared.schema import answer_schema
from generation.pipelines.training_program.answers import basic_contract, enhanced_contract
from generation.pipelines.training_program.preview import program_preview
from generation.pipelines.training_program.rules.quality import LEAST_REST_SHARE
from generation.pipelines.training_program.science.exercises import Exercise, Pattern
from generation.pipelines.training_program.science.person import Person
from generation.pipelines.training_program.science.progression import DELOAD_FROM_WEEKS
from generation.pipelines.training_program.science.session_time import warm_up_minutes
from generation.quality.tables import (
    CHANGE_S,
    HEAVY_PERCENT,
    HEAVY_REPETITIONS,
    HEAVY_REST_S,
    MOST_SESSION_MINUTES,
    PERCENT_BY_REPETITIONS,
    REPETITION_S,
)

_FILES = Path(__file__).parent / "prompts"


def enhanced_prompt(person: Person) -> Prompt:
    """Plan the weeks, the progressions and the sessions."""
    weeks, days = person.request.weeks, person.request.days_per_week
    rules = _basic_rules(person) + _enhanced_rules(person)
    return Prompt(
        shared=_shared(person),
        text=blocks(
            render(
                _FILES / "enhanced.md",
                weeks=_count(weeks, "week"),
                last_week=weeks,
                days=_count(days, "day"),
                rules=rules.strip(),
            ),
            *_asked("program_enhanced", person),
        ),
        schema=_schema(enhanced_contract(person)),
        # Thinking counts too; a session takes about 1,200 tokens in English, other scripts twice that.
        max_output_tokens=16_000 + 2_500 * days + 400 * weeks,
        expected_chars=1_500 + 2_600 * days + 900 * weeks,
        effort="high",
        preview=program_preview,
    )


def basic_prompt(person: Person) -> Prompt:
    """Put one week together."""
    weeks, days = person.request.weeks, person.request.days_per_week
    rules = _basic_rules(person)
    return Prompt(
        shared=_shared(person),
        text=blocks(
            render(
                _FILES / "basic.md",
                weeks=_count(weeks, "week"),
                days=_count(days, "day"),
                rules=rules.strip(),
            ),
            *_asked("program_basic", person),
        ),
        schema=_schema(basic_contract(person)),
        max_output_tokens=10_000 + 1_200 * days,
        expected_chars=700 + 1_000 * days,
        effort="medium",
        preview=program_preview,
    )


def _shared(person: Person) -> tuple[str, ...]:
    about = render(_FILES / "about_the_data.md")
    analysis = person.analysis.model_dump(mode="json", exclude={"sources", "equipment", "injuries"})
    return (
        render(_FILES / "guide.md", about_the_data=about),
        render(
            _FILES / "person.md",
            analysis=data("analysis", analysis),
            patterns=_patterns(person),
            exercises=data("exercises", [_shown(one, person) for one in person.allowed.values()]),
        ),
    )


def _patterns(person: Person) -> str:
    """Which patterns are there, and of which nothing is left, so that no rule of thumb asks for it."""
    there = {one.pattern for one in person.allowed.values()}
    left = ", ".join(pattern for pattern in Pattern if pattern in there)
    gone = ", ".join(pattern for pattern in Pattern if pattern not in there)
    text = f"Patterns in `exercises`: {left}."
    return f"{text} Nothing is left of, and so nothing is asked of: {gone}." if gone else text


def _asked(kind: str, person: Person) -> tuple[str, ...]:
    """What every call says of who asks for what. Equipment and injuries are those of profile and request."""
    request = {
        **person.request.model_dump(mode="json"),
        "equipment": [one.value for one in person.analysis.equipment],
        "injuries": [one.value for one in person.analysis.injuries],
    }
    return (
        data("call", {"kind": kind, "language": person.language, "audience": person.audience}),
        data("profile", person.profile.model_dump(mode="json", exclude_none=True)),
        data("request", request),
    )


def _shown(exercise: Exercise, person: Person) -> dict[str, Any]:
    """An exercise as far as a choice depends on it; what goes without saying is left out, there are many."""
    shown: dict[str, Any] = {
        "exercise_id": exercise.exercise_id,
        "name": exercise.name,
        "pattern": exercise.pattern.value,
        "equipment": [one.value for one in exercise.equipment],
        "primary": [muscle.value for muscle in exercise.primary],
    }
    if exercise.secondary:
        shown["secondary"] = [muscle.value for muscle in exercise.secondary]
    if exercise.is_timed:
        shown["counts"] = exercise.counted.value
    if exercise.is_one_sided:
        shown["sides"] = "each"
    maximum_kg = person.analysis.maximum_of(exercise)
    if maximum_kg is not None:
        shown["one_rep_max_kg"] = maximum_kg
    return shown


def _basic_rules(person: Person) -> str:
    days, most = person.request.days_per_week, person.analysis.minutes_per_session
    limit = f"No session takes longer than {most} minutes" if most else "No limit of time was named"
    minutes = (
        f"{limit}. To estimate a session, reckon {REPETITION_S} seconds for a repetition (or its "
        "duration), both sides where one works at a time, the rest after every set, "
        f"{CHANGE_S} seconds for the change to each exercise, and {warm_up_minutes(most)} minutes of warm-up "
        "before strength work."
    )
    return render(_FILES / "rules_basic.md", days=_count(days, "session"), minutes=minutes)


def _enhanced_rules(person: Person) -> str:
    analysis = person.analysis
    return render(
        _FILES / "rules_enhanced.md",
        step=f"{analysis.progression.most_load_step_percent:g}",
        deload=_deload(person),
        table=", ".join(f"{n}: {percent:g}" for n, percent in PERCENT_BY_REPETITIONS.items()),
        reserve=_reserve(person),
        heavy_percent=f"{HEAVY_PERCENT:g}",
        heavy_repetitions=HEAVY_REPETITIONS,
        heavy_rest=HEAVY_REST_S,
        low=f"{analysis.zone.percent_low:g} %",
        high=f"{analysis.zone.percent_high:g} %",
        rest=round(analysis.zone.other_rest_s * LEAST_REST_SHARE),
        most_minutes=MOST_SESSION_MINUTES,
    )


def _reserve(person: Person) -> str:
    if person.analysis.level.is_never_to_failure:
        return "Every set keeps at least one repetition in reserve (RIR 1 or more, RPE 9 or less)."
    return "No exercise has RIR 0 (or RPE 10) in two hard weeks in a row."


def _deload(person: Person) -> str:
    progression = person.analysis.progression
    if person.request.weeks < DELOAD_FROM_WEEKS:
        return "No deload is needed in so few weeks; where there is one, it comes after a hard week."
    advised = ", ".join(map(str, progression.deload_weeks))
    return (
        f"At least one deload week, and no more than {progression.most_hard_weeks} hard weeks in a row; "
        f"advised is week {advised}. A deload week has at most {progression.most_deload_sets_percent:g} % of "
        "the hard sets of the week before it, comes after a hard week and never first."
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


@cache
def _schema(contract: type[Contract]) -> dict[str, Any]:
    return answer_schema(contract)
