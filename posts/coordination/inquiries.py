"""Questions of the press: whoever is asked sends them on to Communications, which answers and says so, or says why not.

Nothing here answers on the network: where and how Communications answers is its own matter.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import authority as authorities
from accounts import order
from accounts.authority import Authority
from accounts.models import Agency, AgencyPolicy, Member, OutletAccount, Role, Unit
from audit import trail, vault
from directives.pack import Pack
from outlets.links import mentions
from posts import digest as digests
from posts import inquirers, judging, permissions, press_waits, replied, resolving, standing
from posts.coordination import telling
from posts.models import Came, Inquiry, InquiryState, Post, Status
from posts.permissions import LEADS, Ruling
from posts.workflow import Refused, WrongStatus

SENDERS: tuple[str, ...] = (Role.USMR, *LEADS)


class InquiryMovedOn(Exception):
    """Somebody was faster, or the page is old."""

    def __init__(self, inquiry: Inquiry) -> None:
        who = inquiry.closed_by.titled_name if inquiry.closed_by else "Somebody"
        did = "answered it" if inquiry.state == InquiryState.ANSWERED else "closed it"
        super().__init__(f"{who} {did} meanwhile.")


class OwnAccount(Exception):
    """Whoever is said to ask is an account of the department."""

    def __init__(self, handle: str) -> None:
        super().__init__(f"@{handle} is an account of the department. Name the account of whoever asks.")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question of the press, as a member writes it down."""

    came: Came
    asked_by: str
    words: str
    handle: str = ""
    """Without the @ sign."""
    contact: str = ""
    post: Post | None = None
    external_id: str = ""
    capture: str = ""
    """What the network showed of it, as it came."""


def may_send_on(*, authority: Authority, unit_id: int) -> Ruling:
    """Whether a member sends on what a unit was asked; nothing is published by it, so it needs no tour."""
    role = authority.role_in(*SENDERS, unit_id=unit_id)
    if role is None:
        reason = "Those who write for the unit or lead it send questions of the press on."
        return Ruling(allowed=False, slug="not_authorised", reason=reason)
    return Ruling(allowed=True, role=role)


def may_answer(*, authority: Authority, agency: Agency) -> Ruling:
    """Whether a member answers the press: Communications does; the clause is that of the rules in force."""
    if not authority.holds(Role.COMMUNICATIONS):
        return Ruling(
            allowed=False,
            slug="not_authorised",
            reason="Communications answers the press. Nobody else does.",
            clause=inquirers.clause(pack=judging.pack_in_force(agency=agency, at=authority.at)),
        )
    return Ruling(allowed=True, role=Role.COMMUNICATIONS)


def may_see(*, authority: Authority, inquiry: Inquiry) -> bool:
    """Whether a question exists for a member: in the unit that was asked, and for the offices."""
    return authority.agency_id == inquiry.agency_id and authority.sees(unit_id=inquiry.unit_id)


def send_on_reply(*, post_id: int, typed: str, actor: Member, at: datetime) -> Inquiry:
    """Send on what somebody wrote under a post of ours, or to its account: its words and its author are read first.

    Raises Post.DoesNotExist, WrongStatus for a post that is not out, Refused, OwnAccount, resolving.NoSuchNumber and
    replied.NotShown.
    """
    number = resolving.number_in(typed)
    post = _answered(post_id=post_id, actor=actor, at=at)
    earlier = Inquiry.objects.filter(agency_id=actor.agency_id, external_id=number, unit_id=post.unit_id)
    if (same := earlier.first()) is not None:
        return same
    seen, shown = replied.lookup(post=post, number=number, at=at)
    named = {seen.text[begin + 1 : end].lower() for begin, end in mentions(seen.text)}
    if seen.conversation not in replied.published(post=post) and post.account.handle.lower() not in named:
        raise replied.NotShown(replied.NO_REPLY)
    handle = replied.handle_of(post=post, seen=seen, at=at)
    asked = Asked(
        came=Came.REPLY,
        asked_by=f"@{handle}" if handle else f"Account {seen.author}",
        handle=handle.lower(),
        words=seen.text,
        post=post,
        external_id=number,
        capture=digests.canonical(shown.exchange.as_json()),
    )
    return send_on(unit_id=post.unit_id, asked=asked, actor=actor, at=at)


