"""What a step that the rules demand means for one post: who fills it, and when its decision is due."""

from datetime import datetime, timedelta

from accounts.models import Role
from directives.decision import Decision, Step
from posts.models import Post, RouteStep

ANOTHER = "Another member of Communications"


def role_of(*, step: Step, post: Post) -> Role:
    """What Communications writes, on whichever account, another of its members decides (CPD-TW.V.E.4, IV.H)."""
    own = (post.account.corporate or post.by_office) and step.role == "sergeant"
    return Role.COMMUNICATIONS if own else Role(step.role)


def title_of(*, step: RouteStep) -> str:
    """What people call a step of a route."""
    return title(key=step.key, role=step.role, name=step.name)


def title(*, key: str, role: str, name: str) -> str:
    """What people call a step: of what Communications writes, the unit's is another of its members'."""
    return ANOTHER if key == "sergeant" and role == Role.COMMUNICATIONS else name


def decision_due(*, decision: Decision, send_at: datetime | None, at: datetime) -> datetime:
    """When reviewers must have decided on what is submitted at a moment: never after it is to go out."""
    due_at = at + timedelta(minutes=decision.review_minutes)
    return min(due_at, send_at) if send_at else due_at
