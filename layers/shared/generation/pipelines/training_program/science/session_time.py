"""Session time: about how long exercises take, so that a session fits into the time that there is.

A set lasts four seconds a repetition (ACSM position stand, Med Sci Sports Exerc 2009;41:687-708: one to two
seconds up and as many down), on both sides where one works at a time, and its rest follows. The minute
between exercises and the minutes of warm-up are practice. Which sets to leave out where time is short:
Iversen VM, et al. Sports Med 2021;51:2079-2095 (exercises for several muscles before those for one).
"""

from __future__ import annotations

from generation.pipelines.training_program.science.exercises import Exercise
from generation.quality.tables import sets_s

MOST_WARM_UP_MINUTES = 8
_WARM_UP_SHARE = 5
"""Of the session's minutes a fifth at most is warm-up."""


def exercise_s(
    exercise: Exercise, *, sets: int, repetitions: int, duration_s: int | None, rest_s: int
) -> int:
    """Seconds for all its sets with their rests, and for the change to it (`tables.sets_s`)."""
    return sets_s(
        sets=sets,
        repetitions=repetitions,
        duration_s=duration_s,
        rest_s=rest_s,
        is_one_sided=exercise.is_one_sided,
    )


def warm_up_minutes(minutes: int | None) -> int:
    """Before strength work, in a session of so many minutes; None: there is time enough."""
    return MOST_WARM_UP_MINUTES if minutes is None else min(MOST_WARM_UP_MINUTES, minutes // _WARM_UP_SHARE)
