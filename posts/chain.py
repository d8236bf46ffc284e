"""The chain of a thread: what its parts together mean for the post, and what one part does to the rest.

Part follows part; what stops one holds the others back. Residents see the parts that are out until a person sends the
rest or takes all of them down.
"""

from collections.abc import Collection, Iterable, Sequence

from posts import dispatching
from posts.models import Post, Publication, PublicationState, Status

GOES_ON = (Status.APPROVED, Status.SENDING)
"""Where what is due may leave: with nothing out yet, or behind a part that is."""
_ENDS = (PublicationState.REFUSED, PublicationState.CANCELLED)
"""After these the parts behind are not sent by themselves."""
_FIRST_OF = (
    (PublicationState.SENDING, Status.SENDING),
    (PublicationState.UNKNOWN, Status.UNKNOWN),
    (PublicationState.DELETING, Status.TAKING_DOWN),
)


def status_of(states: Collection[PublicationState]) -> Status | None:
    """What the states of all parts mean for the post: for any of them the same answer, in whatever order they stand.

    None where no part is out, was out, was refused or is still to go: then whoever ended it says where the post goes.
    """
    there = set(states)
    for state, status in _FIRST_OF:
        if state in there:
            return status
    if PublicationState.PUBLISHED in there:
        if there == {PublicationState.PUBLISHED}:
            return Status.PUBLISHED
        return Status.SENDING if PublicationState.DUE in there else Status.PARTLY_OUT
    if PublicationState.DELETED in there:
        return Status.TAKEN_DOWN
    if PublicationState.REFUSED in there:
        return Status.REFUSED
    return Status.APPROVED if PublicationState.DUE in there else None


def parts_of(*, post: Post) -> list[Publication]:
    """Of each part of the version that counts its newest publication, in order; one query."""
    rows = Publication.objects.filter(post=post).order_by("pk")
    if post.revision_id is not None:
        rows = rows.filter(revision_id=post.revision_id)
    return sorted({row.part: row for row in rows}.values(), key=lambda row: row.part)


def follow(*, post: Post, publication: Publication) -> Status:
    """Carry what happened to one part over to the others and to the post, which the caller saves; returns its status.

    The caller has locked both and saved the publication. A post of one part is as its caller made it.
    """
    if publication.revision.parts > 1:
        if publication.state in _ENDS or publication.takedown_asked:
            hold_the_rest(post_ids=[post.pk])
        stands = status_of([PublicationState(row.state) for row in parts_of(post=post)])
        post.status = stands or post.status
        dispatching.nudge(post_id=post.pk)
    return Status(post.status)


def hold_the_rest(*, post_ids: Iterable[int], why: str = "") -> None:
    """What waits behind another part of these posts is not sent by itself any more."""
    behind = Publication.objects.filter(post_id__in=post_ids, part__gt=0, state=PublicationState.DUE)
    behind.update(state=PublicationState.CANCELLED, waiting_for=why)


def in_words(*, parts: Sequence[Publication]) -> str:
    """'2 of 5 parts are out, and nobody knows of part 3.': what residents see of a thread; empty for any other post."""
    if len(parts) < 2:
        return ""
    out = sum(row.state in (PublicationState.PUBLISHED, PublicationState.DELETING) for row in parts)
    said = f"{out} of {len(parts)} parts {'is' if out == 1 else 'are'} out"
    if not out:
        said = f"None of its {len(parts)} parts is out"
    doubted = next((row.part for row in parts if row.state == PublicationState.UNKNOWN), None)
    return f"{said}." if doubted is None else f"{said}, and nobody knows of part {doubted + 1}."


def name_of(*, part: int, of: int) -> str:
    """'part 2 of 3' of the part with the number 1, counted from 0; empty where the post is no thread."""
    return f"part {part + 1} of {of}" if of > 1 else ""
