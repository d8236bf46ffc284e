"""Where a post stands: what permissions are asked about, loaded once and asked for every button."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django.db.models import BigIntegerField, Case, CharField, F, Q, Value, When

from accounts.models import Role
from accounts.prepared import ByKey, Statement, key, mark, statement_of
from posts import coverage, readers, turns
from posts.models import Approval, DutyNotice, Lapse, Post, RevisionAuthor, RouteStep, Scope, Verdict
from posts.readers import Reading


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A post with the facts of its current revision. A value: it asks no database."""

    post_id: int
    agency_id: int
    unit_id: int
    corporate: bool
    status: str
    route: tuple[RouteStep, ...]
    """Every step of the current revision, in order."""
    left: tuple[RouteStep, ...]
    """The steps that lack their approval, in order."""
    writers: frozenset[int]
    """Everyone who wrote the current revision."""
    deciders: frozenset[int]
    """Everyone who has given a verdict on it."""
    stopped_as: str | None
    """The role of whoever placed the stop in force on this post alone."""
    under: str
    """The scope of a wider stop in force that covers it; empty when there is none."""

    untold: frozenset[str]
    """The offices that must be told before it goes out, and have not been."""
    lapsed: frozenset[int]
    """Whose authority for it ends, told and not answered yet."""
    awaited: frozenset[str] = frozenset()
    """The offices that have been told, and for whose answer it waits."""
    reposts: bool = False
    """Whether the words are another account's."""
    by_office: bool = False
    """Whether Communications writes it from a unit's account."""
    practice: bool = False
    """Whether its account is there to learn on."""
    offered: bool = False
    """Whether it is a draft whose author may not go on with it, offered to the others of its unit."""
    handed: Mapping[int, str] = field(default_factory=dict)
    """Whose turn each waiting step is, by its id: another role's than its own where it was handed on."""
    reading: Reading | None = None
    """Where its unit asks for a reviewer who reads its language: which, and who does."""

    @property
    def waiting(self) -> tuple[RouteStep, ...]:
        """The steps whose turn it is."""
        return tuple(step for step in self.left if step.position == self.left[0].position)

    @property
    def fully_approved(self) -> bool:
        """Whether no step is left."""
        return not self.left

    @property
    def ready(self) -> bool:
        """Whether nothing is left: every step has its approval, and no office is to be told or to answer."""
        return self.fully_approved and not self.with_offices

    @property
    def with_offices(self) -> frozenset[str]:
        """The offices that are still to be told, or to answer."""
        return self.untold | self.awaited

    def may_fill(self, *, step: RouteStep) -> tuple[str, ...]:
        """The roles that give a step as it is now; Communications, too, one for which its unit asks for a reader."""
        roles = turns.may_fill(step=step, whose=self.handed.get(step.pk, step.role))
        asks = self.asks_for_reader(step=step) and Role.COMMUNICATIONS not in roles
        return (*roles, Role.COMMUNICATIONS) if asks else roles

    def asks_for_reader(self, *, step: RouteStep) -> bool:
        """Whether a step is one that only who reads the language approves, or Communications: a unit's own."""
        return self.reading is not None and step.unit_id is not None

    def turns_after(self, *, step: RouteStep) -> tuple[RouteStep, ...]:
        """The steps whose turn it is once a step has its approval."""
        left = self.left_after(step=step)
        return tuple(other for other in left if other.position == left[0].position)

    def left_after(self, *, step: RouteStep) -> tuple[RouteStep, ...]:
        """What is left once a step has its approval; true only while the caller holds the lock of the post."""
        return tuple(other for other in self.left if other.pk != step.pk)


@dataclass(frozen=True)
class _Part:
    """What one member did to the post as it is now."""

    played: str
    member_id: int | None
    word: str
    """A verdict, the role of whoever stopped it alone, or the scope of a wider stop, or an office."""
    step_id: int | None


