"""Fitting: landmarks for who has only so many minutes for a session.

The least that a program is held to must be reachable in that time. What is reachable is what the rule-based
planner reaches, so that is asked instead of guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import floor

from generation.pipelines.training_program.planning.allocation import allocate, weekly_totals
from generation.pipelines.training_program.planning.selection import Selection
from generation.pipelines.training_program.science.analysis import Analysis
from generation.pipelines.training_program.science.exercises import Muscle
from generation.pipelines.training_program.science.landmarks import WeeklySets


def fitted(analysis: Analysis) -> Analysis:
    """The analysis with least and aim of each muscle lowered to what fits into the minutes of a session."""
    while analysis.minutes_per_session is not None:
        reached = weekly_totals(allocate(analysis, Selection(analysis)))
        if all(reached[sets.muscle] >= sets.minimum for sets in analysis.volume):
            break
        # Lower landmarks may be reached by other exercises, so it is asked again until all of them hold.
        volume = [_lowered(sets, reached, analysis.minutes_per_session) for sets in analysis.volume]
        analysis = analysis.model_copy(update={"volume": volume})
    return analysis


def _lowered(sets: WeeklySets, reached: Mapping[Muscle, float], minutes: int) -> WeeklySets:
    most = floor(reached[sets.muscle])
    if most >= sets.minimum:
        return sets
    changed = {"minimum": most, "target": most, "note": f"Lowered to what fits into {minutes} minutes."}
    return sets.model_copy(update=changed)
