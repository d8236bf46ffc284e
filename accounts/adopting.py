"""Adopting a version of the rules: the one act, for what a second person read and for the first rules of an agency."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import get_resolver, reverse

from accounts import outbox
from accounts.authority import holders
from accounts.models import Agency, AgencyPolicy, Member, OutletAccount, Role
from audit import trail, vault
from directives import fitting, rule_accounts
from directives.pack import Pack, parse_pack


class NotTheFirst(ValueError):
    """An agency that has rules gets others by a proposal that somebody else has read."""


def first(*, agency: Agency, source: str, effective_at: datetime, at: datetime) -> AgencyPolicy:
    """Adopt the first rules of an agency, which nobody proposed: nobody can hold a role under rules before them.

    Raises NotTheFirst, PackErrors. Call it inside a transaction.
    """
    if Agency.objects.select_for_update().get(pk=agency.pk).policies.exists():
        raise NotTheFirst(f"{agency.name} has rules. One person proposes others, and another adopts them.")
    must_fit(agency=agency, source=source, pack=parse_pack(file="rules.toml", source=source))
    return adopt(agency=agency, source=source, effective_at=effective_at, actor=None, at=at)


def adopt(
    *,
    agency: Agency,
    source: str,
    effective_at: datetime,
    actor: Member | None,
    at: datetime,
) -> AgencyPolicy:
    """Adopt a version of the rules from a moment on, by its text, which the vault keeps.

    Who holds a role is told, and asked to confirm it. At the commit the database asks for the proposal that two
    persons brought to it. Raises PackErrors. Call it inside a transaction.
    """
    pack = parse_pack(file="rules.toml", source=source)
    policy = AgencyPolicy.objects.create(
        agency=agency,
        pack=pack.slug,
        version=pack.version,
        digest=pack.digest,
        source_digest=vault.keep(content=source, agency_id=agency.pk),
        effective_at=effective_at,
        adopted_at=at,
    )
    trail.record(
        verb="policy.adopted",
        agency_id=agency.pk,
        actor_id=actor.pk if actor else None,
        subject_id=agency.pk,
        at=at,
        pack=pack.slug,
        pack_digest=pack.digest,
        effective_at=effective_at,
    )
    _tell(policy, holders(role=tuple(Role), unit_id=None, agency_id=agency.pk, at=at), at)
    return policy


def must_fit(*, agency: Agency, file: str = "rules.toml", source: str, pack: Pack) -> None:
    """Rules name the agency's own accounts and pages of this portal alone. Raises PackErrors with the others."""
    handles: list[str] = []
    if any(rule_accounts.handles(pack=pack)):
        handles += OutletAccount.objects.filter(agency=agency).values_list("handle", flat=True)
    pages = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    fitting.check(file=file, source=source, pack=pack, registered=handles, pages=pages)


def _tell(policy: AgencyPolicy, members: Iterable[Member], at: datetime) -> None:
    """Whoever may act is asked to read what changes before they are stopped for not having read it (CPD-TW.IV.B)."""
    here = policy.effective_at.astimezone(policy.agency.tzinfo)
    outbox.write(
        to=members,
        kind="rules_adopted",
        subject=f"New rules for posts from {here.day} {here:%B %Y}",
        body=f"Version {policy.version} of the rules takes effect on {here.day} {here:%B %Y at %H:%M %Z}. Read what "
        "changes, and confirm that you have read it.",
        link=f"{reverse('policy')}?version={policy.pk}",
        at=at,
    )
