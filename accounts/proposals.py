"""Proposing rules: one person writes a version, another reads what changes, and adopts or declines it.

Nothing is edited in place. A proposal has a text of its own, which nobody changes any more once it is handed in; what
is adopted is exactly that text. Every act locks the proposal first.
"""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts import adopting, authority, outbox, policies
from accounts.models import Agency, AgencyPolicy, Member, PolicyProposal, ProposalState, Role
from audit import trail, vault
from directives.comparison import Difference, compare
from directives.editing import Spot, changed
from directives.pack import Pack, PackErrors, parse_pack

PROPOSERS = (Role.COMMUNICATIONS, Role.ADMINISTRATOR)
"""Who proposes rules, and who reviews what another of them proposed."""
LONGEST_VERSION = 40
MOST_CHARACTERS = 1_000_000
"""No pack comes near it; a larger file is no pack."""


class NotPossible(ValueError):
    """An act for which the proposal is in the wrong state; the sentence says why."""


class NotYours(NotPossible):
    """An act that is somebody else's; the sentence says whose."""

    def __init__(self, sentence: str, *, slug: str) -> None:
        super().__init__(sentence)
        self.slug = slug
        """The reason as a word for the trail."""


@transaction.atomic
def begin(*, agency: Agency, source: str, actor: Member, at: datetime) -> PolicyProposal:
    """Begin a proposal with a text; one whose version was used already is given the next one.

    Raises PackErrors with everything that is wrong with the text, and NotPossible.
    """
    _must_hold(actor, at)
    Agency.objects.select_for_update().get(pk=agency.pk)
    base = agency.policy_at(at=at)
    source = _numbered(agency, source)
    pack = _sound(base, source)
    proposal = PolicyProposal.objects.create(
        agency=agency,
        base=base,
        pack=pack.slug,
        version=pack.version,
        digest=pack.digest,
        source_digest=vault.keep(content=source, agency_id=agency.pk),
        begun_by=actor,
        begun_at=at,
    )
    _record("policy.proposal_begun", proposal, actor, at, **_rules(proposal))
    return proposal


def _numbered(agency: Agency, source: str) -> str:
    """The text under a version of its own: '2020-12-01.5' that was used becomes '2020-12-01.5+1'."""
    pack = parse_pack(file="rules.toml", source=source)
    used = {
        *agency.policies.filter(pack=pack.slug).values_list("version", flat=True),
        *agency.proposals.filter(pack=pack.slug).values_list("version", flat=True),
    }
    stem, number, version = pack.version.partition("+")[0], 0, pack.version
    while version in used:
        number += 1
        version = f"{stem}+{number}"
    if version == pack.version:
        return source
    return changed(source=source, spot=Spot(table="", key="version"), value=version)


@transaction.atomic
def change(*, proposal_id: int, source: str, actor: Member, at: datetime) -> PolicyProposal:
    """Give a proposal that is being written another text, under the version it has. Raises PackErrors, NotPossible."""
    proposal = _locked(proposal_id, actor, at, ProposalState.WRITING)
    _must_be_own(proposal, actor)
    # Read as it was sent, so that a fault is told by its own line, and only a text that can be read is changed.
    parse_pack(file="rules.toml", source=source)
    source = changed(source=source, spot=Spot(table="", key="version"), value=proposal.version)
    pack = _sound(proposal.base, source)
    if pack.digest == proposal.digest:
        return proposal
    proposal.digest = pack.digest
    proposal.source_digest = vault.keep(content=source, agency_id=proposal.agency_id)
    proposal.save(update_fields=["digest", "source_digest"])
    _record("policy.proposal_changed", proposal, actor, at, **_rules(proposal))
    return proposal


@transaction.atomic
def propose(
    *, proposal_id: int, why: str, effective_at: datetime | None, actor: Member, at: datetime
) -> PolicyProposal:
    """Hand a proposal in: its text, its reason and its day are frozen, and the others are asked. Raises NotPossible."""
    proposal = _locked(proposal_id, actor, at, ProposalState.WRITING)
    _must_be_own(proposal, actor)
    if effective_at is not None and effective_at <= at:
        raise NotPossible("This moment has passed. Choose a later one, or none for as soon as it is adopted.")
    proposal.effective_at = effective_at
    if difference(proposal=proposal, at=at).nothing:
        raise NotPossible("Nothing differs from the rules that are in force then. Change something first.")
    proposal.why, proposal.proposed_at, proposal.state = why, at, ProposalState.PROPOSED
    proposal.save(update_fields=["why", "effective_at", "proposed_at", "state"])
    _, sealed = vault.seal(content=why, agency_id=proposal.agency_id)
    _record(
        "policy.proposed",
        proposal,
        actor,
        at,
        **_rules(proposal),
        effective_at=effective_at,
        why_sealed=sealed,
    )
    _tell(
        proposal,
        reviewers(proposal=proposal, at=at),
        "rules_proposed",
        "New rules wait for your review",
        f"{actor.titled_name} proposes version {proposal.version} of the rules. Read what changes, then adopt or "
        "decline it.",
        at,
    )
    return proposal


