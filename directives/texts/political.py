"""Party politics."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

POLITICAL = Check(
    slug="political",
    title="Party politics",
    looks_for=(
        "Words for or against a candidate, a party or a question on a ballot, and hints about "
        "whom to remember on election day."
    ),
    leaves_alone="Where and when to vote, contests with a vote, and officials who come to an event.",
    finds=(
        "Vote for Dana Pruitt on Tuesday.",
        "You know who cut our budget. Remember it in November.",
        "Este martes voten por los que nos apoyan.",
    ),
    leaves=(
        "Polls are open until 7 p.m. Check where yours is.",
        "Vote for the best pumpkin in our lobby.",
    ),
    sight=by_meaning("political"),
    labels=("political",),
)
