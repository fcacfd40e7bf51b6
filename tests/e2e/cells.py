"""Cells: what each route answers to whom, the table that test_authorization goes through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.e2e.exams import topics

PROFILE = {"age": 30, "sex": "female", "height_cm": 170, "mass_kg": 65, "experience": "beginner"}


@dataclass(frozen=True)
class Cells:
    """What a route answers: to the owner, to the organization's admin, to everybody else.

    body           may name the owner's ids: `{exam_id}`
    foreign_admin  where it differs from what everybody else gets
    is_private     whether a 404 is for something of the owner's: then it is as if that did not exist
    """

    owner: int
    admin: int
    others: int
    body: Any = None
    foreign_admin: int | None = None
    is_private: bool = True

    def expected(self, caller: str) -> int:
        if (self.owner, self.admin, self.others) == OPERATING:
            return 200 if caller == "operator" else 403
        foreign = self.others if self.foreign_admin is None else self.foreign_admin
        return {"owner": self.owner, "admin": self.admin, "foreign admin": foreign}.get(caller, self.others)


OWN = (200, 404, 404)
"""Documents are their owner's alone."""

READ = (200, 200, 404)
"""Jobs are seen by their organization's admin too, and by no other admin."""

CHANGED = (409, 404, 404)
"""Only the owner changes a job; the one here has completed, so the change is refused for that."""

EVERYBODY = (200, 200, 200)

OPERATING = (403, 403, 403)
"""But to operators, who own nothing here."""

REFUSED_BATCH = {"jobs": [{"pipeline": "course_outline", "input": {}}]}
"""Its one start is a problem in its place, for everybody: nothing runs."""

WEBHOOK = {"url": "http://127.0.0.1:9/hook", "is_enabled": False}
"""Nobody listens there."""

