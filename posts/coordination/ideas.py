"""Ideas of members, also of those who may not post: up the chain of command, onto the board, into a draft with credit.

Whoever supervises or writes for the unit puts an idea on its board at once: nobody stands between.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts import authority as authorities
from accounts.authority import Authority
from accounts.models import Member, OutletAccount, Role
from accounts.models.authority import COMMANDERS
from audit import trail, vault
from posts import drafting, permissions, turns
from posts.accounts_to_write import accounts_to_write_for
from posts.coordination import origins, telling
from posts.drafting import Written
from posts.models import NEVER_OUT, Idea, IdeaState, Origin, Post, Reach
from posts.permissions import Ruling
from posts.workflow import Refused

SUPERVISORS: tuple[str, ...] = (*turns.SERGEANTS, *COMMANDERS)
_LEADS: tuple[str, ...] = (*SUPERVISORS, Role.COMMUNICATIONS)
"""Who passes an idea on: the unit's supervisors, and Communications, which gives direction (CPD-TW.V.E.1)."""
_ABOVE: tuple[str, ...] = (*COMMANDERS, Role.COMMUNICATIONS)
"""Who does, once a sergeant has handed it up."""
_WRITES: tuple[str, ...] = (*_LEADS, Role.USMR)
_LIVE = (IdeaState.WAITING, IdeaState.OPEN)


class IdeaMovedOn(Exception):
    """Somebody was faster, or the page is old."""

    def __init__(self, idea: Idea) -> None:
        super().__init__(f"This idea is now: {idea.get_state_display()}.")
        self.idea = idea


class DraftedAlready(Exception):
    """Somebody of the unit has begun a draft from it."""

    def __init__(self, post: Post) -> None:
        super().__init__(f"{post.author.titled_name} began a draft from this idea already.")
        self.post = post


def straight_to_the_board(*, authority: Authority) -> bool:
    """Whether a member's own ideas need no supervisor."""
    return authority.holds(*_WRITES, unit_id=authority.unit_id)


def may_see(*, authority: Authority, idea: Idea) -> bool:
    """Its author always; what is on a board all whose board it is; else who leads or writes for the unit, the offices.

    Nobody else of the unit reads what their supervisor did not pass on.
    """
    if idea.agency_id != authority.agency_id:
        return False
    if idea.suggested_by_id == authority.member_id or authority.department_wide:
        return True
    if authority.holds(*_WRITES, unit_id=idea.unit_id):
        return True
    on_board = idea.state in (IdeaState.OPEN, IdeaState.USED)
    return on_board and (idea.reach == Reach.DEPARTMENT or authority.sees(unit_id=idea.unit_id))


def may_hand_up(*, authority: Authority, idea: Idea) -> Ruling:
    """Whether a member hands an idea up: a sergeant of its unit, who does not lead it already."""
    if authority.role_in(*turns.SERGEANTS, unit_id=idea.unit_id) is None:
        return _no("A sergeant of the unit hands its ideas up.", "CPD-TW.V.D.8")
    if authority.role_in(*COMMANDERS, unit_id=idea.unit_id) is not None:
        return _no("You lead the unit, so you decide: pass the idea on, or say why not.", "CPD-TW.V.D.8")
    return Ruling(allowed=True)


def may_pass_on(*, authority: Authority, idea: Idea) -> Ruling:
    """Whether a member passes an idea on: a supervisor of its unit, or Communications; once handed up, no sergeant."""
    if authority.role_in(*_LEADS, unit_id=idea.unit_id) is None:
        return _no("The sergeants and the commander of the unit pass its ideas on.", "CPD-TW.V.D.8")
    if idea.handed_up_at is not None and authority.role_in(*_ABOVE, unit_id=idea.unit_id) is None:
        above = telling.above(idea=idea, at=authority.at)
        return _no(f"It was handed up. {above[0].upper()}{above[1:]} decides about it.", "CPD-TW.V.D.8")
    return Ruling(allowed=True)


