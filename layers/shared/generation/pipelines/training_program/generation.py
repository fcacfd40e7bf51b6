"""Generation: the program at falling complexity. Something a person can train by comes out in any case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from types import MappingProxyType

from generation.engine.errors import CallError
from generation.engine.model.event import LogLevel
from generation.engine.run import Prompt, Run
from generation.pipelines.shared.again import again_prompt
from generation.pipelines.shared.prompting import clipped
from generation.pipelines.shared.sent_back import counted
from generation.pipelines.training_program.answers import PlanReading, read_basic, read_enhanced
from generation.pipelines.training_program.checks import plan_faults
from generation.pipelines.training_program.input import title
from generation.pipelines.training_program.plan import Plan
from generation.pipelines.training_program.planning.rule_based import rule_based
from generation.pipelines.training_program.planning.words import DEFAULT, Words, words
from generation.pipelines.training_program.program import Level
from generation.pipelines.training_program.prompts import basic_prompt, enhanced_prompt
from generation.pipelines.training_program.request import TrainingProgramRequest
from generation.pipelines.training_program.science.person import Person

MAX_MESSAGE = 500
MAX_LOGGED = 5

QUALITY_BLOCKED = "quality-blocked"
"""Code of a plan that a person may train by, and that the quality rules block."""

UNREACHABLE = frozenset(
    {
        "model-access-denied",
        "model-billing",
        "model-key-unavailable",
        "model-overloaded",
        "model-timeout",
        "model-unavailable",
        "model-unreachable",
    }
)
"""Codes of calls that no answer came to, whatever was asked: no access, no connection, no capacity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a level gave no program: `code` as in the errors of a job, or what was wrong with its answers."""

    code: str
    level: Level
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """failures: of the levels above `level`, in the order in which they were tried."""

    plan: Plan
    level: Level
    reason: str
    failures: tuple[Failure, ...]

    def about(self) -> dict[str, object]:
        """What the program says of itself, as it is stored."""
        errors = [{**asdict(one), "level": one.level.value} for one in self.failures]
        return {
            "title": self.plan.title,
            "description": self.plan.description,
            "level": self.level.value,
            "level_reason": self.reason,
            "generation_error": errors[-1] if errors else None,
            "generation_errors": errors,
        }


@dataclass(frozen=True, slots=True)
class _Kept:
    """A plan of the model that the rules of training leave; blocking: findings of quality that block it."""

    plan: Plan
    blocking: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    prompt: Callable[[Person], Prompt]
    read: Callable[[str, Person], PlanReading]


_ATTEMPTS: Mapping[Level, _Attempt] = MappingProxyType(
    {
        Level.ENHANCED: _Attempt(prompt=enhanced_prompt, read=read_enhanced),
        Level.BASIC: _Attempt(prompt=basic_prompt, read=read_basic),
    }
)


async def generate(run: Run[TrainingProgramRequest], person: Person) -> Generated:
    """The best program that is to be had. A level whose call fails for good, budget and access included,
    or whose answer is still wrong after it went back once, gives way to the next simpler one."""
    failures: list[Failure] = []
    for level, attempt in _ATTEMPTS.items():
        outcome = await _tried(run, person, level, attempt)
        if isinstance(outcome, _Kept):
            return Generated(
                plan=outcome.plan,
                level=level,
                reason=_reason(level, failures, outcome.blocking),
                failures=tuple(failures),
            )
        failures.append(outcome)
        run.log(
            f"No {level.value} program: {outcome.message}",
            LogLevel.WARNING,
            code=outcome.code,
            program_level=level.value,
        )
    said = words(person.language)
    return Generated(
        plan=_by_rule(person, said),
        level=Level.RULE_BASED,
        reason=_why_by_rule(failures, said),
        failures=tuple(failures),
    )


def _by_rule(person: Person, said: Words) -> Plan:
    request = person.request
    about = {"goal": said(request.goal), "weeks": request.weeks, "days": request.days_per_week}
    return Plan(
        title=title(request) if said.language == DEFAULT else said("title", **about),
        description=" ".join(filter(None, (said("description"), said("english_names")))),
        weeks=rule_based(person.analysis, said),
    )


def _why_by_rule(failures: Sequence[Failure], said: Words) -> str:
    is_unreached = all(failure.code in UNREACHABLE for failure in failures)
    return said("unreached" if is_unreached else "failed", failed=_named(failures))


def _named(failures: Sequence[Failure]) -> str:
    return ", ".join(f"{failure.level.value}: {failure.code}" for failure in failures)


async def _tried(
    run: Run[TrainingProgramRequest], person: Person, level: Level, attempt: _Attempt
) -> _Kept | Failure:
    """What the rules of training find wrong twice is no program; what only the quality rules block is one,
    and is kept with its findings."""
    prompt = attempt.prompt(person)
    first: PlanReading | None = None
    try:
        first = await _read(run, level.value, prompt, attempt, person)
        if first.plan is not None and not first.faults:
            return _Kept(first.plan)
        run.log(
            f"The {level.value} program goes back with {_counted(first.faults)}",
            LogLevel.WARNING,
            program_level=level.value,
            code=first.code,
            faults=[clipped(fault, 200) for fault in first.faults[:MAX_LOGGED]],
        )
        again = again_prompt(prompt, first.text, first.faults)
        second = await _read(run, f"{level.value}-again", again, attempt, person)
    except CallError as error:
        if first is None or first.plan is None:
            return Failure(code=error.code, level=level, message=clipped(str(error), MAX_MESSAGE))
        run.log(f"{_kept(level)}: {error}", LogLevel.WARNING, **error.details)
        return _Kept(first.plan, len(first.faults))
    return _better(run, level, first, second)


def _better(
    run: Run[TrainingProgramRequest], level: Level, first: PlanReading, second: PlanReading
) -> _Kept | Failure:
    """A second program that mends one thing and breaks others is no better."""
    if second.plan is not None and (first.plan is None or len(second.faults) <= len(first.faults)):
        return _Kept(second.plan, len(second.faults))
    if first.plan is None:
        return _failed(level, second)
    run.log(
        f"{_kept(level)}: the second one has {_counted(second.faults)}", LogLevel.WARNING, code=second.code
    )
    return _Kept(first.plan, len(first.faults))


async def _read(
    run: Run[TrainingProgramRequest], key: str, prompt: Prompt, attempt: _Attempt, person: Person
) -> PlanReading:
    """The answer, held against the quality rules too where the rules of training leave a plan."""
    reading = await run.ask(key, prompt, lambda text: attempt.read(text, person))
    if reading.plan is None:
        return reading
    blocked = await plan_faults(reading.plan, person)
    return replace(reading, code=QUALITY_BLOCKED, faults=blocked) if blocked else reading


def _kept(level: Level) -> str:
    return f"The first {level.value} program is kept"


def _failed(level: Level, reading: PlanReading) -> Failure:
    return Failure(code=reading.code, level=level, message=clipped("; ".join(reading.faults), MAX_MESSAGE))


def _counted(faults: Sequence[str]) -> str:
    return "1 fault" if len(faults) == 1 else f"{len(faults)} faults"


def _reason(level: Level, failures: Sequence[Failure], blocking: int) -> str:
    """Of a program by the model. What blocks it is named: then it does not keep every rule there is."""
    reason = "The model's periodized program keeps all rules of training"
    if level is not Level.ENHANCED:
        reason = (
            f"The model's week with a calculated progression, since the better one failed "
            f"({_named(failures)})"
        )
    return f"{reason}; blocked by {counted(blocking)} of quality." if blocking else f"{reason}."
