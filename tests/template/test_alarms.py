"""Alarms: each thing that an operator must hear of has one, and it tells somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.template.stack import Stack
from tests.template.test_functions import BEHIND_THE_API, FUNCTIONS


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
    for name, metric_name in (("FunctionErrorsAlarm", "Errors"), ("FunctionThrottlesAlarm", "Throttles")):
        alarm = stack.properties(name)
        assert watched(alarm) == FUNCTIONS
        assert watched(other.properties(name)) == set(other.of_type("AWS::Lambda::Function"))
        assert {m["MetricStat"]["Metric"]["MetricName"] for m in alarm["Metrics"] if "MetricStat" in m} == {
            metric_name
        }


def test_callers_are_kept_waiting_less_than_four_fifths_of_the_timeout(stack: Stack) -> None:
    alarm = stack.properties("HttpLatencyAlarm")
    assert watched(alarm) == BEHIND_THE_API
    functions = stack.of_type("AWS::Lambda::Function")
    (timeout,) = {functions[name]["Timeout"] for name in BEHIND_THE_API}
    assert alarm["Threshold"] == 0.8 * timeout * 1000
    assert all(m["MetricStat"]["Stat"] == "p99" for m in alarm["Metrics"] if "MetricStat" in m)


def test_a_dead_letter_is_reported_at_once(stack: Stack) -> None:
    alarm = stack.properties("DeadLetterAlarm")
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": "<DeadLetterQueue.QueueName>"}]
    assert (alarm["Threshold"], alarm["EvaluationPeriods"], alarm["Period"]) == (0, 1, 60)


def test_a_message_in_work_is_not_taken_for_one_left_lying(stack: Stack) -> None:
    alarm = stack.properties("QueueAgeAlarm")
    assert alarm["MetricName"] == "ApproximateAgeOfOldestMessage"
    assert alarm["Threshold"] > stack.of_type("AWS::Lambda::Function")["ProcessFunction"]["Timeout"]


def test_server_errors_of_the_api_are_watched(stack: Stack) -> None:
    alarm = stack.properties("ApiErrorsAlarm")
    assert (alarm["MetricName"], alarm["Dimensions"]) == ("5xx", [{"Name": "ApiId", "Value": "<Api>"}])


def test_a_sweep_that_does_not_run_is_noticed(stack: Stack, translated: dict[str, Any]) -> None:
    alarm = stack.properties("SweepSilentAlarm")
    assert alarm["TreatMissingData"] == "breaching"
    assert alarm["Period"] >= 60 * translated["Parameters"]["SweepMinutes"]["MaxValue"]


def test_every_alarm_tells_the_topic_and_the_topic_whom_the_operator_named(
    deployed: Callable[..., Stack], stack: Stack
) -> None:
    for alarm in stack.of_type("AWS::CloudWatch::Alarm").values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == ["<AlarmTopic>"]
        assert alarm["AlarmDescription"]
    assert not stack.of_type("AWS::SNS::Subscription")
    (mail,) = deployed(AlarmEmail="ada@example.org").of_type("AWS::SNS::Subscription").values()
    assert (mail["Protocol"], mail["Endpoint"]) == ("email", "ada@example.org")
