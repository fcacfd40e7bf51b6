"""Routes of training profiles and programs, as the OpenAPI document describes them."""

from __future__ import annotations

from generation.http.answers import answers, route, says
from generation.http.programs import Profile, ProgramPage, ProgramView

PUT_PROFILE = route(
    "putProfile",
    "Training",
    "Store the training profile",
    answers({200: says("Stored, in place of the one before.", Profile)}, 400, 413, 422),
)
GET_PROFILE = route(
    "getProfile",
    "Training",
    "The training profile",
    answers({200: says("The profile.", Profile)}, 404),
    description="404 `profile-not-found` while none has been stored.",
)
LIST_PROGRAMS = route(
    "listPrograms", "Training", "Training programs", answers({200: says("A page.", ProgramPage)}, 422)
)
GET_PROGRAM = route(
    "getProgram",
    "Training",
    "A training program, also while it is being generated",
    answers({200: says("The program.", ProgramView)}, 404),
    compress=True,
)