_DECIDED, _WROTE, _STOPPED, _UNDER, _UNTOLD = "decided", "wrote", "stopped", "under", "untold"
_LAPSED, _AWAITED = "lapsed", "awaited"


def of(post: Post) -> Standing:
    """The standing of a post; its account must be loaded. Two queries, one while nothing is frozen."""
    parts, route = _parts(post), tuple(_route(post))
    approved = {part.step_id for part in parts if part.word == Verdict.APPROVED}
    return Standing(
        post_id=post.pk,
        agency_id=post.agency_id,
        unit_id=post.unit_id,
        corporate=post.account.corporate,
        by_office=post.by_office,
        status=post.status,
        route=route,
        left=tuple(step for step in route if step.pk not in approved),
        writers=frozenset(part.member_id for part in parts if part.played == _WROTE and part.member_id),
        deciders=frozenset(part.member_id for part in parts if part.played == _DECIDED and part.member_id),
        stopped_as=next((part.word for part in parts if part.played == _STOPPED), None),
        under=next((part.word for part in parts if part.played == _UNDER), ""),
        untold=frozenset(part.word for part in parts if part.played == _UNTOLD),
        awaited=frozenset(part.word for part in parts if part.played == _AWAITED),
        lapsed=frozenset(part.member_id for part in parts if part.played == _LAPSED and part.member_id),
        reposts=bool(post.repost_of),
        practice=post.account.practice,
        offered=post.offered_at is not None,
        handed={step.pk: step.turn.role for step in route if hasattr(step, "turn")},
        reading=readers.of_revision(revision=post.revision, post=post)
        if post.revision is not None and post.revision.needs_reader
        else None,
    )


_ROUTE = ByKey(
    lambda key: RouteStep.objects.filter(revision_id=key).select_related("turn").order_by("position", "pk")
)


def _route(post: Post) -> list[RouteStep]:
    return _ROUTE.all(post.revision_id) if post.revision_id is not None else []


def _parts(post: Post) -> list[_Part]:
    """Who decided, who wrote, who stopped, who is to be told: short lists in one query, frozen or not."""
    return [
        _Part(*row)
        for row in _asked().rows(
            post.pk,
            post.agency_id,
            post.unit_id,
            post.account_id,
            post.author_id,
            post.category,
            post.revision_id,
        )
    ]


@cache
def _asked() -> Statement:
    """The question for the parts of any post. Where no revision is frozen, nothing has the number of one."""
    revision = key(7)
    post = Post(
        pk=key(1),
        agency_id=key(2),
        unit_id=key(3),
        account_id=key(4),
        author_id=key(5),
        category=mark(6),
        revision_id=revision,
    )
    nothing, nowhere = Value("", CharField()), Value(None, BigIntegerField())
    alone = Q(scope=Scope.POST)
    stopped = coverage.over(post=post).values_list(
        Case(When(alone, then=Value(_STOPPED)), default=Value(_UNDER)),
        F("placed_by_id"),
        Case(When(alone, then=F("held_role")), default=F("scope")),
        nowhere,
    )
    decided = Approval.objects.filter(revision_id=revision).values_list(
        Value(_DECIDED), F("decided_by_id"), F("verdict"), F("step_id")
    )
    wrote = RevisionAuthor.objects.filter(revision_id=revision).values_list(
        Value(_WROTE), F("member_id"), nothing, nowhere
    )
    owing = Q(delivered_at__isnull=True) | Q(wait_minutes__gt=0, waited_at__isnull=True)
    owed = DutyNotice.objects.filter(owing, revision_id=revision).values_list(
        Case(When(delivered_at__isnull=True, then=Value(_UNTOLD)), default=Value(_AWAITED)),
        nowhere,
        F("role"),
        nowhere,
    )
    lapsed = Lapse.objects.filter(revision_id=revision, kept_at__isnull=True).values_list(
        Value(_LAPSED), F("member_id"), nothing, nowhere
    )
    return statement_of(decided.union(wrote, stopped, owed, lapsed, all=True), keys=7)