def may_decline(*, authority: Authority, idea: Idea) -> Ruling:
    """Whether a member declines an idea: before the board who may pass it on, on it also who writes for the unit."""
    if idea.state == IdeaState.WAITING and idea.handed_up_at is not None:
        return may_pass_on(authority=authority, idea=idea)
    roles = _LEADS if idea.state == IdeaState.WAITING else _WRITES
    if authority.role_in(*roles, unit_id=idea.unit_id) is None:
        return _no("Those who lead the unit or write for it answer its ideas.", "CPD-TW.V.D.8")
    return Ruling(allowed=True)


def accounts_for(*, authority: Authority, idea: Idea) -> list[OutletAccount]:
    """On which accounts a member can begin a draft from an idea: its unit's, and of what all may use their own."""
    own = accounts_to_write_for(authority=authority)
    if idea.reach == Reach.DEPARTMENT:
        return own
    return [account for account in own if account.unit_id == idea.unit_id or account.corporate]


def not_to_write_for(*, authority: Authority, idea: Idea) -> Ruling:
    """The refusal of whoever names an account on which they cannot begin a draft from an idea."""
    return _no(permissions.not_a_writer(authority, unit_id=idea.unit_id), "CPD-TW.III.C")


@transaction.atomic
def suggest(*, words: str, reach: Reach = Reach.UNIT, actor: Member, at: datetime) -> Idea:
    """Suggest something to post, in one's own unit; the same from two windows is one while it stands.

    Only who needs no supervisor chooses the reach; of all others the supervisor does.
    """
    Member.objects.select_for_update(no_key=True).get(pk=actor.pk)
    standing = Idea.objects.filter(suggested_by=actor, state__in=_LIVE, words=words)
    if (same := standing.first()) is not None:
        return same
    straight = straight_to_the_board(authority=authorities.load(member=actor, at=at))
    idea = Idea.objects.create(
        agency_id=actor.agency_id,
        unit=actor.unit,
        suggested_by=actor,
        suggested_at=at,
        words=words,
        reach=reach if straight else Reach.UNIT,
        state=IdeaState.OPEN if straight else IdeaState.WAITING,
        passed_by=actor if straight else None,
        passed_at=at if straight else None,
    )
    _, sealed = vault.seal(content=words, agency_id=actor.agency_id)
    _record("idea.suggested", idea, actor, at, unit_id=idea.unit_id, words_sealed=sealed)
    (telling.idea_on_board if straight else telling.idea_waits)(idea=idea, at=at)
    return idea


@transaction.atomic
def hand_up(*, idea_id: int, actor: Member, at: datetime) -> Idea:
    """Hand an idea up to the commander, or to Communications while there is none; who is above decides then. Once.

    Raises Idea.DoesNotExist, IdeaMovedOn and Refused.
    """
    idea, authority = _locked(idea_id=idea_id, actor=actor, at=at)
    _assert_allowed(may_hand_up(authority=authority, idea=idea))
    _assert_in(idea, [IdeaState.WAITING])
    if idea.handed_up_at is not None:
        return idea
    idea.handed_up_by, idea.handed_up_at = actor, at
    idea.save(update_fields=["handed_up_by", "handed_up_at"])
    _record("idea.handed_up", idea, actor, at)
    telling.idea_handed_up(idea=idea, at=at)
    return idea


@transaction.atomic
def pass_on(*, idea_id: int, reach: Reach, actor: Member, at: datetime) -> Idea:
    """Put a member's idea on the board of its unit or of everybody. Raises Idea.DoesNotExist, IdeaMovedOn, Refused."""
    idea, authority = _locked(idea_id=idea_id, actor=actor, at=at)
    _assert_allowed(may_pass_on(authority=authority, idea=idea))
    _assert_in(idea, [IdeaState.WAITING])
    idea.state, idea.reach = IdeaState.OPEN, reach
    idea.passed_by, idea.passed_at = actor, at
    idea.save(update_fields=["state", "reach", "passed_by", "passed_at"])
    _record("idea.passed_on", idea, actor, at, reach=reach.value)
    telling.idea_on_board(idea=idea, at=at)
    return idea


