"""The tables of the records room, one file a subject."""

from records.models.disposal import Certificate, CertificateLine, Outcome, Progress
from records.models.foia import Export, ExportState, Withheld
from records.models.kept import EntryKind, Record, RecordCounter, RecordEntry, SealCheck, State
from records.models.schedule import HeldRecord, HoldKind, LegalHold, Series, Trigger

__all__ = [
    "Certificate",
    "CertificateLine",
    "EntryKind",
    "Export",
    "ExportState",
    "HeldRecord",
    "HoldKind",
    "LegalHold",
    "Outcome",
    "Progress",
    "Record",
    "RecordCounter",
    "RecordEntry",
    "SealCheck",
    "Series",
    "State",
    "Trigger",
    "Withheld",
]
