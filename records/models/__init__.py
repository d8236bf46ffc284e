"""The tables of the records room, one file a subject."""

from records.models.foia import Export, ExportState, Withheld
from records.models.kept import EntryKind, Record, RecordCounter, RecordEntry, SealCheck, State
from records.models.schedule import HeldRecord, HoldKind, LegalHold, Series, Trigger

__all__ = [
    "EntryKind",
    "Export",
    "ExportState",
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
    "Withheld",
]
