"""Input: what a client asks for, accepted or refused before a job exists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NoReturn

from pydantic import BaseModel, Field, ValidationError

from generation.engine.errors import Conflict, FieldError, InvalidInput, PlanRequired
from generation.engine.pipeline import Accepted, Requester
from generation.pipelines.shared.audience import Audience, Language
from generation.pipelines.training_program.person import stored as profile_document
from generation.pipelines.training_program.person.profile import (
    MAX_DAYS_PER_WEEK,
    MAX_WEEKS,
    Equipped,
    GoalName,
    Injured,
    Profile,
    ProgramRequest,
    SessionMinutes,
)
from generation.pipelines.training_program.request import TrainingProgramRequest
from generation.validation import CLOSED, field_errors

FREE, PRO = "free", "pro"
WEEKS_OF_PLAN: Mapping[str, int] = {FREE: 4, PRO: MAX_WEEKS}
"""The longest program of each plan. A plan that is not named here has what `free` has."""


class TrainingProgramInput(BaseModel):
    """`input` of a training_program.

    profile    the stored one, where none is given
    goal       the profile's, where none is given
    minutes_per_session  what there is time for, warm-up included; the profile's, where none is given
    equipment  what there is at the place of training, bodyweight apart; the profile's, where none is given
    injuries   in addition to those of the profile
    language   a BCP-47 tag or the name of a language; what the program is written in
    audience   who reads it, beside the person who trains: a coach, a school class
    """

    model_config = CLOSED

    profile: Profile | None = None
    goal: GoalName | None = None
    weeks: Annotated[int, Field(ge=1, le=MAX_WEEKS)]
    days_per_week: Annotated[int, Field(ge=1, le=MAX_DAYS_PER_WEEK)]
    minutes_per_session: SessionMinutes | None = None
    equipment: Equipped | None = None
    injuries: Injured | None = None
    language: Language = "en"
    audience: Audience | None = None


def accept(requester: Requester, raw: Mapping[str, Any]) -> Accepted[TrainingProgramRequest]:
    """Raises InvalidInput with pointers below /input, PlanRequired for more weeks than the plan has, and
    Conflict (`profile-required`) where no profile is given and none is stored.

    A stored profile is read again when the job runs: what a person corrects while it is queued counts.
    """
    try:
        request = TrainingProgramInput.model_validate(raw)
    except ValidationError as error:
        faults = field_errors(error, "/input", raw)
        raise InvalidInput(
            "The input of a training_program cannot be used as it is.", errors=faults
        ) from error
    _refuse_beyond(requester.plan, request.weeks)
    profile = request.profile or _stored_profile(requester)
    wanted = ProgramRequest(
        goal=request.goal or profile.goal or _missing("goal"),
        weeks=request.weeks,
        days_per_week=request.days_per_week,
        minutes_per_session=request.minutes_per_session,
        equipment=request.equipment or profile.equipment or _missing("equipment"),
        injuries=request.injuries,
    )
    return Accepted(
        request=TrainingProgramRequest(
            **wanted.model_dump(),
            profile=request.profile and request.profile.model_dump(mode="json", exclude_none=True),
            language=request.language,
            audience=request.audience,
        ),
        subject=requester.owner,
        title=title(wanted),
        estimated_duration_ms=estimated_duration_ms(wanted),
        required_plan=PRO if request.weeks > WEEKS_OF_PLAN[FREE] else None,
    )


def profile_of(requester: Requester, request: TrainingProgramRequest) -> Profile:
    """The one that was given, or the stored one."""
    if request.profile is None:
        return _stored_profile(requester)
    return Profile.model_validate(request.profile)


def title(request: ProgramRequest) -> str:
    """Until the program has a title of its own."""
    weeks, days = request.weeks, request.days_per_week
    return (
        f"{request.goal.replace('_', ' ').capitalize()}: {weeks} week{'s' * (weeks != 1)}, "
        f"{days} day{'s' * (days != 1)} a week"
    )


def estimated_duration_ms(request: ProgramRequest) -> int:
    """One call: 25 s before it begins to write, 12 s for each session of the week, 2 s for each week of
    the progression. For models that write about 70 tokens a second."""
    return 1_000 * (25 + 12 * request.days_per_week + 2 * request.weeks)


def _refuse_beyond(plan: str, weeks: int) -> None:
    limit = WEEKS_OF_PLAN.get(plan, WEEKS_OF_PLAN[FREE])
    if weeks > limit:
        raise PlanRequired(
            f"A program of {weeks} weeks needs the plan {PRO!r}; yours has programs of up to {limit} weeks.",
            errors=(FieldError("/input/weeks", f"must be at most {limit} with your plan"),),
            extra={"required_plan": PRO, "limit": limit},
        )


def _stored_profile(requester: Requester) -> Profile:
    stored = requester.documents.get(profile_document.KIND, requester.owner, profile_document.ID)
    if stored is None:
        raise _profile_required("There is no training profile yet")
    try:
        return Profile.model_validate(profile_document.content(stored))
    except ValidationError as error:
        raise _profile_required("The stored training profile does not keep to the rules any more") from error


def _profile_required(fault: str) -> Conflict:
    return Conflict(
        f"{fault}: store one with PUT /v1/profile, or give one as `profile` of the input.",
        code="profile-required",
        errors=(FieldError("/input/profile", "is required while no usable profile is stored"),),
    )


def _missing(name: str) -> NoReturn:
    raise InvalidInput(
        f"A training_program needs {name}, in the input or in the profile.",
        errors=(FieldError(f"/input/{name}", "is required, since the profile does not name it"),),
    )
