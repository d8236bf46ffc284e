"""Many posts at once, as the workflow would have left them: for races and for measurements.

Rows are written in bulk, and the database's own rules are asked for each of them.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from django.db.models import DateTimeField, ExpressionWrapper, F, OuterRef, Subquery

from accounts.models import Member, OutletAccount
from audit import vault
from governance.cast import Cast
from posts import digest as digests
from posts import judging
from posts.models import (
    Approval,
    Draft,
    Post,
    Publication,
    PublicationState,
    Revision,
    RevisionAuthor,
    RouteStep,
    Status,
    Turn,
)

BATCH = 5_000
_numbers = count(1)
_FOUND = [{"level": "think", "rule": "plain-words", "clause": "CPD-TW.IV.F"}]
"""What stands beside every second post."""


def in_review(
    *,
    engaged: Cast,
    unit: str,
    by: str,
    how_many: int,
    at: datetime,
    accounts: Sequence[OutletAccount] = (),
    urgent: bool = False,
) -> list[Post]:
    """Posts of one author that wait for the sergeant, due one after another.

    They are for the unit's account, or for these accounts of the unit in turns.
    """
    posts: list[Post] = []
    for start in range(0, how_many, BATCH):
        posts += _batch(engaged, unit, by, min(BATCH, how_many - start), at, accounts, urgent)
    return posts


def approved(
    *,
    engaged: Cast,
    unit: str,
    by: str,
    sergeant: str,
    how_many: int,
    at: datetime,
    accounts: Sequence[OutletAccount] = (),
    urgent: bool = False,
) -> list[Publication]:
    """Posts that the sergeant approved and that are due; returns their publications."""
    posts = in_review(
        engaged=engaged, unit=unit, by=by, how_many=how_many, at=at, accounts=accounts, urgent=urgent
    )
    _approve(posts, engaged.people[sergeant], at)
    _move(posts, status=Status.APPROVED, due_at=at)
    Turn.objects.filter(post__in=posts).delete()
    return _publications(posts, at, state=PublicationState.DUE)


def published(*, engaged: Cast, unit: str, by: str, sergeant: str, how_many: int, at: datetime) -> None:
    """Posts that went out long ago."""
    for start in range(0, how_many, BATCH):
        posts = _batch(engaged, unit, by, min(BATCH, how_many - start), at)
        _approve(posts, engaged.people[sergeant], at)
        _move(posts, status=Status.PUBLISHED, due_at=at)
        Turn.objects.filter(post__in=posts).delete()
        _publications(posts, at, state=PublicationState.PUBLISHED)


def _approve(posts: list[Post], sergeant: Member, at: datetime) -> None:
    steps = {step.revision_id: step for step in RouteStep.objects.filter(revision__post__in=posts)}
    Approval.objects.bulk_create(
        Approval(
            revision=post.revision,
            step=steps[post.revision_id],
            verdict="approved",
            digest=post.revision.digest,
            binding=post.revision.binding,
            decided_by=sergeant,
            decided_at=at,
            held_role="sergeant",
        )
        for post in posts
        if post.revision is not None and post.revision_id is not None
    )


def _move(posts: list[Post], **values: object) -> None:
    Post.objects.filter(pk__gte=posts[0].pk, pk__lte=posts[-1].pk).update(**values)


def _publications(posts: list[Post], at: datetime, *, state: PublicationState) -> list[Publication]:
    return Publication.objects.bulk_create(
        Publication(
            post=post, revision_id=post.revision_id, account_id=post.account_id, due_at=at, state=state
        )
        for post in posts
        if post.revision_id is not None
    )


def _batch(
    engaged: Cast,
    unit: str,
    by: str,
    how_many: int,
    at: datetime,
    accounts: Sequence[OutletAccount] = (),
    urgent: bool = False,
) -> list[Post]:
    account, author = engaged.accounts[unit], engaged.people[by]
    to = accounts or [account]
    posts = Post.objects.bulk_create(
        Post(
            agency=engaged.agency,
            unit=account.unit,
            account=to[place % len(to)],
            author=author,
            category="safety_tip",
            created_at=at,
            changed_at=at + timedelta(seconds=place),
        )
        for place in range(how_many)
    )
    texts = [f"Lock your side door tonight. Reminder {next(_numbers)}." for _ in posts]
    Draft.objects.bulk_create(
        Draft(post=post, text=text, saved_by=author, saved_at=at)
        for post, text in zip(posts, texts, strict=True)
    )
    policy = engaged.agency.policy_at(at=at)
    answers = vault.keep(content="{}", agency_id=engaged.agency.pk)
    kept = vault.keep_all(contents=texts, agency_id=engaged.agency.pk)
    decided = judging.judge_draft(
        account=account, category="safety_tip", text=texts[0], answers={}, send_at=None, at=at
    ).decision
    decision = vault.keep(content=digests.canonical(decided.as_json()), agency_id=engaged.agency.pk)
    revisions = Revision.objects.bulk_create(
        _revision(post, text, text_digest, answers, decision, policy.digest, at, urgent)
        for post, text, text_digest in zip(posts, texts, kept, strict=True)
    )
    RevisionAuthor.objects.bulk_create(RevisionAuthor(revision=one, member=author) for one in revisions)
    steps = RouteStep.objects.bulk_create(
        RouteStep(
            revision=one,
            position=1,
            key="sergeant",
            role="sergeant",
            unit=account.unit,
            name="Sergeant",
            clause="CPD-TW.V.B.2",
            why="Every post.",
        )
        for one in revisions
    )
    Turn.objects.bulk_create(
        Turn(
            post=post,
            step=step,
            agency=engaged.agency,
            unit=account.unit,
            role=step.role,
            due_at=at + timedelta(minutes=place),
        )
        for place, (post, step) in enumerate(zip(posts, steps, strict=True))
    )
    for place, (post, revision) in enumerate(zip(posts, revisions, strict=True)):
        post.revision, post.status = revision, Status.IN_REVIEW
        post.due_at = at + timedelta(minutes=place)
    frozen = Revision.objects.filter(post=OuterRef("pk")).values("pk")[:1]
    _move(
        posts,
        revision_id=Subquery(frozen),
        status=Status.IN_REVIEW,
        # Begun one second after another, due one minute after another.
        due_at=ExpressionWrapper(at + (F("changed_at") - at) * 60, output_field=DateTimeField()),
    )
    return posts


def _revision(
    post: Post,
    text: str,
    text_digest: str,
    answers_digest: str,
    decision_digest: str,
    pack_digest: str,
    at: datetime,
    urgent: bool,
) -> Revision:
    fingerprint = digests.of(
        digests.received(
            network=post.account.network,
            external_user_id=post.account.external_id,
            text=text,
            reply_settings="",
        )
    )
    return Revision(
        post=post,
        number=1,
        draft_version=1,
        digest=fingerprint,
        binding=digests.of(fingerprint),
        text_digest=text_digest,
        category=post.category,
        category_label="Safety tip",
        urgent=urgent,
        record_class="community-information",
        steps=1,
        answers_digest=answers_digest,
        decision_digest=decision_digest,
        findings=_FOUND if post.pk % 2 else [],
        pack="chicago",
        pack_version="bench",
        pack_digest=pack_digest,
        submitted_by=post.author,
        submitted_at=at,
    )
