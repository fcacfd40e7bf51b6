"""/v1/webhooks, and what is told where somebody listens: from the request to the signed delivery."""

from __future__ import annotations

import json
from typing import Any

import pytest
from standardwebhooks import Webhook as Verifier

from generation import wiring, wiring_telling
from generation.engine.model.webhook import TOLD
from generation.engine.telling.deliverer import Deliverer
from tests.unit.engine.telling.examples import Receiver
from tests.unit.functions.http import Client, Context, handler
from tests.unit.functions.test_library import store_draft
from tests.unit.functions.world import World, course_request

URL = "https://93.184.215.14/hook"
HOOKS = "/v1/webhooks"


def _create(client: Client, **body: Any) -> Any:
    answer = client.post(HOOKS, {"url": URL, **body})
    assert answer.status == 201, answer.text
    return answer.json


def test_the_secret_is_shown_when_it_is_made_and_never_again(ada: Client) -> None:
    made = _create(ada)
    assert made["secret"].startswith("whsec_")
    assert made["is_enabled"] is True
    assert made["events"] == list(TOLD)
    address = f"{HOOKS}/{made['webhook_id']}"
    for answer in (ada.get(HOOKS), ada.get(address), ada.put(address, {"url": URL})):
        assert answer.status == 200
        assert "whsec_" not in answer.text
    rotated = ada.post(f"{address}/rotate", None).json
    assert rotated["secret"] not in (None, made["secret"])
    until = rotated["old_secret_until"]
    assert until == "2026-11-23T09:30:00.125Z", "a day from now"


def test_secrets_are_not_logged(ada: Client, capsys: pytest.CaptureFixture[str]) -> None:
    made = _create(ada)
    ada.post(f"{HOOKS}/{made['webhook_id']}/rotate", None)
    shown = capsys.readouterr()
    assert "whsec_" not in shown.out + shown.err


@pytest.mark.parametrize(
    ("body", "pointer", "message"),
    [
        ({"url": "http://hooks.example.org/"}, "/url", "must begin with https://"),
        ({"url": "https://10.1.2.3/"}, "/url", "is not reachable from here"),
        ({"url": "https://169.254.169.254/latest"}, "/url", "is not reachable from here"),
        ({"url": "https://localhost/"}, "/url", "is not reachable from here"),
        ({"url": "https://[::1]/"}, "/url", "is not reachable from here"),
        ({"url": URL, "events": ["job.started"]}, "/events/0", None),
        ({"url": URL, "events": []}, "/events", None),
        ({"url": URL, "is_enabled": "yes"}, "/is_enabled", None),
        ({"url": URL, "secret": "mine"}, "/secret", None),
        ({"url": 7}, "/url", None),
        ({}, "/url", None),
    ],
)
def test_what_is_wrong_is_named(ada: Client, body: Any, pointer: str, message: str | None) -> None:
    for answer in (ada.post(HOOKS, body), ada.put(f"{HOOKS}/mine", body)):
        assert answer.status == 422
        (fault,) = answer.json["errors"]
        assert fault["pointer"] == pointer
        assert message in (None, fault["message"])
    assert ada.get(HOOKS).json == {"webhooks": [], "next_cursor": None}


def test_the_eleventh_is_refused(ada: Client, bob: Client) -> None:
    for _ in range(10):
        _create(ada)
    for answer in (ada.post(HOOKS, {"url": URL}), ada.put(f"{HOOKS}/mine", {"url": URL})):
        assert (answer.status, answer.code) == (409, "too-many-webhooks")
    assert len(ada.get(HOOKS).json["webhooks"]) == 10
    _create(bob)


def test_somebody_elses_webhook_is_as_one_that_does_not_exist(ada: Client, bob: Client) -> None:
    webhook_id = _create(ada)["webhook_id"]
    for name in (webhook_id, "webhook_0"):
        address = f"{HOOKS}/{name}"
        answers = [
            bob.get(address), bob.put(address, {"url": URL}), bob.delete(address),
            bob.post(f"{address}/rotate", None), bob.post(f"{address}/test", None),
            bob.get(f"{address}/deliveries"),
        ]  # fmt: skip
        assert [(answer.status, answer.code) for answer in answers] == [(404, "webhook-not-found")] * 6
    assert ada.get(f"{HOOKS}/{webhook_id}").status == 200


def test_a_creation_sent_again_under_its_key_is_the_same_one(ada: Client) -> None:
    answers = [ada.post(HOOKS, {"url": URL}, headers={"idempotency-key": "k1"}) for _ in range(2)]
    assert answers[0].json == answers[1].json
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert len(ada.get(HOOKS).json["webhooks"]) == 1


def test_a_deleted_webhook_is_gone(ada: Client) -> None:
    address = f"{HOOKS}/{_create(ada)['webhook_id']}"
    assert ada.delete(address).status == 204
    assert (ada.get(address).status, ada.delete(address).status) == (404, 404)


