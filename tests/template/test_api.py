"""HTTP API: its routes, who may call them, from where and how often."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.template.stack import Stack
from tests.template.test_functions import REPOSITORY

ROUTES = {
    "POST /v1/jobs": "Start",
    "POST /v1/quote": "Start",
    "POST /v1/batches": "Start",
    "GET /v1/batches": "Start",
    "GET /v1/batches/{batch_id}": "Start",
    "POST /v1/batches/{batch_id}/cancel": "Start",
    "POST /v1/batches/{batch_id}/retry": "Start",
    "GET /v1/me/export": "Start",
    "DELETE /v1/me": "Start",
    "GET /v1/me/archives/{archive_id}": "Export",
    "GET /v1/jobs": "Status",
    "GET /v1/jobs/{job_id}": "Status",
    "GET /v1/jobs/{job_id}/events": "Status",
    "GET /v1/jobs/{job_id}/logs": "Status",
    "POST /v1/jobs/{job_id}/cancel": "Cancel",
    "POST /v1/jobs/{job_id}/retry": "Retry",
    "POST /v1/jobs/{job_id}/continue": "Retry",
    "POST /v1/exams": "Library",
    "GET /v1/exams": "Library",
    "GET /v1/exams/{exam_id}": "Library",
    "PATCH /v1/exams/{exam_id}": "Library",
    "DELETE /v1/exams/{exam_id}": "Library",
    "POST /v1/exams/{exam_id}/restore": "Library",
    "GET /v1/courses": "Library",
    "GET /v1/courses/{course_id}": "Library",
    "PATCH /v1/courses/{course_id}": "Library",
    "DELETE /v1/courses/{course_id}": "Library",
    "POST /v1/courses/{course_id}/restore": "Library",
    "POST /v1/courses/{course_id}/copy": "Library",
    "POST /v1/courses/{course_id}/publish": "Library",
    "POST /v1/courses/{course_id}/unpublish": "Library",
    "GET /v1/shared/{slug}": "Library",
    "GET /v1/courses/{course_id}/lessons/{lesson_id}": "Library",
    "PUT /v1/courses/{course_id}/lessons/{lesson_id}": "Library",
    "GET /v1/courses/{course_id}/lessons/{lesson_id}/versions": "Library",
    "POST /v1/courses/{course_id}/lessons/{lesson_id}/restore": "Library",
    "PUT /v1/profile": "Library",
    "GET /v1/profile": "Library",
    "GET /v1/programs": "Library",
    "GET /v1/programs/{program_id}": "Library",
    "PATCH /v1/programs/{program_id}": "Library",
    "DELETE /v1/programs/{program_id}": "Library",
    "POST /v1/programs/{program_id}/restore": "Library",
    "DELETE /v1/jobs/{job_id}": "Library",
    "POST /v1/jobs/{job_id}/restore": "Library",
    "GET /v1/courses/{course_id}/export": "Export",
    "GET /v1/programs/{program_id}/export": "Export",
    "GET /v1/analytics": "Export",
    "GET /v1/limits": "Status",
    "GET /v1/webhooks": "Webhooks",
    "POST /v1/webhooks": "Webhooks",
    "GET /v1/webhooks/{webhook_id}": "Webhooks",
    "PUT /v1/webhooks/{webhook_id}": "Webhooks",
    "DELETE /v1/webhooks/{webhook_id}": "Webhooks",
    "POST /v1/webhooks/{webhook_id}/rotate": "Webhooks",
    "POST /v1/webhooks/{webhook_id}/test": "Webhooks",
    "GET /v1/webhooks/{webhook_id}/deliveries": "Webhooks",
    "POST /v1/admin/pause": "Admin",
    "POST /v1/admin/resume": "Admin",
    "GET /v1/admin/overview": "Admin",
    "GET /v1/admin/audit": "Admin",
    "GET /openapi.json": "Library",
    "GET /docs": "Library",
}
DEAR = {
    "POST /v1/jobs",
    "POST /v1/quote",
    "POST /v1/batches",
    "POST /v1/batches/{batch_id}/retry",
    "POST /v1/batches/{batch_id}/cancel",
    "GET /v1/batches/{batch_id}",
    "POST /v1/exams",
    "PUT /v1/courses/{course_id}/lessons/{lesson_id}",
    "POST /v1/courses/{course_id}/lessons/{lesson_id}/restore",
    "POST /v1/courses/{course_id}/copy",
    "PUT /v1/profile",
    "POST /v1/webhooks/{webhook_id}/test",
}
"""Each call of these is worth seconds of a function, or what follows from it costs money."""
OPEN = {"GET /openapi.json", "GET /docs", "GET /v1/shared/{slug}"}


def body(stack: Stack) -> Any:
    return stack.properties("Api")["Body"]


def operations(stack: Stack) -> Iterator[tuple[str, Any]]:
    for path, methods in body(stack)["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_each_route_goes_to_its_function(stack: Stack) -> None:
    found = {key: operation["x-amazon-apigateway-integration"]["uri"] for key, operation in operations(stack)}
    assert set(found) == set(ROUTES)
    for key, uri in found.items():
        assert f"<{ROUTES[key]}Function.Arn>" in uri


def test_payloads_are_of_version_2_and_the_api_waits_for_the_function(stack: Stack) -> None:
    for _, operation in operations(stack):
        integration = operation["x-amazon-apigateway-integration"]
        assert integration["payloadFormatVersion"] == "2.0"
        assert integration.get("timeoutInMillis", 30_000) <= 30_000


def test_every_route_but_the_description_needs_a_token(stack: Stack) -> None:
    guarded = {key for key, operation in operations(stack) if operation["security"] == [{"Jwt": []}]}
    assert guarded == set(ROUTES) - OPEN


def test_tokens_come_from_the_own_user_pool_unless_another_issuer_is_named(
    deployed: Callable[..., Stack], stack: Stack
) -> None:
    own = authorizer(stack)["jwtConfiguration"]
    assert own["issuer"] == "https://cognito-idp.eu-central-1.amazonaws.com/<UserPool>"
    assert own["audience"] == ["<UserPoolClient>"]
    assert set(stack.of_type("AWS::Cognito::UserPool")) == {"UserPool"}
    other = deployed(OidcIssuer="https://login.example.org/", OidcAudience="mill")
    assert authorizer(other)["jwtConfiguration"] == {
        "issuer": "https://login.example.org/",
        "audience": ["mill"],
    }
    assert not other.of_type("AWS::Cognito::UserPool")
    assert not other.of_type("AWS::Cognito::UserPoolClient")


def test_people_cannot_change_what_they_may_do(stack: Stack) -> None:
    (client,) = stack.of_type("AWS::Cognito::UserPoolClient").values()
    assert {"custom:org_id", "custom:plan"} <= set(client["ReadAttributes"])
    assert client["WriteAttributes"] == ["name"]
    (pool,) = stack.of_type("AWS::Cognito::UserPool").values()
    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}


def authorizer(stack: Stack) -> Any:
    return body(stack)["components"]["securitySchemes"]["Jwt"]["x-amazon-apigateway-authorizer"]


def test_one_exact_origin_may_call_from_a_browser(
    deployed: Callable[..., Stack], translated: dict[str, Any]
) -> None:
    cors = body(deployed(CorsOrigin="https://mill.example.org"))["x-amazon-apigateway-cors"]
    assert cors["allowOrigins"] == ["https://mill.example.org"]
    assert "*" not in json.dumps(cors)
    assert set(cors["allowMethods"]) == {key.split()[0] for key in ROUTES}
    assert set(cors["allowHeaders"]) == {"authorization", "content-type", *asked_for()}
    assert {"etag", "location", "retry-after", "idempotency-replayed", "content-disposition"} <= set(
        cors["exposeHeaders"]
    )
    assert "*" in translated["Parameters"]["CorsOrigin"]["AllowedPattern"].split("[^")[1]


def asked_for() -> set[str]:
    """Headers that operations of the OpenAPI document take."""
    document = json.loads((REPOSITORY / "layers/shared/generation/http/openapi.json").read_text("utf-8"))
    found = (operation for methods in document["paths"].values() for operation in methods.values())
    parameters = [one for operation in found for one in operation.get("parameters", ())]
    return {one["name"].lower() for one in parameters if one["in"] == "header"}


def test_calls_are_throttled_and_starts_more_so(stack: Stack) -> None:
    (stage,) = stack.of_type("AWS::ApiGatewayV2::Stage").values()
    default = stage["DefaultRouteSettings"]
    assert default["ThrottlingRateLimit"] > 0
    assert default["ThrottlingBurstLimit"] > 0
    assert set(stage["RouteSettings"]) >= DEAR
    for key, settings in stage["RouteSettings"].items():
        assert key in ROUTES
        assert settings["ThrottlingRateLimit"] < default["ThrottlingRateLimit"]


def test_what_is_open_to_everybody_has_throttles_of_its_own(stack: Stack) -> None:
    (stage,) = stack.of_type("AWS::ApiGatewayV2::Stage").values()
    assert set(stage["RouteSettings"]) >= OPEN
    for key in OPEN:
        assert stage["RouteSettings"][key]["ThrottlingRateLimit"] <= 5


def test_access_logs_tell_who_and_how_it_went_without_secrets(stack: Stack) -> None:
    (stage,) = stack.of_type("AWS::ApiGatewayV2::Stage").values()
    line = json.loads(stage["AccessLogSettings"]["Format"])
    assert stage["AccessLogSettings"]["DestinationArn"] == "<ApiLogs.Arn>"
    assert {"requestId", "sub", "route", "status", "latencyMs", "integrationError"} <= set(line)
    assert not any("header" in value.lower() or "body" in value.lower() for value in line.values())
