"""Operations: what an operator can see and stop, and what everybody can see of their own limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from generation.engine.errors import FieldError, Forbidden, InvalidInput
from generation.engine.flow.standing import ModelStanding, ModelStandings
from generation.engine.limits import Limits
from generation.engine.model.audit import Act, Action, AuditEntry
from generation.engine.model.control import Pause, Pauses, Scope
from generation.engine.model.job import Job, JobStatus
from generation.engine.model.ledger import Account, Ceiling, Ceilings, Spend
from generation.engine.ports import Audit, Clock, Control, JobStore, Page
from generation.engine.service.requests import Caller

ROLE = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnerLimits:
    """`spend` is None where no ceilings are set: then nothing is counted; `model` is empty where no limit of
    the model is."""

    plan: str
    active_jobs: int
    most_active_jobs: int
    spend: Spend | None
    ceilings: Ceilings
    pause: Pause | None
    model: tuple[ModelStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """`jobs` and `waiting` are counts by status, and of pending jobs by owner; `is_complete` says whether
    all jobs were looked at. `spent` is the deployment's day, None where no ceilings are set."""

    at: datetime
    pauses: Pauses
    jobs: Counter[JobStatus]
    waiting: list[tuple[str, int]]
    is_complete: bool
    spent: Account | None
    ceilings: Ceilings
    model: tuple[ModelStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """`pipelines`: names of those that there are."""

    store: JobStore
    control: Control
    audit: Audit
    clock: Clock
    limits: Limits
    standings: ModelStandings
    pipelines: Collection[str]

    def limits_of(self, caller: Caller) -> OwnerLimits:
        """Three reads, two where no ceilings are set, and one a model where a limit of it is."""
        is_on = self.limits.spend.is_on
        return OwnerLimits(
            plan=caller.plan,
            active_jobs=self.store.count_active(caller.owner),
            most_active_jobs=self.limits.max_active,
            spend=self.store.spend(caller.owner, self.clock.now()) if is_on else None,
            ceilings=self.limits.spend.of(caller.plan),
            pause=self.control.pauses().of(caller.owner),
            model=self.standings.at(self.clock.now()),
        )

    def pause(self, caller: Caller, scope: Scope, value: str, reason: str) -> Pauses:
        """From the answer on no job of that scope is taken and none of its calls begins; running calls end.

        Raises Forbidden, InvalidInput, Conflict (`too-many-pauses`).
        """
        _check_role(caller)
        _check_target(scope, value, self.pipelines)
        now = self.clock.now()
        new = Pause(scope=scope, value=value, reason=reason, paused_at=now, paused_by=caller.owner)
        return self.control.pause(new, _act(caller, Action.PAUSE, now, scope, value, reason=reason))

    def resume(self, caller: Caller, scope: Scope, value: str) -> Pauses:
        """Sends nothing: the messages of paused jobs are on their way, and the sweep stands behind them.

        Raises Forbidden, InvalidInput.
        """
        _check_role(caller)
        _check_target(scope, value, self.pipelines)
        now = self.clock.now()
        return self.control.resume(scope, value, now, _act(caller, Action.RESUME, now, scope, value))

    def acts(self, caller: Caller, *, limit: int, cursor: str | None) -> Page[AuditEntry]:
        """What operators and admins of organizations did, the latest first. Raises Forbidden."""
        _check_role(caller)
        return self.audit.entries(limit=limit, cursor=cursor)

    def day_spent_percent(self) -> float | None:
        """How much of the deployment's ceiling today's calls have cost; None: it has none."""
        ceiling = self.limits.spend.deployment_daily
        if not ceiling:
            return None
        spent = self.store.spend("", self.clock.now()).accounts[Ceiling.DEPLOYMENT_DAY].used_usd
        return float(100 * spent / ceiling)

    def overview(self, caller: Caller) -> Overview:
        """Raises Forbidden."""
        _check_role(caller)
        now = self.clock.now()
        most = self.limits.policy.service.most_counted
        looked_at = list(islice(self.store.active_jobs(), most + 1))
        known = [job for job in looked_at[:most] if isinstance(job, Job)]
        waiting = Counter(job.owner for job in known if job.status is JobStatus.PENDING)
        account = None
        if self.limits.spend.is_on:
            account = self.store.spend(caller.owner, now).accounts[Ceiling.DEPLOYMENT_DAY]
        return Overview(
            at=now,
            pauses=self.control.pauses(),
            jobs=Counter(job.status for job in known),
            waiting=waiting.most_common(self.limits.policy.service.most_owners),
            is_complete=len(looked_at) <= most,
            spent=account,
            ceilings=self.limits.spend.of(caller.plan),
            model=self.standings.at(now),
        )


def _check_role(caller: Caller) -> None:
    if ROLE not in caller.roles:
        raise Forbidden("Only an operator may do that.", code="role-required")


def _act(caller: Caller, action: Action, now: datetime, scope: Scope, value: str, **more: str) -> Act:
    target = {"scope": scope.value, **({"value": value} if value else {}), **more}
    return Act(at=now, actor=caller.owner, role=ROLE, action=action, target=target)


def _check_target(scope: Scope, value: str, pipelines: Collection[str]) -> None:
    message = ""
    if scope is Scope.ALL and value:
        message = "must not be there with the scope all"
    elif scope is not Scope.ALL and not value:
        message = f"must name the {scope.value}"
    elif scope is Scope.PIPELINE and value not in pipelines:
        message = f"must be one of {', '.join(sorted(pipelines))}"
    if message:
        raise InvalidInput("The scope and the value do not fit.", errors=(FieldError("/value", message),))
