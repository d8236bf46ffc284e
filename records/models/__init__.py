"""The tables of the records room, one file a subject."""

from records.models.kept import EntryKind, Record, RecordCounter, RecordEntry, SealCheck, State

__all__ = ["EntryKind", "Record", "RecordCounter", "RecordEntry", "SealCheck", "State"]
