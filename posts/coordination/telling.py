"""Whom stories, ideas and questions of the press are told to: a sentence and a link, never their words."""

from datetime import datetime

from django.urls import reverse

from accounts import offices, outbox
from accounts.authority import holders
from accounts.models import Member, Role
from accounts.models.authority import COMMANDERS
from posts import turns
from posts.models import Idea, IdeaState, Inquiry, InquiryState, Story, StoryState


def story_forwarded(*, story: Story, at: datetime) -> None:
    """Communications, that a unit forwarded a story."""
    unit = story.unit.short_name
    outbox.write(
        to=offices.told(role=Role.COMMUNICATIONS, agency_id=story.agency_id, at=at),
        kind="story_forwarded",
        subject=f"The {unit} forwarded a story",
        body=f"{story.forwarded_by.titled_name} forwarded a positive story of the {unit}. You can adopt it as a "
        "draft of the department, or tell the unit why not.",
        link=reverse("story", args=[story.pk]),
        at=at,
    )


_DECIDED = {
    StoryState.ADOPTED: (
        "Communications adopted a story of the {unit}",
        "{who} made it a draft of the department. Whoever wrote words of it counts as an author.",
    ),
    StoryState.DECLINED: (
        "Communications did not adopt a story of the {unit}",
        "{who} says why on its page.",
    ),
}


def story_decided(*, story: Story, at: datetime) -> None:
    """The unit that forwarded it, what Communications decided; of what the unit withdrew, nobody."""
    if story.state not in _DECIDED or story.decided_by is None:
        return
    subject, body = _DECIDED[StoryState(story.state)]
    unit = story.unit.short_name
    writing = holders(
        role=(Role.USMR, *turns.SERGEANTS), unit_id=story.unit_id, agency_id=story.agency_id, at=at
    )
    outbox.write(
        to=[story.forwarded_by, *writing],
        kind="story_decided",
        subject=subject.format(unit=unit),
        body=body.format(who=story.decided_by.titled_name),
        link=reverse("story", args=[story.pk]),
        at=at,
    )


def idea_waits(*, idea: Idea, at: datetime) -> None:
    """The nearest supervisor above its author: the unit's sergeants, else its commander, else Communications."""
    unit = idea.unit.short_name
    _write(
        idea,
        to=_supervisors(idea, at),
        kind="idea_waits",
        subject=f"An idea of {idea.suggested_by.titled_name} waits for you",
        body=f"{idea.suggested_by.titled_name} of the {unit} suggests something to post. Pass it on to those who "
        "write for the unit, or say in a sentence why not.",
        at=at,
    )


def above(*, idea: Idea, at: datetime) -> str:
    """Who decides about what a sergeant hands up: 'the commander of the 014th District', 'Communications' without one.

    One query; of the past it says who it was then.
    """
    return f"the commander of the {idea.unit.short_name}" if _commanders(idea, at) else "Communications"


def _commanders(idea: Idea, at: datetime) -> list[Member]:
    return holders(role=COMMANDERS, unit_id=idea.unit_id, agency_id=idea.agency_id, at=at)


def idea_handed_up(*, idea: Idea, at: datetime) -> None:
    """The unit's commander, else Communications, that it waits for them now; and its author, where it is."""
    if idea.handed_up_by is None:
        return
    unit, by = idea.unit.short_name, idea.handed_up_by.titled_name
    leads = _commanders(idea, at)
    _write(
        idea,
        to=leads or offices.told(role=Role.COMMUNICATIONS, agency_id=idea.agency_id, at=at),
        kind="idea_waits",
        subject=f"An idea of {idea.suggested_by.titled_name} waits for you",
        body=f"{by} handed an idea of {idea.suggested_by.titled_name} up to you. Pass it on to those who write for "
        f"the {unit}, or say in a sentence why not.",
        at=at,
    )
    _write(
        idea,
        to=[idea.suggested_by],
        kind="idea_handed_up",
        subject="Your idea was handed up",
        body=f"{by} handed your idea up to {above(idea=idea, at=at)}.",
        at=at,
    )


