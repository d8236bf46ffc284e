"""What goes out: one publication a part of an approved post, and the ledger of every attempt."""

from django.db import models
from django.db.models import Q

from audit.naming import found_by
from posts import triggers as rules
from posts import written_once as once


class PublicationState(models.TextChoices):
    """Where a publication is; a worker claims it out of 'due' and 'deleting'."""

    DUE = "due", "Waiting for its time"
    SENDING = "sending", "Being sent"
    PUBLISHED = "published", "On the network"
    REFUSED = "refused", "Refused by the network"
    UNKNOWN = "unknown", "Not known whether it went out"
    CANCELLED = "cancelled", "Not to be sent"
    DELETING = "deleting", "To be deleted on the network"
    DELETED = "deleted", "Deleted on the network"


OPEN_STATES = ["due", "sending", "published", "unknown", "deleting"]


class Kept(models.TextChoices):
    """What the records room has of a publication."""

    NOTHING = "", "Nothing yet"
    PUBLISHED = "published", "Its record"
    DELETED = "deleted", "Its record and the takedown"


class Publication(models.Model):
    """The one sending of an approved revision, or of one part of it, to its account."""

    post = models.ForeignKey("posts.Post", on_delete=models.PROTECT, related_name="publications")
    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="publications")
    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.PROTECT)
    part = models.PositiveSmallIntegerField(default=0, db_default=0)
    """Which part of a thread it is, from 0; 0 where the post is no thread."""
    after = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, db_index=False, related_name="followers"
    )
    """What it follows (posts.following): the part before it, as a reply to which it goes out."""
    state = models.CharField(max_length=10, choices=PublicationState.choices, default=PublicationState.DUE)
    due_at = models.DateTimeField()
    """The next moment at which a worker may act on it."""
    dispatched_at = models.DateTimeField(null=True)
    """When the beat last handed it to the broker; a lost message is handed over again after a minute."""
    takedown_asked = models.BooleanField(default=False)
    """A stop or takedown came after the claim: whatever the answer, what is live is deleted."""
    external_id = models.CharField(max_length=40, blank=True)
    url = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    kept = models.CharField(max_length=10, choices=Kept.choices, default=Kept.NOTHING, blank=True)
    """How far the records room has been given what happened; what is owed is given by the sweeper."""
    waiting_for = models.CharField(max_length=200, blank=True)
    """Why it has not gone out yet, in words."""
    look_at = models.DateTimeField(null=True)
    """When the portal reads the account for it next; null when it does not, or not any more."""
    looked = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How often the account was read for it in vain."""
    looked_at = models.DateTimeField(null=True)
    """When the account was last read for it."""
    left_at = models.DateTimeField(null=True)
    """Since when people are asked to look too: the settled period is over, and the portal has not found it."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["post", "part"],
                condition=Q(state__in=OPEN_STATES),
                name="one_open_publication_a_part",
            ),
            models.UniqueConstraint(
                fields=["account", "external_id"],
                condition=~Q(external_id=""),
                name="a_network_post_is_bound_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PublicationState.values), name="a_publication_is_in_a_known_state"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state__in=["due", "deleting"]), name="publications_due"
            ),
            models.Index(fields=["due_at"], condition=Q(state="sending"), name="publications_in_flight"),
            models.Index(fields=["look_at"], condition=Q(state="unknown"), name="publications_unknown"),
            models.Index(
                fields=["published_at"], condition=Q(published_at__isnull=False), name="publications_by_day"
            ),
            models.Index(
                fields=["account", "published_at"],
                condition=Q(published_at__isnull=False),
                name="publications_of_account",
            ),
            models.Index(fields=["id"], condition=~Q(external_id="") & Q(kept=""), name="records_owed"),
            models.Index(
                fields=["id"], condition=Q(state="deleted", kept="published"), name="takedowns_owed"
            ),
            models.Index(
                fields=["after"], condition=Q(after__isnull=False), name="followers_of_a_publication"
            ),
        ]

    def __str__(self) -> str:
        return f"Publication {self.pk} of post {self.post_id} ({self.get_state_display()})"


class AttemptKind(models.TextChoices):
    """What was attempted."""

    PUBLISH = "publish", "Publish"
    DELETE = "delete", "Delete"
    HIDE = "hide", "Hide a reply"
    SHOW = "show", "Show a reply again"
    COPY = "copy", "Delete a second copy"


class Outcome(models.TextChoices):
    """How an attempt ended; empty while it is in flight."""

    PUBLISHED = "published", "Accepted"
    DELETED = "deleted", "Deleted"
    DONE = "done", "Done"
    REJECTED = "rejected", "Refused"
    RATE_LIMITED = "rate_limited", "Asked to wait"
    NOT_SENT = "not_sent", "Not sent"
    UNKNOWN = "unknown", "Not known"


class Attempt(models.Model):
    """One call of the network, written before the call. The database refuses one that the route does not allow."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="attempts")
    reply = models.ForeignKey(
        "posts.HiddenReply", on_delete=models.PROTECT, null=True, db_index=False, related_name="attempts"
    )
    """The reply to the publication that it hides or shows again."""
    copy = models.ForeignKey(
        "posts.SecondCopy", on_delete=models.PROTECT, null=True, db_index=False, related_name="attempts"
    )
    """The second copy of the publication that it deletes."""
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=AttemptKind.choices)
    digest = models.CharField(max_length=64)
    """The revision's digest, bound again at the claim."""
    claimed_at = models.DateTimeField()
    since_id = models.CharField(max_length=40, blank=True, default="", db_default="")
    """The newest number of the account that was known at the claim: what this call made has a higher one."""
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    exchange_digest = models.CharField(max_length=64, blank=True)
    """In the vault: the exact request and the raw answer."""
    cost_micros = models.PositiveIntegerField(null=True)
    """What X's price list asked for the call when it was settled, in millionths of a US dollar; null where nothing
    was done, and for what was settled before prices were noted."""

    class Meta:
        triggers = [*once.settled_once, rules.sound_attempt]
        indexes = [
            found_by("digest", "exchange_digest", name="attempts_by_what_they_name"),
            models.Index(
                fields=["settled_at"], condition=Q(cost_micros__isnull=False), name="attempts_by_cost"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="attempts_are_numbered"),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(outcome=""), name="one_attempt_in_flight"
            ),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number} to {self.kind} publication {self.publication_id}"