@transaction.atomic
def withdraw(*, proposal_id: int, actor: Member, at: datetime) -> PolicyProposal:
    """Take back an own proposal that nobody has decided. Raises NotPossible."""
    proposal = _locked(proposal_id, actor, at, ProposalState.WRITING, ProposalState.PROPOSED)
    _must_be_own(proposal, actor)
    proposal.state = ProposalState.WITHDRAWN
    proposal.save(update_fields=["state"])
    _record("policy.proposal_withdrawn", proposal, actor, at)
    return proposal


@transaction.atomic
def decline(*, proposal_id: int, answer: str, actor: Member, at: datetime) -> PolicyProposal:
    """Say no to somebody else's proposal, and why. Raises NotPossible."""
    proposal = _locked(proposal_id, actor, at, ProposalState.PROPOSED)
    _must_be_anothers(proposal, actor)
    proposal.state, proposal.answer = ProposalState.DECLINED, answer
    proposal.reviewed_by, proposal.reviewed_at = actor, at
    proposal.save(update_fields=["state", "answer", "reviewed_by", "reviewed_at"])
    _, sealed = vault.seal(content=answer, agency_id=proposal.agency_id)
    _record("policy.proposal_declined", proposal, actor, at, why_sealed=sealed)
    _tell(
        proposal,
        [proposal.begun_by],
        "rules_declined",
        "The rules you proposed were declined",
        f"{actor.titled_name} declined version {proposal.version}. The page says why; you can begin again from it.",
        at,
    )
    return proposal


@transaction.atomic
def adopt(*, proposal_id: int, read_against: int, answer: str, actor: Member, at: datetime) -> AgencyPolicy:
    """Adopt somebody else's proposal: the very text that was handed in, from its moment on, or from now.

    `read_against` is the version with which the reviewer saw it compared. Raises NotPossible.
    """
    proposal = _locked(proposal_id, actor, at, ProposalState.PROPOSED)
    _must_be_anothers(proposal, actor)
    agency = Agency.objects.select_for_update().get(pk=proposal.agency_id)
    if replaced(proposal=proposal, at=at).pk != read_against:
        raise NotPossible("Other rules were adopted meanwhile. Read again what would change, then decide.")
    if agency.policies.filter(pack=proposal.pack, version=proposal.version).exists():
        raise NotPossible(
            f"Version {proposal.version} was adopted meanwhile. Decline this one; it can be begun again."
        )
    source = source_of(proposal=proposal)
    try:
        adopting.must_fit(agency=agency, source=source, pack=pack_of(proposal=proposal))
    except PackErrors as faults:
        # It fitted when it was handed in: an account was renamed since, or a release has other pages.
        raise NotPossible(f"These rules do not fit any more. Decline them. {faults}") from faults
    policy = adopting.adopt(
        agency=agency,
        source=source,
        effective_at=begins(proposal=proposal, at=at),
        actor=actor,
        at=at,
    )
    proposal.state, proposal.answer, proposal.policy = ProposalState.ADOPTED, answer, policy
    proposal.reviewed_by, proposal.reviewed_at = actor, at
    proposal.save(update_fields=["state", "answer", "policy", "reviewed_by", "reviewed_at"])
    _record("policy.proposal_adopted", proposal, actor, at, policy_id=policy.pk)
    return policy


def begins(*, proposal: PolicyProposal, at: datetime) -> datetime:
    """When it takes effect if it is adopted now: at its own moment, or at once where that has passed or is none."""
    return max(at, proposal.effective_at or at)


def replaced(*, proposal: PolicyProposal, at: datetime) -> AgencyPolicy:
    """The rules that would be in force then without it: of an adopted one, those before it."""
    if proposal.policy is not None:
        return before(policy=proposal.policy) or proposal.base
    return proposal.agency.policy_at(at=begins(proposal=proposal, at=at))


