"""The page behind CloudFront: only when asked for, private, under the policy that the local stack has too."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from generation.http.shared import MAX_AGE_S
from local.stack import page
from tests.template.stack import Stack

POOL = {"Page": "cloudfront", "PageAddress": "https://d111111abcdef8.cloudfront.net"}
ISSUER = {"Page": "cloudfront", "OidcIssuer": "https://login.example.org/realms/mill", "OidcAudience": "api"}
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/1"
OF_THE_PAGE = ("AWS::S3::", "AWS::CloudFront::", "AWS::Cognito::UserPoolDomain", "AWS::Cognito::ManagedLogin")


@pytest.fixture
def own(deployed: Callable[..., Stack]) -> Stack:
    """With the page, and people of the own user pool."""
    return deployed(**POOL)


@pytest.fixture
def other(deployed: Callable[..., Stack]) -> Stack:
    """With the page, and people of another issuer."""
    return deployed(**ISSUER)


def kinds(stack: Stack) -> list[str]:
    found = (
        resource["Type"]
        for resource in stack.template["Resources"].values()
        if stack.holds(resource.get("Condition"))
    )
    return sorted(kind for kind in found if kind.startswith(OF_THE_PAGE))


def distribution(stack: Stack) -> Any:
    return stack.properties("PageDistribution")["DistributionConfig"]


def policy(stack: Stack) -> str:
    security = stack.properties("PageHeaders")["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    return str(security["ContentSecurityPolicy"]["ContentSecurityPolicy"])


def test_it_is_there_only_when_asked_for(stack: Stack, own: Stack, other: Stack) -> None:
    assert kinds(stack) == []
    assert len(kinds(other)) == 7
    assert set(kinds(own)) - set(kinds(other)) == {
        "AWS::Cognito::UserPoolDomain",
        "AWS::Cognito::ManagedLoginBranding",
    }
    outputs = stack.template["Outputs"]
    assert not [
        name for name in outputs if name.startswith("Page") and stack.holds(outputs[name]["Condition"])
    ]


def test_only_this_distribution_reads_the_bucket(own: Stack) -> None:
    bucket = own.properties("PageBucket")
    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    deny, allow = own.properties("PageBucketPolicy")["PolicyDocument"]["Statement"]
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert deny["Resource"] == ["<PageBucket.Arn>", "<PageBucket.Arn>/*"]
    assert (allow["Effect"], allow["Action"]) == ("Allow", "s3:GetObject")
    assert allow["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert list(allow["Condition"].values()) == [
        {"AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/<PageDistribution>"}
    ]
    access = own.properties("PageAccess")["OriginAccessControlConfig"]
    assert (access["SigningBehavior"], access["SigningProtocol"]) == ("always", "sigv4")


def test_the_api_is_under_the_same_address_and_cached_for_shared_courses_alone(own: Stack) -> None:
    found = distribution(own)
    origins = {origin["Id"]: origin for origin in found["Origins"]}
    assert origins["api"]["DomainName"] == "<Api>.execute-api.eu-central-1.amazonaws.com"
    assert origins["api"]["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    behaviors = {behavior["PathPattern"]: behavior for behavior in found["CacheBehaviors"]}
    assert next(iter(behaviors)) == "/v1/shared/*", "before /v1/*, which fits it too"
    shared = behaviors.pop("/v1/shared/*")
    assert shared["TargetOriginId"] == "api"
    assert (shared["CachePolicyId"], shared["ViewerProtocolPolicy"]) == ("<SharedCache>", "https-only")
    assert "OriginRequestPolicyId" not in shared, "no token reaches what is kept for everybody"
    assert set(behaviors) == {"/v1/*", "/docs", "/openapi.json"}
    for behavior in behaviors.values():
        assert behavior["TargetOriginId"] == "api"
        assert behavior["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "CachingDisabled"
        assert behavior["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac", (
            "with Authorization"
        )
        assert "FunctionAssociations" not in behavior
    assert behaviors["/v1/*"]["ViewerProtocolPolicy"] == "https-only"
    assert {"GET", "POST", "PUT"} <= set(behaviors["/v1/*"]["AllowedMethods"])
    routed = {path for path in own.properties("Api")["Body"]["paths"] if not path.startswith("/v1/")}
    assert routed == set(behaviors) - {"/v1/*"}, "every route of the API is reached"


def test_a_shared_course_is_kept_as_long_as_it_says_and_alike_for_all(own: Stack) -> None:
    kept = own.properties("SharedCache")["CachePolicyConfig"]
    assert (kept["MinTTL"], kept["DefaultTTL"], kept["MaxTTL"]) == (0, 0, MAX_AGE_S)
    key = kept["ParametersInCacheKeyAndForwardedToOrigin"]
    assert {key["HeadersConfig"]["HeaderBehavior"], key["CookiesConfig"]["CookieBehavior"]} == {"none"}
    assert key["QueryStringsConfig"]["QueryStringBehavior"] == "none"


def test_errors_stay_errors(own: Stack) -> None:
    assert "CustomErrorResponses" not in distribution(own), "they would hide the API's own 404"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("/", "/index.html"),
        ("/courses/course_1", "/index.html"),
        ("/jobs/job_1/", "/index.html"),
        ("/a.b/c", "/index.html"),
        ("/assets/index-1a2b.js", "/assets/index-1a2b.js"),
        ("/assets/index-old.js", "/assets/index-old.js"),
        ("/config.json", "/config.json"),
        ("/icon.svg", "/icon.svg"),
    ],
)
def test_every_address_of_the_page_is_its_one_document(own: Stack, asked: str, found: str) -> None:
    router = own.properties("PageRouter")
    assert router["FunctionConfig"]["Runtime"] == "cloudfront-js-2.0"
    assert distribution(own)["DefaultCacheBehavior"]["FunctionAssociations"] == [
        {"EventType": "viewer-request", "FunctionARN": "<PageRouter.FunctionARN>"}
    ]
    call = f"console.log(handler({{request: {{uri: {json.dumps(asked)}}}}}).uri)"
    run = subprocess.run(  # noqa: S603 - the template's own code
        ["node", "-e", router["FunctionCode"] + call],  # noqa: S607 - of PATH
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == found


def test_its_headers_are_those_of_the_local_stack_and_hsts(own: Stack) -> None:
    config = own.properties("PageHeaders")["ResponseHeadersPolicyConfig"]
    security = config["SecurityHeadersConfig"]
    assert all(part["Override"] for part in [*security.values(), *config["CustomHeadersConfig"]["Items"]])
    found = {item["Header"]: item["Value"] for item in config["CustomHeadersConfig"]["Items"]}
    found["X-Frame-Options"] = security["FrameOptions"]["FrameOption"]
    found["Referrer-Policy"] = security["ReferrerPolicy"]["ReferrerPolicy"]
    assert "ContentTypeOptions" in security
    found["X-Content-Type-Options"] = "nosniff"
    assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31_536_000
    assert {**found, "Content-Security-Policy": page.POLICY} == page.HEADERS


def test_the_policy_opens_the_issuer_and_nothing_else(own: Stack, other: Stack) -> None:
    pool = "https://cognito-idp.eu-central-1.amazonaws.com"
    domain = "https://<SignInDomain>.auth.eu-central-1.amazoncognito.com"
    assert policy(own).replace(f" {pool} {domain}", "") == page.POLICY
    assert f"connect-src 'self' {pool} {domain};" in policy(own)
    assert policy(other).replace(" https://login.example.org", "") == page.POLICY
    assert "connect-src 'self' https://login.example.org;" in policy(other)


def test_people_of_the_own_pool_come_back_to_the_page(
    own: Stack, stack: Stack, deployed: Callable[..., Stack]
) -> None:
    client = own.properties("UserPoolClient")
    assert client["AllowedOAuthFlowsUserPoolClient"] is True
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["GenerateSecret"] is False
    assert client["CallbackURLs"] == client["LogoutURLs"] == [POOL["PageAddress"] + "/"]
    assert own.properties("SignInDomain")["Domain"] == "51af3dc0-da77-11e4"
    assert own.properties("SignInPages")["ClientId"] == "<UserPoolClient>"
    for without in (stack, deployed(Page="cloudfront")):
        client = without.properties("UserPoolClient")
        assert client["AllowedOAuthFlowsUserPoolClient"] is False
        assert not {"AllowedOAuthFlows", "CallbackURLs", "SupportedIdentityProviders"} & set(client)


def output(stack: Stack, name: str) -> str:
    return str(stack.resolve(stack.template["Outputs"][name]["Value"]))


def test_the_page_is_told_how_to_sign_in(own: Stack, other: Stack, deployed: Callable[..., Stack]) -> None:
    assert json.loads(output(own, "PageConfig")) == {
        "sign_in": "oidc",
        "authority": "https://cognito-idp.eu-central-1.amazonaws.com/<UserPool>",
        "client_id": "<UserPoolClient>",
        "scope": "openid email",
    }
    assert json.loads(output(other, "PageConfig")) == {
        "sign_in": "oidc",
        "authority": ISSUER["OidcIssuer"],
        "client_id": "api",
        "scope": "openid email",
    }
    assert json.loads(output(deployed(**ISSUER, PageClientId="page"), "PageConfig"))["client_id"] == "page"


def test_a_domain_of_one_s_own_brings_tls_1_2(own: Stack, deployed: Callable[..., Stack]) -> None:
    assert distribution(own)["ViewerCertificate"] == {"CloudFrontDefaultCertificate": True}
    assert "Aliases" not in distribution(own)
    named = deployed(**{**POOL, "PageAddress": "https://mill.example.org"}, PageCertificate=CERTIFICATE)
    assert distribution(named)["Aliases"] == ["mill.example.org"]
    assert distribution(named)["ViewerCertificate"] == {
        "AcmCertificateArn": CERTIFICATE,
        "SslSupportMethod": "sni-only",
        "MinimumProtocolVersion": "TLSv1.2_2021",
    }


def test_its_address_is_an_output(own: Stack, deployed: Callable[..., Stack]) -> None:
    assert output(own, "PageUrl") == POOL["PageAddress"]
    assert output(deployed(Page="cloudfront"), "PageUrl") == "https://<PageDistribution.DomainName>"
