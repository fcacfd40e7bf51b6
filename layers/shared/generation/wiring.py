"""Wiring: the only place that builds things, once per process and not before they are needed.

What is heavy is imported inside the function that builds it, but for botocore, which every function
needs: its 75 ms pass while Lambda initializes the function with a whole core, and a request would have a
third of one. The worker's part is `wiring_worker`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cache, partial, wraps
from typing import TYPE_CHECKING, Any, cast

from generation.aws import dynamodb_client, sqs_client
from generation.engine.errors import Paused, RequestError
from generation.engine.flow.gcra import ModelLimits
from generation.engine.limits import Limits, SpendLimits
from generation.engine.model.checkpoint import UNLIMITED, Quota
from generation.engine.plans import of_plan
from generation.engine.ports import (
    Audit,
    Clock,
    Control,
    Documents,
    Holdings,
    Ids,
    JobQueue,
    JobStore,
    ModelBudget,
    Trash,
)
from generation.settings import Settings
from generation.settings import settings as read_settings
from generation.system import RandomIds, SystemClock
from generation.telemetry.meter import EmfMeter
from generation.telemetry.metered import metered_store

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

    from generation.authoring import Authoring
    from generation.cognito import CognitoPeople
    from generation.engine.figures.fold import Fold
    from generation.engine.model.checkpoint import Checkpoint
    from generation.engine.model.delivery import DeliveryKey
    from generation.engine.pipeline import Pipeline
    from generation.engine.ports.figures import FigureStore
    from generation.engine.ports.outbox import DeliveryQueue, Outbox
    from generation.engine.recovery.purge import Purge
    from generation.engine.recovery.sweep import Sweep
    from generation.engine.service.analytics import Analytics
    from generation.engine.service.batches import BatchService
    from generation.engine.service.jobs import JobService
    from generation.engine.service.operations import Operations
    from generation.engine.service.quote import QuoteService
    from generation.engine.telling.store import Teller
    from generation.exports.service import ExportService
    from generation.lessons import Lessons
    from generation.library import Library
    from generation.queue.deliveries import SqsDeliveryQueue
    from generation.queue.sqs import SqsJobQueue
    from generation.rights.archive import Archivist
    from generation.rights.erasure import Erasure
    from generation.rights.service import Archives, Rights
    from generation.sharing import Sharing

Handler = Callable[[dict[str, Any], Any], Any]


@cache
def settings() -> Settings:
    return read_settings()


def token_use() -> str:
    return settings().token_use


@cache
def clock() -> Clock:
    return SystemClock()


@cache
def ids() -> Ids:
    return RandomIds()


@cache
def limits() -> Limits:
    chosen = settings()
    megabytes = chosen.max_stored_megabytes
    return Limits(
        models=chosen.models,
        items_at_once=chosen.items_at_once,
        lease=timedelta(seconds=chosen.lease_seconds),
        deadline=timedelta(minutes=chosen.job_deadline_minutes),
        max_active=chosen.max_active_jobs,
        queue_deadline=timedelta(hours=chosen.queue_deadline_hours),
        weights=chosen.plan_weights,
        max_calls=chosen.max_model_calls,
        max_cost_usd=chosen.max_cost_usd,
        quotas={
            plan: Quota(documents=most, size=of_plan(megabytes, plan, UNLIMITED.size) * 1_000_000)
            for plan, most in chosen.max_stored_exams.items()
        },
        allow_unknown_prices=chosen.allow_unknown_prices,
        reuse=timedelta(days=chosen.reuse_days) if chosen.reuse_days else None,
        spend=SpendLimits(
            owner_daily=chosen.owner_daily_usd,
            owner_monthly=chosen.owner_monthly_usd,
            deployment_daily=chosen.deployment_daily_usd,
        ),
    )


@cache
def job_store() -> JobStore:
    from generation.stores.dynamodb import DynamoJobStore

    return DynamoJobStore(
        _table_client(),
        settings().table_name,
        retention=timedelta(hours=settings().retention_hours),
        deadline=limits().queue_deadline + limits().deadline,
        counts_ends=settings().analytics,
    )


@cache
def told_store() -> JobStore:
    """The job store, whose checkpoints carry what the job's owner wants told."""
    return cast(JobStore, _ToldStore())


