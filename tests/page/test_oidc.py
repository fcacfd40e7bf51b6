"""Signing in as on the deployed page: a config.json as the template writes it, and an issuer with Cognito's
ways (authorization code with PKCE, a logout of its own form, refresh tokens that rotate and are revoked)."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from playwright.sync_api import Request as Asked
from playwright.sync_api import Response as Answer
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from local.configuration import ROOT
from local.stack.issuer import Issuer
from local.stack.page import POLICY
from local.stack.person import Person
from tests.e2e.service import Document, Service
from tests.page.conftest import PATIENCE_MS

CLIENT = "the-page"
PROBLEM = {
    "type": "/problems/unauthenticated",
    "title": "Unauthenticated",
    "status": 401,
    "code": "unauthenticated",
}


class Provider:
    """The issuer; its tokens are the local stack's, so that the API takes them."""

    def __init__(self, server: HTTPServer, service: Service, listening: socket.socket) -> None:
        self.url = server.url_for("").rstrip("/")
        self.listening = listening
        self.page = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.tokens = Issuer.kept_in(Path(service.record.state_dir), service.record.url)
        self.person = Person(sub="ada@pool", plan="pro")
        self.grants: list[str] = []
        self.signed_out: list[Document] = []
        self.refresh: str | None = None
        self.revokes = True
        self._challenges: dict[str, str] = {}
        for path, answer in {
            "/pool/.well-known/openid-configuration": self._discovery,
            "/oauth2/authorize": self._authorize,
            "/oauth2/token": self._token,
            "/oauth2/revoke": self._revoke,
            "/logout": self._logout,
        }.items():
            server.expect_request(path).respond_with_handler(answer)

    def _discovery(self, _: Request) -> Response:
        found: Document = {
            "issuer": f"{self.url}/pool",
            "authorization_endpoint": f"{self.url}/oauth2/authorize",
            "token_endpoint": f"{self.url}/oauth2/token",
            "end_session_endpoint": f"{self.url}/logout",
            "response_types_supported": ["code"],
        }
        return self._json(
            {**found, "revocation_endpoint": f"{self.url}/oauth2/revoke"} if self.revokes else found
        )

    def _authorize(self, request: Request) -> Response:
        """Somebody who has typed their password already."""
        asked = request.args
        assert (asked["client_id"], asked["response_type"]) == (CLIENT, "code")
        assert asked["redirect_uri"] == f"{self.page}/", "Cognito compares the whole address"
        assert asked["scope"] == "openid email"
        assert asked["code_challenge_method"] == "S256"
        code = f"code{len(self._challenges)}"
        self._challenges[code] = asked["code_challenge"]
        back = urlencode({"code": code, "state": asked["state"]})
        return Response(status=302, headers={"Location": f"{asked['redirect_uri']}?{back}"})

    def _token(self, request: Request) -> Response:
        form = request.form
        assert form["client_id"] == CLIENT
        assert "client_secret" not in form
        self.grants.append(form["grant_type"])
        tokens: Document = {"token_type": "Bearer", "expires_in": 3600}
        if form["grant_type"] == "authorization_code":
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
            assert challenge == self._challenges.pop(form["code"])
        else:
            assert form["grant_type"] == "refresh_token"
            assert form["refresh_token"] == self.refresh, "each is good for one renewal"
        self.refresh = tokens["refresh_token"] = f"refresh{len(self.grants)}"
        tokens["id_token"] = self.tokens.token(Person(sub=self.person.sub), use="id")
        tokens["access_token"] = self.tokens.token(self.person)
        return self._json(tokens)

    def _revoke(self, request: Request) -> Response:
        """Cognito revokes refresh tokens alone, with all that came of them."""
        assert request.form["client_id"] == CLIENT
        assert request.form["token"] == self.refresh
        assert not self.signed_out, "it is told before the session ends"
        self.refresh = None
        return self._json({})

    def _logout(self, request: Request) -> Response:
        """Not as OpenID Connect has it: without these two Cognito shows an error."""
        self.signed_out.append(dict(request.args))
        assert request.args["client_id"] == CLIENT
        return Response("signed out", status=302, headers={"Location": request.args["logout_uri"]})

    def _json(self, body: Document) -> Response:
        headers = {"Access-Control-Allow-Origin": self.page}
        return Response(json.dumps(body), headers=headers, content_type="application/json")


