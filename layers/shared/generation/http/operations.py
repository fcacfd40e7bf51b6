"""HTTP models of what operators see and do."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, StringConstraints

from generation.engine.model.audit import Action, AuditEntry
from generation.engine.model.control import Pause, Pauses, Scope
from generation.engine.model.job import JobStatus
from generation.engine.model.ledger import Ceiling
from generation.engine.ports import Page
from generation.engine.service.operations import Overview
from generation.http.answers import answers, route, says
from generation.http.caller import MAX_IDENTITY_CHARS
from generation.http.limits import AccountView, ModelView
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
    reason: Reason | None = Field(
        default=None, description="Taken, so that the body of a pause fits; not kept."
    )


class PauseView(View):
    scope: Scope
    value: str | None = Field(description="The pipeline or owner; null for all.")
    reason: str
    paused_at: Timestamp
    paused_by: str

    @classmethod
    def of(cls, pause: Pause) -> Self:
        return cls.shown(pause, value=pause.value or None)


class PausesView(View):
    paused: list[PauseView]

    @classmethod
    def of(cls, pauses: Pauses) -> Self:
        return cls(paused=[PauseView.of(pause) for pause in pauses.pauses])


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


class AuditEntryView(View):
    number: int = Field(description="From 1, without gaps.")
    at: str = Field(json_schema_extra={"format": "date-time"})
    actor: str = Field(description="The claim `sub` of who did it.")
    role: Literal["operator", "org_admin"]
    action: Action
    target: dict[str, str] = Field(description="To what: names and ids.")
    previous: str = Field(description="`hash` of the entry before; 64 zeros in the first.")
    hash: str = Field(
        description="SHA-256 (hexadecimal) of this entry without its `hash`, as JSON with sorted names, no "
        "spaces between and everything beyond ASCII as `\\u` escapes."
    )


class AuditPage(View):
    entries: list[AuditEntryView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[AuditEntry]) -> Self:
        entries = [AuditEntryView.model_validate(entry.told) for entry in page.items]
        return cls(entries=entries, next_cursor=page.cursor)


_PAUSED: dict[int, dict[str, Any]] = {200: says("All that is paused now.", PausesView)}

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
GET_AUDIT = route(
    "getAudit",
    "Operating",
    "What operators and admins of organizations did, the latest first",
    answers({200: says("A page.", AuditPage)}, 403, 422),
    description="For the role `operator`. Pauses and resumes by operators; lists and jobs of others that an "
    "`org_admin` read, at most once an hour each. Each entry covers the hash of the one before.",
)
