"""Naming a business or account."""

import re
from collections.abc import Iterator

from directives.texts.prepared import Text
from directives.texts.semantic import sighted
from directives.texts.sightings import Check, Sighting

_OURS = re.compile(
    r"@(?:chi(?:cago)?|city|cook|il|illinois|isp|cpd|cfd|cta|cps|oemc|metra|pace|copa|cha|usps|fbi|atf|dea|nws|noaa|us)\w*"
    r"|@\w*(?:police|policia|cpd|pd|fire|caps|dist(?:rict)?|park(?:s)?|schools?|library|gov|sheriff|county|streetsandsan|311|911)\d*"
)
"""Accounts of city, county, state and federal agencies, as they name themselves."""


def _sight(text: Text) -> Iterator[Sighting]:
    """A tag of a private account says it; the rest as the other checks."""
    for token in text.tokens:
        if token.word.startswith("@") and not _OURS.fullmatch(token.word):
            span = (token.start, token.end)
            yield Sighting(
                check="engagement_endorsement",
                span=span,
                words=text.said(span),
                why="an account is tagged",
                sure=True,
            )
    yield from sighted(check="engagement_endorsement", text=text)


ENGAGEMENT_ENDORSEMENT = Check(
    slug="engagement_endorsement",
    title="Naming a business or account",
    looks_for=(
        "A private business, person or account that is tagged, thanked or recommended, which can "
        "look as if the department stood behind it."
    ),
    leaves_alone="City agencies, schools, libraries, the Police District Council, and thanks to neighbors.",
    finds=(
        "Thanks to Bella's Bakery for the donuts.",
        "Follow @northsidemike for the real story.",
        "Gracias a la taquería El Sol por la comida.",
    ),
    leaves=(
        "Thank you to everybody who came to the block party.",
        "Streets and San cleared 40 trees last night.",
    ),
    sight=_sight,
    labels=("engagement_endorsement",),
)
