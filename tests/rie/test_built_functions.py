"""Every event of events/ reaches its built function, and together they take an exam to a published course."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
from dataclasses import dataclass, field
from typing import Any

import pytest

from generation.exports import markdown
from local.configuration import ROOT
from tests.conftest import Aws
from tests.rie.built_function import Artifact, BuiltFunction
from tests.rie.conftest import SECRET, Deployment
from tests.template.test_roles import granted

EVENTS = ROOT / "events"

JOB = json.loads((EVENTS / "cancel.json").read_text())["pathParameters"]["job_id"]
MANUAL_JOB = json.loads((EVENTS / "retry-continue.json").read_text())["pathParameters"]["job_id"]
COURSE = json.loads((EVENTS / "library-get-course.json").read_text())["pathParameters"]["course_id"]
SLUG = json.loads((EVENTS / "library-get-shared.json").read_text())["pathParameters"]["slug"]
CLAIMS = json.loads((EVENTS / "claims.json").read_text())
BATCH = json.loads((EVENTS / "start-get-batch.json").read_text())["pathParameters"]["batch_id"]
PROGRAM_JOB = "job_01kaptq9p4r7t0v3x6z8b1d5f7"
"""As events/process-program.json has it."""
PROGRAM = json.loads((EVENTS / "library-get-program.json").read_text())["pathParameters"]["program_id"]

ORDER = {
    "library-add-exam": 201,
    "library-list-exams": 200,
    "library-get-exam": 200,
    "library-edit-exam": 200,
    "start-quote": 200,
    "start": 202,
    "status-list-jobs": 200,
    "status-list-org-jobs": 200,
    "cancel": 202,
    "retry": 202,
    "process": None,
    "status-get-job": 200,
    "status-events": 200,
    "status-logs": 200,
    "library-list-courses": 200,
    "library-get-course": 200,
    "library-edit-course": 200,
    "library-copy-course": 201,
    "library-publish-course": 200,
    "library-get-shared": 200,
    "library-get-lesson": 200,
    "library-put-lesson": 412,  # the event names no version that is there
    "library-list-versions": 200,
    "library-restore-lesson": 404,
    "export-course": 200,
    "start-manual": 202,
    "process-two-jobs": None,
    "retry-continue": 202,
    "library-put-profile": 200,
    "library-get-profile": 200,
    "start-program": 202,
    "process-program": None,
    "library-list-programs": 200,
    "library-get-program": 200,
    "library-edit-program": 200,
    "export-program": 200,
    "export-analytics": 200,
    "library-unpublish-course": 200,
    "library-delete-course": 204,
    "library-restore-course": 200,
    "library-delete-program": 204,
    "library-restore-program": 200,
    "library-delete-job": 204,
    "library-restore-job": 200,
    "status-limits": 200,
    "start-batch": 202,
    "start-list-batches": 200,
    "start-get-batch": 200,
    "start-cancel-batch": 202,
    "start-retry-batch": 202,
    "admin-pause": 200,
    "admin-overview": 200,
    "admin-resume": 200,
    "admin-audit": 200,
    "webhooks-put": 201,
    "webhooks-get": 200,
    "webhooks-list": 200,
    "webhooks-rotate": 200,
    "webhooks-test": 202,
    "notify": None,
    "webhooks-deliveries": 200,
    "webhooks-create": 201,
    "webhooks-delete": 204,
    "library-restore-exam": 200,  # it is there
    "library-delete-exam": 409,  # the job that was let go on has not ended; it asks for all it may need
    "start-export-me": 202,
    "export-archive": 404,  # nobody has carried the export on
    "start-erase-me": 202,  # last: from here on its owner starts nothing
    "sweep": None,
    "claims": None,
    "library-openapi": 200,
    "library-docs": 200,
}
"""Events in the order in which they make sense, and the status that each is answered with."""

FUNCTIONS = sorted({f"{name.split('-')[0].title()}Function" for name in ORDER})

INITIALIZATION_MS = 10_000
"""Lambda's limit for interpreter and imports; a function over it is started a second time, and billed."""


