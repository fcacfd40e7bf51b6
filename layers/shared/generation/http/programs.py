"""Training profiles and programs over HTTP: models, and routes as the OpenAPI document describes them.
Whole programs go out as they are stored."""

from __future__ import annotations

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from generation.engine.model.checkpoint import Document
from generation.engine.ports import Page
from generation.http.answers import answers, route, says
from generation.http.documents import SHOWN, DateTime, Quality
from generation.pipelines.training_program import program_document
from generation.pipelines.training_program.person.profile import Goal
from generation.pipelines.training_program.person.profile import Profile as Profile
from generation.pipelines.training_program.program import Level, Validation, Week


class GenerationFault(BaseModel):
    """Why a level was not reached."""

    model_config = SHOWN

    code: str
    level: Level
    message: str


class ProgramHead(BaseModel):
    model_config = ConfigDict(frozen=True, extra="allow")

    program_id: str
    title: str
    description: str
    language: str
    audience: str | None
    status: program_document.ProgramStatus
    goal: Goal
    weeks_total: int
    days_per_week: int
    level: Level | None = Field(description="Null while it is being generated.")
    level_reason: str | None = Field(description="Why it is this level.")
    generation_error: GenerationFault | None = Field(description="Where a better level has failed: how.")
    made_by: str | None = Field(description='Model id, "offline", or "rules" for a rule-based program.')
    job_id: str
    created_at: DateTime


class ProgramView(ProgramHead):
    """Readable while it is being generated: what is not there yet is empty or null."""

    weeks: list[Week]
    analysis: dict[str, Any] | None = Field(
        description="What the program is derived from, with its sources: energy need, one-repetition "
        "maxima, weekly sets, intensity zones, progression, what injuries rule out."
    )
    generation_errors: list[GenerationFault] = Field(description="Of all levels that failed, in order.")
    validation: Validation | None
    quality: Quality | None = Field(default=None, description="null until the program is complete.")


def program_head(document: Document) -> ProgramHead:
    return ProgramHead.model_validate(program_document.summary(document))


class ProgramPage(BaseModel):
    model_config = SHOWN

    programs: list[ProgramHead]
    next_cursor: str | None

    @classmethod
    def of(cls, page: Page[Document]) -> Self:
        return cls(programs=list(map(program_head, page.items)), next_cursor=page.cursor)


PUT_PROFILE = route(
    "putProfile",
    "Training",
    "Store the training profile",
    answers({200: says("Stored, in place of the one before.", Profile)}, 400, 413, 422),
)
GET_PROFILE = route(
    "getProfile",
    "Training",
    "The training profile",
    answers({200: says("The profile.", Profile)}, 404),
    description="404 `profile-not-found` while none has been stored.",
)
LIST_PROGRAMS = route(
    "listPrograms", "Training", "Training programs", answers({200: says("A page.", ProgramPage)}, 422)
)
GET_PROGRAM = route(
    "getProgram",
    "Training",
    "A training program, also while it is being generated",
    answers({200: says("The program.", ProgramView)}, 404, 413),
    compress=True,
)
