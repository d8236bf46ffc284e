"""Who may do what with a post: one ruling for the button, the door and the step itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from accounts.authority import Authority
from accounts.conditions import Lack
from accounts.models import Condition, Role
from posts.actions import Action
from posts.models import RouteStep, Scope
from posts.standing import Standing

LEADS = (Role.COMMUNICATIONS, Role.SERGEANT, Role.ACTING_SERGEANT, Role.COMMANDER, Role.ACTING_COMMANDER)
"""Who may stop, release and take down: Communications for all units, the others for their own."""
UNDER = {
    Scope.MEMBER: "one of its authors",
    Scope.UNIT: "its unit",
    Scope.ACCOUNT: "its account",
    Scope.CATEGORY: "posts of its kind",
    Scope.DEPARTMENT: "the whole department",
}
"""What a wide stop that covers a post is on, as its page says it."""
NOT_A_WRITER = (
    "Only this unit's social media representatives write its posts. Its commander can authorise you."
)


@dataclass(frozen=True, kw_only=True)
class Ruling:
    """Yes, or no with a sentence for a member of the unit and the clause it rests on."""

    allowed: bool
    reason: str = ""
    slug: str = ""
    """The reason as a word for the trail."""
    clause: str = ""
    role: str = ""
    """The role that allows it."""
    lacks: tuple[Lack, ...] = ()
    """What the member lacks besides a role: where it is allowed, what would have been refused for."""
    unit_id: int | None = None
    """The unit whose rules were asked for that."""


A_REPOST = Ruling(allowed=False, slug="repost", reason="A repost has no words of ours. It can be taken down.")


def may_see(*, authority: Authority, standing: Standing) -> bool:
    """Whether the post exists for this member at all; to anybody else it does not."""
    return authority.agency_id == standing.agency_id and authority.sees(unit_id=standing.unit_id)


def ruling(*, authority: Authority, action: Action, standing: Standing) -> Ruling:
    """Whether a member's authority covers an action on a post as it stands; its status is the workflow's matter."""
    if not may_see(authority=authority, standing=standing):
        return _no("not_your_unit", "There is no such post.")
    return _about_a_repost(action, standing) or _by_authority(authority, action, standing)


def _about_a_repost(action: Action, standing: Standing) -> Ruling | None:
    if standing.reposts and action in ABOUT_OWN_WORDS:
        return A_REPOST
    return None


def _by_authority(authority: Authority, action: Action, standing: Standing) -> Ruling:
    if action in _DECIDING:
        return _unread(authority, action, standing) or _deciding(authority, standing)
    if action in _ALONE:
        return _ALONE[action](authority, standing)
    if action in _OFFICES:
        return _by_an_office(authority, action, standing)
    if action in _REMARKING:
        return _remarking(authority, action, standing)
    if action == Action.TAKE_OVER and not standing.offered:
        return _no("nothing_offered", "Its author still works on this draft, so nobody takes it over.")
    if action in _WRITING:
        return _writing(authority, standing)
    if action in _ENDING:
        return _withdrawing(authority, standing)
    if action in _MOVING:
        return _moving(authority, standing)
    return _leading(authority, action, standing)


_WRITING = frozenset({Action.SAVE, Action.SUBMIT, Action.TAKE_OVER, Action.REOPEN, Action.CORRECT})
ABOUT_OWN_WORDS = frozenset({Action.CORRECT, Action.PROPOSE, Action.HIDE, Action.SHOW})
_GATED = frozenset({Action.RELEASE, Action.SEND_REST, Action.FOUND, Action.NOT_FOUND, Action.HIDE})
"""Acts of leads that lead on to publishing, or take words from others: they ask for more than a role."""
_ENDING = frozenset({Action.WITHDRAW, Action.GIVE_UP})
_MOVING = frozenset({Action.MOVE, Action.SEND_LATE, Action.PLAN_AGAIN})
_DECIDING = frozenset({Action.APPROVE, Action.RETURN, Action.REJECT})
_REMARKING = frozenset({Action.COMMENT, Action.PROPOSE})
_OFFICES: Mapping[Action, tuple[Role, ...]] = MappingProxyType(
    {
        Action.ASK: (Role.COMMUNICATIONS, Role.COMMUNITY_POLICING),
        Action.OVERRULE: (Role.COMMUNICATIONS,),
        Action.JUDGE: (Role.COMMUNICATIONS,),
    }
)
"""What the offices do with any post of a unit, on duty or not: neither leads on to publishing."""


def _writers_role(authority: Authority, standing: Standing) -> str | None:
    if standing.corporate or standing.by_office:
        return authority.role_in(Role.COMMUNICATIONS, unit_id=standing.unit_id)
    return authority.role_in(Role.USMR, unit_id=standing.unit_id)


def _writing(authority: Authority, standing: Standing) -> Ruling:
    role = _writers_role(authority, standing)
    if role is None:
        return _no("not_authorised", not_a_writer(authority, unit_id=standing.unit_id), "CPD-TW.III.C")
    return _ready(authority, role, "write", standing)


def not_a_writer(authority: Authority, *, unit_id: int) -> str:
    """Who writes for a unit; and for whoever holds no role at all, which approval to ask for (CPD-SM.III.C.2)."""
    lacks = authority.lacks(unit_id=unit_id)
    missing = next((one for one in lacks if one.condition == Condition.ACCESS and one.enforced), None)
    return f"{NOT_A_WRITER} {missing.to('see drafts')}" if missing else NOT_A_WRITER


def _deciding(authority: Authority, standing: Standing) -> Ruling:
    return _filling(
        authority, standing, _step_role(authority, standing), "This step belongs to somebody else."
    )


def _unread(authority: Authority, action: Action, standing: Standing) -> Ruling | None:
    """Who does not read the language approves no step for which its unit asks for a reader; they may send it back."""
    reading = standing.reading
    if action != Action.APPROVE or reading is None or authority.holds(Role.COMMUNICATIONS):
        return None
    if _step_role(authority, standing) is None:
        return None
    step = step_of(authority=authority, standing=standing)
    if not standing.asks_for_reader(step=step) or authority.member_id in reading.readers | standing.writers:
        return None
    barred = standing.writers | standing.deciders
    return _no("not_a_reader", reading.in_words(at=authority.at, but_not=barred), "CPD-TW.V.B.4")


def _standing_in(authority: Authority, standing: Standing) -> Ruling:
    """In the place of an office of which nobody is on call; whoever gave another step of the post cannot."""
    waits = any(step.role in authority.stands_in_for for step in standing.waiting)
    role = authority.role_in(Role.COMMUNICATIONS, unit_id=standing.unit_id) if waits else None
    return _filling(
        authority,
        standing,
        role,
        "The duty officer of Communications stands in for Community Policing while nobody of it is on call.",
        "CPD-TW.V.D.10",
    )


def _filling(
    authority: Authority, standing: Standing, role: str | None, whose: str, clause: str = "CPD-TW.V.B"
) -> Ruling:
    """Whether a member may give a step in a role: nobody who wrote the post, and nobody twice."""
    if authority.member_id in standing.writers:
        return _no("own_post", "You wrote this post, so somebody else decides about it.", "CPD-TW.V.B.2")
    if role is None:
        return _no("not_your_step", whose, clause)
    if authority.member_id in standing.deciders:
        return _no(
            "second_hat",
            "You decided another step of this post. One person fills one step.",
            "CPD-TW.V.B.2",
        )
    return _ready(authority, role, "decide", standing)


def _by_an_office(authority: Authority, action: Action, standing: Standing) -> Ruling:
    role = next((role for role in _OFFICES[action] if authority.holds(role)), None)
    if role is None:
        return _no("not_authorised", "Communications does this for the department.", "CPD-TW.V.E.3")
    if action == Action.JUDGE and authority.member_id in standing.writers:
        return _no("own_post", "You wrote this post, so somebody else judges it.", "CPD-TW.V.B.2")
    return Ruling(allowed=True, role=role)


def _answering(authority: Authority, standing: Standing) -> Ruling:
    """For an office that was told and for whose answer the post waits: by nobody who wrote it."""
    role = next((role for role in sorted(standing.awaited) if authority.holds(role)), None)
    if role is None:
        return _no("not_awaited", "The post does not wait for an answer of yours.")
    if authority.member_id in standing.writers:
        return _no(
            "own_post", "You wrote this post, so somebody else of your office answers.", "CPD-TW.V.B.2"
        )
    return _ready(authority, role, "answer", standing)


def _remarking(authority: Authority, action: Action, standing: Standing) -> Ruling:
    role = _step_role(authority, standing) or authority.role_in(*LEADS, unit_id=standing.unit_id)
    if role is None and action == Action.COMMENT:
        role = _writers_role(authority, standing)
    if role is None:
        return _no("not_your_step", "Comments are for those who write or review this post.", "CPD-TW.V.B")
    return _ready(authority, role, "comment", standing)


def _withdrawing(authority: Authority, standing: Standing) -> Ruling:
    role = _writers_role(authority, standing) or authority.role_in(*LEADS, unit_id=standing.unit_id)
    if role is None:
        return _no("not_authorised", "Its authors and their sergeants withdraw a post.", "CPD-TW.V.B.5")
    return Ruling(allowed=True, role=role)


def _moving(authority: Authority, standing: Standing) -> Ruling:
    withdrawing = _withdrawing(authority, standing)
    if not withdrawing.allowed:
        return _no("not_authorised", "Its authors and their sergeants move a post.", "CPD-TW.V.B.1")
    return _ready(authority, withdrawing.role, "move a post", standing)


def _keeping(authority: Authority, standing: Standing) -> Ruling:
    """Although somebody's authority ends: by nobody who wrote it, nor by whose authority it is."""
    if not standing.lapsed:
        return _no("nothing_to_keep", "Nobody's authority for this post ends, so it needs no keeping.")
    if authority.member_id in standing.lapsed:
        return _no(
            "own_authority", "It is your authority that ends, so somebody else keeps it.", "CPD-TW.III.C"
        )
    if authority.member_id in standing.writers:
        return _no("own_post", "You wrote this post, so somebody else keeps it.", "CPD-TW.V.B.2")
    leading = _leading(authority, Action.WITHDRAW, standing)
    return _ready(authority, leading.role, "keep a post", standing) if leading.allowed else leading


