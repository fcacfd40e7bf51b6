"""Audience: in what language and for whom a pipeline writes, as every pipeline's input says it."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from generation.validation import Written

MAX_LANGUAGE = 40
MAX_AUDIENCE = 500
"""Characters."""


def _named(language: str) -> str:
    """A name, not a sentence: letters of any script, and what joins them in names and tags."""
    if not language[0].isalpha() or not all(
        unicodedata.category(character)[0] in "LMN" or character in " -_,'()\u2019" for character in language
    ):
        raise PydanticCustomError("language", "must be a tag or a name of a language: de, pt-BR, German")
    return language


Language = Annotated[str, Written(most=MAX_LANGUAGE, one_line=True), AfterValidator(_named)]
"""A BCP-47 tag or the name of a language."""

Audience = Annotated[str, Written(most=MAX_AUDIENCE)]
