"""What the coordinator and Communications tell the units: a library in versions, and notices to be acknowledged."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from accounts.models.authority import Role
from accounts.models.roster import FROZEN, KEPT


class Subject(models.TextChoices):
    """What an entry of the library is about."""

    WRITING = "writing", "Writing posts"
    SENSITIVE = "sensitive", "Sensitive subjects"
    PICTURES = "pictures", "Pictures and video"
    RESIDENTS = "residents", "Talking with residents"
    EVENTS = "events", "Events and programs"
    ALERTS = "alerts", "Alerts and emergencies"
    ACCOUNTS = "accounts", "Accounts and access"


class LibraryEntry(models.Model):
    """One piece of guidance; what it says stands in its versions (CPD-TW.V.C.2)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    current = models.ForeignKey(
        "accounts.LibraryVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    """The version that counts; null only within the transaction that makes the entry."""
    subject = models.CharField(max_length=12, choices=Subject.choices)
    """That of the version that counts, so that a list of one subject has its index."""
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        triggers = KEPT
        constraints = [
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True)
                | Q(retired_at__isnull=False, retired_by__isnull=False),
                name="somebody_retires_guidance",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-changed_at", "-id"], name="library_of_an_agency"),
            models.Index(fields=["agency", "subject", "-changed_at", "-id"], name="library_by_subject"),
        ]

    def __str__(self) -> str:
        return str(self.current) if self.current else f"Entry {self.pk}"


class LibraryVersion(models.Model):
    """An entry as it was written at one time. Never changed: a new one takes its place."""

    entry = models.ForeignKey(LibraryEntry, on_delete=models.PROTECT, related_name="versions")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    number = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=12, choices=Subject.choices)
    title = models.CharField(max_length=120)
    text = models.TextField()
    clause = models.CharField(max_length=40, blank=True)
    """The clause of the directive that it explains, where one fits."""
    changed = models.CharField(max_length=300, blank=True)
    """What is different from the version before; empty for the first."""
    written_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        triggers = FROZEN
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="versions_of_guidance_are_numbered")
        ]
        indexes = [
            # The same words as accounts.guidance.library asks with.
            GinIndex(SearchVector("title", "text", config="english"), name="words_of_the_library"),
        ]

    def __str__(self) -> str:
        return self.title


_NO_UNIT_IS_EVERYBODY = """
    IF NOT EXISTS (SELECT 1 FROM accounts_broadcast_units WHERE broadcast_id = NEW.id) THEN
        RAISE EXCEPTION 'two persons tell everybody' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
_APPROVED_FIRST = """
    IF EXISTS (
        SELECT 1 FROM accounts_broadcast
        WHERE id = NEW.broadcast_id AND for_everybody AND approved_at IS NULL
    ) THEN
        RAISE EXCEPTION 'somebody else approves the notice first' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class Broadcast(models.Model):
    """A notice to the members of chosen units or roles, each of whom acknowledges it (CPD-TW.V.C.2)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    title = models.CharField(max_length=120)
    text = models.TextField()
    units = models.ManyToManyField("accounts.Unit", related_name="+")
    """None: every unit."""
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    """Empty: every member of the units."""
    due_at = models.DateTimeField()
    """By when it is to be acknowledged."""
    written_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    for_everybody = models.BooleanField(default=False, db_default=False)
    """Goes to every unit, so somebody else approves it first; False for what was sent before that was asked."""
    approved_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = [
            *KEPT,
            pgtrigger.Protect(
                name="only_withdrawn",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__withdrawn_at__isnull=False)
                | pgtrigger.Q(
                    new__withdrawn_at__isnull=True, old__approved_at__ndf=pgtrigger.F("new__approved_at")
                )
                | pgtrigger.Q(
                    old__approved_at__isnull=False, old__approved_at__df=pgtrigger.F("new__approved_at")
                )
                | pgtrigger.Q(
                    old__approved_at__isnull=False, old__approved_by_id__df=pgtrigger.F("new__approved_by_id")
                )
                | pgtrigger.Q(old__for_everybody__df=pgtrigger.F("new__for_everybody"))
                | pgtrigger.Q(old__written_by_id__df=pgtrigger.F("new__written_by_id"))
                | pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                | pgtrigger.Q(old__text__df=pgtrigger.F("new__text"))
                | pgtrigger.Q(old__roles__df=pgtrigger.F("new__roles"))
                | pgtrigger.Q(old__due_at__df=pgtrigger.F("new__due_at")),
            ),
            pgtrigger.Trigger(
                name="no_unit_is_everybody",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                # The units are named after the notice, in the same transaction.
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__for_everybody=False),
                func=_NO_UNIT_IS_EVERYBODY,
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False, for_everybody=True)
                & ~Q(approved_by=F("written_by")),
                name="two_persons_tell_everybody",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("written_at")), name="a_notice_leaves_time"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="a_notice_is_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-written_at", "-id"], name="notices_of_an_agency")]

    def __str__(self) -> str:
        return self.title

    @property
    def waits(self) -> bool:
        """Whether it is sent only once somebody else approves it."""
        return self.for_everybody and self.approved_at is None and self.withdrawn_at is None

    @property
    def was_sent(self) -> bool:
        """Whether members were told of it."""
        return not self.for_everybody or self.approved_at is not None


class Receipt(models.Model):
    """That a member was told of a notice, and that they acknowledged it."""

    broadcast = models.ForeignKey(Broadcast, on_delete=models.PROTECT, related_name="receipts")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="receipts")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    """The unit for which they were told."""
    told_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)
    """When they are reminded next; null: no more."""
    reminders = models.PositiveSmallIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    said_digest = models.CharField(max_length=64, blank=True)
    """Of the words they acknowledged, in the vault."""

    class Meta:
        triggers = [
            *KEPT,
            pgtrigger.Protect(
                name="acknowledged_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__acknowledged_at__isnull=False)
                | pgtrigger.Q(old__broadcast_id__df=pgtrigger.F("new__broadcast_id"))
                | pgtrigger.Q(old__member_id__df=pgtrigger.F("new__member_id"))
                | pgtrigger.Q(old__told_at__df=pgtrigger.F("new__told_at")),
            ),
            pgtrigger.Trigger(
                name="approved_first",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=_APPROVED_FIRST,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["broadcast", "member"], name="a_member_is_told_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, said_digest="")
                | Q(acknowledged_at__isnull=False, remind_at__isnull=True) & ~Q(said_digest=""),
                name="who_acknowledged_said_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["member", "told_at"],
                condition=Q(acknowledged_at__isnull=True),
                name="notices_that_wait_for_one",
            ),
            models.Index(
                fields=["broadcast", "id"],
                condition=Q(acknowledged_at__isnull=True),
                name="who_has_not_acknowledged",
            ),
            models.Index(
                fields=["agency", "remind_at"],
                condition=Q(remind_at__isnull=False),
                name="notices_to_remind_of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.broadcast}"
