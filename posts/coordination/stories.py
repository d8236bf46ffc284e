"""Positive stories: a unit forwards one to Communications, which adopts it as a draft of its own or says why not."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts import authority as authorities
from accounts import order
from accounts.authority import Authority
from accounts.models import Member, OutletAccount, Role, Unit
from audit import trail, vault
from posts import drafting, pictured, pictures, turns
from posts.coordination import origins, telling, withdrawing
from posts.drafting import Written
from posts.models import Consent, Picture, Post, RevisionAuthor, Status, Story, StoryPicture, StoryState
from posts.permissions import Ruling
from posts.pictured import MOST_PICTURES, Pictured
from posts.workflow import Refused

FORWARDERS: tuple[str, ...] = (Role.USMR, *turns.SERGEANTS)
"""Whom the directive asks for positive stories (CPD-TW.V.B.7, V.D.5)."""


class StoryMovedOn(Exception):
    """Somebody was faster, or the page is old."""

    def __init__(self, story: Story) -> None:
        super().__init__(f"This story is now: {story.get_state_display()}.")
        self.story = story


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a unit tells Communications."""

    words: str
    consent: Consent
    consent_words: str = ""
    """Who of those named or shown agreed, and how; empty where nobody is."""
    post_id: int | None = None
    """A post of the unit that is out."""
    pictures: tuple[Pictured, ...] = ()


def may_forward(*, authority: Authority, unit_id: int) -> Ruling:
    """Whether a member forwards stories of a unit; nothing is published by it, so it needs no tour."""
    role = authority.role_in(*FORWARDERS, unit_id=unit_id)
    if role is None:
        reason = "Sergeants and social media representatives of the unit forward its stories."
        return Ruling(allowed=False, slug="not_authorised", reason=reason, clause="CPD-TW.V.D.5")
    return Ruling(allowed=True, role=role)


def may_decide(*, authority: Authority) -> Ruling:
    """Whether a member adopts and declines stories: Communications does."""
    if not authority.holds(Role.COMMUNICATIONS):
        reason = "Communications decides which stories it adopts."
        return Ruling(allowed=False, slug="not_authorised", reason=reason, clause="CPD-TW.V.E.4")
    return Ruling(allowed=True, role=Role.COMMUNICATIONS)


def may_see(*, authority: Authority, story: Story) -> bool:
    """Whether a story exists for a member: in their unit, and for the offices."""
    return authority.agency_id == story.agency_id and authority.sees(unit_id=story.unit_id)


@transaction.atomic
def forward(*, unit_id: int, told: Told, actor: Member, at: datetime) -> Story:
    """Forward a story of a unit; the same one from two windows is one while it waits.

    Raises Unit.DoesNotExist for whom the unit does not exist, Refused, Post.DoesNotExist for what is no post of the
    unit that is out, and Picture.DoesNotExist for another unit's picture.
    """
    authority = authorities.load(member=actor, at=at)
    # The unit's row orders two windows that forward the same.
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit_id, agency_id=actor.agency_id)
    if not authority.sees(unit_id=unit_id):
        raise Unit.DoesNotExist
    _assert_allowed(may_forward(authority=authority, unit_id=unit_id))
    if told.post_id is not None:
        Post.objects.get(pk=told.post_id, unit=unit, status=Status.PUBLISHED)
    waiting = Story.objects.filter(unit=unit, state=StoryState.FORWARDED, words=told.words, post=told.post_id)
    if (same := waiting.first()) is not None:
        return same
    story = Story.objects.create(
        agency_id=unit.agency_id,
        unit=unit,
        forwarded_by=actor,
        forwarded_at=at,
        words=told.words,
        post_id=told.post_id,
        consent=told.consent,
        consent_words=told.consent_words if told.consent == Consent.AGREED else "",
    )
    _place(story, told.pictures)
    sealed = vault.seal_all(contents=[story.words, story.consent_words], agency_id=unit.agency_id)
    trail.record(
        verb="story.forwarded",
        agency_id=unit.agency_id,
        actor_id=actor.pk,
        subject_id=story.pk,
        at=at,
        unit_id=unit.pk,
        post_id=told.post_id,
        consent=story.consent,
        words_sealed=sealed[vault.digest_of(story.words)],
        consent_sealed=sealed[vault.digest_of(story.consent_words)],
    )
    telling.story_forwarded(story=story, at=at)
    return story


def _place(story: Story, shown: tuple[Pictured, ...]) -> None:
    wanted = [each.picture_id for each in shown]
    if Picture.objects.filter(pk__in=wanted, unit_id=story.unit_id).count() < len(set(wanted)):
        raise Picture.DoesNotExist
    StoryPicture.objects.bulk_create(
        StoryPicture(story=story, picture_id=each.picture_id, position=position, alt_text=each.alt_text)
        for position, each in enumerate(shown[:MOST_PICTURES], start=1)
    )


