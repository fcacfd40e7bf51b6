"""Translation: the unchanged template.yaml as plain CloudFormation that the emulator deploys completely.

SAM puts an HTTP API's routes into the `Body` of its Api resource. The emulator ignores `Body` and reports
success, so the same routes are written as Integration, Route and Authorizer resources here.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

from local.errors import TranslationError

REGION = "us-east-1"
ACCOUNT = "000000000000"
"""Of the emulator. AWS gives this number to nobody."""

_SOURCES = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}

Template = dict[str, Any]


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """key  such as `GET /v1/jobs/{job_id}`
    authorizer  name of the authorizer that guards it; '': open
    """

    key: str
    authorizer: str


def parse(path: Path) -> Template:
    """The SAM template with its short intrinsic functions written out."""
    template: Template = yaml_parse(path.read_text(encoding="utf-8"))
    return template


def sources(template: Template) -> dict[str, str]:
    """Folder of each function and layer as the template names it, by logical id."""
    return {
        name: str(resource["Properties"][_SOURCES[resource["Type"]]])
        for name, resource in template["Resources"].items()
        if resource["Type"] in _SOURCES
    }


def translate(template: Template, locations: Mapping[str, str], parameters: Mapping[str, str]) -> Template:
    """Plain CloudFormation of a SAM template.

    locations   where the package of each function and layer lies, `s3://bucket/key` by logical id
    parameters  of the template; SAM resolves some references itself, so it has to know them

    Raises TranslationError, or samtranslator's InvalidDocumentException.
    """
    template = copy.deepcopy(template)
    for name in sources(template):
        resource = template["Resources"][name]
        resource["Properties"][_SOURCES[resource["Type"]]] = locations[name]
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name=REGION))
    plain: Template = translator.translate(template, parameter_values=dict(parameters))
    return _for_emulator(plain, parameters)


def routes(template: Template) -> list[Route]:
    """The routes that a SAM template asks for, sorted: read from its functions' own events."""
    return sorted(
        Route(f"{event['Method'].upper()} {event['Path']}", _guard(template, event))
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
        for event in _http_events(resource)
    )


