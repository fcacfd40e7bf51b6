"""Person: everything that is known of who trains and what is wanted, for all steps of a job."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from generation.pipelines.training_program.person.profile import Profile, ProgramRequest
from generation.pipelines.training_program.planning.fitting import fitted
from generation.pipelines.training_program.science.analysis import Analysis, allowed_exercises, analyze
from generation.pipelines.training_program.science.exercises import Exercise


@dataclass(frozen=True, kw_only=True)
class Person:
    """`audience`: who reads the program beside the person who trains; None: nobody."""

    profile: Profile
    request: ProgramRequest
    language: str
    audience: str | None

    @cached_property
    def analysis(self) -> Analysis:
        return fitted(analyze(self.profile, self.request))

    @cached_property
    def allowed(self) -> dict[str, Exercise]:
        """The exercises that the program may consist of, by id."""
        return {one.exercise_id: one for one in allowed_exercises(self.analysis)}
