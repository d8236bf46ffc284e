"""Reads texts for what their authors did not say. Plain Python: no database, no clock, no network."""

from directives.texts import processor as processor
from directives.texts.reading import read
from directives.texts.sightings import Check, Kind, Reading, Sighting
from directives.texts.table import CHECKS
from directives.texts.version import CHECKS_VERSION

__all__ = ["CHECKS", "CHECKS_VERSION", "Check", "Kind", "Reading", "Sighting", "read"]