def _http_events(function: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for event in function["Properties"].get("Events", {}).values():
        if event["Type"] == "HttpApi":
            yield event["Properties"]


def _guard(template: Template, event: Mapping[str, Any]) -> str:
    api = template["Resources"][event["ApiId"]["Ref"]]
    default = api["Properties"].get("Auth", {}).get("DefaultAuthorizer", "NONE")
    authorizer = str(event.get("Auth", {}).get("Authorizer", default))
    return "" if authorizer == "NONE" else authorizer


def questions(template: Template) -> dict[str, str]:
    """For each function of a SAM template with guarded routes one of them, such as `GET /v1/jobs`: one that
    only reads where there is one."""
    found: dict[str, str] = {}
    for name, resource in template["Resources"].items():
        if resource["Type"] == "AWS::Serverless::Function":
            guarded = [event for event in _http_events(resource) if _guard(template, event)]
            keys = [f"{event['Method'].upper()} {event['Path']}" for event in guarded]
            if keys:
                found[name] = min(keys, key=lambda key: (not key.startswith("GET "), key))
    return found


def started_by(template: Template, kind: str) -> list[str]:
    """Logical ids of the functions of a SAM template with an event of a type such as `Schedule` or `SQS`."""
    return [
        name
        for name, resource in template["Resources"].items()
        if resource["Type"] == "AWS::Serverless::Function"
        and any(event["Type"] == kind for event in resource["Properties"].get("Events", {}).values())
    ]


def _for_emulator(plain: Template, parameters: Mapping[str, str]) -> Template:
    """Writes differently what the emulator does not understand, or leaves it out if nothing depends on it."""
    defaults = {name: str(parameter.get("Default", "")) for name, parameter in plain["Parameters"].items()}
    numbers = {
        name: _number({**defaults, **parameters}[name])
        for name, parameter in plain["Parameters"].items()
        if parameter["Type"] == "Number"
    }
    resources: dict[str, Any] = {}
    for name, resource in plain["Resources"].items():
        match resource["Type"]:
            case "AWS::ApiGatewayV2::Api":
                resources.update(_without_body(name, resource))
            case "AWS::Lambda::EventSourceMapping":
                resources[name] = _with_numbers(resource, numbers)
            case "AWS::CloudWatch::Alarm" if "Metrics" in resource["Properties"]:
                pass  # no metric math; nobody is alarmed on this machine
            case _:
                resources[name] = resource
    conditions = _worked_out(plain.get("Conditions", {}), {**defaults, **parameters})
    return {**plain, "Conditions": conditions, "Resources": resources}


def _number(text: str) -> float:
    number = float(text)
    return int(number) if number.is_integer() else number


def _with_numbers(value: Any, numbers: Mapping[str, float]) -> Any:
    """References to Number parameters as numbers: the emulator's poller compares text with numbers."""
    match value:
        case {"Ref": str() as name} if name in numbers:
            return numbers[name]
        case dict():
            return {name: _with_numbers(inner, numbers) for name, inner in value.items()}
        case list():
            return [_with_numbers(inner, numbers) for inner in value]
        case _:
            return value


def _worked_out(value: Any, parameters: Mapping[str, str]) -> Any:
    """Conditions with each Fn::Split done and the account's number filled in: the emulator knows neither
    there."""
    match value:
        case {"Ref": "AWS::AccountId"}:
            return ACCOUNT
        case {"Fn::Split": [str() as separator, {"Ref": str() as parameter}]}:
            return parameters[parameter].split(separator)
        case dict():
            return {name: _worked_out(inner, parameters) for name, inner in value.items()}
        case list():
            return [_worked_out(inner, parameters) for inner in value]
        case _:
            return value


def _without_body(api: str, resource: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The Api resource `api` without its Body, and the resources that stand for the Body."""
    properties = dict(resource["Properties"])
    body = properties.pop("Body")
    properties.pop("FailOnWarnings", None)
    properties |= {"Name": body["info"]["title"], "ProtocolType": "HTTP"}
    if "x-amazon-apigateway-cors" in body:
        # Written as in the Body, with a small first letter: the emulator stores it unread.
        properties["CorsConfiguration"] = body["x-amazon-apigateway-cors"]
    yield api, {**resource, "Properties": properties}
    schemes = body.get("components", {}).get("securitySchemes", {})
    for name, scheme in schemes.items():
        yield _authorizer_id(api, name), _authorizer(api, name, scheme["x-amazon-apigateway-authorizer"])
    for path, operations in sorted(body["paths"].items()):
        for method, operation in sorted(operations.items()):
            yield from _route(api, f"{method.upper()} {path}", operation, set(schemes))


def _authorizer(api: str, name: str, authorizer: Mapping[str, Any]) -> dict[str, Any]:
    if authorizer["type"] != "jwt":
        raise TranslationError(f"authorizer {name}: of type {authorizer['type']}, known is jwt")
    jwt = authorizer["jwtConfiguration"]
    return {
        "Type": "AWS::ApiGatewayV2::Authorizer",
        "Properties": {
            "ApiId": {"Ref": api},
            "Name": name,
            "AuthorizerType": "JWT",
            "IdentitySource": [authorizer["identitySource"]],
            "JwtConfiguration": {"Issuer": jwt["issuer"], "Audience": jwt["audience"]},
        },
    }


def _route(
    api: str, key: str, operation: Mapping[str, Any], schemes: set[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    name = api + "".join(character for character in key.title() if character.isalnum())
    integration = operation.get("x-amazon-apigateway-integration", {})
    if integration.get("type") != "aws_proxy":
        raise TranslationError(
            f"route {key}: integration of type {integration.get('type')}, known is aws_proxy"
        )
    yield (
        f"{name}Integration",
        {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {
                "ApiId": {"Ref": api},
                "IntegrationType": "AWS_PROXY",
                "IntegrationUri": integration["uri"],
                "PayloadFormatVersion": integration["payloadFormatVersion"],
            },
        },
    )
    properties: dict[str, Any] = {
        "ApiId": {"Ref": api},
        "RouteKey": key,
        "Target": {"Fn::Join": ["/", ["integrations", {"Ref": f"{name}Integration"}]]},
    }
    yield f"{name}Route", {"Type": "AWS::ApiGatewayV2::Route", "Properties": properties}
    for scheme, scopes in _guards(key, operation):
        if scheme not in schemes:
            raise TranslationError(f"route {key}: authorizer {scheme} is not defined")
        properties |= {
            "AuthorizationType": "JWT",
            "AuthorizerId": {"Ref": _authorizer_id(api, scheme)},
            "AuthorizationScopes": scopes,
        }


def _guards(key: str, operation: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Name and scopes of what guards a route: one or none. SAM writes `NONE` for an open route."""
    guards = [
        (scheme, scopes)
        for requirement in operation.get("security", [])
        for scheme, scopes in requirement.items()
        if scheme != "NONE"
    ]
    if len(guards) > 1:
        raise TranslationError(f"route {key}: more than one authorizer")
    return guards


def _authorizer_id(api: str, name: str) -> str:
    return f"{api}{name}Authorizer"
