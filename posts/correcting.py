"""Correcting a post that is out: a new post in its place, or a reply to it; approved like any other post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Member
from posts import corrections, differences, drafting, notices, parts, pictures, remarks, workflow
from posts.actions import Action
from posts.differences import Changed
from posts.models import Correction, Post, RemarkKind, Status
from posts.partdiff import Version
from posts.pictured import ShownPicture


@transaction.atomic
def begin(*, post_id: int, how: Correction, reason: str, actor: Member, at: datetime) -> Post:
    """A draft with the words and pictures of a post that is out, which replaces it or replies to it.

    Nothing happens to the post that is out before the draft is approved and due. Raises CorrectedAlready,
    AccountNotInUse and what workflow.begin raises.
    """
    taken = workflow.begin(post_id=post_id, action=Action.CORRECT, actor=actor, at=at)
    on_its_way = corrections.open_one(post_id=taken.post.pk)
    if on_its_way is not None:
        raise corrections.CorrectedAlready(on_its_way)
    _, sealed = remarks.keep(taken, kind=RemarkKind.CORRECTION, words=reason)
    made = drafting.copy(post_id=taken.post.pk, actor=actor, at=at)
    made.corrects, made.correction = taken.post, how.value
    made.save(update_fields=["corrects", "correction"])
    post = workflow.finish(
        taken, verb="post.correction_begun", correction_id=made.pk, how=how.value, reason_sealed=sealed
    )
    notices.correction_begun(post=post, by=actor, at=at)
    return made


@dataclass(frozen=True, kw_only=True)
class Link:
    """One end of a correction, as the page of the other end names it."""

    post: Post
    sentence: str
    opens: str
    """The words of the way there."""


def difference(*, post: Post, texts: Sequence[str], shots: Sequence[ShownPicture]) -> Changed | None:
    """How a correction differs from the post that is out; None for every other post. At most five queries."""
    if post.corrects_id is None:
        return None
    corrected = Post.objects.select_related("revision__post").get(pk=post.corrects_id)
    if corrected.revision is None:
        return None
    out = parts.texts_of(revision=corrected.revision, agency_id=post.agency_id)
    shown = pictures.of_revision(revision_id=corrected.revision.pk)
    return differences.between(
        title="Changed against the post that is out",
        at=corrected.revision.submitted_at,
        before=Version(texts=out, shots=shown),
        after=Version(texts=texts, shots=shots),
    )


def links(*, post: Post) -> list[Link]:
    """What a post corrects, and what corrects it: one query for a post that is out or was, none for others."""
    found = []
    if post.corrects_id is not None:
        corrected = Post.objects.get(pk=post.corrects_id)
        said = _of_correction(post, corrected)
        found.append(Link(post=corrected, sentence=said, opens="Open the post that it corrects"))
    if post.status in _MAY_BE_CORRECTED:
        made = Post.objects.filter(corrects=post).select_related("author").order_by("pk")
        found += [
            Link(post=one, sentence=_of_corrected(post, one), opens="Open the correction") for one in made
        ]
    return found


_MAY_BE_CORRECTED = frozenset({Status.PUBLISHED, Status.TAKING_DOWN, Status.TAKEN_DOWN})
_GOES_NOWHERE = frozenset({Status.WITHDRAWN, Status.REJECTED})
_WENT_OUT = frozenset({Status.PUBLISHED, Status.TAKING_DOWN, Status.TAKEN_DOWN})


def _of_correction(post: Post, corrected: Post) -> str:
    """What the page of a correction says of the post it corrects."""
    if post.correction == Correction.REPLY:
        if post.status in _WENT_OUT:
            return "This post corrects another of ours, and went out as a reply to it."
        if corrected.status == Status.PUBLISHED:
            return "This post corrects another of ours, and goes out as a reply to it."
        return "This post was to correct another of ours as a reply. That one is no longer out, so this one stays in."
    match corrected.status:
        case Status.PUBLISHED:
            return (
                "This post replaces one that is out. Once it is approved and due, that one is deleted first."
            )
        case Status.TAKING_DOWN:
            return "This post replaces one that is being deleted. It goes out once that one is gone."
        case _ if post.status in _WENT_OUT:
            return "This post replaced one that was deleted first."
        case _:
            return f"This post replaces one that is deleted. Nothing stands in its place: {_now(post)}"


def _of_corrected(post: Post, made: Post) -> str:
    """What the page of a corrected post says of one of its corrections."""
    how = "replace it" if made.correction == Correction.REPLACE else "correct it with a reply"
    if made.status in _GOES_NOWHERE:
        return f"A post was to {how}. It does not go out."
    if made.correction == Correction.REPLY:
        return (
            "A reply corrects it." if made.status in _WENT_OUT else f"A reply is to correct it: {_now(made)}"
        )
    if made.status in _WENT_OUT:
        return "It was replaced by another post."
    if post.status == Status.TAKEN_DOWN:
        return f"It was deleted to be replaced. Nothing stands in its place: {_now(made)}"
    return f"Another post is to replace it: {_now(made)}"


def _now(post: Post) -> str:
    """Where a correction is, inside a sentence: 'it waits for approval.'"""
    return {
        Status.DRAFT: "the new one is a draft.",
        Status.RETURNED: "the new one was returned to its author.",
        Status.IN_REVIEW: "the new one waits for approval.",
        Status.APPROVED: "the new one is approved and waits for its time.",
        Status.STOPPED: "the new one was stopped and waits for its release.",
        Status.SENDING: "the new one is going out.",
        Status.PARTLY_OUT: "only a part of the new one is out.",
        Status.REFUSED: "the network refused the new one.",
        Status.UNKNOWN: "nobody knows whether the new one went out.",
        Status.MISSED: "the new one missed its time.",
    }.get(Status(post.status), "the new one does not go out.")
