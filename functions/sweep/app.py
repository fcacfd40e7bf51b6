"""Each minute: queue jobs again whose message was lost or whose worker died, fail those overdue."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext

from generation import wiring

logger = Logger()
metrics = Metrics()


@metrics.log_metrics
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    until = wiring.clock().now() + timedelta(milliseconds=context.get_remaining_time_in_millis())
    report = asdict(wiring.sweep().run(until))
    logger.info("Swept", **report)
    metrics.add_metric("ActiveJobs", MetricUnit.Count, report["active"])
    metrics.add_metric("RequeuedJobs", MetricUnit.Count, report["requeued"])
    metrics.add_metric("OverdueJobs", MetricUnit.Count, report["failed"])
    return report
