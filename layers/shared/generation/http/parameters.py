"""HTTP models: what all routes have in common. Names and meanings are those of the HTTP contract."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Self
from urllib.parse import unquote

from annotated_types import Ge, Le
from aws_lambda_powertools.event_handler.openapi.params import Header, Path, Query
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from generation.pipelines.shared.timestamps import iso

CLOSED = ConfigDict(extra="forbid", strict=True, frozen=True)

MAX_PAGE = 100
MAX_ENTRY_ID = 9_999_999_999
"""Highest id of an event or log entry: their sort keys in the table have ten digits for it."""

NO_STORE = {"Cache-Control": "no-store"}
REVALIDATE = {"Cache-Control": "private, no-cache"}


def milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    """From start to end; None while one of them is not there."""
    return None if start is None or end is None else round((end - start).total_seconds() * 1000)


class View(BaseModel):
    """What an answer shows of an object: its attributes of the same names."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    @classmethod
    def shown(cls, of: object, **others: Any) -> Self:
        """The view of an object, with `others` that it does not have."""
        return cls.model_validate(
            {**{name: getattr(of, name) for name in cls.model_fields.keys() - others.keys()}, **others}
        )


Timestamp = Annotated[
    datetime,
    PlainSerializer(iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-11-22T09:30:00.125Z"]}),
]


def whole_number(value: Any) -> Any:
    """For validation: pydantic would also take " 5", "5.0", "5_0" and digits of any script."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,10}", value):
        raise PydanticCustomError("number", "must be a whole number of at most ten digits")
    return value


Limit = Annotated[
    int,
    Ge(1),
    Le(MAX_PAGE),
    BeforeValidator(whole_number),
    Query(description="Entries of a page, at most; a page may hold fewer."),
]
Cursor = Annotated[
    str | None, Query(min_length=1, max_length=2_000, description="`next_cursor` of the page before.")
]
Words = Annotated[
    str | None,
    Query(min_length=1, max_length=200, description="Words of the title, in any order, in any case."),
]
After = Annotated[
    int,
    Ge(0),
    Le(MAX_ENTRY_ID),
    BeforeValidator(whole_number),
    Query(description="Id of the last entry that was seen."),
]
IdempotencyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,255}$",
        description="The same key and body give the first answer again, for 24 hours.",
    ),
]
JobId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,100}$")]


def _document_id(value: str) -> str:
    """Ids of exams are chosen by clients: any text of one line, percent-encoded in the path."""
    decoded = unquote(value)
    if not 1 <= len(decoded) <= 100:
        raise PydanticCustomError("id", "is no id")
    return decoded


DocumentId = Annotated[str, AfterValidator(_document_id), Path()]


class FieldFault(View):
    pointer: str = Field(description="JSON pointer (RFC 6901) into the body, or /query/... or /header/...")
    message: str


class Problem(BaseModel):
    """RFC 9457. Members beside these depend on `code`: `job_id` with `duplicate-job`, for example."""

    model_config = ConfigDict(frozen=True, extra="allow")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(description="Stable and machine readable.")
    errors: list[FieldFault] | None = Field(default=None, description="With `invalid-input`: what is wrong.")
