"""Names of files: readable in any language, and leading nowhere."""

from __future__ import annotations

import pytest

from generation.exports.file import MEDIA_TYPES, Format, file_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("HTTP and the web", "http-and-the-web.md"),
        ("../../etc/passwd\u202e.exe", "etc-passwd-exe.md"),
        ("C:\\con\x00\r\n", "c-con.md"),
        ("Größe: 5 % 漢字", "größe-5-漢字.md"),
        ("ﬁnal", "final.md"),
        ("हिन्दी का पाठ", "हिन्दी-का-पाठ.md"),
        ('a"; filename="b', "a-filename-b.md"),
        ("<>", "course.md"),
        ("", "course.md"),
        ("a" * 500, f"{'a' * 60}.md"),
        ("a" * 59 + " b", f"{'a' * 59}.md"),
    ],
)
def test_a_name_is_made_of_the_title(title: str, name: str) -> None:
    assert file_name(title, Format.MARKDOWN, otherwise="course") == name


def test_a_name_of_the_longest_characters_fits_a_file_system() -> None:
    name = file_name("𠀀" * 500, Format.MARKDOWN, otherwise="course")
    assert len(name) == 63
    assert len(name.encode()) <= 255


def test_every_format_has_its_media_type() -> None:
    assert set(MEDIA_TYPES) == set(Format)
