"""Rules: what a program is held to, whoever wrote it.

A rule is a function from a program and its analysis to what it finds, named after what it demands; its
docstring says where its threshold comes from. Basic rules keep a person safe and the program usable.
Enhanced rules are those and what makes it a good one. Every finding says where and what would be right,
since it goes back to the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from generation.pipelines.training_program.program import Level, Validation, Violation, Week
from generation.pipelines.training_program.rules.advice import forbidden_advice
from generation.pipelines.training_program.rules.effort import heavy_rests, in_reserve, repetitions_fit
from generation.pipelines.training_program.rules.form import (
    days_per_week,
    known_exercises,
    session_content,
    session_time,
    units,
    week_numbers,
)
from generation.pipelines.training_program.rules.quality import (
    deload_rhythm,
    experience,
    intensity,
    progress,
    rest_times,
    session_length,
    weekly_sets_least,
)
from generation.pipelines.training_program.rules.safety import (
    deload,
    equipment,
    injuries,
    known_loads,
    load_jump,
    rest_between_sessions,
    rest_day,
    weekly_sets_most,
)
from generation.pipelines.training_program.science.analysis import Analysis

Rule = Callable[[Sequence[Week], Analysis], Iterator[tuple[str, str]]]
"""Yields where and what, for each fault."""

BASIC: tuple[Rule, ...] = (
    week_numbers,
    days_per_week,
    session_content,
    session_time,
    known_exercises,
    units,
    equipment,
    injuries,
    known_loads,
    load_jump,
    rest_between_sessions,
    rest_day,
    weekly_sets_most,
    deload,
    forbidden_advice,
)

ENHANCED: tuple[Rule, ...] = (
    *BASIC,
    experience,
    weekly_sets_least,
    deload_rhythm,
    intensity,
    repetitions_fit,
    in_reserve,
    rest_times,
    heavy_rests,
    progress,
    session_length,
)

MAX_FINDINGS = 5
"""Of one rule: a fault that is in every week need not be told sixteen times."""


def rules_of(level: Level) -> tuple[Rule, ...]:
    """What a program of that level is held to. One made by rule has no excuse."""
    return BASIC if level is Level.BASIC else ENHANCED


def check(weeks: Sequence[Week], analysis: Analysis, rules: Sequence[Rule] = ENHANCED) -> Validation:
    """Every rule is checked, whatever the others found. Of each at most MAX_FINDINGS violations are named,
    and how many more there are."""
    violations: list[Violation] = []
    for rule in rules:
        found = list(rule(weeks, analysis))
        if (left := len(found) - MAX_FINDINGS) > 0:
            found = [*found[:MAX_FINDINGS], ("program", f"And {left} more of the kind.")]
        violations += (Violation(rule=rule.__name__, where=where, message=what) for where, what in found)
    return Validation(rules_checked=[rule.__name__ for rule in rules], violations=violations)