@transaction.atomic
def adopt(*, story_id: int, account_id: int, feedback: str = "", actor: Member, at: datetime) -> Post:
    """Make a story a draft on a corporate account: with its words, its pictures, and everyone who wrote as authors.

    Raises Story.DoesNotExist, StoryMovedOn, Refused, and OutletAccount.DoesNotExist for an account that is not
    a corporate one of the agency's.
    """
    story = _deciding(story_id=story_id, actor=actor, at=at)
    if not OutletAccount.objects.filter(pk=account_id, agency_id=actor.agency_id, corporate=True).exists():
        raise OutletAccount.DoesNotExist
    post = drafting.begin_post(account_id=account_id, actor=actor, at=at, written=Written(text=story.words))
    shown = _pictures(story)
    pictured.place(draft=post.draft, pictures=shown, lent=[each.picture_id for each in shown])
    post.draft.writers.add(*_writers(story))
    origins.note(post=post, story=story, whose=story.forwarded_by, actor=actor, at=at)
    _decide(story, StoryState.ADOPTED, feedback, actor, at)
    trail.record(
        verb="story.adopted",
        agency_id=story.agency_id,
        actor_id=actor.pk,
        subject_id=story.pk,
        at=at,
        post_id=post.pk,
    )
    return post


def _pictures(story: Story) -> tuple[Pictured, ...]:
    """Those that were forwarded, then those of the post that tells the story, as many as a post can hold."""
    rows = story.pictured.order_by("position").values_list("picture_id", "alt_text")
    found = {picture_id: Pictured(picture_id=picture_id, alt_text=words) for picture_id, words in rows}
    if story.post is not None and story.post.revision_id is not None:
        for each in pictures.of_revision(revision_id=story.post.revision_id):
            shot = Pictured(picture_id=each.picture.pk, alt_text=each.alt_text, language=each.language)
            found.setdefault(shot.picture_id, shot)
    return tuple(found.values())[:MOST_PICTURES]


def _writers(story: Story) -> set[int]:
    """Whoever forwarded it, and who wrote the post that tells it: none of them approves what it becomes."""
    of_post = RevisionAuthor.objects.filter(revision__post=story.post_id) if story.post_id else ()
    return {story.forwarded_by_id, *(author.member_id for author in of_post)}


@transaction.atomic
def decline(*, story_id: int, feedback: str, actor: Member, at: datetime) -> Story:
    """Not adopt a story, with feedback to the unit. Raises Story.DoesNotExist, StoryMovedOn and Refused."""
    story = _deciding(story_id=story_id, actor=actor, at=at)
    _decide(story, StoryState.DECLINED, feedback, actor, at)
    _record_reason("story.declined", story, actor, at)
    return story


@transaction.atomic
def withdraw(*, story_id: int, reason: str, actor: Member, at: datetime) -> Story:
    """Take back a story, also one that was adopted: somebody named may have changed their mind.

    The post that tells it goes back in the same instant where it waits, and is submitted no more; where it is out,
    those are told who can take it down. Raises Story.DoesNotExist, StoryMovedOn and Refused.
    """
    order.taking_away(agency_id=actor.agency_id)
    story, authority = _locked(story_id=story_id, actor=actor, at=at)
    _assert_allowed(may_forward(authority=authority, unit_id=story.unit_id))
    if story.state == StoryState.ADOPTED:
        story.state, story.feedback, story.decided_by, story.decided_at = (
            StoryState.WITHDRAWN,
            reason,
            actor,
            at,
        )
        story.save(update_fields=["state", "feedback", "decided_by", "decided_at"])
        withdrawing.from_its_post(story=story, actor=actor, at=at)
    else:
        _decide(story, StoryState.WITHDRAWN, reason, actor, at)
    _record_reason("story.withdrawn", story, actor, at)
    return story


def _locked(*, story_id: int, actor: Member, at: datetime) -> tuple[Story, Authority]:
    """The story, locked while it waits, and what the actor may do now."""
    locked = Story.objects.select_for_update(of=("self",)).select_related("unit", "forwarded_by", "post")
    story = locked.get(pk=story_id, agency_id=actor.agency_id)
    authority = authorities.load(member=actor, at=at)
    if not may_see(authority=authority, story=story):
        raise Story.DoesNotExist
    return story, authority


def _deciding(*, story_id: int, actor: Member, at: datetime) -> Story:
    story, authority = _locked(story_id=story_id, actor=actor, at=at)
    _assert_allowed(may_decide(authority=authority))
    if story.state != StoryState.FORWARDED:
        raise StoryMovedOn(story)
    return story


def _decide(story: Story, state: StoryState, feedback: str, actor: Member, at: datetime) -> None:
    if story.state != StoryState.FORWARDED:
        raise StoryMovedOn(story)
    story.state, story.feedback = state, feedback
    story.decided_by, story.decided_at = actor, at
    story.save(update_fields=["state", "feedback", "decided_by", "decided_at"])
    telling.story_decided(story=story, at=at)


def _record_reason(verb: str, story: Story, actor: Member, at: datetime) -> None:
    _, sealed = vault.seal(content=story.feedback, agency_id=story.agency_id)
    trail.record(
        verb=verb,
        agency_id=story.agency_id,
        actor_id=actor.pk,
        subject_id=story.pk,
        at=at,
        reason_sealed=sealed,
    )


def _assert_allowed(ruling: Ruling) -> None:
    if not ruling.allowed:
        raise Refused(ruling)
