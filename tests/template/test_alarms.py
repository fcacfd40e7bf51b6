"""Alarms: each thing that an operator must hear of has one, and it tells somebody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from generation.engine.telling.schedule import LONGEST_DELAY_S, DeliveryPolicy
from generation.telemetry.meter import NAMESPACE, SERVICE
from tests.template.stack import PSEUDO, Stack
from tests.template.test_functions import BEHIND_THE_API, FUNCTIONS, REPOSITORY


def watched(alarm: dict[str, Any]) -> set[str]:
    """Functions whose metric a metric-math alarm reads."""
    return {
        dimension["Value"].strip("<>")
        for metric in alarm["Metrics"]
        if "MetricStat" in metric
        for dimension in metric["MetricStat"]["Metric"]["Dimensions"]
    }


def test_errors_and_throttles_of_every_function_are_watched(
    stack: Stack, deployed: Callable[..., Stack]
) -> None:
    other = deployed(OidcIssuer="https://login.example.org/", OidcAudience="mill")
    for kind, metric_name in (("ErrorsAlarm", "Errors"), ("ThrottlesAlarm", "Throttles")):
        names = [f"Function{kind}", f"Telling{kind}"]
        assert set().union(*(watched(stack.properties(name)) for name in names)) == FUNCTIONS
        others = set().union(*(watched(other.properties(name)) for name in names))
        assert others == set(other.of_type("AWS::Lambda::Function"))
        for name in names:
            metrics = [m for m in stack.properties(name)["Metrics"] if "MetricStat" in m]
            assert {m["MetricStat"]["Metric"]["MetricName"] for m in metrics} == {metric_name}


def test_no_alarm_reads_more_metrics_than_cloudwatch_lets_it(stack: Stack) -> None:
    for alarm in stack.of_type("AWS::CloudWatch::Alarm").values():
        assert len([metric for metric in alarm.get("Metrics", ()) if "MetricStat" in metric]) <= 10


def test_callers_are_kept_waiting_less_than_four_fifths_of_the_timeout(stack: Stack) -> None:
    alarm = stack.properties("HttpLatencyAlarm")
    functions = stack.of_type("AWS::Lambda::Function")
    # A batch of a hundred starts takes as long as makes one of the others suspect.
    assert watched(alarm) == BEHIND_THE_API - {"StartFunction"}
    assert {800 * functions[name]["Timeout"] for name in watched(alarm)} == {alarm["Threshold"]}
    start = stack.properties("StartLatencyAlarm")
    assert start["Dimensions"] == [{"Name": "FunctionName", "Value": "<StartFunction>"}]
    assert start["Threshold"] == 800 * functions["StartFunction"]["Timeout"]
    assert (start["MetricName"], start["ExtendedStatistic"]) == ("Duration", "p99")
    assert all(m["MetricStat"]["Stat"] == "p99" for m in alarm["Metrics"] if "MetricStat" in m)


def test_a_dead_letter_is_reported_at_once(stack: Stack) -> None:
    alarm = stack.properties("DeadLetterAlarm")
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": "<DeadLetterQueue.QueueName>"}]
    assert (alarm["Threshold"], alarm["EvaluationPeriods"], alarm["Period"]) == (0, 1, 60)


def test_deliveries_that_wait_or_fail_are_reported(stack: Stack) -> None:
    dead = stack.properties("DeliveryDeadLetterAlarm")
    assert dead["Dimensions"] == [{"Name": "QueueName", "Value": "<DeliveryDeadLetterQueue.QueueName>"}]
    assert (dead["Threshold"], dead["EvaluationPeriods"], dead["Period"]) == (0, 1, 60)
    late = stack.properties("DeliveryAgeAlarm")
    assert (late["MetricName"], late["Dimensions"]) == (
        "ApproximateAgeOfOldestMessage",
        [{"Name": "QueueName", "Value": "<DeliveryQueue.QueueName>"}],
    )
    delays = [delay for delay in DeliveryPolicy().delays_s if delay <= LONGEST_DELAY_S]
    assert late["Threshold"] > 2 * max(delays), "a message that is to come later is no late one"


def test_a_message_in_work_is_not_taken_for_one_left_lying(stack: Stack) -> None:
    alarm = stack.properties("QueueAgeAlarm")
    assert alarm["MetricName"] == "ApproximateAgeOfOldestMessage"
    assert alarm["Threshold"] > stack.of_type("AWS::Lambda::Function")["ProcessFunction"]["Timeout"]


def test_server_errors_of_the_api_are_watched(stack: Stack) -> None:
    alarm = stack.properties("ApiErrorsAlarm")
    metrics = {one["Id"]: one["MetricStat"]["Metric"] for one in alarm["Metrics"] if "MetricStat" in one}
    assert metrics["answers"]["MetricName"] == "5xx"
    assert metrics["answers"]["Dimensions"] == [{"Name": "ApiId", "Value": "<Api>"}]
    assert (alarm["Threshold"], alarm["TreatMissingData"]) == (0, "notBreaching")


def test_one_bad_minute_of_the_api_is_no_outage(stack: Stack) -> None:
    """With little traffic a minute without requests has no data, and CloudWatch looks at older ones instead:
    a call and its repetition some minutes later would be two bad minutes in a row."""
    alarm = stack.properties("ApiErrorsAlarm")
    assert (alarm["EvaluationPeriods"], alarm["DatapointsToAlarm"]) == (3, 2)


def test_a_start_that_is_refused_for_a_pause_is_no_server_error(stack: Stack) -> None:
    alarm = stack.properties("ApiErrorsAlarm")
    metrics = {one["Id"]: one["MetricStat"]["Metric"] for one in alarm["Metrics"] if "MetricStat" in one}
    assert dimensions(metrics["paused"]) == COUNTED
    assert (metrics["paused"]["Namespace"], metrics["paused"]["MetricName"]) == (NAMESPACE, "RefusedPaused")
    (told,) = [one for one in alarm["Metrics"] if one.get("ReturnData", True)]
    # Without a refusal there is no such metric: it counts as none.
    assert told["Expression"] == "answers - FILL(paused,0)"
    assert {one["MetricStat"]["Period"] for one in alarm["Metrics"] if "MetricStat" in one} == {300}


def test_a_sweep_that_does_not_run_is_noticed(stack: Stack, translated: dict[str, Any]) -> None:
    alarm = stack.properties("SweepSilentAlarm")
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Period"] >= 60 * translated["Parameters"]["SweepMinutes"]["MaxValue"]


COUNTED = {"service": "coursemill", "stage": PSEUDO["AWS::StackName"]}


def dimensions(alarm: dict[str, Any]) -> dict[str, str]:
    return {dimension["Name"]: dimension["Value"] for dimension in alarm["Dimensions"]}


def test_most_jobs_failing_is_an_outage_and_one_alone_is_none(stack: Stack) -> None:
    alarm = stack.properties("JobFailuresAlarm")
    share, failed, completed = alarm["Metrics"]
    names = [metric["MetricStat"]["Metric"]["MetricName"] for metric in (failed, completed)]
    assert names == ["JobsFailed", "JobsCompleted"]
    assert all(dimensions(metric["MetricStat"]["Metric"]) == COUNTED for metric in (failed, completed))
    assert ">= 5" in share["Expression"]
    assert (alarm["Threshold"], alarm["TreatMissingData"]) == (50, "notBreaching")


@pytest.mark.parametrize(
    ("name", "code"), [("ModelAccessAlarm", "model-access-denied"), ("ModelBillingAlarm", "model-billing")]
)
def test_what_only_an_operator_can_mend_at_the_model_is_told_at_once(
    stack: Stack, name: str, code: str
) -> None:
    alarm = stack.properties(name)
    assert alarm["MetricName"] == "ModelErrors"
    assert dimensions(alarm) == {**COUNTED, "code": code}
    assert (alarm["Threshold"], alarm["EvaluationPeriods"], alarm["Period"]) == (0, 1, 60)
    source = (REPOSITORY / "layers/shared/generation/models/claude/errors.py").read_text(encoding="utf-8")
    assert f'code="{code}"' in source


def test_overdue_jobs_and_the_spend_of_a_day_are_watched(
    deployed: Callable[..., Stack], stack: Stack
) -> None:
    overdue = stack.properties("OverdueJobsAlarm")
    assert (overdue["MetricName"], dimensions(overdue), overdue["Threshold"]) == ("OverdueJobs", COUNTED, 0)
    spend = deployed(DailySpendAlarmUsd="250").properties("DailySpendAlarm")
    assert (spend["MetricName"], dimensions(spend)) == ("CostUsd", COUNTED)
    assert (spend["Period"], spend["Statistic"], spend["Threshold"]) == (86_400, "Sum", 250)
    assert "DailySpendAlarm" not in deployed(DailySpendAlarmUsd="0").of_type("AWS::CloudWatch::Alarm")


def test_alarms_and_dashboard_read_what_the_functions_count(
    deployed: Callable[..., Stack], stack: Stack
) -> None:
    telemetry = REPOSITORY / "layers/shared/generation/telemetry"
    sources = [REPOSITORY / "functions/sweep/app.py", *telemetry.glob("*.py")]
    counted = set(re.findall(r'"([A-Z][A-Za-z]+)"', "".join(path.read_text() for path in sources)))
    assert not stack.of_type("AWS::CloudWatch::Dashboard")
    (board,) = deployed(Dashboard="true").of_type("AWS::CloudWatch::Dashboard").values()
    widgets = json.loads(board["DashboardBody"])["widgets"]
    shown = [metric for widget in widgets for metric in widget["properties"]["metrics"]]
    assert {metric[1] for metric in shown} <= counted
    assert all(metric[2:] == ["service", "coursemill", "stage", "mill"] for metric in shown)
    alarms = stack.of_type("AWS::CloudWatch::Alarm").values()
    assert {alarm["MetricName"] for alarm in alarms if alarm.get("Namespace") == NAMESPACE} <= counted
    assert (NAMESPACE, SERVICE) == ("Coursemill", "coursemill")


def test_what_an_operator_does_at_each_alarm_is_written_down(translated: dict[str, Any]) -> None:
    text = (REPOSITORY / "docs/operations.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (\w+Alarm)\n+(.*?)(?=^#|\Z)", text, re.DOTALL | re.MULTILINE))
    alarms = {n for n, r in translated["Resources"].items() if r["Type"] == "AWS::CloudWatch::Alarm"}
    assert set(sections) == alarms
    assert all(len(section.split()) >= 15 for section in sections.values())


def test_every_alarm_tells_the_topic_and_the_topic_whom_the_operator_named(
    deployed: Callable[..., Stack], stack: Stack
) -> None:
    for alarm in stack.of_type("AWS::CloudWatch::Alarm").values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == ["<AlarmTopic>"]
        assert alarm["AlarmDescription"]
    assert not stack.of_type("AWS::SNS::Subscription")
    (mail,) = deployed(AlarmEmail="ada@example.org").of_type("AWS::SNS::Subscription").values()
    assert (mail["Protocol"], mail["Endpoint"]) == ("email", "ada@example.org")
