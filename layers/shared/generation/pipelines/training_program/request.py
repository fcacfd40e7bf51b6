"""Request: what the steps of a job get, as it is stored with the job."""

from __future__ import annotations

from typing import Any

from generation.pipelines.training_program.person.profile import ProgramRequest


class TrainingProgramRequest(ProgramRequest):
    """What the steps of a training_program get: what is wanted, for whom and from what.

    profile  as it was given with the input; None: the stored one, as it is when the job runs
    """

    profile: dict[str, Any] | None
    language: str
    audience: str | None

    @property
    def wanted(self) -> ProgramRequest:
        return ProgramRequest(**{name: getattr(self, name) for name in ProgramRequest.model_fields})
