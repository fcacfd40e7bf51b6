"""/v1/webhooks: addresses that are told what happens to their owner's jobs and courses."""

from __future__ import annotations

from typing import Any

from generation.uncollected import uncollected

with uncollected():
    from aws_lambda_powertools.event_handler import Response
    from aws_lambda_powertools.utilities.typing import LambdaContext

    from generation import wiring, wiring_telling
    from generation.http.parameters import Cursor, IdempotencyHeader, Limit
    from generation.http.resolver import new_resolver
    from generation.http.webhooks import (
        CREATE_WEBHOOK,
        DELETE_WEBHOOK,
        GET_WEBHOOK,
        LIST_DELIVERIES,
        LIST_WEBHOOKS,
        PUT_WEBHOOK,
        ROTATE_WEBHOOK,
        TEST_WEBHOOK,
        DeliveryPage,
        WebhookBody,
        WebhookId,
        WebhooksView,
        WebhookView,
        created,
        made,
        put_answer,
        tested,
        with_secret,
    )
    from generation.telemetry.logs import structured_logger

logger = structured_logger()
app = new_resolver(wiring.token_use)
WEBHOOK = "/v1/webhooks/<webhook_id>"


@app.get("/v1/webhooks", **LIST_WEBHOOKS)
def webhooks() -> WebhooksView:
    return WebhooksView.of(wiring_telling.webhooks().all(app.caller()))


@app.post("/v1/webhooks", **CREATE_WEBHOOK)
def create(request: WebhookBody, idempotency_key: IdempotencyHeader = None) -> Response[dict[str, Any]]:
    key = app.idempotency_key(idempotency_key, dict)
    return created(wiring_telling.webhooks().create(app.caller(), request.wanted(), key, with_secret))


@app.get(WEBHOOK, **GET_WEBHOOK)
def webhook(webhook_id: WebhookId) -> WebhookView:
    return WebhookView.of(wiring_telling.webhooks().get(app.caller(), webhook_id))


@app.put(WEBHOOK, **PUT_WEBHOOK)
def put(webhook_id: WebhookId, request: WebhookBody) -> Response[dict[str, Any]]:
    return put_answer(*wiring_telling.webhooks().put(app.caller(), webhook_id, request.wanted()))


@app.delete(WEBHOOK, **DELETE_WEBHOOK)
def delete(webhook_id: WebhookId) -> Response[None]:
    wiring_telling.webhooks().delete(app.caller(), webhook_id)
    return Response(204)


@app.post(f"{WEBHOOK}/rotate", **ROTATE_WEBHOOK)
def rotate(webhook_id: WebhookId, idempotency_key: IdempotencyHeader = None) -> Response[dict[str, Any]]:
    key = app.idempotency_key(idempotency_key, dict)
    return made(wiring_telling.webhooks().rotate(app.caller(), webhook_id, key, with_secret), 200)


@app.post(f"{WEBHOOK}/test", **TEST_WEBHOOK)
def send_test(webhook_id: WebhookId, idempotency_key: IdempotencyHeader = None) -> Response[dict[str, Any]]:
    key = app.idempotency_key(idempotency_key, dict)
    answer = wiring_telling.webhooks().test(app.caller(), webhook_id, key, tested)
    return made(answer, 202, f"/v1/webhooks/{webhook_id}/deliveries")


@app.get(f"{WEBHOOK}/deliveries", **LIST_DELIVERIES)
def deliveries(webhook_id: WebhookId, limit: Limit = 25, cursor: Cursor = None) -> DeliveryPage:
    found = wiring_telling.webhooks().deliveries(app.caller(), webhook_id, limit=limit, cursor=cursor)
    return DeliveryPage.of(found)


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    return app.resolve(event, context)