def _leading(authority: Authority, action: Action, standing: Standing) -> Ruling:
    role = authority.role_in(*LEADS, unit_id=standing.unit_id)
    if role is None or (standing.corporate and role != Role.COMMUNICATIONS):
        return _no(
            "not_authorised",
            "Sergeants and commanders of the unit and Communications do this.",
            "CPD-TW.V.B.5",
        )
    if action not in _GATED:
        return Ruling(allowed=True, role=role)
    if action in (Action.RELEASE, Action.SEND_REST) and standing.under:
        return _no(
            "stop_in_force",
            f"A stop on {UNDER[Scope(standing.under)]} is in force. It is lifted first, then its posts are released.",
            "CPD-TW.V.B.5",
        )
    if standing.stopped_as == Role.COMMUNICATIONS and role != Role.COMMUNICATIONS:
        return _no(
            "stopped_above",
            "Communications stopped this post, so Communications releases it.",
            "CPD-TW.V.E.3",
        )
    return _ready(authority, role, "do this", standing)


def _step_role(authority: Authority, standing: Standing) -> str | None:
    """The role in which a member fills a step whose turn it is."""
    for step in standing.waiting:
        role = authority.role_in(*standing.may_fill(step=step), unit_id=step.unit_id or standing.unit_id)
        if role is not None:
            return role
    return None


