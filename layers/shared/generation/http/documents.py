"""What the documents of an owner have in common over HTTP: forms, findings, and how a whole one goes out.

Whole documents go out as they are stored: they may be large, and have been validated before they were
written; the models say what is in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, ConfigDict, Field

SHOWN = ConfigDict(frozen=True, extra="forbid")
DateTime = Annotated[str, Field(json_schema_extra={"format": "date-time"})]


class CourseOption(BaseModel):
    model_config = SHOWN

    option_id: str
    text: str


class Finding(BaseModel):
    model_config = SHOWN

    rule: str
    level: Literal["block", "warn", "note"]
    pointer: str = Field(description="JSON pointer into this course or program.")
    message: str


class Quality(BaseModel):
    """What the quality rules found in the finished course or program; the worst first, at most 200."""

    model_config = SHOWN

    rules_version: int
    checked_at: DateTime
    blocked: bool = Field(description="Publishing needs `accept_findings`.")
    findings: list[Finding]


def whole(view: Mapping[str, Any]) -> Response[str]:
    text = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    return Response(200, "application/json", text, {"Vary": "Accept-Encoding"})
