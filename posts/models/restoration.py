"""A restored or copied database: what the networks must still be asked before anything goes out of it again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from posts import written_once as once


class Restoration(models.Model):
    """One agency's part in a database that found itself restored or copied; over when its stop is lifted."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    stop = models.ForeignKey("posts.Stop", on_delete=models.PROTECT, related_name="restorations")
    """The department's stop that the portal placed, or that somebody had placed before."""
    since = models.DateTimeField()
    """The last moment known to this database: what happened later may be lacking here."""
    begun_at = models.DateTimeField()
    checkpoint_size = models.BigIntegerField(null=True)
    checkpoint_root = models.CharField(max_length=64, blank=True)
    """The newest signed state of the trail that this database has: what it goes back to."""

    class Meta:
        triggers = once.frozen
        indexes = [models.Index(fields=["agency", "-begun_at"], name="restorations_of_an_agency")]

    def __str__(self) -> str:
        return f"Restoration of agency {self.agency_id} to {self.since.isoformat()}"


class ReadingState(models.TextChoices):
    """How far an account's timeline has been read."""

    WAITING = "waiting", "Not read yet"
    READ = "read", "Read"
    PASSED = "passed", "Not read; a person goes on without it"


class TimelineReading(models.Model):
    """One account whose timeline is read from the backup's time on."""

    restoration = models.ForeignKey(Restoration, on_delete=models.PROTECT, related_name="readings")
    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.PROTECT)
    state = models.CharField(max_length=10, choices=ReadingState.choices, default=ReadingState.WAITING)
    tried_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=200, blank=True)
    """Why the last try brought nothing, in words."""
    read_at = models.DateTimeField(null=True)
    shown = models.PositiveIntegerField(default=0)
    """How many posts the account shows since then."""
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    passed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = once.read_once
        constraints = [
            models.UniqueConstraint(fields=["restoration", "account"], name="an_account_is_read_once"),
            models.CheckConstraint(
                condition=Q(state=ReadingState.WAITING, read_at__isnull=True, passed_by__isnull=True)
                | Q(state=ReadingState.READ, read_at__isnull=False, passed_by__isnull=True)
                | (Q(state=ReadingState.PASSED, passed_by__isnull=False) & ~Q(passed_reason="")),
                name="a_timeline_is_read_or_passed_by_a_person",
            ),
        ]
        indexes = [
            models.Index(fields=["tried_at"], condition=Q(state="waiting"), name="timelines_to_be_read")
        ]

    def __str__(self) -> str:
        return f"Account {self.account_id}: {self.get_state_display()}"


class Meaning(models.TextChoices):
    """What a post that the network shows means here."""

    SETTLED = "settled", "Published; it is marked so now"
    UNDECIDED = "undecided", "Its words wait here without being approved"
    STRANGE = "strange", "This database does not know it"


class ShownPost(models.Model):
    """A post that the network shows and that this database did not have as published."""

    reading = models.ForeignKey(TimelineReading, on_delete=models.PROTECT, related_name="shown_posts")
    external_id = models.CharField(max_length=40)
    url = models.CharField(max_length=200, blank=True)
    shown_at = models.DateTimeField(null=True)
    meaning = models.CharField(max_length=10, choices=Meaning.choices)
    post = models.ForeignKey("posts.Post", on_delete=models.PROTECT, null=True, related_name="+")
    """The post with these words; null where none has them."""

    class Meta:
        triggers = once.frozen
        constraints = [
            models.UniqueConstraint(fields=["reading", "external_id"], name="a_shown_post_is_listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.external_id}: {self.get_meaning_display()}"
