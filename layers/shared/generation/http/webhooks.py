"""Webhooks over HTTP: models, and routes as the OpenAPI document describes them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self, get_args

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import BaseModel, Field

from generation.engine.model.delivery import Delivery, DeliveryStatus
from generation.engine.model.webhook import Disabled, Webhook, Webhooks
from generation.engine.ports import Page
from generation.engine.service.webhooks import Made, Wanted
from generation.http.answers import answers, route, says
from generation.http.parameters import CLOSED, Timestamp, View

WebhookId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Told = Literal["job.completed", "job.failed", "job.cancelled", "job.waiting", "course.published"]


class WebhookBody(BaseModel):
    model_config = CLOSED

    url: str = Field(
        min_length=1, max_length=2_000, description="https, on the public internet; at most 800 characters."
    )
    events: list[Told] = Field(
        default=list(get_args(Told)),
        min_length=1,
        max_length=20,
        description="What it is told of; left out: everything.",
    )
    is_enabled: bool = True

    def wanted(self) -> Wanted:
        return Wanted(url=self.url, occasions=tuple(dict.fromkeys(self.events)), is_enabled=self.is_enabled)


class WebhookView(View):
    webhook_id: str
    url: str
    events: list[str]
    is_enabled: bool
    disabled_by: Disabled | None = Field(
        description="`owner`; `gone`: the receiver answered 410; `failing`: nothing was delivered for three "
        "days."
    )
    failing_since: Timestamp | None = Field(description="null: what was tried last was delivered.")
    old_secret_until: Timestamp | None = Field(description="Until when a rotated secret signs, too.")
    created_at: Timestamp

    @classmethod
    def of(cls, webhook: Webhook, **others: Any) -> Self:
        old = [datetime.fromisoformat(until) for _, until in webhook.old_secrets]
        events = list(webhook.occasions)
        return cls.shown(webhook, events=events, old_secret_until=max(old, default=None), **others)


class NewWebhookView(WebhookView):
    secret: str = Field(description="Signs what is sent (`whsec_...`). Shown here and never again.")


def with_secret(webhook: Webhook) -> dict[str, Any]:
    return NewWebhookView.of(webhook, secret=webhook.secret).model_dump(mode="json")


class WebhooksView(View):
    webhooks: list[WebhookView]
    next_cursor: None = Field(default=None, description="There are ten at most: one page.")

    @classmethod
    def of(cls, webhooks: Webhooks) -> Self:
        return cls(webhooks=list(map(WebhookView.of, webhooks.webhooks)))


class TryView(View):
    at: Timestamp
    took_ms: int
    status_code: int | None = Field(description="Of the answer; null: there was none.")
    error: str | None = Field(
        description="Why there was none: `not-reachable`, `timed-out`, `connection-failed`, `tls-failed`, "
        "`no-http`."
    )


class DeliveryView(View):
    delivery_id: str
    message_id: str = Field(description="The header `webhook-id`, the same at each try.")
    event: str
    status: DeliveryStatus = Field(
        description="`failed`: given up. `dropped`: the webhook was disabled or deleted before."
    )
    created_at: Timestamp
    next_try_at: Timestamp | None
    tries: list[TryView]

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        return cls.shown(
            delivery,
            message_id=delivery.news_id,
            event=delivery.occasion,
            status=DeliveryStatus(delivery.status),
            next_try_at=delivery.due_at if delivery.is_pending else None,
            tries=[TryView.shown(one) for one in delivery.tries],
        )


def tested(delivery: Delivery) -> dict[str, Any]:
    return DeliveryView.of(delivery).model_dump(mode="json")


class DeliveryPage(View):
    deliveries: list[DeliveryView]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Delivery]) -> Self:
        return cls(deliveries=list(map(DeliveryView.of, page.items)), next_cursor=page.cursor)


def made(answer: Made, status: int, location: str = "") -> Response[dict[str, Any]]:
    headers: dict[str, str | list[str]] = {"Location": location} if location else {}
    if status == 202:
        headers["Retry-After"] = "1"
    if answer.replayed:
        headers["Idempotency-Replayed"] = "true"
    return Response(status, "application/json", answer.body, headers)


def created(answer: Made) -> Response[dict[str, Any]]:
    return made(answer, 201, f"/v1/webhooks/{answer.body['webhook_id']}")


def put_answer(webhook: Webhook, is_new: bool) -> Response[dict[str, Any]]:
    if is_new:
        return created(Made(body=with_secret(webhook)))
    return Response(200, "application/json", WebhookView.of(webhook).model_dump(mode="json"))


_TAG = "Webhooks"
_NEW = says("The webhook, with its secret.", NewWebhookView, "Location", "Idempotency-Replayed")
_ADDRESS = (
    "An address that is not `https`, or is not reachable from here, is 422 with the pointer `/url`. "
    "The eleventh webhook is 409 `too-many-webhooks`."
)

CREATE_WEBHOOK = route(
    "createWebhook",
    _TAG,
    "Create a webhook",
    answers({201: _NEW}, 400, 409, 413, 422),
    description=f"The secret is shown in this answer alone. {_ADDRESS}",
)
LIST_WEBHOOKS = route("listWebhooks", _TAG, "Webhooks", answers({200: says("All of them.", WebhooksView)}))
GET_WEBHOOK = route(
    "getWebhook", _TAG, "A webhook", answers({200: says("The webhook.", WebhookView)}, 404, 422)
)
PUT_WEBHOOK = route(
    "putWebhook",
    _TAG,
    "Change a webhook, or create one under an id of one's own",
    answers(
        {
            200: says("Changed.", WebhookView),
            201: says("Created, with its secret.", NewWebhookView, "Location"),
        },
        400,
        404,
        409,
        413,
        422,
    ),
    description=f"Ids that begin with `webhook_` are made here: 404 where there is none. {_ADDRESS} "
    "Enabled again it is told of what happens from then on.",
)
DELETE_WEBHOOK = route(
    "deleteWebhook",
    _TAG,
    "Delete a webhook",
    answers({204: says("Deleted; what was not delivered is dropped.")}, 404, 422),
)
ROTATE_WEBHOOK = route(
    "rotateWebhook",
    _TAG,
    "Give a webhook another secret",
    answers({200: says("With the new secret.", NewWebhookView, "Idempotency-Replayed")}, 404, 422),
    description="For 24 hours what is sent carries a signature by the old secret, too.",
)
TEST_WEBHOOK = route(
    "testWebhook",
    _TAG,
    "Send a test to a webhook",
    answers(
        {202: says("Queued.", DeliveryView, "Location", "Retry-After", "Idempotency-Replayed")}, 404, 422
    ),
    description="One try, whether it is enabled or not; `deliveries` says what came of it.",
)
LIST_DELIVERIES = route(
    "listDeliveries",
    _TAG,
    "What was delivered to a webhook, newest first",
    answers({200: says("A page.", DeliveryPage)}, 404, 422),
    description="Kept for 30 days.",
)
