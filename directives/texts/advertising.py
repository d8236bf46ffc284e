"""Advertising."""

from directives.texts.semantic import by_meaning
from directives.texts.sightings import Check

ADVERTISING = Check(
    slug="advertising",
    title="Advertising",
    looks_for=(
        "Offers, prices and praise that sell a private product, service or project, a member's own too."
    ),
    leaves_alone="Bake sales for a school, warnings about fraud, and what the city offers for free.",
    finds=(
        "20% off tires if you mention our page.",
        "Sgt. Doyle's wife is taking orders for cakes.",
        "Los mejores precios en la tienda de mi primo.",
    ),
    leaves=(
        "Never pay a caller with gift cards.",
        "Free child seat checks on Saturday at the station.",
    ),
    sight=by_meaning("advertising"),
    labels=("advertising",),
)
