"""Energy: what a body uses in a day, in kcal, and what the goal makes of it.

Every number here is an estimate for a group of people; one person may be 10 % and more beside it.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from generation.pipelines.training_program.person.profile import Goal, Profile, Sex

FIRST_MIFFLIN_AGE = 19
LAST_MIFFLIN_AGE = 78
"""Years: the youngest and the oldest that the equation was made from."""

ADULT = 18
SEDENTARY_FACTOR = 1.55
HOUR_A_DAY_FACTOR = 1.75
DEFICIT_KCAL = 500
SURPLUS_KCAL = 360
LEAN_DEFICIT_SHARE = 0.1
UNDERWEIGHT, OVERWEIGHT, OBESE = 18.5, 25.0, 30.0
PROTEIN_G_PER_KG = (1.4, 2.0)


class Formula(StrEnum):
    MIFFLIN_ST_JEOR = "Mifflin-St Jeor 1990"
    SCHOFIELD = "Schofield 1985"


class Energy(BaseModel):
    """All in kcal a day, except the factor and protein (g a day, lowest and highest; null for minors).

    is_uncertain  the formula was not made for this age
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    formula: Formula
    resting_kcal: int
    activity_factor: float
    maintenance_kcal: int
    target_kcal: int
    protein_g: tuple[int, int] | None
    is_uncertain: bool
    note: str


def mifflin_st_jeor(sex: Sex, *, mass_kg: float, height_cm: float, age: int) -> float:
    """Resting energy expenditure in kcal a day.

    10 x kg + 6.25 x cm - 5 x years, + 5 for men, - 161 for women. From 498 healthy people of 19 to 78
    years, of normal weight and obese (R2 = 0.71).

    Source: Mifflin MD, St Jeor ST, et al. A new predictive equation for resting energy expenditure in
    healthy individuals. Am J Clin Nutr 1990;51:241-247.
    """
    return 10 * mass_kg + 6.25 * height_cm - 5 * age + (5 if sex is Sex.MALE else -161)


def schofield_10_to_18(sex: Sex, *, mass_kg: float) -> float:
    """Basal metabolic rate in kcal a day from 10 to 18 years of age, where Mifflin-St Jeor has no data.

    17.686 x kg + 658.2 for boys, 13.384 x kg + 692.6 for girls; standard error 105 and 111 kcal.

    Source: Schofield WN. Predicting basal metabolic rate. Hum Nutr Clin Nutr 1985;39C Suppl 1:5-41, as
    adopted in FAO/WHO/UNU, Human energy requirements, Rome 2004, table 5.2.
    """
    return 17.686 * mass_kg + 658.2 if sex is Sex.MALE else 13.384 * mass_kg + 692.6


def activity_factor(sessions_per_week: float) -> float:
    """Multiple of the resting expenditure that a day takes.

    1.55 for sedentary people, 1.75 for the same people with one hour of moderate to vigorous exercise
    every day; days without it are taken in proportion, a session for an hour. People with heavy work
    need more than this says.

    Source: FAO/WHO/UNU, Human energy requirements, Rome 2004, section 5.3. The proportion is ours.
    """
    share = min(sessions_per_week, 7) / 7
    return round(SEDENTARY_FACTOR + (HOUR_A_DAY_FACTOR - SEDENTARY_FACTOR) * share, 2)


def body_mass_index(profile: Profile) -> float:
    """kg per m2 (Quetelet). Limits used here: WHO Technical Report Series 894, 2000."""
    return profile.mass_kg / (profile.height_cm / 100) ** 2


def protein_g(profile: Profile) -> tuple[int, int] | None:
    """Grams a day for adults who train: 1.4 to 2.0 per kg of body mass; None under 18.

    Above a body-mass index of 30 the mass at 30 counts, which is practice: fat needs no protein.

    Source: Jaeger R, et al. ISSN position stand: protein and exercise. J Int Soc Sports Nutr 2017;14:20.
    """
    if profile.age < ADULT:
        return None
    mass_kg = min(profile.mass_kg, OBESE * (profile.height_cm / 100) ** 2)
    low, high = PROTEIN_G_PER_KG
    return round(low * mass_kg), round(high * mass_kg)


def goal_kcal(profile: Profile, goal: Goal, *, resting: float, maintenance: float) -> tuple[float, str]:
    """What to eat for the goal, in kcal a day, and why. Changed for adults only.

    Fat loss from a body-mass index of 25: 500 less a day, the lower end of the 500 to 1,000 of NHLBI,
    Clinical guidelines on overweight and obesity in adults, 1998; between 18.5 and 25 a tenth less,
    which is practice; never under the resting expenditure, which is practice too. Hypertrophy: 360
    more, the lower end of Slater GJ, et al. Is an energy surplus required to maximize skeletal muscle
    hypertrophy? Front Nutr 2019;6:131.
    """
    index = body_mass_index(profile)
    if profile.age < ADULT:
        return maintenance, "Under 18 a diet is for a physician or dietitian to set."
    if goal is Goal.FAT_LOSS and index < UNDERWEIGHT:
        return maintenance, "Body mass is low for the height: no deficit is advised."
    if goal is Goal.FAT_LOSS:
        deficit = DEFICIT_KCAL if index >= OVERWEIGHT else LEAN_DEFICIT_SHARE * maintenance
        return max(resting, maintenance - deficit), "A moderate deficit, to be mended by the scales."
    if goal is Goal.HYPERTROPHY and index < OBESE:
        return maintenance + SURPLUS_KCAL, "A small surplus, to be mended by the scales."
    return maintenance, "As much as is used."


def energy(profile: Profile, goal: Goal, sessions_per_week: float) -> Energy:
    """Energy need of somebody who trains so often; `formula` says by what it was estimated."""
    is_young = profile.age < FIRST_MIFFLIN_AGE
    if is_young:
        resting = schofield_10_to_18(profile.sex, mass_kg=profile.mass_kg)
    else:
        resting = mifflin_st_jeor(
            profile.sex, mass_kg=profile.mass_kg, height_cm=profile.height_cm, age=profile.age
        )
    factor = activity_factor(sessions_per_week)
    target, note = goal_kcal(profile, goal, resting=resting, maintenance=resting * factor)
    return Energy(
        formula=Formula.SCHOFIELD if is_young else Formula.MIFFLIN_ST_JEOR,
        resting_kcal=round(resting),
        activity_factor=factor,
        maintenance_kcal=round(resting * factor),
        target_kcal=round(target),
        protein_g=protein_g(profile),
        is_uncertain=profile.age > LAST_MIFFLIN_AGE,
        note=note,
    )
