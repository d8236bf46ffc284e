"""Notable incidents."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

NOTABLE_INCIDENT = Check(
    slug="notable_incident",
    title="Notable incidents",
    looks_for=(
        "What the press would call about: several dead, a homicide, a bomb, a known person "
        "arrested, a very large seizure, and grief that is told without its cause."
    ),
    leaves_alone="Murder mystery nights, drills, and memorial days.",
    finds=(
        "Three people were killed in a fire on Elm Street.",
        "Press conference at noon on the killing of a student.",
        "Varios muertos en un tiroteo cerca de la escuela.",
    ),
    leaves=(
        "Murder mystery dinner for our Explorers on Friday.",
        "Active shooter training for churches next week.",
    ),
    sight=by_meaning("notable_incident"),
    labels=("notable_incident",),
)
