"""What a newcomer is told is so: named files, make targets and pictures exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from local.configuration import ROOT

CONTRIBUTORS = ("CONTRIBUTING.md", "docs/architecture.md")
DOCS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
]

# A path is in backquotes, from the root, with a folder in it or with one of these endings.
PATH = re.compile(r"`([\w.-]+(?:/[\w.-]+)*/?)`")
FILE = re.compile(r"/|\.(py|md|yaml|toml|json|tsx?)$")
INVOKED = re.compile(r"(?:scripts|events|functions|tests)/[\w/.-]+\.(?:py|json)")
# A path below a folder of the project, wherever it stands; one with a placeholder is none.
INNER = re.compile(
    r"(?<![\w./:-])((?:benchmarks|docs|events|examples|frontend|functions|layers|local|scripts|testing|tests)"
    r"/[\w./-]+)(?![\w*{}<\[])"
)
BUILT = ("frontend/dist",)
TEST = re.compile(r"`(test_\w+\.py)`")
TARGET = re.compile(r"(?:`|^)make ([a-z]+)", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", CONTRIBUTORS)
def test_every_file_and_folder_that_is_named_exists(page: str) -> None:
    named = {path for path in PATH.findall(text(page)) if FILE.search(path)} | set(
        INVOKED.findall(text(page))
    )
    # What only a running stack has.
    named = {path for path in named if not path.startswith((".venv/", ".state/", ".tools/"))}
    assert len(named) > 10
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_path_and_test_that_a_page_names_exists(page: Path) -> None:
    told = page.read_text(encoding="utf-8")
    paths = {path.rstrip(".") for path in INNER.findall(told) if not path.startswith(BUILT)}
    assert sorted(path for path in paths if not (ROOT / path).exists()) == []
    tests = {path.name for path in (ROOT / "tests").rglob("test_*.py")}
    assert sorted(set(TEST.findall(told)) - tests) == []


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    assert set(TARGET.findall(page.read_text(encoding="utf-8"))) <= targets()


@pytest.mark.parametrize("page", ["README.md", "docs/README.md"])
def test_every_link_of_an_index_leads_somewhere(page: str) -> None:
    links = LINK.findall(text(page))
    assert links
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_every_page_of_docs_is_in_the_index() -> None:
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert pages <= set(LINK.findall(text("docs/README.md")))


def test_every_target_that_help_lists_is_phony() -> None:
    phony = set(re.findall(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)[0].split())
    assert targets() - phony == set()


@pytest.mark.parametrize(
    "row", re.findall(r"^\| (?!change|---)(.*)\|$", text("CONTRIBUTING.md"), re.MULTILINE)
)
def test_a_change_touches_three_files_at_most(row: str) -> None:
    change, touched = (cell.strip() for cell in row.split("|"))
    files = {path for path in PATH.findall(touched) if FILE.search(path)}
    # A log line stands in one of the three places.
    assert 1 <= len(files - {"layers/shared/generation/stores/codec.py"}) <= 3, change


def test_make_test_runs_every_folder_of_tests() -> None:
    (listed,) = re.findall(r"^LONGEST_FIRST := (.*)$", text("Makefile"), re.MULTILINE)
    with_tests = {path.relative_to(ROOT / "tests").parts[0] for path in (ROOT / "tests").rglob("test_*.py")}
    assert sorted(listed.split()) == sorted(with_tests)


def test_the_hosted_workflow_runs_what_people_run() -> None:
    workflow = text(".github/workflows/ci.yml")
    assert re.findall(r"- run: (.*)", workflow) == [".ci/run"]
    actions = re.findall(r"uses: (\S+)", workflow)
    assert len(actions) == 3
    assert all(re.fullmatch(r"actions/[a-z-]+@v\d+\.\d+\.\d+", action) for action in actions)


def test_the_hooks_fetch_nothing() -> None:
    hooks = text(".pre-commit-config.yaml")
    assert set(re.findall(r"- repo: (.*)", hooks)) == {"local"}
    assert set(re.findall(r"language: (.*)", hooks)) == {"system"}


def test_the_breakpoint_of_the_example_is_in_the_route_that_the_event_is_for() -> None:
    ((file, line),) = re.findall(r"\(Pdb\) break (\S+):(\d+)", text("CONTRIBUTING.md"))
    before = text(file).splitlines()[: int(line)]
    assert before[-1].strip().startswith("return ")
    assert [code for code in before if code.startswith("@app.")][-1].startswith('@app.post("/v1/exams"')
