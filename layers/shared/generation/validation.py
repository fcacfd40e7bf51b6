"""Validation: texts that can be stored and shown, and pydantic's errors as JSON pointers.

Building blocks for every model that faces the outside: what a client sends, and what a model answers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import (
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ValidationError,
    ValidatorFunctionWrapHandler,
)
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, PydanticKnownError, core_schema

from generation.engine.errors import FieldError

MAX_ERRORS = 100
"""Faults that one answer names: enough to mend a file with, small enough for any client."""

MAX_POINTER_PART = 120
"""Characters of one member's name inside a pointer: a client's own name for an unknown field may be
as long as its body."""

CLOSED = ConfigDict(extra="forbid", strict=True, frozen=True)
"""Unknown fields are refused and nothing is converted: `"5"` is no number, `1` no text."""

Path = tuple[str | int, ...]

HALF_PAIR = "holds half a surrogate pair, which is no character and cannot be stored"

_WORDING = {
    "missing": "is required",
    "extra_forbidden": "is not a known field",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "dict_type": "must be an object",
    "list_type": "must be a list",
    "string_type": "must be a text",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "string_unicode": HALF_PAIR,
}
"""Where pydantic's own words name a class or a Python type."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp"})
_BREAKING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""Control characters and line breaks: all of the categories Cc, Zl and Zp."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Annotation of a text that a person or a model wrote: `Annotated[str, Written(most=200)]`.

    Something to read in it, no NUL and no half surrogate pairs, which no store takes; all else of
    Unicode stays as it is.

    most       characters
    one_line   no control characters and line breaks: titles, ids
    in_schema  whether the length stands in the JSON schema: a model takes a bound for a wish
    """

    most: int
    one_line: bool = False
    in_schema: bool = True

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        checked = core_schema.no_info_after_validator_function(self._checked, handler(source))
        return core_schema.no_info_before_validator_function(_storable, checked)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(schema) | ({"minLength": 1, "maxLength": self.most} if self.in_schema else {})

    def _checked(self, value: str) -> str:
        if len(value) > self.most:
            message = f"has {len(value):,} characters, at most {self.most:,} are allowed"
            raise PydanticCustomError("too_long", "{message}", {"message": message})
        if not _is_seen(value):
            raise PydanticCustomError("blank", "must not be blank")
        if self.one_line and _BREAKING.search(value):
            raise PydanticCustomError("control", "must not hold control characters or line breaks")
        return value


def _is_seen(text: str) -> bool:
    """Whether there is something to read. strip() knows all but the invisible characters, so the first
    one that it leaves nearly always tells."""
    # A letter or a digit in front, as nearly always: an exam has 50,000 texts.
    if text[:1].isalnum():
        return True
    return any(unicodedata.category(character) not in _UNSEEN for character in text.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """Annotation of a list that may be long: `Annotated[list[Question], Entries(least=1, most=1_000)]`.

    Validation ends at the entry that brings the faults to MAX_ERRORS: pydantic itself collects all of
    them, a kilobyte each, and a body can hold a hundred thousand.
    """

    least: int
    most: int

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_wrap_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(schema) | {"minItems": self.least, "maxItems": self.most}

    def _checked(self, value: Any, validate: ValidatorFunctionWrapHandler) -> Any:
        if not isinstance(value, list):
            return validate(value)  # pydantic's own error
        if len(value) > self.most:
            raise PydanticKnownError("too_long", _sizes("max_length", self.most, value))
        if len(value) < self.least:
            raise PydanticKnownError("too_short", _sizes("min_length", self.least, value))
        entries: list[Any] = []
        faults: list[InitErrorDetails] = []
        for index, entry in enumerate(value):
            try:
                entries += validate([entry])
            except ValidationError as error:
                faults += _at(index, error)
                if len(faults) >= MAX_ERRORS:
                    break
        if faults:
            raise ValidationError.from_exception_data("entries", faults)
        return entries


def _sizes(bound: str, limit: int, value: list[Any]) -> dict[str, Any]:
    return {"field_type": "List", bound: limit, "actual_length": len(value)}


def _at(index: int, error: ValidationError) -> list[InitErrorDetails]:
    """The faults of a list of one entry as those of the entry at that index."""
    return [
        InitErrorDetails(
            type=PydanticCustomError(detail["type"], detail["msg"], detail.get("ctx")),
            loc=(index, *detail["loc"][1:]),
            input=None,
        )
        for detail in error.errors(include_url=False, include_input=False)
    ]


def _storable(value: Any) -> Any:
    """Before pydantic sees it, whose message for half a pair is about Python."""
    if isinstance(value, str):
        if "\0" in value:
            raise PydanticCustomError("nul", "holds a NUL character, which cannot be stored")
        try:
            if not value.isascii():
                value.encode()
        except UnicodeEncodeError as error:
            raise PydanticCustomError("surrogate", "{message}", {"message": HALF_PAIR}) from error
    return value


def refuse(faults: Sequence[tuple[Path, str]]) -> None:
    """From inside a model's validator: all faults found between its fields, each with its own place
    (`("correct", 0)`), where pydantic would put one message at the model. Nothing if there are none."""
    if faults:
        message = "; ".join(text for _, text in faults[:3])
        raise PydanticCustomError("faults", "{message}", {"message": message, "faults": tuple(faults)})


def field_errors(
    error: ValidationError | Iterable[Mapping[str, Any]], prefix: str = "", data: Any = None
) -> tuple[FieldError, ...]:
    """What is wrong, each with its JSON pointer (RFC 6901), in the order found, at most MAX_ERRORS.

    prefix  pointer of the value that was validated (`/input`)
    data    that value: with it, names of union branches and tags, which pydantic mixes into its
            locations, are left out
    """
    details = (
        error.errors(include_url=False, include_input=False) if isinstance(error, ValidationError) else error
    )
    found = dict.fromkeys(
        FieldError(prefix + pointer(path), text) for detail in details for path, text in _faults(detail, data)
    )
    return tuple(found)[:MAX_ERRORS]


def pointer(path: Iterable[str | int]) -> str:
    """JSON pointer of a path; names that are too long are cut, half surrogate pairs replaced."""
    return "".join(f"/{_escaped(str(part))}" for part in path)


def _faults(detail: Mapping[str, Any], data: Any) -> Iterator[tuple[Path, str]]:
    context = detail.get("ctx", {})
    at = _without_branches(tuple(detail["loc"]), data, detail["type"])
    if detail["type"] == "faults":
        yield from ((at + path, text) for path, text in context["faults"])
    elif detail["type"] == "value_error":
        yield at, str(context.get("error", detail["msg"])).removeprefix("Value error, ")
    elif detail["type"] == "too_long" and "max_length" in context:
        yield at, f"must have at most {context['max_length']:,} entries"
    elif detail["type"] == "too_short" and "min_length" in context:
        yield at, f"must have entries, {context['min_length']:,} at least"
    else:
        yield at, _WORDING.get(detail["type"], detail["msg"])


def _without_branches(loc: Path, data: Any, kind: str) -> Path:
    if data is None:
        return loc
    path: list[str | int] = []
    for index, part in enumerate(loc):
        if _is_in(data, part):
            data = data[part]
        elif not (kind == "missing" and index == len(loc) - 1):
            continue  # neither a member nor an index of what was sent: pydantic's name of a branch
        path.append(part)
    return tuple(path)


def _is_in(data: Any, part: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and 0 <= part < len(data)
    return isinstance(data, Mapping) and part in data


def _escaped(part: str) -> str:
    part = part.encode("utf-8", "replace").decode()
    if len(part) > MAX_POINTER_PART:
        part = part[:MAX_POINTER_PART] + "…"
    return part.replace("~", "~0").replace("/", "~1")