def _answered(*, post_id: int, actor: Member, at: datetime) -> Post:
    """The post under which it was asked."""
    post = Post.objects.select_related("account__agency").get(pk=post_id, agency_id=actor.agency_id)
    authority = authorities.load(member=actor, at=at)
    if not permissions.may_see(authority=authority, standing=standing.of(post)):
        raise Post.DoesNotExist
    _assert_allowed(may_send_on(authority=authority, unit_id=post.unit_id))
    if post.status != Status.PUBLISHED:
        raise WrongStatus(post)
    return post


@transaction.atomic
def send_on(*, unit_id: int, asked: Asked, actor: Member, at: datetime) -> Inquiry:
    """Send on what a unit was asked; the same from two windows is one. What waits and names who asks goes back.

    Raises Unit.DoesNotExist for whom the unit does not exist, Refused and OwnAccount.
    """
    authority = authorities.load(member=actor, at=at)
    pack = _pack_against(asked.handle, actor, at)
    if pack is not None:
        order.taking_away(agency_id=actor.agency_id)
    # The unit's row orders two windows that send on the same.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id, agency_id=actor.agency_id)
    if not authority.sees(unit_id=unit_id):
        raise Unit.DoesNotExist
    _assert_allowed(may_send_on(authority=authority, unit_id=unit_id))
    if (same := _earlier(unit, asked)) is not None:
        return same
    _refuse_own(asked.handle, unit.agency_id)
    keeps = [asked.capture] if asked.capture else []
    digests_of = vault.keep_all(contents=keeps, agency_id=unit.agency_id) if keeps else [""]
    inquiry = Inquiry.objects.create(
        agency_id=unit.agency_id,
        unit=unit,
        came=asked.came,
        post=asked.post,
        external_id=asked.external_id,
        capture_digest=digests_of[0],
        asked_by=asked.asked_by,
        handle=asked.handle,
        contact=asked.contact,
        words=asked.words,
        sent_on_by=actor,
        sent_on_at=at,
    )
    _tell_the_trail(inquiry, actor, at)
    telling.inquiry_sent_on(inquiry=inquiry, at=at)
    if pack is not None:
        press_waits.follow(inquiry=inquiry, pack=pack, at=at)
    return inquiry


def _pack_against(handle: str, actor: Member, at: datetime) -> Pack | None:
    """The rules in force where they hold back whoever names who asks; None where they say nothing of it."""
    if not handle:
        return None
    try:
        pack = judging.pack_in_force(agency=actor.agency, at=at)
    except (AgencyPolicy.DoesNotExist, judging.PackHasChanged):
        # The claim asks again, and sends nothing that cannot be judged.
        return None
    return pack if inquirers.clause(pack=pack) else None


def _refuse_own(handle: str, agency_id: int) -> None:
    own = OutletAccount.objects.filter(agency_id=agency_id, handle__iexact=handle)
    if handle and own.exists():
        raise OwnAccount(handle)


def _earlier(unit: Unit, asked: Asked) -> Inquiry | None:
    known = Inquiry.objects.filter(agency_id=unit.agency_id, unit=unit)
    if asked.external_id:
        return known.filter(external_id=asked.external_id).first()
    return known.filter(state=InquiryState.OPEN, words=asked.words, asked_by=asked.asked_by).first()


