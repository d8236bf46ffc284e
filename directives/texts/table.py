"""Every check by its slug. A rule of a pack names one of them."""

from collections.abc import Mapping
from types import MappingProxyType

from directives.texts.jargon import JARGON
from directives.texts.private import PRIVATE
from directives.texts.sightings import Check
from directives.texts.stale import STALE

_ALL: tuple[Check, ...] = (PRIVATE, STALE, JARGON)
CHECKS: Mapping[str, Check] = MappingProxyType({check.slug: check for check in _ALL})
