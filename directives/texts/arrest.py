"""Arrests."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

ARREST = Check(
    slug="arrest",
    title="Arrests",
    looks_for=(
        "Somebody who is arrested, held or charged, by name or in other words: a night as our "
        "guest, a ride in the back seat."
    ),
    leaves_alone="Numbers of arrests over a year, how courts work, and child custody exchanges.",
    finds=(
        "A man was taken into custody after the robbery.",
        "He won't be home for dinner. We have a room for him.",
        "Ya duerme tras las rejas.",
    ),
    leaves=(
        "The arrest warrant call is a scam. Hang up.",
        "Our lot is a safe place for custody exchanges.",
    ),
    sight=by_meaning("arrest"),
    labels=("arrest",),
)
