"""The directive at work: which rule spoke about which post, for a year, and how often, for good."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q


class Effect(models.TextChoices):
    """What a rule did; of several things the strongest. The labels are what people read."""

    STOPPED = "stopped", "Held it back"
    CONFIRMED = "confirmed", "The author said it is so"
    SET_ASIDE = "set_aside", "Set aside with a reason"
    ROUTED = "routed", "Added a step"
    TOLD = "told", "Had an office told"
    SHOWN = "shown", "Was shown to who decides"
    DECLARED = "declared", "Was declared by the author"
    HELD = "held", "Held over another rule"
    GAVE_WAY = "gave_way", "Gave way to another rule"


class RuleFiring(models.Model):
    """A rule spoke about a post: when a version of it was submitted, or when it stopped the submitting.

    Read from the frozen decision, where the words stay. These rows are pruned; what they count stays in RuleTally.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, db_index=False)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    post = models.ForeignKey("posts.Post", on_delete=models.PROTECT, related_name="+", db_index=False)
    revision = models.ForeignKey(
        "posts.Revision", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """None where nothing could be submitted."""
    rule = models.CharField()
    clause = models.CharField()
    effect = models.CharField(max_length=9, choices=Effect.choices)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """Who gave the reason."""
    fired_at = models.DateTimeField(db_index=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="written_once", operation=pgtrigger.Update)]
        indexes = [
            models.Index(
                fields=["agency", "-id"], condition=Q(effect="set_aside"), name="rules_set_aside_newest_first"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "rule"],
                condition=Q(revision__isnull=False),
                name="a_rule_speaks_once_of_a_version",
            ),
            models.UniqueConstraint(
                fields=["post", "rule"],
                condition=Q(revision__isnull=True),
                name="a_rule_stops_a_post_once",
            ),
            models.CheckConstraint(
                condition=Q(effect__in=["stopped", "confirmed"], revision__isnull=True)
                | (Q(revision__isnull=False) & Q(effect__in=[e for e in Effect.values if e != "stopped"])),
                name="only_what_was_not_submitted_was_stopped",
            ),
            models.CheckConstraint(
                condition=Q(effect="set_aside", set_aside_by__isnull=False)
                | (~Q(effect="set_aside") & Q(set_aside_by__isnull=True)),
                name="whoever_sets_aside_is_named",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.get_effect_display()}"


class RuleTally(models.Model):
    """How often a rule spoke of a unit's posts in a month of the agency's calendar. Its row is never pruned."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, db_index=False)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    """Its first day."""
    rule = models.CharField()
    clause = models.CharField()
    fired = models.PositiveIntegerField(default=0)
    """Versions that were submitted and of which it spoke; those it was set aside for count here too, and posts whose
    author said that it is so."""
    stopped = models.PositiveIntegerField(default=0)
    """Posts whose submitting it stopped, once a post."""
    set_aside = models.PositiveIntegerField(default=0)
    hits = models.PositiveIntegerField(default=0, db_default=0)
    """Of those it spoke of: where the author said that it is so, or gave a reason and the post was sent back."""
    false_alarms = models.PositiveIntegerField(default=0, db_default=0)
    """Where the author gave a reason to go on, and whoever approved last agreed."""

    class Meta:
        indexes = [models.Index(fields=["agency", "month"], name="tallies_by_month")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "rule", "clause"], name="one_tally_a_rule_and_month"
            ),
            models.CheckConstraint(
                condition=Q(set_aside__lte=models.F("fired")), name="what_is_set_aside_has_fired"
            ),
            models.CheckConstraint(
                condition=Q(fired__gte=models.F("hits") + models.F("false_alarms")),
                name="what_was_right_or_wrong_has_fired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} in {self.month:%Y-%m}: {self.fired}"


class PrecedenceTally(models.Model):
    """How often one rule held over another for posts of a unit in a month: versions that were submitted, each once.

    Its row is never pruned.
    """

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT, db_index=False)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    """Its first day, in the calendar of the agency."""
    winner = models.CharField()
    winner_clause = models.CharField()
    loser = models.CharField()
    loser_clause = models.CharField()
    ranked_by = models.CharField()
    """The clause that says which of their directives goes first; empty where none has to."""
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "month", "winner", "winner_clause", "loser", "loser_clause", "ranked_by"],
                name="one_tally_a_pair_and_month",
            )
        ]

    def __str__(self) -> str:
        return f"{self.winner} over {self.loser} in {self.month:%Y-%m}: {self.times}"
