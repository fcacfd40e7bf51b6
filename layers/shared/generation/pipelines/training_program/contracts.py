"""Contracts: the two answers of the model, as shapes. `enhanced` and `basic` make weeks of them.

A program of 16 weeks, 7 days and 8 exercises has 900 prescriptions, which no answer holds. So the model
writes what a coach writes down: the weeks, the progressions ("tracks": sets, repetitions, intensity and
rest for each week), and the sessions of a week, each exercise of which follows one track. Multiplying
that out is arithmetic. The order of the fields is the order in which the model writes them, so what later
fields build on comes first.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from generation.pipelines.shared.answering import Contract, Stripped
from generation.pipelines.shared.prompting import clipped
from generation.pipelines.training_program.program import Number
from generation.validation import Written

MAX_HEADING = 120
MAX_DESCRIPTION = 2_000
MAX_NOTE = 400
"""Lengths in characters. They stand in no schema: a model takes a bound for a wish."""

Heading = Annotated[Stripped, Written(most=MAX_HEADING, one_line=True, in_schema=False)]
Description = Annotated[Stripped, Written(most=MAX_DESCRIPTION, in_schema=False)]
Id = Annotated[str, Field(description="Copied exactly from the data")]


def _brief(note: str) -> str:
    """An empty note is a note; one that runs on is cut rather than sent back."""
    return clipped(note.replace("\0", ""), MAX_NOTE)


Note = Annotated[Stripped, AfterValidator(_brief)]

Unit = Literal["percent_1rm", "rir", "rpe"]
"""percent_1rm: of the one-repetition maximum that the analysis knows. rir: repetitions in reserve, 0-5.
rpe: perceived exertion, 1-10, for work that is measured in time."""


class PlannedWeek(Contract):
    week: int = Field(description="From 1, each week of the program once, in order")
    focus: Heading = Field(description="What this week is for, in three to ten words")
    is_deload: bool


class TrackWeek(Contract):
    """What a track asks for in one week."""

    week: int
    sets: int = Field(description="Hard sets, without warm-up")
    amount: int = Field(
        description="Of each set, in what the track counts: repetitions, or seconds; of each side where one "
        "side works"
    )
    intensity: Number = Field(
        description="In the unit of the track: 72.5 for percent_1rm, 2 for rir, 7 for rpe"
    )
    rest_s: int = Field(description="Seconds after each set")


class Track(Contract):
    track_id: Heading = Field(description="A short name for your own use: main-lower, press, accessory, core")
    unit: Unit
    counts: Literal["repetitions", "seconds"] = Field(description="What its exercises count")
    weeks: list[TrackWeek] = Field(
        min_length=1, description="One for each week in which an exercise follows it"
    )


class PlannedExercise(Contract):
    exercise_id: Id
    track_id: Heading = Field(description="One of your tracks")
    from_week: int
    to_week: int = Field(description="The last week in which it is done, as much as the first")
    notes: Note = Field(description="The cue that matters for this person, one or two short sentences")
    substitutes: list[Id] = Field(description="One to three exercise_ids that can stand in for it")


class PlannedSession(Contract):
    day: int = Field(description="1 is Monday, 7 is Sunday; the same day in all weeks")
    title: Heading = Field(description="The purpose of the session, in two to six words")
    notes: Note = Field(description="Warm-up, order, what to watch in this session; one to three sentences")
    exercises: list[PlannedExercise] = Field(min_length=1, description="In the order in which they are done")


class EnhancedAnswer(Contract):
    title: Heading = Field(description="Of the program, in three to eight words")
    description: Description = Field(
        description="To the person: how the weeks build on each other and why, how to use the program, what "
        "to do after a missed session or a bad night; four to eight sentences"
    )
    weeks: list[PlannedWeek] = Field(min_length=1)
    tracks: list[Track] = Field(min_length=1)
    sessions: list[PlannedSession] = Field(min_length=1, description="One for each training day, in order")


class ExerciseName(Contract):
    exercise_id: Id
    name: Heading = Field(description="Its usual name in the language of the program")


class NamedEnhancedAnswer(EnhancedAnswer):
    """For languages in which the catalogue has no names."""

    names: list[ExerciseName] = Field(description="Of every exercise of the sessions, each once")


class BasicExercise(Contract):
    exercise_id: Id
    is_main: bool = Field(description="One of the lifts that the session is built around")
    sets: int = Field(description="Hard sets in an ordinary week, without warm-up")
    duration_s: int = Field(description="Seconds of one set where time counts, else 0")
    notes: Note = Field(description="The cue that matters, one short sentence")


class BasicSession(Contract):
    day: int = Field(description="1 is Monday, 7 is Sunday")
    title: Heading = Field(description="The purpose of the session, in two to six words")
    exercises: list[BasicExercise] = Field(min_length=1, description="In the order in which they are done")


class BasicAnswer(Contract):
    """A week. Repetitions, loads, progression and deload follow from the analysis."""

    title: Heading = Field(description="Of the program, in three to eight words")
    description: Description = Field(
        description="To the person: what the program does; two to four sentences"
    )
    focus: Heading = Field(description="What an ordinary week is for, in three to ten words")
    deload_focus: Heading = Field(description="What an easy week is for, in three to ten words")
    sessions: list[BasicSession] = Field(min_length=1, description="One for each training day, in order")


class NamedBasicAnswer(BasicAnswer):
    """For languages in which the catalogue has no names."""

    names: list[ExerciseName] = Field(description="Of every exercise of the sessions, each once")
