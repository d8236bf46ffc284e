"""Asking the pack in force about a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from accounts.models import Agency, AgencyPolicy, OutletAccount, Role
from directives.decision import Decision
from directives.engine import judge
from directives.model import Facts
from directives.pack import NoSuchPack, Pack, load_version
from outlets.weighted import Weighed, weigh
from posts.digest import normal


class PackHasChanged(Exception):
    """The pack on disk is not the version the agency adopted."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A decision with what it was reached from."""

    decision: Decision
    weighed: Weighed
    pack: Pack


@cache
def _pack(name: str, digest: str) -> Pack:
    try:
        return load_version(name, digest=digest)
    except NoSuchPack as fault:
        raise PackHasChanged(
            f"The version of the pack '{name}' that was adopted is not on disk. Adopt the present version."
        ) from fault


def pack_in_force(*, agency: Agency, at: datetime) -> Pack:
    """The pack an agency works under at a moment.

    Raises AgencyPolicy.DoesNotExist before the first adoption and PackHasChanged when the file was replaced.
    """
    return pack_of(policy=agency.policy_at(at=at))


def pack_of(*, policy: AgencyPolicy) -> Pack:
    """The pack of an adopted policy version."""
    return _pack(policy.pack, policy.digest)


def judge_draft(
    *,
    account: OutletAccount,
    category: str,
    text: str,
    answers: dict[str, str],
    send_at: datetime | None,
    at: datetime,
    send_until: datetime | None = None,
    alt_texts: Sequence[str] = (),
    pictures_waiting: int = 0,
) -> Judged:
    """What the rules in force at a moment say of a draft; the same for the composer and the submit.

    `alt_texts` has one entry a picture, empty where its words are missing; `pictures_waiting` are not ready yet.
    """
    zone = account.agency.tzinfo
    weighed = weigh(normal(text))
    pack = pack_in_force(agency=account.agency, at=at)
    facts = Facts(
        category=category or None,
        text=normal(text),
        today=at.astimezone(zone).date(),
        answers=answers,
        remaining=weighed.remaining,
        send_on=send_at.astimezone(zone).date() if send_at else None,
        send_until=send_until.astimezone(zone).date() if send_until else None,
        unit_kind=account.unit.kind,
        author_role=Role.COMMUNICATIONS if account.corporate else Role.USMR,
        network=account.get_network_display(),
        pictures=len(alt_texts),
        alt_texts=tuple(normal(words) for words in alt_texts),
        pictures_waiting=pictures_waiting,
    )
    return Judged(decision=judge(pack=pack, facts=facts), weighed=weighed, pack=pack)
