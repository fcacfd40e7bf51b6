"""training_program: a profile becomes a training program."""

from __future__ import annotations

from generation.engine.pipeline import Pipeline, Step
from generation.pipelines.training_program.request import accept
from generation.pipelines.training_program.steps import (
    analyze_profile,
    fetch_profile,
    finalize,
    generate_program,
    initialize,
    save_program,
    validate_program,
)

TRAINING_PROGRAM = Pipeline(
    name="training_program",
    accept=accept,
    steps=(
        Step("initialize", initialize, label="Preparing the program"),
        Step("fetch_profile", fetch_profile, label="Reading the profile"),
        Step("analyze_profile", analyze_profile, label="Analyzing the profile", weight=2),
        Step("generate_program", generate_program, label="Generating the program", weight=92),
        Step("validate_program", validate_program, label="Checking the program", weight=2),
        Step("save_program", save_program, label="Saving the program"),
        Step("finalize", finalize, label="Finishing"),
    ),
)