class Told:
    """The function `notify`, and a receiver."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.world = world
        self.receiver = Receiver()
        deliverer = Deliverer(
            outbox=world.outbox,
            queue=world.delivery_queue,
            post=self.receiver,
            clock=world.clock,
            ids=wiring.ids(),
        )
        monkeypatch.setattr(wiring_telling, "deliverer", lambda: deliverer)

    def serve(self) -> None:
        records: list[dict[str, str]] = []
        while (key := self.world.delivery_queue.receive()) is not None:
            body = {"owner": key.owner, "webhook_id": key.webhook_id, "delivery_id": key.delivery_id}
            records.append({"messageId": str(len(records)), "body": json.dumps(body)})
        answer = handler("notify")({"Records": records}, Context())
        assert answer == {"batchItemFailures": []}

    def heard(self, secret: str) -> list[Any]:
        """What arrived, verified as a receiver does. Time stands still here: it may be old."""
        verifier = Verifier(secret)
        heard = []
        for sent in self.receiver.received:
            headers = dict(sent.headers)
            signed = verifier.sign(headers["webhook-id"], self.world.clock.now(), sent.body.decode())
            assert signed in headers["webhook-signature"].split()
            heard.append(json.loads(sent.body))
        return heard


@pytest.fixture
def told(world: World, monkeypatch: pytest.MonkeyPatch) -> Told:
    return Told(world, monkeypatch)


def test_a_cancelled_job_is_told_and_shown_among_the_deliveries(ada: Client, told: Told) -> None:
    made = _create(ada)
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    ada.post(f"/v1/jobs/{job_id}/cancel", {"reason": "enough"})
    told.serve()
    (heard,) = told.heard(made["secret"])
    assert (heard["type"], heard["data"]["job_id"], heard["data"]["status"]) == (
        "job.cancelled", job_id, "cancelled",
    )  # fmt: skip
    (shown,) = ada.get(f"{HOOKS}/{made['webhook_id']}/deliveries").json["deliveries"]
    assert (shown["event"], shown["status"], shown["message_id"]) == (
        "job.cancelled", "delivered", f"{job_id}-1-cancelled",
    )  # fmt: skip
    assert [one["status_code"] for one in shown["tries"]] == [204]
    assert shown["next_try_at"] is None


def test_a_job_over_its_deadline_is_told_by_the_sweep(ada: Client, told: Told, world: World) -> None:
    made = _create(ada, events=["job.failed"])
    ada.post("/v1/jobs", course_request())
    world.clock.time = world.clock.time.replace(day=25)
    handler("sweep")({}, Context())
    told.serve()
    (heard,) = told.heard(made["secret"])
    assert heard["data"]["error"]["code"] == "queue-deadline-exceeded"


def test_a_published_course_is_told_once(ada: Client, told: Told, world: World) -> None:
    made = _create(ada)
    store_draft(world)
    for _ in range(2):
        assert ada.post("/v1/courses/course_1/publish", None).status == 200
    told.serve()
    (heard,) = told.heard(made["secret"])
    assert (heard["type"], heard["data"]["course_id"]) == ("course.published", "course_1")


def test_a_message_that_was_lost_is_sent_by_the_sweep(ada: Client, told: Told, world: World) -> None:
    _create(ada)
    job_id = ada.post("/v1/jobs", course_request()).json["job_id"]
    ada.post(f"/v1/jobs/{job_id}/cancel", None)
    world.delivery_queue.messages.clear()
    world.clock.time = world.clock.time.replace(minute=32)
    assert handler("sweep")({}, Context())["told"] == 1
    told.serve()
    assert told.receiver.ids == [f"{job_id}-1-cancelled"]


def test_a_test_tells_what_came_of_it(ada: Client, told: Told) -> None:
    made = _create(ada, is_enabled=False)
    address = f"{HOOKS}/{made['webhook_id']}"
    told.receiver.answers = ["timed-out"]
    queued = ada.post(f"{address}/test", None)
    assert (queued.status, queued.json["status"], queued.json["event"]) == (202, "pending", "webhook.test")
    told.serve()
    (shown,) = ada.get(f"{address}/deliveries").json["deliveries"]
    assert (shown["status"], shown["tries"][0]["error"]) == ("failed", "timed-out")
    assert ada.get(address).json["disabled_by"] == "owner"


def test_deliveries_come_page_by_page(ada: Client, told: Told) -> None:
    address = f"{HOOKS}/{_create(ada)['webhook_id']}"
    wanted = [ada.post(f"{address}/test", None).json["delivery_id"] for _ in range(3)]
    first = ada.get(f"{address}/deliveries", query={"limit": "2"}).json
    query = {"limit": "2", "cursor": first["next_cursor"]}
    second = ada.get(f"{address}/deliveries", query=query).json
    shown = [one["delivery_id"] for page in (first, second) for one in page["deliveries"]]
    assert shown == sorted(wanted, reverse=True)
    assert second["next_cursor"] is None
    other = ada.get(f"{address}/deliveries", query={"cursor": "abc"})
    assert (other.status, other.json["errors"][0]["pointer"]) == (422, "/query/cursor")
