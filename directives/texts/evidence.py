"""Evidence."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

EVIDENCE = Check(
    slug="evidence",
    title="Evidence",
    looks_for=(
        "What was found, seized, tested or filmed in a case, shown or described, also without its name."
    ),
    leaves_alone="Gun locks, drug take-back days, lost property and advice on noting serial numbers.",
    finds=(
        "Officers recovered a handgun from the car.",
        "Recovered from under the seat: one pistol. Photo 2.",
        "Decomisamos dos kilos de cocaína.",
    ),
    leaves=(
        "Drop off old pills on Saturday, no questions asked.",
        "Write down the serial number of your bike.",
    ),
    sight=by_meaning("evidence"),
    labels=("evidence",),
)
