"""Each module of the engine has a test of its own, so that a failure names it.

What is left out is of one piece with ports and loop: the simulation and the contract suite are its tests.
"""

from __future__ import annotations

import pytest

from local.configuration import ROOT

ENGINE = ROOT / "layers/shared/generation/engine"
HERE = ROOT / "tests/unit/engine"
BY_SIMULATION = {
    "reading",
    "time_left",  # tests/unit/test_aws.py: the clients that heed it
    "worker/calls",
    "worker/execution",
    "worker/runner",
    "worker/scheduler",
    "recovery/sweep",
}
DECLARATIONS = {
    "model/event",
    "ports/audit",
    "ports/control",
    "ports/documents",
    "ports/figures",
    "ports/holdings",
    "ports/jobs",
    "ports/model",
    "ports/outbox",
    "ports/page",
    "ports/system",
    "service/requests",
    "worker/context",
}
MODULES = sorted(
    str(path.relative_to(ENGINE).with_suffix(""))
    for path in ENGINE.rglob("*.py")
    if path.name != "__init__.py"
)


@pytest.mark.parametrize("module", [name for name in MODULES if name not in BY_SIMULATION | DECLARATIONS])
def test_a_module_of_the_engine_is_imported_by_a_test_of_its_own(module: str) -> None:
    *folders, name = module.split("/")
    test = HERE.joinpath(*folders, f"test_{name}.py")
    assert test.exists()
    imported = ".".join(["generation.engine", *folders])
    text = test.read_text(encoding="utf-8")
    assert f"from {imported}.{name} import" in text or f"from {imported} import {name}" in text


def test_what_is_left_out_exists() -> None:
    assert set(MODULES) >= BY_SIMULATION | DECLARATIONS
