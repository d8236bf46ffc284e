"""Use of force and death on duty."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

USE_OF_FORCE = Check(
    slug="use_of_force",
    title="Use of force and death on duty",
    looks_for=(
        "An officer who uses force, fires or is shot at, the tools of force, and a member who "
        "dies on duty, also where it is told as a joke or by its signs of mourning."
    ),
    leaves_alone=(
        "Demonstrations, policies and meetings about force, flu shots, photo shoots, and anything "
        "else that only shares a word with it."
    ),
    finds=(
        "Officers used a taser on a man near the bus stop.",
        "He wanted to run. Officer Lowe introduced him to the sidewalk.",
        "La última llamada de nuestro compañero se oyó esta mañana.",
    ),
    leaves=(
        "Flu shots in our lobby on Friday from 9 to 12.",
        "Come and talk about the new use of force policy on Tuesday at 6 p.m.",
    ),
    sight=by_meaning("use_of_force"),
    labels=("use_of_force",),
)
