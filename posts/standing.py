"""Where a post stands: what permissions are asked about, loaded once and asked for every button."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, CharField, F, Value

from posts.models import Approval, Post, RevisionAuthor, RouteStep, Stop, Verdict


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A post with the facts of its current revision. A value: it asks no database."""

    post_id: int
    agency_id: int
    unit_id: int
    corporate: bool
    status: str
    left: tuple[RouteStep, ...]
    """The steps that lack their approval, in order."""
    writers: frozenset[int]
    """Everyone who wrote the current revision."""
    deciders: frozenset[int]
    """Everyone who has given a verdict on it."""
    stopped_as: str | None
    """The role of whoever placed the stop in force."""

    @property
    def waiting(self) -> tuple[RouteStep, ...]:
        """The steps whose turn it is."""
        return tuple(step for step in self.left if step.position == self.left[0].position)

    @property
    def fully_approved(self) -> bool:
        """Whether no step is left."""
        return not self.left

    def left_after(self, *, step: RouteStep) -> tuple[RouteStep, ...]:
        """What is left once a step has its approval; true only while the caller holds the lock of the post."""
        return tuple(other for other in self.left if other.pk != step.pk)


@dataclass(frozen=True)
class _Part:
    """What one member did to the post as it is now."""

    played: str
    member_id: int
    word: str
    """A verdict, or the role of whoever stopped it."""
    step_id: int | None


_DECIDED, _WROTE, _STOPPED = "decided", "wrote", "stopped"


def of(post: Post) -> Standing:
    """The standing of a post; its account must be loaded. Two queries, one while nothing is frozen."""
    parts = _parts(post)
    approved = {part.step_id for part in parts if part.word == Verdict.APPROVED}
    return Standing(
        post_id=post.pk,
        agency_id=post.agency_id,
        unit_id=post.unit_id,
        corporate=post.account.corporate,
        status=post.status,
        left=tuple(step for step in _route(post) if step.pk not in approved),
        writers=frozenset(part.member_id for part in parts if part.played == _WROTE),
        deciders=frozenset(part.member_id for part in parts if part.played == _DECIDED),
        stopped_as=next((part.word for part in parts if part.played == _STOPPED), None),
    )


def _route(post: Post) -> list[RouteStep]:
    if post.revision_id is None:
        return []
    return list(RouteStep.objects.filter(revision_id=post.revision_id).order_by("position", "pk"))


def _parts(post: Post) -> list[_Part]:
    """Who decided, who wrote, who stopped: three short lists in one query."""
    nothing, nowhere = Value("", CharField()), Value(None, BigIntegerField())
    stopped = Stop.objects.filter(post_id=post.pk, released_at__isnull=True).values_list(
        Value(_STOPPED), F("placed_by_id"), F("held_role"), nowhere
    )
    if post.revision_id is None:
        return [_Part(*row) for row in stopped]
    decided = Approval.objects.filter(revision_id=post.revision_id).values_list(
        Value(_DECIDED), F("decided_by_id"), F("verdict"), F("step_id")
    )
    wrote = RevisionAuthor.objects.filter(revision_id=post.revision_id).values_list(
        Value(_WROTE), F("member_id"), nothing, nowhere
    )
    return [_Part(*row) for row in decided.union(wrote, stopped, all=True)]