def step_of(*, authority: Authority, standing: Standing) -> RouteStep:
    """The step that a member fills who may decide; true only after `ruling` allowed it."""
    return next(
        step
        for step in standing.waiting
        if authority.role_in(*standing.may_fill(step=step), unit_id=step.unit_id or standing.unit_id)
    )


def step_stood_in_for(*, authority: Authority, standing: Standing) -> RouteStep:
    """The step of the office in whose place a member decides; true only after `ruling` allowed it."""
    return next(step for step in standing.waiting if step.role in authority.stands_in_for)


def ready(authority: Authority, role: str, verb: str, *, unit_id: int, practice: bool = False) -> Ruling:
    """Acts that publish need what the rules of the unit ask for besides a role; acts that stop never come here."""
    lacks = authority.lacks(unit_id=unit_id, practice=practice)
    refused = next((lack for lack in lacks if lack.enforced), None)
    if refused is None:
        return Ruling(allowed=True, role=role, lacks=lacks, unit_id=unit_id)
    return Ruling(
        allowed=False,
        slug=refused.slug,
        reason=refused.to(verb),
        clause=refused.clause,
        lacks=lacks,
        unit_id=unit_id,
    )


def _ready(authority: Authority, role: str, verb: str, standing: Standing) -> Ruling:
    return ready(authority, role, verb, unit_id=standing.unit_id, practice=standing.practice)


def _no(slug: str, reason: str, clause: str = "") -> Ruling:
    return Ruling(allowed=False, slug=slug, reason=reason, clause=clause)


_ALONE: Mapping[Action, Callable[[Authority, Standing], Ruling]] = MappingProxyType(
    {Action.STAND_IN: _standing_in, Action.ANSWER: _answering, Action.KEEP: _keeping}
)
"""Acts that have a ruling of their own."""
