"""Advertising."""

import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from directives.texts.hits import MOST, Hit, sightings
from directives.texts.prepared import Text
from directives.texts.semantic import sighted
from directives.texts.sightings import Check, Sighting

_SHOPS = tomllib.loads((Path(__file__).parent / "families" / "advertising.toml").read_text(encoding="utf-8"))[
    "shops"
]
_HOSTS = tuple(_SHOPS["hosts"].split())
_SELLING = frozenset(_SHOPS["words"].split())
_PUBLIC = (".gov", ".edu", ".mil", ".us")
_ADDRESS = re.compile(r"(?:https?://)?(?:[^/@\s]*@)?([^/:?#\s]+)(?::\d+)?([^\s]*)")


def sells(address: str) -> bool:
    """Whether an address, in small letters, is one of a shop, by its name or by the page that it leads to."""
    found = _ADDRESS.match(address)
    if found is None or found[1].endswith(_PUBLIC):
        return False
    host, page = found[1], re.split(r"[^\w]+", found[2])
    if any(host == shop or host.endswith(f".{shop}") for shop in _HOSTS):
        return True
    return not _SELLING.isdisjoint([*host.split("."), *page])


def _sight(text: Text) -> Iterator[Sighting]:
    """A link to a shop says it; the rest as the other checks."""
    shops = (span for span in text.links if sells(text.plain[slice(*span)]))
    hits = (Hit(*span, "a link to a shop", True) for span in islice(shops, MOST))
    yield from sightings(check="advertising", text=text, hits=hits)
    yield from sighted(check="advertising", text=text)


ADVERTISING = Check(
    slug="advertising",
    title="Advertising",
    looks_for=(
        "Offers, prices, links to shops and praise that sell a private product, service or project, a "
        "member's own too."
    ),
    leaves_alone="Bake sales for a school, warnings about fraud, and what the city offers for free or on its pages.",
    finds=(
        "20% off tires if you mention our page.",
        "Sgt. Doyle's wife is taking orders for cakes.",
        "Los mejores precios en la tienda de mi primo.",
    ),
    leaves=(
        "Never pay a caller with gift cards.",
        "Free child seat checks on Saturday at the station.",
    ),
    sight=_sight,
    labels=("advertising",),
)
