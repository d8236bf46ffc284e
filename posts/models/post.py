"""A post on its way, and the working copy its author edits."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from audit.naming import found_by
from posts import triggers as rules
from posts.language_triggers import of_one_account, out_as_it_was_approved, stays_with_its_pair


class Status(models.TextChoices):
    """Where a post is. The labels are what people read."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "Waiting for approval"
    RETURNED = "returned", "Returned"
    REJECTED = "rejected", "Rejected"
    WITHDRAWN = "withdrawn", "Withdrawn"
    APPROVED = "approved", "Approved"
    STOPPED = "stopped", "Stopped"
    SENDING = "sending", "Going out"
    PARTLY_OUT = "partly_out", "Partly out"
    PUBLISHED = "published", "Published"
    REFUSED = "refused", "Refused by the network"
    UNKNOWN = "unknown", "Not known whether it went out"
    MISSED = "missed", "Missed its time"
    TAKING_DOWN = "taking_down", "Being taken down"
    TAKEN_DOWN = "taken_down", "Taken down"


class Correction(models.TextChoices):
    """How a post that is out is corrected. The labels are what people choose from."""

    REPLACE = "replace", "Replace it"
    REPLY = "reply", "Reply to it"


CORRECTED_FOR_GOOD = ["published", "taking_down", "taken_down", "withdrawn", "rejected"]
"""Where a correction is over: what it corrects may be corrected again, if it is still out."""


NEVER_OUT = ["withdrawn", "rejected"]
"""Where a repost has ended without going out: another of the same post may be begun."""


NOT_OUT = [*NEVER_OUT, "draft", "in_review", "returned", "approved", "stopped", "refused", "missed"]
"""Where nothing of a post was ever on its network."""


class Post(models.Model):
    """One thing a unit wants to say on one account, from the first letter to the takedown."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT)
    account = models.ForeignKey("accounts.OutletAccount", on_delete=models.PROTECT)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="posts_begun")
    """Who began it; everyone who wrote is in RevisionAuthor."""
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.DRAFT)
    category = models.CharField(max_length=40, blank=True)
    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, null=True, related_name="+")
    """The revision that is reviewed, approved or published; null while nothing has been submitted since an edit."""
    due_at = models.DateTimeField(null=True)
    """While in review: when the decision is due. Once approved: when it goes out."""
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="copies")
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, db_index=False, related_name="corrections"
    )
    """The post whose mistake this one corrects."""
    correction = models.CharField(
        max_length=7, choices=Correction.choices, blank=True, default="", db_default=""
    )
    """How it corrects that one: in its place, or as a reply to it."""
    translates = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, db_index=False, related_name="translations"
    )
    """The post that this one says in another language: the two are a pair, submitted and approved together."""
    repost_of = models.CharField(max_length=20, blank=True, default="", db_default="")
    """Of a repost the network's number of the other account's post; its draft holds the words as they were read."""
    repost_by = models.CharField(max_length=50, blank=True, default="", db_default="")
    """Whose post that is, by its handle as it was read."""
    repost_read = models.CharField(max_length=64, blank=True, default="", db_default="")
    """In the vault: the question and the network's answer in which that post was read."""
    repost_official = models.BooleanField(default=False, db_default=False)
    """Whether that post is one of the department's own account (CPD-TW.IV.H)."""
    by_office = models.BooleanField(default=False, db_default=False)
    """Whether Communications writes it, from a unit's account (CPD-TW.IV.H)."""
    offered_at = models.DateTimeField(null=True)
    """When the draft was offered to the unit's others, since its author lost the authority; null otherwise."""
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        triggers = [of_one_account, stays_with_its_pair, out_as_it_was_approved, rules.approved_by_its_route]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="a_post_is_in_a_known_status"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(revision__isnull=False),
                name="what_is_reviewed_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, correction="")
                | Q(corrects__isnull=False, correction__in=Correction.values),
                name="a_correction_says_how",
            ),
            models.UniqueConstraint(
                fields=["translates"],
                condition=Q(translates__isnull=False) & ~Q(status__in=NEVER_OUT),
                name="one_translation_a_post",
            ),
            models.UniqueConstraint(
                fields=["account", "repost_of"],
                condition=~Q(repost_of="") & ~Q(status__in=NEVER_OUT),
                name="one_repost_of_a_post",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(corrects__isnull=False) & ~Q(status__in=CORRECTED_FOR_GOOD),
                name="one_open_correction_a_post",
            ),
        ]
        indexes = [
            found_by("repost_read", name="posts_by_what_they_name"),
            models.Index(fields=["author", "-changed_at", "-id"], name="posts_of_an_author"),
            models.Index(fields=["unit", "-changed_at", "-id"], name="posts_of_a_unit"),
            models.Index(fields=["agency", "-changed_at", "-id"], name="posts_of_an_agency"),
            models.Index(fields=["agency", "status", "-changed_at", "-id"], name="posts_by_status"),
            models.Index(fields=["unit", "status", "-changed_at", "-id"], name="unit_posts_by_status"),
            models.Index(
                fields=["agency", "unit", "id"], condition=Q(status="stopped"), name="stopped_posts_by_unit"
            ),
            models.Index(
                fields=["translates"], condition=Q(translates__isnull=False), name="translations_of_a_post"
            ),
            models.Index(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="corrections_of_a_post"
            ),
        ]

    @property
    def keeps_its_account(self) -> bool:
        """Whether it cannot be moved to another account: a correction, a repost, a translation, and an office's."""
        bound = self.corrects_id is not None or self.translates_id is not None
        return bound or self.repost_of != "" or self.by_office

    def __str__(self) -> str:
        return f"Post {self.pk} ({self.get_status_display()})"


