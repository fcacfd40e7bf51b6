"""Answers: what the model wrote, read, written out and held against the rules.

Nothing is raised for a bad answer: it goes back to the model once, and after that a simpler level is
better than the same question again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generation.engine.errors import InvalidOutput
from generation.pipelines.shared.answering import read
from generation.pipelines.training_program import basic, enhanced
from generation.pipelines.training_program.contracts import (
    BasicAnswer,
    EnhancedAnswer,
    NamedBasicAnswer,
    NamedEnhancedAnswer,
)
from generation.pipelines.training_program.plan import Plan, has_names
from generation.pipelines.training_program.program import Level, Validation, Week
from generation.pipelines.training_program.rules.advice import advice_in
from generation.pipelines.training_program.rules.checks import check, rules_of
from generation.pipelines.training_program.science.person import Person

A = TypeVar("A", EnhancedAnswer, BasicAnswer)

INVALID_OUTPUT = "invalid-output"
RULES_VIOLATED = "rules-violated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReading:
    """A plan that keeps the rules of training, or why there is none.

    code    invalid-output: no plan of that form; rules-violated: a plan that breaks them
    faults  each complete in itself, for the model
    text    the answer itself, to be sent back
    """

    plan: Plan | None = None
    code: str = ""
    faults: tuple[str, ...] = ()
    text: str = ""


def read_enhanced(text: str, person: Person) -> PlanReading:
    return _reading(text, enhanced_contract(person), enhanced.faults, enhanced.expand, person, Level.ENHANCED)


def read_basic(text: str, person: Person) -> PlanReading:
    return _reading(text, basic_contract(person), basic.faults, basic.expand, person, Level.BASIC)


def enhanced_contract(person: Person) -> type[EnhancedAnswer]:
    return EnhancedAnswer if has_names(person.language) else NamedEnhancedAnswer


def basic_contract(person: Person) -> type[BasicAnswer]:
    return BasicAnswer if has_names(person.language) else NamedBasicAnswer


def violated(validation: Validation) -> list[str]:
    """The violations as the model reads them."""
    return [f"{one.where}: {one.message} (rule {one.rule})" for one in validation.violations]


def _reading(
    text: str,
    contract: type[A],
    faults: Callable[[A, Person], Iterator[str]],
    expand: Callable[[A, Person], list[Week]],
    person: Person,
    level: Level,
) -> PlanReading:
    try:
        answer = read(contract, text)
    except InvalidOutput as error:
        return _refused(text, INVALID_OUTPUT, error.errors)
    if found := list(faults(answer, person)):
        return _refused(text, INVALID_OUTPUT, found)
    weeks = expand(answer, person)
    broken = violated(check(weeks, person.analysis, rules_of(level)))
    broken += [f"{where}: {what} (rule forbidden_advice)" for where, what in _about(answer)]
    if broken:
        return _refused(text, RULES_VIOLATED, broken)
    plan = Plan(title=answer.title, description=answer.description, weeks=weeks)
    return PlanReading(plan=plan, text=text)


def _about(answer: EnhancedAnswer | BasicAnswer) -> Iterator[tuple[str, str]]:
    """What the texts beside the weeks say that they must not."""
    yield from advice_in(answer.title, "title")
    yield from advice_in(answer.description, "description")


def _refused(text: str, code: str, faults: Sequence[str]) -> PlanReading:
    return PlanReading(code=code, faults=tuple(faults), text=text)
