"""training_program: a profile becomes a training program."""

from __future__ import annotations

from generation.engine.pipeline import Pipeline, ResultView, Step
from generation.pipelines.training_program.exports import EXPORTS
from generation.pipelines.training_program.forecast import forecast
from generation.pipelines.training_program.input import TrainingProgramInput, accept
from generation.pipelines.training_program.request import TrainingProgramRequest
from generation.pipelines.training_program.steps import (
    analyze_profile,
    fetch_profile,
    finalize,
    generate_program,
    initialize,
    save_program,
    validate_program,
)

PIPELINE = Pipeline(
    name="training_program",
    label="Training program",
    input_model=TrainingProgramInput,
    request=TrainingProgramRequest,
    accept=accept,
    result_view=ResultView(address="/programs/{program_id}", opening="Open the program"),
    steps=(
        Step("initialize", initialize, label="Preparing the program"),
        Step("fetch_profile", fetch_profile, label="Reading the profile"),
        Step("analyze_profile", analyze_profile, label="Analyzing the profile", weight=2),
        Step("generate_program", generate_program, label="Generating the program", weight=92),
        Step("validate_program", validate_program, label="Checking the program", weight=2),
        Step("save_program", save_program, label="Saving the program"),
        Step("finalize", finalize, label="Finishing"),
    ),
    exports=EXPORTS,
    forecast=forecast,
)
