"""Questions of the press: sent on to Communications, which alone answers them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.naming import found_by
from posts import written_once as once


class Came(models.TextChoices):
    """How a question of the press came. The labels are what people choose from."""

    REPLY = "reply", "Under a post of ours"
    CALL = "call", "On the telephone"
    LETTER = "letter", "By e-mail or message"
    PERSON = "person", "In person"


class InquiryState(models.TextChoices):
    """Where a question of the press is. The labels are what people read."""

    OPEN = "open", "Waits for Communications"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed without an answer"


class Inquiry(models.Model):
    """A question of the press that a unit sent on to Communications (CPD-TW.IV.A.2, V.B.6, V.E.2)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT)
    """The unit that was asked."""
    came = models.CharField(max_length=6, choices=Came.choices)
    post = models.ForeignKey(
        "posts.Post", on_delete=models.PROTECT, null=True, db_index=False, related_name="inquiries"
    )
    """Our post under which it was asked."""
    external_id = models.CharField(max_length=40, blank=True)
    """The network's number of what was asked there."""
    capture_digest = models.CharField(max_length=64, blank=True)
    """In the vault: what the network showed of it, as it came."""
    asked_by = models.CharField(max_length=200)
    """Who asks, and for which paper or station."""
    handle = models.CharField(max_length=40, blank=True)
    """Their account, without the @ sign."""
    contact = models.CharField(max_length=300, blank=True)
    words = models.TextField()
    sent_on_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_on_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=InquiryState.choices, default=InquiryState.OPEN)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    """What was answered, or why nothing was."""

    class Meta:
        triggers = once.kept
        constraints = [
            models.CheckConstraint(condition=Q(came__in=Came.values), name="an_inquiry_came_in_a_known_way"),
            models.CheckConstraint(
                condition=Q(state__in=InquiryState.values), name="an_inquiry_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_by__isnull=True, closed_at__isnull=True, note="")
                | (~Q(state="open") & Q(closed_by__isnull=False, closed_at__isnull=False) & ~Q(note="")),
                name="an_inquiry_is_closed_with_a_note",
            ),
            models.UniqueConstraint(
                fields=["agency", "external_id"],
                condition=~Q(external_id=""),
                name="what_was_asked_is_sent_on_once",
            ),
        ]
        indexes = [
            found_by("capture_digest", name="inquiries_by_what_they_name"),
            models.Index(fields=["agency", "state", "-sent_on_at", "-id"], name="inquiries_by_state"),
            models.Index(fields=["unit", "state", "-sent_on_at", "-id"], name="unit_inquiries_by_state"),
            models.Index(
                fields=["agency", "handle"],
                condition=Q(state="open") & ~Q(handle=""),
                name="who_asks_and_waits",
            ),
            models.Index(fields=["post"], condition=Q(post__isnull=False), name="inquiries_of_a_post"),
        ]

    def __str__(self) -> str:
        return f"Inquiry {self.pk} ({self.get_state_display()})"
