"""Steps: what happens, in order. All of it is written into the program's document, bit by bit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pydantic import ValidationError

from generation.engine.errors import PermanentError
from generation.engine.model.checkpoint import Document, DocumentWrite, new_document
from generation.engine.pipeline import Outcome
from generation.engine.run import Run
from generation.pipelines.shared.quality import MAX_LOGGED, PART, checked, told
from generation.pipelines.training_program import program_document
from generation.pipelines.training_program.generation import generate
from generation.pipelines.training_program.input import title
from generation.pipelines.training_program.person import stored as profile_document
from generation.pipelines.training_program.person.profile import Profile
from generation.pipelines.training_program.program import Level
from generation.pipelines.training_program.request import TrainingProgramRequest
from generation.pipelines.training_program.rules.checks import check, rules_of
from generation.pipelines.training_program.science.person import Person


async def initialize(run: Run[TrainingProgramRequest]) -> Outcome:
    """Give the program its id and write its head, so that it can be read from now on."""
    name = title(run.request.wanted)
    head = program_document.begun(
        owner=run.owner,
        program_id=run.new_id("program"),
        job_id=run.job_id,
        request=run.request,
        title=name,
        created_at=run.now(),
    )
    return Outcome(
        result={"program_id": head.document_id},
        documents=(new_document(head),),
        message=f"Program begun: {name}",
        artifact={"program_id": head.document_id},
    )


async def fetch_profile(run: Run[TrainingProgramRequest]) -> Outcome:
    """The profile of the request, or the stored one as it is now; from here on the program has its own
    copy, and what the person changes later is for the next program."""
    given, source = run.request.profile, "of the request"
    if given is None:
        stored = await run.document(profile_document.KIND, profile_document.ID)
        if stored is None:
            raise PermanentError("The training profile is not there any more.", code="profile-required")
        given, source = profile_document.content(stored), "stored"
    try:
        profile = Profile.model_validate(given)
    except ValidationError as error:
        raise PermanentError(
            "The training profile does not keep to the rules any more: store it again.",
            code="profile-invalid",
        ) from error
    lifts = len(profile.lifts or ())
    return Outcome(
        documents=(_write(run, program_document.PROFILE, given),),
        message=f"Profile ({source}): {profile.experience.value}, {lifts} lift{'s' * (lifts != 1)} stated",
    )


async def analyze_profile(run: Run[TrainingProgramRequest]) -> Outcome:
    """Everything that follows from profile and request by calculation."""
    person = await _person(run)
    analysis = person.analysis
    for note in (*analysis.level.reasons, *analysis.notes):
        run.log(note)
    for lift in analysis.unused_lifts:
        run.log(f"A lift is not used: it {lift.reason}", exercise=lift.exercise)
    deloads = ", ".join(map(str, analysis.progression.deload_weeks)) or "none"
    return Outcome(
        documents=(_write(run, program_document.ANALYSIS, analysis.to_json()),),
        message=f"Trained as {analysis.level.used.value}: {len(analysis.maxima)} maxima known, "
        f"{len(person.allowed)} exercises possible, deload weeks: {deloads}",
    )


async def generate_program(run: Run[TrainingProgramRequest]) -> Outcome:
    """The best program that is to be had, and why it is of this level."""
    person = await _person(run)
    generated = await generate(run, person)
    plan = generated.plan
    exercises = {one.exercise_id for week in plan.weeks for s in week.sessions for one in s.exercises}
    parts = {
        program_document.WEEKS: program_document.weeks_json(plan.weeks),
        program_document.ABOUT: generated.about(),
    }
    return Outcome(
        result={"level": generated.level.value},
        documents=(_writes(run, parts),),
        message=f"Generated ({generated.level.value}): {plan.title}, {len(exercises)} different exercises",
        title=plan.title,
    )


async def validate_program(run: Run[TrainingProgramRequest]) -> Outcome:
    """What is stored is held against the rules of its level once more: nobody trains by what breaks them."""
    stored = await _program(run)
    person = await _person(run)
    rules = rules_of(Level(run.results["generate_program"]["level"]))
    validation = check(program_document.weeks_of(stored), person.analysis, rules)
    if not validation.is_passed:
        first = validation.violations[0]
        raise PermanentError(
            f"The program breaks {len(validation.violations)} rules, first {first.rule} ({first.where}).",
            code="program-invalid",
        )
    return Outcome(
        result={"rules_checked": len(validation.rules_checked)},
        documents=(_write(run, program_document.VALIDATION, validation.model_dump(mode="json")),),
        message=f"{len(validation.rules_checked)} rules checked, none broken",
    )


async def save_program(run: Run[TrainingProgramRequest]) -> Outcome:
    """The head of the finished program: from now on it is in the list as ready."""
    stored = await _program(run)
    head = program_document.saved(stored, made_by=run.made_by)
    quality = await checked(program_document.view(replace(head, parts=stored.parts)), run.now())
    if quality["findings"]:
        run.log(told(quality), findings=quality["findings"][:MAX_LOGGED])
    return Outcome(
        documents=(
            DocumentWrite(
                kind=head.kind,
                owner=run.owner,
                document_id=head.document_id,
                head=head,
                parts={PART: quality},
            ),
        ),
        message="Saved",
    )


async def finalize(run: Run[TrainingProgramRequest]) -> Outcome:
    """Name the result, and say in one line what was made."""
    request = run.request.wanted
    weeks, sessions = request.weeks, request.weeks * request.days_per_week
    level, rules = run.results["generate_program"]["level"], run.results["validate_program"]["rules_checked"]
    return Outcome(
        message=f"Program ready ({level}): {weeks} week{'s' * (weeks != 1)}, {sessions} "
        f"session{'s' * (sessions != 1)}, {rules} rules kept",
        job_result={"program_id": run.results["initialize"]["program_id"]},
    )


async def _program(run: Run[TrainingProgramRequest]) -> Document:
    stored = await run.document(program_document.KIND, run.results["initialize"]["program_id"])
    if stored is None:
        raise PermanentError("The program is not there any more.", code="program-missing", retryable=False)
    return stored


async def _person(run: Run[TrainingProgramRequest]) -> Person:
    stored = await _program(run)
    return Person(
        profile=Profile.model_validate((stored.parts or {})[program_document.PROFILE]),
        request=run.request.wanted,
        language=run.request.language,
        audience=run.request.audience,
    )


def _write(run: Run[TrainingProgramRequest], part: str, value: object) -> DocumentWrite:
    return _writes(run, {part: value})


def _writes(run: Run[TrainingProgramRequest], parts: Mapping[str, object]) -> DocumentWrite:
    program_id = run.results["initialize"]["program_id"]
    return DocumentWrite(kind=program_document.KIND, owner=run.owner, document_id=program_id, parts=parts)
