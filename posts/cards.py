"""What the queue shows of each post, read for a whole page at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from accounts.authority import Authority, step_roles
from accounts.models import Role
from posts import labels, languages, openings, pictures, queues
from posts.labels import Labels
from posts.models import Approval, Post, Revision, RouteStep, Turn, Verdict
from posts.pictures import Cover
from posts.turns import in_words

SOON = timedelta(minutes=15)
"""From here on a card says that time is short."""
MOST_TAGS = 3


@dataclass(frozen=True, kw_only=True)
class Tag:
    """A short state: a level of the tags, words, and an icon other than the level's own."""

    level: str
    words: str
    icon: str = ""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """Step `number` of `total`; `now` are the roles that decide side by side, `following` those after them."""

    number: int
    total: int
    now: tuple[str, ...]
    following: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Card:
    """One post of the queue."""

    post: Post
    line: str
    kind: str
    tags: tuple[Tag, ...]
    progress: Progress
    soon: bool
    """Due within a quarter of an hour, or late."""
    cover: Cover | None
    held_by: str
    """'Sgt. Aileen Brody has it open', or empty."""


def of(turns: Sequence[Turn], *, authority: Authority) -> list[Card]:
    """The cards of a page of the queue (waiting.Queue.page): four queries."""
    if not turns:
        return []
    posts = [turn.post for turn in turns]
    revisions = {post.pk: post.revision for post in posts if post.revision is not None}
    known = labels.of(revisions.values())
    texts = queues.texts_of(posts)
    progress = _progress(revisions)
    covered = pictures.covers(posts=posts)
    open_by = openings.of_others(post_ids=revisions, member_id=authority.member_id, at=authority.at)
    return [
        Card(
            post=post,
            line=labels.first_line(texts[post.pk]),
            kind=known.category(revisions[post.pk]),
            tags=tuple(_tags(turn, revisions[post.pk], known, progress[post.pk], authority)),
            progress=progress[post.pk],
            cover=covered.get(post.pk),
            soon=_soon(post.due_at, authority.at),
            held_by=_held_by(open_by.get(post.pk, [])),
        )
        for turn, post in zip(turns, posts, strict=True)
    ]


def _progress(revisions: Mapping[int, Revision]) -> dict[int, Progress]:
    given = Approval.objects.filter(step=OuterRef("pk"), verdict=Verdict.APPROVED)
    steps = RouteStep.objects.filter(revision__in=revisions.values()).annotate(given=Exists(given))
    routes: dict[int, list[RouteStep]] = {}
    for step in steps.order_by("position", "pk"):
        routes.setdefault(step.revision_id, []).append(step)
    return {post_id: _of_route(routes.get(revision.pk, [])) for post_id, revision in revisions.items()}


def _of_route(route: Sequence[RouteStep]) -> Progress:
    """Steps that run side by side count as one."""
    positions = sorted({step.position for step in route})
    open_now = [step.position for step in route if not step.given]  # type: ignore[attr-defined]
    current = min(open_now, default=positions[-1] if positions else 0)
    later = min((position for position in positions if position > current), default=None)
    number = positions.index(current) + 1 if positions else 0
    return Progress(
        number=number,
        total=len(positions),
        now=tuple(step.role for step in route if step.position == current and not step.given),  # type: ignore[attr-defined]
        following=tuple(step.role for step in route if step.position == later),
    )


def _tags(
    turn: Turn, revision: Revision, known: Labels, progress: Progress, authority: Authority
) -> list[Tag]:
    tags = list(_of_the_route(turn, progress, authority))
    found = [
        Tag(level=finding["level"], words=known.rule(revision, finding)) for finding in revision.findings
    ]
    distinct = list(dict.fromkeys(found))
    tags += distinct[:MOST_TAGS]
    if len(distinct) > MOST_TAGS:
        tags.append(Tag(level="waiting", words=f"{len(distinct) - MOST_TAGS} more", icon="add"))
    if not revision.findings:
        tags.append(Tag(level="good", words="No findings"))
    if revision.language:
        tags.append(Tag(level="line", words=languages.name_of(code=revision.language), icon="translate"))
    if turn.post.translates_id is not None:
        tags.append(Tag(level="line", words="Decided with its pair", icon="link"))
    if turn.returned_by_me:  # type: ignore[attr-defined]
        tags.append(Tag(level="line", words="Changed since you returned it", icon="autorenew"))
    elif turn.returned_before:  # type: ignore[attr-defined]
        tags.append(Tag(level="line", words="Returned before", icon="autorenew"))
    return tags


def _of_the_route(turn: Turn, progress: Progress, authority: Authority) -> Iterator[Tag]:
    """Whose step it is where that is not plain, who decides beside, and who comes after."""
    unit = turn.post.unit
    if turn.post.author_id == authority.member_id:
        yield Tag(level="waiting", words="Yours: somebody else decides")
    if turn.handed_at is not None:
        whom = in_words(roles=[turn.role], unit=unit)
        yield Tag(level="needs_somebody", words=f"Handed on to {whom}", icon="people")
    own = [role for role in progress.now if authority.holds(*step_roles(role), unit_id=turn.post.unit_id)]
    if turn.handed_at is not None:
        own = [*own, Role.SERGEANT]
    absent = [role for role in progress.now if role in authority.stands_in_for]
    if absent:
        office = in_words(roles=absent, unit=unit)
        yield Tag(level="needs_somebody", words=f"Nobody of {office} is on call", icon="support_agent")
    beside = [role for role in progress.now if role not in own and role not in absent]
    if beside:
        yield Tag(level="waiting", words=f"{in_words(roles=beside, unit=unit)} beside", icon="people")
    if progress.following:
        yield Tag(level="needs_somebody", words=f"{in_words(roles=progress.following, unit=unit)} next")


def _soon(due_at: datetime | None, at: datetime) -> bool:
    return due_at is not None and due_at - at <= SOON


def _held_by(names: Sequence[str]) -> str:
    if not names:
        return ""
    listed = " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    return f"{listed} {'has' if len(names) == 1 else 'have'} it open"
