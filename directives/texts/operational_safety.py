"""Safety of our work."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

OPERATIONAL_SAFETY = Check(
    slug="operational_safety",
    title="Safety of our work",
    looks_for=(
        "What would put members or a place at risk if it were known: secret work, plans and "
        "times, where few are on duty, codes and cameras that do not work."
    ),
    leaves_alone="Lobby hours, broken traffic lights and advice on locks and passwords.",
    finds=(
        "Plainclothes officers will be at the fair on Saturday.",
        "The camera on Pine Street sleeps until the parts arrive.",
        "Esta noche solo hay una patrulla en el distrito.",
    ),
    leaves=(
        "The traffic light at 5th and Oak is out.",
        "Use a strong password for your doorbell camera.",
    ),
    sight=by_meaning("operational_safety"),
    labels=("operational_safety",),
)
