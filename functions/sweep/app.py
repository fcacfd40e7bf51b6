"""Each minute: queue jobs again whose message was lost or whose worker died, fail those overdue; queue
deliveries that are due; let go for good what was deleted and can be restored no more; add the ends of
attempts to the figures."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring, wiring_telling
    from generation.telemetry.logs import structured_logger

logger = structured_logger()


@wiring.measured
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    until = wiring.clock().now() + timedelta(milliseconds=context.get_remaining_time_in_millis())
    report = asdict(wiring.sweep().run(until))
    logger.info("Swept", **report)
    wiring.meter().count("ActiveJobs", report["active"])
    wiring.meter().count("RequeuedJobs", report["requeued"])
    wiring.meter().count("OverdueJobs", report["failed"])
    if (percent := wiring.operations().day_spent_percent()) is not None:
        wiring.meter().count("DaySpendPercent", percent)
    told = wiring_telling.resend().run(until)
    logger.info("Queued deliveries", queued=told)
    # Last: whatever goes wrong with it, the jobs have been looked after and counted.
    purged = wiring.purge().run(until)
    logger.info("Purged", purged=purged)
    counted = wiring.fold().run(until) if wiring.settings().analytics else 0
    logger.info("Counted", ends=counted)
    return {**report, "told": told, "purged": purged, "counted": counted}
