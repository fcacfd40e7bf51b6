"""`python -m local admin`: what is asked of the API, and what an operator reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from generation.engine.model.audit import Act, Action, following
from local import __main__ as command_line
from local.cli.client import ApiClient

PAUSE = {
    "scope": "pipeline",
    "value": "exam_course",
    "reason": "Mended \x1b[2J soon",
    "paused_at": "2026-11-27T12:00:00Z",
    "paused_by": "olga",
}
OVERVIEW = {
    "at": "2026-11-27T12:00:00Z",
    "jobs": {"pending": 7, "running": 2, "waiting": 1},
    "waiting_by_owner": [{"owner": "ada", "jobs": 5}, {"owner": "bob", "jobs": 2}],
    "is_complete": True,
    "spend_usd": {"day": {"used": 12.5, "reserved": 3, "limit": 50}},
    "model": [{"model": "claude-sonnet-5-5", "requests_per_minute": 50, "waits_s": 12.4}],
    "paused": [PAUSE],
}

ACT = Act(
    at=datetime(2026, 11, 27, 12, tzinfo=UTC),
    actor="olga",
    role="operator",
    action=Action.PAUSE,
    target={"scope": "all", "reason": "Mended \x1b[2J soon"},
)
FIRST = following(None, ACT)
SECOND = following(FIRST, replace(ACT, action=Action.RESUME, target={"scope": "all"}))
CHAIN = [SECOND.told, FIRST.told]


def _page(cursor: str | None) -> dict[str, Any]:
    """An entry a page."""
    number = int(cursor or 0)
    return {"entries": CHAIN[number : number + 1], "next_cursor": None if number else "1"}


Asked = list[tuple[str, str, Any, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What reaches an API: method, path, body, token."""
    seen: Asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else None
        seen.append((request.method, request.url.path, body, request.headers.get("authorization", "")))
        if request.url.path == "/dev/token":
            return httpx.Response(200, json={"access_token": "t-of-the-stack"})
        if request.url.path == "/v1/admin/audit":
            return httpx.Response(200, json=_page(request.url.params.get("cursor")))
        if request.url.path == "/v1/admin/overview":
            return httpx.Response(200, json=OVERVIEW)
        return httpx.Response(200, json={"paused": [PAUSE] if request.url.path.endswith("pause") else []})

    make: Callable[..., None] = ApiClient.__init__

    def init(self: ApiClient, url: str, **how: Any) -> None:
        make(self, url, **how)
        headers = self._http.headers
        self._http = httpx.Client(base_url=url, transport=httpx.MockTransport(answer), headers=headers)

    monkeypatch.setattr(ApiClient, "__init__", init)
    monkeypatch.delenv("COURSEMILL_TOKEN", raising=False)
    return seen


def test_the_overview_of_a_local_stack(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["admin", "overview"]) == 0
    assert asked[0][:3] == ("POST", "/dev/token", {"sub": "operator", "roles": ["operator"]})
    assert asked[1] == ("GET", "/v1/admin/overview", None, "Bearer t-of-the-stack")
    assert capsys.readouterr().out.splitlines() == [
        "jobs       2 running, 7 pending, 1 wait for a person",
        "spent      $12.50 of $50.00 today (UTC), $3.00 reserved",
        "pending         5  ada",
        "pending         2  bob",
        "model      claude-sonnet-5-5: waits 12 s",
        "paused     pipeline exam_course since 2026-11-27T12:00:00Z: Mended  [2J soon",
    ]


def test_a_deployed_stack_is_asked_with_the_operator_s_token(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COURSEMILL_TOKEN", "olga-s")
    arguments = ["--pipeline", "exam_course", "--reason", "Mended soon", "--url", "https://api.example.org"]
    assert command_line.main(["admin", "pause", *arguments]) == 0
    body = {"scope": "pipeline", "value": "exam_course", "reason": "Mended soon"}
    assert asked == [("POST", "/v1/admin/pause", body, "Bearer olga-s")]
    assert "exam_course" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "scope", "value"),
    [(["--all"], "all", None), (["--owner", "ada"], "owner", "ada")],
)
def test_what_is_resumed(
    asked: Asked, capsys: pytest.CaptureFixture[str], arguments: list[str], scope: str, value: str | None
) -> None:
    assert command_line.main(["admin", "resume", *arguments]) == 0
    assert asked[-1][1:3] == ("/v1/admin/resume", {"scope": scope, "value": value})
    assert capsys.readouterr().out == "paused     nothing\n"


@pytest.mark.parametrize(
    "arguments",
    [["pause", "--all"], ["pause", "--reason", "x"], ["resume"], ["resume", "--all", "--owner", "ada"], []],
)
def test_a_command_that_says_too_little_or_too_much(asked: Asked, arguments: list[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["admin", *arguments])
    assert not asked


def test_the_latest_acts(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["admin", "audit"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "     2  2026-11-27T12:00:00.000Z  operator olga  resume  scope=all",
    ]


def test_a_whole_audit_is_verified_over_all_its_pages(
    asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command_line.main(["admin", "audit", "--verify"]) == 0
    expected = f"2 entries, each follows from the one before, the latest {SECOND.hash}\n"
    assert capsys.readouterr().out == expected


def test_a_broken_audit_is_told(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(CHAIN[1], "actor", "otto")
    assert command_line.main(["admin", "audit", "--verify"]) == 1
    assert "broken at entry 1" in capsys.readouterr().err
