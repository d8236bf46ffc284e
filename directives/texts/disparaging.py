"""Putting people down."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

DISPARAGING = Check(
    slug="disparaging",
    title="Putting people down",
    looks_for=(
        "Words that put people down for race, color, sex, gender identity, age, religion, "
        "disability, national origin, ancestry, sexual orientation, marital, parental or military "
        "status, source of income, credit history or a criminal record."
    ),
    leaves_alone=(
        "The same groups named in a friendly or plain way: holidays, parades, languages and "
        "services. It does not look for criticism of the police."
    ),
    finds=(
        "Women can't drive in snow, so stay home, ladies.",
        "Those people on the corner never work a day.",
        "Que se regresen a su país.",
    ),
    leaves=(
        "Happy Eid to all who celebrate in our district.",
        "Wheelchair users: the ramp on Clark Street is open again.",
    ),
    sight=by_meaning("disparaging"),
    labels=("disparaging",),
)