def before(*, policy: AgencyPolicy) -> AgencyPolicy | None:
    """The version in force until this one began; None for the first."""
    others = policy.agency.policies.filter(effective_at__lte=policy.effective_at).exclude(pk=policy.pk)
    earlier = others.exclude(effective_at=policy.effective_at, pk__gt=policy.pk)
    return earlier.order_by("-effective_at", "-pk").first()


def source_of(*, proposal: PolicyProposal) -> str:
    """The text of a proposal."""
    return vault.text(digest=proposal.source_digest, agency_id=proposal.agency_id)


def pack_of(*, proposal: PolicyProposal) -> Pack:
    """The rules that a proposal holds. Raises PackErrors where a later release reads its text no longer."""
    adopted = proposal.state == ProposalState.ADOPTED
    return parse_pack(file=f"{proposal.version}.toml", source=source_of(proposal=proposal), adopted=adopted)


def difference(*, proposal: PolicyProposal, at: datetime) -> Difference:
    """What it changes, against the rules that it replaces. Raises policies.PackHasChanged, PackErrors."""
    old = replaced(proposal=proposal, at=at)
    return compare(
        before=policies.pack_of(policy_pack=old.pack, digest=old.digest), after=pack_of(proposal=proposal)
    )


def reviewers(*, proposal: PolicyProposal, at: datetime) -> list[Member]:
    """Who may decide about it: everybody who proposes rules, but whoever wrote it."""
    found = authority.holders(role=PROPOSERS, unit_id=None, agency_id=proposal.agency_id, at=at)
    return [one for one in found if one.pk != proposal.begun_by_id]


def _sound(base: AgencyPolicy, source: str) -> Pack:
    """The rules of a text, whole, and of this department and portal. Raises PackErrors, NotPossible."""
    pack = parse_pack(file="rules.toml", source=source)
    adopting.must_fit(agency=base.agency, source=source, pack=pack)
    if pack.slug != base.pack:
        raise NotPossible(
            f"This file is for “{pack.slug}”. The rules of this department are called “{base.pack}”."
        )
    if len(pack.version) > LONGEST_VERSION:
        raise NotPossible(f"The version of the file is longer than {LONGEST_VERSION} characters. Shorten it.")
    return pack


def _locked(proposal_id: int, actor: Member, at: datetime, *states: ProposalState) -> PolicyProposal:
    """The proposal of the actor's own agency, locked and in one of the states. Raises DoesNotExist, NotPossible."""
    _must_hold(actor, at)
    locked = PolicyProposal.objects.select_for_update(of=("self",)).select_related(
        "agency", "base", "begun_by"
    )
    proposal = locked.get(pk=proposal_id, agency_id=actor.agency_id)
    if proposal.state not in states:
        raise NotPossible(f"This proposal is not open for that: {proposal.get_state_display().lower()}.")
    return proposal


def _must_hold(actor: Member, at: datetime) -> None:
    if not authority.load(member=actor, at=at).holds(*PROPOSERS):
        raise NotYours("Communications and administrators propose and review rules.", slug="not_authorised")


def _must_be_own(proposal: PolicyProposal, actor: Member) -> None:
    if proposal.begun_by_id != actor.pk:
        sentence = f"{proposal.begun_by.titled_name} writes this one. Begin one of your own."
        raise NotYours(sentence, slug="not_own_proposal")


def _must_be_anothers(proposal: PolicyProposal, actor: Member) -> None:
    if proposal.begun_by_id == actor.pk:
        raise NotYours("You wrote this proposal, so somebody else decides about it.", slug="own_proposal")


def _rules(proposal: PolicyProposal) -> dict[str, str]:
    sealed = vault.sealed_digest(digest=proposal.source_digest, agency_id=proposal.agency_id)
    return {"pack": proposal.pack, "pack_digest": proposal.digest, "source_sealed": sealed}


def _record(verb: str, proposal: PolicyProposal, actor: Member, at: datetime, **keys: object) -> None:
    trail.record(
        verb=verb,
        agency_id=proposal.agency_id,
        actor_id=actor.pk,
        subject_id=proposal.agency_id,
        at=at,
        proposal_id=proposal.pk,
        **keys,
    )


def _tell(
    proposal: PolicyProposal, to: list[Member], kind: str, subject: str, body: str, at: datetime
) -> None:
    link = reverse("proposal", args=[proposal.pk])
    outbox.write(to=to, kind=kind, subject=subject, body=body, link=link, at=at)
