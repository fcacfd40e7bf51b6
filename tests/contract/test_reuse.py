"""Answers that an identical call of the same owner gets again."""

from __future__ import annotations

import random
from datetime import timedelta

from generation.engine.model.task import KeptAnswer
from tests.contract.examples import Stack

ANSWER = KeptAnswer(text='{"title": "Bread \ud800"}', model="claude-sonnet-5-5")
KEY, OTHER = "a" * 64, "b" * 64
DAY = timedelta(days=1)


def test_an_answer_is_its_owner_s_and_its_call_s(stack: Stack) -> None:
    stack.jobs.keep_reusable("ada", KEY, ANSWER, stack.now + DAY)
    stack.settle()
    assert stack.jobs.reusable("ada", KEY, stack.now) == ANSWER
    assert stack.jobs.reusable("grace", KEY, stack.now) is None
    assert stack.jobs.reusable("ada", OTHER, stack.now) is None


def test_it_goes_with_its_time_and_the_later_one_stands(stack: Stack) -> None:
    stack.jobs.keep_reusable("ada", KEY, ANSWER, stack.now + DAY)
    later = KeptAnswer(text="later", model="m")
    stack.jobs.keep_reusable("ada", KEY, later, stack.now + 2 * DAY)
    stack.settle()
    assert stack.jobs.reusable("ada", KEY, stack.now + DAY) == later
    assert stack.jobs.reusable("ada", KEY, stack.now + 2 * DAY) is None


def test_an_answer_of_any_length_breaks_nothing(stack: Stack) -> None:
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=900_000))
    stack.jobs.keep_reusable("ada", KEY, KeptAnswer(text=noise[:100_000], model="m"), stack.now + DAY)
    stack.jobs.keep_reusable("ada", OTHER, KeptAnswer(text=noise, model="m"), stack.now + DAY)
    stack.settle()
    kept = stack.jobs.reusable("ada", KEY, stack.now)
    assert kept is not None
    assert kept.text == noise[:100_000]
