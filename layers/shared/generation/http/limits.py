"""What a caller may do and spend over HTTP: models, and the route as the OpenAPI document describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from pydantic import Field

from generation.engine.model.ledger import Account, Ceiling, Ceilings
from generation.http.answers import answers, route, says
from generation.http.parameters import View

if TYPE_CHECKING:
    from generation.engine.flow.standing import ModelStanding
    from generation.engine.service.operations import OwnerLimits


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


GET_LIMITS = route(
    "getLimits",
    "Limits",
    "What the caller may do and spend",
    answers({200: says("Limits of the caller.", LimitsView)}),
)
