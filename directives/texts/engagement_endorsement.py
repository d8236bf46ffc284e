"""Naming a business or account."""

import re
from collections.abc import Iterator
from itertools import islice

from directives.texts.hits import MOST
from directives.texts.prepared import Text
from directives.texts.semantic import sighted
from directives.texts.sightings import Check, Sighting

_WHO = (
    r"chicago|chi|cookcounty|cook|illinois|il|alsip|city|us|isp|cpd|cfd|cta|cps|oemc|metra|pace|copa|cha|usps|fbi|atf|dea"
    r"|nws|noaa|idot|cdot"
)
_WHAT = (
    r"public|pub|schools?|library|lib|parkdist(?:rict)?|parks?|district|dist|policia|police|fire|caps|mayors?|smayor"
    r"|health|dot|media|news|alerts?|hq|inspect|oig|marshals?|sheriff|state|streetsandsan|311|911|troop|govt|gov|clerk"
    r"|beat|area|council|memorial|community|office|emergency|transit"
)
_OURS = re.compile(
    rf"@(?:the)?(?:{_WHO})(?:_|{_WHAT}|{_WHO}|\d)*+"
    rf"|@(?:[_\d]|st|nd|rd|th)*+(?:{_WHAT})(?:_|{_WHAT}|{_WHO}|\d)++"
    r"|@\w*(?:police|policia|sheriff|streetsandsan|publiclibrary|parkdistrict|publicschools?|district|caps)\d*"
    r"|@(?:cityof|villageof|countyof|townof)\w+|@\w+gov"
)
"""Accounts of city, county, state and federal agencies, as they name themselves."""


def _sight(text: Text) -> Iterator[Sighting]:
    """A tag of a private account says it; the rest as the other checks."""
    tags = (one for one in text.tokens if one.word.startswith("@") and not _OURS.fullmatch(one.word))
    for token in islice(tags, MOST):
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
