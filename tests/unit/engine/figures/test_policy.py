"""Policy of the figures: bounds that others rely on."""

from __future__ import annotations

from datetime import timedelta

from generation.engine.figures.attempt_end import ID_BYTES
from generation.engine.figures.policy import FIGURES_KEPT, FiguresPolicy


def test_a_year_can_be_asked_for_and_is_there() -> None:
    policy = FiguresPolicy()
    assert policy.most_days == 366
    assert timedelta(days=400) == FIGURES_KEPT


def test_the_list_of_two_folds_is_one_read_unit() -> None:
    policy = FiguresPolicy()
    assert policy.folded_at_once == 200
    assert 2 * policy.folded_at_once * ID_BYTES + 200 <= 4_096


def test_few_ends_wait_for_company_but_not_for_long() -> None:
    policy = FiguresPolicy()
    assert policy.fold_at == 16
    assert policy.longest_wait == timedelta(minutes=15)
    assert policy.counted == 10
    assert policy.tries == 3
    assert policy.looked_at == 10 * policy.folded_at_once
    assert policy.reserve == timedelta(seconds=10)
