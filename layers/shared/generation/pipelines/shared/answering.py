"""Answering: the model's JSON read into its contract, and every fault told so that the model can mend it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, StringConstraints, ValidationError
from pydantic_core import from_json

from generation.engine.errors import InvalidOutput
from generation.pipelines.shared.prompting import clipped
from generation.quality.same import same
from generation.validation import CLOSED, field_errors

MAX_ANSWER = 300_000
"""Characters. A bound against endless answers, far above what any prompt asks for."""

MAX_ERRORS = 20
"""That one answer is sent back with."""

MAX_QUOTED = 100
"""Characters that an error quotes of what the model wrote."""

Stripped = Annotated[str, StringConstraints(strip_whitespace=True)]


class Contract(BaseModel):
    """Shape of an answer, or of a part of one."""

    model_config = CLOSED


C = TypeVar("C", bound=Contract)


def read(contract: type[C], text: str) -> C:
    """The answer as its contract. Raises InvalidOutput with each fault and its place."""
    if len(text) > MAX_ANSWER:
        raise InvalidOutput([f"The answer is longer than {MAX_ANSWER:,} characters: be briefer."])
    try:
        return contract.model_validate_json(text)
    except ValidationError as error:
        faults = [f"{fault.pointer or 'The answer'}: {fault.message}" for fault in field_errors(error)]
        raise InvalidOutput(_bounded(faults)) from error


def read_so_far(text: str) -> dict[str, Any]:
    """What can be read of an answer that is still being written. Empty for anything else, never raises."""
    try:
        answer = from_json(text, allow_partial="trailing-strings")
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def refuse(faults: Sequence[str]) -> None:
    """Raises InvalidOutput with these faults; nothing if there are none."""
    if faults:
        raise InvalidOutput(_bounded(faults))


def repeated(texts: Sequence[str], place: str) -> list[str]:
    """A fault for each text that says the same as an earlier one; in `place` a star stands for its index."""
    first: dict[str, int] = {}
    faults = []
    for index, text in enumerate(texts):
        earlier = first.setdefault(same(text), index)
        if earlier != index:
            here, there = (place.replace("*", str(number)) for number in (index, earlier))
            faults.append(f"{here}: {quoted(text)} stands at {there} already.")
    return faults


def essence(text: str) -> str:
    """What is left of a title or a longer text when case, spacing and punctuation do not count. Whether two
    short texts are one is for `quality.same` to say: in code signs are all that tells them apart."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


def quoted(text: str) -> str:
    return f'"{clipped(text, MAX_QUOTED)}"'


def _bounded(faults: Sequence[str]) -> list[str]:
    if len(faults) <= MAX_ERRORS:
        return list(faults)
    return [*faults[: MAX_ERRORS - 1], f"... and {len(faults) - MAX_ERRORS + 1} more errors like these."]
