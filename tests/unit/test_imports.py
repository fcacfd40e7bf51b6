"""Imports: they point downwards only, in no circle, and the handlers that only read and write a table stay
cheap."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYER = ROOT / "layers/shared"

CHEAP = (
    "start",
    "status",
    "cancel",
    "retry",
    "library",
    "export",
    "admin",
    "webhooks",
    "notify",
    "sweep",
    "claims",
)
HEAVY = ("anthropic", "genai_prices", "httpx2", "boto3", "rapidfuzz", "generation.quality.checking")
"""1,100, 60, 70, 20, 60 and 60 ms of a cold start; only a worker has a use for them."""

OPERATORS = ("generation.http.operations", "generation.engine.service.operations")
"""What operators do; the function that is polled has no use for it."""

LESSONS = ("generation.lessons", "generation.pipelines.exam_course.contracts")
"""What a change of a lesson needs; the library's other requests have no use for it."""

TELLING = (
    "generation.engine.telling.store",
    "generation.stores.dynamodb.outbox",
    "generation.queue.deliveries",
    "generation.webhooks.post",
)
"""What tells of the ends of jobs; who starts or reads a job has no use for it."""

MAX_CPU_S = 1.5
"""Five times what an import takes on a quiet machine: it tells a mistake, not a millisecond."""


@dataclass(frozen=True)
class Rule:
    """Modules under one of `of` may import what stands under one of `may`, of the project and of
    `outside` (None: anything that is installed)."""

    of: tuple[str, ...]
    may: tuple[str, ...]
    outside: frozenset[str] | None = frozenset()


STDLIB = frozenset(sys.stdlib_module_names)
PYDANTIC = frozenset({"pydantic", "pydantic_core", "annotated_types"})
POWERTOOLS = frozenset({"aws_lambda_powertools"})
ENGINE = ("generation.engine",)
WIRING = ("generation.wiring", "generation.wiring_telling", "generation.wiring_worker")

# The first rule that fits a module holds.
RULES = (
    Rule(
        ("functions",),
        (
            *WIRING,
            "generation.http",
            "generation.queue",
            "generation.telemetry.logs",
            "generation.uncollected",
        ),
        POWERTOOLS,
    ),
    Rule(("generation.engine.errors", "generation.engine.policy", "generation.engine.plans"), ()),
    Rule(("generation.settings",), ("generation.engine.limits", "generation.engine.plans")),
    Rule(
        ("generation.engine.model",),
        ("generation.engine.model", "generation.engine.errors", "generation.engine.policy"),
    ),
    Rule(ENGINE, ENGINE),
    Rule(("generation.validation",), ("generation.engine.errors",), PYDANTIC),
    Rule(("generation.rights",), (*ENGINE, "generation.pipelines", "generation.rights")),
    Rule(("generation.exports.service",), (*ENGINE, "generation.exports")),
    Rule(("generation.exports",), ("generation.exports",)),
    Rule(
        ("generation.quality",),
        ("generation.engine.errors", "generation.validation", "generation.quality"),
        PYDANTIC | {"rapidfuzz"},
    ),
    Rule(
        ("generation.pipelines",),
        (
            *ENGINE,
            "generation.validation",
            "generation.quality",
            "generation.exports",
            "generation.pipelines",
        ),
        PYDANTIC,
    ),
    Rule(
        (
            "generation.catalogue",
            "generation.library",
            "generation.authoring",
            "generation.sharing",
            "generation.lessons",
        ),
        (*ENGINE, "generation.pipelines"),
    ),
    Rule(("generation.aws",), ENGINE, None),
    Rule(("generation.cognito",), ("generation.aws",), None),
    Rule(("generation.system",), ENGINE),
    Rule(("generation.uncollected",), ()),
    Rule(("generation.stores",), (*ENGINE, "generation.stores", "generation.aws", "generation.system"), None),
    Rule(("generation.telemetry",), (*ENGINE, "generation.telemetry"), POWERTOOLS),
    Rule(("generation.queue",), (*ENGINE, "generation.aws", "generation.telemetry.logs"), None),
    Rule(("generation.webhooks",), (*ENGINE, "generation.webhooks"), frozenset({"h11"})),
    Rule(("generation.models",), (*ENGINE, "generation.models"), None),
    Rule(
        ("generation.http",),
        (
            *ENGINE,
            "generation.http",
            "generation.telemetry.logs",
            "generation.validation",
            "generation.library",
            "generation.authoring",
            "generation.sharing",
            "generation.lessons",
            "generation.exports.file",
            "generation.pipelines",
            "generation.rights.pieces",
        ),
        PYDANTIC | POWERTOOLS,
    ),
    Rule(WIRING, ("generation",), frozenset({"mypy_boto3_dynamodb"})),
)


