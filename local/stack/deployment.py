"""Deployment: the translated template in the emulator, through CloudFormation as on AWS."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from local.errors import DeploymentError
from local.stack.packages import Package
from local.stack.translation import REGION, Route, Template

STACK = "coursemill-local"
BUCKET = "coursemill-local-packages"
KEY_SECRET = "coursemill-local/model-key"  # noqa: S105 - a name

_POLL_SECONDS = 0.1
_DEPLOY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Resources:
    """Physical ids of the deployed stack by logical id, and the types of the logical ids."""

    ids: Mapping[str, str]
    types: Mapping[str, str]

    def of_type(self, kind: str) -> dict[str, str]:
        return {name: self.ids[name] for name, type_ in self.types.items() if type_ == kind}

    @property
    def api(self) -> str:
        (api,) = self.of_type("AWS::ApiGatewayV2::Api").values()
        return api

    @property
    def functions(self) -> dict[str, str]:
        return self.of_type("AWS::Lambda::Function")


class Deployer:
    """Talks to the emulator at `endpoint`."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def client(self, service: str) -> Any:
        """A boto3 client of the emulator: credentials are made up, the person's own never reach it."""
        make: Callable[..., Any] = boto3.client  # the stubs know a signature for each service's name
        return make(
            service,
            region_name=REGION,
            endpoint_url=self._endpoint,
            aws_access_key_id="000000000000",
            aws_secret_access_key="local",  # noqa: S106 - the emulator takes any
            config=Config(retries={"total_max_attempts": 2}, proxies={}, s3={"addressing_style": "path"}),
        )

    def store_key(self, key: str) -> None:
        """Puts the model's API key where the template's ModelKeySecret parameter will look for it."""
        secrets = self.client("secretsmanager")
        try:
            secrets.create_secret(Name=KEY_SECRET, SecretString=key)
        except secrets.exceptions.ResourceExistsException:
            secrets.put_secret_value(SecretId=KEY_SECRET, SecretString=key)

    def upload(self, packages: Iterable[Package]) -> None:
        s3 = self.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        for package in packages:
            s3.put_object(Bucket=BUCKET, Key=package.key, Body=package.content)

    def replace_code(self, code: Mapping[str, Package]) -> None:
        """Gives functions, by physical name, other code. Their workers end, also in the middle of a job."""
        self.upload(code.values())
        functions = self.client("lambda")
        for name, package in code.items():
            functions.update_function_code(FunctionName=name, S3Bucket=BUCKET, S3Key=package.key)

    def stale(self, code: Mapping[str, Package]) -> dict[str, Package]:
        """Those whose function has other code than CloudFormation believes: `replace_code` is no news to it,
        and the emulator keeps the functions over a restart."""
        functions = self.client("lambda")
        return {
            name: package
            for name, package in code.items()
            if functions.get_function_configuration(FunctionName=name)["CodeSha256"] != package.sha256
        }

    def deploy(self, template: Template, parameters: Mapping[str, str]) -> Resources:
        """Creates the stack, or updates the one that the kept state holds.

        Raises DeploymentError with the events of the resources that failed.
        """
        cloudformation = self.client("cloudformation")
        # By way of the bucket: a template in the request may have 51,200 bytes at most.
        self.client("s3").put_object(Bucket=BUCKET, Key="template.json", Body=json.dumps(template))
        request = {
            "StackName": STACK,
            "TemplateURL": f"{self._endpoint}/{BUCKET}/template.json",
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in parameters.items()],
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
        }
        try:
            match self._status(cloudformation):
                case None:
                    cloudformation.create_stack(**request)
                case "ROLLBACK_COMPLETE":  # a first deployment failed; it left nothing to update
                    cloudformation.delete_stack(StackName=STACK)
                    cloudformation.create_stack(**request)
                case _:
                    cloudformation.update_stack(**request)
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise DeploymentError(str(error)[:1000]) from error
        self._await_stack(cloudformation)
        self._apply_time_to_live(template, resources := self._resources(cloudformation))
        return resources

    def check_routes(self, api: str, expected: list[Route]) -> None:
        """Raises DeploymentError where the routes served are not those of the template."""
        gateway = self.client("apigatewayv2")
        names = {a["AuthorizerId"]: a["Name"] for a in gateway.get_authorizers(ApiId=api)["Items"]}
        served = sorted(
            Route(route["RouteKey"], names.get(route.get("AuthorizerId", ""), ""))
            for route in gateway.get_routes(ApiId=api)["Items"]
        )
        wrong = [f"{route.key} by {route.authorizer or 'nobody'}" for route in set(served) ^ set(expected)]
        if wrong or not served:
            raise DeploymentError(
                f"routes served differ from the template's: {sorted(wrong) or 'none at all'}"
            )

    def switch_queues(self, resources: Resources, *, on: bool) -> None:
        """Lets the job queue's messages reach the worker, or keeps them.

        They are kept from before a stop until after the next deployment: else the emulator would hand
        them to the kept functions of the last run, with the settings of the last run.
        """
        functions = self.client("lambda")
        for mapping in resources.of_type("AWS::Lambda::EventSourceMapping").values():
            functions.update_event_source_mapping(UUID=mapping, Enabled=on)

    def outputs(self) -> dict[str, str]:
        (stack,) = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def _status(self, cloudformation: Any) -> str | None:
        try:
            (stack,) = cloudformation.describe_stacks(StackName=STACK)["Stacks"]
        except ClientError:
            return None
        return None if stack["StackStatus"] == "DELETE_COMPLETE" else str(stack["StackStatus"])

    def _await_stack(self, cloudformation: Any) -> None:
        deadline = time.monotonic() + _DEPLOY_SECONDS
        while time.monotonic() < deadline:
            status = self._status(cloudformation)
            if status in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
                return
            if status is None or status.endswith(("_FAILED", "ROLLBACK_COMPLETE")):
                raise DeploymentError(
                    f"the stack ended as {status}: {'; '.join(self._failures(cloudformation))}"
                )
            time.sleep(_POLL_SECONDS)
        raise DeploymentError(f"the stack is not complete after {_DEPLOY_SECONDS:g} s")

    def _failures(self, cloudformation: Any) -> list[str]:
        pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=STACK)
        return [
            f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', 'no reason given')}"
            for page in pages
            for event in page["StackEvents"]
            if event["ResourceStatus"].endswith("_FAILED")
        ]

    def _resources(self, cloudformation: Any) -> Resources:
        pages = cloudformation.get_paginator("list_stack_resources").paginate(StackName=STACK)
        found = [resource for page in pages for resource in page["StackResourceSummaries"]]
        return Resources(
            {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in found},
            {resource["LogicalResourceId"]: resource["ResourceType"] for resource in found},
        )

    def _apply_time_to_live(self, template: Template, resources: Resources) -> None:
        """The emulator's CloudFormation leaves out TimeToLiveSpecification; its DynamoDB knows it."""
        dynamodb = self.client("dynamodb")
        for name, table in resources.of_type("AWS::DynamoDB::Table").items():
            wanted = template["Resources"][name]["Properties"].get("TimeToLiveSpecification")
            described = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
            if wanted and described["TimeToLiveStatus"] != "ENABLED":
                dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification=wanted)
