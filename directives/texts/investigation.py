"""Open investigations."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

INVESTIGATION = Check(
    slug="investigation",
    title="Open investigations",
    looks_for=(
        "A case that is still being worked on: who is looked for, what detectives do and think, "
        "and hints that more will follow."
    ),
    leaves_alone="Searches for lost pets and volunteers, and how to become a detective.",
    finds=(
        "Detectives are looking for a silver car.",
        "To whoever left us a note: come and talk again.",
        "El caso sigue abierto.",
    ),
    leaves=(
        "Looking for volunteers for the garden.",
        "Ever wondered what a detective does? Come to career day.",
    ),
    sight=by_meaning("investigation"),
    labels=("investigation",),
)