@dataclass
class Journey:
    """The answers to all events, and the ids that stand for those in the files."""

    answers: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def event(self, name: str) -> dict[str, Any]:
        text = (EVENTS / f"{name}.json").read_text(encoding="utf-8")
        for written, real in self.ids.items():
            text = text.replace(written, real)
        event: dict[str, Any] = json.loads(text)
        return event

    def text(self, name: str) -> str:
        body: str = self.answers[name]["body"]
        if self.answers[name].get("isBase64Encoded"):
            return gzip.decompress(base64.b64decode(body)).decode()
        return body

    def body(self, name: str) -> Any:
        return json.loads(self.text(name))


@pytest.fixture(scope="module")
def journey(functions: dict[str, BuiltFunction], deployment: Deployment, aws: Aws) -> Journey:
    travelled = Journey(ids={CLAIMS["userPoolId"]: deployment.pool, CLAIMS["userName"]: deployment.person})
    for name in ORDER:
        function = functions[f"{name.split('-')[0].title()}Function"]
        travelled.answers[name] = function.invoke(travelled.event(name))
        if name == "start":
            travelled.ids[JOB] = travelled.body(name)["job_id"]
        elif name == "start-manual":
            travelled.ids[MANUAL_JOB] = travelled.body(name)["job_id"]
        elif name == "start-batch":
            travelled.ids[BATCH] = travelled.body(name)["batch_id"]
        elif name == "start-program":
            travelled.ids[PROGRAM_JOB] = travelled.body(name)["job_id"]
        elif name == "library-list-programs":
            travelled.ids[PROGRAM] = travelled.body(name)["programs"][0]["program_id"]
        elif name == "library-publish-course":
            travelled.ids[SLUG] = travelled.body(name)["share"]["slug"]
        elif name == "status-get-job":
            assert travelled.body(name)["result"], function.log() + functions["ProcessFunction"].log()
            travelled.ids[COURSE] = travelled.body(name)["result"]["course_id"]
    return travelled


def test_every_event_is_played() -> None:
    assert set(ORDER) == {path.stem for path in EVENTS.glob("*.json")}


def test_every_event_has_its_line_in_the_docs() -> None:
    docs = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
    for name in ORDER:
        function = f"{name.split('-')[0].title()}Function"
        assert f"`sam local invoke {function} --event events/{name}.json`" in docs


@pytest.mark.parametrize("name", [name for name, status in ORDER.items() if status])
def test_a_request_is_answered(journey: Journey, name: str) -> None:
    answer = journey.answers[name]
    assert answer["statusCode"] == ORDER[name], answer
    assert isinstance(answer["body"], str)


def test_the_worker_reports_no_message_as_failed(journey: Journey) -> None:
    assert journey.answers["process"] == {"batchItemFailures": []}
    assert journey.answers["process-two-jobs"] == {"batchItemFailures": []}
    assert journey.answers["process-program"] == {"batchItemFailures": []}


def test_the_sweep_counts_what_it_did(journey: Journey) -> None:
    assert journey.answers["sweep"]["failed"] == 0


def test_claims_are_given_to_the_access_token(journey: Journey) -> None:
    details = journey.answers["claims"]["response"]["claimsAndScopeOverrideDetails"]
    assert details["accessTokenGeneration"]["claimsToAddOrOverride"] == {
        "org_id": "o1",
        "plan": "pro",
        "roles": ["editors", "org_admin"],
    }


def test_messages_are_what_the_process_events_say(journey: Journey, aws: Aws) -> None:
    queue_url = aws.sqs.get_queue_url(QueueName="rie")["QueueUrl"]
    received = aws.sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10)["Messages"]
    bodies = [json.loads(message["Body"]) for message in received]
    assert {"job_id": journey.ids[JOB]} in bodies
    assert json.loads(journey.event("process")["Records"][0]["body"]) == {"job_id": journey.ids[JOB]}


def test_an_exam_became_a_published_course(journey: Journey) -> None:
    job = journey.body("status-get-job")
    assert (job["status"], job["progress"]) == ("completed", 100)
    assert job["items"]
    course = journey.body("library-get-course")
    assert course["coverage"]["missing"] == []
    assert course["made_by"] == "offline"
    assert journey.body("library-publish-course")["status"] == "published"
    assert journey.body("library-get-shared")["title"] == journey.body("library-publish-course")["title"]


