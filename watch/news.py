"""What has happened since a reader last looked, by the leaf index of the trail: ids and times skip late commits."""

from dataclasses import dataclass, replace

from audit import proofs
from audit.models import Event
from posts.models import Post
from watch.choosing import Filters

MOST = 200
QUIET = frozenset(
    {
        "post.begun",
        "post.saved",
        "post.remarked",
        "post.from_story",
        "post.from_idea",
        "post.office_told",
        "post.claimed",
    }
)
"""What moves no post from lane to lane, nor in its lane. Everything else that happens to a post is news."""


@dataclass(frozen=True, kw_only=True)
class News:
    """Where the reader has got to, and the posts that moved meanwhile."""

    leaf: int
    post_ids: tuple[int, ...]


def since(*, agency_id: int, after: int, filters: Filters) -> News:
    """What moved behind a leaf: one query while nothing happens, three at most."""
    followed = proofs.following(agency_id=agency_id, after=after, limit=MOST)
    if not followed:
        return News(leaf=after, post_ids=())
    moved = dict.fromkeys(one.event.subject_id for one in followed if _tells(one.event))
    # What left the status that somebody looks at has moved, too.
    passing = replace(filters, status="")
    if moved and passing:
        here = passing.narrow(Post.objects.filter(pk__in=moved, agency_id=agency_id), agency_id=agency_id)
        moved = dict.fromkeys(here.values_list("pk", flat=True))
    return News(leaf=followed[-1].index, post_ids=tuple(moved))


def _tells(event: Event) -> bool:
    return event.verb.startswith("post.") and event.verb not in QUIET
