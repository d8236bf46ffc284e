"""Where a post stands: what permissions are asked about, loaded once and asked for every button."""

from dataclasses import dataclass

from posts.models import Approval, Post, RevisionAuthor, RouteStep, Stop, Verdict


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A post with the facts of its current revision. A value: it asks no database."""

    post_id: int
    agency_id: int
    unit_id: int
    corporate: bool
    status: str
    waiting: tuple[RouteStep, ...]
    """The steps whose turn it is."""
    writers: frozenset[int]
    """Everyone who wrote the current revision."""
    deciders: frozenset[int]
    """Everyone who has given a verdict on it."""
    stopped_as: str | None
    """The role of whoever placed the stop in force."""

    @property
    def fully_approved(self) -> bool:
        """Whether no step is left."""
        return not self.waiting


def of(post: Post) -> Standing:
    """The standing of a post; its account must be loaded. At most four queries."""
    steps: list[RouteStep] = []
    verdicts: list[Approval] = []
    writers: frozenset[int] = frozenset()
    if post.revision_id is not None:
        steps = list(RouteStep.objects.filter(revision_id=post.revision_id).order_by("position", "pk"))
        verdicts = list(Approval.objects.filter(revision_id=post.revision_id))
        writers = frozenset(
            RevisionAuthor.objects.filter(revision_id=post.revision_id).values_list("member_id", flat=True)
        )
    stop = Stop.objects.filter(post_id=post.pk, released_at__isnull=True).first()
    return Standing(
        post_id=post.pk,
        agency_id=post.agency_id,
        unit_id=post.unit_id,
        corporate=post.account.corporate,
        status=post.status,
        waiting=_whose_turn(steps, verdicts),
        writers=writers,
        deciders=frozenset(verdict.decided_by_id for verdict in verdicts),
        stopped_as=stop.held_role if stop else None,
    )


def _whose_turn(steps: list[RouteStep], verdicts: list[Approval]) -> tuple[RouteStep, ...]:
    approved = {verdict.step_id for verdict in verdicts if verdict.verdict == Verdict.APPROVED}
    left = [step for step in steps if step.pk not in approved]
    return tuple(step for step in left if step.position == left[0].position)
