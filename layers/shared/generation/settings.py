"""Settings: the only reader of the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from generation.engine.limits import CHECK
from generation.engine.plans import of_plan

ENVIRONMENT = (
    "TABLE_NAME",
    "QUEUE_URL",
    "DELIVERY_QUEUE_URL",
    "WEBHOOKS_TO_LOOPBACK",
    "MODEL_PROVIDER",
    "MODEL_KEY_SECRET",
    "MODEL_BASE_URL",
    "MODEL_SCHEMA_IN_PROMPT",
    "MODEL_ID",
    "STEP_MODELS",
    "CHECK_MODEL",
    "MODEL_STALL_SECONDS",
    "ITEMS_AT_ONCE",
    "LEASE_SECONDS",
    "RETENTION_HOURS",
    "JOB_DEADLINE_MINUTES",
    "MAX_ACTIVE_JOBS",
    "QUEUE_DEADLINE_HOURS",
    "PLAN_WEIGHTS",
    "MAX_MODEL_CALLS",
    "MAX_COST_USD",
    "MAX_STORED_EXAMS",
    "MAX_STORED_MEGABYTES",
    "ALLOW_UNKNOWN_PRICES",
    "MODEL_REQUESTS_PER_MINUTE",
    "MODEL_INPUT_TOKENS_PER_MINUTE",
    "MODEL_OUTPUT_TOKENS_PER_MINUTE",
    "REUSE_DAYS",
    "OWNER_DAILY_USD",
    "OWNER_MONTHLY_USD",
    "DEPLOYMENT_DAILY_USD",
    "ANALYTICS",
    "TOKEN_USE",
    "STAGE",
)
"""Names that the template sets; a test holds the template against them."""


_BASE_URL = re.compile(
    r"https://[^\s@]{1,200}|http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?(/[^\s@]{0,150})?"
)

_AMOUNT = re.compile(r"\d{1,6}(\.\d{1,2})?", re.ASCII)
_WEIGHT = r"(1000|[1-9]\d{0,2})"
_WEIGHTS = re.compile(rf"free={_WEIGHT}(,[\w-]{{1,40}}={_WEIGHT}){{0,20}}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a deployment chose. Seconds, minutes and hours as the names say.

    models                model id under '', overrides under the names of steps, that of checking calls
                          under its own; nothing is checked where there is none
    stage                 name of the stack, which the metrics carry
    max_cost_usd          highest cap of a job, and that of one that names none; None: no cap
    allow_unknown_prices  whether a job with a cap, or under a ceiling, may call a model whose price is not
                          known
    model_requests_per_minute, ...  of each class of models, by all jobs together; 0: not limited here
    owner_daily_usd, owner_monthly_usd  ceilings of one owner, by plan; zero: none
    reuse_days            how long an answer is used again for an identical call of the same owner; 0: never
    deployment_daily_usd  ceiling of all owners together; None: none
    analytics             whether figures of past jobs are kept
    queue_deadline_hours  of a job that waits for its turn
    plan_weights          shares in the order of jobs, by plan
    max_stored_exams, max_stored_megabytes  of one owner, by plan
    delivery_queue_url    of the function `notify`
    webhooks_to_loopback  whether webhooks may lead to this machine, by http as well: the local stack alone
    token_use             claim `token_use` that a token must carry; '': any, for issuers without it
    """

    table_name: str
    queue_url: str
    delivery_queue_url: str = ""
    webhooks_to_loopback: bool = False
    model_provider: str = "anthropic"
    model_key_secret: str = ""
    model_base_url: str = ""
    model_schema_in_prompt: bool = False
    models: Mapping[str, str]
    model_stall_seconds: float = 60.0
    items_at_once: int = 10
    lease_seconds: float = 20.0
    retention_hours: int = 24
    job_deadline_minutes: int = 60
    max_active_jobs: int = 10
    queue_deadline_hours: int = 24
    plan_weights: Mapping[str, int]
    max_model_calls: int = 500
    max_cost_usd: Decimal | None = Decimal(20)
    max_stored_exams: Mapping[str, int]
    max_stored_megabytes: Mapping[str, int]
    allow_unknown_prices: bool = False
    model_requests_per_minute: int = 0
    model_input_tokens_per_minute: int = 0
    model_output_tokens_per_minute: int = 0
    reuse_days: int = 30
    owner_daily_usd: Mapping[str, Decimal]
    owner_monthly_usd: Mapping[str, Decimal]
    deployment_daily_usd: Decimal | None = None
    analytics: bool = True
    token_use: str = ""
    stage: str = ""


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises KeyError for a missing TABLE_NAME or QUEUE_URL, ValueError, naming the variable, for what
    would break or hurt a deployment: an address of a model that the key would reach in the clear, a limit
    that is no whole number, ceilings that are none or contradict each other, no time to wait for a turn,
    weights that are none."""
    get = environment.get
    daily = _amounts("OWNER_DAILY_USD", get("OWNER_DAILY_USD") or "")
    monthly = _amounts("OWNER_MONTHLY_USD", get("OWNER_MONTHLY_USD") or "")
    _check_months(daily, monthly)
    return Settings(
        table_name=environment["TABLE_NAME"],
        queue_url=environment["QUEUE_URL"],
        delivery_queue_url=get("DELIVERY_QUEUE_URL") or "",
        webhooks_to_loopback=get("WEBHOOKS_TO_LOOPBACK") == "true",
        model_provider=get("MODEL_PROVIDER") or "anthropic",
        model_key_secret=get("MODEL_KEY_SECRET") or "",
        model_base_url=_base_url(get("MODEL_BASE_URL") or ""),
        model_schema_in_prompt=get("MODEL_SCHEMA_IN_PROMPT") == "true",
        models={
            "": get("MODEL_ID") or "claude-sonnet-5-5",
            **({CHECK: check_model} if (check_model := get("CHECK_MODEL", "claude-haiku-5-5")) else {}),
            **_overrides(get("STEP_MODELS") or ""),
        },
        model_stall_seconds=float(get("MODEL_STALL_SECONDS") or 60),
        items_at_once=_whole("ITEMS_AT_ONCE", get("ITEMS_AT_ONCE") or "10", least=1),
        lease_seconds=float(get("LEASE_SECONDS") or 20),
        retention_hours=_whole("RETENTION_HOURS", get("RETENTION_HOURS") or "24", least=1),
        job_deadline_minutes=_whole("JOB_DEADLINE_MINUTES", get("JOB_DEADLINE_MINUTES") or "60", least=1),
        max_active_jobs=_whole("MAX_ACTIVE_JOBS", get("MAX_ACTIVE_JOBS") or "10", least=1),
        queue_deadline_hours=_whole("QUEUE_DEADLINE_HOURS", get("QUEUE_DEADLINE_HOURS") or "24", least=1),
        plan_weights=_weights(get("PLAN_WEIGHTS") or "free=1,pro=4"),
        max_model_calls=_whole("MAX_MODEL_CALLS", get("MAX_MODEL_CALLS") or "500", least=1),
        max_cost_usd=Decimal(get("MAX_COST_USD") or 20) or None,
        max_stored_exams=_by_plan("MAX_STORED_EXAMS", get("MAX_STORED_EXAMS") or "free=50,pro=500"),
        max_stored_megabytes=_by_plan(
            "MAX_STORED_MEGABYTES", get("MAX_STORED_MEGABYTES") or "free=20,pro=200"
        ),
        allow_unknown_prices=get("ALLOW_UNKNOWN_PRICES") == "true",
        model_requests_per_minute=_whole(
            "MODEL_REQUESTS_PER_MINUTE", get("MODEL_REQUESTS_PER_MINUTE") or "0"
        ),
        model_input_tokens_per_minute=_whole(
            "MODEL_INPUT_TOKENS_PER_MINUTE", get("MODEL_INPUT_TOKENS_PER_MINUTE") or "0"
        ),
        model_output_tokens_per_minute=_whole(
            "MODEL_OUTPUT_TOKENS_PER_MINUTE", get("MODEL_OUTPUT_TOKENS_PER_MINUTE") or "0"
        ),
        reuse_days=_whole("REUSE_DAYS", get("REUSE_DAYS") or "30"),
        owner_daily_usd=daily,
        owner_monthly_usd=monthly,
        deployment_daily_usd=_amount("DEPLOYMENT_DAILY_USD", get("DEPLOYMENT_DAILY_USD") or "0") or None,
        analytics=get("ANALYTICS", "true") != "false",
        token_use=get("TOKEN_USE") or "",
        stage=get("STAGE") or "none",
    )


def _base_url(text: str) -> str:
    """https, but on this machine; as AllowedPattern in the template has it."""
    if text and not _BASE_URL.fullmatch(text):
        raise ValueError("MODEL_BASE_URL: https is wanted, or http on 127.0.0.1, localhost or [::1]")
    return text


def _whole(name: str, text: str, *, least: int = 0) -> int:
    """Nine digits at most, as AllowedPattern in the template has it."""
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) < least:
        raise ValueError(f"{name}: a whole number is wanted, {least} or more")
    return int(text)


def _overrides(text: str) -> dict[str, str]:
    """`step=model,step=model`"""
    pairs = (pair.split("=", 1) for pair in text.split(",") if "=" in pair)
    return {step.strip(): model.strip() for step, model in pairs}


def _by_plan(name: str, text: str) -> dict[str, int]:
    """`free=50,pro=500`"""
    return {plan: _whole(name, most) for plan, most in _overrides(text).items()}


def _amounts(name: str, text: str) -> dict[str, Decimal]:
    """`free=1,pro=20.50`, in USD; as AllowedPattern in the template has it."""
    if not text:
        return {}
    pairs = [pair.partition("=") for pair in text.split(",")]
    amounts = {plan: _amount(name, usd) for plan, _, usd in pairs if plan}
    if "free" not in amounts or len(amounts) != len(pairs):
        raise ValueError(f"{name}: an amount for free is wanted, and one for each other plan once")
    return amounts


def _amount(name: str, text: str) -> Decimal:
    if not _AMOUNT.fullmatch(text):
        raise ValueError(f"{name}: amounts of USD are wanted, with two decimal places at most")
    return Decimal(text)


def _check_months(daily: Mapping[str, Decimal], monthly: Mapping[str, Decimal]) -> None:
    """A month below its day would be the day's ceiling under a wrong name."""
    for plan in {*daily, *monthly}:
        day, month = (of_plan(amounts, plan, Decimal(0)) for amounts in (daily, monthly))
        if day and month and month < day:
            raise ValueError(f"OWNER_MONTHLY_USD: {plan} has less for a month than for a day")


def _weights(text: str) -> dict[str, int]:
    """`free=1,pro=4`; as AllowedPattern in the template has it."""
    if not _WEIGHTS.fullmatch(text):
        raise ValueError(
            "PLAN_WEIGHTS: free=1,pro=4 is wanted, whole numbers from 1 to 1000, free among them"
        )
    return _by_plan("PLAN_WEIGHTS", text)
