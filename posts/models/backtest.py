"""Proposed rules, run over the posts that were sent in before: what they would have decided otherwise."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class BackTestState(models.TextChoices):
    """Where a back-test is. The labels are what people read."""

    RUNNING = "running", "Runs"
    STOPPED = "stopped", "Stopped"
    DONE = "done", "Done"


class Turned(models.TextChoices):
    """In which way a decision changes; of several ways the one that weighs most. The labels are what people read."""

    HELD = "held", "Would be stopped"
    LET_GO = "let_go", "Would no longer be stopped"
    MORE = "more", "More people decide or are told"
    FEWER = "fewer", "Fewer people decide or are told"
    ASKED = "asked", "Other questions or words to say"
    NOTED = "noted", "Other findings"
    KEPT = "kept", "Other minutes or class of record"


class BackTest(models.Model):
    """One run of a proposal's rules over all posts up to the newest of that moment. It changes none of them.

    How far it is stands here: whoever goes on, goes on behind `after_id`.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey(
        "accounts.PolicyProposal", on_delete=models.PROTECT, related_name="back_tests"
    )
    base = models.ForeignKey("accounts.AgencyPolicy", on_delete=models.PROTECT, related_name="+")
    """The rules that the proposal would replace, as of when it began."""
    digest = models.CharField(max_length=64)
    """Of the proposed rules, as AgencyPolicy has it."""
    source_digest = models.CharField(max_length=64)
    """The text that is run, in the vault: a proposal that is still written may get another."""
    state = models.CharField(max_length=7, choices=BackTestState.choices, default=BackTestState.RUNNING)
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    """When it last came further."""
    after_id = models.BigIntegerField(default=0)
    """The last post that was looked at, by id."""
    through_id = models.BigIntegerField()
    """The last post that there was."""
    total = models.PositiveIntegerField()
    """How many posts there were to look at."""
    looked = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unread = models.PositiveIntegerField(default=0)
    """Of those looked at, how many have lost their words by disposal."""
    seconds = models.FloatField(default=0)
    """For how long it has worked; waiting for a worker does not count."""
    tallies = models.JSONField(default=dict)
    """Of what changed: by unit and way, and by rule; and how many posts of each unit were looked at."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(state="running"), name="one_back_test_of_a_proposal_runs"
            ),
            models.CheckConstraint(
                condition=Q(looked__lte=F("total"), changed__lte=F("looked")),
                name="a_back_test_counts_what_it_looked_at",
            ),
        ]
        indexes = [models.Index(fields=["proposal", "-id"], name="back_tests_of_a_proposal")]

    def __str__(self) -> str:
        return f"Back-test {self.pk}: {self.get_state_display()}"


class TurnedPost(models.Model):
    """A post that the proposed rules would have decided otherwise. Both decisions are made again where it is read."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, db_index=False, related_name="+")
    test = models.ForeignKey(BackTest, on_delete=models.CASCADE, related_name="turned", db_index=False)
    post = models.ForeignKey("posts.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    revision = models.ForeignKey("posts.Revision", on_delete=models.PROTECT, related_name="+", db_index=False)
    """The version that was judged."""
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    way = models.CharField(max_length=6, choices=Turned.choices)
    rules = ArrayField(models.CharField())
    """The rules that say something else of it, by id."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["test", "post"], name="a_post_turns_once_a_test")]
        indexes = [models.Index(fields=["test", "unit", "post"], name="turned_posts_of_a_unit")]

    def __str__(self) -> str:
        return f"Post {self.post_id}: {self.get_way_display()}"


class KeptReading(models.Model):
    """What one version of the text checks noticed in one text, so that nobody reads it twice.

    The words themselves stay in the vault: a sighting is kept by its place.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, db_index=False, related_name="+")
    text_digest = models.CharField(max_length=64)
    written_on = models.DateField()
    kind = models.CharField(max_length=13)
    version = models.CharField(max_length=64)
    """CHECKS_VERSION of what read it."""
    language = models.CharField(max_length=3, blank=True)
    checked = models.BooleanField()
    sightings = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "text_digest", "written_on", "kind", "version"],
                name="a_text_is_read_once_a_version",
            )
        ]

    def __str__(self) -> str:
        return f"Reading of {self.text_digest[:8]}"