def test_a_profile_became_a_program(journey: Journey) -> None:
    program = journey.body("library-get-program")
    assert (program["status"], program["level"], program["made_by"]) == ("ready", "enhanced", "offline")
    assert program["validation"]["violations"] == []


def test_course_and_program_are_files(journey: Journey) -> None:
    for name, made in (
        ("export-course", "library-edit-course"),  # under the names that they were given
        ("export-program", "library-edit-program"),
    ):
        headers = journey.answers[name]["headers"]
        assert headers["Content-Type"] == "text/markdown; charset=utf-8"
        assert headers["Content-Disposition"].startswith("attachment; ")
        assert journey.text(name).startswith(f"# {markdown.text(journey.body(made)['title'])}\n")


def test_the_feed_goes_on_after_the_last_event_that_was_seen(journey: Journey) -> None:
    answer = journey.answers["status-events"]
    assert answer["headers"]["Content-Type"].startswith("text/event-stream")
    ids = [int(number) for number in re.findall(r"^id: (\d+)$", answer["body"], re.MULTILINE)]
    assert ids == list(range(3, journey.body("status-get-job")["last_event_id"] + 1))


def test_a_job_that_waited_for_a_person_goes_on(journey: Journey) -> None:
    assert journey.body("retry-continue")["status"] in {"pending", "running"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_is_initialized_in_time(
    journey: Journey, functions: dict[str, BuiltFunction], name: str
) -> None:
    assert functions[name].initialization_ms() < INITIALIZATION_MS


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"ProcessFunction"}))
def test_no_function_but_the_worker_loads_the_claude_sdk(artifact: Artifact, name: str) -> None:
    code = "import app, sys; print(sorted({'anthropic', 'boto3'} & set(sys.modules)))"
    loaded = subprocess.run(  # noqa: S603 - the interpreter of the build
        [str(artifact.python), "-S", "-c", code],
        cwd=artifact.folder / name,
        env=artifact.environment(name, {}, 15),
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "[]"


def test_logs_hold_no_token_and_no_crash(journey: Journey, functions: dict[str, BuiltFunction]) -> None:
    token = journey.event("start")["headers"]["authorization"].removeprefix("Bearer ")
    for function in functions.values():
        assert token not in function.log()
        assert "Traceback" not in function.log()


def test_code_is_imported_from_its_byte_code(artifact: Artifact) -> None:
    """A source that is newer than its byte-code, as after packing, is not compiled again."""
    module = artifact.layer / "generation" / "settings.py"
    (cached,) = module.parent.glob("__pycache__/settings.*.pyc")
    before = (cached.stat().st_mtime_ns, module.stat())
    os.utime(module, (before[1].st_atime + 60, before[1].st_mtime + 60))
    subprocess.run(  # noqa: S603 - the interpreter of the build
        [str(artifact.python), "-S", "-c", "import generation.settings"],
        env={"PYTHONPATH": str(artifact.layer)},
        check=True,
        capture_output=True,
    )
    assert cached.stat().st_mtime_ns == before[0]


def test_functions_do_only_what_their_roles_allow(journey: Journey, deployment: Deployment) -> None:
    resources = {
        deployment.table: "<Table.Arn>",
        f"{deployment.table}/index/active": "<Table.Arn>/index/active",
        f"{deployment.table}/index/order": "<Table.Arn>/index/order",
        deployment.queue: "<JobQueue.Arn>",
        deployment.delivery_queue: "<DeliveryQueue.Arn>",
        deployment.pool: "<UserPool.Arn>",
        SECRET: f"arn:aws:secretsmanager:eu-central-1:123456789012:secret:{SECRET}-??????",
    }
    assert set(deployment.recorder.used) == set(FUNCTIONS)
    for name, used in deployment.recorder.used.items():
        allowed = granted(deployment.stack, name.removesuffix("Function"))
        refused = {(action, r) for action, r in used if action not in allowed.get(resources[r], set())}
        assert not refused, name
