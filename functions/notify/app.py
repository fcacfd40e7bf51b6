"""Delivery queue: one try of each delivery, those of one batch at the same time, each reported on its own."""

from __future__ import annotations

from typing import Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring_telling
    from generation.queue.deliveries import deliver_all
    from generation.telemetry.logs import structured_logger

logger = structured_logger()


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return deliver_all(event["Records"], wiring_telling.deliverer().deliver)
