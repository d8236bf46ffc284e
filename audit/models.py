"""Rows of the trail and the vault.

No foreign key leads in or out: the trail must outlive whatever it speaks of, and nothing may cascade into it.
Triggers (here and in the migrations) refuse UPDATE, DELETE and TRUNCATE on all but `Pending`, `Pulse` and `Home`;
disposal alone takes rows of the vault away.
"""

import pgtrigger
from django.db import models
from django.db.models.functions import Now

WRITTEN_ONCE = [pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)]
ONLY_DISPOSED = [
    pgtrigger.Trigger(
        name="written_once",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF TG_OP = 'DELETE' AND EXISTS (
                SELECT FROM public.audit_disposed AS gone
                WHERE gone.agency_id = OLD.agency_id AND gone.digest = OLD.digest
                  AND gone.is_file = (TG_TABLE_NAME = 'audit_blob') AND gone.transaction = txid_current()
            ) THEN
                RETURN OLD;
            END IF;
            RAISE EXCEPTION 'Cannot update or delete rows from % table: content leaves by disposal alone',
                TG_TABLE_NAME;
        """,
    )
]
"""A row leaves in the transaction that names it in `Disposed`, where only the database function writes."""
BY_THE_OWNER_ALONE = pgtrigger.Trigger(
    name="by_the_function_alone",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF current_user <> (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID) THEN
            RAISE EXCEPTION 'rows of % are written by disposal alone', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)
"""Within a function that runs with its owner's rights the owner writes; the restricted role never does."""


class Event(models.Model):
    """One thing that happened: ids, a declared verb, times, listed words, salted digests; never content."""

    agency_id = models.BigIntegerField()
    verb = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True, help_text="The member who acted; empty when the portal did.")
    subject = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField(help_text="When it happened, by the clock of whoever recorded it.")
    keys = models.JSONField()
    recorded_at = models.DateTimeField(
        db_default=Now(), help_text="When the row was written, by the database's clock."
    )

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "subject", "subject_id", "id"], name="events_of_a_subject"),
        ]
        triggers = WRITTEN_ONCE

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} {self.subject_id}"


class Pending(models.Model):
    """An event without a leaf. The row stays until the sequencer takes it: a late commit is never skipped."""

    event_id = models.BigIntegerField(primary_key=True)
    agency_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"event {self.event_id}"


class Leaf(models.Model):
    """The place of an event in the log: gapless from 0, in the order in which commits became visible."""

    index = models.BigIntegerField(primary_key=True)
    agency_id = models.BigIntegerField()
    event_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["agency_id", "index"], name="leaves_of_an_agency")]
        triggers = WRITTEN_ONCE

    def __str__(self) -> str:
        return f"leaf {self.index}"


class Node(models.Model):
    """The hash of a complete subtree, level 1 and up: 2**level leaves from `position * 2**level`."""

    pk = models.CompositePrimaryKey("level", "position")
    level = models.SmallIntegerField()
    position = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        triggers = WRITTEN_ONCE

    def __str__(self) -> str:
        return f"node {self.level}/{self.position}"


class Checkpoint(models.Model):
    """The log's size and root at a moment, signed. See `audit.checkpoints` for the bytes that are signed."""

    size = models.BigIntegerField(primary_key=True)
    origin = models.CharField(max_length=100)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    public_key = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)

    class Meta:
        triggers = WRITTEN_ONCE

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"


class Pulse(models.Model):
    """When the sequencer last finished a pass: one row, for the health page only, no part of the trail."""

    id = models.SmallIntegerField(primary_key=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_pulse")]

    def __str__(self) -> str:
        return f"pulse of {self.at.isoformat()}"


class Home(models.Model):
    """In which database of which server, for which installation, the portal lives: one row (see `audit.home`)."""

    id = models.SmallIntegerField(primary_key=True)
    installation = models.CharField(max_length=100)
    database = models.CharField(max_length=80)
    since = models.DateTimeField()
    alive_at = models.DateTimeField()
    """Moved on while the portal works here, by the database's clock: a copy knows since when it may lack something."""

    class Meta:
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_home")]

    def __str__(self) -> str:
        return f"home of {self.installation} since {self.since.isoformat()}"


class VaultText(models.Model):
    """One text of one agency, once. Its salt keeps a digest that leaves the vault from being guessed."""

    agency_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32)
    content = models.BinaryField()
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_id", "digest"], name="a_text_is_kept_once")]
        triggers = ONLY_DISPOSED

    def __str__(self) -> str:
        return self.digest


class Blob(models.Model):
    """One file of one agency in the blob store, once: written and synced to disk before this row names it."""

    agency_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32)
    size_bytes = models.BigIntegerField()
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_id", "digest"], name="a_blob_is_kept_once")]
        triggers = ONLY_DISPOSED

    def __str__(self) -> str:
        return self.digest


class Disposed(models.Model):
    """A content that left the vault by disposal: so that a page tells it from one that is missing."""

    agency_id = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    is_file = models.BooleanField()
    """Whether it was a file of the blob store; else a text."""
    at = models.DateTimeField(db_default=Now())
    transaction = models.BigIntegerField()
    """PostgreSQL's own number of the transaction that took it away."""

    class Meta:
        indexes = [models.Index(fields=["agency_id", "digest"], name="disposed_by_digest")]
        triggers = [*WRITTEN_ONCE, BY_THE_OWNER_ALONE]

    def __str__(self) -> str:
        return f"{self.digest}, disposed of"
