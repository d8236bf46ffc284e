"""What a member holds: every role with who gave it and why, from when to when, and what ends soon."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts import access, devices
from accounts.conditions import pack_in_force
from accounts.facts import Facts
from accounts.models import AccessApproval, Authorisation, Ending, Member, OnCall

SOON = timedelta(days=30)
"""What ends within this time is about to end."""
MOST = 50
"""So many of the roles that have ended are shown, the newest."""


@dataclass(frozen=True, kw_only=True)
class Ends:
    """Something that a member holds and that ends soon."""

    words: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Tenure:
    """All that one member holds, held, and is about to lose."""

    now: tuple[Authorisation, ...]
    later: tuple[Authorisation, ...]
    suspended: tuple[Authorisation, ...]
    """Ended until they are given back, and not given back yet."""
    before: tuple[Authorisation, ...]
    on_call: tuple[OnCall, ...]
    access: AccessApproval | None
    """The approval to use social media that runs; whoever holds a role needs none."""
    soon: tuple[Ends, ...]
    """The first to end first."""


def of_member(*, member: Member, facts: Facts, at: datetime) -> Tenure:
    """What a member holds at a moment; four queries. `facts` are theirs at that moment."""
    given = list(
        Authorisation.objects.filter(member=member)
        .select_related("unit__agency", "given_by", "ended_by")
        .order_by("-starts_at", "-pk")
    )
    resumed = {one.resumes_id for one in given}
    ended = [one for one in given if one.ends_at is not None and one.ends_at <= at]
    now = tuple(one for one in given if one not in ended and one.starts_at <= at)
    suspended = tuple(one for one in ended if one.ended_how == Ending.SUSPENDED and one.pk not in resumed)
    approval = access.in_force(at=at).filter(member=member).order_by("-ends_at", "-pk").first()
    listed = OnCall.objects.filter(member=member, ends_at__gt=at).select_related("unit")
    return Tenure(
        now=now,
        later=tuple(one for one in given if one.starts_at > at and one not in ended),
        suspended=suspended,
        before=tuple(one for one in ended if one not in suspended)[:MOST],
        on_call=tuple(listed.order_by("starts_at")),
        access=approval,
        soon=tuple(sorted(_soon(member, now, approval, facts, at), key=lambda one: one.at)),
    )


def _soon(
    member: Member,
    now: tuple[Authorisation, ...],
    approval: AccessApproval | None,
    facts: Facts,
    at: datetime,
) -> Iterator[Ends]:
    until = at + SOON
    for one in now:
        if one.ends_at is not None and one.ends_at <= until:
            yield Ends(words=f"{one.get_role_display()}, {one.unit.short_name}", at=one.ends_at)
    pack = pack_in_force(facts)
    labels = {topic.key: topic.label for topic in pack.training.topics} if pack else {}
    for topic, ends_at in facts.topics.items():
        if ends_at is not None and at < ends_at <= until:
            yield Ends(words=f"Training in {labels.get(topic, topic)}", at=ends_at)
    for device in devices.in_force(at=at).filter(member=member, expires_at__lte=until):
        yield Ends(words=f"Permission for {device.name}", at=device.expires_at or until)
    if approval is not None and approval.ends_at is not None and approval.ends_at <= until:
        yield Ends(words="Approval of access", at=approval.ends_at)
