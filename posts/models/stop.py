"""Stops: what may not go out, until they are lifted; and which posts they held."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from posts import written_once as once


class Scope(models.TextChoices):
    """What a stop covers (CPD-TW.V.B.5, V.E.3)."""

    POST = "post", "One post"
    MEMBER = "member", "One member"
    UNIT = "unit", "One unit"
    ACCOUNT = "account", "One account"
    CATEGORY = "category", "One kind of post"
    DEPARTMENT = "department", "The whole department"


WIDE = frozenset(Scope) - {Scope.POST}
"""Every scope that can cover more than one post."""

PORTAL = "portal"
"""Held as the role where no person placed the stop: a restored database starts with publishing stopped."""

_TARGETS = ("post", "member", "unit", "account", "category")


def _only(scope: Scope) -> Q:
    """The rows of a scope whose own target is set and no other; a department has none."""
    rows = Q(scope=scope)
    for target in _TARGETS:
        is_set = ~Q(category="") if target == "category" else Q(**{f"{target}__isnull": False})
        rows &= is_set if target == scope else ~is_set
    may_be_narrowed = scope in {Scope.MEMBER, Scope.CATEGORY}
    return rows if may_be_narrowed else rows & Q(within__isnull=True)


def _exactly_its_target() -> Q:
    allowed = Q()
    for scope in Scope:
        allowed |= _only(scope)
    return allowed


def _one_in_force(scope: Scope, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=fields,
        condition=Q(released_at__isnull=True, scope=scope),
        nulls_distinct=False,
        name=f"one_stop_in_force_by_{scope.value}",
    )


class Stop(models.Model):
    """A stop, in force until a person lifts it: nothing in its scope is claimed for publishing."""

    agency = models.ForeignKey("accounts.Agency", on_delete=models.PROTECT)
    scope = models.CharField(max_length=10, choices=Scope.choices, default=Scope.POST)
    post = models.ForeignKey("posts.Post", on_delete=models.PROTECT, null=True, related_name="stops")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Whose words are held: whoever began a post or wrote the version under way."""
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(
        "accounts.OutletAccount", on_delete=models.PROTECT, null=True, related_name="+"
    )
    category = models.CharField(max_length=40, blank=True)
    within = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    """The unit to which a stop on a member or a kind of post reaches; null for the whole department."""
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    """Null only where the portal stopped by itself."""
    placed_at = models.DateTimeField()
    held_role = models.CharField(max_length=20)
    """The role of who placed it, or PORTAL: what Communications stopped, Communications lifts."""
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        triggers = once.released_once
        constraints = [
            models.CheckConstraint(condition=_exactly_its_target(), name="a_stop_has_exactly_its_target"),
            models.CheckConstraint(
                condition=Q(placed_by__isnull=False) & ~Q(held_role=PORTAL)
                | Q(placed_by__isnull=True, scope=Scope.DEPARTMENT, held_role=PORTAL),
                name="a_person_stops_or_the_portal_stops_all",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="a_person_lifts_a_stop",
            ),
            _one_in_force(Scope.POST, "post"),
            _one_in_force(Scope.MEMBER, "member", "within"),
            _one_in_force(Scope.UNIT, "unit"),
            _one_in_force(Scope.ACCOUNT, "account"),
            _one_in_force(Scope.CATEGORY, "agency", "category", "within"),
            _one_in_force(Scope.DEPARTMENT, "agency"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "scope"], condition=Q(released_at__isnull=True), name="stops_in_force"
            ),
            models.Index(fields=["agency", "-placed_at", "-id"], name="stops_of_an_agency"),
        ]

    def __str__(self) -> str:
        return f"Stop {self.pk}: {self.get_scope_display().lower()}"


class Hold(models.Model):
    """A post that a wide stop kept from going out: the stop's list, and a line of the post's history."""

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="holds")
    post = models.ForeignKey("posts.Post", on_delete=models.PROTECT, related_name="holds")
    held_at = models.DateTimeField()

    class Meta:
        triggers = once.frozen
        indexes = [models.Index(fields=["stop", "post"], name="posts_held_by_a_stop")]

    def __str__(self) -> str:
        return f"Post {self.post_id} held by stop {self.stop_id}"
