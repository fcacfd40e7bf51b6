"""Meter: one line of the embedded metric format for each pipeline and code, and nothing of a person in it."""

from __future__ import annotations

import json
from typing import Any

from generation.telemetry.meter import MOST_VALUES, EmfMeter


def lines_of(meter: EmfMeter, written: list[str]) -> list[dict[str, Any]]:
    meter.flush()
    return [json.loads(line) for line in written]


def test_sums_are_written_once_with_service_stage_and_pipeline() -> None:
    written: list[str] = []
    meter = EmfMeter("mill", written.append)
    for _ in range(100):
        meter.count("ModelCalls", pipeline="exam_course")
    meter.count("CostUsd", 0.25, pipeline="exam_course")
    meter.time("QueueWait", 12.4, pipeline="exam_course")
    (line,) = lines_of(meter, written)
    (described,) = line["_aws"]["CloudWatchMetrics"]
    assert (line["ModelCalls"], line["CostUsd"], line["QueueWait"]) == (100, 0.25, [12])
    assert (line["service"], line["stage"], line["pipeline"]) == ("coursemill", "mill", "exam_course")
    assert described["Namespace"] == "Coursemill"
    assert described["Dimensions"] == [["service", "stage"], ["service", "stage", "pipeline"]]
    units = {metric["Name"]: metric["Unit"] for metric in described["Metrics"]}
    assert units == {"ModelCalls": "Count", "CostUsd": "None", "QueueWait": "Milliseconds"}
    meter.flush()
    assert len(written) == 1, "what was written is not written again, and nothing is no line"


def test_a_code_has_dimensions_of_its_own_so_that_sums_over_all_stay_right() -> None:
    written: list[str] = []
    meter = EmfMeter("mill", written.append)
    meter.count("JobsFailed", pipeline="exam_course")
    meter.count("JobsFailed", code="model-billing")
    by = {line.get("code", ""): line for line in lines_of(meter, written)}
    assert by["model-billing"]["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service", "stage", "code"]]
    assert by[""]["JobsFailed"] == by["model-billing"]["JobsFailed"] == 1


def test_a_line_stays_within_what_cloudwatch_reads() -> None:
    written: list[str] = []
    meter = EmfMeter("mill", written.append)
    for number in range(3 * MOST_VALUES):
        meter.time("QueueWait", number, pipeline="exam_course")
    (line,) = lines_of(meter, written)
    assert len(line["QueueWait"]) == MOST_VALUES == 100
