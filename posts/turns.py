"""The one writer of turns, a row for each step whose turn it is while its post is in review; and their words."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from accounts.authority import step_roles
from accounts.models import Role, Unit
from accounts.models.authority import COMMANDERS
from accounts.offices import NAMES
from posts.models import Post, RouteStep, Turn

LADDER: tuple[str, ...] = (Role.SERGEANT, Role.COMMANDER, Role.COMMUNICATIONS)
"""Whose turn a unit's step is, one after the other, as it is handed on."""
SERGEANTS = step_roles(Role.SERGEANT)


def hand(*, post: Post, steps: Sequence[RouteStep], had: bool) -> None:
    """Make the rows of a post those of these steps; none ends every turn. `had` tells whether there can be others.

    Call it under the lock of the post, in the transaction that moves it.
    """
    if had:
        post.turns.exclude(step__in=steps).delete()
    if steps and post.due_at is not None:
        Turn.objects.bulk_create(
            [
                Turn(
                    post=post,
                    step=step,
                    agency_id=post.agency_id,
                    unit_id=step.unit_id,
                    role=step.role,
                    due_at=post.due_at,
                )
                for step in steps
            ],
            ignore_conflicts=True,
        )


def pass_on(*, turn: Turn, role: str, at: datetime) -> None:
    """Hand a step on: its turn is another role's now. Call it under the lock of the post."""
    turn.role, turn.handed_at = role, at
    turn.save(update_fields=["role", "handed_at"])


def may_fill(*, step: RouteStep, whose: str) -> tuple[str, ...]:
    """The roles that give a step while its turn is `whose`: who had it before it was handed on keeps it."""
    own = step_roles(step.role)
    if whose == step.role or step.role not in LADDER:
        return own
    above = (*COMMANDERS, Role.COMMUNICATIONS) if whose == Role.COMMUNICATIONS else COMMANDERS
    return (*own, *above)


def roles_of(*, posts: Iterable[Post]) -> dict[int, list[str]]:
    """The roles whose turn it is, by post: one query. A post that waits for nobody is not in it."""
    found: dict[int, list[str]] = {}
    for post_id, role in (
        Turn.objects.filter(post__in=list(posts)).order_by("pk").values_list("post_id", "role")
    ):
        found.setdefault(post_id, []).append(role)
    return found


def in_words(*, roles: Collection[str], unit: Unit) -> str:
    """'the sergeant of the 014th District', 'Communications and Community Policing'; empty where nobody decides."""
    names = {
        Role.SERGEANT: f"the sergeant of the {unit.short_name}",
        Role.COMMANDER: f"the commander of the {unit.short_name}",
        **NAMES,
    }
    return " and ".join(name for role, name in names.items() if role in roles)
