"""`python -m local batch`: a folder goes out as batches, and comes back as a table."""

from __future__ import annotations

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from generation.http.body import MAX_BODY_BYTES, MAX_VALUES
from local import __main__ as command_line
from local.cli import batch, client
from local.cli.client import ApiClient

EXAM = {"title": "First aid", "questions": []}
PROFILE = {"age": 30, "mass_kg": 65, "equipment": []}
JOB: dict[str, Any] = {
    "status": "completed",
    "title": '=HYPERLINK("http://example.org")\x1b[2J',
    "result": {"course_id": "course_1"},
    "error": None,
    "usage": {"model_calls": 4, "cost_usd": None},
    "started_at": "2026-11-27T12:00:00Z",
    "completed_at": "2026-11-27T12:01:00Z",
}


class Api:
    """Starts at most `room` jobs of a batch; an exam without a title is refused, and a batch with a text that
    holds NUL. `active` is what `GET /v1/limits` tells, one after the other; `fails` answers a look first."""

    def __init__(
        self,
        room: int = 100,
        active: tuple[tuple[int, int], ...] = ((0, 100),),
        fails: tuple[int, ...] = (),
        **members: Any,
    ) -> None:
        self.sent: list[Any] = []
        self.sizes: list[int] = []
        self.asked: list[str] = []
        self._room = room
        self._active = list(active)
        self._fails = list(fails)
        self._members = members
        self._looks = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/dev/token":
            return httpx.Response(200, json={"access_token": "t"})
        self.asked.append(f"{request.method} {request.url.path}")
        if request.url.path == "/v1/limits":
            used, limit = self._active.pop(0) if len(self._active) > 1 else self._active[0]
            return httpx.Response(200, json={"active_jobs": {"used": used, "limit": limit}})
        if request.method == "POST":
            if b"\\u0000" in request.content:
                problem = {"title": "No.", "code": "invalid-input", "detail": "NUL."}
                return httpx.Response(422, json=problem)
            self.sizes.append(len(request.content))
            self.sent.append(json.loads(request.content))
            return httpx.Response(202, json={"batch_id": f"batch_{len(self.sent)}", "jobs": self._places()})
        if self._fails:
            if (status := self._fails.pop(0)) == 0:
                raise httpx.ReadTimeout("nothing came")
            headers = {"content-type": "application/problem+json"}
            return httpx.Response(status, json={"title": "No.", "code": "unavailable"}, headers=headers)
        self._looks += 1
        places = [place for place in self._places() if "job_id" in place]
        first = int(request.url.params.get("cursor", "0"))
        limit = int(request.url.params["limit"])
        shown = [{**JOB, **self._members, **place} for place in places[first : first + min(limit, 2)]]
        more = first + 2 < len(places) and limit > 1
        body = {
            "counts": {"completed": len(places), "failed": 0},
            "is_finished": self._looks > 1,
            "jobs": shown,
            "next_cursor": str(first + 2) if more else None,
        }
        return httpx.Response(200, json=body, headers={} if self._looks > 1 else {"retry-after": "5"})

    def _places(self) -> list[Any]:
        places: list[Any] = []
        for number, start in enumerate(self.sent[-1]["jobs"]):
            if "exam" in start["input"] and not start["input"]["exam"].get("title"):
                fault = {"pointer": f"/jobs/{number}/input/exam/title", "message": "is required"}
                places.append({"problem": {"code": "invalid-input", "detail": "No.", "errors": [fault]}})
            elif sum("job_id" in place for place in places) < self._room:
                places.append({"job_id": f"job_{len(self.sent)}_{number}"})
            else:
                places.append({"problem": {"code": "too-many-jobs", "detail": "Later.", "errors": None}})
        return places


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, list[Any]]]:
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    monkeypatch.delenv("COURSEMILL_TOKEN", raising=False)
    make: Callable[..., None] = ApiClient.__init__

    def running(api: Api, **files: Any) -> tuple[int, list[Any]]:
        def init(self: ApiClient, url: str, **how: Any) -> None:
            make(self, url, **how)
            self._http = httpx.Client(base_url=url, transport=httpx.MockTransport(api))

        monkeypatch.setattr(ApiClient, "__init__", init)
        folder = tmp_path / "exams"
        folder.mkdir()
        for name, content in files.items():
            (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
        out = tmp_path / "out.csv"
        status = command_line.main(["batch", str(folder), "--out", str(out)])
        return status, list(csv.DictReader(io.StringIO(out.read_text()))) if out.exists() else []

    return running


def test_each_file_is_a_start_and_a_row(run: Any) -> None:
    api = Api()
    status, rows = run(api, a=EXAM, b=PROFILE, c={**EXAM, "title": "C"})
    assert status == 0
    (sent,) = api.sent
    assert sent["name"] == "exams"
    assert [start["pipeline"] for start in sent["jobs"]] == ["exam_course", "training_program", "exam_course"]
    assert sent["jobs"][1]["input"]["profile"] == PROFILE
    assert [(row["file"], row["status"], row["made"]) for row in rows] == [
        (f"{name}.json", "completed", "course_1") for name in "abc"
    ]
    assert rows[0]["cost_usd"] == ""
    assert rows[0]["model_calls"] == "4"


def test_what_others_wrote_is_no_formula_and_no_control(run: Any) -> None:
    _, rows = run(Api(), a=EXAM)
    assert rows[0]["title"] == '\'=HYPERLINK("http://example.org") [2J'


def test_what_is_refused_is_a_row_that_says_why(run: Any) -> None:
    status, rows = run(Api(), a=EXAM, b={"questions": []})
    assert status == 1
    assert (rows[1]["status"], rows[1]["job_id"]) == ("refused", "")
    assert rows[1]["error"] == "invalid-input: No.; /jobs/1/input/exam/title: is required"


def test_what_finds_no_place_is_sent_again_when_the_others_have_ended(run: Any) -> None:
    api = Api(room=2)
    status, rows = run(api, **dict.fromkeys("abcde", EXAM))
    assert status == 0
    assert [len(sent["jobs"]) for sent in api.sent] == [5, 3, 1]
    assert [row["file"] for row in rows] == [f"{name}.json" for name in "abcde"]
    assert len({row["job_id"] for row in rows}) == 5


def test_a_hundred_go_in_one_request(run: Any) -> None:
    api = Api()
    status, rows = run(api, **{f"exam_{number:03}": EXAM for number in range(130)})
    assert (status, len(rows)) == (0, 130)
    assert [len(sent["jobs"]) for sent in api.sent] == [100, 30]


def test_no_more_are_sent_than_may_be_active(run: Any) -> None:
    api = Api(active=((0, 10),))
    status, rows = run(api, **{f"exam_{number:02}": EXAM for number in range(25)})
    assert (status, len(rows)) == (0, 25)
    assert [len(sent["jobs"]) for sent in api.sent] == [10, 10, 5]


def test_where_there_is_no_room_nothing_is_sent_until_there_is(
    run: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    api = Api(active=((10, 10), (10, 10), (8, 10), (9, 10)))
    status, _ = run(api, a=EXAM, b=EXAM, c=EXAM)
    assert status == 0
    assert [len(sent["jobs"]) for sent in api.sent] == [2, 1]
    assert api.asked[:4] == ["GET /v1/limits"] * 3 + ["POST /v1/batches"]
    assert capsys.readouterr().out.count("waiting: 10 jobs are active") == 1


def test_a_request_stays_under_what_a_body_may_have(run: Any) -> None:
    assert batch.MOST_BYTES < MAX_BODY_BYTES
    assert batch.MOST_VALUES < MAX_VALUES
    long = {**EXAM, "description": "é" * 400_000}
    api = Api()
    assert run(api, **dict.fromkeys("abcde", long))[0] == 0
    assert [len(sent["jobs"]) for sent in api.sent] == [2, 2, 1]
    assert max(api.sizes) < MAX_BODY_BYTES


def test_a_request_has_no_more_values_than_a_body_may_have(run: Any) -> None:
    many = {**EXAM, "questions": [[1] * 3_000] * 10}
    api = Api()
    assert run(api, a=many, b=many, c=many)[0] == 0
    assert [len(sent["jobs"]) for sent in api.sent] == [2, 1]


def test_a_file_that_spoils_its_batch_is_a_row_and_the_others_are_started(run: Any) -> None:
    api = Api()
    status, rows = run(api, **dict.fromkeys("abde", EXAM), c={**EXAM, "title": "\0"})
    assert status == 1
    assert [row["status"] for row in rows] == ["completed"] * 2 + ["refused"] + ["completed"] * 2
    assert rows[2]["error"] == "invalid-input: NUL."


def test_a_look_that_fails_is_made_again(run: Any) -> None:
    status, rows = run(Api(fails=(503, 0, 502)), a=EXAM)
    assert (status, rows[0]["status"]) == (0, "completed")


def test_who_gives_up_is_left_with_what_was_started(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PATIENCE_S", -1.0)
    status, rows = run(Api(fails=(503,)), a=EXAM, b={"questions": []})
    assert status == 1
    assert [(row["status"], row["job_id"]) for row in rows] == [("started", "job_1_0"), ("refused", "")]


def test_a_failed_job_is_told_of(run: Any) -> None:
    error = {"code": "budget-exceeded", "message": "Over the cap."}
    status, rows = run(Api(status="failed", error=error, result=None), a=EXAM)
    assert status == 1
    assert (rows[0]["error"], rows[0]["made"]) == ("budget-exceeded: Over the cap.", "")


def test_a_folder_without_files_is_refused(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(Api())[0] == 1
    assert "no folder with JSON files" in capsys.readouterr().err
