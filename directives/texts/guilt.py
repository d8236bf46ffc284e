"""Guilt and innocence."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

GUILT = Check(
    slug="guilt",
    title="Guilt and innocence",
    looks_for=(
        "A person called by the deed, said to have done it or to be innocent, and the end of a "
        "trial told ahead."
    ),
    leaves_alone="Advice on how thieves work, and jokes about guilt where nobody is accused.",
    finds=(
        "We got the guy who did it.",
        "See you in court, and bring a better story.",
        "El ladrón confesó todo.",
    ),
    leaves=(
        "Thieves look for bags on seats. Hide yours.",
        "Guilty pleasure: a second donut at Coffee with a Cop.",
    ),
    sight=by_meaning("guilt"),
    labels=("guilt",),
)