@pytest.fixture
def provider(httpserver: HTTPServer, service: Service) -> Iterator[Provider]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield Provider(httpserver, service, listening)


OpenDeployed = Callable[..., Page]


@pytest.fixture
def open_deployed(browser: Browser, service: Service, provider: Provider) -> Iterator[OpenDeployed]:
    """`open_deployed("/queue")`: the page as deployed."""
    context = browser.new_context(base_url=provider.page)
    context.set_default_timeout(PATIENCE_MS)
    complaints: list[str] = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda said: complaints.append(said.text) if "Policy" in said.text else None)
    with ExitStack() as servers:

        def open_(path: str) -> Page:
            servers.enter_context(deployed(service, provider))
            page = context.new_page()
            page.goto(path)
            return page

        yield open_
        context.close()
    assert complaints == []


@contextmanager
def deployed(service: Service, provider: Provider) -> Iterator[None]:
    """The page at `provider.page`, with the stack behind it."""
    config = {"sign_in": "oidc", "authority": f"{provider.url}/pool", "client_id": CLIENT}
    config |= {"scope": "openid email"}
    opened = POLICY.replace("connect-src 'self'", f"connect-src 'self' {provider.url}")
    # Listening already: the port is nobody else's meanwhile, and who comes before the server is there waits.
    fd = provider.listening.fileno()
    server = subprocess.Popen(  # noqa: S603 - the interpreter of this test
        [
            sys.executable,
            "-m",
            "tests.page.deployed",
            str(fd),
            service.record.url,
            json.dumps(config),
            opened,
        ],
        cwd=ROOT,
        pass_fds=[fd],
    )
    try:
        yield
    finally:
        server.terminate()
        server.wait(10)


def claims_of(request: Asked) -> Document:
    """What stands in the token of a request of the page."""
    payload = request.headers["authorization"].removeprefix("Bearer ").split(".")[1]
    claims: Document = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return claims


def sign_out(page: Page, provider: Provider) -> None:
    page.get_by_role("button", name="Account: ada@pool").click()
    with page.expect_response(lambda answer: "/v1/" in answer.url and len(provider.grants) == 2):
        page.get_by_role("menuitem", name="Sign out").click()
    (asked,) = provider.signed_out
    assert asked["logout_uri"] == f"{provider.page}/"


def leave(page: Page) -> None:
    """To a blank page in the same tab: from here on no request is one of the page before."""
    page.goto("about:blank")


def is_good(answer: Answer) -> bool:
    return "/v1/" in answer.url and answer.ok


class RefuseTokenOfNow:
    """A route that answers 401 to the first token it sees, whoever comes with it; each later one goes on.
    `late`: the first to come is refused at once, the others by `refuse_rest`."""

    def __init__(self, *, late: bool = False) -> None:
        self.token: str | None = None
        self.count = 0
        self._late = late
        self._held: list[Route] = []

    def __call__(self, route: Route) -> None:
        token = route.request.headers["authorization"]
        self.token = self.token or token
        if token != self.token:
            route.continue_()
            return
        self.count += 1
        self._held.append(route)
        if self.count == 1 or not self._late:
            self.refuse_rest()

    def refuse_rest(self) -> None:
        # Taken out first: while one is answered the next may come.
        while self._held:
            self._held.pop().fulfill(status=401, json=PROBLEM)


