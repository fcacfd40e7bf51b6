"""What is refused at start-up, as the template refuses it: the address of a model, its limits, ceilings."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from generation.engine.limits import CHECK
from generation.settings import Settings, settings

NEEDED = {"TABLE_NAME": "table", "QUEUE_URL": "https://queue"}
TEMPLATE = Path(__file__).parents[3] / "template.yaml"

GOOD = [
    "",
    "https://models.example",
    "https://models.example:8443/v1",
    "http://127.0.0.1:8081",
    "http://localhost:8081/base",
    "http://[::1]:8081",
]
BAD = [
    "http://models.example",
    "http://127.0.0.1.evil.example",
    "http://127.0.0.1@evil.example",
    "http://localhost.evil.example:80",
    "http://10.0.0.1",
    "https://user:password@models.example",
    "ftp://models.example",
    "models.example",
    "https://a b",
]


def pattern(parameter: str = "ModelBaseUrl") -> str:
    (found,) = re.findall(
        rf"^  {parameter}:\n(?:    .*\n)*?    AllowedPattern: (.*)\n",
        TEMPLATE.read_text(encoding="utf-8"),
        re.M,
    )
    return str(found)


@pytest.mark.parametrize("address", GOOD)
def test_https_and_loopback_are_taken(address: str) -> None:
    assert settings({**NEEDED, "MODEL_BASE_URL": address}).model_base_url == address
    assert re.fullmatch(pattern(), address)


@pytest.mark.parametrize("address", BAD)
def test_a_key_goes_nowhere_in_the_clear(address: str) -> None:
    with pytest.raises(ValueError, match="MODEL_BASE_URL: https is wanted"):
        settings({**NEEDED, "MODEL_BASE_URL": address})
    assert not re.fullmatch(pattern(), address)


LIMITS = {
    "ModelRequestsPerMinute": "MODEL_REQUESTS_PER_MINUTE",
    "ModelInputTokensPerMinute": "MODEL_INPUT_TOKENS_PER_MINUTE",
    "ModelOutputTokensPerMinute": "MODEL_OUTPUT_TOKENS_PER_MINUTE",
}


@pytest.mark.parametrize(("parameter", "name"), LIMITS.items())
def test_a_limit_of_the_model_is_a_whole_number(parameter: str, name: str) -> None:
    for text, number in (("", 0), ("0", 0), ("50", 50), ("2000000", 2_000_000)):
        assert getattr(settings({**NEEDED, name: text}), name.lower()) == number
        assert not text or re.fullmatch(pattern(parameter), text)
    for text in ("-1", "0.5", "nan", "1e3", "many", " 5", "1234567890"):
        with pytest.raises(ValueError, match=f"{name}: a whole number"):
            settings({**NEEDED, name: text})
        assert not re.fullmatch(pattern(parameter), text)


AT_LEAST_1 = ["ITEMS_AT_ONCE", "RETENTION_HOURS", "JOB_DEADLINE_MINUTES", "MAX_ACTIVE_JOBS"]
AT_LEAST_1 += ["MAX_MODEL_CALLS", "QUEUE_DEADLINE_HOURS"]


@pytest.mark.parametrize(("name", "least"), [*((name, 1) for name in AT_LEAST_1), ("REUSE_DAYS", 0)])
def test_a_number_that_is_none_is_told_by_the_name_of_its_variable(name: str, least: int) -> None:
    assert getattr(settings({**NEEDED, name: str(least)}), name.lower()) == least
    assert getattr(settings({**NEEDED, name: ""}), name.lower()) == getattr(settings(NEEDED), name.lower())
    for text in (str(least - 1), "1.5", "many", " 5", "\u0661", "1_000", "1234567890"):
        with pytest.raises(ValueError, match=f"^{name}: a whole number is wanted, {least} or more"):
            settings({**NEEDED, name: text})


@pytest.mark.parametrize("name", ["MAX_STORED_EXAMS", "MAX_STORED_MEGABYTES"])
def test_so_are_the_numbers_of_plans(name: str) -> None:
    assert getattr(settings({**NEEDED, name: "free=0,pro=7"}), name.lower()) == {"free": 0, "pro": 7}
    with pytest.raises(ValueError, match=f"^{name}: a whole number"):
        settings({**NEEDED, name: "free=1,pro=many"})


AMOUNTS = ["free=1", "free=0,pro=20", "free=0.50,pro=20.5,team-2=100000"]
NO_AMOUNTS = ["pro=20", "free", "free=-1", "free=nan", "free=1e3", "free=1.234", "free=1,", "20"]
NO_AMOUNTS += ["free=1;pro=2", "free=inf", "free=1,pro=", "free=\u0661", "free=1 ,pro=2"]


def ceilings(daily: str = "", monthly: str = "", deployment: str = "") -> Settings:
    given = {"OWNER_DAILY_USD": daily, "OWNER_MONTHLY_USD": monthly, "DEPLOYMENT_DAILY_USD": deployment}
    return settings({**NEEDED, **given})


def test_there_are_no_ceilings_at_first() -> None:
    made = settings(NEEDED)
    assert (made.owner_daily_usd, made.owner_monthly_usd, made.deployment_daily_usd) == ({}, {}, None)
    assert ceilings(deployment="0").deployment_daily_usd is None


@pytest.mark.parametrize("text", AMOUNTS)
def test_amounts_by_plan_are_taken(text: str) -> None:
    assert ceilings(daily=text).owner_daily_usd["free"] == Decimal(text.split(",")[0].split("=")[1])
    assert ceilings(monthly=text).owner_monthly_usd.keys() == ceilings(daily=text).owner_daily_usd.keys()
    for parameter in ("OwnerDailyUsd", "OwnerMonthlyUsd"):
        assert re.fullmatch(pattern(parameter), text, re.ASCII)


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_is_refused_at_deploy_and_at_start(text: str) -> None:
    for how in ("daily", "monthly"):
        with pytest.raises(ValueError, match="_USD: "):
            ceilings(**{how: text})
    assert not re.fullmatch(pattern("OwnerDailyUsd"), text, re.ASCII)
    assert not re.fullmatch(pattern("OwnerMonthlyUsd"), text, re.ASCII)


@pytest.mark.parametrize("text", ["-1", "nan", "inf", "1e9", "x"])
def test_nor_does_the_deployment_s_take_anything_else(text: str) -> None:
    with pytest.raises(ValueError, match="DEPLOYMENT_DAILY_USD"):
        ceilings(deployment=text)


def test_a_plan_that_is_named_twice_contradicts_itself() -> None:
    with pytest.raises(ValueError, match="OWNER_DAILY_USD"):
        ceilings(daily="free=1,pro=2,pro=3")


@pytest.mark.parametrize(
    ("daily", "monthly"),
    [("free=5", "free=4"), ("free=1,pro=20", "free=10"), ("free=20", "free=30,pro=10")],
)
def test_a_month_may_not_have_less_than_a_day(daily: str, monthly: str) -> None:
    with pytest.raises(ValueError, match="less for a month than for a day"):
        ceilings(daily=daily, monthly=monthly)


def test_no_ceiling_for_the_day_contradicts_nothing() -> None:
    assert ceilings(daily="free=0", monthly="free=10").owner_monthly_usd == {"free": 10}
    assert ceilings(daily="free=10", monthly="free=0,pro=300").owner_daily_usd == {"free": 10}


@pytest.mark.parametrize(
    ("given", "model"),
    [({}, "claude-haiku-5-5"), ({"CHECK_MODEL": "other"}, "other"), ({"CHECK_MODEL": ""}, None)],
)
def test_the_model_of_checking_calls_is_named_or_there_is_none(
    given: dict[str, str], model: str | None
) -> None:
    chosen = settings({"TABLE_NAME": "t", "QUEUE_URL": "q", **given})
    assert chosen.models.get(CHECK) == model
