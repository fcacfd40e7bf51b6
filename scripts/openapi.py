"""Write the OpenAPI document of all routes, made from the handlers: `python scripts/openapi.py`.

With --check nothing is written; the exit code says whether the committed document is current.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LAYER = ROOT / "layers/shared"
DOCUMENT = LAYER / "generation/http/openapi.json"
FUNCTIONS = ("start", "status", "cancel", "retry", "library", "export", "admin", "webhooks")

if str(LAYER) not in sys.path:
    sys.path.insert(0, str(LAYER))

from aws_lambda_powertools.event_handler.openapi.merge import OpenAPIMerge
from aws_lambda_powertools.event_handler.openapi.models import License, Tag

from generation.catalogue import PIPELINES

REF = "#/components/schemas/"

DESCRIPTION = """\
Generates courses and training programs as background jobs. A start answers at once with a job; its state is
polled (`ETag`, `Retry-After`) or followed by its event feed.

Every error is `application/problem+json` (RFC 9457) with a stable `code`. Somebody else's resource
answers as one that does not exist. `Idempotency-Key` makes a POST safe to send again.
"""

TAGS = [
    Tag(name="Jobs", description="Start, follow, cancel, retry."),
    Tag(name="Batches", description="Many starts in one request."),
    Tag(name="Library", description="Exams and courses."),
    Tag(name="Lessons", description="One lesson of a course: its change, its versions."),
    Tag(name="Training", description="Profile and training programs."),
    Tag(name="Limits", description="What the caller may do and spend."),
    Tag(name="Analytics", description="Figures of past jobs."),
    Tag(name="Webhooks", description="Addresses that are told what happens."),
    Tag(name="Operating", description="For the role `operator`."),
    Tag(name="Documentation", description="Open to everybody."),
]

SERVER_SENT_EVENT = {
    "description": "One event of the stream.",
    "type": "object",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string", "pattern": "^[1-9][0-9]*$", "description": "`event_id`"},
        "event": {"type": "string", "description": "`type`"},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": REF + "EventView"},
        },
    },
}
"""Until OpenAPI 3.2 the `schema` of a stream is that of its events."""

EXAM = {
    "exam_id": "first-aid",
    "title": "First aid",
    "questions": [
        {
            "question_id": "q1",
            "text": "Which number reaches emergency services in the whole of the European Union?",
            "options": [{"option_id": "A", "text": "112"}, {"option_id": "B", "text": "110"}],
            "correct": ["A"],
            "explanation": "112 works in every member state; 110 is the police in some of them.",
        }
    ],
}

OUTLINE = {
    "title": "Bread from sourdough",
    "description": "From a starter to a loaf that is one's own.",
    "projects": [
        {
            "title": title,
            "description": description,
            "objectives": [f"Bring to the table: {title.lower()}"],
        }
        for title, description in (
            ("A living starter", "Flour, water and a week of patience."),
            ("A plain loaf", "Mixing, folding, shaping, baking."),
            ("A loaf of one's own", "What changes with flour, water and time."),
        )
    ],
}

PROFILE = {
    "age": 34,
    "sex": "female",
    "height_cm": 168,
    "mass_kg": 62.5,
    "experience": "intermediate",
    "lifts": [{"exercise": "Back squat", "load_kg": 70, "repetitions": 5}],
    "sleep_hours": 7.5,
    "sessions_per_week": 3,
    "equipment": ["barbell", "rack", "bench"],
    "injuries": ["shoulder"],
}

EXAMPLES: dict[str, dict[str, Any]] = {
    "startJob": {
        "stored exam": {"value": {"pipeline": "exam_course", "input": {"exam_id": "first-aid"}}},
        "inline exam, with options": {
            "value": {
                "pipeline": "exam_course",
                "input": {"exam": EXAM, "language": "en", "audience": "people new to the subject"},
                "options": {"auto_publish": True, "max_cost_usd": 5},
            }
        },
        "waiting for a person before the lessons": {
            "value": {
                "pipeline": "exam_course",
                "input": {"exam": {**EXAM, "exam_id": "first-aid-2"}},
                "options": {"mode": "manual"},
            }
        },
        "outlines to choose from": {
            "value": {
                "pipeline": "course_outline",
                "input": {"topic": "Bread from sourdough", "projects": 3, "alternatives": 2},
            }
        },
        "course from an outline": {
            "value": {"pipeline": "project_course", "input": {"outline": OUTLINE}},
        },
        "revision of a lesson": {
            "value": {
                "pipeline": "lesson_revision",
                "input": {
                    "course_id": "course_01kaptq8c2d5f8g1j4k7m0n3p6",
                    "lesson_id": "topic-01-lesson-1",
                    "instructions": "Shorter, with an example from a kitchen.",
                    "keep": ["title", "quiz"],
                },
            }
        },
        "training program": {
            "value": {
                "pipeline": "training_program",
                "input": {"profile": PROFILE, "goal": "strength", "weeks": 4, "days_per_week": 3},
            }
        },
    },
    "quoteJob": {
        "stored exam": {"value": {"pipeline": "exam_course", "input": {"exam_id": "first-aid"}}},
        "training program": {
            "value": {
                "pipeline": "training_program",
                "input": {"profile": PROFILE, "goal": "strength", "weeks": 4, "days_per_week": 3},
            }
        },
    },
    "startBatch": {
        "two topics": {
            "value": {
                "name": "Bread and wine",
                "jobs": [
                    {"pipeline": "course_outline", "input": {"topic": topic, "projects": 3}}
                    for topic in ("Bread from sourdough", "Wine from one's own grapes")
                ],
            }
        }
    },
    "cancelBatch": {"with a reason": {"value": {"reason": "The exams were the wrong ones."}}},
    "putProfile": {"a profile": {"value": PROFILE}},
    "addExam": {"an exam": {"value": EXAM}},
    "editExam": {"a title": {"value": {"title": "First aid for drivers"}}},
    "editCourse": {"a title and for whom": {"value": {"title": "First aid", "audience": "Drivers"}}},
    "editProgram": {"a title": {"value": {"title": "My spring"}}},
    "pause": {
        "everything": {"value": {"scope": "all", "reason": "The bill is being looked at."}},
        "a pipeline": {
            "value": {"scope": "pipeline", "value": "exam_course", "reason": "Its lessons are being mended."}
        },
    },
    "resume": {"everything": {"value": {"scope": "all"}}},
    "cancelJob": {"with a reason": {"value": {"reason": "The exam was the wrong one."}}},
}
"""Bodies to begin with, by operation."""

BATCH = {"batch_id": "$response.body#/batch_id"}
JOB = {"job_id": "$response.body#/job_id"}
LINKS: dict[tuple[str, str], tuple[tuple[str, dict[str, str]], ...]] = {
    ("startJob", "202"): tuple((to, JOB) for to in ("getJob", "getEvents", "getLogs", "cancelJob")),
    ("getJob", "200"): tuple((to, JOB) for to in ("getEvents", "cancelJob", "retryJob", "continueJob")),
    ("startBatch", "202"): tuple((to, BATCH) for to in ("getBatch", "cancelBatch", "retryBatch")),
    ("cancelJob", "200"): (("getJob", JOB), ("retryJob", JOB)),
    ("cancelJob", "202"): (("getJob", JOB), ("getLogs", JOB), ("retryJob", JOB)),
    ("retryJob", "202"): (("getJob", JOB), ("getEvents", JOB), ("cancelJob", JOB)),
    ("continueJob", "202"): (("getJob", JOB), ("cancelJob", JOB)),
    ("addExam", "201"): (("getExam", {"exam_id": "$response.body#/exam_id"}),),
    ("getCourse", "200"): tuple(
        (to, {"course_id": "$response.body#/course_id"}) for to in ("publishCourse", "exportCourse")
    ),
    ("getProgram", "200"): (("exportProgram", {"program_id": "$response.body#/program_id"}),),
}
"""What may be asked next, by operation and status: an operation, and its parameters out of the answer."""


def document() -> dict[str, Any]:
    """OpenAPI 3.1 of all functions."""
    merge = OpenAPIMerge(
        title="Coursemill",
        version="1",
        openapi_version="3.1.0",
        description=DESCRIPTION,
        tags=list(TAGS),
        license_info=License(name="Apache-2.0", identifier="Apache-2.0"),
        security_schemes={"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},  # type: ignore[dict-item]
        security=[{"bearer": []}],
        on_conflict="error",
    )
    for function in FUNCTIONS:
        merge.add_file(ROOT / "functions" / function / "app.py")
    made: dict[str, Any] = json.loads(merge.get_openapi_json_schema())
    _describe_inputs(made["components"]["schemas"])
    feed = made["paths"]["/v1/jobs/{job_id}/events"]["get"]["responses"]["200"]["content"]
    feed["text/event-stream"]["schema"] = SERVER_SENT_EVENT
    for path in made["paths"].values():
        for operation in path.values():
            _tidy(operation)
            _give_examples(operation)
            _link(operation)
    return made


def _describe_inputs(schemas: dict[str, Any]) -> None:
    """Powertools' own error models are never answered; the inputs of pipelines are no handler's."""
    for unused in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(unused, None)
    references: dict[str, dict[str, str]] = {}
    inputs: dict[str, Any] = {}
    for name, pipeline in PIPELINES.items():
        schema = pipeline.input_model.model_json_schema(ref_template=REF + "{model}")
        title = schema["title"]
        for part, described in {**schema.pop("$defs", {}), title: schema}.items():
            if inputs.setdefault(part, described) != described:
                raise ValueError(f"two different schemas are called {part}")
        references[name] = {"$ref": REF + title}
    schemas.update(inputs)
    start = schemas["StartJob"]
    start["properties"]["pipeline"]["enum"] = list(references)
    start["properties"]["input"]["anyOf"] = list(references.values())
    start["anyOf"] = [
        {"properties": {"pipeline": {"const": name}, "input": reference}}
        for name, reference in references.items()
    ]


def _tidy(operation: dict[str, Any]) -> None:
    """Null is how Python leaves a parameter out; Powertools' own 422 is answered by no route."""
    answers = operation["responses"]
    if "application/json" in answers.get("422", {}).get("content", {}):
        del answers["422"]
    for parameter in operation.get("parameters", []):
        parameter["schema"] = _without_null(parameter["schema"])


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    choices: list[dict[str, Any]] = schema.get("anyOf", [])
    given = [choice for choice in choices if choice != {"type": "null"}]
    return given[0] if len(given) == 1 else schema


def _give_examples(operation: dict[str, Any]) -> None:
    examples = EXAMPLES.get(operation["operationId"])
    if examples:
        operation["requestBody"]["content"]["application/json"]["examples"] = examples


def _link(operation: dict[str, Any]) -> None:
    for (operation_id, status), targets in LINKS.items():
        if operation_id == operation["operationId"]:
            operation["responses"][status]["links"] = {
                target: {"operationId": target, "parameters": parameters} for target, parameters in targets
            }


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true", help="compare, write nothing")
    text = json.dumps(document(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    if not arguments.parse_args().check:
        DOCUMENT.write_text(text, encoding="utf-8")
        return 0
    if DOCUMENT.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{DOCUMENT.relative_to(ROOT)} is not current: run python scripts/openapi.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
