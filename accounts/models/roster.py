"""The roster of a unit for a police period: what is being written, and every version that was sent."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q

from accounts.models.period import Place

FROZEN = [pgtrigger.Protect(name="frozen", operation=pgtrigger.Update | pgtrigger.Delete)]
"""What was sent is written once, in the database itself."""
KEPT = [pgtrigger.Protect(name="kept", operation=pgtrigger.Delete)]

LOCKED = pgtrigger.Trigger(
    name="locked",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("belongs", "bigint")],
    func="""
        IF TG_OP = 'INSERT' THEN
            belongs := NEW.roster_id;
        ELSE
            belongs := OLD.roster_id;
        END IF;
        IF EXISTS (SELECT 1 FROM accounts_roster WHERE id = belongs AND state = 'submitted') THEN
            RAISE EXCEPTION 'a submitted roster is corrected by a new version' USING ERRCODE = 'check_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """,
)


class RosterState(models.TextChoices):
    """Where a roster is."""

    IN_WORK = "in_work", "In work"
    SUBMITTED = "submitted", "Submitted"
    CORRECTING = "correcting", "Being corrected"


class Roster(models.Model):
    """One unit's list of social media representatives for one police period (CPD-TW.V.A.2)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="rosters")
    period = models.ForeignKey("accounts.Period", on_delete=models.PROTECT, related_name="rosters")
    state = models.CharField(max_length=12, choices=RosterState.choices, default=RosterState.IN_WORK)
    compared_with = models.CharField(max_length=60, blank=True)
    """What its marks are counted against: 'period 12 of 2026', 'version 1'; empty for a unit's first roster."""
    compared_count = models.PositiveIntegerField(default=0)
    """How many members that one had."""
    versions_sent = models.PositiveSmallIntegerField(default=0)
    begun_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="one_roster_a_unit_and_period"),
            models.CheckConstraint(
                condition=Q(state=RosterState.IN_WORK) | Q(versions_sent__gt=0),
                name="what_is_submitted_has_a_version",
            ),
        ]
        indexes = [models.Index(fields=["period", "unit"], name="rosters_of_a_period")]
        triggers = KEPT

    def __str__(self) -> str:
        return f"Roster {self.unit_id} for {self.period_id}"


class Facts(models.Model):
    """The seven facts of a member that the directive names, and for a district where they are assigned."""

    position = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    rank = models.CharField(max_length=40, blank=True)
    star_number = models.CharField(max_length=20, blank=True)
    employee_number = models.CharField(max_length=20, blank=True)
    log_on_id = models.CharField(max_length=40, blank=True)
    unit_phone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    outside_office = models.BooleanField(default=False)
    """Not of the community policing office of their district (CPD-TW.III.C.NOTE)."""
    outside_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


class RosterEntry(Facts):
    """One line of a roster as it is being written; typed values are kept even while they are wrong."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="entries")
    before = models.JSONField(null=True)
    """What the member was on the roster it is compared with, or in the register for a first one; null for a new one."""
    left = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["roster", "position"], name="entries_of_a_roster"),
            models.Index(fields=["log_on_id"], name="entries_by_log_on_id"),
        ]
        triggers = [LOCKED]

    def __str__(self) -> str:
        return self.name


class RosterVersion(models.Model):
    """What was submitted once, exactly: its content and files stand in the vault under these digests."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    pdf_digest = models.CharField(max_length=64)
    csv_digest = models.CharField(max_length=64)
    members = models.PositiveIntegerField()
    submitted_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roster", "number"], name="a_version_is_sent_once"),
        ]
        indexes = [models.Index(fields=["-submitted_at"], name="versions_by_time")]
        triggers = FROZEN

    def __str__(self) -> str:
        return f"version {self.number} of roster {self.roster_id}"


class RosterLine(Facts):
    """One member of a submitted version, as it was sent; who left is kept with it and was not sent."""

    version = models.ForeignKey(RosterVersion, on_delete=models.PROTECT, related_name="lines")
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=8)

    class Meta:
        indexes = [models.Index(fields=["version", "position"], name="lines_of_a_version")]
        triggers = FROZEN

    def __str__(self) -> str:
        return self.name


class RosterCopy(models.Model):
    """One sending of one version to one office: the proof of delivery is the state of its message."""

    version = models.ForeignKey(RosterVersion, on_delete=models.PROTECT, related_name="copies")
    place = models.CharField(max_length=20, choices=Place.choices)
    name = models.CharField(max_length=120)
    address = models.EmailField()
    message = models.OneToOneField("accounts.Message", on_delete=models.PROTECT, related_name="roster_copy")
    failure_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "place"], name="one_copy_a_place")]
        triggers = KEPT

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.address}"


class RosterReminder(models.Model):
    """That the commanders of a unit were reminded of a roster: by the calendar, or by somebody."""

    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey("accounts.Period", on_delete=models.PROTECT, related_name="reminders")
    kind = models.SlugField(max_length=20)
    sent_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period", "unit", "kind"],
                condition=Q(sent_by__isnull=True),
                name="the_calendar_reminds_once_of_a_kind",
            )
        ]
        indexes = [models.Index(fields=["period", "unit", "-sent_at"], name="reminders_of_a_period")]

    def __str__(self) -> str:
        return f"{self.kind} to unit {self.unit_id}"


class ImportState(models.TextChoices):
    """Where an import is."""

    CHECKING = "checking", "Being checked"
    READY = "ready", "Ready to confirm"
    WRITING = "writing", "Being written"
    DONE = "done", "Written"
    REFUSED = "refused", "Not readable"


class RosterImport(models.Model):
    """A table that somebody pasted or uploaded: checked row by row, written only when they confirm it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    period = models.ForeignKey("accounts.Period", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    """Null for a table of the whole department."""
    member = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.CHECKING)
    sentence = models.CharField(max_length=300, blank=True)
    """Why it could not be read."""
    rows = models.JSONField(default=list)
    """The rows as they were read: number of the row, and the facts by name of the field."""
    outcome = models.JSONField(default=list)
    """What the check found for each row."""
    absent_leave = models.BooleanField(default=False)
    """Whoever is on a roster and not in the table is marked as left."""
    steps = models.PositiveIntegerField(default=0)
    steps_done = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["changed_at"],
                condition=Q(state__in=("checking", "writing")),
                name="imports_under_way",
            )
        ]

    def __str__(self) -> str:
        return self.name
