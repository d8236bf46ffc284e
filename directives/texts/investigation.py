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
        "Anyone with information on the robbery may call detectives.",
        "Los detectives buscan a un sospechoso del robo.",
    ),
    leaves=(
        "Looking for volunteers for the garden.",
        "Ever wondered what a detective does? Come to career day.",
    ),
    sight=by_meaning("investigation"),
    labels=("investigation",),
)
