"""The tables of the records room, one file a subject."""

from records.models.kept import EntryKind, Record, RecordCounter, RecordEntry, SealCheck, State
from records.models.schedule import HeldRecord, HoldKind, LegalHold, Series, Trigger

__all__ = [
    "EntryKind",
    "HeldRecord",
    "HoldKind",
    "LegalHold",
    "Record",
    "RecordCounter",
    "RecordEntry",
    "SealCheck",
    "Series",
    "State",
    "Trigger",
]