def _sources(base: Path, *folders: str) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted((base / folder).rglob("*.py")):
            name = ".".join(path.relative_to(base).with_suffix("").parts)
            yield name.removesuffix(".__init__"), path


SOURCES = {**dict(_sources(LAYER, "generation")), **dict(_sources(ROOT, "functions"))}
OTHERS = dict(_sources(ROOT, "local", "testing", "scripts", "benchmarks", "tests"))


def _imported(path: Path, known: Collection[str] = SOURCES) -> set[str]:
    """Everything that a module imports, also inside functions and for types alone. What is imported `from` a
    package counts as its submodule if that is `known`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            submodules = {f"{module}.{alias.name}" for alias in node.names} & set(known)
            found |= submodules or {module}
    return found


def _is_under(module: str, places: tuple[str, ...]) -> bool:
    return any(module == place or module.startswith(f"{place}.") for place in places)


def _is_allowed(module: str, rule: Rule) -> bool:
    if _is_under(module, ("generation", "functions", "local", "tests", "scripts", "testing", "benchmarks")):
        return _is_under(module, rule.may)
    package = module.split(".")[0]
    return rule.outside is None or package in STDLIB or package in rule.outside


@pytest.mark.parametrize("name", [name for name in SOURCES if name != "generation"])
def test_imports_point_downwards(name: str) -> None:
    rule = next((rule for rule in RULES if _is_under(name, rule.of)), None)
    if rule is None:
        pytest.fail("no rule says what it may import")
    assert {module for module in _imported(SOURCES[name]) if not _is_allowed(module, rule)} == set()


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Nor for types alone. Of the page, frontend/tests/cycles.test.ts shows the same."""
    everything = SOURCES | OTHERS
    graph = {name: _imported(path, everything) & everything.keys() for name, path in everything.items()}
    assert sum(len(imported) for imported in graph.values()) > 1_000
    with pytest.raises(CycleError):
        TopologicalSorter({**graph, "generation.engine.errors": {"generation.wiring"}}).prepare()
    TopologicalSorter(graph).prepare()


def test_packages_are_empty_or_hand_names_on() -> None:
    for path in (LAYER / "generation").rglob("__init__.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            assert isinstance(node, ast.Expr | ast.ImportFrom | ast.Assign), path


def test_the_claude_sdk_is_imported_by_its_adapter_alone() -> None:
    users = {
        name for name, path in SOURCES.items() if any(m.split(".")[0] == "anthropic" for m in _imported(path))
    }
    assert users
    assert all(_is_under(name, ("generation.models.claude",)) for name in users)


def test_nothing_imports_numpy() -> None:
    """py3langid names it as a requirement; only its data is used, and the layer has no numpy."""
    users = {name for name, path in SOURCES.items() if {"numpy", "py3langid"} & _imported(path)}
    assert users == set()


def test_the_environment_is_read_in_settings_alone() -> None:
    readers = {
        name
        for name, path in SOURCES.items()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
    }
    assert readers == {"generation.settings"}


@pytest.mark.parametrize("function", CHEAP)
def test_a_handler_is_imported_without_what_is_heavy(function: str) -> None:
    without = {"status": HEAVY + OPERATORS, "library": HEAVY + LESSONS}.get(function, HEAVY)
    measure = (
        "import json, sys, time; begun = time.process_time(); import app;"
        f"print(json.dumps([time.process_time() - begun, sorted(set({without!r}) & set(sys.modules))]))"
    )
    run = subprocess.run(  # noqa: S603  our own text
        [sys.executable, "-W", "error", "-c", measure],
        cwd=ROOT / "functions" / function,
        env={"PYTHONPATH": str(LAYER), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, heavy = json.loads(run.stdout)
    assert heavy == []
    assert seconds < MAX_CPU_S


@pytest.mark.parametrize(
    ("built", "without"),
    [
        (
            ("job_service", "library", "authoring", "sharing", "lessons", "exports", "sweep", "purge"),
            (*HEAVY, "generation.stores.dynamodb.budget"),  # only where the model is limited
        ),
        (("job_service", "library"), TELLING),
    ],
    ids=["heavy", "telling"],
)
def test_what_cheap_handlers_build_loads_no_more_than_they_need(
    built: tuple[str, ...], without: tuple[str, ...]
) -> None:
    build = (
        "import sys; from generation import wiring;"
        f"[getattr(wiring, name)() for name in {built!r}];"
        f"print(sorted(set({without!r}) & set(sys.modules)))"
    )
    environment = {"PYTHONPATH": str(LAYER), "PATH": "", "TABLE_NAME": "t", "QUEUE_URL": "q"}
    run = subprocess.run(  # noqa: S603  our own text
        [sys.executable, "-W", "error", "-c", build],
        env={**environment, "AWS_DEFAULT_REGION": "eu-central-1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.strip() == "[]"