def test_one_comes_back_to_where_one_was_with_an_access_token(
    open_deployed: OpenDeployed, provider: Provider
) -> None:
    page = open_deployed("/queue?status=active")
    expect(page.get_by_role("button", name="Account: ada@pool")).to_be_visible()
    leave(page)
    with page.expect_request("**/v1/jobs*") as asked:
        page.go_back()
    found = claims_of(asked.value)
    assert (found["token_use"], found["plan"]) == ("access", "pro")
    expect(page.get_by_role("button", name="Account: ada@pool")).to_be_visible()
    expect(page).to_have_url(f"{provider.page}/queue?status=active")
    assert provider.grants == ["authorization_code"], "a reload is no new sign-in"
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "eyJ" not in kept, "tokens end with the tab"
    assert "oidc" not in kept, "and so does what a sign-in leaves behind"


@pytest.mark.parametrize("path", ["//evil", "//evil.example/queue", "/%5Cevil"])
def test_a_path_that_looks_like_another_host_does_not_break_the_sign_in(
    open_deployed: OpenDeployed, provider: Provider, path: str
) -> None:
    page = open_deployed(f"{provider.page}{path}")
    expect(page.get_by_role("button", name="Account: ada@pool")).to_be_visible()
    assert page.url.startswith(f"{provider.page}/")
    assert provider.grants == ["authorization_code"]


def test_a_refused_token_is_renewed_again_and_again(open_deployed: OpenDeployed, provider: Provider) -> None:
    page = open_deployed("/queue")
    expect(page.get_by_role("button", name="Account: ada@pool")).to_be_visible()
    for renewals in (1, 2):
        leave(page)
        refuse = RefuseTokenOfNow()
        page.route("**/v1/jobs*", refuse)
        # All of them come with the token of now, so that the first good answer is one to a new token.
        with page.expect_response(lambda answer: "/v1/jobs" in answer.url and is_good(answer)):
            page.goto("/queue")
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("heading", name="Queue")).to_be_visible()
        assert refuse.count > 0
        assert provider.grants == ["authorization_code", *["refresh_token"] * renewals]
        page.unroute("**/v1/jobs*")


@pytest.mark.parametrize("late", [False, True])
def test_requests_that_are_refused_together_renew_together(
    open_deployed: OpenDeployed, provider: Provider, late: bool
) -> None:
    """A refresh token is good once: the second to come with it would be signed out. `late`: the second is
    refused when the token has been renewed for the first."""
    page = open_deployed("/queue")
    expect(page.get_by_role("button", name="Account: ada@pool")).to_be_visible()
    leave(page)
    refuse = RefuseTokenOfNow(late=late)
    # Whoever has no job of late is looked up in both at the same time.
    page.route("**/v1/courses*", refuse)
    page.route("**/v1/programs*", refuse)
    with page.expect_response(lambda answer: "/v1/jobs" not in answer.url and is_good(answer)):
        page.goto("/")
    refuse.refuse_rest()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert refuse.count == 2
    assert provider.grants == ["authorization_code", "refresh_token"]


def test_signing_out_revokes_the_refresh_token_and_is_told_to_the_issuer(
    open_deployed: OpenDeployed, provider: Provider
) -> None:
    page = open_deployed("/courses")
    expect(page.get_by_role("button", name="Account: ada@pool")).to_be_visible()
    given = provider.refresh
    revoked: list[str] = []
    page.on("request", lambda asked: revoked.append(asked.post_data or "") if "revoke" in asked.url else None)
    sign_out(page, provider)
    (asked,) = revoked
    assert f"token={given}" in asked
    assert "token_type_hint=refresh_token" in asked


def test_one_signs_out_of_an_issuer_that_cannot_revoke(
    open_deployed: OpenDeployed, provider: Provider
) -> None:
    provider.revokes = False
    page = open_deployed("/courses")
    expect(page.get_by_role("button", name="Account: ada@pool")).to_be_visible()
    sign_out(page, provider)
