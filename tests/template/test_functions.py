"""Functions: what they run on, what they are given, where their output goes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generation.settings import ENVIRONMENT
from tests.template.stack import Stack
from tests.unit.functions.test_no_answer import FUNCTION_S

FUNCTIONS = {
    f"{name}Function"
    for name in (
        "Start",
        "Process",
        "Status",
        "Cancel",
        "Retry",
        "Library",
        "Export",
        "Admin",
        "Webhooks",
        "Notify",
        "Sweep",
        "Claims",
    )
}
BEHIND_THE_API = FUNCTIONS - {"ProcessFunction", "NotifyFunction", "SweepFunction", "ClaimsFunction"}
REPOSITORY = Path(__file__).parents[2]
BATCH_S = 28
"""Of the function that starts a hundred jobs in one request."""

API_LIMIT_SECONDS = 30


def functions(stack: Stack) -> dict[str, Any]:
    return stack.of_type("AWS::Lambda::Function")


def test_there_are_twelve_functions_and_each_has_its_folder(stack: Stack, written: dict[str, Any]) -> None:
    assert set(functions(stack)) == FUNCTIONS
    for name in FUNCTIONS:
        folder = written["Resources"][name]["Properties"]["CodeUri"]
        assert folder == f"functions/{name.removesuffix('Function').lower()}/"
        assert "def lambda_handler(" in (REPOSITORY / folder / "app.py").read_text()


def test_all_run_alike(stack: Stack) -> None:
    (layer,) = stack.of_type("AWS::Lambda::LayerVersion")
    for name, properties in functions(stack).items():
        assert properties["Runtime"] == "python3.13"
        assert properties["Architectures"] == ["arm64"]
        assert properties["Handler"] == "app.lambda_handler"
        # Of polls only those that somebody traces already.
        mode = "PassThrough" if name == "StatusFunction" else "Active"
        assert properties["TracingConfig"] == {"Mode": mode}
        assert properties["Layers"] == [f"<{layer}>"]


def test_the_layer_fits_the_functions(stack: Stack) -> None:
    (layer,) = stack.of_type("AWS::Lambda::LayerVersion").values()
    assert layer["CompatibleRuntimes"] == ["python3.13"]
    assert layer["CompatibleArchitectures"] == ["arm64"]


def test_every_function_is_given_exactly_what_settings_reads(stack: Stack) -> None:
    libraries = {
        "POWERTOOLS_LOG_LEVEL",
        "POWERTOOLS_SERVICE_NAME",
        "PYDANTIC_DISABLE_PLUGINS",
    }
    sdk = {"ANTHROPIC_AWS_WORKSPACE_ID"}  # read by the Claude SDK itself
    for name, properties in functions(stack).items():
        given = set(properties["Environment"]["Variables"])
        assert given == {*ENVIRONMENT, *libraries, *(sdk if name == "ProcessFunction" else ())}, name


def test_settings_reads_nothing_that_the_template_does_not_give() -> None:
    source = (REPOSITORY / "layers/shared/generation/settings.py").read_text()
    assert set(re.findall(r"""(?:get\(|environment\[)\s*["']([A-Z_]+)["']""", source)) <= set(ENVIRONMENT)


def test_every_function_has_a_log_group_of_its_own_with_an_end(stack: Stack) -> None:
    groups = stack.of_type("AWS::Logs::LogGroup")
    used = [properties["LoggingConfig"]["LogGroup"] for properties in functions(stack).values()]
    assert len(set(used)) == len(FUNCTIONS)
    assert {name.strip("<>") for name in used} <= set(groups)
    assert all(group["RetentionInDays"] == 30 for group in groups.values())


def test_functions_behind_the_api_answer_before_it_gives_up(stack: Stack) -> None:
    for name in BEHIND_THE_API:
        timeout = functions(stack)[name]["Timeout"]
        assert timeout < API_LIMIT_SECONDS
        expected = BATCH_S if name == "StartFunction" else FUNCTION_S
        assert timeout == expected, "the time within which a silent table is an answer"


def test_the_worker_may_take_as_long_as_lambda_lets_it(stack: Stack, translated: dict[str, Any]) -> None:
    assert functions(stack)["ProcessFunction"]["Timeout"] == 900
    assert translated["Parameters"]["WorkerTimeoutSeconds"]["MaxValue"] == 900


def test_a_chain_of_hand_overs_is_not_taken_for_a_loop(stack: Stack) -> None:
    """Lambda ends a chain of function, queue, function after some 16 rounds unless it is told not to."""
    allowed = {name for name, properties in functions(stack).items() if "RecursiveLoop" in properties}
    assert allowed == {"ProcessFunction", "NotifyFunction", "SweepFunction"}
    assert {functions(stack)[name]["RecursiveLoop"] for name in allowed} == {"Allow"}


def test_the_defaults_fit_a_new_account(stack: Stack, translated: dict[str, Any]) -> None:
    sources = stack.of_type("AWS::Lambda::EventSourceMapping").values()
    most = sum(source["ScalingConfig"]["MaximumConcurrency"] for source in sources)
    assert most <= 7, "of its 10 executions three are left for people"
    assert not [name for name, own in functions(stack).items() if "ReservedConcurrentExecutions" in own]


def test_executions_can_be_kept_free_for_who_answers_people(deployed: Callable[..., Stack]) -> None:
    reserved = {
        name: own.get("ReservedConcurrentExecutions")
        for name, own in functions(deployed(ReservedConcurrency="20")).items()
    }
    assert reserved == {name: 20 if name in BEHIND_THE_API else None for name in FUNCTIONS}


def test_sweeps_do_not_overlap(stack: Stack, translated: dict[str, Any]) -> None:
    shortest = translated["Parameters"]["SweepMinutes"]["MinValue"] * 60
    assert functions(stack)["SweepFunction"]["Timeout"] < shortest
    (after_failure,) = stack.of_type("AWS::Lambda::EventInvokeConfig").values()
    assert after_failure["MaximumRetryAttempts"] == 0
