"""Words that an office has made ready for units; of which post each became a draft, `Origin` says."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from posts import written_once as once


class ReadyKind(models.TextChoices):
    """What is made ready. The labels are what people choose from."""

    DRAFT = "draft", "Ready draft"
    TEMPLATE = "template", "Template"
    ALERT = "alert", "Crime alert"


class ReadyDraft(models.Model):
    """A text that an office offers to units: to be taken as it stands, or as a template to fill in (CPD-TW.V.C.2).

    An alert is a post of one of the department's accounts, which units repost as it stands (CPD-TW.V.B.3): `text` is
    what it said when it was offered.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    kind = models.CharField(max_length=8, choices=ReadyKind.choices)
    title = models.CharField(max_length=120)
    category = models.CharField(max_length=40)
    text = models.TextField()
    note = models.CharField(max_length=500, blank=True)
    """To whoever takes it: what to fill in, what to look to. It is no part of the post."""
    units = models.ManyToManyField("accounts.Unit", related_name="+")
    """To whom it is offered; none: to every unit."""
    valid_until = models.DateTimeField(null=True)
    """From then on nobody takes it; null only for a template, which has no end."""
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    """The one that it was made from, and in whose place it stands."""
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    """Everyone who wrote any of it: an author of each post that is made from it."""
    alert_of = models.ForeignKey(
        "accounts.OutletAccount", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    """Of an alert the department's account whose post it is; what follows is empty for anything else."""
    repost_of = models.CharField(max_length=20, blank=True, default="", db_default="")
    """The network's number of that post."""
    issued_by = models.CharField(max_length=120, blank=True, default="", db_default="")
    """The detectives from whom it comes."""
    approved_by = models.CharField(max_length=120, blank=True, default="", db_default="")
    """Who approved it there."""
    approved_on = models.DateField(null=True)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Who withdrew it; null of an alert whose time is over."""
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = once.offered_as_written
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ReadyKind.values), name="what_is_ready_is_of_a_kind"),
            models.CheckConstraint(
                condition=Q(kind="template") | Q(valid_until__isnull=False), name="a_ready_draft_has_an_end"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("offered_at")),
                name="what_is_ready_is_valid_for_a_while",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False)
                & (Q(withdrawn_by__isnull=False) | Q(kind="alert"))
                & ~Q(withdrawn_why=""),
                name="what_is_ready_is_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="alert", alert_of__isnull=False, approved_on__isnull=False)
                & ~Q(repost_of="")
                & ~Q(issued_by="")
                & ~Q(approved_by="")
                | ~Q(kind="alert") & Q(alert_of__isnull=True, approved_on__isnull=True, repost_of=""),
                name="an_alert_says_whose_post_it_is_and_who_approved_it",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "-offered_at", "-id"], name="ready_drafts_of_an_agency"),
            models.Index(fields=["repost_of"], condition=Q(kind="alert"), name="alerts_by_post"),
        ]

    def __str__(self) -> str:
        return self.title
