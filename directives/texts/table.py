"""Every check by its slug. A rule of a pack names one of them."""

from collections.abc import Mapping
from types import MappingProxyType

from directives.texts.sightings import Check

_ALL: tuple[Check, ...] = ()
CHECKS: Mapping[str, Check] = MappingProxyType({check.slug: check for check in _ALL})
