"""New rules and what waits: judged again as it was frozen, at the hour they take effect.

A version keeps the rules it was approved under. Beside it stands, once for each pack that came into force since,
whether that asks for more. What asks for nothing more goes out as it is; the rest goes back at once, before its slot.
The database is the queue: what has no such row is owed one, and the claim judges by itself what nobody reached.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts import order
from accounts.authority import holders
from accounts.models import Agency, AgencyPolicy, Role
from audit import trail, vault
from directives.decision import Decision
from directives.pack import Pack
from posts import demands, frozen, going_back, halves, judging, notices
from posts import digest as digests
from posts.demands import Demand
from posts.frozen import Frozen
from posts.judging import PackHasChanged
from posts.models import DutyNotice, Post, Rejudgement, Revision, Status

log = structlog.get_logger(__name__)

WAITING = (Status.IN_REVIEW, Status.APPROVED, Status.STOPPED)
"""What is frozen and has not gone out."""
NAMED_IN_A_LETTER = 3


def owed(*, at: datetime, limit: int = 200) -> list[int]:
    """Posts that wait under other rules than those in force and were not judged by these yet, by id.

    What is due first comes first. A query for each agency, and one for each that is under other rules than a post.
    """
    found: list[int] = []
    for agency in Agency.objects.order_by("pk"):
        policy = in_force(agency_id=agency.pk, at=at)
        if policy is not None and _on_disk(policy):
            posts = _under_others(agency_id=agency.pk, pack_digest=policy.digest)
            found += posts.order_by("due_at", "pk").values_list("pk", flat=True)[: limit - len(found)]
    return found


def _on_disk(policy: AgencyPolicy) -> bool:
    """Whether the rules can be read here; what is due waits at the gate until they can."""
    try:
        judging.pack_of(policy=policy)
    except PackHasChanged as fault:
        log.error("pack_unreadable", policy_id=policy.pk, fault=str(fault))
        return False
    return True


def in_force(*, agency_id: int, at: datetime) -> AgencyPolicy | None:
    """The rules of an agency at a moment; None before it adopted any."""
    adopted = AgencyPolicy.objects.filter(agency_id=agency_id, effective_at__lte=at)
    return adopted.order_by("-effective_at", "-pk").first()


def _under_others(*, agency_id: int, pack_digest: str) -> QuerySet[Post]:
    judged = Rejudgement.objects.filter(revision=OuterRef("revision"), pack_digest=pack_digest)
    return Post.objects.filter(
        ~Exists(judged), agency_id=agency_id, status__in=WAITING, revision__isnull=False
    ).exclude(revision__pack_digest=pack_digest)


@transaction.atomic
def judge_again(*, post_id: int, at: datetime) -> bool:
    """Judge one post by the rules in force and send it back where they ask for more; whether it stands.

    Twice is once: what was judged, or does not wait any more, is left as it is. Raises PackHasChanged.
    """
    agency_id = Post.objects.values_list("agency_id", flat=True).get(pk=post_id)
    order.claiming(agency_id=agency_id)
    halves.locked(post_ids=[post_id], agency_id=agency_id)
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("account__agency", "account__unit", "unit", "revision")
        .get(pk=post_id)
    )
    if post.status not in WAITING or post.revision is None:
        return True
    found = under_rules_in_force(post=post, revision=post.revision, at=at)
    if found is None or found.stands:
        return True
    going_back.take(posts=[post], at=at)
    pack = judging.pack_in_force(agency=post.account.agency, at=at)
    _tell(post, compared(post=post, revision=post.revision, pack=pack, at=at)[1], at)
    return False


def under_rules_in_force(*, post: Post, revision: Revision, at: datetime) -> Rejudgement | None:
    """How a version stands under the rules in force, judged now where nobody did; None where they are its own.

    What is frozen does not change, so no lock is asked for. Raises PackHasChanged.
    """
    policy = in_force(agency_id=post.agency_id, at=at)
    if policy is None or policy.digest == revision.pack_digest:
        return None
    judged = Rejudgement.objects.filter(revision=revision, pack_digest=policy.digest).first()
    return judged or _judge(post, revision, judging.pack_of(policy=policy), at)


@transaction.atomic
def _judge(post: Post, revision: Revision, pack: Pack, at: datetime) -> Rejudgement:
    decision, missing = compared(post=post, revision=revision, pack=pack, at=at)
    words = ["\n".join(one.sentence for one in missing)] if missing else []
    contents = [digests.canonical(decision.as_json()), *words]
    kept = vault.keep_all(contents=contents, agency_id=post.agency_id)
    judged, first = Rejudgement.objects.get_or_create(
        revision=revision,
        pack_digest=pack.digest,
        defaults={
            "pack": pack.slug,
            "pack_version": pack.version,
            "decision_digest": kept[0],
            "stands": not missing,
            "missing_digest": kept[1] if missing else "",
            "judged_at": at,
        },
    )
    if not first:
        return judged
    trail.record(
        verb="post.judged_again",
        agency_id=post.agency_id,
        actor_id=None,
        subject_id=post.pk,
        at=at,
        revision_id=revision.pk,
        pack_digest=pack.digest,
        stands="no" if missing else "yes",
        decision_sealed=vault.sealed_digest(digest=kept[0], agency_id=post.agency_id),
    )
    return judged


def compared(
    *, post: Post, revision: Revision, pack: Pack, at: datetime, kept: Frozen | None = None
) -> tuple[Decision, tuple[Demand, ...]]:
    """What a pack says of a version from a moment on, and what it asks for beyond what that was frozen with.

    `kept` is what stands in it, with its decision, where that was read before. Raises vault.NotInVault.
    """
    if kept is None:
        found = frozen.of_each(revisions=[revision], agency_id=post.agency_id, decided=True)
        if (kept := found.get(revision.pk)) is None:
            raise vault.NotInVault(revision.text_digest)
    wanted = judging.judge_as(kept=kept, revision=revision, post=post, pack=pack, judged_at=at)
    waits = any(notice.wait_minutes for notice in wanted.notices)
    answered = _answered(revision) if waits else ()
    return wanted, demands.beyond(given=kept.decision, wanted=wanted, answered=answered)


def _answered(revision: Revision) -> Collection[str]:
    """The offices that let a version go on. One query."""
    notices = DutyNotice.objects.filter(revision=revision, answered_by__isnull=False)
    return set(notices.values_list("role", flat=True))


def _tell(post: Post, missing: tuple[Demand, ...], at: datetime) -> None:
    """Authors and sergeants, in plain words; the words of the post are on its page alone."""
    named = [one.in_short for one in dict.fromkeys(missing)]
    more = len(named) - NAMED_IN_A_LETTER
    listed = ", and ".join(filter(None, ["; ".join(named[:NAMED_IN_A_LETTER]), f"{more} more" * (more > 0)]))
    sergeants = holders(
        role=(Role.SERGEANT, Role.ACTING_SERGEANT), unit_id=post.unit_id, agency_id=post.agency_id, at=at
    )
    notices.tell(
        post,
        [*notices.authors(post), *sergeants],
        "rules_changed",
        f"New rules ask for more on a post of the {post.unit.short_name}",
        f"New rules took effect, and under them it also needs: {listed}. It went back to its author and does not go "
        "out. Its page says all that is missing: add it and submit the post again.",
        at,
    )


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What a pack would do to the posts that wait now."""

    waiting: int
    back: Counter[str]
    """How many would go back to their authors, by the name of their unit."""


def outlook(*, agency: Agency, pack: Pack, at: datetime) -> Outlook:
    """What would go back if a pack took effect at a moment; nothing is written."""
    waiting, back = 0, Counter[str]()
    for post, missing in looked_at(agency=agency, pack=pack, at=at):
        waiting += 1
        back[post.unit.short_name] += bool(missing)
    return Outlook(waiting=waiting, back=+back)


def looked_at(*, agency: Agency, pack: Pack, at: datetime) -> Iterator[tuple[Post, tuple[Demand, ...]]]:
    """Each post that waits, with what a pack would ask for beyond its own; what is under that pack lacks nothing."""
    for post in _to_look_at(agency):
        if post.revision is not None:
            same = post.revision.pack_digest == pack.digest
            yield post, () if same else compared(post=post, revision=post.revision, pack=pack, at=at)[1]


def _to_look_at(agency: Agency) -> Iterator[Post]:
    waiting = Post.objects.filter(agency=agency, status__in=WAITING, revision__isnull=False)
    read = waiting.select_related("account__agency", "account__unit", "unit", "revision")
    return read.order_by("unit__number", "pk").iterator(chunk_size=200)