def _supervisors(idea: Idea, at: datetime) -> list[Member]:
    for roles in (turns.SERGEANTS, COMMANDERS):
        if found := holders(role=roles, unit_id=idea.unit_id, agency_id=idea.agency_id, at=at):
            return found
    return offices.told(role=Role.COMMUNICATIONS, agency_id=idea.agency_id, at=at)


def idea_on_board(*, idea: Idea, at: datetime) -> None:
    """Those who write for the unit, else Communications; and its author, where somebody else passed it on."""
    unit = idea.unit.short_name
    writing = holders(role=Role.USMR, unit_id=idea.unit_id, agency_id=idea.agency_id, at=at)
    to = writing or offices.told(role=Role.COMMUNICATIONS, agency_id=idea.agency_id, at=at)
    _write(
        idea,
        to=[member for member in to if member.pk != idea.suggested_by_id],
        kind="idea_on_board",
        subject=f"An idea for the {unit}",
        body=f"An idea of {idea.suggested_by.titled_name} is on the board. You can begin a draft from it.",
        at=at,
    )
    if idea.passed_by_id != idea.suggested_by_id and idea.passed_by is not None:
        _write(
            idea,
            to=[idea.suggested_by],
            kind="idea_passed_on",
            subject="Your idea was passed on",
            body=f"{idea.passed_by.titled_name} passed your idea on to those who write for the {unit}.",
            at=at,
        )


def idea_drafted(*, idea: Idea, by: Member, at: datetime) -> None:
    """Its author, that somebody began a draft from it."""
    _write(
        idea,
        to=[idea.suggested_by] if by.pk != idea.suggested_by_id else [],
        kind="idea_drafted",
        subject="Your idea became a draft",
        body=f"{by.titled_name} began a draft from your idea. The draft names you as one of its authors.",
        at=at,
    )


def idea_declined(*, idea: Idea, at: datetime) -> None:
    """Its author, that it is not taken up; why stands on its page."""
    if idea.state != IdeaState.DECLINED or idea.decided_by is None:
        return
    _write(
        idea,
        to=[idea.suggested_by] if idea.decided_by_id != idea.suggested_by_id else [],
        kind="idea_declined",
        subject="Your idea is not taken up",
        body=f"{idea.decided_by.titled_name} says why on its page.",
        at=at,
    )


def _write(idea: Idea, *, to: list[Member], kind: str, subject: str, body: str, at: datetime) -> None:
    outbox.write(to=to, kind=kind, subject=subject, body=body, link=reverse("idea", args=[idea.pk]), at=at)


def inquiry_sent_on(*, inquiry: Inquiry, at: datetime) -> None:
    """Communications, that somebody asks for the press; but not whoever writes it down there."""
    unit, office = (
        inquiry.unit.short_name,
        offices.told(role=Role.COMMUNICATIONS, agency_id=inquiry.agency_id, at=at),
    )
    outbox.write(
        to=[member for member in office if member.pk != inquiry.sent_on_by_id],
        kind="inquiry_sent_on",
        subject=f"The press asked the {unit}",
        body=f"{inquiry.sent_on_by.titled_name} sent on a question of the press to the {unit}. Communications "
        "answers it, and notes there what was answered.",
        link=reverse("inquiry", args=[inquiry.pk]),
        at=at,
    )


def inquiry_closed(*, inquiry: Inquiry, at: datetime) -> None:
    """Whoever sent it on, and those who write and review for the unit: what became of it."""
    if inquiry.closed_by is None:
        return
    answered = inquiry.state == InquiryState.ANSWERED
    writing = holders(
        role=(Role.USMR, *turns.SERGEANTS), unit_id=inquiry.unit_id, agency_id=inquiry.agency_id, at=at
    )
    outbox.write(
        to=[member for member in (inquiry.sent_on_by, *writing) if member.pk != inquiry.closed_by_id],
        kind="inquiry_closed",
        subject="Communications answered the press" if answered else "A question of the press was closed",
        body=f"{inquiry.closed_by.titled_name} {'answered it' if answered else 'closed it without an answer'}. "
        "Its page says how.",
        link=reverse("inquiry", args=[inquiry.pk]),
        at=at,
    )
