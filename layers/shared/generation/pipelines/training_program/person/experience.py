"""Experience: what a person may be trained like, which can be less than what they say of themselves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person.profile import Experience, Profile

YOUNG = 18
OLD = 65
LAST_TO_FAILURE = 60
"""The last age at which a set may go to failure."""
SHORT_SLEEP_HOURS = 6.0

TRAINING_AGE: Mapping[Experience, str] = MappingProxyType(
    {
        Experience.BEGINNER: "no training with weights yet, or none for years",
        Experience.INTERMEDIATE: "about half a year of regular training or more",
        Experience.ADVANCED: "years of regular training",
    }
)
"""ACSM position stand, Med Sci Sports Exerc 2009;41:687-708."""


class Level(BaseModel):
    """stated: by the person. used: what the program is made for. reasons: of the difference.
    is_at_the_edge: under 18 or from 65. is_never_to_failure: beginners, under 18, over 60."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    stated: Experience
    used: Experience
    training_age: str
    is_at_the_edge: bool
    is_never_to_failure: bool
    reasons: list[str]


def level(profile: Profile) -> Level:
    """At most intermediate under 18 and from 65, and one level lower for who does not train at present
    or sleeps less than six hours.

    Sources. Ages: Faigenbaum AD, et al. J Strength Cond Res 2009;23(5 Suppl):S60-79; Fragala MS, et al.
    J Strength Cond Res 2019;33:2019-2052 (fewer sets, on fewer days). Sleep: Craven J, et al. Sports Med
    2022;52:2669-2690 (six hours and less: 7.6 % less performance the day after). Detraining: Mujika I,
    Padilla S. Sports Med 2000;30:79-87 and 145-154. That one level is the answer to them is practice.
    """
    order = list(Experience)
    used = order.index(profile.experience)
    reasons: list[str] = []
    if is_at_the_edge(profile) and used > order.index(Experience.INTERMEDIATE):
        used = order.index(Experience.INTERMEDIATE)
        reasons.append("Under 18 and from 65 training is planned for intermediate at most.")
    if profile.sessions_per_week == 0 and used:
        used -= 1
        reasons.append("No training at present: it begins one level lower.")
    if profile.sleep_hours is not None and profile.sleep_hours < SHORT_SLEEP_HOURS and used:
        used -= 1
        reasons.append("Less than six hours of sleep: less training is recovered from.")
    return Level(
        stated=profile.experience,
        used=order[used],
        training_age=TRAINING_AGE[profile.experience],
        is_at_the_edge=is_at_the_edge(profile),
        is_never_to_failure=order[used] is Experience.BEGINNER or not YOUNG <= profile.age <= LAST_TO_FAILURE,
        reasons=reasons,
    )


def is_at_the_edge(profile: Profile) -> bool:
    """Under 18 or from 65."""
    return not YOUNG <= profile.age < OLD
