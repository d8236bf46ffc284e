"""Many posts at once, as the workflow would have left them: for races and for measurements.

Rows are written in bulk, and the database's own rules are asked for each of them.
"""

from datetime import datetime, timedelta
from itertools import count

from audit import vault
from governance.cast import Cast
from posts import digest as digests
from posts.models import (
    Approval,
    Draft,
    Post,
    Publication,
    Revision,
    RevisionAuthor,
    RouteStep,
    Status,
)

BATCH = 5_000
_numbers = count(1)


def in_review(*, engaged: Cast, unit: str, by: str, how_many: int, at: datetime) -> list[Post]:
    """Posts of one author that wait for the sergeant, due one after another."""
    posts: list[Post] = []
    for start in range(0, how_many, BATCH):
        posts += _batch(engaged, unit, by, min(BATCH, how_many - start), at)
    return posts


def approved(
    *, engaged: Cast, unit: str, by: str, sergeant: str, how_many: int, at: datetime
) -> list[Publication]:
    """Posts that the sergeant approved and that are due; returns their publications."""
    posts = in_review(engaged=engaged, unit=unit, by=by, how_many=how_many, at=at)
    steps = {step.revision_id: step for step in RouteStep.objects.filter(revision__post__in=posts)}
    Approval.objects.bulk_create(
        Approval(
            revision=post.revision,
            step=steps[post.revision_id],
            verdict="approved",
            digest=post.revision.digest,
            binding=post.revision.binding,
            decided_by=engaged.people[sergeant],
            decided_at=at,
            held_role="sergeant",
        )
        for post in posts
        if post.revision is not None and post.revision_id is not None
    )
    Post.objects.filter(pk__in=[post.pk for post in posts]).update(
        status=Status.APPROVED, needs_role="", due_at=at
    )
    return Publication.objects.bulk_create(
        Publication(post=post, revision_id=post.revision_id, account_id=post.account_id, due_at=at)
        for post in posts
    )


def _batch(engaged: Cast, unit: str, by: str, how_many: int, at: datetime) -> list[Post]:
    account, author = engaged.accounts[unit], engaged.people[by]
    posts = Post.objects.bulk_create(
        Post(
            agency=engaged.agency,
            unit=account.unit,
            account=account,
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
    revisions = Revision.objects.bulk_create(
        _revision(post, text, answers, policy.digest, at) for post, text in zip(posts, texts, strict=True)
    )
    RevisionAuthor.objects.bulk_create(RevisionAuthor(revision=one, member=author) for one in revisions)
    RouteStep.objects.bulk_create(
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
    for place, (post, revision) in enumerate(zip(posts, revisions, strict=True)):
        post.revision, post.status, post.needs_role = revision, Status.IN_REVIEW, "sergeant"
        post.due_at = at + timedelta(minutes=place)
    Post.objects.bulk_update(posts, ["revision", "status", "needs_role", "due_at"], batch_size=1000)
    return posts


def _revision(post: Post, text: str, answers_digest: str, pack_digest: str, at: datetime) -> Revision:
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
        text_digest=vault.keep(content=text, agency_id=post.agency_id),
        category=post.category,
        answers_digest=answers_digest,
        decision_digest=answers_digest,
        pack="chicago",
        pack_version="bench",
        pack_digest=pack_digest,
        submitted_by=post.author,
        submitted_at=at,
    )
