"""Every check by its slug. A rule of a pack names one of them."""

from collections.abc import Mapping
from types import MappingProxyType

from directives.texts.advertising import ADVERTISING
from directives.texts.arrest import ARREST
from directives.texts.disparaging import DISPARAGING
from directives.texts.engagement_endorsement import ENGAGEMENT_ENDORSEMENT
from directives.texts.evidence import EVIDENCE
from directives.texts.guilt import GUILT
from directives.texts.hashtags import HASHTAGS
from directives.texts.investigation import INVESTIGATION
from directives.texts.jargon import JARGON
from directives.texts.member_involved import MEMBER_INVOLVED
from directives.texts.notable_incident import NOTABLE_INCIDENT
from directives.texts.operational_safety import OPERATIONAL_SAFETY
from directives.texts.political import POLITICAL
from directives.texts.private import PRIVATE
from directives.texts.readability import READABILITY
from directives.texts.sightings import Check
from directives.texts.stale import STALE
from directives.texts.use_of_force import USE_OF_FORCE

_ALL: tuple[Check, ...] = (
    USE_OF_FORCE,
    MEMBER_INVOLVED,
    ARREST,
    GUILT,
    EVIDENCE,
    INVESTIGATION,
    NOTABLE_INCIDENT,
    OPERATIONAL_SAFETY,
    DISPARAGING,
    POLITICAL,
    ADVERTISING,
    ENGAGEMENT_ENDORSEMENT,
    PRIVATE,
    STALE,
    JARGON,
    READABILITY,
    HASHTAGS,
)
CHECKS: Mapping[str, Check] = MappingProxyType({check.slug: check for check in _ALL})