@transaction.atomic
def decline(*, idea_id: int, reason: str, actor: Member, at: datetime) -> Idea:
    """Say in a sentence why an idea is not taken up. Raises Idea.DoesNotExist, IdeaMovedOn and Refused."""
    idea, authority = _locked(idea_id=idea_id, actor=actor, at=at)
    _assert_allowed(may_decline(authority=authority, idea=idea))
    _assert_in(idea, _LIVE)
    _end(idea, IdeaState.DECLINED, actor, at, reason=reason)
    _, sealed = vault.seal(content=reason, agency_id=idea.agency_id)
    _record("idea.declined", idea, actor, at, reason_sealed=sealed)
    telling.idea_declined(idea=idea, at=at)
    return idea


@transaction.atomic
def take_back(*, idea_id: int, actor: Member, at: datetime) -> Idea:
    """Its author takes back what nobody took up yet. Raises Idea.DoesNotExist, IdeaMovedOn and Refused."""
    idea, _ = _locked(idea_id=idea_id, actor=actor, at=at)
    if idea.suggested_by_id != actor.pk:
        raise Refused(_no("Only its author takes an idea back."))
    _assert_in(idea, _LIVE)
    _end(idea, IdeaState.WITHDRAWN, actor, at)
    _record("idea.taken_back", idea, actor, at)
    return idea


@transaction.atomic
def take_up(*, idea_id: int, account_id: int, actor: Member, at: datetime) -> Post:
    """Begin a draft with the words of an idea; it names whose they are, and they count as an author.

    An idea for everybody stays on the board: each unit can begin its own. Raises Idea.DoesNotExist, IdeaMovedOn,
    DraftedAlready, Refused, and OutletAccount.DoesNotExist for an account that the idea is not for.
    """
    idea, authority = _locked(idea_id=idea_id, actor=actor, at=at)
    usable = accounts_for(authority=authority, idea=idea)
    account = next((one for one in usable if one.pk == account_id), None)
    if account is None:
        raise OutletAccount.DoesNotExist
    _assert_in(idea, [IdeaState.OPEN])
    if (begun := _begun_for(idea, unit_id=account.unit_id)) is not None:
        raise DraftedAlready(begun)
    post = drafting.begin_post(account_id=account_id, actor=actor, at=at, written=Written(text=idea.words))
    post.draft.writers.add(idea.suggested_by_id)
    origins.note(post=post, idea=idea, whose=idea.suggested_by, actor=actor, at=at)
    if idea.reach == Reach.UNIT:
        _end(idea, IdeaState.USED, actor, at)
    _record("idea.taken_up", idea, actor, at, post_id=post.pk)
    telling.idea_drafted(idea=idea, by=actor, at=at)
    return post


def _begun_for(idea: Idea, *, unit_id: int) -> Post | None:
    """The draft that a unit began from an idea and did not give up."""
    begun = Origin.objects.filter(idea=idea, post__unit=unit_id).exclude(post__status__in=NEVER_OUT)
    found = begun.select_related("post__author").first()
    return found.post if found else None


def _locked(*, idea_id: int, actor: Member, at: datetime) -> tuple[Idea, Authority]:
    """The idea, locked, and what the actor may do now. Raises Idea.DoesNotExist for whom it does not exist."""
    locked = Idea.objects.select_for_update(of=("self",)).select_related("unit", "suggested_by")
    idea = locked.get(pk=idea_id, agency_id=actor.agency_id)
    authority = authorities.load(member=actor, at=at)
    if not may_see(authority=authority, idea=idea):
        raise Idea.DoesNotExist
    return idea, authority


def _assert_in(idea: Idea, states: Sequence[IdeaState]) -> None:
    if idea.state not in states:
        raise IdeaMovedOn(idea)


def _end(idea: Idea, state: IdeaState, actor: Member, at: datetime, *, reason: str = "") -> None:
    idea.state, idea.reason = state, reason
    idea.decided_by, idea.decided_at = actor, at
    idea.save(update_fields=["state", "reason", "decided_by", "decided_at"])


def _record(verb: str, idea: Idea, actor: Member, at: datetime, **keys: object) -> None:
    trail.record(verb=verb, agency_id=idea.agency_id, actor_id=actor.pk, subject_id=idea.pk, at=at, **keys)


def _assert_allowed(ruling: Ruling) -> None:
    if not ruling.allowed:
        raise Refused(ruling)


def _no(reason: str, clause: str = "") -> Ruling:
    return Ruling(allowed=False, slug="not_authorised", reason=reason, clause=clause)
