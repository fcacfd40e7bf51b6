"""Forecast: the call for the whole program, which may go back once."""

from __future__ import annotations

from generation.engine.forecast import ExpectedCall, Forecast
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.training_program.input import profile_of
from generation.pipelines.training_program.prompts import enhanced_prompt
from generation.pipelines.training_program.request import TrainingProgramRequest
from generation.pipelines.training_program.science.person import Person

STEP = "generate_program"


def forecast(requester: Requester, accepted: Accepted[TrainingProgramRequest]) -> Forecast:
    request = accepted.request
    person = Person(
        profile=profile_of(requester, request),
        request=request.wanted,
        language=request.language,
        audience=request.audience,
    )
    call = ExpectedCall(step=STEP, prompt=enhanced_prompt(person))
    return Forecast(few=[[call]], many=[[call], [call]])
