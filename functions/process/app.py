"""Job queue: carry jobs on, those of one batch at the same time, each reported on its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring, wiring_worker
    from generation.queue.batch import carry_on_all
    from generation.telemetry.logs import structured_logger

logger = structured_logger()


@wiring.measured
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    until = wiring.clock().now() + timedelta(milliseconds=context.get_remaining_time_in_millis())
    # One loop for the life of the process: open connections to the model belong to it.
    return wiring_worker.loop().run_until_complete(
        carry_on_all(event["Records"], wiring_worker.runner(), until, wiring.put_off)
    )
