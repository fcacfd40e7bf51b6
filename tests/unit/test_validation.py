"""Pydantic's errors as pointers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field, ValidationError, model_validator

from generation.engine.errors import FieldError
from generation.validation import CLOSED, Written, field_errors, pointer, refuse


class Circle(BaseModel):
    model_config = CLOSED
    shape: Literal["circle"]
    radius: int


class Square(BaseModel):
    model_config = CLOSED
    shape: Literal["square"]
    side: int


class Drawing(BaseModel):
    model_config = CLOSED
    tagged: Annotated[Circle | Square, Field(discriminator="shape")] | None = None
    either: int | list[int] | None = None
    name: Annotated[str, Written(most=5)] = "a"

    @model_validator(mode="after")
    def _is_consistent(self) -> Drawing:
        if self.name == "twice":
            refuse([(("name",), "first"), (("either", 0), "second")])
        if self.name == "value":
            raise ValueError("a reason of its own")
        return self


def _errors(raw: Any, prefix: str = "") -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as caught:
        Drawing.model_validate(raw)
    return [(error.pointer, error.message) for error in field_errors(caught.value, prefix, raw)]


def test_names_of_branches_and_tags_are_left_out() -> None:
    circle = {"shape": "circle", "radius": "1"}
    assert _errors({"tagged": circle}) == [("/tagged/radius", "must be a whole number")]
    assert _errors({"tagged": {"shape": "square"}}) == [("/tagged/side", "is required")]
    assert {at for at, _ in _errors({"either": "x"})} == {"/either"}
    assert _errors({"either": [1, "x"]})[-1][0] == "/either/1"


def test_faults_between_fields_have_places_of_their_own() -> None:
    assert _errors({"name": "twice"}, "/input") == [("/input/name", "first"), ("/input/either/0", "second")]


def test_a_plain_value_error_keeps_its_words() -> None:
    assert _errors({"name": "value"}, "/input") == [("/input", "a reason of its own")]


def test_details_from_elsewhere_are_taken_as_they_are() -> None:
    details = [{"type": "missing", "loc": ("title",), "msg": "Field required"}]
    assert field_errors(details) == (FieldError("/title", "is required"),)


def test_no_fault_is_no_error() -> None:
    refuse([])
    assert field_errors([]) == ()


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ((), ""),
        (("a", 0), "/a/0"),
        (("a/b", "m~n", ""), "/a~1b/m~0n/"),
        (("~1",), "/~01"),
        (("\ud800",), "/?"),
    ],
)
def test_pointers_are_escaped(path: tuple[str | int, ...], wanted: str) -> None:
    assert pointer(path) == wanted


def test_the_schema_of_a_written_text_has_its_length_where_that_is_wanted() -> None:
    class Both(BaseModel):
        shown: Annotated[str, Written(most=5)]
        hidden: Annotated[str, Written(most=5, in_schema=False)]

    properties = Both.model_json_schema()["properties"]
    assert properties["shown"]["maxLength"] == 5
    assert "maxLength" not in properties["hidden"]
