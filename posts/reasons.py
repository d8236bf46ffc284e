"""Why a post does not go out now, as a value."""

from dataclasses import dataclass
from datetime import datetime

from posts.models import Status


@dataclass(frozen=True, kw_only=True)
class Held:
    """Why a post does not go out now: a word for the trail, a sentence for people, and where the post goes."""

    slug: str
    sentence: str
    status: Status
    """MISSED (its time is over), RETURNED (it must be approved again) or APPROVED (it waits where it is)."""
    told_otherwise: bool = False
    """Whether those who can mend it were told once for all posts, so that nobody is told of each."""
    ask_again_at: datetime | None = None
    """When it may have changed; None: nobody knows, so it is asked after a pause."""