@cache
def outbox() -> Outbox:
    from generation.stores.dynamodb.outbox import DynamoOutbox

    return DynamoOutbox(_table_client(), settings().table_name)


@cache
def delivery_queue() -> DeliveryQueue:
    return _DeliveryQueue()


@cache
def teller() -> Teller:
    from generation.engine.telling.store import Teller

    return Teller(outbox=outbox(), queue=delivery_queue())


@cache
def documents() -> Documents:
    from generation.stores.dynamodb import DynamoDocuments

    return DynamoDocuments(_table_client(), settings().table_name)


@cache
def trash() -> Trash:
    from generation.stores.dynamodb import DynamoTrash

    return DynamoTrash(_table_client(), settings().table_name)


@cache
def model_limits() -> ModelLimits:
    chosen = settings()
    return ModelLimits(
        requests=chosen.model_requests_per_minute,
        input_tokens=chosen.model_input_tokens_per_minute,
        output_tokens=chosen.model_output_tokens_per_minute,
    )


@cache
def model_budget() -> ModelBudget | None:
    """None where no limit is set: then nothing is asked of the table."""
    if not model_limits().is_set:
        return None
    from generation.models.claude.limits import model_class
    from generation.stores.dynamodb.budget import DynamoModelBudget

    policy = limits().policy.model_limit
    return DynamoModelBudget(_table_client(), settings().table_name, policy, class_of=model_class)


@cache
def control() -> Control:
    from generation.stores.dynamodb import DynamoControl

    return DynamoControl(_table_client(), settings().table_name)


@cache
def audit() -> Audit:
    from generation.stores.dynamodb import DynamoAudit

    return DynamoAudit(_table_client(), settings().table_name)


@cache
def meter() -> EmfMeter:
    return EmfMeter(settings().stage)


def count_refusal(error: RequestError) -> None:
    """A pause is the operator's own doing: its 503 are counted, so that `ApiErrorsAlarm` leaves them out."""
    if isinstance(error, Paused):
        meter().count("RefusedPaused")


def measured(handler: Handler) -> Handler:
    """The handler; what it has counted is written when it returns, also by an error."""

    @wraps(handler)
    def measuring(event: dict[str, Any], context: Any) -> Any:
        try:
            return handler(event, context)
        finally:
            meter().flush()

    return measuring


@cache
def job_queue() -> JobQueue:
    return _Queue()


@cache
def _table_client() -> DynamoDBClient:
    return dynamodb_client()


@cache
def job_service() -> JobService:
    from generation.engine.service.jobs import JobService

    return JobService(
        store=metered_store(told_store(), meter()),
        documents=documents(),
        queue=job_queue(),
        pipelines=_Catalogue(),
        clock=clock(),
        ids=ids(),
        limits=limits(),
        control=control(),
        audit=audit(),
    )


@cache
def batches() -> BatchService:
    from generation.engine.service.batches import BatchService

    return BatchService(jobs=job_service())


@cache
def quotes() -> QuoteService:
    from generation.engine.service.quote import QuoteService
    from generation.models.claude import prices

    return QuoteService(jobs=job_service(), price=partial(prices.cost, settings().model_provider))


@cache
def operations() -> Operations:
    from generation.engine.flow.standing import ModelStandings
    from generation.engine.service.operations import Operations

    return Operations(
        store=job_store(),
        control=control(),
        audit=audit(),
        clock=clock(),
        limits=limits(),
        standings=ModelStandings(
            budget=model_budget(),
            limits=model_limits(),
            models=settings().models.values(),
            policy=limits().policy.model_limit,
        ),
        pipelines=_Catalogue(),
    )


@cache
def library() -> Library:
    from generation.library import Library

    return Library(documents=documents(), jobs=job_store(), clock=clock(), ids=ids(), limits=limits())


@cache
def authoring() -> Authoring:
    from generation.authoring import Authoring

    return Authoring(documents=documents(), clock=clock(), limits=limits())


@cache
def lessons() -> Lessons:
    from generation.lessons import Lessons

    return Lessons(documents=documents(), clock=clock())


@cache
def sharing() -> Sharing:
    from generation.sharing import Sharing

    return Sharing(documents=documents(), clock=clock(), ids=ids(), teller=teller())


