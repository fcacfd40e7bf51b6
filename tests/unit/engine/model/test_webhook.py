"""Webhooks of an owner: who is told what, which secrets sign, and when one is given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from generation.engine.errors import Conflict
from generation.engine.model.webhook import (
    GIVEN_UP_AFTER,
    MOST_WEBHOOKS,
    TOLD,
    TWO_SECRETS,
    Disabled,
    Occasion,
    Webhooks,
)
from tests.unit.engine.telling.examples import NOW, SECRET, webhook

HOUR = timedelta(hours=1)


def test_only_those_are_told_that_listen_and_are_enabled() -> None:
    some = webhook(webhook_id="some", occasions=("job.failed",))
    off = webhook(webhook_id="off", disabled_by=Disabled.OWNER)
    webhooks = Webhooks(webhooks=(webhook(), some, off))
    assert [one.webhook_id for one in webhooks.listening(Occasion.JOB_COMPLETED)] == ["crm"]
    assert [one.webhook_id for one in webhooks.listening(Occasion.JOB_FAILED)] == ["crm", "some"]
    assert webhooks.listening(Occasion.TEST) == ()
    assert Occasion.TEST not in TOLD


def test_the_eleventh_is_refused_and_a_change_of_the_tenth_is_none() -> None:
    webhooks = Webhooks()
    for number in range(MOST_WEBHOOKS):
        webhooks = webhooks.having(webhook(webhook_id=f"w{number}"))
    with pytest.raises(Conflict) as refusal:
        webhooks.having(webhook(webhook_id="more"))
    assert refusal.value.code == "too-many-webhooks"
    changed = webhooks.having(webhook(webhook_id="w9", url="https://other.example.org/"))
    assert changed.webhooks[9].url == "https://other.example.org/"
    assert [one.webhook_id for one in changed.without("w3").webhooks] == [
        f"w{number}" for number in range(MOST_WEBHOOKS) if number != 3
    ]


def test_for_a_day_a_rotated_secret_signs_too() -> None:
    rotated = webhook().rotated("whsec_new", NOW)
    assert rotated.secrets_at(NOW) == ("whsec_new", SECRET)
    assert rotated.secrets_at(NOW + TWO_SECRETS - HOUR) == ("whsec_new", SECRET)
    assert rotated.secrets_at(NOW + TWO_SECRETS) == ("whsec_new",)
    assert rotated.rotated("whsec_new", NOW + HOUR) == rotated, "made twice it is made once"


def test_who_rotates_again_does_not_lose_the_secret_that_the_receiver_has() -> None:
    twice = webhook().rotated("whsec_lost", NOW).rotated("whsec_new", NOW + HOUR)
    assert twice.secrets_at(NOW + HOUR) == ("whsec_new", "whsec_lost", SECRET)
    assert twice.secrets_at(NOW + TWO_SECRETS) == ("whsec_new", "whsec_lost")
    often = twice.rotated("whsec_3", NOW + 2 * HOUR).rotated("whsec_4", NOW + 3 * HOUR)
    assert often.secrets_at(NOW + 3 * HOUR) == ("whsec_4", "whsec_3", "whsec_new")


def test_an_old_secret_that_becomes_the_one_again_takes_no_place_of_another() -> None:
    back = webhook().rotated("whsec_a", NOW).rotated("whsec_b", NOW).rotated("whsec_a", NOW)
    assert back.secrets_at(NOW) == ("whsec_a", "whsec_b", SECRET)


def test_secrets_are_not_in_what_is_logged() -> None:
    rotated = webhook().rotated("whsec_new", NOW)
    assert "whsec_" not in repr(rotated)
    assert "whsec_" not in repr(Webhooks(webhooks=(rotated,)))


def test_three_days_of_failures_disable_it_and_one_delivery_in_between_does_not() -> None:
    failing = webhook().refused(NOW)
    assert (failing.is_enabled, failing.failing_since) == (True, NOW)
    late = failing.refused(NOW + GIVEN_UP_AFTER - HOUR)
    assert (late.is_enabled, late.failing_since) == (True, NOW)
    assert late.received().refused(NOW + GIVEN_UP_AFTER).is_enabled
    given_up = late.refused(NOW + GIVEN_UP_AFTER)
    assert given_up.disabled_by == Disabled.FAILING


def test_gone_disables_it_at_once_and_what_its_owner_has_disabled_stays_his() -> None:
    assert webhook().refused(NOW, is_gone=True).disabled_by == Disabled.GONE
    off = webhook(disabled_by=Disabled.OWNER)
    assert off.refused(NOW, is_gone=True) == off


def test_enabled_again_it_begins_anew() -> None:
    given_up = webhook().refused(NOW, is_gone=True)
    again = given_up.changed(given_up.url, given_up.occasions, is_enabled=True)
    assert again == replace(given_up, disabled_by=None, failing_since=None)
    off = given_up.changed(given_up.url, given_up.occasions, is_enabled=False)
    assert off.disabled_by == Disabled.GONE, "why it was disabled stays known"
    failing = webhook().refused(NOW)
    assert failing.changed(failing.url, ("job.failed",), is_enabled=True).failing_since == NOW
    assert (
        failing.changed("https://new.example.org/", failing.occasions, is_enabled=True).failing_since is None
    )
