"""Forecast: the one call of a job, which may go back once."""

from __future__ import annotations

from generation.engine.forecast import ExpectedCall, Forecast
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.lesson_revision.prompts import revision_prompt
from generation.pipelines.lesson_revision.request import LessonRevisionRequest

STEP = "revise_lesson"


def forecast(requester: Requester, accepted: Accepted[LessonRevisionRequest]) -> Forecast:
    call = ExpectedCall(step=STEP, prompt=revision_prompt(accepted.request))
    return Forecast(few=[[call]], many=[[call], [call]])
