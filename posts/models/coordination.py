"""Working together: stories forwarded to Communications, ideas of members, where a draft came from, quiet units."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Consent(models.TextChoices):
    """Whether those whom a story names or shows agreed. The labels are what people choose from."""

    NOBODY = "nobody", "Nobody is named or shown"
    AGREED = "agreed", "Everybody named or shown has agreed"


class StoryState(models.TextChoices):
    """Where a forwarded story is. The labels are what people read."""

    FORWARDED = "forwarded", "Waits for Communications"
    ADOPTED = "adopted", "Adopted"
    DECLINED = "declined", "Not adopted"
    WITHDRAWN = "withdrawn", "Withdrawn by the unit"


class Story(models.Model):
    """A positive story that a unit forwarded to Communications (CPD-TW.V.B.7, V.D.5)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT)
    forwarded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    forwarded_at = models.DateTimeField()
    words = models.TextField()
    post = models.ForeignKey(
        "posts.Post", on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    """A post of the unit that is out and tells the story."""
    consent = models.CharField(max_length=7, choices=Consent.choices)
    consent_words = models.CharField(max_length=500, blank=True)
    """Who agreed and how; may be released."""
    state = models.CharField(max_length=9, choices=StoryState.choices, default=StoryState.FORWARDED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    feedback = models.TextField(blank=True)
    """What Communications told the unit, or why the unit withdrew it."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=StoryState.values), name="a_story_is_in_a_known_state"
            ),
            models.CheckConstraint(
                condition=Q(consent="nobody", consent_words="")
                | (Q(consent="agreed") & ~Q(consent_words="")),
                name="a_story_says_who_agreed",
            ),
            models.CheckConstraint(
                condition=Q(state="forwarded", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="forwarded") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="a_decided_story_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(feedback=""), name="a_story_is_declined_with_feedback"
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "-forwarded_at", "-id"], name="stories_by_state"),
            models.Index(fields=["unit", "state", "-forwarded_at", "-id"], name="unit_stories_by_state"),
        ]

    def __str__(self) -> str:
        return f"Story {self.pk} ({self.get_state_display()})"


class StoryPicture(models.Model):
    """A picture of the unit that was forwarded with a story, as it was described then."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="pictured")
    picture = models.ForeignKey("posts.Picture", on_delete=models.PROTECT, db_index=False, related_name="+")
    position = models.PositiveSmallIntegerField()
    alt_text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "picture"], name="a_story_has_a_picture_once")
        ]

    def __str__(self) -> str:
        return f"Picture {self.picture_id} of story {self.story_id}"


class IdeaState(models.TextChoices):
    """Where a member's idea is. The labels are what people read."""

    WAITING = "waiting", "With the supervisor"
    OPEN = "open", "On the board"
    USED = "used", "Became a draft"
    DECLINED = "declined", "Not taken up"
    WITHDRAWN = "withdrawn", "Taken back"


class Reach(models.TextChoices):
    """On whose board an idea stands. The labels are what people choose from."""

    UNIT = "unit", "The unit"
    DEPARTMENT = "department", "The whole department"


class Idea(models.Model):
    """Something a member suggests to post; it goes up the chain of command first (CPD-TW.V.D.6, V.D.8)."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT)
    """The member's unit when it was suggested."""
    suggested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField()
    words = models.TextField()
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.UNIT)
    state = models.CharField(max_length=9, choices=IdeaState.choices, default=IdeaState.WAITING)
    handed_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    """The sergeant who handed it up, for the commander to decide."""
    handed_up_at = models.DateTimeField(null=True)
    passed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    """The supervisor who passed it on; its author, where they supervise or write themselves."""
    passed_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, db_index=False, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    """Why it is not taken up."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=IdeaState.values), name="an_idea_is_in_a_known_state"
            ),
            models.CheckConstraint(condition=Q(reach__in=Reach.values), name="an_idea_has_a_known_reach"),
            models.CheckConstraint(
                condition=~Q(state__in=["open", "used"])
                | Q(passed_by__isnull=False, passed_at__isnull=False),
                name="what_is_on_the_board_was_passed_on",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | (~Q(reason="") & Q(decided_by__isnull=False)),
                name="an_idea_is_declined_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "-suggested_at", "-id"], name="unit_ideas_by_state"),
            models.Index(
                fields=["agency", "state", "-suggested_at", "-id"],
                condition=Q(reach="department"),
                name="ideas_for_everybody",
            ),
            models.Index(fields=["suggested_by", "-suggested_at", "-id"], name="ideas_of_a_member"),
        ]

    def __str__(self) -> str:
        return f"Idea {self.pk} ({self.get_state_display()})"


class Origin(models.Model):
    """Where a draft came from: an adopted story, a used idea, or a ready draft. It stays with the post."""

    post = models.OneToOneField("posts.Post", on_delete=models.PROTECT, related_name="origin")
    story = models.OneToOneField(Story, on_delete=models.PROTECT, null=True, related_name="adopted_as")
    idea = models.ForeignKey(Idea, on_delete=models.PROTECT, null=True, related_name="drafts")
    ready = models.ForeignKey("posts.ReadyDraft", on_delete=models.PROTECT, null=True, related_name="drafts")
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(story__isnull=False, idea__isnull=True, ready__isnull=True)
                | Q(story__isnull=True, idea__isnull=False, ready__isnull=True)
                | Q(story__isnull=True, idea__isnull=True, ready__isnull=False),
                name="a_draft_came_from_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"Origin of post {self.post_id}"


class QuietSpell(models.Model):
    """A unit's silence of which its sergeants and commander were told: once a spell, and nothing is asked of them."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    """When the unit's last post went out, or since when it may post."""
    told_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "since"], name="a_spell_is_told_once")]
        indexes = [models.Index(fields=["told_at"], name="quiet_spells_by_age")]

    def __str__(self) -> str:
        return f"{self.unit} quiet since {self.since:%Y-%m-%d}"
