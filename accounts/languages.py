"""Who reads which language besides the department's own, and which units ask that of their reviewers."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.authority import Authority
from accounts.models import Member, MemberLanguage, Role, Unit
from accounts.models.authority import COMMANDERS
from audit import trail


class NotByOneself(ValueError):
    """Nobody confirms their own languages."""


def answers_for(*, authority: Authority, unit_id: int) -> bool:
    """Whether a member confirms languages in a unit, and says whether it asks for readers: who leads it."""
    return authority.holds(Role.ADMINISTRATOR) or unit_id in authority.units(*COMMANDERS)


@transaction.atomic
def declare(*, member: Member, language: str, actor: Member, at: datetime) -> MemberLanguage:
    """Say that a member reads a language; it counts at once where somebody else says so for them.

    Twice is once. The caller has asked whether the actor may say it.
    """
    Member.objects.select_for_update().get(pk=member.pk)
    if said := standing(member=member, language=language):
        return said
    by_other = actor.pk != member.pk
    declared = MemberLanguage.objects.create(
        agency_id=member.agency_id,
        member=member,
        language=language,
        declared_by=actor,
        declared_at=at,
        confirmed_by=actor if by_other else None,
        confirmed_at=at if by_other else None,
    )
    _tell("declared", declared, actor, at)
    return declared


@transaction.atomic
def confirm(*, declared: MemberLanguage, actor: Member, at: datetime) -> None:
    """Say that somebody else reads what they declared; twice is once. Raises NotByOneself."""
    locked = MemberLanguage.objects.select_for_update().get(pk=declared.pk)
    if locked.member_id == actor.pk:
        raise NotByOneself("Somebody else confirms what you read.")
    if locked.confirmed_at is not None or locked.ended_at is not None:
        return
    locked.confirmed_by, locked.confirmed_at = actor, at
    locked.save(update_fields=["confirmed_by", "confirmed_at"])
    _tell("confirmed", locked, actor, at)


@transaction.atomic
def end(*, declared: MemberLanguage, actor: Member, at: datetime) -> None:
    """Take a language away; what its reader approved until then stays approved. Twice is once."""
    locked = MemberLanguage.objects.select_for_update().get(pk=declared.pk)
    if locked.ended_at is not None:
        return
    locked.ended_by, locked.ended_at = actor, at
    locked.save(update_fields=["ended_by", "ended_at"])
    _tell("ended", locked, actor, at)


@transaction.atomic
def ask_for_reader(*, unit: Unit, needed: bool, actor: Member, at: datetime) -> None:
    """Say whether posts of a unit in another language are approved only by who reads it, from their next submit on."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.needs_reader == needed:
        return
    locked.needs_reader = needed
    locked.save(update_fields=["needs_reader"])
    trail.record(
        verb="unit.reader_asked",
        agency_id=unit.agency_id,
        actor_id=actor.pk,
        subject_id=unit.pk,
        at=at,
        needed="yes" if needed else "no",
    )


def readers_of(*, agency_id: int, languages: Collection[str]) -> dict[str, set[int]]:
    """The members of an agency who read each of some languages, by id: one query."""
    found: dict[str, set[int]] = {language: set() for language in languages}
    confirmed = MemberLanguage.objects.filter(
        agency_id=agency_id, language__in=languages, confirmed_at__isnull=False, ended_at__isnull=True
    )
    for language, member_id in confirmed.values_list("language", "member_id"):
        found[language].add(member_id)
    return found


def declared_by(*, members: Iterable[Member]) -> QuerySet[MemberLanguage]:
    """What these members read, by name, the unconfirmed first."""
    standing = MemberLanguage.objects.filter(member__in=list(members), ended_at__isnull=True)
    return standing.select_related("member", "confirmed_by").order_by(
        "confirmed_at", "member__last_name", "member_id", "language"
    )


def standing(*, member: Member, language: str) -> MemberLanguage | None:
    """What is said of a member and a language, confirmed or not."""
    return MemberLanguage.objects.filter(member=member, language=language, ended_at__isnull=True).first()


def _tell(act: str, declared: MemberLanguage, actor: Member, at: datetime) -> None:
    trail.record(
        verb=f"member.language_{act}",
        agency_id=declared.agency_id,
        actor_id=actor.pk,
        subject_id=declared.member_id,
        at=at,
        language=declared.language,
    )
