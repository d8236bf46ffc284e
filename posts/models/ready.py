"""Words that an office has made ready for units; of which post each became a draft, `Origin` says."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from posts import written_once as once


class ReadyKind(models.TextChoices):
    """What is made ready. The labels are what people choose from."""

    DRAFT = "draft", "Ready draft"
    TEMPLATE = "template", "Template"


class ReadyDraft(models.Model):
    """A text that an office offers to units: to be taken as it stands, or as a template to fill in (CPD-TW.V.C.2)."""

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
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
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
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_why=""),
                name="what_is_ready_is_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-offered_at", "-id"], name="ready_drafts_of_an_agency")]

    def __str__(self) -> str:
        return self.title
