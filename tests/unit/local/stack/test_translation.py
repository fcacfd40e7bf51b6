"""The template as the emulator gets it."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from local.configuration import ROOT
from local.errors import TranslationError
from local.stack import translation
from local.stack.translation import Route

SAM = translation.parse(ROOT / "template.yaml")
PARAMETERS = {"OidcIssuer": "http://127.0.0.1:1/dev/issuer", "MaxConcurrentWorkers": "7"}


def translated(sam: dict[str, Any] = SAM, parameters: dict[str, str] = PARAMETERS) -> dict[str, Any]:
    locations = {name: f"s3://packages/{name}.zip" for name in translation.sources(sam)}
    return translation.translate(sam, locations, parameters)


PLAIN = translated()


def of_type(kind: str, template: dict[str, Any] = PLAIN) -> dict[str, dict[str, Any]]:
    return {n: r["Properties"] for n, r in template["Resources"].items() if r["Type"] == kind}


def test_every_route_of_the_template_becomes_a_resource_with_its_authorizer() -> None:
    written = [
        Route(route["RouteKey"], "Jwt" if route.get("AuthorizationType") == "JWT" else "")
        for route in of_type("AWS::ApiGatewayV2::Route").values()
    ]
    assert sorted(written) == translation.routes(SAM)
    assert Route("POST /v1/jobs", "Jwt") in written
    assert Route("GET /openapi.json", "") in written


def test_every_route_leads_to_the_function_that_asked_for_it() -> None:
    integrations = of_type("AWS::ApiGatewayV2::Integration")
    for name, function in SAM["Resources"].items():
        if function["Type"] != "AWS::Serverless::Function":
            continue
        for event in function["Properties"].get("Events", {}).values():
            if event["Type"] == "HttpApi":
                key = f"{event['Properties']['Method']} {event['Properties']['Path']}"
                (route,) = [r for r in of_type("AWS::ApiGatewayV2::Route").values() if r["RouteKey"] == key]
                _, (_, target) = route["Target"]["Fn::Join"]
                assert f"${{{name}.Arn}}" in str(integrations[target["Ref"]]["IntegrationUri"])


def test_the_authorizer_is_the_template_s() -> None:
    (authorizer,) = of_type("AWS::ApiGatewayV2::Authorizer").values()
    jwt = SAM["Resources"]["Api"]["Properties"]["Auth"]["Authorizers"]["Jwt"]
    assert authorizer["IdentitySource"] == [jwt["IdentitySource"]]
    assert authorizer["JwtConfiguration"]["Issuer"] == jwt["JwtConfiguration"]["issuer"]
    assert authorizer["JwtConfiguration"]["Audience"] == jwt["JwtConfiguration"]["audience"]


def test_the_api_keeps_no_body_and_gets_the_cors_rules() -> None:
    (api,) = of_type(
        "AWS::ApiGatewayV2::Api", translated(parameters={"CorsOrigin": "https://x.example"})
    ).values()
    assert "Body" not in api
    assert api["CorsConfiguration"]["allowOrigins"] == ["https://x.example"]


def test_functions_and_layer_are_taken_from_their_packages() -> None:
    assert of_type("AWS::Lambda::Function")["StartFunction"]["Code"] == {
        "S3Bucket": "packages",
        "S3Key": "StartFunction.zip",
    }
    (layer,) = of_type("AWS::Lambda::LayerVersion").values()
    assert layer["Content"]["S3Key"] == "SharedLayer.zip"


def test_the_event_source_has_numbers_where_the_template_refers_to_parameters() -> None:
    (mapping,) = [
        mapping
        for mapping in of_type("AWS::Lambda::EventSourceMapping").values()
        if "JobQueue" in str(mapping["EventSourceArn"])
    ]
    assert mapping["ScalingConfig"]["MaximumConcurrency"] == 7
    assert mapping["BatchSize"] == int(SAM["Parameters"]["JobsPerWorker"]["Default"])


def test_no_condition_splits() -> None:
    assert "Fn::Split" not in str(PLAIN["Conditions"])
    assert "Fn::Split" in str(SAM["Conditions"])


def test_what_starts_a_function() -> None:
    assert translation.started_by(SAM, "SQS") == ["ProcessFunction", "NotifyFunction"]
    assert translation.started_by(SAM, "Schedule") == ["SweepFunction"]
    assert "StatusFunction" in translation.started_by(SAM, "HttpApi")


def test_each_function_behind_the_authorizer_can_be_asked_something() -> None:
    asked = translation.questions(SAM)
    assert set(asked) == set(translation.started_by(SAM, "HttpApi"))
    assert asked["CancelFunction"] == "POST /v1/jobs/{job_id}/cancel"
    assert asked["StatusFunction"] == "GET /v1/jobs"
    assert asked["LibraryFunction"] == "GET /v1/courses", "not the DELETE that stands before it"


def test_the_template_itself_is_not_changed() -> None:
    before = copy.deepcopy(SAM)
    translated()
    assert before == SAM


def test_an_authorizer_of_another_kind_is_refused() -> None:
    sam = copy.deepcopy(SAM)
    sam["Resources"]["Api"]["Properties"]["Auth"]["Authorizers"]["Jwt"] = {
        "FunctionArn": {"Fn::GetAtt": ["StartFunction", "Arn"]},
        "AuthorizerPayloadFormatVersion": "2.0",
    }
    with pytest.raises(TranslationError, match="authorizer Jwt: of type request"):
        translated(sam)


def test_conditions_know_the_emulator_s_account() -> None:
    """Which alone lets webhooks lead to this machine."""
    assert PLAIN["Conditions"]["OnThisMachine"] == {"Fn::Equals": ["000000000000", "000000000000"]}