def _tell_the_trail(inquiry: Inquiry, actor: Member, at: datetime) -> None:
    _, words = vault.seal(content=inquiry.words, agency_id=inquiry.agency_id)
    capture = inquiry.capture_digest
    trail.record(
        verb="inquiry.sent_on",
        agency_id=inquiry.agency_id,
        actor_id=actor.pk,
        subject_id=inquiry.pk,
        at=at,
        unit_id=inquiry.unit_id,
        came=inquiry.came,
        post_id=inquiry.post_id,
        words_sealed=words,
        capture_sealed=vault.sealed_digest(digest=capture, agency_id=inquiry.agency_id) if capture else None,
    )
    if inquiry.post_id is not None:
        trail.record(
            verb="post.inquiry_sent_on",
            agency_id=inquiry.agency_id,
            actor_id=actor.pk,
            subject_id=inquiry.post_id,
            at=at,
            inquiry_id=inquiry.pk,
        )


@transaction.atomic
def close(*, inquiry_id: int, answered: bool, note: str, actor: Member, at: datetime) -> Inquiry:
    """Say what was answered, or why nothing is. Raises Inquiry.DoesNotExist, Refused and InquiryMovedOn."""
    inquiry = _to_answer(inquiry_id, actor, at)
    inquiry.state = InquiryState.ANSWERED if answered else InquiryState.CLOSED
    inquiry.closed_by, inquiry.closed_at, inquiry.note = actor, at, note
    inquiry.save(update_fields=["state", "closed_by", "closed_at", "note"])
    _, sealed = vault.seal(content=note, agency_id=inquiry.agency_id)
    trail.record(
        verb="inquiry.answered" if answered else "inquiry.closed",
        agency_id=inquiry.agency_id,
        actor_id=actor.pk,
        subject_id=inquiry.pk,
        at=at,
        note_sealed=sealed,
    )
    telling.inquiry_closed(inquiry=inquiry, at=at)
    press_waits.tell_closed(inquiry=inquiry, at=at)
    return inquiry


@transaction.atomic
def correct(*, inquiry_id: int, handle: str, actor: Member, at: datetime) -> Inquiry:
    """Say anew whose account asks, empty for none that is known. The trail keeps who stood there before.

    What went back for the account before may be handed in again, and what waits and names the new one goes back as if
    the question were new. Raises Inquiry.DoesNotExist, Refused, InquiryMovedOn and OwnAccount.
    """
    pack = _pack_against(handle, actor, at)
    if pack is not None:
        order.taking_away(agency_id=actor.agency_id)
    inquiry = _to_answer(inquiry_id, actor, at)
    before = inquiry.handle
    if handle == before:
        return inquiry
    _refuse_own(handle, inquiry.agency_id)
    inquiry.handle = handle
    inquiry.save(update_fields=["handle"])
    press_waits.tell_corrected(inquiry=inquiry, before=before, at=at)
    named = [one for one in (before, handle) if one]
    sealed = vault.seal_all(contents=named, agency_id=inquiry.agency_id)
    trail.record(
        verb="inquiry.account_corrected",
        agency_id=inquiry.agency_id,
        actor_id=actor.pk,
        subject_id=inquiry.pk,
        at=at,
        before_sealed=sealed[vault.digest_of(before)] if before else None,
        after_sealed=sealed[vault.digest_of(handle)] if handle else None,
    )
    if pack is not None:
        press_waits.follow(inquiry=inquiry, pack=pack, at=at)
    return inquiry


def _to_answer(inquiry_id: int, actor: Member, at: datetime) -> Inquiry:
    """A question that waits, locked, for a member who may answer it."""
    locked = Inquiry.objects.select_for_update(of=("self",)).select_related("unit", "sent_on_by", "closed_by")
    inquiry = locked.get(pk=inquiry_id, agency_id=actor.agency_id)
    authority = authorities.load(member=actor, at=at)
    if not may_see(authority=authority, inquiry=inquiry):
        raise Inquiry.DoesNotExist
    _assert_allowed(may_answer(authority=authority, agency=actor.agency))
    if inquiry.state != InquiryState.OPEN:
        raise InquiryMovedOn(inquiry)
    return inquiry


def _assert_allowed(ruling: Ruling) -> None:
    if not ruling.allowed:
        raise Refused(ruling)