CELLS: Mapping[str, Cells] = {
    "POST /v1/jobs": Cells(
        202, 404, 404, {"pipeline": "exam_course", "input": {"exam_id": "{exam_id}"}, "options": {}}
    ),
    "POST /v1/quote": Cells(200, 404, 404, {"pipeline": "exam_course", "input": {"exam_id": "{exam_id}"}}),
    "POST /v1/batches": Cells(202, 202, 202, REFUSED_BATCH),
    "GET /v1/batches": Cells(*EVERYBODY),
    "GET /v1/batches/{batch_id}": Cells(*OWN),
    "POST /v1/batches/{batch_id}/cancel": Cells(*OWN),
    "POST /v1/batches/{batch_id}/retry": Cells(202, 404, 404),
    "GET /v1/jobs": Cells(*EVERYBODY),
    "GET /v1/jobs?scope=org": Cells(403, 200, 403, foreign_admin=200),
    "GET /v1/jobs/{job_id}": Cells(*READ),
    "GET /v1/jobs/{job_id}?include=items": Cells(*READ),
    "GET /v1/jobs/{job_id}/events": Cells(*READ),
    "GET /v1/jobs/{job_id}/logs": Cells(*READ),
    "POST /v1/jobs/{job_id}/cancel": Cells(*CHANGED, body={"reason": "not mine"}),
    "POST /v1/jobs/{job_id}/retry": Cells(*CHANGED, body={"options": {"max_cost_usd": 9}}),
    "POST /v1/jobs/{job_id}/continue": Cells(*CHANGED),
    "POST /v1/exams": Cells(201, 201, 201, {**topics(1, 2), "exam_id": "of-everybody"}),
    "GET /v1/exams": Cells(*EVERYBODY),
    "GET /v1/exams/{exam_id}": Cells(*OWN),
    "DELETE /v1/exams/{spare_exam_id}": Cells(204, 404, 404),
    "POST /v1/exams/{spare_exam_id}/restore": Cells(*OWN),
    "PATCH /v1/exams/{exam_id}": Cells(*OWN, body={"title": "Renamed"}),
    "GET /v1/courses": Cells(*EVERYBODY),
    "GET /v1/courses/{course_id}": Cells(*OWN),
    "PATCH /v1/courses/{course_id}": Cells(*OWN, body={"title": "Renamed", "audience": None}),
    "DELETE /v1/courses/{spare_course_id}": Cells(204, 404, 404),
    "POST /v1/courses/{spare_course_id}/restore": Cells(*OWN),
    "POST /v1/courses/{course_id}/copy": Cells(201, 404, 404),
    "POST /v1/courses/{course_id}/publish": Cells(*OWN),
    "POST /v1/courses/{spare_course_id}/unpublish": Cells(*OWN),
    "GET /v1/shared/{slug}": Cells(*EVERYBODY),
    "GET /v1/courses/{course_id}/export?format=md": Cells(*OWN),
    "GET /v1/courses/{course_id}/lessons/{lesson_id}": Cells(*OWN),
    "PUT /v1/courses/{course_id}/lessons/{lesson_id}": Cells(
        428, 404, 404, {"title": "Not mine", "objectives": ["x"], "body": "x"}
    ),
    "GET /v1/courses/{course_id}/lessons/{lesson_id}/versions": Cells(*OWN),
    "POST /v1/courses/{course_id}/lessons/{lesson_id}/restore": Cells(404, 404, 404, {"version": "0" * 32}),
    "GET /v1/profile": Cells(*OWN, is_private=False),
    "PUT /v1/profile": Cells(*EVERYBODY, body=PROFILE),
    "GET /v1/programs": Cells(*EVERYBODY),
    "GET /v1/programs/{program_id}": Cells(*OWN),
    "DELETE /v1/programs/{spare_program_id}": Cells(204, 404, 404),
    "POST /v1/programs/{spare_program_id}/restore": Cells(*OWN),
    "DELETE /v1/jobs/{spare_job_id}": Cells(204, 404, 404),
    "POST /v1/jobs/{spare_job_id}/restore": Cells(*OWN),
    "PATCH /v1/programs/{program_id}": Cells(*OWN, body={"title": "Renamed"}),
    "GET /v1/programs/{program_id}/export?format=md": Cells(*OWN),
    "GET /v1/me/export": Cells(202, 202, 202),
    "GET /v1/me/archives/{archive_id}": Cells(*OWN),
    "DELETE /v1/me": Cells(202, 202, 202),
    "GET /v1/limits": Cells(*EVERYBODY),
    "GET /v1/analytics": Cells(*EVERYBODY),
    "GET /v1/analytics?scope=org": Cells(403, 200, 403, foreign_admin=200),
    "GET /v1/analytics?scope=all": Cells(*OPERATING),
    "GET /v1/webhooks": Cells(*EVERYBODY),
    "POST /v1/webhooks": Cells(422, 422, 422, {"url": "http://hooks.example.org/"}),
    "GET /v1/webhooks/{webhook_id}": Cells(*OWN),
    "PUT /v1/webhooks/{webhook_id}": Cells(*OWN, body=WEBHOOK),
    "POST /v1/webhooks/{webhook_id}/rotate": Cells(*OWN),
    "POST /v1/webhooks/{webhook_id}/test": Cells(202, 404, 404),
    "GET /v1/webhooks/{webhook_id}/deliveries": Cells(*OWN),
    "DELETE /v1/webhooks/{spare_webhook_id}": Cells(204, 404, 404),
    "POST /v1/admin/pause": Cells(*OPERATING, body={"scope": "owner", "value": "nobody", "reason": "x"}),
    "POST /v1/admin/resume": Cells(*OPERATING, body={"scope": "owner", "value": "nobody"}),
    "GET /v1/admin/overview": Cells(*OPERATING),
    "GET /v1/admin/audit": Cells(*OPERATING),
    "GET /openapi.json": Cells(*EVERYBODY),
    "GET /docs": Cells(*EVERYBODY),
}


def route_of(cell: str) -> str:
    """Spare are things that nothing else is asked for, since they may be deleted."""
    return cell.partition("?")[0].replace("{spare_", "{")


APART = frozenset({"DELETE /v1/me"})
"""Asked with a token in test_rights alone, since it leaves nothing for the others."""

NAMES_THINGS = frozenset({"GET /v1/admin/audit"})
"""Tells an operator which jobs an admin of an organization read: their ids, and nothing of them."""

# PUT /v1/profile comes last: it gives everybody one.
ASKED = sorted(CELLS, key=lambda cell: cell.startswith("PUT"))
