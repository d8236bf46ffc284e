"""What people do again and again for an account that the portal does not publish to, and when it is due."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class TaskKind(models.TextChoices):
    """What is to be done for such an account."""

    DISCLOSURES = "disclosures", "What its page must say"
    REVIEW = "review", "A look at what stands there"
    ARCHIVE = "archive", "Its own archive"


class AccountTask(models.Model):
    """One time that something is to be done; when it is done, the next one is opened (CPD-SM.II.B, CPD-SM.II.D).

    The database keeps every one of them, and what was written when it was done stays as it is.
    """

    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=12, choices=TaskKind.choices)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lacks = ArrayField(models.CharField(max_length=20), default=list)
    """Of what the page must say, what it did not say when somebody last looked."""
    words = models.CharField(max_length=500, blank=True, default="")
    """What whoever looked last wrote."""
    kept_where = models.CharField(max_length=300, blank=True, default="")
    """Where the network's own archive of the account lies; of that task alone."""
    looked_by = models.ForeignKey("accounts.Member", on_delete=models.PROTECT, null=True, related_name="+")
    looked_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    """When the last look left nothing to do."""
    dropped_at = models.DateTimeField(null=True)
    """When the account left use before it was done."""
    told_at = models.DateTimeField(null=True)
    """When its keepers were told that it is due soon."""
    told_late_at = models.DateTimeField(null=True)
    """When they and Communications were told that it is overdue."""

    class Meta:
        triggers = [
            pgtrigger.Protect(name="kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="done_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__done_at__isnull=False)
                | pgtrigger.Q(old__dropped_at__isnull=False)
                | pgtrigger.Q(old__account_id__df=pgtrigger.F("new__account_id"))
                | pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind")),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TaskKind.values), name="a_task_is_of_a_known_kind"),
            models.UniqueConstraint(
                fields=["account", "kind"],
                condition=Q(done_at__isnull=True, dropped_at__isnull=True),
                name="one_open_task_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(looked_at__isnull=True, looked_by__isnull=True)
                | Q(looked_at__isnull=False, looked_by__isnull=False),
                name="somebody_looks",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True)
                | (Q(looked_at__isnull=False, lacks=[]) & (~Q(kind="archive") | ~Q(kept_where=""))),
                name="a_task_is_done_when_nothing_is_left",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_kind_display()}"