@cache
def exports() -> ExportService:
    from generation.exports.service import ExportService

    return ExportService(documents=documents(), pipelines=_Catalogue())


@cache
def rights() -> Rights:
    from dataclasses import replace

    from generation.rights.pipelines import rights_pipelines
    from generation.rights.service import Rights

    return Rights(jobs=replace(job_service(), pipelines=rights_pipelines(archivist, erasure)))


@cache
def archives() -> Archives:
    from generation.rights.service import Archives

    return Archives(documents=documents())


@cache
def holdings() -> Holdings:
    from generation.stores.dynamodb.holdings import DynamoHoldings

    return DynamoHoldings(_table_client(), settings().table_name)


@cache
def archivist() -> Archivist:
    from generation.http.rights import ShownJobs
    from generation.rights.archive import Archivist

    return Archivist(documents=documents(), store=job_store(), views=ShownJobs())


@cache
def erasure() -> Erasure:
    from generation.rights.erasure import Erasure

    return Erasure(holdings=holdings(), jobs=job_service())


@cache
def figures() -> FigureStore:
    from generation.stores.dynamodb.figures import DynamoFigures

    return DynamoFigures(_table_client(), settings().table_name)


@cache
def analytics() -> Analytics:
    from generation.engine.service.analytics import Analytics

    return Analytics(figures=figures() if settings().analytics else None, clock=clock())


@cache
def fold() -> Fold:
    from generation.engine.figures.fold import Fold

    return Fold(figures=figures(), clock=clock())


@cache
def sweep() -> Sweep:
    from generation.engine.recovery.sweep import Sweep

    return Sweep(
        store=metered_store(told_store(), meter()),
        queue=job_queue(),
        clock=clock(),
        control=control(),
        policy=limits().policy.recovery,
    )


@cache
def purge() -> Purge:
    from generation.engine.recovery.purge import Purge

    return Purge(trash=trash(), clock=clock(), policy=limits().policy.recovery)


@cache
def people() -> CognitoPeople:
    from generation.cognito import CognitoPeople, cognito_client

    return CognitoPeople(cognito_client())


def put_off(receipt: str) -> None:
    """A message that failed comes again when a lease that its worker could not let go has run out."""
    _connected_queue().put_off(receipt, math.ceil(settings().lease_seconds))


@cache
def _connected_queue() -> SqsJobQueue:
    from generation.queue.sqs import SqsJobQueue

    return SqsJobQueue(sqs_client(), settings().queue_url)


class _Queue:
    """The job queue, connected with its first message: a client is 70 ms of a cold start, and who
    reads or cancels a job sends none."""

    def send(self, job_id: str, delay_s: int = 0, owner: str = "") -> None:
        _connected_queue().send(job_id, delay_s, owner)

    def backlog(self) -> int:
        return _connected_queue().backlog()

    def queued(self) -> int:
        return _connected_queue().queued()


@cache
def _connected_delivery_queue() -> SqsDeliveryQueue:
    from generation.queue.deliveries import SqsDeliveryQueue

    return SqsDeliveryQueue(sqs_client(), settings().delivery_queue_url)


class _DeliveryQueue:
    """As the job queue: most jobs have nobody to be told of them."""

    def send(self, keys: Sequence[DeliveryKey], delay_s: int = 0) -> None:
        _connected_delivery_queue().send(keys, delay_s)


class _ToldStore:
    """What tells is loaded with the first checkpoint: who reads jobs needs none of it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(job_store(), name)

    def commit(self, checkpoint: Checkpoint) -> None:
        from generation.engine.telling.store import telling_store

        telling_store(job_store(), teller()).commit(checkpoint)


class _Catalogue(Mapping[str, "Pipeline[Any]"]):
    """The pipelines, loaded when a job is started or a file is written: who reads, cancels or retries a job
    needs none."""

    @property
    def _pipelines(self) -> Mapping[str, Pipeline[Any]]:
        from generation.catalogue import PIPELINES

        return PIPELINES

    def __getitem__(self, name: str) -> Pipeline[Any]:
        return self._pipelines[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._pipelines)

    def __len__(self) -> int:
        return len(self._pipelines)
