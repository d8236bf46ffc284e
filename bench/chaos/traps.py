"""Posts that must never be seen on their accounts: who falls into these traps publishes what nobody approved."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bench.chaos.desk import PEOPLE, Desk
from posts import drafting, stopping, submission


@dataclass(frozen=True, kw_only=True)
class Trap:
    """What must never be seen, or must be gone again where a stop came after the claim."""

    number: int
    post_id: int
    kind: str
    spring: Callable[[datetime], object] | None = None
    """What somebody does to it while the campaign runs."""


def _unapproved(at_work: Desk, unit: str, number: int, kind: str) -> Trap:
    return Trap(number=number, post_id=at_work.submit(unit, number).pk, kind=kind)


def _edited(at_work: Desk, unit: str, number: int, kind: str) -> Trap:
    """Approved, opened again and changed; every second one is submitted again and waits for its approval."""
    post, author = at_work.submit(unit, number), at_work.engaged.people[PEOPLE[unit][0]]
    at_work.approve(post, PEOPLE[unit][1])
    drafting.reopen(post_id=post.pk, actor=author, at=at_work.at)
    draft = post.draft
    before = drafting.written_in(draft=draft, category=post.category)
    changed = replace(before, text=f"{before.text} And the back door.")
    saved = drafting.save(
        post_id=post.pk, actor=author, written=changed, seen_version=draft.version, at=at_work.at
    )
    if number % 2:
        submission.submit(post_id=post.pk, actor=author, seen_version=saved.version, at=at_work.at)
    return Trap(number=number, post_id=post.pk, kind=kind)


def _expiring(at_work: Desk, unit: str, number: int, kind: str) -> Trap:
    """Approved in time, and its latest time is over before anybody can claim it."""
    post = at_work.submit(unit, number, until=at_work.at + timedelta(minutes=1))
    at_work.approve(post, PEOPLE[unit][1])
    return Trap(number=number, post_id=post.pk, kind=kind)


def _stopped(at_work: Desk, unit: str, number: int, kind: str) -> Trap:
    """Stopped while others go out: before the claim it never goes, after it the post is deleted by itself."""
    post, by = at_work.submit(unit, number), at_work.engaged.people[PEOPLE[unit][3]]
    at_work.approve(post, PEOPLE[unit][1])

    def spring(at: datetime) -> object:
        return stopping.stop(post_id=post.pk, actor=by, reason="Not tonight", at=at)

    return Trap(number=number, post_id=post.pk, kind=kind, spring=spring)


def _revoked(at_work: Desk, unit: str, number: int, kind: str) -> Trap:
    """Approved by a sergeant whose authority ends for cause before its time."""
    post = at_work.submit(unit, number)
    at_work.approve(post, PEOPLE[unit][2])
    return Trap(number=number, post_id=post.pk, kind=kind)


REVOKED, STOPPED = "approver's authority revoked", "held or taken down mid-run"
_KINDS: dict[str, Callable[[Desk, str, int, str], Trap]] = {
    "unapproved": _unapproved,
    "edited after approval": _edited,
    "expiring": _expiring,
    STOPPED: _stopped,
    REVOKED: _revoked,
}


def set_on(*, at_work: Desk, how_many: int) -> list[Trap]:
    """The kinds in turn, each on every account."""
    units, kinds = list(PEOPLE), list(_KINDS)
    traps = []
    for place in range(how_many):
        kind, unit = kinds[place % len(kinds)], units[place // len(kinds) % len(units)]
        traps.append(_KINDS[kind](at_work, unit, at_work.number(), kind))
    return traps
