"""Where posts are and what was said about each last: for the list of one's own posts, in few queries."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from audit import vault
from posts import labels, pictures, queues, turns
from posts.models import Approval, Post, Publication, Remark, RemarkKind, Status, Stop
from posts.pictures import Cover

_ASKS_FOR_EDITING = frozenset({Status.DRAFT, Status.RETURNED})


@dataclass(frozen=True, kw_only=True)
class Said:
    """The last words about a post, and whose they are."""

    by: str
    act: str
    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Row:
    """A post in its author's list."""

    post: Post
    text: str
    place: str
    """Where it is, in a sentence without a time."""
    moment: datetime | None
    """The time that belongs to it."""
    said: Said | None
    url: str
    cover: Cover | None
    edited_here: bool
    """Whether its link opens the composer."""

    @property
    def opening(self) -> str:
        """The first line."""
        return labels.first_line(self.text)


def of(*, posts: Iterable[Post]) -> list[Row]:
    """A row for each post, in their order; at most nine queries however many there are."""
    listed = list(posts)
    texts = queues.texts_of(listed) if listed else {}
    said = last_said(posts=listed) if listed else {}
    covered = pictures.covers(posts=listed)
    waiting = turns.roles_of(posts=[post for post in listed if post.status == Status.IN_REVIEW])
    urls = dict(
        Publication.objects.filter(post__in=[post for post in listed if post.status == Status.PUBLISHED])
        .exclude(url="")
        .values_list("post_id", "url")
    )
    return [
        _row(
            post,
            waiting.get(post.pk, ()),
            texts[post.pk],
            said.get(post.pk),
            urls.get(post.pk, ""),
            covered.get(post.pk),
        )
        for post in listed
    ]


def submitted(*, post: Post) -> str:
    """What the page says after a submit: who has it now, and by when."""
    if post.status != Status.IN_REVIEW:
        return "Submitted. It goes out at its time."
    due = f", due {post.due_at.astimezone(post.agency.tzinfo):%H:%M %Z}" if post.due_at else ""
    roles = [turn.role for turn in post.turns.all()]
    return f"Submitted. It is {_with_whom(post, roles)}{due}."


def last_said(*, posts: list[Post]) -> dict[int, Said]:
    """The newest reason, comment or proposal by post. Three queries and one for the words."""
    found: dict[int, tuple[datetime, str, str, str]] = {}
    for post_id, at, by, act, source in (*_verdicts(posts), *_remarks(posts), *_stops(posts)):
        if post_id not in found or at > found[post_id][0]:
            found[post_id] = (at, by, act, source)
    digests = [source for _, _, act, source in found.values() if act != "stopped it"]
    words = vault.texts(digests=digests, agency_id=posts[0].agency_id)
    return {
        post_id: Said(by=by, act=act, words=words.get(source, source), at=at)
        for post_id, (at, by, act, source) in found.items()
    }


_Line = tuple[int, datetime, str, str, str]


def _verdicts(posts: list[Post]) -> Iterator[_Line]:
    reasoned = Approval.objects.filter(revision__post__in=posts).exclude(reason_digest="")
    for verdict in reasoned.select_related("revision", "decided_by"):
        act = f"{verdict.get_verdict_display().lower()} it"
        by = verdict.decided_by.titled_name
        yield verdict.revision.post_id, verdict.decided_at, by, act, verdict.reason_digest


_REMARKED = {
    RemarkKind.COMMENT: "commented",
    RemarkKind.PROPOSAL: "proposed a wording",
    RemarkKind.TAKEDOWN: "asked to take it down",
    RemarkKind.LOOKED: "looked at the account",
    RemarkKind.QUESTION: "asked",
    RemarkKind.RECALLED: "returned it",
    RemarkKind.OVERRULED: "rejected it",
    RemarkKind.CORRECTION: "began a correction",
    RemarkKind.IN_ORDER: "found it in order",
    RemarkKind.TO_CORRECT: "asked for a correction",
}


def _remarks(posts: list[Post]) -> Iterator[_Line]:
    for remark in Remark.objects.filter(revision__post__in=posts).select_related("revision", "made_by"):
        by, act = remark.made_by.titled_name, _REMARKED[RemarkKind(remark.kind)]
        if remark.kind == RemarkKind.PROPOSAL and remark.revision.parts > 1:
            act = f"{act} for part {remark.part + 1}"
        yield remark.revision.post_id, remark.made_at, by, act, remark.text_digest


def _stops(posts: list[Post]) -> Iterator[_Line]:
    for stop in Stop.objects.filter(post__in=posts, released_at__isnull=True).select_related("placed_by"):
        by = stop.placed_by.titled_name if stop.placed_by else "The portal"
        if stop.post_id is not None:
            yield stop.post_id, stop.placed_at, by, "stopped it", stop.reason


def _with_whom(post: Post, roles: Sequence[str]) -> str:
    whom = turns.in_words(roles=roles, unit=post.unit)
    return f"with {whom}" if whom else "waiting for the offices that are told first"


def _row(
    post: Post, roles: Sequence[str], text: str, said: Said | None, url: str, cover: Cover | None
) -> Row:
    place, moment = _place(post, roles)
    edited_here = post.status in _ASKS_FOR_EDITING
    return Row(
        post=post,
        text=text,
        place=place,
        moment=moment,
        said=said,
        url=url,
        cover=cover,
        edited_here=edited_here,
    )


def _place(post: Post, roles: Sequence[str]) -> tuple[str, datetime | None]:
    match post.status:
        case Status.DRAFT:
            return "Only you and your unit see it. Last saved", post.draft.saved_at
        case Status.IN_REVIEW:
            words = _with_whom(post, roles)
            return f"{words[0].upper()}{words[1:]}, due", post.due_at
        case Status.RETURNED:
            return "It waits for your changes since", post.changed_at
        case Status.APPROVED:
            return "Approved. It goes out", post.due_at
        case _:
            return f"{post.get_status_display()}", post.changed_at
