"""What the emulators do otherwise than DynamoDB: expected failures, each with its reason.

They are strict: one that passes fails, so a store that was mended is noticed.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

REPLAYS = "answers a repeated ClientRequestToken by evaluating the conditions again"
UNITS = "reports no consumed units of a transaction and of an update, and no half unit"
SIZE = "takes more than 4 MB in a transaction"
START_KEYS = "takes a start key outside of the range that is asked for"

DIVERGENCES: Mapping[str, Mapping[str, str]] = {
    "moto": {
        "test_a_start_is_carried_out_once": REPLAYS,
        "test_a_retry_claims_one_slot": REPLAYS,
        "test_a_document_is_created_and_not_taken_for_another_one": REPLAYS,
        "test_an_answer_that_is_kept_by_itself_is_not_taken_for_another_request": REPLAYS,
        "test_a_deletion_and_a_restoration_count_once": REPLAYS,
        "test_a_job_whose_deletion_nobody_confirmed_is_deleted": REPLAYS,
        "test_a_start_costs_two_units_an_item": UNITS,
        "test_leases_cost_one_unit": UNITS,
        "test_the_checkpoint_of_a_lesson_costs_eight_units": UNITS,
        "test_the_end_takes_the_job_out_of_the_index": UNITS,
        "test_a_pulse_costs_one_unit_watched_or_not": UNITS,
        "test_a_reservation_under_load_is_one_request_of_one_unit": UNITS,
        "test_documents_cost_what_their_items_do": UNITS,
        "test_a_transaction_of_more_than_four_megabytes": SIZE,
        "test_a_start_key_outside_of_the_range_that_is_asked_for": START_KEYS,
    },
}
"""By store and name of the test. That moto's server loses updates of threads is no member: what fails by
chance cannot be held to it, so races do not run there (racing)."""


def divergence(item: pytest.Item) -> str | None:
    """Why the test fails on its store; None: it does not."""
    parameters = getattr(getattr(item, "callspec", None), "params", {})
    return DIVERGENCES.get(parameters.get("store", ""), {}).get(item.name.partition("[")[0])
