"""A member is part of it."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

MEMBER_INVOLVED = Check(
    slug="member_involved",
    title="A member is part of it",
    looks_for=(
        "A member of the department who is hurt, killed, accused, off duty, in a crash or a "
        "victim: more than the one doing the policing."
    ),
    leaves_alone="Members at games, parades, schools and on patrol.",
    finds=(
        "An officer was hurt when a car struck her squad.",
        "Officer Vega is in surgery after her squad was hit.",
        "Un oficial fuera de servicio fue arrestado.",
    ),
    leaves=(
        "Officer Vega read to the first grade.",
        "Our officers lost the softball game.",
    ),
    sight=by_meaning("member_involved"),
    labels=("member_involved",),
)