class Draft(models.Model):
    """The working copy: what the composer saves, over and over, until it is submitted."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="draft")
    text = models.TextField(blank=True)
    """Of a thread the first part; the others are DraftPart."""
    parts = models.PositiveSmallIntegerField(default=1, db_default=1)
    """How many parts it has, this one counted."""
    answers = models.JSONField(default=dict)
    note = models.TextField(blank=True)
    """To the reviewer; kept and may be released."""
    answered_for = models.CharField(max_length=64, blank=True, default="", db_default="")
    """SHA-256 over what an answer was given for last (posts.again); empty while none was given here."""
    asked_again = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    """The questions whose answers were given for something else than that, or were not copied, by key."""
    language = models.CharField(max_length=3, blank=True, default="", db_default="")
    """In which it is written, as `outlets.languages` lists them; empty for the department's own."""
    meaning = models.TextField(blank=True, default="", db_default="")
    """Of a post in another language, what it says in the department's own: for who decides, never published."""
    send_at = models.DateTimeField(null=True)
    """Not before; null means as soon as it is approved."""
    send_until = models.DateTimeField(null=True)
    """Not after; null means the margin of the kind of post, or no end without a `send_at`."""
    version = models.PositiveIntegerField(default=1)
    """Counts saves; a save that names an older one is told about the newer."""
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    """Everyone who saved any text of this draft or of what it was copied from: none of them may approve it."""

    class Meta:
        indexes = [
            found_by("answered_for", name="drafts_by_what_they_name"),
            # The same words as posts.searching asks with.
            GinIndex(SearchVector("text", config="english"), name="words_of_drafts"),
            GinIndex(SearchVector("meaning", config="english"), name="words_of_meanings"),
            models.Index(fields=["send_at"], condition=Q(send_at__isnull=False), name="drafts_by_time"),
        ]

    def __str__(self) -> str:
        return f"Draft of post {self.post_id}"


class Opening(models.Model):
    """Somebody has a post open on the desk or in the composer; a row goes stale after a minute."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="openings")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="one_opening_a_member")]

    def __str__(self) -> str:
        return f"{self.member} has post {self.post_id} open"
