"""File: an export, with its name and its format."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

LONGEST_NAME = 60
"""Code points of a file's name, without the ending. With four bytes each and the ending it stays under the
255 bytes that file systems allow."""


class Format(StrEnum):
    """The value is the name in the query, and the ending of the file."""

    MARKDOWN = "md"


MEDIA_TYPES = {Format.MARKDOWN: "text/markdown; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    name: str
    format: Format
    content: str


def file_name(title: str, format: Format, *, otherwise: str) -> str:
    """Letters and digits of any language with their marks, so that no title leads out of a folder or hides
    its ending. `otherwise` stands for a title that has none."""
    kept = unicodedata.normalize("NFKC", title).lower()
    words = ("".join(word) if is_word else "-" for is_word, word in groupby(kept, _is_of_a_word))
    return f"{''.join(words).strip('-')[:LONGEST_NAME].strip('-') or otherwise}.{format}"


def _is_of_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"
