"""HTTP models of limits and of what operators see and do."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from generation.engine.flow.standing import ModelStanding
from generation.engine.model.control import Pause, Pauses, Scope
from generation.engine.model.job import JobStatus
from generation.engine.model.ledger import Account, Ceiling, Ceilings
from generation.engine.service.operations import Overview, OwnerLimits
from generation.http.answers import answers, route, says
from generation.http.caller import MAX_IDENTITY_CHARS
from generation.http.parameters import CLOSED, Timestamp, View

MAX_REASON_CHARS = 200

Value = Annotated[str, Field(max_length=MAX_IDENTITY_CHARS, description="The pipeline's name, or the owner.")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_REASON_CHARS)]


class _Target(BaseModel):
    model_config = CLOSED

    scope: Literal["all", "pipeline", "owner"]
    value: Value | None = None

    @property
    def target(self) -> tuple[Scope, str]:
        return Scope(self.scope), self.value or ""


class PauseRequest(_Target):
    reason: Reason = Field(description="Told to everybody whose jobs are paused.")


class ResumeRequest(_Target):
    reason: Reason | None = None


class PauseView(View):
    scope: Scope
    value: str | None = Field(description="The pipeline or owner; null for all.")
    reason: str
    paused_at: Timestamp
    paused_by: str

    @classmethod
    def of(cls, pause: Pause) -> Self:
        return cls(
            scope=pause.scope,
            value=pause.value or None,
            reason=pause.reason,
            paused_at=pause.paused_at,
            paused_by=pause.paused_by,
        )


class PausesView(View):
    paused: list[PauseView]

    @classmethod
    def of(cls, pauses: Pauses) -> Self:
        return cls(paused=[PauseView.of(pause) for pause in pauses.pauses])


class AccountView(View):
    used: float | None = Field(description="USD; null where no ceilings are set, since nothing is counted.")
    reserved: float | None = Field(description="What running jobs may spend; the rest of it comes back.")
    limit: float | None = Field(description="Null: there is none.")

    @classmethod
    def of(cls, account: Account | None, ceilings: Ceilings, ceiling: Ceiling) -> Self:
        limit = ceilings.usd.get(ceiling)
        return cls(
            used=None if account is None else float(account.used_usd),
            reserved=None if account is None else float(account.reserved_usd),
            limit=None if limit is None else float(limit),
        )


class ActiveJobs(View):
    used: int
    limit: int


class SpendView(View):
    day: AccountView
    month: AccountView


class PausedView(View):
    is_paused: bool = Field(description="Whether nothing of the caller's goes on.")
    reason: str | None


class ModelView(View):
    model: str
    requests_per_minute: int | None = Field(description="By all jobs together; null where it is not limited.")
    waits_s: float = Field(description="How long a call that is asked for now would wait for its turn.")

    @classmethod
    def of(cls, standing: ModelStanding) -> Self:
        return cls(
            model=standing.model,
            requests_per_minute=standing.limits.requests or None,
            waits_s=standing.waits.total_seconds(),
        )


class LimitsView(View):
    """Days and months are those of UTC."""

    plan: str
    active_jobs: ActiveJobs
    spend_usd: SpendView
    paused: PausedView
    model: list[ModelView] = Field(description="Empty where no limit of the model is set.")

    @classmethod
    def of(cls, limits: OwnerLimits) -> Self:
        accounts = limits.spend.accounts if limits.spend else {}
        day, month = (
            AccountView.of(accounts.get(ceiling), limits.ceilings, ceiling)
            for ceiling in (Ceiling.OWNER_DAY, Ceiling.OWNER_MONTH)
        )
        pause = limits.pause
        return cls(
            plan=limits.plan,
            active_jobs=ActiveJobs(used=limits.active_jobs, limit=limits.most_active_jobs),
            spend_usd=SpendView(day=day, month=month),
            paused=PausedView(is_paused=pause is not None, reason=pause.reason if pause else None),
            model=[ModelView.of(standing) for standing in limits.model],
        )


class WaitingOwner(View):
    owner: str
    jobs: int


class JobCounts(View):
    pending: int
    running: int
    waiting: int = Field(description="For a person.")


class DaySpend(View):
    day: AccountView


class OverviewView(View):
    at: Timestamp
    paused: list[PauseView]
    jobs: JobCounts
    waiting_by_owner: list[WaitingOwner] = Field(description="Pending jobs; at most 20 owners.")
    is_complete: bool = Field(description="False: the 2,000 oldest unfinished jobs alone were counted.")
    spend_usd: DaySpend = Field(description="Of the whole deployment.")
    model: list[ModelView]

    @classmethod
    def of(cls, overview: Overview) -> Self:
        spent = AccountView.of(overview.spent, overview.ceilings, Ceiling.DEPLOYMENT_DAY)
        return cls(
            at=overview.at,
            paused=PausesView.of(overview.pauses).paused,
            jobs=JobCounts(
                pending=overview.jobs[JobStatus.PENDING],
                running=overview.jobs[JobStatus.RUNNING],
                waiting=overview.jobs[JobStatus.WAITING],
            ),
            waiting_by_owner=[WaitingOwner(owner=owner, jobs=jobs) for owner, jobs in overview.waiting],
            is_complete=overview.is_complete,
            spend_usd=DaySpend(day=spent),
            model=[ModelView.of(standing) for standing in overview.model],
        )


_PAUSED: dict[int, dict[str, Any]] = {200: says("All that is paused now.", PausesView)}

GET_LIMITS = route(
    "getLimits",
    "Limits",
    "What the caller may do and spend",
    answers({200: says("Limits of the caller.", LimitsView)}),
)
PAUSE = route(
    "pause",
    "Operating",
    "Pause everything, a pipeline or an owner",
    answers(_PAUSED, 400, 403, 409, 413, 422),
    description="For the role `operator`. From the answer on no job is taken and no model call begins; "
    "calls that are running may end. Starts are refused with 503 `paused`.",
)
RESUME = route(
    "resume",
    "Operating",
    "Resume what was paused",
    answers(_PAUSED, 400, 403, 413, 422),
    description="For the role `operator`. Paused jobs go on within two minutes.",
)
GET_OVERVIEW = route(
    "getOverview",
    "Operating",
    "Jobs, spend and pauses of the deployment",
    answers({200: says("As it is now.", OverviewView)}, 403),
    description="For the role `operator`.",
)
