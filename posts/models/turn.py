"""Whose turn it is, and which offices must hear of a post before it goes out."""

from django.db import models
from django.db.models import F, Q

from posts import written_once as once


class Turn(models.Model):
    """A step whose turn it is: a row while the post waits for it, so that a queue is one indexed question.

    Rows are made and removed in the transaction that moves the post, by posts.turns alone.
    """

    post = models.ForeignKey("posts.Post", on_delete=models.CASCADE, related_name="turns")
    step = models.OneToOneField("posts.RouteStep", on_delete=models.CASCADE, related_name="turn")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    """Null for a step of an office."""
    role = models.CharField(max_length=20)
    """Whose turn it is now: the step's own role until it was handed on."""
    due_at = models.DateTimeField()
    """When the decision is due; that of the post."""
    handed_at = models.DateTimeField(null=True)
    """When the step was last handed on; null while it is where its route put it."""

    class Meta:
        indexes = [
            models.Index(fields=["unit", "role", "due_at", "post"], name="turns_of_a_unit"),
            models.Index(fields=["agency", "role", "due_at", "post"], name="turns_of_an_office"),
        ]

    def __str__(self) -> str:
        return f"Post {self.post_id} waits for {self.role}"


class DutyNotice(models.Model):
    """A directive's duty to tell an office before a post goes out (CPD-TW.IV.A.1), frozen with the route.

    The database refuses to approve or send a post of which an office has not been told, or for whose answer it waits.
    """

    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="duty_notices")
    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    key = models.SlugField(max_length=60)
    """The rule and the office."""
    role = models.CharField(max_length=20)
    """The office."""
    clause = models.CharField(max_length=40)
    why = models.CharField(max_length=300)
    messages = models.ManyToManyField("accounts.Message", related_name="+")
    """By which the office is told; each is pruned in its time, the time of delivery stays here."""
    written_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    """When the first of its people had it by mail or opened it in the portal."""
    wait_minutes = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How long its answer is waited for at most, once every office has been told."""
    waited_at = models.DateTimeField(null=True)
    """When that was over: as it answered, or when the longest wait had ended."""
    answered_by = models.ForeignKey(
        "accounts.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """Who answered that the post may go on; null where nobody did."""

    class Meta:
        triggers = once.told_once
        constraints = [
            models.UniqueConstraint(fields=["revision", "key"], name="a_notice_is_written_once"),
            models.CheckConstraint(
                condition=Q(delivered_at__isnull=True) | Q(delivered_at__gte=F("written_at")),
                name="a_notice_is_delivered_after_it_is_written",
            ),
        ]
        indexes = [
            models.Index(
                fields=["written_at"], condition=Q(delivered_at__isnull=True), name="notices_not_delivered"
            ),
            models.Index(
                fields=["delivered_at"],
                condition=Q(wait_minutes__gt=0, waited_at__isnull=True),
                name="notices_waited_for",
            ),
        ]

    def __str__(self) -> str:
        return f"Notice {self.key} of revision {self.revision_id}"
