"""Forecast: the one call of a job. That it goes back is rare, and would double what the quote says."""

from __future__ import annotations

from generation.engine.forecast import ExpectedCall, Forecast
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.course_outline.prompts import outlines_prompt
from generation.pipelines.course_outline.request import CourseOutlineRequest

STEP = "generate_outlines"


def forecast(requester: Requester, accepted: Accepted[CourseOutlineRequest]) -> Forecast:
    call = ExpectedCall(step=STEP, prompt=outlines_prompt(accepted.request))
    return Forecast(few=[[call]], many=[[call]])
