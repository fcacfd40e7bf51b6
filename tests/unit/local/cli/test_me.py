"""`python -m local me`: what is asked of the API, and what a person reads."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from local import __main__ as command_line
from local.cli.client import ApiClient

PROFILE = {"age": 30}
EXAM = {"exam_id": "e1", "title": "First \x1b[2J aid", "questions": [], "created_at": "now", "raw": []}
ARCHIVE = {"format": "coursemill-archive", "version": 1, "profile": PROFILE, "exams": [EXAM, EXAM]}
TEXT = json.dumps(ARCHIVE)
RESULT = {"archive_id": "archive_1", "pieces": 2, "size": len(TEXT), "expires_at": "2026-12-05T09:30:00.000Z"}
RECEIPT = {"erased": {"job": 2, "exam": 1}, "kept": ["spend"], "erased_at": "2026-11-28T09:30:00.000Z"}

Asked = list[tuple[str, str, Any]]


class Api:
    """Of which each job ends at the second look."""

    def __init__(self) -> None:
        self.asked: Asked = []
        self.job: dict[str, Any] = {"status": "completed", "error": None, "message": "", "result": RESULT}
        self.looks = self.silent = 0

    def answer(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else None
        path = request.url.path
        self.asked.append((request.method, path, body))
        if path == "/dev/token":
            return httpx.Response(200, json={"access_token": "t"})
        if path.startswith("/v1/me/archives"):
            half = len(TEXT) // 2
            text = TEXT[:half] if request.url.params["piece"] == "1" else TEXT[half:]
            return httpx.Response(200, text=text)
        if path.startswith("/v1/jobs/"):
            self.looks += 1
            if self.looks <= self.silent:
                raise httpx.ConnectError("nobody answers")
            return httpx.Response(200, json={**self.job, "is_finished": self.looks > 1})
        if request.method == "POST" and sum(asked[1] == path for asked in self.asked) > 1:
            return httpx.Response(403, json={"title": "Quota", "code": "exam-quota-exceeded"})
        return httpx.Response(202, json={"job_id": "job_1"})


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Api:
    made, make = Api(), ApiClient.__init__

    def init(self: ApiClient, url: str, **how: Any) -> None:
        make(self, url, **how)
        self._http = httpx.Client(base_url=url, transport=httpx.MockTransport(made.answer))

    monkeypatch.setattr(ApiClient, "__init__", init)
    monkeypatch.setattr("local.cli.me.POLL_S", 0.0)
    monkeypatch.delenv("COURSEMILL_TOKEN", raising=False)
    return made


def test_an_archive_is_saved_whole(api: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "mine.json"
    assert command_line.main(["me", "export", "--out", str(file)]) == 0
    assert file.read_text(encoding="ascii") == TEXT
    assert ("GET", "/v1/me/export", None) in api.asked
    assert f"{len(TEXT):,} bytes are in" in capsys.readouterr().out


def test_half_an_archive_is_none(api: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    api.job["result"] = {**RESULT, "pieces": 1}
    assert command_line.main(["me", "export", "--out", str(tmp_path / "mine.json")]) == 1
    assert "instead of" in capsys.readouterr().err
    assert not (tmp_path / "mine.json").exists()


def test_an_erasure_shows_its_receipt(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    api.job["result"] = {"receipt": RECEIPT}
    assert command_line.main(["me", "erase", "--yes"]) == 0
    assert ("DELETE", "/v1/me", None) in api.asked
    assert capsys.readouterr().out == "erased at 2026-11-28T09:30:00.000Z: exam: 1, job: 2\n"


def test_a_moment_without_an_answer_does_not_end_the_wait(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("local.cli.client.time.sleep", lambda _: None)
    api.job["result"], api.silent = {"receipt": RECEIPT}, 2
    assert command_line.main(["me", "erase", "--yes"]) == 0
    assert api.looks == 3


def test_an_erasure_that_failed_says_why(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    api.job |= {"status": "failed", "error": {"message": "It took too long."}}
    assert command_line.main(["me", "erase", "--yes"]) == 1
    assert "has failed: It took too long." in capsys.readouterr().err


def test_nothing_is_erased_without_a_word(api: Api) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["me", "erase"])
    assert not api.asked


def test_profile_and_exams_are_sent_as_if_by_hand(
    api: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mine.json"
    file.write_text(TEXT, encoding="ascii")
    assert command_line.main(["me", "import", str(file)]) == 0
    exam = {"exam_id": "e1", "title": EXAM["title"], "questions": []}
    sent = [asked for asked in api.asked if asked[1] != "/dev/token"]
    assert sent == [("PUT", "/v1/profile", PROFILE), *[("POST", "/v1/exams", exam)] * 2]
    first, second, third = capsys.readouterr().out.splitlines()
    assert (first, second) == ("there      profile", "there      exam First  [2J aid")
    assert third.startswith("refused    exam First")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": "coursemill-archive", "version": 2}',
        '{"format": "coursemill-archive", "version": 1}',
        '{"format": "coursemill-archive", "version": 1, "exams": ["e1"]}',
    ],
)
def test_what_is_no_archive_is_not_sent(
    api: Api, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    file = tmp_path / "mine.json"
    file.write_text(text, encoding="ascii")
    assert command_line.main(["me", "import", str(file)]) == 1
    assert capsys.readouterr().err
    assert [asked[1] for asked in api.asked] == ["/dev/token"]
