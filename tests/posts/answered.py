"""Answers of the cast that were given for other words: drafts that changed, and what their press asks again."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.models import Member
from governance.cast import Cast
from posts import drafting, reviewing, submission
from posts.models import Draft, Post
from posts.submission import NotReady
from tests import people

SENSITIVE = {"open_case", "known_protected", "notable", "evidence_shown", "evidence_safe", "source"}
"""What is asked again of a post about evidence."""


def came_back(engaged: Cast, at: datetime, written: people.Written = people.EVIDENCE) -> Draft:
    post = people.submitted(engaged=engaged, written=written, at=at)
    assert post.revision is not None
    reviewing.return_(
        post_id=post.pk, binding=post.revision.binding, actor=engaged.whitfield, reason="Shorter.", at=at
    )
    return Draft.objects.get(post=post)


def saved(engaged: Cast, draft: Draft, at: datetime, **changes: Any) -> Draft:
    before = drafting.written_in(draft=draft, category=Post.objects.get(pk=draft.post_id).category)
    written = replace(before, **changes)
    return drafting.save(
        post_id=draft.post_id, actor=engaged.reyes, written=written, seen_version=draft.version, at=at
    )


def stale(engaged: Cast, draft: Draft, at: datetime) -> set[str]:
    """What the press that hands it in asks again; nothing where it takes the post."""
    try:
        submission.submit(post_id=draft.post_id, actor=engaged.reyes, seen_version=draft.version, at=at)
    except NotReady as refused:
        return set(refused.stale)
    return set()


def confirmed(engaged: Cast, draft: Draft, at: datetime, *questions: str, by: Member | None = None) -> Draft:
    """Its author, or somebody else, says of these, or of all, that they are still so."""
    post = Post.objects.get(pk=draft.post_id)
    written = drafting.written_in(draft=draft, category=post.category)
    now = drafting.content_of(written=written, account_id=post.account_id)
    return drafting.save(
        post_id=draft.post_id,
        actor=by or engaged.reyes,
        written=written,
        seen_version=draft.version,
        still=dict.fromkeys(questions or written.answers, now),
        at=at,
    )


def drafted(engaged: Cast, at: datetime, written: people.Written = people.EVIDENCE) -> Draft:
    return Draft.objects.get(post=people.drafted(engaged=engaged, written=written, at=at))
