"""What an author types or chooses, as the composer holds it."""

from dataclasses import dataclass, field
from datetime import datetime

from posts.pictured import Pictured


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the composer holds: everything an author types or chooses."""

    category: str = ""
    text: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    note: str = ""
    send_at: datetime | None = None
    """UTC; None means as soon as it is approved."""
    send_until: datetime | None = None
    """UTC; None means the margin of the kind of post, or no end without a `send_at`."""
    pictures: tuple[Pictured, ...] = ()
    """In the order in which residents see them."""
    further: tuple[str, ...] = ()
    """The texts of a thread's further parts in order; empty where the post is one."""
    language: str = ""
    """In which it is written; empty for the department's own."""
    meaning: str = ""
    """What it says in the department's own language."""
