"""What was submitted, frozen: exact bytes, answers, the rules they were judged by, and the route."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from audit.naming import found_by
from posts import written_once as once


class Revision(models.Model):
    """One frozen version of a post. Rows are never changed: the database refuses it."""

    post = models.ForeignKey("posts.Post", on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    draft_version = models.PositiveIntegerField()
    """The save that was frozen: pressing submit twice finds the same revision."""
    digest = models.CharField(max_length=64)
    """SHA-256 over canonical JSON of what the network receives (posts.digest); approvals bind it."""
    binding = models.CharField(max_length=64)
    """SHA-256 over digest, answers, category, route and window: what a verdict agrees to as a whole."""
    text_digest = models.CharField(max_length=64)
    """The text itself is in the vault; of a thread that of the first part, the others are RevisionPart."""
    parts = models.PositiveSmallIntegerField(default=1, db_default=1)
    """How many parts it has, the first counted: rows that are missing do not make it shorter."""
    note_digest = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=3, blank=True, default="", db_default="")
    """In which it is written; empty for the department's own, and for what was frozen before one could be chosen."""
    meaning_digest = models.CharField(max_length=64, blank=True, default="", db_default="")
    """What it says in the department's own language, in the vault: the binding binds it, and no network receives it."""
    needs_reader = models.BooleanField(default=False, db_default=False)
    """Whether its unit asked that the unit's step is given by who reads the language, or by Communications."""
    reply_settings = models.CharField(max_length=20, blank=True)
    """Who may reply, in the network's word (posts.replies); empty means everyone."""
    reply_to = models.CharField(max_length=40, blank=True, default="", db_default="")
    """The network's number of our own post that it answers; the digest binds it."""
    category = models.CharField(max_length=40)
    category_label = models.CharField(max_length=80)
    """As the pack called it then."""
    record_class = models.CharField(max_length=40)
    steps = models.PositiveSmallIntegerField()
    """How many approvals its route demands: rows that are missing do not make it approved."""
    notices = models.PositiveSmallIntegerField(default=0)
    """Of how many offices its rules demand that they are told before it goes out; counted for the same reason."""
    permissions = models.PositiveSmallIntegerField(default=0, db_default=0)
    """How many kinds of written permission must be in force when it goes out; counted for the same reason."""
    answers_digest = models.CharField(max_length=64)
    """Canonical JSON of the answers, in the vault."""
    decision_digest = models.CharField(max_length=64)
    """Canonical JSON of the engine's decision (findings, route, attestation), in the vault."""
    findings = models.JSONField(default=list)
    """What lists show of the findings: level, rule and clause; never the words of the post."""
    gave_way = models.BooleanField(default=False, db_default=False)
    """Whether a rule gave way, to another rule or to a reason of its author: the decision says which."""
    sensitive = models.BooleanField(default=False)
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=40)
    pack_digest = models.CharField(max_length=64)
    not_before = models.DateTimeField(null=True)
    not_after = models.DateTimeField(null=True)
    """The last moment to which its approvals reach; after it nobody sends it without new ones."""
    late_minutes = models.PositiveSmallIntegerField(default=30, db_default=30)
    """So long after its time it still goes out by itself (posts.lateness), as the pack said then."""
    urgent = models.BooleanField(default=False, db_default=False)
    """Of a kind that waits behind no other."""
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        triggers = once.frozen
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revisions_are_numbered")]
        indexes = [
            found_by(
                "answers_digest",
                "binding",
                "decision_digest",
                "digest",
                "meaning_digest",
                "note_digest",
                "pack_digest",
                "text_digest",
                name="revisions_by_what_they_name",
            )
        ]

    @property
    def by_itself_until(self) -> datetime | None:
        """The last moment at which it goes out by itself at its slot, UTC; None where its approval begins its time."""
        if self.not_before is None:
            return None
        margin = self.not_before + timedelta(minutes=self.late_minutes)
        return min(margin, self.not_after) if self.not_after else margin

    def __str__(self) -> str:
        return f"Revision {self.number} of post {self.post_id}"


class RevisionAuthor(models.Model):
    """One of the people who wrote a revision; the database lets none of them approve it."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="authors")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers = once.frozen
        constraints = [models.UniqueConstraint(fields=["revision", "member"], name="an_author_is_named_once")]

    def __str__(self) -> str:
        return f"{self.member} wrote revision {self.revision_id}"


class RouteStep(models.Model):
    """One approval that a revision needs, as the pack demanded when it was frozen."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="route")
    position = models.PositiveSmallIntegerField()
    """Steps with the same position run in parallel; a later position waits for the earlier."""
    key = models.CharField(max_length=40)
    role = models.CharField(max_length=20)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    """Null for a department-wide role."""
    name = models.CharField(max_length=80)
    clause = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=300)

    class Meta:
        triggers = once.frozen
        constraints = [
            models.UniqueConstraint(fields=["revision", "key"], name="a_step_stands_once_in_a_route")
        ]

    def __str__(self) -> str:
        return f"{self.name}, step {self.position} of revision {self.revision_id}"
